"""Publication dates as people and feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# Clocks of publishers run ahead, and a date without a zone may be a day off.
TOLERANCE: Final = timedelta(hours=24)
_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
# RFC 5322 section 3.3, the day of the week optional; parsedate_to_datetime by itself takes much else for a date.
_RFC_2822: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?)?"
)
_UTC_NAME: Final = re.compile(r"\s*(?:UTC|GMT)$")


def parse_published(text: str) -> datetime:
    """Return an ISO 8601 or RFC 2822 date or date-time as an aware datetime in UTC; without a zone it is UTC's.

    A date alone is its midnight. Raises ValueError for anything else, and for years before 1900.
    """
    written = text.strip()
    if _RFC_2822.fullmatch(written):
        found = parsedate_to_datetime(written if ":" in written else f"{written} 00:00:00")
    elif re.fullmatch(r"\d{4,8}", written) and len(written) != 8:
        raise ValueError(f"{written!r} is no date")
    else:
        found = datetime.fromisoformat(_UTC_NAME.sub("+00:00", written))
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        found = found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{written!r} is out of range") from error
    if found < _EARLIEST:
        raise ValueError(f"{written!r} lies before 1900")
    return found


def is_future(published: datetime, *, now: datetime) -> bool:
    """Whether a publication date cannot be right: it lies over 24 hours after `now`."""
    return published > now + TOLERANCE
