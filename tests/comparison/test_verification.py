"""What is known of a claim's truth."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.verification import verification_of
from bot.model.claim import Polarity, Predicate, SpeakerType, SpeechAct, Verification
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK
from tests.comparison.worlds import SIDES, asked, author, said

CLAIM: dict[str, Any] = {"predicate": Predicate.CAPTURED, "actor": NORLAND, "opponent": SUDMARK}


def known(one: Sourced, *others: Sourced) -> Verification:
    """Return the verification that follows from the others."""
    relations = [relation for other in others if (relation := asked(one, other)) is not None]
    return verification_of(one, relations, {other.claim.id: other for other in others}, sides=SIDES)


CASES = {
    "alone": ([], Verification.UNVERIFIED),
    "a repeat": ([said(**CLAIM, in_="Other")], Verification.UNVERIFIED),
    "its own side": ([said(**CLAIM, in_="Other", by="Ann Berg")], Verification.UNVERIFIED),
    "an ally": ([said(**CLAIM, in_="Other", side="ell_pr", by="Jon Falk")], Verification.UNVERIFIED),
    "a post": (
        [said(**CLAIM, in_="Other", side=None, by="a channel", as_=SpeakerType.SOCIAL_MEDIA)],
        Verification.UNVERIFIED,
    ),
    "an outlet": ([author(**CLAIM, in_="Other")], Verification.CORROBORATED),
    "the loser": ([said(**CLAIM, in_="Other", side=SUDMARK)], Verification.CONFIRMED),
    "a neutral confirmation": (
        [said(**CLAIM, in_="Other", side="XWE", speech_act=SpeechAct.CONFIRM)],
        Verification.CONFIRMED,
    ),
    "its own side's confirmation": (
        [said(**CLAIM, in_="Other", by="Ann Berg", speech_act=SpeechAct.CONFIRM)],
        Verification.UNVERIFIED,
    ),
    "denied and corroborated": (
        [author(**CLAIM, in_="Other"), said(**CLAIM, in_="Third", side=SUDMARK, polarity=Polarity.DENIED)],
        Verification.DISPUTED,
    ),
}


@pytest.mark.parametrize(("others", "expected"), CASES.values(), ids=CASES.keys())
def test_verification(others: list[Sourced], expected: Verification) -> None:
    """Evidence counts by whose it is; a conflict outweighs it."""
    assert known(said(**CLAIM), *others) is expected


def test_a_person_decides() -> None:
    """What a person set stays, whatever the claims say."""
    judged = said(**CLAIM, verification=Verification.FALSE)
    assert known(judged, author(**CLAIM, in_="Other")) is Verification.FALSE


def test_said_against_interest() -> None:
    """What the losing side itself says is confirmed by that."""
    assert known(said(**CLAIM, side=SUDMARK)) is Verification.CONFIRMED
