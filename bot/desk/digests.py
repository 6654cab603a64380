"""When a digest is due: a time of day on the clocks of a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model.errors import RequestError
from bot.model.subscription import DailyDigest

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.h]?([0-5]\d))?")


def read_digest(clock: str, zone: str | None) -> DailyDigest:
    """Return the digest of a time of day ("08:00", "8") in a zone ("Europe/Kyiv"; UTC where none is given)."""
    found = _CLOCK.fullmatch(clock.strip().casefold())
    if found is None:
        raise RequestError(f"{clock.strip()!r} is no time of day. Give it as 08:00.")
    name = (zone or "UTC").strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RequestError(f"{name!r} is no time zone. Give it as Europe/Kyiv, Africa/Khartoum, or UTC.") from None
    return DailyDigest(at=time(int(found[1]), int(found[2] or 0)), zone=name)


def next_due(digest: DailyDigest, *, after: datetime) -> datetime:
    """Return when it is due next, later than `after` (both aware).

    A time that the clocks skip in spring is due when they have moved on, one that comes twice in autumn the first time.
    """
    zone = ZoneInfo(digest.zone)
    day = after.astimezone(zone).date()
    while True:
        # Through UTC and back: a skipped time becomes one that exists.
        due = datetime.combine(day, digest.at, tzinfo=zone).astimezone(UTC)
        if due > after:
            return due
        day += timedelta(days=1)
