"""Places: what a claim's place is, and what the gazetteer knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Feature(StrEnum):
    """What kind of place it is."""

    SETTLEMENT = "settlement"
    REGION = "region"
    COUNTRY = "country"
    RIVER = "river"
    FACILITY = "facility"
    AREA = "area"


class PlaceRelation(StrEnum):
    """How the claim stands to the place."""

    IN = "in"
    NEAR = "near"
    PART_OF = "part_of"
    NORTH_OF = "north_of"
    SOUTH_OF = "south_of"
    EAST_OF = "east_of"
    WEST_OF = "west_of"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place as a claim names it.

    `text` is the article's wording; `name` the gazetteer's usual English name (or the article's, where the gazetteer
    has none); `region` is the first-order region's usual English name; `country` is ISO 3166-1 alpha-3 as GeoNames
    has it; `lat` and `lon` are degrees (WGS 84). Not known is `None`.
    """

    text: str
    name: str
    geonameid: int | None = None
    feature: Feature | None = None
    region: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    relation: PlaceRelation = PlaceRelation.IN


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The theatre an article is about, for a claim whose own words name no place; `basis` says how it was found."""

    region: str | None
    country: str | None
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceMention:
    """A place name in a text, resolved; `text[start:end]` is the name as written, in code points.

    `place` is `None` where the gazetteer has no entry. `near_misses` are other places of that name, best first.
    """

    start: int
    end: int
    place: Place | None
    near_misses: tuple[Place, ...] = field(default=())
