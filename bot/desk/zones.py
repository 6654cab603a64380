"""Time zones to choose from, found by city, country, old name, abbreviation or offset.

Names, countries and old names are those of the tz database (its `zone.tab`, `iso3166.tab` and `tzdata.zi`, which the
package `tzdata` carries).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.comparison.spelling import fold
from bot.desk.actions import Choice

_UTC = "UTC"
_OFFSET = re.compile(r"(utc|gmt)?\s*([+\N{MINUS SIGN}-])\s*(\d{1,2})(?::?([0-5]\d))?")
# Whole hours have zones without summer time ("Etc/GMT-3" is three hours before UTC).
_BEHIND, _BEFORE = -12, 14
# What is longer is no abbreviation ("EEST", "AEDT").
_ABBREVIATION = re.compile(r"[a-z]{2,5}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A zone with the words that it is found by, all folded: its city, its other names, its countries."""

    name: str
    city: str
    others: tuple[str, ...]
    countries: tuple[str, ...]


def complete(typed: str, *, now: datetime, own: str | None = None, limit: int = 25) -> tuple[Choice, ...]:
    """Return the zones that are meant by what was typed so far, with their offset at that moment.

    `own` is the zone of who types, which comes first where nothing speaks against it. Where nothing was typed, UTC
    follows.
    """
    mine = known(own) if own is not None else None
    wanted = fold(typed.replace("_", " "))
    found = list(_meant(typed.strip(), wanted, now=now)) if typed.strip() else [_UTC]
    first = [mine] if mine is not None and (mine in found or not typed.strip()) else []
    names = dict.fromkeys([*first, *found])
    return tuple(Choice(label=label(name, now=now), value=name) for name in list(names)[:limit])


def label(name: str, *, now: datetime) -> str:
    """Return a zone with its offset at a moment: "Europe/Kyiv (UTC+2)"."""
    if name == _UTC:
        return _UTC
    offset = _offset(name, now)
    return name if offset is None else f"{name} ({_written(offset)})"


def known(name: str) -> str | None:
    """Return the zone of a name of today or of before; `None` where it is neither."""
    zones, old = _read()
    if name in zones or name == _UTC:
        return name
    return old.get(name)


def _meant(typed: str, wanted: str, *, now: datetime) -> Iterator[str]:
    zones, _ = _read()
    if (offset := _OFFSET.fullmatch(typed.casefold())) is not None:
        yield from _at(offset, now=now)
        return
    if wanted and _UTC.casefold().startswith(wanted):
        yield _UTC
    ranked = sorted((rank, zone.name) for zone in zones.values() if (rank := _rank(zone, wanted)) is not None)
    yield from (name for _, name in ranked)
    if not ranked and _ABBREVIATION.fullmatch(wanted):
        yield from (name for name in zones if (now.astimezone(ZoneInfo(name)).tzname() or "").casefold() == wanted)


def _rank(zone: Zone, wanted: str) -> int | None:
    """Return how near a zone is to what was typed, less where it is nearer; `None` where it is not meant."""
    if not wanted:
        return None
    whole = fold(zone.name.replace("_", " "))
    tests = (
        zone.city == wanted,
        wanted in zone.countries,
        zone.city.startswith(wanted),
        any(one.startswith(wanted) for one in zone.countries),
        any(one.startswith(wanted) for one in zone.others),
        any(f" {wanted}" in f" {one}" for one in (whole, *zone.others, *zone.countries)),
    )
    return next((number for number, holds in enumerate(tests) if holds), None)


def _at(offset: re.Match[str], *, now: datetime) -> Iterator[str]:
    """Yield the zone of that offset that knows no summer time, where there is one, and all that are there now."""
    sign = 1 if offset[2] == "+" else -1
    hours, minutes = int(offset[3]) * sign, int(offset[4] or 0) * sign
    if not minutes and _BEHIND <= hours <= _BEFORE:
        yield _UTC if not hours else f"Etc/GMT{-hours:+d}"
    wanted = timedelta(hours=hours, minutes=minutes)
    yield from (name for name in _read()[0] if _offset(name, now) == wanted)


def _offset(name: str, now: datetime) -> timedelta | None:
    return now.astimezone(ZoneInfo(name)).utcoffset()


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"{_UTC}{sign}{hours}{f':{rest:02}' if rest else ''}"


@cache
def _read() -> tuple[Mapping[str, Zone], Mapping[str, str]]:
    """Return the zones by name, and the zones of names that are no longer used."""
    folder = files("tzdata") / "zoneinfo"
    names = dict(_rows((folder / "iso3166.tab").read_text(encoding="utf-8")))
    countries: defaultdict[str, list[str]] = defaultdict(list)
    for row in _lines((folder / "zone.tab").read_text(encoding="utf-8")):
        codes, _, name, *_ = row.split("\t")
        countries[name] += [names[code] for code in codes.split(",") if code in names]
    links = [one.split() for one in _lines((folder / "tzdata.zi").read_text(encoding="utf-8")) if one.startswith("L ")]
    old = {alias: target for _, target, alias in links if target in countries and alias not in countries}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for alias, target in old.items():
        others[target] += [fold(one.replace("_", " ")) for one in (alias.rpartition("/")[2], alias)]
    zones = {
        name: Zone(
            name=name,
            city=fold(name.rpartition("/")[2].replace("_", " ")),
            others=tuple(others[name]),
            # "Britain (UK)" is found by either.
            countries=tuple(fold(part) for one in places for part in (one, *re.findall(r"\(([^)]+)\)", one))),
        )
        for name, places in sorted(countries.items())
    }
    return zones, old


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for one in _lines(text):
        code, _, name = one.partition("\t")
        yield code, name


def _lines(text: str) -> Iterator[str]:
    yield from (one for one in text.splitlines() if one and not one.startswith("#"))
