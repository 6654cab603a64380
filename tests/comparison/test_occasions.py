"""One event of which two days, or two places, are told."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Bound,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    TimeBasis,
    TimePrecision,
    Unit,
)
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.worlds import asked, days_later, said

P = Predicate
BRIDGE = Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge")
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
FIVE = (Quantity(unit=Unit.COUNT, value=5, low=5, high=5, bound=Bound.EXACT, text="five villages"),)


def on(number: int, **changes: Any) -> Sourced:
    """Norland's ministry says on the tenth day that Norland took Ellbruck on that day."""
    given = {
        "predicate": P.CAPTURED,
        "actor": NORLAND,
        "day": days_later(10),
        "time": make_time(days_later(number), basis=TimeBasis.EXPLICIT, precision=TimePrecision.DAY),
        **changes,
    }
    return said(**given)


def other(number: int, **changes: Any) -> Sourced:
    """Sudmark's ministry says on the tenth day that Norland took Ellbruck on that day."""
    return on(number, **{"side": SUDMARK, "in_": "Sudmark Today", **changes})


DESTROYED: dict[str, Any] = {"predicate": None, "asset": BRIDGE, "state": AssetState.DESTROYED, "actor": None}
TWO_DAYS = {
    "taken": (on(8), other(4)),
    "taken, by one side's two voices": (on(8), on(4, by="Ann Berg", in_="Other")),
    "left": (on(8, predicate=P.WITHDREW), other(4, predicate=P.WITHDREW)),
    "taken, taker not named": (on(8), other(4, actor=None)),
    "reported days later": (on(8), other(4, day=days_later(14))),
    "a bridge destroyed": (on(8, **DESTROYED), other(5, **DESTROYED)),
}


@pytest.mark.parametrize(("one", "two"), TWO_DAYS.values(), ids=TWO_DAYS.keys())
def test_two_days_of_what_happens_once_conflict(one: Sourced, two: Sourced) -> None:
    """A town is taken, left, a bridge destroyed on one day; two days that are named cannot both be right."""
    relation = asked(one, two)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.TIME)
    assert relation.reason is Reason.TWO_DAYS_NAMED
    assert relation.slot is not None
    assert relation.slot.startswith("time:")


ONE_DAY = {
    "a night between": (on(8), other(7)),
    "a day and the article's date": (on(8), other(4, time=make_time(days_later(10), basis=TimeBasis.PUBLICATION))),
    "a day and a month": (
        on(8),
        other(4, time=make_time(days_later(1), end=days_later(5), precision=TimePrecision.MONTH)),
    ),
    "reported before the other day": (on(8), other(4, day=days_later(5))),
    "parts of it": (on(8, extent=Extent.PARTIAL), other(4, extent=Extent.PARTIAL)),
    "villages of the region": (on(8, place=REGION, quantities=FIVE), other(4, place=REGION, quantities=FIVE)),
    "a region": (on(8, place=REGION), other(4, place=REGION)),
    "fighting": (on(8, predicate=P.CONTESTED), other(4, predicate=P.CONTESTED)),
    "background": (on(8), other(4, realis=Realis.HISTORICAL)),
    "another town": (on(8), other(4, place="Sandbruck")),
    "weeks apart": (on(30, day=days_later(40)), other(4, day=days_later(40))),
    "a bridge hit": (
        on(8, **{**DESTROYED, "state": AssetState.ATTACKED}),
        other(4, **{**DESTROYED, "state": AssetState.ATTACKED}),
    ),
    "denied": (on(8, polarity=Polarity.DENIED), other(4, polarity=Polarity.DENIED)),
}


@pytest.mark.parametrize(("one", "two"), ONE_DAY.values(), ids=ONE_DAY.keys())
def test_what_can_have_happened_twice_does_not(one: Sourced, two: Sourced) -> None:
    """Neighbouring days, vague times, parts, what goes on day after day, and reports from in between."""
    relation = asked(one, two)
    assert relation is None or relation.conflict_type is not ConflictType.TIME


SCHOOL = Asset(kind=AssetKind.SCHOOL, text="a school")
KNOWN = "Monday's air strike on a school hit {}."
PLAIN = "Jets hit a school in {} on Monday."


def struck(where: str, words: str = KNOWN, **changes: Any) -> Sourced:
    """Somebody says that Monday's strike on a school was in that town."""
    quote = words.format(where)
    mention = Mention(part="body", start=0, end=len(quote), quote=quote)
    given = {"predicate": None, "asset": SCHOOL, "state": AssetState.ATTACKED, "actor": None, "place": where}
    return on(9, **{**given, "mentions": (mention,), **changes})


@pytest.mark.parametrize(
    "other",
    [
        struck("Sandbruck", side=SUDMARK, in_="Other"),
        struck("Sandbruck", "The missile strike hit a school in {}.", side=SUDMARK, in_="Other"),
    ],
    ids=["Monday's", "the"],
)
def test_one_strike_is_in_one_place(other: Sourced) -> None:
    """Who puts a strike that everybody knows of in another town contradicts."""
    relation = asked(struck("Ellbruck"), other)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.PLACE)
    assert relation.reason is Reason.TWO_PLACES_NAMED


TWO_STRIKES = {
    "one of many": struck("Sandbruck", PLAIN, side=SUDMARK, in_="Other"),
    "several": struck("Sandbruck", "Monday's air strikes hit a school in {}.", side=SUDMARK, in_="Other"),
    "another day": struck("Sandbruck", time=make_time(days_later(7), basis=TimeBasis.RELATIVE), in_="Other"),
    "another target": struck("Sandbruck", asset=Asset(kind=AssetKind.SCHOOL, text="a university"), in_="Other"),
    "another striker": struck("Sandbruck", actor=SUDMARK, in_="Other"),
    "another country": struck("Sandbruck", place=make_place("Sandbruck", country="XWE"), in_="Other"),
    "the region": struck("Sandbruck", place=REGION, in_="Other"),
    "denied": struck("Sandbruck", polarity=Polarity.DENIED, in_="Other"),
}


@pytest.mark.parametrize("other", TWO_STRIKES.values(), ids=TWO_STRIKES.keys())
def test_strikes_of_one_day_are_many(other: Sourced) -> None:
    """Strikes on two towns are two, unless both speak of the one."""
    relation = asked(struck("Ellbruck", actor=NORLAND), other)
    assert relation is None or relation.conflict_type is not ConflictType.PLACE
