"""Time expressions in a sentence, resolved against the article's date.

`find_times` reads the forms that news writes ("on Friday", "8 September", "over the past four days") and gives whole
days. Rules propose, and the longest proposal at a spot wins; nothing here looks at syntax, so that which claim a time
belongs to is the caller's to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.extraction.time_readings import SUPERLATIVES
from bot.extraction.time_rules import RULES
from bot.extraction.time_spans import Resolved
from bot.model.claim import EventTime, TimeBasis, TimePrecision

HISTORICAL_AFTER_DAYS = 62
"""About two months: what ended longer ago than this is background (the contract's `historical`)."""

_AHEAD = re.compile(
    r"\b(?:(?:will|shall|scheduled|(?:plan(?:s|ned|ning)?|going|set|expect(?:s|ed)?|intend(?:s|ed)?|aim(?:s|ed)?|hope[sd]?"
    r"|vow(?:s|ed)?|due)\s+to)(?:\s+[^\s.;:]+){0,12}|would(?:\s+[^\s.;:]+){0,7})\s*$",
    re.IGNORECASE,
)
"""Words that look ahead, with what may stand between them and the time."""

# "The May 22 hospital" is called so.
_NAMED = re.compile(
    r" (?:hospital|bridge|school|airport|air ?base|base|refinery|square|stadium|dam|camp|university|street|avenue)s?\b",
    re.IGNORECASE,
)
_COUNTED_FROM = re.compile(
    rf"\b(?:first|only(?!\s+(?:\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|a\b))|most|least|{SUPERLATIVES})\b(?:\s+[\w'’-]+){{0,8}}\s*$",
    re.IGNORECASE,
)
"""A superlative: in "the fastest advance since March", March is what it is measured from, not when it happened."""


_HINT = re.compile(
    r"\d|hour|minute|moment|day|week|month|year|decade|night|yesterday|tomorrow|morning|afternoon|evening"
    r"|spring|summer|autumn|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
"""What every form holds, so that most sentences are not looked at twenty times."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeExpression:
    """A time in a sentence; `sentence[start:end] == text`, in code points.

    `window` is true for a span that something took or lasted ("in three days", "since Monday"), false for the time at
    which it happened. `future` is true for what lies after the article's date.
    """

    start: int
    end: int
    text: str
    time: EventTime
    window: bool
    future: bool


def publication_time(published: date) -> EventTime:
    """Return the time of a claim that states none: the article's own date."""
    return EventTime(
        start=published,
        end=published,
        precision=TimePrecision.DAY,
        basis=TimeBasis.PUBLICATION,
    )


def historical(time: EventTime, *, published: date) -> bool:
    """Whether it ended more than about two months before publication."""
    return time.end is not None and (published - time.end).days > HISTORICAL_AFTER_DAYS


def find_times(sentence: str, *, published: date) -> tuple[TimeExpression, ...]:
    """Return the sentence's time expressions, sorted and not overlapping; deterministic, never raises."""
    if _HINT.search(sentence) is None:
        return ()
    found: list[tuple[int, int, Resolved]] = []
    for rule in RULES:
        for match in rule.pattern.finditer(sentence):
            ahead = _AHEAD.search(sentence, max(0, match.start() - 100), match.start()) is not None
            try:
                resolved = rule.resolve(match, published, ahead)
            except (ValueError, OverflowError):  # 31 June, or a day beyond the calendar: no date, so no time
                continue
            if resolved is not None and not _only_measured_from(match) and _NAMED.match(sentence, match.end()) is None:
                found.append((match.start(), match.end(), resolved))
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    taken: list[tuple[int, int, Resolved]] = []
    for item in found:
        if all(item[1] <= other[0] or item[0] >= other[1] for other in taken):
            taken.append(item)
    taken.sort(key=lambda item: item[0])
    return tuple(
        TimeExpression(
            start=start,
            end=end,
            text=sentence[start:end],
            time=resolved.time,
            window=resolved.window,
            future=_lies_ahead(resolved, published),
        )
        for start, end, resolved in taken
    )


def _only_measured_from(match: re.Match[str]) -> bool:
    start = match.start()
    return match[0][:6].lower() == "since " and bool(_COUNTED_FROM.search(match.string, max(0, start - 100), start))


def _lies_ahead(resolved: Resolved, published: date) -> bool:
    if resolved.future is not None:
        return resolved.future
    return resolved.time.start is not None and resolved.time.start > published
