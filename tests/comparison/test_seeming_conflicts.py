"""What only looks like a conflict about who holds a place."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.claim import Extent, Polarity, Realis, SpeechAct
from bot.model.place import Feature, PlaceRelation
from bot.model.ports import Sourced
from bot.model.relation import Reason, RelationKind, Suppression
from tests.builders import NORLAND, SUDMARK, make_place, make_time
from tests.comparison.holding import ONE, OTHER_REGION, PART, REGION, SENTENCE, P, held, not_taken, part_held, taken
from tests.comparison.worlds import FIRST, asked, author, days_later, said

CONTAINED = {
    "town and region": (held(), taken(place=REGION)),
    "region and town": (held(place=REGION), taken()),
    "region in part": (held(place=REGION, **PART), taken()),
    "two parts": (held(**PART), taken(**PART)),
    "a part, and no word of the whole": (held(), taken(**PART)),
    "left parts, holds": (held(), said(predicate=P.WITHDREW, actor=SUDMARK, **PART)),
    "not all of it, a part": (not_taken(extent=Extent.WHOLE), taken(**PART)),
    "an airfield of the town": (
        held(place=make_place("Ellbruck airfield", feature=Feature.FACILITY, geonameid=900)),
        taken(place=make_place(geonameid=900)),
    ),
}


@pytest.mark.parametrize(("a", "b"), CONTAINED.values(), ids=CONTAINED.keys())
def test_containment(a: Sourced, b: Sourced) -> None:
    """Holding a part, or a place inside, does not contradict holding the whole."""
    relation = asked(a, b)
    assert relation is not None
    assert relation.relation is RelationKind.RELATED
    assert (relation.reason, relation.suppressed_by) == (Reason.PART_WITHIN_WHOLE, Suppression.CONTAINMENT)


BESIDE = {"place": make_place(relation=PlaceRelation.NEAR)}
NEAR_MISSES = {
    "entered": (held(), taken(predicate=P.ENTERED)),
    "fought for": (held(), taken(predicate=P.CONTESTED)),
    "encircled": (held(), taken(predicate=P.ENCIRCLED)),
    "advanced": (held(), taken(predicate=P.ADVANCED)),
    "annexed": (held(), taken(predicate=P.ANNEXED)),
    "near the place": (held(), taken(**BESIDE)),
    "north of the place": (held(), taken(place=make_place(relation=PlaceRelation.NORTH_OF))),
    "assault beaten back near it": (held(predicate=P.REPELLED, **BESIDE), taken()),
    "an ally holds it": (held(actor="ell_pr"), taken()),
    "a plan": (held(), taken(realis=Realis.FUTURE)),
    "a hypothesis": (held(), taken(realis=Realis.HYPOTHETICAL)),
    "not confirmed": (held(), taken(speech_act=SpeechAct.NOT_CONFIRMED)),
    "taken, taker not named, in an outlet's own voice": (held(), author(predicate=P.CAPTURED, actor=None)),
    "taken, taker not named, and held by an outlet's word": (
        author(predicate=P.CONTROLS, actor=SUDMARK),
        taken(actor=None),
    ),
    "a few streets still held": (part_held("Sudmark still holds parts of Ellbruck"), taken()),
    "two holders in one article, one of them by its own word": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK),
        said(in_=ONE, predicate=P.CONTROLS, actor=NORLAND, at=200),
    ),
    "one voice in one sentence": (
        author(in_=ONE, predicate=P.WITHDREW, actor=SUDMARK, mentions=SENTENCE),
        author(in_=ONE, predicate=P.WITHDREW, actor=SUDMARK, mentions=SENTENCE, polarity=Polarity.DENIED),
    ),
    "background, and a denial": (
        author(predicate=P.CAPTURED, realis=Realis.HISTORICAL, time=make_time(days_later(-2))),
        not_taken(),
    ),
    "all of the region, and not come into the town": (
        not_taken(predicate=P.ENTERED),
        taken(place=REGION, extent=Extent.WHOLE),
    ),
    "taken at some time of a season": (
        held(day=days_later(20)),
        taken(day=days_later(40), time=make_time(FIRST, end=days_later(40))),
    ),
    "denied long after": (taken(day=FIRST), not_taken(day=days_later(9))),
    "both not taken": (not_taken(), not_taken(actor=SUDMARK, side=NORLAND)),
    "not taken, still held": (not_taken(), held(in_="Other")),
    "its own side says that nobody took it": (not_taken(actor=None, side=NORLAND), taken()),
    "two sides of one change": (said(predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK), taken()),
}


@pytest.mark.parametrize(("a", "b"), NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_near_misses(a: Sourced, b: Sourced) -> None:
    """What says nothing about the holder, is not said as fact, or is of another time, is no conflict."""
    relation = asked(a, b)
    assert relation is None or relation.relation not in {RelationKind.REFUTES, RelationKind.SUPERSEDES}


@pytest.mark.parametrize(
    "changes",
    [{"place": "Sandbruck"}, {"place": OTHER_REGION}, {"place": None}],
    ids=["another town", "another region", "no place"],
)
def test_elsewhere_is_nothing(changes: dict[str, Any]) -> None:
    """Claims on places of which neither lies in the other have no relation."""
    assert asked(held(), taken(**changes)) is None


def test_not_asserted_says_why() -> None:
    """A plan to take what the other side holds is related, and says what it lacks for a conflict."""
    relation = asked(held(), taken(realis=Realis.FUTURE))
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.RELATED, Suppression.NOT_ASSERTED)


def test_the_holders_own_word_in_the_article_is_not_overruled() -> None:
    """In one article, a capture beside the holder's word that it holds is neither conflict nor succession."""
    a = said(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK)
    b = said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, at=200)
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.RELATED, Suppression.SUCCESSION)
