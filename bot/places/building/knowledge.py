"""Reads and checks `config/regions.toml`: the names and areas that news uses and GeoNames does not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from bot.model.place import Feature


class KnowledgeError(ValueError):
    """A table of `regions.toml` says something that cannot be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryNames:
    """The usual English name of a country and its other names; `name` empty keeps GeoNames'."""

    code: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionNames:
    """The usual English name of a first-order region; `code` is GeoNames' ("UKR.07"). `usual`: see `Entry`."""

    code: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    usual: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettlementNames:
    """Further names of a settlement that GeoNames has, or a settlement that it lacks (then with coordinates)."""

    geonameid: int = 0
    name: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaFact:
    """A named area, river or sea. `holds` are the first-order regions or countries that lie in it whole."""

    name: str
    feature: Feature
    lat: float
    lon: float
    country: str = ""
    region: str = ""
    geonameid: int = 0
    aliases: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    usual: bool = False
    disputed: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Knowledge:
    """All of `regions.toml`."""

    countries: tuple[CountryNames, ...] = ()
    regions: tuple[RegionNames, ...] = ()
    settlements: tuple[SettlementNames, ...] = ()
    areas: tuple[AreaFact, ...] = ()


_AREA_FEATURES = frozenset({Feature.AREA, Feature.REGION, Feature.RIVER})


def read_knowledge(text: str) -> Knowledge:
    """Return what the file says; unknown keys, wrong types and disputed areas without a reason are errors."""
    data = tomllib.loads(text)
    unknown = set(data) - {"country", "region", "settlement", "area"}
    if unknown:
        raise KnowledgeError(f"unknown tables: {', '.join(sorted(unknown))}")
    knowledge = Knowledge(
        countries=tuple(CountryNames(**_checked(CountryNames, table)) for table in data.get("country", ())),
        regions=tuple(RegionNames(**_checked(RegionNames, table)) for table in data.get("region", ())),
        settlements=tuple(SettlementNames(**_checked(SettlementNames, table)) for table in data.get("settlement", ())),
        areas=tuple(AreaFact(**_checked(AreaFact, table)) for table in data.get("area", ())),
    )
    for area in knowledge.areas:
        _check_area(area)
    for place in knowledge.settlements:
        if not place.geonameid and (not place.name or not place.country or place.lat is None or place.lon is None):
            raise KnowledgeError(f"settlement {place.name!r}: needs a geonameid, or a name, a country, lat and lon")
    return knowledge


def _check_area(area: AreaFact) -> None:
    if area.feature not in _AREA_FEATURES:
        raise KnowledgeError(f"{area.name}: feature must be one of {', '.join(sorted(_AREA_FEATURES))}")
    if area.disputed and not area.reason:
        raise KnowledgeError(f"{area.name}: a disputed area needs a reason")
    if not (-90 <= area.lat <= 90 and -180 <= area.lon <= 180):
        raise KnowledgeError(f"{area.name}: no such coordinates")


def _checked(kind: type, table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table as keyword arguments of the dataclass, or say what is wrong with it."""
    known = {field.name: str(field.type) for field in fields(kind)}
    label = table.get("name") or table.get("code") or table.get("geonameid") or "?"
    unknown = set(table) - set(known)
    if unknown:
        raise KnowledgeError(f"{label}: unknown keys: {', '.join(sorted(unknown))}")
    missing = {field.name for field in fields(kind) if field.default is MISSING} - set(table)
    if missing:
        raise KnowledgeError(f"{label}: missing keys: {', '.join(sorted(missing))}")
    return {key: _value(label, key, known[key], value) for key, value in table.items()}


def _value(label: object, key: str, kind: str, value: Any) -> Any:  # noqa: ANN401 -- TOML values
    if kind == "Feature":
        try:
            return Feature(value)
        except ValueError as error:
            raise KnowledgeError(f"{label}: {error}") from error
    if kind.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise KnowledgeError(f"{label}: {key} must be a list of names")
        return tuple(value)
    if kind.startswith("float") and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    expected = {"str": str, "int": int, "bool": bool}.get(kind)
    if expected is None or type(value) is not expected:
        raise KnowledgeError(f"{label}: {key} must be of type {kind}")
    return value
