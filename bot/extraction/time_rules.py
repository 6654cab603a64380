"""The forms that time takes in news; `RULES` is the ordered registry of them.

To add a form: write its pattern with named groups and a function that resolves it (in `time_readings`), add both to
`RULES`, and add positives and near-misses to the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.extraction.numerals import NUMBER
from bot.extraction.time_readings import (
    WEEKDAYS,
    ago,
    day_of_month,
    days_of_month,
    decade,
    deictic,
    event_year,
    iso_date,
    month,
    ordinal_day,
    period,
    recently,
    season,
    vaguely_ago,
    weekday,
    weekdays,
    window,
    year,
    years,
)
from bot.extraction.time_spans import Resolved

Resolver = Callable[[re.Match[str], date, bool], Resolved | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeRule:
    """A form and how it resolves; `resolve` takes the match, the article's date, and whether the text looks ahead."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


# "May" and "March" are also words: alone they count as months only behind a preposition (the `month` rule).
_M: Final = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|Apr(?:il|\.)?|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"  # fmt: skip # noqa: E501 - one alternation
_W: Final = rf"(?:{'|'.join(WEEKDAYS)})"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
_Y: Final = r"(?:1[89]|20)\d\d(?![\d%]|[,.:]\d)"
_PART_OF_DAY: Final = r"(?i:morning|midday|afternoon|evening|night|nightfall|dawn)"
_NOT_A_DATE: Final = r"(?!\s+(?i:brigades?|battalions?|movement|regiments?|revolution|square|street|km|kilomet|miles?))"
_THIRD: Final = r"(?i:early|mid|middle|late|start|beginning|end)"
_BEFORE_MONTH: Final = (
    r"(?i:in|since|by|until|till|of|during|from|throughout|through|before|after|last|this|next|back\s+in)"
)


def _rule(name: str, pattern: str, resolve: Resolver) -> TimeRule:
    return TimeRule(name=name, pattern=re.compile(pattern), resolve=resolve)


_DATE_PREFIX: Final = rf"(?:(?P<since>(?i:on|since|by|until|from|late\s+on|early\s+on))\s+)?(?:{_W},?\s+(?:the\s+)?)?"
_UNITS: Final = r"(?P<unit>(?i:hour|day|night|week|month|year))"
_PREP: Final = r"(?P<prep>(?i:in|over|during|within|for|throughout|through|across))"

RULES: Final[tuple[TimeRule, ...]] = (
    _rule("iso", r"\b(?P<iso>\d{4}-\d{2}-\d{2})(?![\d-])", iso_date),
    _rule(
        "day month",
        rf"\b{_DATE_PREFIX}(?P<day>{_D})\s+(?:of\s+)?(?P<month>{_M})(?!\w){_NOT_A_DATE}(?:,?\s+(?P<year>{_Y}))?",
        day_of_month,
    ),
    _rule(
        "month day",
        rf"\b{_DATE_PREFIX}(?P<month>{_M})\s+(?:the\s+)?(?P<day>{_D})(?!\w|[.,]\d){_NOT_A_DATE}(?:,?\s+(?P<year>{_Y}))?",
        day_of_month,
    ),
    _rule(
        "days of a month",
        rf"\b(?:(?i:from|between)\s+)?(?P<day>{_D})(?:\s+(?P<month>{_M}))?\s*(?:-|–|—|to|and|until)\s*(?P<day2>{_D})"
        rf"\s+(?:of\s+)?(?P<month2>{_M})(?!\w)(?:,?\s+(?P<year>{_Y}))?",
        days_of_month,
    ),
    _rule(
        "month and its days",
        rf"\b(?:(?i:from|between)\s+)?(?P<month>{_M})\s+(?P<day>{_D})\s*(?:-|–|—|to|and|until)\s*"
        rf"(?:(?P<month2>{_M})\s+)?(?P<day2>{_D})(?!\w)(?:,?\s+(?P<year>{_Y}))?",
        days_of_month,
    ),
    _rule("ordinal", r"\b(?i:on\s+the)\s+(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))(?!\s*[\w-])", ordinal_day),
    _rule(
        "month",
        rf"\b(?P<before>{_BEFORE_MONTH})(?:[\s-]+(?:the\s+)?(?P<third>{_THIRD}))?(?:[\s-]+of)?[\s-]+"
        rf"(?P<month>{_M})(?![\w’'-])(?!\s+\d{{1,2}}(?!\d))(?:\s+(?:of\s+)?(?P<year>{_Y}))?(?P<third2>)",
        month,
    ),
    _rule(
        "part of a month",
        rf"\b(?P<before>)(?P<third>)(?P<third2>{_THIRD})(?:\s+(?:of|in))?[\s-]+(?P<month>{_M})(?![\w’'-])"
        r"(?!\s+\d{1,2}(?!\d))"
        rf"(?:\s+(?:of\s+)?(?P<year>{_Y}))?",
        month,
    ),
    _rule(
        "month and year",
        rf"\b(?P<before>)(?P<third>)(?P<third2>)(?P<month>{_M}),?\s+(?:of\s+)?(?P<year>{_Y})",
        month,
    ),
    _rule(
        "month's",
        rf"\b(?P<before>)(?P<third>)(?P<third2>)(?P<year>)(?!May\b)(?P<month>{_M})['’]s\b",
        month,
    ),
    _rule(
        "year",
        rf"\b(?P<before>(?i:in|since|by|during|until|back\s+in|from|throughout))\s+(?:the\s+)?"
        rf"(?:(?P<third>{_THIRD})(?:\s+of)?[\s-]+)?(?P<year>{_Y})(?![\w-])(?!\s+(?:km|kilomet|people|square|sq|soldiers|troops))",
        year,
    ),
    _rule("part of a year", rf"\b(?P<before>)(?P<third>(?i:early|mid|late))[\s-]+(?P<year>{_Y})(?![\w-])", year),
    _rule(
        "years",
        rf"\b(?:(?i:from|between)\s+(?P<year>{_Y})\s+(?:to|and|until))\s+(?P<year2>{_Y})(?![\w-])",
        years,
    ),
    _rule(
        "decade",
        rf"\b(?:(?P<before>(?i:in|since|during|from))\s+)?(?i:the)\s+(?:(?P<third>{_THIRD})[\s-]+)?"
        r"(?P<decade>(?:1[89]|20)\d0)['’]?s\b",
        decade,
    ),
    _rule(
        "season",
        r"\b(?:(?i:in|during|since|by)\s+)?(?:(?i:the)\s+)?(?P<before>(?i:last|this|next|past|in|of))\s+(?:the\s+)?"
        rf"(?P<season>(?i:spring|summer|autumn|winter))(?:\s+(?:of\s+)?(?P<year>{_Y}))?(?!\w)",
        season,
    ),
    _rule(
        "weekday",
        r"(?<!Black )(?<!Bloody )\b(?:(?P<prep>(?i:on|since|by|until|late\s+on|early\s+on|later\s+on|overnight\s+on"
        r"|overnight|late|early))\s+)?(?:(?P<before>(?i:last|this|next|past|coming))\s+)?"
        rf"(?P<weekday>{_W})(?P<s>['’]s)?(?:\s+{_PART_OF_DAY})?\b(?!\s+(?:Times|Telegraph|Mail|Express|Mirror|Herald"
        r"|Post|World|Review|Independent|Prayers?|People))",
        weekday,
    ),
    _rule(
        "weekdays",
        rf"\b(?i:from|between)\s+(?P<weekday>{_W})\s+(?:to|and|until|through)\s+(?P<weekday2>{_W})\b",
        weekdays,
    ),
    _rule(
        "today",
        r"(?<!USA )(?<!Russia )(?<!India )\b(?:(?i:earlier|later|late|early)\s+)?"
        r"(?P<deictic>(?i:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)"
        r"|yesterday|today|tomorrow|tonight|overnight|last\s+night|this\s+(?:morning|afternoon|evening)))\b"
        rf"(?:['’]s\b)?(?:\s+{_PART_OF_DAY}\b)?",
        deictic,
    ),
    _rule(
        "ago",
        rf"\b(?:(?P<n>{NUMBER})|(?i:an?|one))\s+(?P<unit>(?i:hour|day|week|month|year|decade))s?\s+(?i:ago)\b",
        ago,
    ),
    _rule(
        "vaguely ago",
        r"\b(?:(?i:several|a\s+few|a\s+couple\s+of|many|just|only|some)\s+)?"
        r"(?P<unit>(?i:moment|minute|hour|day|week|month|year|decade))s\s+(?i:ago)\b",
        vaguely_ago,
    ),
    _rule(
        "window",
        rf"\b{_PREP}\s+(?:(?i:just|only|about|around|nearly|almost|roughly|less\s+than|under|more\s+than|at\s+least|over"
        r"|barely)\s+)?(?:(?i:the|its|their|these)\s+)?(?:(?P<past>(?i:past|last|previous|preceding|next|coming|following))"
        rf"\s+)?(?P<article>(?i:an?\b\s+)?)(?:(?P<n>{NUMBER})(?:\s+|-(?=\w+[\s-]period)))?{_UNITS}s?\b"
        r"(?![\s-]+(?i:ago|earlier|later|old|before|long)\b)",
        window,
    ),
    _rule(
        "recently",
        r"\b(?i:in|over|during|within)\s+(?:(?i:the)\s+)?(?P<when>(?i:recent|coming|next|(?:past|last|next)(?=\s+(?:few|several|couple))))\s+"
        r"(?:(?i:few|several|couple\s+of)\s+)?"
        r"(?P<unit>(?i:hour|day|week|month|year))s\b",
        recently,
    ),
    _rule(
        "period",
        r"\b(?:(?P<third>(?i:early|mid|late|earlier|later|start|beginning"
        r"|middle|end))\s+(?:(?i:in|of)\s+)?(?:(?i:the)\s+)?)?(?P<which>(?i:this|last|next|(?<!the\s)coming))\s+"
        r"(?P<unit>(?i:weekend|week|month|year))\b(?:['’]s\b)?(?!\s+(?:of|in)\s)",
        period,
    ),
    _rule("weekend", r"\b(?P<third>)(?P<which>)(?i:over|at|during)\s+(?i:the)\s+(?P<unit>(?i:weekend))\b", period),
    _rule(
        "part of the year",
        r"\b(?i:at|by|since|before|towards|until)\s+(?i:the)\s+(?P<third>(?i:start|beginning|middle|end))\s+(?i:of)\s+"
        r"(?P<which>)(?i:the)\s+(?P<unit>(?i:week|month|year))\b",
        period,
    ),
    _rule(
        "year of an event",
        rf"(?:\b(?i:the|its|their|his)|['’]s)\s+(?P<year>{_Y})(?=\s+(?:Russian\s+)?(?i:annexation|invasion|capture|seizure"
        r"|takeover|fall|withdrawal|liberation|occupation|siege|offensive)\b)",
        event_year,
    ),
)
"""All forms; where two match at one spot, the longer wins."""
