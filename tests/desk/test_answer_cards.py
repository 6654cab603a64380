"""Answers as cards: what they show of values that the commands' own tests do not reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.desk import answer_cards, claim_cards, subscription_cards
from bot.desk.answers import ShownClaim
from bot.desk.card import Card, Link, Moment, Section, Tone, Words
from bot.desk.terms import CONTENTS, terms_words
from bot.desk.words import VERIFICATIONS
from bot.model.claim import Polarity, Realis, Verification
from bot.model.dispute import Position
from bot.model.errors import ClaimwatchError, FetchError, NotFoundError, RequestError
from bot.model.feed import FeedRecord
from bot.model.side import SideCatalogue
from bot.model.storage import Counts
from bot.model.subscription import Content, Digest
from tests.builders import DAY, make_area, make_article, make_attribution, make_claim, make_dispute, make_subscription

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
COUNTS = Counts(articles=1, claims=2, open_disputes=0, subscriptions=0, waiting=0, failed=0)


def shown(**changes: object) -> ShownClaim:
    """Return a claim as people are shown it."""
    article = make_article(url="https://ell.example/a")
    one = ShownClaim(
        claim=make_claim(article=article),
        article=article,
        heading="Norland captured Ellbruck",
        side_label=None,
        verification=Verification.UNVERIFIED,
    )
    return replace(one, **changes)  # type: ignore[arg-type] # fields by name


def lines(part: Section) -> list[str]:
    """Return a section's lines as one reads them."""
    return [
        "".join(f"{span.at:%Y-%m-%d}" if isinstance(span, Moment) else span.text for span in line)
        for line in part.lines
    ]


def only(card: Card) -> Section:
    """Return the one section of a card."""
    (found,) = card.sections
    return found


def claims(*ones: ShownClaim) -> Card:
    """Return the card of claims."""
    return claim_cards.claims_card(ones, asked="on Ellbruck", limit=3)


def test_who_wrote_it_stands_between_outlet_and_date() -> None:
    """Of a claim the author is shown where source and date are, and nothing where nobody is known."""
    one = shown()
    written = replace(one, article=replace(one.article, byline="Ada Writer"))
    assert lines(only(claims(written)))[1].startswith("The Ell Courier · by Ada Writer · 2031-05-14 · ")
    assert lines(only(claims(one)))[1].startswith("The Ell Courier · 2031-05-14 · ")


def test_a_claim_has_everything_to_judge_it_by() -> None:
    """Speaker, outlet with its address, date, id, how it stands, when it happened, and the quote."""
    one = shown()
    part = only(claims(one))
    assert part.heading == "Norland captured Ellbruck"
    assert lines(part) == [
        "says Norland's defence ministry",
        f"The Ell Courier · 2031-05-14 · claim {one.claim.id[:8]}",
        "? unverified · when: 14 May 2031",
    ]
    assert part.lines[1][0] == Link(text="The Ell Courier", url="https://ell.example/a")
    assert part.quote == f"“{one.claim.mentions[0].quote}”"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"publisher": None}, "Norland says Ellbruck has fallen · 2031-05-14", id="by-title"),
        pytest.param({"publisher": None, "title": None}, "article · 2031-05-14", id="link-only"),
        pytest.param({"publisher": None, "title": None, "url": None}, "2031-05-14", id="date-only"),
        pytest.param({"url": None}, "The Ell Courier · 2031-05-14", id="no-link"),
    ],
)
def test_a_source_is_named_as_far_as_known(changes: dict[str, object], line: str) -> None:
    """Outlet, title or address; the date is always there."""
    article = make_article(**{"url": "https://ell.example/a", **changes})
    assert lines(only(claims(shown(article=article))))[1].startswith(line)


def test_who_speaks_for_nobody_is_the_article() -> None:
    """A report in the outlet's own voice says so."""
    claim = make_claim(attribution=make_attribution(speaker=None, side=None))
    assert lines(only(claims(shown(claim=claim))))[0] == "says the article itself"


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        pytest.param({"polarity": Polarity.DENIED}, "denied", id="denied"),
        pytest.param({"realis": Realis.FUTURE}, "planned", id="planned"),
        pytest.param({"realis": Realis.HYPOTHETICAL, "polarity": Polarity.DENIED}, "denied, hypothetical", id="both"),
    ],
)
def test_what_is_no_plain_statement_is_marked(changes: dict[str, Any], mark: str) -> None:
    """A denial or a plan is never shown as a fact."""
    assert lines(only(claims(shown(claim=make_claim(**changes)))))[2].endswith(f" · {mark}")


@pytest.mark.parametrize("verification", Verification)
def test_every_standing_has_words(verification: Verification) -> None:
    """And each claim says how it stands."""
    line = lines(only(claims(shown(verification=verification))))[2]
    assert line.split(" · ")[0] == VERIFICATIONS[verification]


def test_the_short_text_names_the_first_claims() -> None:
    """A notification says what was found, and no more than fits a line."""
    card = claim_cards.claims_card([shown(heading=f"claim {number}") for number in range(5)], asked="in all", limit=4)
    assert card.text == "The 4 newest claims in all: claim 0; claim 1; claim 2"
    assert len(card.sections) == 4


def test_a_dispute_names_each_voice_once_and_a_few() -> None:
    """Many voices of one position are counted."""
    many = Position(label="held by Norland", side=None, claims=("a",), voices=("A", "B", "A", "C", "D"))
    none = Position(label="held by Sudmark", side=None, claims=("b",))
    card = answer_cards.disputes_card([make_dispute(positions=(many, none))], asked="in all", limit=1)
    assert lines(only(card))[:2] == ["• held by Norland — A; B; C; and 1 more", "• held by Sudmark"]
    assert card.footer is None


def test_more_disputes_than_fit_are_counted_and_said() -> None:
    """The title tells how many there are, the footer how many are shown."""
    card = answer_cards.disputes_card([make_dispute(str(n), "x") for n in range(3)], asked="in all", limit=2)
    assert (card.title, card.footer) == ("3 open conflicts in all", "2 conflicts shown, the last changed first.")
    assert len(card.sections) == 2


@pytest.mark.parametrize("content", Content)
def test_terms_are_told_in_words(content: Content) -> None:
    """With a digest and without."""
    sides = SideCatalogue(sides={})
    digest = Digest(at=time(8, 5), zone="Europe/Kyiv")
    with_one, without = (terms_words(make_subscription(content=content, digest=one), sides) for one in (digest, None))
    assert without == CONTENTS[content]
    assert with_one == f"{without}, a digest daily at 08:05 (Europe/Kyiv)"


def test_other_meanings_are_listed() -> None:
    """By their labels."""
    others = [make_area("Ellmoor", label="Ellmoor, Norland"), make_area(label="Ellmoor (town)")]
    card = subscription_cards.subscribed_card(make_subscription(), terms="", before=None, preview="", others=others)
    assert card.lead[-1] == (Words(text="Not what you meant? Ellmoor, Norland; Ellmoor (town)."),)


@pytest.mark.parametrize(
    ("failures", "title"),
    [
        (0, "Claimwatch is running"),
        (1, "Claimwatch is running; 1 feed fails"),
        (2, "Claimwatch is running; 2 feeds fail"),
    ],
)
def test_the_title_counts_failing_feeds(failures: int, title: str) -> None:
    """In a sentence."""
    feeds = [FeedRecord(url=f"https://{n}.example/", due_at=NOW, failures=3 * (n < failures)) for n in range(3)]
    card = answer_cards.status_card(version="1", started_at=DAY, counts=COUNTS, feeds=feeds, following=0)
    assert card.title == title


def test_a_failing_feed_without_a_reason_still_says_that_it_fails() -> None:
    """And how often."""
    feeds = [FeedRecord(url="https://a.example/", due_at=NOW, failures=1)]
    card = answer_cards.status_card(version="1", started_at=DAY, counts=COUNTS, feeds=feeds, following=2)
    (part,) = (one for one in card.sections if one.heading == "Feeds")
    assert lines(part) == ["! https://a.example/: failed, 1 time in a row; next try 2031-06-04"]


@pytest.mark.parametrize(
    "error",
    [
        RequestError("Give it\nas   08:00."),
        NotFoundError(kind="place", wanted="x\ny", hint="Try."),
        FetchError(origin="https://x.example", reason="says 404"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_its_own_sentence(error: ClaimwatchError) -> None:
    """On one line, whatever stands in it."""
    card = answer_cards.error_card(error)
    assert (card.tone, card.title) == (Tone.ERROR, "That did not work")
    assert card.text == " ".join(str(error).split())
    assert card.lead == ((Words(text=card.text),),)


@pytest.mark.parametrize(("title", "shown_title"), [("News", "News"), (None, "Known already")])
def test_a_known_article_is_named(title: str | None, shown_title: str) -> None:
    """By its title, where it has one."""
    assert answer_cards.known_card(title).title == shown_title
    assert "read before" in answer_cards.known_card(title).text
