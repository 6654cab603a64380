"""The keys under which claims find one another."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.index import candidate_keys, index_entries, lookup_around, lookups_for
from bot.model.claim import AssetKind, AssetState, Bound, Extent, Polarity, Predicate, Quantity, Realis, TimeBasis, Unit
from bot.model.place import Feature, Scope
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.worlds import days_later, rules, said

REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
COUNTRY = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
FIGURE = (Quantity(unit=Unit.KM, value=5, low=5, high=5, bound=Bound.EXACT, text="5 km"),)
FRONT: dict[str, Any] = {"predicate": Predicate.ADVANCED, "place": None, "quantities": FIGURE}


def scope(country: str | None) -> Scope:
    """Return the theatre of an article."""
    return Scope(region=None, country=country, basis="the article's places")


def meet(one: Sourced, other: Sourced) -> bool:
    """Whether each finds the other; fails when only one does."""
    there, back = (
        bool({entry.key for entry in index_entries([old])} & set(candidate_keys([new], rules=rules())))
        for new, old in ((one, other), (other, one))
    )
    assert there == back
    return there


MEET = {
    "one town": (said(), said(day=days_later(3))),
    "one town, a month later": (said(), said(day=days_later(31))),
    "one town without an identifier": (said(), said(place=make_place(geonameid=None))),
    "a town and its region": (said(), said(place=REGION)),
    "one region": (said(place=REGION), said(place=REGION, day=days_later(5))),
    "one country": (said(place=COUNTRY), said(place=COUNTRY)),
    "a town and all of its country": (said(), said(place=COUNTRY, extent=Extent.WHOLE)),
    "a region and all of its country": (said(place=REGION), said(place=COUNTRY, extent=Extent.WHOLE)),
    "a facility and its town": (
        said(place=make_place(geonameid=7)),
        said(place=make_place("Airfield", geonameid=7, feature=Feature.FACILITY)),
    ),
    "lost, and retaken in another season": (
        said(actor=SUDMARK, time=make_time(days_later(-200)), realis=Realis.HISTORICAL),
        said(),
    ),
    "a front in one country": (said(**FRONT, scope=scope(SUDMARK)), said(**FRONT, scope=scope(SUDMARK))),
    "a front of an unknown country": (said(**FRONT, scope=scope(None)), said(**FRONT, scope=scope(SUDMARK))),
    "two fronts of unknown countries": (said(**FRONT, scope=None), said(**FRONT, scope=scope(None))),
    "a named asset": (
        said(asset=AssetKind.DAM, state=AssetState.DAMAGED),
        said(asset=AssetKind.DAM, state=AssetState.DESTROYED),
    ),
}


@pytest.mark.parametrize(("one", "other"), MEET.values(), ids=MEET.keys())
def test_claims_that_meet(one: Sourced, other: Sourced) -> None:
    """Claims that have to be compared find one another, whichever came first."""
    assert meet(one, other)


PASS = {
    "two towns of a region": (said(), said(place="Sandbruck")),
    "one town, half a year later, no change of hands": (
        said(predicate=Predicate.ENTERED),
        said(predicate=Predicate.ENTERED, day=days_later(180)),
    ),
    "a town and its region, a month later": (said(), said(place=REGION, day=days_later(31))),
    "a town and its country": (said(), said(place=COUNTRY)),
    "fronts in two countries": (said(**FRONT, scope=scope(SUDMARK)), said(**FRONT, scope=scope(NORLAND))),
    "a front, another time": (
        said(**FRONT, scope=scope(SUDMARK)),
        said(**FRONT, scope=scope(SUDMARK), day=days_later(60)),
    ),
    "no place and no figure": (said(place=None), said(place=None)),
    "territory and an asset": (said(), said(asset=AssetKind.DAM, state=AssetState.DAMAGED)),
}


@pytest.mark.parametrize(("one", "other"), PASS.values(), ids=PASS.keys())
def test_claims_that_pass_by(one: Sourced, other: Sourced) -> None:
    """Claims that cannot have a relation do not find one another, so that the cost stays small."""
    assert not meet(one, other)


def test_entries_carry_the_last_day() -> None:
    """An entry says of which day the claim speaks last; of the undated past it is the article's own."""
    long_ago = said(realis=Realis.HISTORICAL, time=make_time(days_later(0), basis=TimeBasis.PUBLICATION))
    lasting = said(time=make_time(days_later(-3), end=days_later(2)))

    assert {entry.day for entry in index_entries([said(), long_ago])} == {days_later(0)}
    assert {entry.day for entry in index_entries([lasting])} == {days_later(2)}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (said(day=days_later(1)), True),
        (said(side=SUDMARK), True),
        (said(actor=SUDMARK), False),
        (said(predicate=Predicate.CONTROLS), False),
        (said(polarity=Polarity.DENIED), False),
        (said(realis=Realis.FUTURE), False),
        (said(extent=Extent.PARTIAL), False),
    ],
)
def test_a_position_is_what_is_said_of_the_thing(other: Sourced, *, same: bool) -> None:
    """Who says it and on which day does not make another position; anything that can conflict does."""

    def positions(one: Sourced) -> set[int]:
        return {entry.position for entry in index_entries([one])}

    assert bool(positions(said()) & positions(other)) is same


def test_claims_are_looked_up_around_their_own_days() -> None:
    """An article's claims of different days are looked up apart; around a dispute it is its last day that counts."""
    claims = [said(), said(place="Town 3"), said(day=days_later(-5))]

    assert [one.day for one in lookups_for(claims, rules=rules())] == [days_later(-5), days_later(0)]
    assert [one.day for one in lookup_around(claims, rules=rules())] == [days_later(0)]
    assert lookup_around([], rules=rules()) == ()


def test_a_store_ten_times_as_large_gives_no_more_candidates() -> None:
    """What a new claim finds depends on what is near it in place and time, not on how much is stored."""

    def found(years: int) -> int:
        stored = [
            entry
            for week in range(52 * years)
            for number in range(5)
            for entry in index_entries(
                [said(day=days_later(-7 * week), place=f"Town {number}", predicate=Predicate.ENTERED)]
            )
        ]
        wanted = set(candidate_keys([said(place="Town 3")], rules=rules()))
        return len({entry.claim for entry in stored if entry.key in wanted})

    assert found(2) == found(10)
