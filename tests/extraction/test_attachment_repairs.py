"""Words that the parser hangs on the wrong one of two."""

from __future__ import annotations

import pytest

from bot.extraction.repairs import repair
from tests.extraction.conftest import ClaimsOf
from tests.extraction.docs import parsed, the
from tests.extraction.facts import facts, infrastructure

MORE_THAN = (
    "They|PRP|nsubj|2 control|VBP|root|0|control more|JJR|advmod|2 than|IN|case|6 a|DT|det|6 third|NN|obl|{above} "
    "of|IN|case|8 Lesk|NNP|nmod|6"
)


@pytest.mark.parametrize("above", [2, 3])
def test_an_amount_behind_more_than_is_what_is_held(above: int) -> None:
    """In "control more than a third of Lesk" the third is controlled, whatever the parser hangs it on."""
    doc = repair(parsed(MORE_THAN.format(above=above)))
    assert (the(doc, "third").dep_, the(doc, "third").head.text) == ("obj", "control")


def test_what_is_compared_with_stays_beside() -> None:
    """In "control more than rebels" nothing of the rebels is controlled."""
    doc = repair(
        parsed("They|PRP|nsubj|2 control|VBP|root|0|control more|JJR|advmod|2 than|IN|case|5 rebels|NNS|obl|2")
    )
    assert the(doc, "rebels").dep_ == "obl"


def test_a_place_declared_free_is_free() -> None:
    """In "declared the village of Lesk free of rebels" the village is said to be free."""
    doc = repair(
        parsed(
            "They|PRP|nsubj|2 declared|VBD|root|0|declare the|DT|det|4 village|NN|obj|2 of|IN|case|6 Lesk|NNP|nmod|4 "
            "free|JJ|amod|6 of|IN|case|9 rebels|NNS|obl|7"
        )
    )
    assert (the(doc, "free").head.text, the(doc, "village").head.text) == ("declared", "free")


def test_a_free_press_stays_a_press() -> None:
    """An adjective before its noun is left where it is."""
    doc = repair(
        parsed("They|PRP|nsubj|2 declared|VBD|root|0|declare a|DT|det|5 free|JJ|amod|5 Lesk|NNP|obj|2 today|NN|obl|2")
    )
    assert (the(doc, "free").dep_, the(doc, "Lesk").dep_) == ("amod", "obj")


def test_to_whom_a_town_was_lost(claims_of: ClaimsOf) -> None:
    """What stands between a lost town and its taker changes nothing."""
    found = claims_of("Myanmar's junta has lost the town of Maungdaw on the Bangladeshi border to the Arakan Army.")
    wanted = [{"says": "controls", "actor": "MMR", "opponent": "arakan_army", "polarity": "denied"}]
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        pytest.param(
            "It was rebels, not the army, that destroyed the bridge in Goma, officials said.", "m23", id="cleft"
        ),
        pytest.param("It was the Congolese army, and not the rebels, who blew up the bridge in Goma.", "COD", id="who"),
    ],
)
def test_who_it_was_and_who_it_was_not(claims_of: ClaimsOf, text: str, actor: str) -> None:
    """In "it was A, not B, that struck X" A struck it."""
    assert [one.actor and one.actor.side for one in infrastructure(claims_of(text))] == [actor]
