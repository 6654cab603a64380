"""What passes through the recipe: what the sources say, and the rows that are written."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.place import Feature

# Where the main name is English already, so that alternates are other languages' names for it.
ENGLISH = frozenset({
    "US", "GB", "IE", "AU", "NZ", "CA", "JM", "BS",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """A populated place, as GeoNames has it; `admin1` is the first-order code within the country ("07")."""

    geonameid: int
    name: str
    alternates: tuple[str, ...]
    iso2: str
    admin1: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryFact:
    """A country, as GeoNames has it."""

    geonameid: int
    name: str
    iso2: str
    iso3: str
    capital: str
    population: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A point with the names of the first- and second-order divisions that it lies in."""

    iso2: str
    lat: float
    lon: float
    admin1: str | None
    admin2: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One entry to be written, with every name that answers for it; `holds` are ids that lie in it besides the tree."""

    id: int
    name: str
    feature: Feature
    region_id: int | None
    country: str | None
    lat: float
    lon: float
    population: int
    names: tuple[str, ...] = ()
    holds: tuple[int, ...] = ()
    usual: bool = False
    seat: bool = False
    capital: bool = False
    district: bool = False
    noted: bool = False
