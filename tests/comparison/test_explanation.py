"""Sentences for a person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.explanation import explain
from bot.comparison.judgement import Judgement
from bot.model.claim import Predicate, Realis, SpeechAct
from bot.model.ports import Sourced
from bot.model.relation import Reason
from tests.builders import NORLAND, SUDMARK
from tests.comparison.worlds import SIDES, asked, author, days_later, decided, said

HELD = said(predicate=Predicate.CONTROLS, actor=SUDMARK, side=SUDMARK, in_="Sudmark Today")
TAKEN = said(
    predicate=Predicate.CAPTURED, actor=NORLAND, day=days_later(1), by="Ann Berg", affiliation="Foreign Ministry"
)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    """Every reason is told in whole sentences that name both outlets and dates."""
    text = explain(Judgement(reason=reason), HELD, TAKEN, SIDES)
    assert text.endswith(".")
    assert "Sudmark Today" in text
    assert "14 May 2031" in text
    assert "None" not in text


def test_a_conflict_names_both() -> None:
    """A conflict is explained with both speakers, their sides and what makes it one, in either order."""
    relation = asked(HELD, TAKEN)
    text = explain(relation, HELD, TAKEN, SIDES)
    assert text == explain(relation, TAKEN, HELD, SIDES)
    for words in (
        "Ann Berg, Foreign Ministry [Norland]",
        "Sudmark's defence ministry",
        "within two days",
        "succession",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"realis": Realis.FUTURE}, "a plan"),
        ({"realis": Realis.HYPOTHETICAL}, "what might be"),
        ({"speech_act": SpeechAct.NOT_CONFIRMED}, "did not, confirm"),
    ],
    ids=["plan", "hypothesis", "non-confirmation"],
)
def test_what_is_not_said_as_fact(changes: dict[str, Any], words: str) -> None:
    """The explanation says what the claim lacks for a conflict."""
    other = said(predicate=Predicate.CAPTURED, actor=NORLAND, day=days_later(1), **changes)
    assert words in explain(decided(HELD, other), HELD, other, SIDES)


def test_no_relation() -> None:
    """Where there is none, the explanation says so and why."""
    elsewhere: Sourced = author(place="Sandbruck")
    assert "No relation" in explain(None, HELD, elsewhere, SIDES)
    assert "No relation" in explain(decided(HELD, elsewhere), HELD, elsewhere, SIDES)
