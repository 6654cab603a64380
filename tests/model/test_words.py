"""Quotes, figures and days for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.claim import Bound, Quantity, TimePrecision, Unit
from bot.model.words import channel_kind, channel_words, days_words, figure_phrase, quotation, time_words
from tests.builders import make_time

MAY = date(2031, 5, 10)


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        pytest.param("They left.", "“They left.”", id="plain"),
        pytest.param("•They left.", "“They left.”", id="bullet"),
        pytest.param("– They left.", "“They left.”", id="dash"),
        pytest.param("“We left,” she said.", "“We left,” she said.", id="opens with a mark"),
        pytest.param('• "We left," she said.', '"We left," she said.', id="bullet, then a mark"),
        pytest.param("«We left», she said.", "«We left», she said.", id="opens with a guillemet"),
        pytest.param("It is “ours” now.", "“It is ‘ours’ now.”", id="curled inside"),
        pytest.param('It is "ours" now, "all".', "“It is ‘ours’ now, ‘all’.”", id="straight inside"),
        pytest.param('He said: "All of it."', "“He said: ‘All of it.’”", id="straight at the end"),
        pytest.param("Sana'a and Kup’iansk", "“Sana'a and Kup’iansk”", id="apostrophes"),
        pytest.param("-5 degrees", "“-5 degrees”", id="a figure's minus is no bullet"),
        pytest.param("", "“”", id="empty"),
    ],
)
def test_a_quote_between_marks(quote: str, wanted: str) -> None:
    """One pair of double marks around, single ones inside, no bullet."""
    assert quotation(quote) == wanted


@given(st.text(max_size=60))
def test_no_two_marks_open_together(quote: str) -> None:
    """Whatever the quote, no double mark stands directly beside the one that opens it."""
    assert quotation(quote)[1:2] not in {"“", "„", "«"} or quotation(quote)[0] != "“" or quote.lstrip(" •")[:1] == "“"


@pytest.mark.parametrize(
    ("value", "unit", "bound", "wanted"),
    [
        pytest.param(30, Unit.COUNT, Bound.AT_LEAST, "at least 30", id="count"),
        pytest.param(1000, Unit.KM2, Bound.AT_MOST, "up to 1,000 km²", id="area"),
        pytest.param(2.5, Unit.KM, Bound.ABOUT, "about 2.5 km", id="fraction"),
        pytest.param(25, Unit.PERCENT, Bound.EXACT, "25 %", id="share"),
        pytest.param(-25, Unit.PERCENT, Bound.EXACT, "down 25 %", id="fall"),
        pytest.param(-25, Unit.PERCENT, Bound.AT_LEAST, "down at least 25 %", id="bounded fall"),
        pytest.param(72_000_000, Unit.M3, Bound.EXACT, "72 million m³", id="millions"),
        pytest.param(1_250_000, Unit.PEOPLE, Bound.EXACT, "1.25 million people", id="part of a million"),
        pytest.param(3.2e9, Unit.M3, Bound.ABOUT, "about 3.2 billion m³", id="billions"),
        pytest.param(1_234_567, Unit.PEOPLE, Bound.EXACT, "1,234,567 people", id="exact to the last"),
    ],
)
def test_a_figure_in_words(value: float, unit: Unit, bound: Bound, wanted: str) -> None:
    """Bound, number and unit; large numbers in words where nothing is lost by it."""
    assert figure_phrase(Quantity(unit=unit, value=value, low=None, high=None, bound=bound, text="")) == wanted


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        pytest.param(MAY, "10 May 2031", id="day"),
        pytest.param(date(2031, 5, 12), "10 to 12 May 2031", id="one month"),
        pytest.param(date(2031, 6, 2), "10 May 2031 to 2 Jun 2031", id="two months"),
    ],
)
def test_days_in_words(end: date, wanted: str) -> None:
    """What the two ends share is said once."""
    assert days_words(MAY, end) == wanted


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        pytest.param({}, "10 May 2031", id="day"),
        pytest.param({"precision": TimePrecision.MONTH}, "May 2031", id="month"),
        pytest.param({"precision": TimePrecision.YEAR}, "2031", id="year"),
        pytest.param({"end": None}, "10 May 2031", id="open end"),
        pytest.param({"start": None, "end": None}, None, id="unknown"),
    ],
)
def test_a_time_in_words(changes: dict[str, Any], wanted: str | None) -> None:
    """As exact as it is known, and no more."""
    assert time_words(make_time(MAY, **changes)) == wanted


@pytest.mark.parametrize(
    ("destination", "words", "kind"),
    [
        ("discord:42", "Discord channel 42", "a Discord channel"),
        ("slack:C1", "Slack channel C1", "a Slack channel"),
        ("slack:C1/1700.5", "a thread of Slack channel C1", "a thread on Slack"),
        ("slack:U1", "the direct conversation with U1 on Slack", "a direct conversation on Slack"),
        ("console", "Console", "Console"),
    ],
)
def test_a_destination_is_called_what_it_is(destination: str, words: str, kind: str) -> None:
    """A channel, a thread, a conversation, or a platform."""
    assert (channel_words(destination), channel_kind(destination)) == (words, kind)
