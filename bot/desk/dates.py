"""Days as people type them in a command: "2022-09-08", "8 Sep 2022", "yesterday", "monday", "3 days ago", "2w"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import dateparser

from bot.model.errors import RequestError

_SHORT = re.compile(r"(\d{1,4})\s*(h|d|w)")
_HOURS = {"h": 1, "d": 24, "w": 24 * 7}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# "5" may be a day, a month or an hour, and dateparser takes it for a day to come.
_ANYTHING = re.compile(r"\d{1,3}")


def read_day(text: str, *, now: datetime) -> date:
    """Return the day that is meant, in the past where that is open; `now` is aware. RequestError for anything else."""
    typed = " ".join(text.split()).casefold()
    if (short := _SHORT.fullmatch(typed)) is not None:
        return (now - timedelta(hours=int(short[1]) * _HOURS[short[2]])).date()
    try:
        if _ISO.fullmatch(typed):
            return date.fromisoformat(typed)
        found = None if _ANYTHING.fullmatch(typed) else _parsed(typed, now=now)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise RequestError(f"{text.strip()!r} is no day that I can read. Try 2022-09-08, yesterday, monday, or 3d.")
    return found.date()


def _parsed(typed: str, *, now: datetime) -> datetime | None:
    found: datetime | None = dateparser.parse(
        typed,
        languages=["en"],
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
            "DATE_ORDER": "DMY",
        },
    )
    return found
