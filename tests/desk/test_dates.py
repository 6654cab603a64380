"""Days as people type them in a command."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.dates import read_day
from bot.model.errors import RequestError

# A Wednesday, in the first hours of the day.
NOW = datetime(2031, 6, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2022-09-08", date(2022, 9, 8)),
        ("  2022-09-08 ", date(2022, 9, 8)),
        ("8 Sep 2022", date(2022, 9, 8)),
        ("8 SEPTEMBER 2022", date(2022, 9, 8)),
        ("Sep 8, 2022", date(2022, 9, 8)),
        ("8th September 2022", date(2022, 9, 8)),
        ("8/9/2022", date(2022, 9, 8)),
        ("08.09.2022", date(2022, 9, 8)),
        ("8 dec", date(2030, 12, 8)),
        ("1 June", date(2031, 6, 1)),
        ("5 June", date(2030, 6, 5)),
        ("September 2022", date(2022, 9, 1)),
        ("december", date(2030, 12, 1)),
        ("2022", date(2022, 1, 1)),
        ("today", date(2031, 6, 4)),
        ("yesterday", date(2031, 6, 3)),
        ("Monday", date(2031, 6, 2)),
        ("thursday", date(2031, 5, 29)),
        ("last friday", date(2031, 5, 30)),
        ("3 days ago", date(2031, 6, 1)),
        ("two  weeks   ago", date(2031, 5, 21)),
        ("last month", date(2031, 5, 1)),
        ("0d", date(2031, 6, 4)),
        ("3d", date(2031, 6, 1)),
        ("3 D", date(2031, 6, 1)),
        ("2w", date(2031, 5, 21)),
        ("1h", date(2031, 6, 4)),
        ("2h", date(2031, 6, 3)),
        ("24h", date(2031, 6, 3)),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed: str, day: date) -> None:
    """As a date in any usual order, or counted back from now; where the year is open, the last such day."""
    assert read_day(typed, now=NOW) == day


@pytest.mark.parametrize(
    "typed",
    ["", " ", "banana", "2022-02-30", "2022-13-01", "5", "12", "-", "99999w", "Kharkiv", "0000-01-01", "x" * 6_000],
    ids=lambda typed: typed[:12],
)
def test_what_is_no_day_is_said_with_what_would_be(typed: str) -> None:
    """The error repeats what was typed, and shows how a day may be given."""
    with pytest.raises(RequestError, match="Try 2022-09-08, yesterday, monday, or 3d") as caught:
        read_day(typed, now=NOW)
    assert repr(typed.strip()) in str(caught.value)


_PARTS = st.sampled_from(
    [
        *("2022", "sep", "8", "days", "ago", "yesterday", "monday", "in", "3", "999999999999", "00:00", "-", "/"),
        *("am", "utc", "last", "next", "year", "century", "31", "feb", "now", "-1"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(typed=st.text(max_size=30) | st.lists(_PARTS, max_size=5).map(" ".join))
def test_any_text_is_a_day_or_an_error_that_says_so(typed: str) -> None:
    """Nothing that can be typed breaks it."""
    try:
        found = read_day(typed, now=NOW)
    except RequestError:
        return
    assert type(found) is date


@given(number=st.integers(0, 9999), unit=st.sampled_from("dw"))
def test_days_and_weeks_are_counted_back(number: int, unit: str) -> None:
    """So many days before today."""
    assert (NOW.date() - read_day(f"{number}{unit}", now=NOW)).days == number * {"d": 1, "w": 7}[unit]
