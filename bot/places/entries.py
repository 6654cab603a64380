"""What the gazetteer says about one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.place import Feature, Place, PlaceRelation
from bot.places.names import fold

# Between a capitalised neighbour and a name: places of this size are named in organisations, persons rarely.
WELL_KNOWN = 300_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A place of the gazetteer.

    `id` is the GeoNames id where that is known; places that the sources give without one have a negative id, which
    holds within one gazetteer file only. `usual` marks a region or area that a bare name means rather than the city
    of that name ("Gaza"). `seat` marks the largest settlement of a region, `capital` a country's capital, `district`
    a second-order division, `noted` a settlement that `config/regions.toml` names.
    """

    id: int
    name: str
    feature: Feature
    region: str | None
    country: str | None
    lat: float
    lon: float
    population: int = 0
    region_id: int | None = None
    usual: bool = False
    seat: bool = False
    capital: bool = False
    district: bool = False
    noted: bool = False

    @property
    def geonameid(self) -> int | None:
        """The GeoNames id, or `None` where the sources give none."""
        return self.id if self.id > 0 else None

    def place(self, text: str, *, relation: PlaceRelation = PlaceRelation.IN) -> Place:
        """Return the model's place, with the words that the article uses for it."""
        return Place(
            text=text,
            name=self.name,
            geonameid=self.geonameid,
            feature=self.feature,
            region=self.region,
            country=self.country,
            lat=self.lat,
            lon=self.lon,
            relation=relation,
        )


def is_shouted_name(entry: Entry, key: str) -> bool:
    """Whether an all-capital word can mean it: "UAE", "UK"; of longer ones, main names of known places."""
    if entry.feature is Feature.COUNTRY:
        return True
    return len(key) > 3 and fold(entry.name) == key and (entry.usual or entry.seat or entry.population >= WELL_KNOWN)


def is_natural(entry: Entry) -> bool:
    """Whether it is a river, a sea or another area, and no district."""
    return entry.feature in {Feature.RIVER, Feature.AREA} and not entry.district


def is_well_known(entries: Sequence[Entry], key: str) -> bool:
    """Whether the name is that of a country or an area, or the main name of a large region or city."""
    return any(
        entry.feature is Feature.COUNTRY
        or entry.usual
        or (fold(entry.name) == key and (entry.capital or entry.population >= WELL_KNOWN))
        for entry in entries
    )


def largest(entries: Sequence[Entry]) -> int:
    """Return the people of the largest."""
    return max(entry.population for entry in entries)


def is_in(entry: Entry, outer: Entry) -> bool:
    """Whether a settlement lies in the country, or in the first-order region."""
    if entry.feature is not Feature.SETTLEMENT:
        return False
    return entry.country == outer.country if outer.feature is Feature.COUNTRY else entry.region_id == outer.id
