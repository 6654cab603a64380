"""The words around a place name that say what it is: a region, a town, a person, a newspaper."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

from bot.places.names import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Cues:
    """The lists of `cues.toml`; each word in lower case, several words with single spaces."""

    region_types: frozenset[str]
    settlement_types: frozenset[str]
    naming_types: frozenset[str]
    area_types: frozenset[str]
    river_types: frozenset[str]
    facility_types: frozenset[str]
    directions: frozenset[str]
    descriptions: frozenset[str]
    parts: frozenset[str]
    locating: frozenset[str]
    taking: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    nationalities: frozenset[str]
    organisation_heads: frozenset[str]
    saying: frozenset[str]
    ordinary: frozenset[str]
    phrases: frozenset[str]
    abbreviations: frozenset[str]
    natural_types: frozenset[str]
    waters: frozenset[str]
    natural_heads: frozenset[str]
    bearers: frozenset[str]
    neighbours: frozenset[str]


@lru_cache(maxsize=4)
def spelt_out(abbreviations: frozenset[str]) -> Mapping[str, tuple[str, str]]:
    """Return "calif" -> ("USA", "California"), from "calif = USA California"."""
    found: dict[str, tuple[str, str]] = {}
    for line in abbreviations:
        short, _, region = line.partition(" = ")
        country, _, name = region.partition(" ")
        if not (short and country and name):
            raise ValueError(f"cues.toml: abbreviations: {line!r} should be 'short = COUNTRY Region'")
        found[short] = country, name
    return found


@lru_cache(maxsize=4)
def bordering(neighbours: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Return "ARM" -> {"AZE", "GEO", …}, from "ARM AZE GEO"."""
    return {line.split()[0]: frozenset(line.split()[1:]) for line in neighbours}


def load_cues() -> Cues:
    """Read the lists that ship with the package; a list missing or unknown is an error."""
    tables = tomllib.loads(files("bot.places").joinpath("cues.toml").read_text(encoding="utf-8"))
    wanted = {field.name for field in fields(Cues)}
    if set(tables) != wanted:
        raise ValueError(f"cues.toml: these lists are missing or unknown: {sorted(set(tables) ^ wanted)}")
    lists = {name: frozenset(" ".join(words.split()) for words in tables[name].split(",")) for name in wanted}
    lists["phrases"] = frozenset(map(fold, lists["phrases"]))
    return Cues(**lists)
