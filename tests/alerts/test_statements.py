"""What an alert shows of one claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.statements import statement_of, statement_text, trimmed, voice
from bot.model.claim import Certainty, Mention, SpeakerType, TimeBasis
from tests.builders import NORLAND, make_article, make_statement, make_time
from tests.comparison.worlds import SIDES, author, said


def test_a_statement_says_all() -> None:
    """A statement holds claim, side, speaker, office, outlet, date and quote."""
    one = said(by="Ann Berg", affiliation="Foreign Ministry", certainty=Certainty.PROBABLE)
    shown = statement_of(one, SIDES)
    assert (shown.claim, shown.heading) == (one.claim.id, "Norland captured Ellbruck")
    assert (shown.side, shown.side_label, shown.speaker, shown.affiliation) == (
        NORLAND,
        "Norland",
        "Ann Berg",
        "Foreign Ministry",
    )
    assert (shown.publisher, shown.published_at) == ("The Ell Courier", one.article.published_at)
    assert (shown.quote, shown.certainty) == ("What stands in the article.", "probable")


def test_a_side_that_the_words_name_is_not_repeated() -> None:
    """Who speaks "for Norland" by his office's name needs no label; the side itself stays in the statement."""
    shown = statement_of(said(), SIDES)
    assert (shown.speaker, shown.side, shown.side_label) == ("Norland's defence ministry", NORLAND, None)


def test_an_outlet_that_nobody_knows_is_not_named() -> None:
    """A publisher given as unknown is none."""
    assert statement_of(said(in_="unknown"), SIDES).publisher is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"basis": TimeBasis.EXPLICIT}, "10 May 2031", id="stated"),
        pytest.param({"basis": TimeBasis.RELATIVE, "end": date(2031, 5, 12)}, "10 to 12 May 2031", id="window"),
        pytest.param({"basis": TimeBasis.PUBLICATION}, None, id="nothing said"),
    ],
)
def test_the_time_of_the_event_is_shown_where_it_is_stated(changes: dict[str, Any], words: str | None) -> None:
    """What the claim says of the time, and never the date of publication in its place."""
    one = said(time=make_time(date(2031, 5, 10), **changes))
    shown = statement_of(one, SIDES)
    assert shown.happened == words
    assert (f"Time of the event: {words}" in statement_text(shown)) is (words is not None)


def test_certainty_is_shown_only_where_hedged() -> None:
    """A claim made without a hedge carries no word of certainty."""
    assert statement_of(said(), SIDES).certainty is None


def test_the_body_is_quoted_before_the_headline() -> None:
    """A mention in the body is shown rather than one in the title."""
    mentions = (
        Mention(part="title", start=0, end=4, quote="Head"),
        Mention(part="body", start=0, end=4, quote="Body"),
    )
    assert statement_of(said(mentions=mentions), SIDES).quote == "Body"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Norland's defence ministry [Norland]"),
        ({"affiliation": "Foreign Ministry"}, "Norland's defence ministry, Foreign Ministry [Norland]"),
        ({"affiliation": "Norland's defence ministry"}, "Norland's defence ministry [Norland]"),
        ({"speaker": None, "affiliation": "Foreign Ministry", "side_label": None}, "Foreign Ministry"),
        ({"speaker": None, "side_label": None}, "The Ell Courier (own report)"),
        ({"speaker": None}, "a source that speaks for Norland"),
        ({"speaker": None, "side_label": None, "publisher": None}, "the article itself"),
    ],
    ids=["office", "both", "said twice", "office only", "outlet", "side only", "nobody"],
)
def test_voice(fields: dict[str, Any], words: str) -> None:
    """The voice names the speaker with office and side, else the outlet."""
    assert voice(make_statement(**fields)) == words


def test_text_of_an_outlets_own_report() -> None:
    """A statement as text has what, who, the quote, the outlet, the time and the address."""
    article = make_article(url="https://courier.example/1")
    lines = statement_text(statement_of(author(in_=article), SIDES)).splitlines()
    assert lines == [
        "The Ell Courier (own report): Norland captured Ellbruck",
        "  “What stands in the article.”",
        "  The Ell Courier, 14 May 2031, 09:00 UTC",
        "  https://courier.example/1",
    ]


def test_who_wrote_it_stands_between_outlet_and_time() -> None:
    """Where it is known who wrote the article, the text says so."""
    shown = statement_of(author(in_=make_article(byline="Ada Writer")), SIDES)
    assert shown.byline == "Ada Writer"
    assert "  The Ell Courier, by Ada Writer, 14 May 2031, 09:00 UTC" in statement_text(shown).splitlines()


def test_social_media_is_named() -> None:
    """A voice without a side is shown by its name alone."""
    shown = statement_of(said(by="a channel", side=None, as_=SpeakerType.SOCIAL_MEDIA), SIDES)
    assert voice(shown) == "a channel"


def test_a_long_quote_is_cut_at_a_word() -> None:
    """A long quote ends at a word with an ellipsis; the statement keeps it whole."""
    quote = "The troops went on towards the river, and then over it. " * 10
    cut = trimmed(quote, 60)
    assert cut == "The troops went on towards the river, and then over it…"
    assert trimmed(quote, 40) == "The troops went on towards the river…"


@given(st.text(max_size=200), st.integers(5, 80))
def test_a_trimmed_quote_fits(quote: str, limit: int) -> None:
    """No trimmed quote is longer than its limit, and a short one is only put on one line."""
    cut = trimmed(quote, limit)
    line = " ".join(quote.split())
    assert len(cut) <= limit
    assert cut == line or cut.endswith("…")
