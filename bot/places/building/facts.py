"""Reads and checks `config/geonames.toml`: the ids and points that the sources of the recipe lack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.places.building.knowledge import KnowledgeError

_TABLES = ("countries", "regions", "districts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """GeoNames' id (`None` for a country, whose id the sources have) and point of one place."""

    geonameid: int | None
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What GeoNames says of countries ("UKR"), regions ("UKR.07") and districts ("USA.TX.Lamar")."""

    countries: Mapping[str, Fact] = field(default_factory=dict)
    regions: Mapping[str, Fact] = field(default_factory=dict)
    districts: Mapping[str, Fact] = field(default_factory=dict)


def read_facts(text: str) -> Facts:
    """Return what the file says; an unknown table, an id given twice or a point off the globe is an error."""
    data = tomllib.loads(text)
    if unknown := set(data) - set(_TABLES):
        raise KnowledgeError(f"unknown tables: {', '.join(sorted(unknown))}")
    seen: set[int] = set()
    tables: dict[str, dict[str, Fact]] = {}
    for table in _TABLES:
        tables[table] = {}
        for code, values in data.get(table, {}).items():
            fact = _fact(code, values, numbered=table != "countries")
            if fact.geonameid is not None:
                if fact.geonameid in seen:
                    raise KnowledgeError(f"{code}: the id {fact.geonameid} is given twice")
                seen.add(fact.geonameid)
            tables[table][code] = fact
    return Facts(countries=tables["countries"], regions=tables["regions"], districts=tables["districts"])


def _fact(code: str, values: Any, *, numbered: bool) -> Fact:  # noqa: ANN401 -- TOML values
    numbers = list(values) if isinstance(values, list) else []
    number = numbers.pop(0) if numbered and numbers else None
    if len(numbers) != 2 or not all(isinstance(value, float) for value in numbers):
        raise KnowledgeError(f"{code}: must be [{'id, ' if numbered else ''}latitude, longitude]")
    if numbered and (type(number) is not int or number < 1):
        raise KnowledgeError(f"{code}: no such id: {number}")
    lat, lon = numbers
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise KnowledgeError(f"{code}: no such coordinates")
    return Fact(geonameid=number, lat=lat, lon=lon)
