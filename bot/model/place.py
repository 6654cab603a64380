"""Places: what a claim's place is, and what the gazetteer knows."""

from __future__ import annotations

import re
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


# What a place's name does not have in it.
_NO_NAME = re.compile(r"[^\w\s.'’ʼ`-]|\d")
# Words that stand in for a name, at the beginning of a sentence with a capital.
_STAND_INS = frozenset(
    {"it", "there", "here", "where", "this", "that", "city", "town", "village", "capital", "settlement"}
)


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

    @property
    def own_name(self) -> str:
        """The settlement's name as the article spells it; the gazetteer's where the article only stands in for it.

        "Kupiansk" is a name; "the city", "there" and a headline's capitals are none.
        """
        words = self.text.removesuffix("'s").removesuffix("’s").split()
        if self.feature is not Feature.SETTLEMENT or not 1 <= len(words) <= 4:
            return self.name
        named = " ".join(words)
        is_name = (
            not _NO_NAME.search(named)
            and all(any(letter.isupper() for letter in word) for word in (words[0], words[-1]))
            and not (named.isupper() and len(named) > 3)
            and not {words[0].casefold(), words[-1].casefold()} & _STAND_INS
        )
        return named if is_name else self.name


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
