"""Sentences for a person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.explanation import explain, verdict
from bot.comparison.judgement import Judgement
from bot.model.claim import Extent, Polarity, Predicate, Realis, SpeechAct
from bot.model.place import PlaceRelation
from bot.model.ports import Sourced
from bot.model.relation import Reason
from tests.builders import NORLAND, SUDMARK, make_place
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
        "Ann Berg, Foreign Ministry [Norland] (The Ell Courier, 15 May 2031)",
        "Sudmark's defence ministry",
        "within two days",
        "succession",
    ):
        assert words in text


def test_nothing_is_said_twice() -> None:
    """What both speak of, and a day that both name, are said once; a place changes hands, not its control."""
    text = explain(asked(HELD, TAKEN), HELD, TAKEN, SIDES)
    assert "both speak of control of Ellbruck" in text
    assert "One says that Ellbruck changed hands" in text
    assert "between the two reports" in text
    same_day = said(predicate=Predicate.CAPTURED, actor=NORLAND)
    assert "(both of 14 May 2031)" in explain(asked(HELD, same_day), HELD, same_day, SIDES)


def test_what_is_beside_a_place_is_an_area() -> None:
    """A claim about the surroundings speaks of them, in words that can stand after "of"."""
    beside = author(predicate=Predicate.ADVANCED, place=make_place(relation=PlaceRelation.NEAR))
    assert "speaks of the area near Ellbruck" in explain(decided(HELD, beside), HELD, beside, SIDES)


def test_a_part_against_a_denial_is_told() -> None:
    """That one speaks of a part and the other denies it altogether is said, since it looks like no conflict."""
    part = said(predicate=Predicate.CAPTURED, extent=Extent.PARTIAL)
    denial = said(
        predicate=Predicate.CAPTURED,
        side=SUDMARK,
        in_="Sudmark Today",
        polarity=Polarity.DENIED,
        speech_act=SpeechAct.DENY,
    )
    assert "a part of Ellbruck, the other denies it altogether" in explain(asked(part, denial), part, denial, SIDES)


def test_the_verdict_leaves_out_who_speaks() -> None:
    """Where both claims are shown, how they stand is told without naming them first."""
    relation = asked(HELD, TAKEN)
    assert explain(relation, HELD, TAKEN, SIDES).endswith(verdict(relation, HELD, TAKEN, SIDES))
    assert verdict(relation, HELD, TAKEN, SIDES).startswith("Both cannot be true")
    assert verdict(None, HELD, TAKEN, SIDES).startswith("No relation: they share no place")


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
