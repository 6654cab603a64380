"""The dates of feeds: what they mean, with the zone that they were given in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# Clocks run ahead, and a date without a zone may be a day off; `bot.article.dates` allows the same.
_TOLERANCE: Final = timedelta(hours=24)
_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
# What programs write that know no date.
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Names of zones that feeds use, and neither RFC 5322 (section 4.3, which has the American ones) nor Python knows; the
# offsets are the tz database's. Names that stand for several zones (IST, AST) are left out.
_ZONES: Final = {
    "WET": "+0000",
    "WEST": "+0100",
    "BST": "+0100",
    "CET": "+0100",
    "CEST": "+0200",
    "MEZ": "+0100",
    "MESZ": "+0200",
    "EET": "+0200",
    "EEST": "+0300",
    "MSK": "+0300",
    "TRT": "+0300",
    "IDT": "+0300",
}
_ZONE: Final = re.compile(rf"\b({'|'.join(_ZONES)})$")
# RFC 5322 section 3.3, with any day of the week; parsedate_to_datetime by itself takes much else for a date.
_RFC_5322: Final = re.compile(
    r"(?:[A-Za-z]{2,10},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?"
)
_LONGEST: Final = 100
# "0001", as programs write that know no date; the readers of dates would take it for 2001 (RFC 5322 section 4.3).
_NO_YEAR: Final = re.compile(r"(?:^|\s)0\d{3}(?:[\s-]|$)")


def read_date(written: str | None, parsed: object, *, now: datetime) -> datetime | None:
    """Return the date that a feed writes, with its zone; None where it has none or it cannot be right.

    `parsed` is feedparser's reading of it, in UTC, for the many other ways to write dates. A date without a zone is
    UTC's. What lies more than a day after `now`, before 1900, or at the zero of Unix time is no date of publication.
    """
    if written is None or len(written) > _LONGEST or _NO_YEAR.search(written):
        return None
    found = _read(written.strip()) or _from_tuple(parsed)
    if found is None:
        return None
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    try:
        at = found.astimezone(UTC)
    except OverflowError:
        return None
    return found if _EARLIEST <= at <= now + _TOLERANCE and at != _EPOCH else None


def _read(written: str) -> datetime | None:
    text = _ZONE.sub(lambda zone: _ZONES[zone[1]], written)
    try:
        if _RFC_5322.fullmatch(text):
            return parsedate_to_datetime(text)
        # Digits alone are read by feedparser, which knows what feeds mean by them.
        return datetime.fromisoformat(text) if "-" in text else None
    except ValueError:
        return None


def _from_tuple(parsed: object) -> datetime | None:
    """Return feedparser's tuple of nine as a date."""
    if not isinstance(parsed, Sequence) or len(parsed) < 6:
        return None
    try:
        year, month, day, hour, minute, second = (int(part) for part in parsed[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
