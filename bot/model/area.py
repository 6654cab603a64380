"""Areas that people follow and ask about, as sets of keys that places bear too.

A place bears the key of itself, of its region and of its country; an area is held by the keys that it stands for:
"Kharkiv region" by one, "Donbas" by its own and those of two regions. Whether a place lies in an area is then whether
they share a key, for a list of subscriptions as for an index in a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model.place import Feature, Place, Scope

EVERYTHING = "everything"
"""The key that everything bears, with a place or without."""
# What the gazetteer has no id for.
_NAMED_ONLY = frozenset({Feature.AREA, Feature.RIVER})


class KeyKind(StrEnum):
    """What a key names: the part before its first colon."""

    COUNTRY = "country"
    REGION = "region"
    PLACE = "place"
    AREA = "area"
    WHOLE = "whole"
    """A region as such: what is said of all of it, and not what is said of a town in it."""
    NEAR = "near"
    """Names an area alone: what lies in it bears the keys of its places."""
    WIDER = "wider"
    """Names an area alone: a place, and what is said of the whole region that it lies in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """What can be followed: everything, a country, a region, an area of several regions, or one place.

    `key` names it among all areas, `keys` are those of which a place in it bears one; `label` is for people. `feature`
    is `None` for everything.
    """

    key: str
    label: str
    feature: Feature | None
    keys: tuple[str, ...]

    def holds(self, keys: Iterable[str]) -> bool:
        """Whether something that bears these keys lies in it."""
        return EVERYTHING in self.keys or not set(self.keys).isdisjoint(keys)


def country_key(country: str) -> str:
    """Return the key of a country (ISO 3166-1 alpha-3)."""
    return f"{KeyKind.COUNTRY}:{country}"


def region_key(country: str, region: str) -> str:
    """Return the key of a first-order region, by its usual English name."""
    return f"{KeyKind.REGION}:{country}:{region}"


def whole_key(country: str, region: str) -> str:
    """Return the key of what is said of a first-order region as such."""
    return f"{KeyKind.WHOLE}:{country}:{region}"


def place_key(geonameid: int) -> str:
    """Return the key of one place of the gazetteer."""
    return f"{KeyKind.PLACE}:{geonameid}"


def near_key(geonameid: int, km: str) -> str:
    """Return the key of what lies within so many kilometres of a place."""
    return f"{KeyKind.NEAR}:{geonameid}:{km}"


def wider_key(geonameid: int) -> str:
    """Return the key of a place together with what is said of its whole region."""
    return f"{KeyKind.WIDER}:{geonameid}"


def area_key(name: str, *, country: str | None, region: str | None) -> str:
    """Return the key of an area or a river, which has no id; the country or region that it lies in, where in one."""
    return f"{KeyKind.AREA}:{country or ''}:{region or ''}:{name}"


def keys_of(where: Iterable[Place | Scope]) -> tuple[str, ...]:
    """Return the keys that places and theatres bear, sorted, without `EVERYTHING`.

    What is only near a place bears that place's key too: who follows a town wants to know what comes close to it.
    """
    found: set[str] = set()
    for one in where:
        if one.country is not None:
            found.add(country_key(one.country))
            if one.region is not None:
                found.add(region_key(one.country, one.region))
                if isinstance(one, Place) and one.feature is Feature.REGION and one.name == one.region:
                    found.add(whole_key(one.country, one.region))
        if isinstance(one, Place) and one.geonameid is not None:
            found.add(place_key(one.geonameid))
        elif isinstance(one, Place) and one.feature in _NAMED_ONLY:
            found.add(area_key(one.name, country=one.country, region=one.region))
    return tuple(sorted(found))


def everything() -> Area:
    """Return the area that holds all."""
    return Area(key=EVERYTHING, label="everything", feature=None, keys=(EVERYTHING,))
