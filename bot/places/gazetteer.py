"""The gazetteer: a read-only SQLite file, asked by name, by id, by beginning and by neighbourhood.

Nothing is loaded whole: a lookup reads a few pages, which the operating system shares between processes. A connection
belongs to the thread that made it; a `Gazetteer` makes one for each thread that asks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from math import asin, cos, degrees, log10, radians, sin, sqrt
from pathlib import Path
from types import TracebackType
from typing import Self

from rapidfuzz import fuzz, process

from bot.model.place import Feature, Place
from bot.places.entries import Entry
from bot.places.names import fold, loose, skeleton

SCHEMA_VERSION = 1
# The features in the order in which a lookup ranks them; a feature's place in it is its code in the file.
FEATURES = (Feature.COUNTRY, Feature.REGION, Feature.AREA, Feature.RIVER, Feature.SETTLEMENT, Feature.FACILITY)
FLAG_USUAL, FLAG_SEAT, FLAG_CAPITAL, FLAG_DISTRICT, FLAG_NOTED = 1, 2, 4, 8, 16
_EARTH_KM = 6371.0
# The cosine of a latitude from which on a box that is so many kilometres wide is no use.
_NEXT_TO_A_POLE = 0.02
_CACHED_NAMES = 20_000
_SOUND_BEGINNING, _SIMILAR, _KNOWN = 3, 60, 4.0
_LAST_SIGN = "\U0010ffff"
_COLUMNS = "e.id, e.name, e.feature, r.name, e.country, e.lat, e.lon, e.population, e.region, e.flags"
_FROM = "entry AS e LEFT JOIN entry AS r ON r.id = e.region"
_Record = tuple[int, str, int, str | None, str | None, int, int, int, int | None, int]


class GazetteerError(RuntimeError):
    """The gazetteer file is missing, or was built for another version of the program."""


@contextmanager
def bundled_gazetteer() -> Iterator[Gazetteer]:
    """Open the gazetteer that ships with the package."""
    with as_file(files("bot.places").joinpath("gazetteer.sqlite")) as path, Gazetteer(path) as gazetteer:
        yield gazetteer


class Gazetteer:
    """What places bear a name, and how they lie to one another. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise GazetteerError(f"no gazetteer at {path}: build it with `make gazetteer`")
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._cache: OrderedDict[str, tuple[Entry, ...]] = OrderedDict()
        self._exact: OrderedDict[str, bool] = OrderedDict()
        found = self._database().execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        if found is None or int(found[0]) != SCHEMA_VERSION:
            self.close()
            raise GazetteerError(f"{path} has schema {found}, this program needs {SCHEMA_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; asking again is an error."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return the places of that name: countries, regions, areas, rivers, settlements, districts.

        Of each the largest comes first. Places that bear the folded name itself are the answer. Where it is the
        usual name of none of them, those join whose usual name it is loosely: without article, with doubled letters
        single and so on. Where there are none, or districts only, every place that bears it loosely is an answer.
        """
        key = fold(name)
        with self._lock:
            if (known := self._cache.get(key)) is not None:
                self._cache.move_to_end(key)
                return known
        entries = self._looked_up(key)
        with self._lock:
            self._cache[key] = entries
            if len(self._cache) > _CACHED_NAMES:
                self._cache.popitem(last=False)
        return entries

    def _looked_up(self, key: str) -> tuple[Entry, ...]:
        wide = loose(key)
        if not wide:
            return ()
        rows = self._database().execute("SELECT key, id FROM name WHERE loose = ?", (wide,)).fetchall()
        entries = self._entries({number for _, number in rows})
        exact = {number for spelling, number in rows if (spelling or wide) == key}
        if any(entry.id in exact and not entry.district and _is_named(entry, key) for entry in entries):
            return tuple(entry for entry in entries if entry.id in exact)
        if all(entry.district for entry in entries if entry.id in exact):
            return entries
        return tuple(entry for entry in entries if entry.id in exact or loose(fold(entry.name)) == wide)

    def bears_exactly(self, name: str) -> bool:
        """Whether some place bears the folded name itself, not only loosely."""
        key = fold(name)
        with self._lock:
            if (known := self._exact.get(key)) is not None:
                self._exact.move_to_end(key)
                return known
        answer = self._is_borne(key)
        with self._lock:
            self._exact[key] = answer
            if len(self._exact) > _CACHED_NAMES:
                self._exact.popitem(last=False)
        return answer

    def _is_borne(self, key: str) -> bool:
        wide = loose(key)
        found = self._database().execute(
            "SELECT 1 FROM name WHERE loose = ? AND key = ? LIMIT 1",
            (wide, "" if wide == key else key),
        )
        return found.fetchone() is not None

    def entry(self, geonameid: int) -> Entry | None:
        """Return the place of that id."""
        return next(iter(self._entries({geonameid})), None)

    def region(self, name: str, country: str) -> Entry | None:
        """Return the first-order region of that name (any spelling) in the country (alpha-3)."""
        regions = (
            entry
            for entry in self.lookup(name)
            if entry.feature is Feature.REGION and entry.country == country and entry.region_id == entry.id
        )
        return next(regions, None)

    def country(self, alpha3: str) -> Entry | None:
        """Return the country of that code."""
        found = self._database().execute("SELECT id FROM country WHERE iso3 = ?", (alpha3,)).fetchone()
        return self.entry(found[0]) if found else None

    def countries(self) -> tuple[Entry, ...]:
        """Return all countries, by code."""
        rows = self._database().execute("SELECT id FROM country").fetchall()
        return tuple(sorted(self._entries({number for (number,) in rows}), key=lambda entry: entry.country or ""))

    def capital(self, alpha3: str) -> Entry | None:
        """Return the capital of the country, as GeoNames has it."""
        found = self._database().execute("SELECT capital FROM country WHERE iso3 = ?", (alpha3,)).fetchone()
        return self.entry(found[0]) if found and found[0] is not None else None

    def ancestors(self, place: Entry | Place) -> tuple[Entry, ...]:
        """Return what the place lies in: its region, the areas that hold that whole, its country."""
        entry = place if isinstance(place, Entry) else self._entry_of(place)
        if entry is None:
            return self._ancestors_by_name(place) if isinstance(place, Place) else ()
        found: list[Entry] = []
        if entry.region_id is not None and entry.region_id != entry.id:
            found.extend(self._entries({entry.region_id}))
        country = self.country(entry.country) if entry.country and entry.feature is not Feature.COUNTRY else None
        inner = {each.id for each in (entry, *found, *((country,) if country else ()))}
        found.extend(each for each in self._holding(inner) if each.id not in inner)
        return (*found, *((country,) if country else ()))

    def _ancestors_by_name(self, place: Place) -> tuple[Entry, ...]:
        region = self.region(place.region, place.country) if place.region and place.country else None
        country = self.country(place.country) if place.country else None
        if region is not None:
            return (region, *self.ancestors(region))
        return (country,) if country else ()

    def _holding(self, inner: set[int]) -> tuple[Entry, ...]:
        marks = ", ".join("?" * len(inner))
        rows = self._database().execute(
            f"SELECT DISTINCT outer FROM holds WHERE inner IN ({marks})",  # noqa: S608 -- only question marks go in
            tuple(sorted(inner)),
        )
        return self._entries({number for (number,) in rows.fetchall()})

    def regions_in(self, area: Entry) -> tuple[Entry, ...]:
        """Return the first-order regions that an area holds whole, by country and name."""
        regions = (entry for entry in self._held(area) if entry.feature is Feature.REGION)
        return tuple(entry for entry in regions if entry.region_id == entry.id)

    def countries_in(self, area: Entry) -> tuple[Entry, ...]:
        """Return the countries that an area holds whole, by code."""
        return tuple(entry for entry in self._held(area) if entry.feature is Feature.COUNTRY)

    def _held(self, area: Entry) -> tuple[Entry, ...]:
        rows = self._database().execute("SELECT inner FROM holds WHERE outer = ?", (area.id,)).fetchall()
        found = self._entries({number for (number,) in rows})
        return tuple(sorted(found, key=lambda entry: (entry.country or "", entry.name)))

    def contains(self, outer: Entry | Place, inner: Entry | Place) -> bool:
        """Whether the inner place lies in the outer one, by the region tree; a place contains itself."""
        around = outer if isinstance(outer, Entry) else self._entry_of(outer)
        within = inner if isinstance(inner, Entry) else self._entry_of(inner)
        if around is None:
            return False
        if within is not None and around.id == within.id:
            return True
        if any(each.id == around.id for each in self.ancestors(inner if within is None else within)):
            return True
        return self._holds_all_of(around, inner if within is None else within)

    def _holds_all_of(self, around: Entry, inner: Entry | Place) -> bool:
        """Whether an area that holds several regions holds each region that the inner area holds."""
        if not isinstance(inner, Entry) or inner.feature not in {Feature.AREA, Feature.REGION}:
            return False
        database = self._database()
        held = {
            number: {part for (part,) in database.execute("SELECT inner FROM holds WHERE outer = ?", (number,))}
            for number in (around.id, inner.id)
        }
        return bool(held[inner.id]) and held[inner.id] <= held[around.id]

    def _entry_of(self, place: Place) -> Entry | None:
        """Return the entry that a resolved place came from."""
        if place.geonameid is not None:
            return self.entry(place.geonameid)
        for entry in self.lookup(place.name):
            if (entry.name, entry.feature, entry.country) == (place.name, place.feature, place.country):
                return entry
        return None

    def near_names(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Return names of the gazetteer that sound like this one, best first: for "did you mean"."""
        key = fold(name)
        sound = skeleton(key)
        if not sound:
            return ()
        beginning = sound[:_SOUND_BEGINNING]
        rows = self._database().execute(
            "SELECT DISTINCT loose FROM sound WHERE skeleton = ? OR (skeleton >= ? AND skeleton < ?)",
            (sound, beginning, beginning + _LAST_SIGN),
        )
        names = sorted(wide for (wide,) in rows.fetchall())
        likely = process.extract(loose(key), names, scorer=fuzz.ratio, limit=limit * 4, score_cutoff=_SIMILAR)
        ranked: dict[str, float] = {}
        for wide, similar, _ in likely:
            if found := self._looked_up(wide):
                best = max(found, key=_weight)
                ranked[best.name] = max(ranked.get(best.name, 0.0), similar + _KNOWN * log10(_weight(best) + 1))
        return tuple(sorted(ranked, key=lambda each: (-ranked[each], each))[:limit])

    def complete(self, prefix: str, *, limit: int = 10) -> tuple[Entry, ...]:
        """Return places whose name begins so (two letters or more), the largest first: for autocompletion.

        Places whose usual name begins so come before those that another of their names lets in.
        """
        key = fold(prefix)
        if len(key) < 2 or limit < 1:
            return ()
        ending = "dfg" if key[-1] != "d" else "fgd"
        wide = loose(key + ending).removesuffix(ending)
        rows = self._database().execute(
            "SELECT DISTINCT id FROM (SELECT id, size FROM name WHERE loose >= ? AND loose < ?)"
            " ORDER BY size DESC, id LIMIT ?",
            (wide, wide + _LAST_SIGN, limit * 50),
        )
        entries = self._entries({number for (number,) in rows.fetchall()})
        fitting = sorted(entries, key=lambda entry: (_late(entry, key, wide), -_weight(entry), entry.id))
        return tuple(fitting[:limit])

    def around(self, middle: Entry, *, km: float) -> tuple[Entry, ...]:
        """Return the settlements within so many kilometres of a place, itself included, the nearest first."""
        # A box first, which the database can tell; near a pole it goes all the way round.
        high = degrees(km / _EARTH_KM)
        narrow = cos(radians(min(abs(middle.lat) + high, 90.0)))
        wide = 180.0 if narrow < _NEXT_TO_A_POLE else min(high / narrow, 180.0)
        west, east = middle.lon - wide, middle.lon + wide
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.feature = ? AND e.lat BETWEEN ? AND ? AND "  # noqa: S608 -- constants
            "(e.lon BETWEEN ? AND ? OR e.lon BETWEEN ? AND ? OR e.lon BETWEEN ? AND ?)",
            (
                FEATURES.index(Feature.SETTLEMENT),
                *_stored(middle.lat - high, middle.lat + high),
                *_stored(west, east),
                *_stored(west - 360, east - 360),
                *_stored(west + 360, east + 360),
            ),
        )
        found = [(distance_km(middle, entry), entry) for entry in map(_entry, rows.fetchall())]
        near = [(far, entry) for far, entry in found if far is not None and far <= km]
        return tuple(entry for _, entry in sorted(near, key=lambda pair: (pair[0], pair[1].id)))

    def _entries(self, ids: set[int]) -> tuple[Entry, ...]:
        if not ids:
            return ()
        marks = ", ".join("?" * len(ids))
        rows = self._database().execute(
            f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.id IN ({marks})",  # noqa: S608 -- only question marks go in
            tuple(ids),
        )
        return tuple(sorted((_entry(row) for row in rows.fetchall()), key=_rank))

    def _database(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection


def distance_km(first: Entry | Place, second: Entry | Place) -> float | None:
    """Return the great-circle distance, or `None` where a place has no coordinates."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    south, north = radians(first.lat), radians(second.lat)
    height = sin((north - south) / 2) ** 2
    width = cos(south) * cos(north) * sin(radians(second.lon - first.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, height + width)))


def _stored(*angles: float) -> tuple[int, ...]:
    """Return angles as the file has them."""
    return tuple(round(angle * 10_000) for angle in angles)


def _is_named(entry: Entry, key: str) -> bool:
    """Whether it is the usual name, or one that countries, regions and areas have besides."""
    return entry.feature is not Feature.SETTLEMENT or fold(entry.name) == key


def _late(entry: Entry, key: str, wide: str) -> int:
    """Return 0 where the usual name begins with the folded key, 1 where it does so loosely, 2 elsewhere."""
    own = fold(entry.name)
    if own.startswith(key):
        return 0
    return 1 if loose(own).startswith(wide) else 2


def _entry(row: _Record) -> Entry:
    number, name, feature, region, country, lat, lon, population, region_id, flags = row
    return Entry(
        id=number,
        name=name,
        feature=FEATURES[feature],
        region=region,
        country=country,
        lat=lat / 10_000,
        lon=lon / 10_000,
        population=population,
        region_id=region_id,
        usual=bool(flags & FLAG_USUAL),
        seat=bool(flags & FLAG_SEAT),
        capital=bool(flags & FLAG_CAPITAL),
        district=bool(flags & FLAG_DISTRICT),
        noted=bool(flags & FLAG_NOTED),
    )


def _rank(entry: Entry) -> tuple[bool, int, int, str, int]:
    return entry.district, FEATURES.index(entry.feature), -entry.population, entry.name, entry.id


def _weight(entry: Entry) -> int:
    """Return how likely a bare name means it: people, where there are any; a region or area counts as a town."""
    return max(entry.population, 0 if entry.district or entry.feature is Feature.SETTLEMENT else 50_000)
