"""Places that somebody calls his own."""

from __future__ import annotations

import pytest

from bot.model.claim import Predicate
from tests.extraction.conftest import ClaimsOf


@pytest.mark.parametrize(
    "text",
    [
        '"Badme is still ours," Eritrean minister Tesfay Haile told reporters in Asmara.',
        "Eritrea's army said that Badme was ours again.",
    ],
)
def test_what_is_ours_is_the_speakers(claims_of: ClaimsOf, text: str) -> None:
    """Who calls a town his own says that his side holds it."""
    (claim,) = claims_of(text)
    assert (claim.predicate, claim.actor and claim.actor.side) == (Predicate.CONTROLS, "ERI")
    assert claim.place is not None
    assert claim.place.name == "Badme"


@pytest.mark.parametrize(
    "text",
    [
        '"The choice is ours," Eritrean minister Tesfay Haile told reporters in Asmara.',
        "Friends of ours fled from Badme, a trader said.",
    ],
)
def test_what_is_no_place_is_nobodys_ground(claims_of: ClaimsOf, text: str) -> None:
    """A choice is no town, and friends of ours hold none."""
    assert not any(claim.predicate is Predicate.CONTROLS for claim in claims_of(text))
