"""When the events of claims happened."""

from __future__ import annotations

import pytest

from bot.comparison.timing import Span, gap, in_order, is_own_day, span_of
from bot.model.claim import Realis, TimeBasis, TimePrecision
from tests.builders import make_time
from tests.comparison.worlds import FIRST, days_later, said


def span(start: int, end: int | None = None) -> Span:
    """Return the days so many after the first."""
    return Span(start=days_later(start), end=days_later(start if end is None else end))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(span(0), span(0), 0), (span(0, 5), span(3), 0), (span(0), span(2), 2), (span(9), span(0, 2), 7)],
    ids=["same day", "overlap", "two days", "a week"],
)
def test_gap(one: Span, other: Span, expected: int) -> None:
    """The gap is in whole days between the two, in either order."""
    assert gap(one, other) == gap(other, one) == expected


def test_the_undated_past_is_at_no_distance() -> None:
    """Between a dated event and the undated past no distance is known; two undated ones are taken as one time."""
    past = Span(start=None, end=None)
    assert gap(past, span(0)) is None
    assert gap(past, past) == 0


def test_nothing_said_is_the_articles_date() -> None:
    """A claim without a time is of its article's date."""
    assert span_of(said(time=make_time(None, basis=TimeBasis.PUBLICATION))) == span(0)


def test_background_without_a_date_is_undated() -> None:
    """A claim marked as past is not of its article's date."""
    undated = said(realis=Realis.HISTORICAL, time=make_time(FIRST, basis=TimeBasis.PUBLICATION))
    assert span_of(undated).start is None
    assert span_of(said(realis=Realis.HISTORICAL, time=make_time(days_later(-90)))) == span(-90)


def test_the_older_event_first() -> None:
    """Claims are ordered by event, then publication."""
    early, late = said(day=days_later(9), time=make_time(FIRST)), said(day=days_later(1))
    assert in_order(late, early) == (early, late)
    assert in_order(said(in_="Other", day=days_later(1), time=make_time(FIRST)), said())[0] == said()


def test_own_day() -> None:
    """Only words name a day: not the article's date, and not a month."""
    assert is_own_day(said(time=make_time(FIRST)))
    assert not is_own_day(said())
    assert not is_own_day(said(time=make_time(FIRST, end=days_later(20), precision=TimePrecision.MONTH)))
