"""Which part of a town a claim names."""

from __future__ import annotations

import pytest

from bot.comparison.quarters import part_of, same_part
from bot.comparison.rules import load_rules
from bot.model.claim import Claim
from tests.builders import make_claim, make_place

PARTS = load_rules().places.parts


def saying(quote: str) -> Claim:
    """Return a claim about Arden in these words."""
    return make_claim(place=make_place("Arden"), quote=quote)


@pytest.mark.parametrize(
    ("quote", "part"),
    [
        ("The rebels hold the centre of Arden.", "centre"),
        ("Central Arden is held by the army.", "centre"),
        ("Troops control the eastern half of Arden.", "east"),
        ("They hold eastern Arden.", "east"),
        ("They hold the old city of Arden.", "old_town"),
        ("They hold streets in central Arden.", None),
        ("They hold most of eastern Arden.", None),
        ("They hold Arden.", None),
        ("They are in control of the centre of Arden.", "centre"),
        ("They hold the north of Arden and western Arden.", None),
    ],
)
def test_a_part_is_named_by_its_words(quote: str, part: str | None) -> None:
    """A part of the town counts, and a piece of that part does not."""
    assert part_of(saying(quote), parts=PARTS) == part


def test_two_words_for_one_part_are_one() -> None:
    """The heart of a town is its centre; its north is not."""
    assert same_part(saying("They hold the heart of Arden."), saying("We hold central Arden."), parts=PARTS)
    assert not same_part(saying("They hold the heart of Arden."), saying("We hold northern Arden."), parts=PARTS)
    assert not same_part(saying("They hold Arden."), saying("We hold Arden."), parts=PARTS)
