"""One place by its name alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.naming import placed_alike
from bot.model.place import Feature, Place, PlaceRelation
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK, make_place
from tests.comparison.worlds import SIDES, days_later, rules, said


def named(name: str = "Ellbruck", **changes: Any) -> Place:
    """Return a place of which the article says the name and no more."""
    return make_place(name, **{"geonameid": None, "feature": None, "region": None, "country": None, **changes})


def placed(one: Sourced, other: Sourced) -> tuple[Place | None, Place | None]:
    """Return the two places as they are compared."""
    a, b = placed_alike(one, other, sides=SIDES, rules=rules())
    return a.claim.place, b.claim.place


KNOWN = make_place()
ALIKE = {
    "no country": named(),
    "the country": named(country=SUDMARK),
    "the country of who acts": named(country=NORLAND),
    "the article's spelling": named("Elbrook", text="Ellbruck", feature=Feature.SETTLEMENT),
}


@pytest.mark.parametrize("place", ALIKE.values(), ids=ALIKE.keys())
def test_a_name_is_the_place_that_the_other_article_knows(place: Place) -> None:
    """Whichever comes first, the place that is known counts for both, in each article's words."""
    alone, known = said(place=place), said(place=make_place(text="Ellbruck"), in_="Other")

    for found in (placed(alone, known), placed(known, alone)[::-1]):
        assert found[0] is not None
        assert (found[0].geonameid, found[0].text, found[0].country) == (KNOWN.geonameid, place.text, SUDMARK)
        assert found[1] == known.claim.place


def test_what_stands_beside_it_stays_beside_it() -> None:
    """Near the town is not the town, whoever knows where it lies."""
    near, _ = placed(said(place=named(relation=PlaceRelation.NEAR)), said())
    assert near is not None
    assert (near.geonameid, near.relation) == (KNOWN.geonameid, PlaceRelation.NEAR)


def test_two_names_without_a_place_are_one() -> None:
    """Where neither article says more, the one that knows the country counts."""
    one, other = placed(said(place=named()), said(place=named(country=SUDMARK)))
    assert one is not None
    assert other is not None
    assert one.country == other.country == SUDMARK


LATER = days_later(20)
APART = {
    "another name": (said(place=named("Sandbruck")), said()),
    "another country": (said(place=named(country="XWE")), said()),
    "another time, and no party in common": (
        said(place=named()),
        said(place=make_place(country="XWE"), actor="ell_rebels", side="ell_rebels", day=LATER),
    ),
    "a facility": (said(place=named("airfield", feature=Feature.FACILITY)), said()),
    "two known towns": (said(place=make_place(geonameid=1)), said()),
    "no place": (said(place=None), said()),
}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART.keys())
def test_what_is_not_surely_one_place_stays_as_it_is(one: Sourced, other: Sourced) -> None:
    """Another name or country, and a name shared by wars that have nothing to do with one another, are two places."""
    assert placed(one, other) == (one.claim.place, other.claim.place)
