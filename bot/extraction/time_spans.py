"""Arithmetic of the calendar: days, weeks, months, years and parts of them around a date."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.claim import EventTime, TimeBasis, TimePrecision


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """A time with how it stands to the article; `future` is `None` where the dates themselves say it."""

    time: EventTime
    window: bool = False
    future: bool | None = None


def explicit(start: date | None, end: date | None, precision: TimePrecision, *, window: bool = False) -> Resolved:
    """Return a time that the text names by date."""
    return Resolved(
        time=EventTime(start=start, end=end, precision=precision, basis=TimeBasis.EXPLICIT),
        window=window,
    )


def relative(
    start: date | None,
    end: date | None,
    precision: TimePrecision,
    *,
    window: bool = False,
    days: int | None = None,
    future: bool | None = None,
) -> Resolved:
    """Return a time that the text gives by its distance from the article's date."""
    return Resolved(
        time=EventTime(start=start, end=end, precision=precision, basis=TimeBasis.RELATIVE, days=days),
        window=window,
        future=future,
    )


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return a month's first and last day."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def month_from(day: date, offset: int) -> tuple[date, date]:
    """Return the first and last day of the month `offset` months from the day's own."""
    index = day.year * 12 + day.month - 1 + offset
    return month_of(index // 12, index % 12 + 1)


def third(start: date, end: date, part: str) -> tuple[date, date]:
    """Return the early, middle or late third of a span ("early", "mid", "late"; anything else: all of it)."""
    length = (end - start).days + 1
    first, second = start + timedelta(days=length // 3 - 1), start + timedelta(days=2 * length // 3 - 1)
    match part:
        case "early" | "start" | "beginning":
            return start, first
        case "mid" | "middle":
            return first + timedelta(days=1), second
        case "late" | "end":
            return second + timedelta(days=1), end
        case _:
            return start, end


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekday_before(day: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the last such weekday (Monday is 0) at the day or before it, or strictly before it."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=7 if strictly and back == 0 else back)


def weekday_after(day: date, weekday: int) -> date:
    """Return the first such weekday strictly after the day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def nearest(day: date, month: int, number: int, *, ahead: bool) -> date:
    """Return the day and month in the year that fits: the last one, or the next one where the text looks ahead.

    A date at most about a month after the article's own counts as meant, since a date without a year that lies just
    ahead is far more often a plan than an anniversary.
    """
    for year in (day.year, day.year + 1) if ahead else (day.year, day.year - 1):
        try:
            candidate = date(year, month, number)
        except ValueError:  # 29 February
            continue
        distance = (candidate - day).days
        if (ahead and distance >= 0) or (not ahead and distance <= 31):
            return candidate
    if not ahead and month == 1 and day.month == 12 and date(day.year + 1, 1, number) - day <= timedelta(days=31):
        return date(day.year + 1, month, number)
    return date(day.year, month, number)
