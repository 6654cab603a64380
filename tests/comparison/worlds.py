"""What the tests of the comparison share: the sides of two wars, one of them invented, and short ways to ask."""

from __future__ import annotations

from functools import cache

from bot.comparison.judgement import Judgement
from bot.comparison.relations import compare, decide, former_holders
from bot.comparison.rules import Rules, load_rules
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.ports import Sourced
from bot.model.relation import Relation
from bot.model.side import Side, SideCatalogue, SideKind


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


def sourced(claim: Claim, article: Article) -> Sourced:
    """Return a claim with its article."""
    return Sourced(claim=claim, article=article)
