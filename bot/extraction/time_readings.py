"""How each form of time in news resolves: from a match and the article's date to whole days.

Each function takes the match of its rule (`time_rules` has the patterns), the article's date, and whether the words
before it look ahead ("will …"); it returns `None` where it is no time after all, and raises ValueError or OverflowError
for a day that the calendar does not have.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from bot.extraction.numerals import number
from bot.extraction.time_spans import (
    Resolved,
    explicit,
    month_from,
    month_of,
    nearest,
    relative,
    third,
    week_of,
    weekday_after,
    weekday_before,
)
from bot.model.claim import TimePrecision

_DAY: Final = TimePrecision.DAY
_WEEK: Final = TimePrecision.WEEK
_MONTH: Final = TimePrecision.MONTH
_YEAR: Final = TimePrecision.YEAR
_UNKNOWN: Final = TimePrecision.UNKNOWN
_ONE: Final = timedelta(days=1)

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SEASONS: Final[Mapping[str, int]] = MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12})
SUPERLATIVES: Final = (
    r"worst|best|(?:fast|bigg|larg|high|low|great|strong|long|clos|farth|furth|fierc|quick|slow|swift|small|harsh|tough|deep"
    r"|rar|earl[iy]|bloodi|heavi|busi|mighti|[a-z]+li)est"
)
"""Superlatives that news measures by a span ("the deadliest attack in two years")."""
_UNIT_DAYS: Final[Mapping[str, int]] = MappingProxyType({"day": 1, "night": 1, "week": 7, "month": 30, "year": 365})


def _month(text: str) -> int:
    return next(index for index, name in enumerate(MONTHS, 1) if name.startswith(text.rstrip(".")[:3]))


def _number(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr] # every caller's group begins with a digit


def _whole_day(day: date) -> Resolved:
    return explicit(day, day, _DAY)


def _since(start: date, published: date, precision: TimePrecision) -> Resolved | None:
    return explicit(start, published, precision, window=True) if start <= published else None


def iso_date(match: re.Match[str], _published: date, _ahead: bool) -> Resolved:
    """Read "2022-09-08"."""
    return _whole_day(date.fromisoformat(match["iso"]))


def day_of_month(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    """Read "8 September", "September 8, 2022", "since 8 September"; without a year, the nearest that fits."""
    month, day = _month(match["month"]), _number(match["day"])
    when = date(int(match["year"]), month, day) if match["year"] else nearest(published, month, day, ahead=ahead)
    return _since(when, published, _DAY) if (match["since"] or "").lower() == "since" else _whole_day(when)


def days_of_month(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    """Read "from 1 to 5 June", "June 1-5", "29 August to 3 September"."""
    last = match["month2"] or match["month"]
    first_month, last_month = _month(match["month"] or last), _month(last)
    if match["year"]:
        end = date(int(match["year"]), last_month, _number(match["day2"]))
    else:
        end = nearest(published, last_month, _number(match["day2"]), ahead=ahead)
    year = end.year - (first_month > last_month)
    start = date(year, first_month, _number(match["day"]))
    return explicit(start, end, _DAY, window=True) if start <= end else None


def ordinal_day(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    """Read "on the 9th": the last such day, or the next one where the text looks ahead."""
    day = _number(match["day"])
    for offset in (0, 1, 2) if ahead else (0, -1, -2):
        first, last = month_from(published, offset)
        if day <= last.day and (
            (first.replace(day=day) >= published) if ahead else (first.replace(day=day) <= published)
        ):
            return _whole_day(first.replace(day=day))
    raise ValueError(day)


def month(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    """Read a month, with or without its year: "in February", "last March", "early June 2021"."""
    month, before = _month(match["month"]), (match["before"] or "").lower()
    if match["year"]:
        year = int(match["year"])
    elif before == "next" or (ahead and before != "last"):
        year = published.year + (month < published.month or (before == "next" and month == published.month))
    elif before == "last":
        year = published.year - (month >= published.month)
    elif before == "this":
        year = published.year
    else:
        year = published.year - (month > published.month)
    start, end = third(*month_of(year, month), (match["third"] or match["third2"] or "").lower())
    if before == "since":
        return _since(start, published, _MONTH)
    if before in {"before", "after"}:
        return None
    part = bool(match["third"] or match["third2"])
    return explicit(start, end, _WEEK if part else _MONTH)


def year(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
    """Read "in 2014", "since 2014", "in early 2015"."""
    year = int(match["year"])
    start, end = third(date(year, 1, 1), date(year, 12, 31), (match["third"] or "").lower())
    if match["before"].lower() == "since":
        return _since(start, published, _YEAR)
    return explicit(start, end, _YEAR)


def years(match: re.Match[str], _published: date, _ahead: bool) -> Resolved | None:
    """Read "from 2014 to 2018"."""
    start, end = date(int(match["year"]), 1, 1), date(int(match["year2"]), 12, 31)
    return explicit(start, end, _YEAR, window=True) if start <= end else None


def decade(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
    """Read "the 1990s"."""
    first = date(int(match["decade"]), 1, 1)
    start, end = third(first, date(first.year + 9, 12, 31), (match["third"] or "").lower())
    if (match["before"] or "").lower() == "since":
        return _since(start, published, _YEAR)
    return explicit(start, end, _YEAR)


def season(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    """Read "last summer", "in the winter of 2021" (northern seasons)."""
    month, before = _SEASONS[match["season"].lower()], (match["before"] or "").lower()
    year = int(match["year"]) if match["year"] else published.year
    if not match["year"] and not ahead and before != "next" and date(year, month, 1) > published:
        year -= 1
    if before == "next" and date(year, month, 1) <= published:
        year += 1
    return explicit(date(year, month, 1), month_from(date(year, month, 1), 2)[1], _MONTH)


def weekday(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    """Read "on Friday", "next Friday", "since Monday": the last such day unless the text looks ahead."""
    index, before = WEEKDAYS.index(match["weekday"]), (match["before"] or "").lower()
    since = (match["prep"] or "").lower() == "since"
    if before in {"next", "coming"} or (ahead and not since and before not in {"last", "past"} and not match["s"]):
        day = weekday_after(published, index)
    else:
        day = weekday_before(published, index, strictly=before == "last")
    if since:
        # "Since next Friday" says nothing that could have been.
        return relative(day, published, _DAY, window=True) if day <= published else None
    return relative(day, day, _DAY)


def weekdays(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    """Read "from Monday to Wednesday"."""
    first, last = WEEKDAYS.index(match["weekday"]), WEEKDAYS.index(match["weekday2"])
    end = weekday_after(published, last) if ahead else weekday_before(published, last)
    return relative(weekday_before(end, first), end, _DAY, window=True)


def deictic(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    """Read "today", "yesterday", "overnight", "last night" and the like."""
    words = re.sub(r"\s+", " ", match["deictic"].lower())
    offset = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(words, 0)
    if words == "last night":
        return relative(published - _ONE, published, _DAY)
    day = published + timedelta(days=offset)
    return relative(day, day, _DAY)


def ago(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
    """Read "three days ago", "a week ago", "six months ago"."""
    unit, count = match["unit"].lower(), number(match["n"]) if match["n"] else 1.0
    if count is None or count > 3000:
        return None
    size = _UNIT_DAYS.get(unit, 1)
    if unit == "hour":
        day = published - timedelta(days=int(count // 24))
        return relative(day, day, _DAY)
    if unit == "month":
        start, end = month_from(published, -round(count))
        return relative(start, end, _MONTH)
    if unit in {"year", "decade"}:
        year = published.year - round(count * (10 if unit == "decade" else 1))
        return relative(date(year, 1, 1), date(year, 12, 31), _YEAR)
    day = published - timedelta(days=round(count * size))
    if unit == "week":  # "two weeks ago" is seldom meant to the day
        return relative(day - timedelta(days=3), min(published, day + timedelta(days=3)), _WEEK)
    return relative(day, day, _DAY)


def vaguely_ago(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    """Read "days ago", "a few weeks ago"."""
    unit = match["unit"].lower()
    if unit in {"hour", "moment", "minute"}:
        return relative(published - _ONE, published, _DAY)
    if unit in {"year", "decade"}:
        return relative(None, published - timedelta(days=2 * 365), _UNKNOWN)
    # "days ago" are two to six, "weeks ago" two to six weeks, "months ago" two to eleven months
    most = {"day": 6, "week": 6 * 7, "month": 11 * 30}[unit]
    start, end = published - timedelta(days=most), published - timedelta(days=2 * _UNIT_DAYS[unit])
    return relative(start, end, {"day": _WEEK, "week": _MONTH, "month": _YEAR}[unit])


_SUPERLATIVE: Final = re.compile(
    rf"\b(?:first|second|third|fourth|fifth|only|last|once|twice|times?|most|least|{SUPERLATIVES})\b(?:\s+[\w'’-]+){{0,6}}\s*$",
    re.IGNORECASE,
)


def window(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    """Read a span with a length: "in three days", "over the past four days", "within 48 hours"."""
    unit = match["unit"].lower()
    # "in days" and "for the day" have no length
    if not (match["n"] or match["article"] or match["past"]):
        return None
    count = number(match["n"]) if match["n"] else None
    if count is None:
        count = 1.0 if match["article"] or not match[0].lower().endswith("s") else None
    plain_in = match["prep"].lower() in {"in", "for"} and not match["past"]
    # "the first such strike in two years" counts from the strike before: no window of this event
    if plain_in and _SUPERLATIVE.search(match.string, max(0, match.start() - 60), match.start()):
        return None
    if count is None:
        return None
    days = math.ceil(count / 24) if unit == "hour" else math.ceil(count * _UNIT_DAYS[unit])
    if not 0 < days <= 36_500:
        return None
    precision = _DAY if unit in {"hour", "day", "night"} else {"week": _WEEK, "month": _MONTH, "year": _YEAR}[unit]
    if match["past"] and match["past"].lower() in {"next", "coming", "following"}:
        ahead = True
    if ahead and not (match["past"] and match["past"].lower() in {"past", "last", "previous", "preceding"}):
        return relative(published, published + timedelta(days=days), precision, window=True, days=days, future=True)
    return relative(published - timedelta(days=days), published, precision, window=True, days=days)


def recently(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    """Read "in recent days", "in the coming weeks"."""
    unit = match["unit"].lower()
    if match["when"].lower() in {"coming", "next"}:
        return relative(published, None, _UNKNOWN, window=True, future=True)
    # "recent days" are about a week, "recent weeks" about a month, "recent months" about half a year
    back, precision = {"hour": (1, _DAY), "day": (7, _WEEK), "week": (30, _MONTH), "month": (182, _YEAR)}.get(
        unit,
        (5 * 365, _UNKNOWN),
    )
    return relative(published - timedelta(days=back), published, precision, window=True)


def period(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    """Read a week, month, year or weekend of the calendar: "last week", "earlier this month"."""
    which, unit = (match["which"] or "this").lower(), match["unit"].lower()
    step = {"last": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "weekend":
        saturday = weekday_after(published, 5) if step == 1 or ahead else weekday_before(published, 5)
        return relative(saturday, saturday + _ONE, _DAY)
    if unit == "week":
        start, end = week_of(published + timedelta(days=7 * step))
        precision = _WEEK
    elif unit == "month":
        start, end = month_from(published, step)
        precision = _MONTH
    else:
        start, end = date(published.year + step, 1, 1), date(published.year + step, 12, 31)
        precision = _YEAR
    part = (match["third"] or "").lower()
    # The article's date parts a period that it lies in, and no other.
    if part == "earlier" or (step == 0 and not part and not ahead):
        return relative(start, published if start <= published <= end else end, precision)
    if part == "later" or (step == 0 and ahead and not part):
        return relative(
            published if start <= published <= end else start, end, precision, future=True if ahead else None
        )
    return relative(*third(start, end, part), precision, future=True if part == "end" and end > published else None)


def event_year(match: re.Match[str], _published: date, _ahead: bool) -> Resolved:
    """Read "the 2014 annexation"."""
    year = int(match["year"])
    return explicit(date(year, 1, 1), date(year, 12, 31), _YEAR)
