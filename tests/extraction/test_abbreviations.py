"""Short names that an article gives a side itself, whose spokesman "its spokesman" is, and what people lack."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure, territory

Fact = dict[str, Any]


def test_a_short_name_is_the_side_that_it_was_given_to(claims_of: ClaimsOf) -> None:
    """What stands in brackets behind a side's name stands for it from then on."""
    text = "The Arakan Army (AA) denied it. The AA has captured Paletwa, a town in Chin State in Myanmar."
    wanted = [{"says": "captured", "actor": "arakan_army", "place": "Paletwa"}]
    assert facts(territory(claims_of(text, published="2024-01-16")), wanted) == wanted


def test_brackets_with_something_else_name_nobody(claims_of: ClaimsOf) -> None:
    """A word in brackets that is no short name stands for no side."""
    text = "The Arakan Army (Sunday) denied it. The troops of Sunday captured Paletwa in Myanmar."
    assert all(claim.actor is None or claim.actor.side != "arakan_army" for claim in territory(claims_of(text)))


def test_its_spokesman_speaks_for_the_side_named_before(claims_of: ClaimsOf) -> None:
    """In the words of its spokesman "we" are the group that the sentence before named."""
    text = 'The Arakan Army rejected the report. "We hold Paletwa in Chin State," its spokesman said.'
    wanted = [{"says": "controls", "actor": "arakan_army", "place": "Paletwa", "side": "arakan_army"}]
    assert facts(territory(claims_of(text, published="2024-01-16")), wanted) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Rebels shelled Goma. In Goma there has been no electricity for 11 days.",
            [{"says": "cut_off", "kind": "power", "polarity": "affirmed", "place": "Goma"}],
            id="there-is-none",
        ),
        pytest.param(
            "Some 20,000 households in Goma were cut off from electricity by the shelling.",
            [{"says": "cut_off", "kind": "power", "polarity": "affirmed", "place": "Goma"}],
            id="cut-off-from-it",
        ),
        pytest.param(
            "Rebels shelled Goma. The hospital has been without running water since Tuesday.",
            [{"says": "cut_off", "kind": "water", "polarity": "affirmed"}],
            id="without-running-water",
        ),
        pytest.param(
            "Blackouts were reported in Odesa after the Russian strikes.",
            [{"says": "cut_off", "kind": "power", "place": "Odesa"}],
            id="blackouts",
        ),
        pytest.param(
            "Rebel shelling plunged most of Goma back into darkness.",
            [{"says": "cut_off", "kind": "power", "place": "Goma"}],
            id="darkness",
        ),
    ],
)
def test_what_is_lacking(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """A service that people have not got is cut off."""
    assert facts(infrastructure(claims_of(text)), wanted) == wanted
