"""Areas as sets of keys that places bear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.area import (
    EVERYTHING,
    Area,
    KeyKind,
    area_key,
    country_key,
    everything,
    keys_of,
    near_key,
    place_key,
    region_key,
    whole_key,
    wider_key,
)
from bot.model.place import Feature, Place, PlaceRelation, Scope
from tests.builders import SUDMARK, make_area, make_place
from tests.model.strategies import places

ELLBRUCK = make_place()
assert ELLBRUCK.geonameid is not None
COUNTRY, REGION, TOWN = country_key(SUDMARK), region_key(SUDMARK, "Ellmoor"), place_key(ELLBRUCK.geonameid)


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        pytest.param(ELLBRUCK, {COUNTRY, REGION, TOWN}, id="settlement"),
        pytest.param(make_place(relation=PlaceRelation.NEAR), {COUNTRY, REGION, TOWN}, id="near-a-settlement"),
        pytest.param(make_place(geonameid=None), {COUNTRY, REGION}, id="without-an-id"),
        pytest.param(make_place(region=None), {COUNTRY, TOWN}, id="without-a-region"),
        pytest.param(make_place(country=None), {TOWN}, id="region-of-no-country"),
        pytest.param(make_place(country=None, region=None, geonameid=None), set(), id="unknown"),
        pytest.param(
            make_place("Ellmoor", feature=Feature.REGION, geonameid=None),
            {COUNTRY, REGION, whole_key(SUDMARK, "Ellmoor")},
            id="region-itself",
        ),
        pytest.param(
            make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None), {COUNTRY}, id="country-itself"
        ),
        pytest.param(
            make_place("The Moors", feature=Feature.AREA, geonameid=None, region=None),
            {COUNTRY, area_key("The Moors", country=SUDMARK, region=None)},
            id="area-of-several-regions",
        ),
        pytest.param(
            make_place("Ell", feature=Feature.RIVER, geonameid=None, region=None, country=None),
            {area_key("Ell", country=None, region=None)},
            id="river-between-countries",
        ),
        pytest.param(
            make_place("Ell District", feature=Feature.AREA, geonameid=None),
            {COUNTRY, REGION, area_key("Ell District", country=SUDMARK, region="Ellmoor")},
            id="area-in-a-region",
        ),
        pytest.param(Scope(region="Ellmoor", country=SUDMARK, basis="title"), {COUNTRY, REGION}, id="theatre"),
        pytest.param(Scope(region=None, country=SUDMARK, basis="title"), {COUNTRY}, id="theatre-country"),
        pytest.param(Scope(region=None, country=None, basis="title"), set(), id="theatre-unknown"),
    ],
)
def test_a_place_bears_the_keys_of_what_it_lies_in(where: Place | Scope, keys: set[str]) -> None:
    """Its own, its region's and its country's, as far as they are known."""
    assert set(keys_of([where])) == keys


def test_nothing_bears_no_key() -> None:
    """No place, no key: not even the one that everything bears, which is for areas to ask by."""
    assert keys_of([]) == ()


@given(one=st.lists(places, max_size=4), other=st.lists(places, max_size=4))
def test_keys_of_several_places_are_those_of_each(one: list[Place], other: list[Place]) -> None:
    """Sorted, each once, in whatever order the places come."""
    both = keys_of([*one, *other])
    assert set(both) == set(keys_of(one)) | set(keys_of(other))
    assert both == tuple(sorted(set(both))) == keys_of([*other, *one])
    assert EVERYTHING not in both


def test_each_key_says_what_it_names() -> None:
    """The part before the first colon is its kind, for every kind."""
    keys = (
        country_key("XSU"),
        region_key("XSU", "Ell: Moor"),
        place_key(7),
        area_key("Ell: Moors", country="XSU", region=None),
        whole_key("XSU", "Ell: Moor"),
        near_key(7, "2.5"),
        wider_key(7),
    )
    assert [key.partition(":")[0] for key in keys] == list(KeyKind)
    assert keys == (
        "country:XSU",
        "region:XSU:Ell: Moor",
        "place:7",
        "area:XSU::Ell: Moors",
        "whole:XSU:Ell: Moor",
        "near:7:2.5",
        "wider:7",
    )


@pytest.mark.parametrize(
    ("area", "holds"),
    [
        pytest.param(everything(), True, id="everything"),
        pytest.param(make_area(keys=(COUNTRY,)), True, id="country"),
        pytest.param(make_area(), True, id="region"),
        pytest.param(make_area(keys=(region_key(SUDMARK, "Hills"), REGION)), True, id="one-of-several-regions"),
        pytest.param(make_area(keys=(TOWN,)), True, id="town"),
        pytest.param(make_area("Hills"), False, id="another-region"),
        pytest.param(make_area(keys=(region_key("XNO", "Ellmoor"),)), False, id="region-of-that-name-elsewhere"),
        pytest.param(make_area(keys=(country_key("XNO"),)), False, id="another-country"),
        pytest.param(make_area(keys=()), False, id="nothing"),
    ],
)
def test_an_area_holds_what_shares_a_key_with_it(area: Area, *, holds: bool) -> None:
    """One key in common is enough."""
    assert area.holds(keys_of([ELLBRUCK])) is holds


def test_everything_holds_what_is_nowhere() -> None:
    """Who follows everything gets what names no place; nobody else does."""
    assert everything().holds(())
    assert not make_area().holds(())


@given(place=places)
def test_what_lies_in_a_region_lies_in_its_country(place: Place) -> None:
    """A region never holds more than its country does."""
    keys = keys_of([place])
    for key in keys:
        if key.startswith(f"{KeyKind.REGION}:"):
            assert country_key(place.country or "") in keys
