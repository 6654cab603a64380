"""The positions in a dispute."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.comparison.positions import positions_of, voice_line, voice_name
from bot.comparison.slots import holder_slot
from bot.model.claim import Certainty, Polarity, Predicate, SpeakerType, SpeechAct
from tests.builders import NORLAND, SUDMARK, make_article, make_place
from tests.comparison.worlds import SIDES, author, said

SLOT = holder_slot(make_place()).key


def test_a_position_is_of_the_side_that_it_speaks_of() -> None:
    """A denial by Sudmark that Norland took it is a position on Norland, with Sudmark's voice."""
    denial = said(
        predicate=Predicate.CAPTURED,
        actor=NORLAND,
        side=SUDMARK,
        polarity=Polarity.DENIED,
        speech_act=SpeechAct.DENY,
        in_="Moor Radio",
    )
    (position,) = positions_of(SLOT, [denial], sides=SIDES)
    assert (position.label, position.side) == ("not held by Norland", NORLAND)
    assert position.voices == ("Sudmark's defence ministry (Moor Radio, 14 May 2031, 09:00 UTC)",)


def test_every_claim_has_its_voice() -> None:
    """Voices stand in the order of the claims."""
    one, other = said(predicate=Predicate.CAPTURED), author(predicate=Predicate.CAPTURED, in_="Hill Post")
    (position,) = positions_of(SLOT, [one, other], sides=SIDES)
    assert position.claims == (one.claim.id, other.claim.id)
    assert [voice.split(" (")[0] for voice in position.voices] == [
        "Norland's defence ministry",
        "Hill Post in its own voice",
    ]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        pytest.param({"by": "Ann Berg", "affiliation": "Staff"}, "Ann Berg, Staff [Norland]", id="side not named"),
        pytest.param({"affiliation": "Norland's defence ministry"}, "Norland's defence ministry", id="named twice"),
        pytest.param({"by": None}, "a source that speaks for Norland", id="side alone"),
        pytest.param({"by": None, "side": None, "as_": SpeakerType.ANONYMOUS}, "an unnamed source", id="nobody"),
        pytest.param(
            {"by": None, "side": None, "as_": SpeakerType.AUTHOR, "in_": "unknown"},
            "an unnamed outlet in its own voice",
            id="unknown outlet",
        ),
    ],
)
def test_who_says_it(changes: dict[str, Any], wanted: str) -> None:
    """Name, office and side, as far as they are known, and nothing twice."""
    assert voice_name(said(**changes), sides=SIDES) == wanted


def test_a_hedge_is_told() -> None:
    """A probable claim does not stand as a certain one."""
    published = datetime(2031, 5, 14, 21, 30, tzinfo=UTC)
    one = said(certainty=Certainty.PROBABLE, in_=make_article(publisher="Moor Radio", published_at=published))
    assert voice_line(one, sides=SIDES) == "Norland's defence ministry (Moor Radio, 14 May 2031, 21:30 UTC; probable)"
