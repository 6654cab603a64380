"""Why two claims conflict, in an alert."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.alerts.reasons import why_of
from bot.model.claim import AssetKind, AssetState, Extent, Polarity, Predicate, SpeechAct, TimeBasis
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind
from tests.builders import NORLAND, SUDMARK, make_place, make_relation, make_time
from tests.comparison.worlds import days_later, said

P = Predicate
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY, "side": SUDMARK}
TAKEN = said(predicate=P.CAPTURED)
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)


def why(first: Sourced, second: Sourced, kind: ConflictType = ConflictType.POLARITY, **changes: Any) -> str:
    """Return why the two conflict."""
    given = {"relation": RelationKind.REFUTES, "reason": Reason.ASSERTED_AND_DENIED, "conflict_type": kind, **changes}
    return why_of(make_relation(first.claim.id, second.claim.id, **given), first, second)


@pytest.mark.parametrize(
    ("said_", "denied", "words"),
    [
        pytest.param(
            {"predicate": P.CAPTURED, "extent": Extent.PARTIAL},
            {"predicate": P.RETOOK},
            "That a part of Ellbruck was taken stands against a denial that it was taken at all",
            id="a part taken",
        ),
        pytest.param(
            {"predicate": P.CONTROLS, "extent": Extent.PARTIAL, "place": REGION},
            {"predicate": P.CONTROLS, "place": REGION},
            "One speaks of parts of Ellmoor region, the other denies it of the whole",
            id="parts held",
        ),
        pytest.param({"predicate": P.CAPTURED}, {"predicate": P.CAPTURED}, "the very thing", id="the same"),
        pytest.param(
            {"asset": AssetKind.DAM, "state": AssetState.DAMAGED},
            {"asset": AssetKind.DAM, "state": AssetState.DAMAGED},
            "the very thing",
            id="an asset",
        ),
        pytest.param({"predicate": P.CONTROLS}, {"predicate": P.CAPTURED}, "follows from", id="a consequence"),
        pytest.param(
            {"predicate": P.CAPTURED},
            {"predicate": P.CONTROLS, "actor": SUDMARK, "polarity": Polarity.AFFIRMED},
            "denies that it was lost",
            id="a loss",
        ),
    ],
)
def test_what_is_denied_of_what_is_said(said_: dict[str, Any], denied: dict[str, Any], words: str) -> None:
    """What stands against what is told, in either order of the two."""
    one, other = said(**said_), said(in_="Sudmark Today", **{**DENIED, **denied})
    assert words in why(one, other)
    assert words in why(other, one)


def test_a_change_of_hands_may_lie_between_the_reports() -> None:
    """Which place it is, and between what it may have changed hands."""
    held = said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, in_="Sudmark Today")
    text = why(held, TAKEN, ConflictType.CONTROL, reason=Reason.TAKEN_WHILE_HELD)
    assert "Ellbruck is held, the other that it was taken" in text
    assert text.endswith("succession: Ellbruck may have changed hands between the two reports.")


def test_two_statements_of_one_article_are_no_two_reports() -> None:
    """Within one article it is the statements that it may lie between."""
    held = said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, in_=TAKEN.article)
    assert "between the two statements" in why(held, TAKEN, ConflictType.CONTROL)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        pytest.param(TAKEN, "(both reports are of 14 May 2031)", id="nothing said"),
        pytest.param(said(day=days_later(1)), "(14 May 2031, and 15 May 2031)", id="two days"),
        pytest.param(
            said(day=days_later(1), time=make_time(date(2031, 5, 14), basis=TimeBasis.EXPLICIT)),
            "(both of 14 May 2031)",
            id="one day, stated",
        ),
    ],
)
def test_the_days_are_told(other: Sourced, words: str) -> None:
    """The days that the two speak of stand behind, once where they are the same."""
    assert words in why(TAKEN, other, ConflictType.NUMERIC)


def test_sides_are_not_judged() -> None:
    """Who would have lost the place is not named as having lost it."""
    assert NORLAND not in why(TAKEN, said(predicate=P.CONTROLS, side=SUDMARK, actor=SUDMARK), ConflictType.CONTROL)


def test_two_sides_that_call_a_place_their_own_are_no_succession() -> None:
    """What each side says is its own has not changed hands in between."""
    ours, theirs = said(predicate=P.ANNEXED), said(predicate=P.ANNEXED, actor=SUDMARK, side=SUDMARK, in_="Other")
    text = why(ours, theirs, ConflictType.CONTROL, reason=Reason.TWO_HOLDERS_AT_ONCE)
    assert "its own" in text or "their own" in text
    assert "succession" not in text
