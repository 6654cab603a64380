"""Laws of who follows what: an area, the store's index of followers and a search agree on what lies in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.routing import routes_for
from bot.model.area import (
    Area,
    area_key,
    country_key,
    everything,
    keys_of,
    place_key,
    region_key,
)
from bot.model.filters import ClaimFilter
from bot.model.place import Feature, Place, Scope
from bot.store.database import open_store
from tests.builders import (
    NORLAND,
    SUDMARK,
    make_alert,
    make_area,
    make_article,
    make_claim,
    make_place,
    make_subscription,
)

# Regions of one name in two countries, and an area of the name of a region: names alone decide nothing.
REGIONS = {SUDMARK: ("Ellmoor", "Hills", "Coast"), NORLAND: ("Ellmoor", "Fjords")}
AREAS = {"Hills": (SUDMARK, ("Ellmoor", "Coast")), "The Moors": (SUDMARK, ("Ellmoor",)), "The Straits": (None, ())}


def _settlement(number: int, where: tuple[str, str]) -> Place:
    country, region = where
    return make_place(f"Town {number}", geonameid=number, country=country, region=region)


def _region(where: tuple[str, str]) -> Place:
    country, region = where
    return make_place(region, feature=Feature.REGION, geonameid=None, country=country, region=region)


def _named(name: str) -> Place:
    return make_place(name, feature=Feature.AREA, geonameid=None, country=AREAS[name][0], region=None)


_where = st.sampled_from([(country, region) for country, regions in REGIONS.items() for region in regions])
_countries = st.sampled_from(sorted(REGIONS))
# Places as the gazetteer resolves them: a town has an id and a region, an area and a country neither.
_places: st.SearchStrategy[Place | Scope] = st.one_of(
    st.builds(_settlement, st.integers(1, 4), _where),
    st.builds(_region, _where),
    st.sampled_from(sorted(AREAS)).map(_named),
    _countries.map(lambda one: make_place(one, feature=Feature.COUNTRY, geonameid=None, country=one, region=None)),
    st.just(make_place("Nowhere", feature=None, geonameid=None, country=None, region=None)),
    _where.map(lambda where: Scope(country=where[0], region=where[1], basis="title")),
    _countries.map(lambda one: Scope(country=one, region=None, basis="title")),
)


def _area(name: str) -> Area:
    country, regions = AREAS[name]
    keys = (area_key(name, country=country, region=None), *(region_key(country, one) for one in regions if country))
    return Area(key=keys[0], label=name, feature=Feature.AREA, keys=keys)


def _country(name: str) -> Area:
    return Area(key=country_key(name), label=name, feature=Feature.COUNTRY, keys=(country_key(name),))


_areas = st.one_of(
    st.just(everything()),
    _countries.map(_country),
    _where.map(lambda where: make_area(key=region_key(*where), keys=(region_key(*where),))),
    st.sampled_from(sorted(AREAS)).map(_area),
    st.integers(1, 4).map(
        lambda one: make_area(key=place_key(one), keys=(place_key(one),), feature=Feature.SETTLEMENT)
    ),
)


@settings(max_examples=40, deadline=None)
@given(where=st.lists(_places, min_size=1, max_size=5), areas=st.lists(_areas, min_size=1, max_size=5))
def test_area_followers_and_search_agree(where: list[Place | Scope], areas: list[Area]) -> None:
    """A claim is found under an area exactly when whoever follows that is told of it."""
    asyncio.run(_agree(where, areas))


async def _agree(where: Sequence[Place | Scope], areas: Sequence[Area]) -> None:
    async with open_store(":memory:") as store:
        for area in areas:
            await store.subscriptions.add(make_subscription(destination=area.key, area=area), digest_due_at=None)
        bears = {}
        async with store.unit_of_work() as work:
            for number, one in enumerate(where):
                article = make_article(text=f"Number {number}: Norland captured it.")
                place = one if isinstance(one, Place) else None
                scope = one if isinstance(one, Scope) else None
                claim = make_claim(article=article, place=place, scope=scope)
                await work.add_article(article, [claim], [])
                bears[claim.id] = keys_of([one])
            for keys in bears.values():
                told = {one.area.key for one in await work.following(keys)}
                assert told == {area.key for area in areas if area.holds(keys)}
        for area in areas:
            found = {one.claim.id for one in await store.search(ClaimFilter(keys=area.keys, limit=99))}
            assert found == {claim for claim, keys in bears.items() if area.holds(keys)}


@given(where=st.lists(_places, max_size=4), place=_where)
def test_who_follows_a_country_gets_what_who_follows_its_region_gets(
    where: list[Place | Scope], place: tuple[str, str]
) -> None:
    """And who follows everything gets what anybody gets."""
    region = make_area(key=region_key(*place), keys=(region_key(*place),))
    told = make_alert(keys=keys_of(where))
    subscriptions = [
        make_subscription(destination=name, area=area)
        for name, area in (("all", everything()), ("country", _country(place[0])), ("region", region))
    ]
    sent = {route.destination: route.send for route in routes_for(told, subscriptions)}
    assert sent["all"]
    assert sent["region"] <= sent["country"]
