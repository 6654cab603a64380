"""What the tests of the comparison share: the sides of two wars, one of them invented, and short ways to ask."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from bot.comparison.judgement import Judgement
from bot.comparison.relations import compare, decide, former_holders
from bot.comparison.rules import Rules, load_rules
from bot.model.article import Article
from bot.model.claim import Mention, SpeakerType, SpeechAct, TimeBasis
from bot.model.ports import Sourced
from bot.model.relation import Relation
from bot.model.side import Side, SideCatalogue, SideKind
from tests.builders import NORLAND, SUDMARK, make_article, make_attribution, make_claim, make_time

FIRST = date(2031, 5, 14)


def _country(
    code: str, name: str, *demonyms: str, metonyms: tuple[str, ...] = (), allies: tuple[str, ...] = ()
) -> Side:
    return Side(
        id=code, kind=SideKind.COUNTRY, name=name, names=(name,), demonyms=demonyms, metonyms=metonyms, allies=allies
    )


SIDES = SideCatalogue(
    sides={
        side.id: side
        for side in (
            _country("XNO", "Norland", "Norlander", "Norlandic", metonyms=("Nordhaven",)),
            _country("XSU", "Sudmark", "Sudmarker", "Sudmarkish"),
            _country("XWE", "Westria", "Westrian"),
            Side(id="ell_pr", kind=SideKind.NON_STATE, name="Ell People's Republic", allies=("XNO",)),
            Side(id="ell_rebels", kind=SideKind.NON_STATE, name="Ell rebels", roles=("rebels",)),
            _country("UKR", "Ukraine", "Ukrainian", "Ukrainians", metonyms=("Kyiv",)),
            _country("RUS", "Russia", "Russian", metonyms=("Moscow", "Kremlin")),
            _country("GBR", "United Kingdom", "British", "UK"),
        )
    }
)


@cache
def rules() -> Rules:
    """Return the rules that ship with the program."""
    return load_rules()


def no_copies(one: Article, other: Article) -> bool:
    """Say of every two articles that neither is a copy, unless their texts are equal."""
    return one.content_hash == other.content_hash


def asked(a: Sourced, b: Sourced) -> Relation | None:
    """Compare two claims, with the former holders that the two articles show."""
    former = former_holders((a, b))
    return compare(a, b, sides=SIDES, rules=rules(), copies=no_copies, former=former)


def decided(a: Sourced, b: Sourced) -> Judgement:
    """Return the decision about two claims, with its reason."""
    return decide(a, b, sides=SIDES, rules=rules(), copies=no_copies, former=former_holders((a, b)))


def said(
    *,
    in_: str | Article = "The Ell Courier",
    day: date = FIRST,
    by: str | None = "ministry",
    side: str | None = NORLAND,
    as_: SpeakerType | None = SpeakerType.OFFICIAL,
    at: int = 0,
    against_interest: bool = False,
    affiliation: str | None = None,
    **changes: Any,
) -> Sourced:
    """Return a claim with its article: who said what, where and when.

    `in_` is the publisher (or the article itself), `day` its date, `by` the speaker (`None`: the outlet itself,
    if `as_` is the author), `at` where the quote starts in the text. The event is of
    the article's date unless `time` is given.
    """
    article = in_ if isinstance(in_, Article) else make_article(publisher=in_, text=f"{in_} {day}", published_at=day)
    if by == "ministry":
        by = {NORLAND: "Norland's defence ministry", SUDMARK: "Sudmark's defence ministry"}.get(
            side or "", "A ministry"
        )
    given = {
        "time": make_time(article.published_at.date(), basis=TimeBasis.PUBLICATION),
        "attribution": make_attribution(
            speaker=by, side=side, type=as_, affiliation=affiliation, against_interest=against_interest
        ),
        "mentions": (Mention(part="body", start=at, end=at + 20, quote="What stands in the article."),),
        **changes,
    }
    return Sourced(claim=make_claim(article=article, **given), article=article)


def author(**changes: Any) -> Sourced:
    """Return a claim in the outlet's own voice."""
    return said(by=None, side=None, as_=SpeakerType.AUTHOR, **{"speech_act": SpeechAct.REPORT, **changes})


def days_later(number: int) -> date:
    """Return the day so many days after the first."""
    return FIRST + timedelta(days=number)
