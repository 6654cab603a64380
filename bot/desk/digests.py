"""When a digest is due, and when it is quiet: times of day and of the week on the clocks of a zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.model.errors import RequestError
from bot.model.subscription import Digest, Every, Quiet

_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.h]?([0-5]\d))?\s*(am|pm|a\.m\.|p\.m\.)?")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURLY = frozenset({"hourly", "hour", "every hour", "each hour"})
_FILLERS = frozenset({"at", "on", "every", "each", "daily", "day", "weekly", "week"})
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?")
# The tz database has whole hours from 12 behind UTC to 14 before it, with the sign the other way round.
_BEHIND, _BEFORE = 12, 14
_RANGE = re.compile(r"(.+?)\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*(.+)")
_ALL = re.compile(r"[\s,;(]*\b(?:all|everything|conflicts too|no exceptions?)\b\)?\s*$")
_HINT = "Give it as 08:00, 8am, mondays 8am, or hourly."


def read_digest(when: str, zone: str | None) -> Digest:
    """Return the digest of a time ("08:00", "8am", "mondays 9:30", "hourly") in a zone (UTC where none is given)."""
    given = " ".join(when.casefold().split())
    name = read_zone(zone) if zone is not None else "UTC"
    if given in _HOURLY:
        return Digest(at=time(0), zone=name, every=Every.HOUR)
    words = [word for word in given.replace(",", " ").split() if word not in _FILLERS]
    weekly = "weekly" in given.split() or "week" in given.split()
    day = next((number for number, name in enumerate(_DAYS) for word in words if _is_day(word, name)), None)
    at = _clock(" ".join(word for word in words if not any(_is_day(word, name) for name in _DAYS)))
    if at is None:
        raise RequestError(f"{when.strip()!r} is no time of day. {_HINT}")
    if day is None and not weekly:
        return Digest(at=at, zone=name)
    return Digest(at=at, zone=name, every=Every.WEEK, weekday=day or 0)


def read_quiet(hours: str, zone: str | None) -> Quiet:
    """Return the quiet hours of "22:00-07:00" or "10pm to 7am"; with "all" behind it conflicts wait too."""
    given = " ".join(hours.casefold().split())
    everything = _ALL.search(given)
    found = _RANGE.fullmatch(given[: everything.start()] if everything else given)
    start, end = (_clock(found[1]), _clock(found[2])) if found else (None, None)
    if start is None or end is None or start == end:
        raise RequestError(f"{hours.strip()!r} is no time to be quiet. Give it as 22:00-07:00; with all: 22-7 all.")
    return Quiet(start=start, end=end, zone=read_zone(zone) if zone is not None else "UTC", conflicts=not everything)


def read_zone(name: str, known: Iterable[str] | None = None) -> str:
    """Return the zone of a name as people write it: "Europe/Kyiv", "kyiv", "New York", "UTC+3"."""
    given = "_".join(name.casefold().split())
    if (offset := _OFFSET.fullmatch(name.strip().casefold())) is not None:
        hours = int(offset[2]) * (1 if offset[1] == "+" else -1)
        if -_BEHIND <= hours <= _BEFORE:
            return "UTC" if not hours else f"Etc/GMT{-hours:+d}"
    zones = sorted(available_timezones() if known is None else known)
    exact = next((zone for zone in zones if zone.casefold() == given), None)
    city = (zone for zone in zones if "/" in zone and zone.casefold().rpartition("/")[2] == given)
    found = exact or next(city, None)
    if found is None or not given:
        hint = "Give it as Europe/Kyiv, Kyiv, UTC, or UTC+3."
        raise RequestError(f"{name.strip()[:60]!r} is no time zone. {hint}")
    return found


def next_due(digest: Digest, *, after: datetime) -> datetime:
    """Return when it is due next, later than `after` (both aware).

    A time that the clocks skip in spring is due when they have moved on, one that comes twice in autumn the first time.
    An hourly one is due when the hour begins.
    """
    if digest.every is Every.HOUR:
        return after.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    zone = ZoneInfo(digest.zone)
    day = after.astimezone(zone).date()
    while True:
        # Through UTC and back: a skipped time becomes one that exists.
        due = datetime.combine(day, digest.at, tzinfo=zone).astimezone(UTC)
        if due > after and (digest.weekday is None or day.weekday() == digest.weekday):
            return due
        day += timedelta(days=1)


def last_due(digest: Digest, *, by: datetime) -> datetime:
    """Return when it was due last, no later than `by` (both aware); skipped and doubled times as for `next_due`."""
    if digest.every is Every.HOUR:
        return by.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    zone = ZoneInfo(digest.zone)
    day = by.astimezone(zone).date()
    while True:
        due = datetime.combine(day, digest.at, tzinfo=zone).astimezone(UTC)
        if due <= by and (digest.weekday is None or day.weekday() == digest.weekday):
            return due
        day -= timedelta(days=1)


def _is_day(word: str, name: str) -> bool:
    bare = word.removesuffix("s")
    return len(bare) > 2 and name.startswith(bare)


def _clock(text: str) -> time | None:
    """Return the time of day that is written so; `None` where it is none."""
    text = text.strip()
    if text in _NAMED:
        return _NAMED[text]
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    return time(hour, minute)
