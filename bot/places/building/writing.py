"""Writes the gazetteer file; the same rows give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bot.places.building.rows import Row
from bot.places.gazetteer import (
    FEATURES,
    FLAG_CAPITAL,
    FLAG_DISTRICT,
    FLAG_NOTED,
    FLAG_SEAT,
    FLAG_USUAL,
    SCHEMA_VERSION,
)
from bot.places.names import fold, loose, skeleton

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country (iso3 TEXT PRIMARY KEY, id INTEGER NOT NULL, iso2 TEXT NOT NULL, capital INTEGER) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, feature INTEGER NOT NULL, region INTEGER, country TEXT,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL, population INTEGER NOT NULL, flags INTEGER NOT NULL
);
CREATE TABLE name (loose TEXT, key TEXT, id INTEGER, size INTEGER, PRIMARY KEY (loose, key, id)) WITHOUT ROWID;
CREATE TABLE sound (skeleton TEXT, loose TEXT, PRIMARY KEY (skeleton, loose)) WITHOUT ROWID;
CREATE TABLE holds (outer INTEGER, inner INTEGER, PRIMARY KEY (outer, inner)) WITHOUT ROWID;
CREATE INDEX entry_region ON entry (country, name) WHERE feature <= 3;
"""


def write(path: Path, rows: Sequence[Row], *, iso2: Mapping[str, str], meta: Mapping[str, str]) -> None:
    """Write the rows to a new file at `path`, replacing what is there."""
    scratch = path.with_name(path.name + ".new")
    scratch.unlink(missing_ok=True)
    with closing(sqlite3.connect(scratch)) as database:
        database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(_SCHEMA)
        capitals = {row.country: row.id for row in rows if row.capital}
        codes = {code: number for number, code in enumerate(FEATURES)}
        database.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    row.id,
                    row.name,
                    codes[row.feature],
                    row.region_id,
                    row.country,
                    round(row.lat * 10_000),
                    round(row.lon * 10_000),
                    row.population,
                    _flags(row),
                )
                for row in rows
            ),
        )
        database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", sorted(_names(rows)))
        database.executemany("INSERT INTO sound VALUES (?, ?)", sorted(_sounds(rows)))
        database.executemany(
            "INSERT INTO holds VALUES (?, ?)",
            sorted({(row.id, inner) for row in rows for inner in row.holds}),
        )
        database.executemany(
            "INSERT INTO country VALUES (?, ?, ?, ?)",
            sorted(
                (row.country, row.id, iso2[row.country], capitals.get(row.country))
                for row in rows
                if row.country is not None and row.feature == "country"
            ),
        )
        counts = {"entries": str(len(rows)), "schema": str(SCHEMA_VERSION)}
        database.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**meta, **counts}.items()))
        database.commit()
        database.execute("VACUUM")
    scratch.replace(path)


def _flags(row: Row) -> int:
    flags = FLAG_USUAL * row.usual | FLAG_SEAT * row.seat | FLAG_CAPITAL * row.capital
    return flags | FLAG_DISTRICT * row.district | FLAG_NOTED * row.noted


def _names(rows: Iterable[Row]) -> set[tuple[str, str, int, int]]:
    """Return (loose key, folded key or "" where it is the same, id, size), each once."""
    found = set()
    for row in rows:
        for name in (row.name, *row.names):
            key = fold(name)
            wide = loose(key)
            if key:
                found.add((wide, "" if wide == key else key, row.id, row.population.bit_length()))
    return found


def _sounds(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Return (skeleton, loose key) of main names: of regions, countries and areas, and of places over 1,000 people."""
    return {
        (skeleton(fold(row.name)), loose(fold(row.name)))
        for row in rows
        if (row.population >= 1000 or row.feature != "settlement") and fold(row.name)
    }
