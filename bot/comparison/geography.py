"""Which place is which, and which lies inside which."""

from __future__ import annotations

from enum import Enum

from rapidfuzz import fuzz

from bot.comparison.spelling import bare_name, fold
from bot.model.place import Feature, Place, PlaceRelation

# How alike two spellings of a facility's name have to be, of 100, where both stand in one settlement ("Hodeidah
# airport", "Al Hudaydah airport"); two airports of one city share less.
_SPELT_ALIKE = 70


# Where soldiers live: of one town each may be meant by the others' words.
_QUARTERS_OF_SOLDIERS = frozenset({"base", "garrison", "barracks", "camp"})


class Containment(Enum):
    """How one place stands to another."""

    SAME = "same"
    FIRST_INSIDE = "first_inside"
    SECOND_INSIDE = "second_inside"
    APART = "apart"


def is_within(place: Place) -> bool:
    """Whether the words speak of the place itself or a part of it, not of somewhere beside it."""
    return place.relation in {PlaceRelation.IN, PlaceRelation.PART_OF}


def region_key(place: Place) -> str | None:
    """Return the key of the first-order region that the place is or lies in, if it is known."""
    if place.feature is Feature.COUNTRY:
        return None
    name = place.region or (place.name if place.feature is Feature.REGION else None)
    return f"r:{place.country or ''}/{fold(name)}" if name else None


def name_key(place: Place) -> str | None:
    """Return a key of name and country, for a place that has no identifier in one of two articles."""
    if place.country is None or place.feature in {Feature.REGION, Feature.COUNTRY}:
        return None
    return f"n:{place.country}/{_name_of(place)}"


def is_unplaced(place: Place) -> bool:
    """Whether nothing but a name is known: the article did not say enough to tell which place of that name it is."""
    named = place.feature is not Feature.FACILITY or " " in place.own_name
    return (
        place.geonameid is None
        and named
        and place.feature in {None, Feature.SETTLEMENT, Feature.AREA, Feature.FACILITY}
        and place.own_name[:1].isupper()
    )


def names_of(place: Place) -> frozenset[str]:
    """Return the place's names, folded: the usual one, and the article's."""
    if place.feature is Feature.FACILITY:
        return frozenset({bare_name(place.name)})
    return frozenset({fold(place.name), fold(place.own_name)})


def _name_of(place: Place) -> str:
    return bare_name(place.name) if place.feature is Feature.FACILITY else fold(place.name)


def place_key(place: Place) -> str:
    """Return the key of the place itself: region, country, facility in its settlement, or settlement."""
    if place.feature is Feature.COUNTRY:
        return f"c:{place.country or fold(place.name)}"
    if place.feature is Feature.REGION:
        return region_key(place) or f"n:{place.country or ''}/{fold(place.name)}"
    if place.geonameid is None:
        return f"n:{place.country or ''}/{_name_of(place)}"
    if place.feature is Feature.FACILITY:
        return f"f:{place.geonameid}/{bare_name(place.name)}"
    return f"g:{place.geonameid}"


def same_place(one: Place, other: Place) -> bool:
    """Whether the two are one place: one identifier (and, for facilities, one name), else one name in one country."""
    if place_key(one) == place_key(other):
        return True
    if one.feature is not other.feature and Feature.FACILITY in {one.feature, other.feature}:
        return False
    if one.geonameid is not None and other.geonameid is not None and not _somewhere(one, other):
        return one.geonameid == other.geonameid and _one_facility(one, other)
    name = name_key(one)
    return name is not None and name == name_key(other)


def _somewhere(one: Place, other: Place) -> bool:
    """Whether of one of two facilities no more than the country is known: the other's town may be where it stands."""
    both_facilities = one.feature is other.feature is Feature.FACILITY
    named = " " in bare_name(one.name) and " " in bare_name(other.name)
    return both_facilities and named and (one.region is None) != (other.region is None)


def _one_facility(one: Place, other: Place) -> bool:
    """Whether two names of facilities of one settlement are two spellings of one."""
    if not one.feature is other.feature is Feature.FACILITY:
        return False
    a, b = bare_name(one.name).split(), bare_name(other.name).split()
    if not a or not b or (a[-1] != b[-1] and not {a[-1], b[-1]} <= _QUARTERS_OF_SOLDIERS):
        return False
    # "the airport" of a town is the one that bears the town's name.
    return len(a) == 1 or len(b) == 1 or fuzz.ratio(" ".join(a[:-1]), " ".join(b[:-1])) >= _SPELT_ALIKE


def containment(one: Place, other: Place) -> Containment:
    """Return how the two places stand to each other; places of which that is not known are apart."""
    if same_place(one, other) or _is_namesake(one, other) or _is_namesake(other, one):
        return Containment.SAME
    if _inside(one, other):
        return Containment.FIRST_INSIDE
    if _inside(other, one):
        return Containment.SECOND_INSIDE
    return Containment.APART


def _is_namesake(town: Place, region: Place) -> bool:
    """Whether one is a town and the other its region by the bare name that both bear: "all of X" may be either."""
    if town.feature is not Feature.SETTLEMENT or town.country != region.country:
        return False
    if region.feature is Feature.AREA:
        # "Lesk" is a district, "Lesk town" its town: one does not fall without the other.
        return fold(region.own_name) == fold(town.own_name)
    if region.feature is not Feature.REGION:
        return False
    return region_key(town) == region_key(region) and fold(region.text) in names_of(town)


def _inside(inner: Place, outer: Place) -> bool:
    if outer.feature is Feature.COUNTRY:
        return inner.feature is not Feature.COUNTRY and inner.country is not None and inner.country == outer.country
    if outer.feature is Feature.REGION:
        smaller = inner.feature not in {Feature.REGION, Feature.COUNTRY}
        return smaller and region_key(inner) is not None and region_key(inner) == region_key(outer)
    # A facility carries the identifier of the settlement it stands in.
    if inner.feature is not Feature.FACILITY or outer.feature is Feature.FACILITY:
        return False
    return inner.geonameid is not None and inner.geonameid == outer.geonameid
