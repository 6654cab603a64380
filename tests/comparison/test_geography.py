"""Which place is which, and which lies inside which."""

from __future__ import annotations

import pytest

from bot.comparison.geography import Containment, containment, place_key, same_place
from bot.model.place import Feature, Place
from tests.builders import make_place

TOWN = make_place()
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
COUNTRY = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
FACILITY = make_place("Airfield", feature=Feature.FACILITY, geonameid=TOWN.geonameid)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (TOWN, TOWN, Containment.SAME),
        (TOWN, make_place(text="ELLBRUCK"), Containment.SAME),
        (TOWN, make_place(geonameid=None), Containment.SAME),
        (TOWN, make_place(geonameid=None, country="XNO"), Containment.APART),
        (TOWN, make_place(geonameid=None, country=None), Containment.APART),
        (TOWN, make_place(geonameid=5), Containment.APART),
        (TOWN, REGION, Containment.FIRST_INSIDE),
        (REGION, TOWN, Containment.SECOND_INSIDE),
        (TOWN, make_place("Sandmoor", feature=Feature.REGION, region="Sandmoor"), Containment.APART),
        (make_place(country="XNO"), REGION, Containment.APART),
        (TOWN, COUNTRY, Containment.FIRST_INSIDE),
        (REGION, COUNTRY, Containment.FIRST_INSIDE),
        (FACILITY, TOWN, Containment.FIRST_INSIDE),
        (FACILITY, make_place("Plant", feature=Feature.FACILITY, geonameid=TOWN.geonameid), Containment.APART),
        (FACILITY, REGION, Containment.FIRST_INSIDE),
        (
            make_place("Ellmoor", text="Ellmoor region", feature=Feature.REGION, geonameid=None),
            make_place("Ellmoor", geonameid=None),
            Containment.SECOND_INSIDE,
        ),
        (REGION, make_place("Ellmoor", geonameid=None), Containment.SAME),
        (make_place("Éllmoor Land", feature=Feature.REGION, region="Ellmoor"), REGION, Containment.SAME),
        (
            make_place("Ellmoor", geonameid=9),
            make_place("Ellmoor", geonameid=8, feature=Feature.AREA),
            Containment.SAME,
        ),
        (TOWN, make_place("Ellmoor", geonameid=8, feature=Feature.AREA), Containment.APART),
        (make_place("Ell", feature=Feature.RIVER), REGION, Containment.FIRST_INSIDE),
        (make_place("Ell", feature=Feature.RIVER, region=None), REGION, Containment.APART),
    ],
)
def test_containment(one: Place, other: Place, expected: Containment) -> None:
    """Places are one by identifier or by name and country, and inside one another by region, country or settlement."""
    assert containment(one, other) is expected


def test_keys_tell_places_apart() -> None:
    """A town, its region, its country and a facility in it have different keys."""
    assert len({place_key(place) for place in (TOWN, REGION, COUNTRY, FACILITY)}) == 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Al-Ellbruck oil refinery", "Ellbruck refinery", True),
        ("Ellbruck airbase", "Ellbruck military air base", True),
        ("Elbruck airport", "Ellbruk airport", True),
        ("airport", "Ellbruck airport", True),
        ("Ellbruck base", "Ellbruck garrison", True),
        ("Ellbruck base", "Ellbruck port", False),
        ("Ellbruck refinery", "Ellbruck base", False),
        ("Heron airport", "Marshfield airport", False),
        ("main power station", "old power station", False),
    ],
)
def test_names_of_one_facility(one: str, other: str, *, same: bool) -> None:
    """A facility of a settlement is one under two spellings, and with or without words that say little of it."""
    places = (make_place(name, feature=Feature.FACILITY, geonameid=TOWN.geonameid) for name in (one, other))
    assert (containment(*places) is Containment.SAME) is same


@pytest.mark.parametrize(
    ("region", "name", "same"),
    [
        (None, "Heron Pass", True),
        ("Otherland", "Heron Pass", False),
        (None, "Heron Bridge", False),
        (None, "airport", False),
    ],
)
def test_a_facility_of_which_only_the_country_is_known(region: str | None, name: str, *, same: bool) -> None:
    """A facility by its full name is one, where one report does not say in which region it stands."""
    one = make_place(
        "Heron Pass" if name != "airport" else name, feature=Feature.FACILITY, region="Ellmoor", geonameid=5
    )
    assert same_place(one, make_place(name, feature=Feature.FACILITY, region=region, geonameid=6)) is same
