"""Lists of who holds what, without a verb."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

Fact = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Fighting goes on in Congo. Control: Uvira, Sange and Kamanyola under M23.",
            [
                {"says": "controls", "actor": "m23", "place": "Uvira"},
                {"says": "controls", "actor": "m23", "place": "Sange"},
                {"says": "controls", "actor": "m23", "place": "Kamanyola"},
            ],
            id="labelled",
        ),
        pytest.param(
            "Goma and most of Masisi held by M23.",
            [
                {"says": "controls", "actor": "m23", "place": "Goma", "extent": None},
                {"says": "controls", "actor": "m23", "place": "Masisi", "extent": "partial"},
            ],
            id="held-by",
        ),
    ],
)
def test_lists_of_holders(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """Each place of the list is held by who is named behind it."""
    assert facts(territory(claims_of(text, published="2025-12-14")), wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Life under Taliban rule.", id="life"),
        pytest.param("Kabul under Taliban attack.", id="attack"),
        pytest.param("Villagers under Houthi and Saudi fire in Marib.", id="fire"),
    ],
)
def test_other_things_under_a_side(claims_of: ClaimsOf, text: str) -> None:
    """What stands under a rule, an attack or fire is held by nobody for that."""
    assert facts(territory(claims_of(text)), []) == []
