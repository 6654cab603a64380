"""The forms that time takes in news, each with how it resolves; `RULES` is the ordered registry of them.

To add a form: write its pattern with named groups, write a function from the match, the article's date and whether the
words before it look ahead to a `Resolved` (or `None` where it is no time after all), add both to `RULES`, and add
positives and near-misses to the tests.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from bot.extraction.numerals import NUMBER, number
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

Resolver = Callable[[re.Match[str], date, bool], Resolved | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeRule:
    """A form and how it resolves; `resolve` takes the match, the article's date, and whether the text looks ahead."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


_DAY: Final = TimePrecision.DAY
_WEEK: Final = TimePrecision.WEEK
_MONTH: Final = TimePrecision.MONTH
_YEAR: Final = TimePrecision.YEAR
_UNKNOWN: Final = TimePrecision.UNKNOWN
_ONE: Final = timedelta(days=1)

_MONTHS: Final = "January February March April May June July August September October November December".split()
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SEASONS: Final[Mapping[str, int]] = MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12})
_UNIT_DAYS: Final[Mapping[str, int]] = MappingProxyType({"day": 1, "night": 1, "week": 7, "month": 30, "year": 365})

# "May" and "March" are also words: alone they count as months only behind a preposition (the `month` rule).
_M: Final = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|Apr(?:il|\.)?|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"  # fmt: skip # noqa: E501 - one alternation
_W: Final = rf"(?:{'|'.join(_WEEKDAYS)})"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
_Y: Final = r"(?:1[89]|20)\d\d(?![\d%]|[,.:]\d)"
_PART_OF_DAY: Final = r"(?i:morning|midday|afternoon|evening|night|nightfall|dawn)"
_NOT_A_DATE: Final = r"(?!\s+(?i:brigades?|battalions?|movement|regiments?|revolution|square|street|km|kilomet|miles?))"
_THIRD: Final = r"(?i:early|mid|middle|late|start|beginning|end)"
_BEFORE_MONTH: Final = (
    r"(?i:in|since|by|until|till|of|during|from|throughout|through|before|after|last|this|next|back\s+in)"
)


def _month(text: str) -> int:
    return next(index for index, name in enumerate(_MONTHS, 1) if name.startswith(text.rstrip(".")[:3]))


def _number(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr] # every caller's group begins with a digit


def _whole_day(day: date) -> Resolved:
    return explicit(day, day, _DAY)


def _since(start: date, published: date, precision: TimePrecision) -> Resolved | None:
    return explicit(start, published, precision, window=True) if start <= published else None


def _iso(match: re.Match[str], _published: date, _ahead: bool) -> Resolved:
    return _whole_day(date.fromisoformat(match["iso"]))


def _date(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    month, day = _month(match["month"]), _number(match["day"])
    when = date(int(match["year"]), month, day) if match["year"] else nearest(published, month, day, ahead=ahead)
    return _since(when, published, _DAY) if (match["since"] or "").lower() == "since" else _whole_day(when)


def _date_span(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    last = match["month2"] or match["month"]
    first_month, last_month = _month(match["month"] or last), _month(last)
    if match["year"]:
        end = date(int(match["year"]), last_month, _number(match["day2"]))
    else:
        end = nearest(published, last_month, _number(match["day2"]), ahead=ahead)
    year = end.year - (first_month > last_month)
    start = date(year, first_month, _number(match["day"]))
    return explicit(start, end, _DAY, window=True) if start <= end else None


def _ordinal(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    day = _number(match["day"])
    for offset in (0, 1, 2) if ahead else (0, -1, -2):
        first, last = month_from(published, offset)
        if day <= last.day and ((first.replace(day=day) >= published) if ahead else (first.replace(day=day) <= published)):
            return _whole_day(first.replace(day=day))
    raise ValueError(day)


def _month_alone(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
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


def _year(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
    year = int(match["year"])
    start, end = third(date(year, 1, 1), date(year, 12, 31), (match["third"] or "").lower())
    if match["before"].lower() == "since":
        return _since(start, published, _YEAR)
    return explicit(start, end, _YEAR)


def _year_span(match: re.Match[str], _published: date, _ahead: bool) -> Resolved | None:
    start, end = date(int(match["year"]), 1, 1), date(int(match["year2"]), 12, 31)
    return explicit(start, end, _YEAR, window=True) if start <= end else None


def _decade(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
    first = date(int(match["decade"]), 1, 1)
    start, end = third(first, date(first.year + 9, 12, 31), (match["third"] or "").lower())
    if (match["before"] or "").lower() == "since":
        return _since(start, published, _YEAR)
    return explicit(start, end, _YEAR)


def _season(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    month, before = _SEASONS[match["season"].lower()], (match["before"] or "").lower()
    year = int(match["year"]) if match["year"] else published.year
    if not match["year"] and not ahead and before != "next" and date(year, month, 1) > published:
        year -= 1
    if before == "next" and date(year, month, 1) <= published:
        year += 1
    return explicit(date(year, month, 1), month_from(date(year, month, 1), 2)[1], _MONTH)


def _weekday(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    index, before = _WEEKDAYS.index(match["weekday"]), (match["before"] or "").lower()
    if before in {"next", "coming"} or (ahead and before not in {"last", "past", "since"} and not match["s"]):
        day = weekday_after(published, index)
    else:
        day = weekday_before(published, index, strictly=before == "last")
    if (match["prep"] or "").lower() == "since":
        return relative(day, published, _DAY, window=True)
    return relative(day, day, _DAY)


def _weekday_span(match: re.Match[str], published: date, ahead: bool) -> Resolved:
    first, last = _WEEKDAYS.index(match["weekday"]), _WEEKDAYS.index(match["weekday2"])
    end = weekday_after(published, last) if ahead else weekday_before(published, last)
    return relative(weekday_before(end, first), end, _DAY, window=True)


def _deictic(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    words = re.sub(r"\s+", " ", match["deictic"].lower())
    offset = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(words, 0)
    if words == "last night":
        return relative(published - _ONE, published, _DAY)
    day = published + timedelta(days=offset)
    return relative(day, day, _DAY)


def _ago(match: re.Match[str], published: date, _ahead: bool) -> Resolved | None:
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
    if unit == "year":
        year = published.year - round(count)
        return relative(date(year, 1, 1), date(year, 12, 31), _YEAR)
    day = published - timedelta(days=round(count * size))
    if unit == "week":  # "two weeks ago" is seldom meant to the day
        return relative(day - timedelta(days=3), min(published, day + timedelta(days=3)), _WEEK)
    return relative(day, day, _DAY)


def _vaguely_ago(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    unit = match["unit"].lower()
    if unit in {"hour", "moment", "minute"}:
        return relative(published - _ONE, published, _DAY)
    if unit in {"year", "decade"}:
        return relative(None, published - timedelta(days=2 * 365), _UNKNOWN)
    # "days ago" are two to six, "weeks ago" two to six weeks, "months ago" two to eleven months
    most = {"day": 6, "week": 6 * 7, "month": 11 * 30}[unit]
    start, end = published - timedelta(days=most), published - timedelta(days=2 * _UNIT_DAYS[unit])
    return relative(start, end, {"day": _WEEK, "week": _MONTH, "month": _YEAR}[unit])


_SUPERLATIVE = re.compile(r"\b(?:first|only|last|once|twice|times?|[a-z]{3,}est|most)\b(?:\s+[\w'’-]+){0,4}\s*$", re.I)


def _window(match: re.Match[str], published: date, ahead: bool) -> Resolved | None:
    unit = match["unit"].lower()
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


def _recently(match: re.Match[str], published: date, _ahead: bool) -> Resolved:
    unit = match["unit"].lower()
    if match["when"].lower() in {"coming", "next"}:
        return relative(published, None, _UNKNOWN, window=True, future=True)
    # "recent days" are about a week, "recent weeks" about a month, "recent months" about half a year
    back, precision = {"hour": (1, _DAY), "day": (7, _WEEK), "week": (30, _MONTH), "month": (182, _YEAR)}.get(
        unit,
        (5 * 365, _UNKNOWN),
    )
    return relative(published - timedelta(days=back), published, precision, window=True)


def _period(match: re.Match[str], published: date, ahead: bool) -> Resolved:
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
    if part == "earlier" or (step == 0 and not part and not ahead):
        return relative(start, published, precision)
    if part == "later" or (step == 0 and ahead and not part):
        return relative(published, end, precision, future=True if ahead else None)
    return relative(*third(start, end, part), precision, future=True if part == "end" and end > published else None)


def _event_year(match: re.Match[str], _published: date, _ahead: bool) -> Resolved:
    year = int(match["year"])
    return explicit(date(year, 1, 1), date(year, 12, 31), _YEAR)


def _rule(name: str, pattern: str, resolve: Resolver) -> TimeRule:
    return TimeRule(name=name, pattern=re.compile(pattern), resolve=resolve)


_DATE_PREFIX: Final = rf"(?:(?P<since>(?i:on|since|by|until|from|late\s+on|early\s+on))\s+)?(?:{_W},?\s+(?:the\s+)?)?"
_UNITS: Final = r"(?P<unit>(?i:hour|day|night|week|month|year))"
_PREP: Final = r"(?P<prep>(?i:in|over|during|within|for|throughout|through|across))"

RULES: Final[tuple[TimeRule, ...]] = (
    _rule("iso", r"\b(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])", _iso),
    _rule(
        "day month",
        rf"\b{_DATE_PREFIX}(?P<day>{_D})\s+(?:of\s+)?(?P<month>{_M})(?!\w){_NOT_A_DATE}(?:,?\s+(?P<year>{_Y}))?",
        _date,
    ),
    _rule(
        "month day",
        rf"\b{_DATE_PREFIX}(?P<month>{_M})\s+(?:the\s+)?(?P<day>{_D})(?!\w|[.,]\d){_NOT_A_DATE}(?:,?\s+(?P<year>{_Y}))?",
        _date,
    ),
    _rule(
        "days of a month",
        rf"\b(?:(?i:from|between)\s+)?(?P<day>{_D})(?:\s+(?P<month>{_M}))?\s*(?:-|–|—|to|and|until)\s*(?P<day2>{_D})"
        rf"\s+(?:of\s+)?(?P<month2>{_M})(?!\w)(?:,?\s+(?P<year>{_Y}))?",
        _date_span,
    ),
    _rule(
        "month and its days",
        rf"\b(?:(?i:from|between)\s+)?(?P<month>{_M})\s+(?P<day>{_D})\s*(?:-|–|—|to|and|until)\s*"
        rf"(?:(?P<month2>{_M})\s+)?(?P<day2>{_D})(?!\w)(?:,?\s+(?P<year>{_Y}))?",
        _date_span,
    ),
    _rule("ordinal", r"\b(?i:on\s+the)\s+(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))(?!\s*[\w-])", _ordinal),
    _rule(
        "month",
        rf"\b(?P<before>{_BEFORE_MONTH})(?:[\s-]+(?:the\s+)?(?P<third>{_THIRD}))?(?:[\s-]+of)?[\s-]+"
        rf"(?P<month>{_M})(?![\w’'-])(?!\s+\d{{1,2}}(?!\d))(?:\s+(?:of\s+)?(?P<year>{_Y}))?(?P<third2>)",
        _month_alone,
    ),
    _rule(
        "part of a month",
        rf"\b(?P<before>)(?P<third>)(?P<third2>{_THIRD})(?:\s+of)?[\s-]+(?P<month>{_M})(?![\w’'-])"
        rf"(?:\s+(?:of\s+)?(?P<year>{_Y}))?",
        _month_alone,
    ),
    _rule(
        "month and year",
        rf"\b(?P<before>)(?P<third>)(?P<third2>)(?P<month>{_M}),?\s+(?:of\s+)?(?P<year>{_Y})",
        _month_alone,
    ),
    _rule(
        "month's",
        rf"\b(?P<before>)(?P<third>)(?P<third2>)(?P<year>)(?!May\b)(?P<month>{_M})['’]s\b",
        _month_alone,
    ),
    _rule(
        "year",
        rf"\b(?P<before>(?i:in|since|by|during|until|back\s+in|from|throughout))\s+(?:the\s+)?"
        rf"(?:(?P<third>{_THIRD})(?:\s+of)?[\s-]+)?(?P<year>{_Y})(?![\w-])(?!\s+(?:km|kilomet|people|square|sq|soldiers|troops))",
        _year,
    ),
    _rule("part of a year", rf"\b(?P<before>)(?P<third>(?i:early|mid|late))[\s-]+(?P<year>{_Y})(?![\w-])", _year),
    _rule(
        "years",
        rf"\b(?:(?i:from|between)\s+(?P<year>{_Y})\s+(?:to|and|until))\s+(?P<year2>{_Y})(?![\w-])",
        _year_span,
    ),
    _rule(
        "decade",
        rf"\b(?:(?P<before>(?i:in|since|during|from))\s+)?(?i:the)\s+(?:(?P<third>{_THIRD})[\s-]+)?"
        r"(?P<decade>(?:1[89]|20)\d0)['’]?s\b",
        _decade,
    ),
    _rule(
        "season",
        r"\b(?:(?i:in|during|since|by)\s+)?(?:(?i:the)\s+)?(?P<before>(?i:last|this|next|past|in|of))\s+(?:the\s+)?"
        rf"(?P<season>(?i:spring|summer|autumn|winter))(?:\s+(?:of\s+)?(?P<year>{_Y}))?(?!\w)",
        _season,
    ),
    _rule(
        "weekday",
        r"(?<!Black )(?<!Bloody )\b(?:(?P<prep>(?i:on|since|by|until|late\s+on|early\s+on|later\s+on|overnight\s+on"
        r"|overnight|late|early))\s+)?(?:(?P<before>(?i:last|this|next|past|coming))\s+)?"
        rf"(?P<weekday>{_W})(?P<s>['’]s)?(?:\s+{_PART_OF_DAY})?\b(?!\s+(?:Times|Telegraph|Mail|Express|Mirror|Herald"
        r"|Post|World|Review|Independent|Prayers?|People))",
        _weekday,
    ),
    _rule(
        "weekdays",
        rf"\b(?i:from|between)\s+(?P<weekday>{_W})\s+(?:to|and|until|through)\s+(?P<weekday2>{_W})\b",
        _weekday_span,
    ),
    _rule(
        "today",
        r"(?<!USA )(?<!Russia )(?<!India )\b(?:(?i:earlier|later|late|early)\s+)?(?P<deictic>(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)"
        r"|yesterday|today|tomorrow|tonight|overnight|last\s+night|this\s+(?:morning|afternoon|evening)))\b"
        rf"(?:['’]s\b)?(?:\s+{_PART_OF_DAY}\b)?",
        _deictic,
    ),
    _rule(
        "ago",
        rf"\b(?:(?P<n>{NUMBER})|(?i:an?|one))\s+(?P<unit>(?i:hour|day|week|month|year))s?\s+(?i:ago)\b",
        _ago,
    ),
    _rule(
        "vaguely ago",
        r"\b(?:(?i:several|a\s+few|a\s+couple\s+of|many|just|only|some)\s+)?"
        r"(?P<unit>(?i:moment|minute|hour|day|week|month|year|decade))s\s+(?i:ago)\b",
        _vaguely_ago,
    ),
    _rule(
        "window",
        rf"\b{_PREP}\s+(?:(?i:just|only|about|around|nearly|almost|roughly|less\s+than|under|more\s+than|at\s+least|over"
        r"|barely)\s+)?(?:(?i:the|its|their|these)\s+)?(?:(?P<past>(?i:past|last|previous|preceding|next|coming|following))"
        rf"\s+)?(?P<article>(?i:an?\b\s+)?)(?:(?P<n>{NUMBER})(?:\s+|-(?=\w+[\s-]period)))?{_UNITS}s?\b"
        r"(?![\s-]+(?i:ago|earlier|later|old|before|long)\b)",
        lambda match, published, ahead: _window(match, published, ahead) if _counted(match) else None,
    ),
    _rule(
        "recently",
        r"\b(?i:in|over|during|within)\s+(?:(?i:the)\s+)?(?P<when>(?i:recent|coming|next))\s+(?:(?i:few|several)\s+)?"
        r"(?P<unit>(?i:hour|day|week|month|year))s\b",
        _recently,
    ),
    _rule(
        "period",
        r"\b(?:(?P<third>(?i:early|mid|late|earlier|later|start|beginning"
        r"|middle|end))\s+(?:(?i:in|of)\s+)?(?:(?i:the)\s+)?)?(?P<which>(?i:this|last|next|(?<!the\s)coming))\s+"
        r"(?P<unit>(?i:weekend|week|month|year))\b(?:['’]s\b)?(?!\s+(?:of|in)\s)",
        _period,
    ),
    _rule("weekend", r"\b(?P<third>)(?P<which>)(?i:over|at|during)\s+(?i:the)\s+(?P<unit>(?i:weekend))\b", _period),
    _rule(
        "part of the year",
        r"\b(?i:at|by|since|before|towards|until)\s+(?i:the)\s+(?P<third>(?i:start|beginning|middle|end))\s+(?i:of)\s+"
        r"(?P<which>)(?i:the)\s+(?P<unit>(?i:week|month|year))\b",
        _period,
    ),
    _rule(
        "year of an event",
        rf"(?:\b(?i:the|its|their|his)|['’]s)\s+(?P<year>{_Y})(?=\s+(?:Russian\s+)?(?i:annexation|invasion|capture|seizure"
        r"|takeover|fall|withdrawal|liberation|occupation|siege|offensive)\b)",
        _event_year,
    ),
)
"""All forms; where two match at one spot, the longer wins."""


def _counted(match: re.Match[str]) -> bool:
    """Whether a window has a length: "three days", "the past week", "a week"; "in days" and "for the day" have none."""
    return bool(match["n"] or match["article"] or match["past"])
