"""Whose a strike is said to be, or not to be, in the clause that names it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure

Fact = dict[str, Any]
_DENIED = {"says": "attacked", "polarity": "denied"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Ukraine had nothing to do with the fire at the oil depot in Belgorod, Oleksiy Danilov said.",
            {"says": "attacked", "polarity": "denied", "actor": "UKR", "place": "Belgorod"},
            id="nothing-to-do-with",
        ),
        pytest.param(
            "Israel said it had nothing to do with the attack on the power plant in Damascus.",
            {**_DENIED, "actor": "ISR", "place": "Damascus"},
            id="who-speaks",
        ),
        pytest.param(
            "Iran played no part in the attack on the power plant at Abha, its foreign ministry said.",
            {**_DENIED, "actor": "IRN"},
            id="no-part",
        ),
        pytest.param(
            "The Houthis denied any role in the attack on the power plant at Abha.",
            {**_DENIED, "actor": "houthis", "act": "deny", "side": "houthis"},
            id="denied-any-role",
        ),
        pytest.param(
            "The Taliban denied having had a hand in the attack on the fuel depot in Kabul.",
            {**_DENIED, "actor": "taliban", "act": "deny"},
            id="denied-having-had",
        ),
        pytest.param(
            "Iran was not behind the attack on the refinery at Abqaiq, its foreign ministry said.",
            {**_DENIED, "actor": "IRN"},
            id="not-behind",
        ),
        pytest.param(
            "Iran was not involved in the attack on the refinery at Abqaiq, its foreign ministry said.",
            {**_DENIED, "actor": "IRN"},
            id="not-involved",
        ),
        pytest.param(
            "The Taliban took credit for the attack on the fuel depot in Kabul.",
            {"says": "attacked", "polarity": "affirmed", "actor": "taliban"},
            id="took-credit",
        ),
    ],
)
def test_a_share_in_a_strike_is_taken_or_denied(claims_of: ClaimsOf, text: str, wanted: Fact) -> None:
    """The strike is a claim about who did it, denied where he is said to have no share in it."""
    assert facts(infrastructure(claims_of(text)), [wanted]) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Houthis had a part in the attack on the power plant at Abha.", id="a-share"),
        pytest.param("The Houthis did not deny a role in the attack on the power plant at Abha.", id="not-denied"),
        pytest.param("The army had no men at the depot in Kabul before the attack on the depot.", id="no-men"),
        pytest.param("The mayor had nothing to say of the attack on the depot in Kabul.", id="nothing-to-say"),
    ],
)
def test_what_is_no_disclaimer_denies_nothing(claims_of: ClaimsOf, text: str) -> None:
    """That somebody had no men there, or does not deny it, is no word against the strike."""
    assert "denied" not in {str(one.polarity) for one in infrastructure(claims_of(text))}
