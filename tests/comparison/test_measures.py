"""Figures: agreement within bounds, tolerance, windows, and conflicts of figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model.claim import AssetKind, AssetState, Bound, Predicate, Quantity, Unit
from bot.model.place import Feature, PlaceRelation, Scope
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.worlds import FIRST, asked, author, days_later, said

P = Predicate
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
COUNTRY = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
SCOPE = Scope(region=None, country=SUDMARK, basis="the article's places")
TOWN = make_place()


def figure(value: float, unit: Unit = Unit.KM, bound: Bound = Bound.EXACT) -> Quantity:
    """Return a figure with the bounds that its words allow."""
    low = None if bound is Bound.AT_MOST else value
    high = None if bound is Bound.AT_LEAST else value
    if bound is Bound.ABOUT:
        low, high = value * 0.9, value * 1.1
    return Quantity(unit=unit, value=value, low=low, high=high, bound=bound, text=f"{value:g} {unit}")


def moved(value: float, bound: Bound = Bound.EXACT, *, days: int | None = None, **changes: Any) -> Sourced:
    """Norland's ministry says that Norland advanced so many kilometres."""
    given = {
        "predicate": P.ADVANCED,
        "place": None,
        "scope": SCOPE,
        "quantities": (figure(value, bound=bound),),
        **({"time": make_time(days_later(1 - days), end=FIRST, days=days)} if days else {}),
        **changes,
    }
    return said(**given)


def dark(people: float, **changes: Any) -> Sourced:
    """Sudmark's ministry says that so many people in Ellmoor are without power."""
    given = {
        "asset": AssetKind.POWER,
        "state": AssetState.CUT_OFF,
        "actor": None,
        "side": SUDMARK,
        "place": REGION,
        "quantities": (figure(people, Unit.PEOPLE),),
        **changes,
    }
    return said(**given)


AGREE = {
    "up to fifty in four days": (moved(50, days=3), moved(50, Bound.AT_MOST, days=4, in_="Other", side="XWE")),
    "at least thirty": (
        moved(0, place=REGION, scope=None, predicate=P.RETOOK, quantities=(figure(30, Unit.COUNT, Bound.AT_LEAST),)),
        author(in_="Other", place=REGION, predicate=P.RETOOK, quantities=(figure(33, Unit.COUNT),)),
    ),
    "rounded": (moved(50), moved(51, in_="Other", side=SUDMARK)),
    "in the country, and nowhere named": (
        author(in_="Other", place=COUNTRY, predicate=P.RETOOK, actor=NORLAND, quantities=(figure(900, Unit.KM2),)),
        moved(0, predicate=P.CAPTURED, quantities=(figure(900, Unit.KM2, Bound.AT_LEAST),)),
    ),
    "actor not named": (moved(50), moved(50, in_="Other", side=SUDMARK, actor=None)),
    "people without power": (dark(40_000), dark(41_000, side=NORLAND, in_="Other")),
}


@pytest.mark.parametrize(("a", "b"), AGREE.values(), ids=AGREE.keys())
def test_figures_agree(a: Sourced, b: Sourced) -> None:
    """Two voices whose figures one value can satisfy support one another."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.reason) == (RelationKind.SUPPORTS, Reason.FIGURES_AGREE)


DISAGREE = {
    "a stated window": (moved(50, days=3), moved(5, days=3, in_="Other", side=SUDMARK)),
    "people without power": (dark(40_000), dark(400_000, side=NORLAND, in_="Other")),
    "a share of the town": (
        moved(0, predicate=P.CONTROLS, place=TOWN, scope=None, quantities=(figure(90, Unit.PERCENT),)),
        moved(
            0,
            predicate=P.CONTROLS,
            place=TOWN,
            scope=None,
            quantities=(figure(40, Unit.PERCENT),),
            side=SUDMARK,
            in_="Other",
        ),
    ),
}


def counted(number: float, since: int, **changes: Any) -> Sourced:
    """Return a count of settlements that Norland took in the region since so many days before the article."""
    time = replace(make_time(days_later(-since)), end=FIRST)
    taken = (figure(number, Unit.COUNT),)
    return moved(0, predicate=P.CAPTURED, place=REGION, scope=None, quantities=taken, time=time, **changes)


def area(size: float, predicate: P, **changes: Any) -> Sourced:
    """Return how much of the region Norland took, or holds."""
    return moved(0, predicate=predicate, place=REGION, scope=None, quantities=(figure(size, Unit.KM2),), **changes)


DISAGREE |= {
    "since one day": (counted(29, 6), counted(5, 6, in_="Other", side=SUDMARK)),
    "what is held": (area(1150, P.CONTROLS), area(480, P.CONTROLS, in_="Other", side=SUDMARK)),
}
APART = {
    "since two days": (counted(29, 6), counted(5, 2, in_="Other", side=SUDMARK)),
    "what was taken comes in parts": (area(1150, P.CAPTURED), area(480, P.CAPTURED, in_="Other", side=SUDMARK)),
}


@pytest.mark.parametrize(("a", "b"), APART.values(), ids=APART.keys())
def test_figures_of_two_windows_do_not_conflict(a: Sourced, b: Sourced) -> None:
    """Counts from two days on, and what is taken piece by piece, can both be right."""
    relation = asked(a, b)
    assert relation is None or relation.relation is not RelationKind.REFUTES


@pytest.mark.parametrize(("a", "b"), DISAGREE.values(), ids=DISAGREE.keys())
def test_figures_disagree(a: Sourced, b: Sourced) -> None:
    """Two figures for one thing over one window that no value satisfies are a numeric conflict."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.NUMERIC)


NO_CONFLICT = {
    "other windows": (moved(50, days=3), moved(5, days=1, in_="Other", side=SUDMARK)),
    "no window": (moved(50), moved(5, in_="Other", side=SUDMARK)),
    "other times": (
        moved(50, days=3),
        moved(5, days=3, in_="Other", side=SUDMARK, day=days_later(30), time=make_time(days_later(30), days=3)),
    ),
    "other units": (moved(50), moved(5, quantities=(figure(5, Unit.KM2),), in_="Other", side=SUDMARK)),
    "other actors": (moved(50, days=3), moved(5, days=3, actor=SUDMARK, in_="Other", side=SUDMARK)),
    "a distance and a depth": (
        moved(50),
        moved(15, place=make_place(relation=PlaceRelation.NEAR), scope=None, in_="Other", side=SUDMARK),
    ),
    "one side's count goes on": (
        moved(20, place=TOWN, scope=None, days=3),
        moved(40, place=TOWN, scope=None, days=3, by="Ann Berg", in_="Other"),
    ),
    "other countries": (
        moved(50, days=3),
        moved(5, days=3, scope=Scope(region=None, country="XWE", basis="x"), in_="Other"),
    ),
    "other regions": (
        moved(50, days=3, scope=Scope(region="Ellmoor", country=SUDMARK, basis="x")),
        moved(5, days=3, scope=Scope(region="Sandmoor", country=SUDMARK, basis="x"), in_="Other", side=SUDMARK),
    ),
}


@pytest.mark.parametrize(("a", "b"), NO_CONFLICT.values(), ids=NO_CONFLICT.keys())
def test_figures_that_do_not_conflict(a: Sourced, b: Sourced) -> None:
    """Figures of another window, unit, side, area or time are not compared as one measure."""
    relation = asked(a, b)
    assert relation is None or relation.relation is RelationKind.RELATED


def test_a_small_difference_is_tolerated() -> None:
    """Figures a little further apart than rounding allows are no conflict, and say so."""
    relation = asked(dark(40_000), dark(50_000, side=NORLAND, in_="Other"))
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.RELATED, Suppression.TOLERANCE)


@pytest.mark.parametrize(
    ("later", "kind"),
    [(figure(30, Unit.COUNT, Bound.AT_LEAST), RelationKind.IDENTICAL), (figure(34, Unit.COUNT), RelationKind.REFINES)],
    ids=["the same figure", "a narrower figure"],
)
def test_one_speaker_again(later: Quantity, kind: RelationKind) -> None:
    """One speaker's same figure is a repeat, a figure inside the first one's bounds is more exact."""
    first = moved(0, place=REGION, scope=None, quantities=(figure(30, Unit.COUNT, Bound.AT_LEAST),))
    second = moved(0, place=REGION, scope=None, quantities=(later,), in_="Other", day=days_later(1))
    relation = asked(first, second)
    assert relation is not None
    assert relation.relation is kind


def test_scope_alone_is_no_reason_for_a_control_conflict() -> None:
    """Claims that name no place never conflict about who holds one."""
    a = said(predicate=P.CAPTURED, place=None, scope=SCOPE)
    b = said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, place=None, scope=SCOPE, in_="Other")
    assert asked(a, b) is None


def villages(count: float, bound: Bound, **changes: Any) -> Sourced:
    """Norland's ministry says that Norland took so many villages of Ellmoor."""
    given = {"predicate": P.CAPTURED, "place": REGION, "quantities": (figure(count, Unit.COUNT, bound),), **changes}
    return said(**given)


def test_a_count_that_the_other_side_caps_on_the_same_day_conflicts() -> None:
    """Of one region and one day, "24 villages" and "no more than five" are one figure."""
    capped = villages(5, Bound.AT_MOST, side=SUDMARK, in_="Sudmark Today")
    found = asked(villages(24, Bound.EXACT), capped)
    assert found is not None
    assert (found.relation, found.conflict_type) == (RelationKind.REFUTES, ConflictType.NUMERIC)


def test_how_many_villages_a_side_holds_is_one_figure_a_day() -> None:
    """What a side took comes in parts, but what it controls in a region on a day is one count."""
    held = villages(74, Bound.EXACT, predicate=P.CONTROLS)
    other = villages(28, Bound.EXACT, predicate=P.CONTROLS, side=SUDMARK, in_="Sudmark Today")
    found = asked(held, other)
    assert found is not None
    assert (found.relation, found.conflict_type) == (RelationKind.REFUTES, ConflictType.NUMERIC)


def test_two_counts_of_a_region_are_of_different_things() -> None:
    """Of "24 villages" and "five villages" each may be others."""
    other = villages(5, Bound.EXACT, side=SUDMARK, in_="Sudmark Today")
    found = asked(villages(24, Bound.EXACT), other)
    assert found is None or found.relation is not RelationKind.REFUTES
