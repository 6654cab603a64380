"""States of assets that are told without a frame."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure

Fact = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Shells fell on Dessie in Ethiopia. The hospital is not taking patients.",
            [{"says": "cut_off", "kind": "hospital", "polarity": "affirmed"}],
            id="not-taking-patients",
        ),
        pytest.param(
            "The clinic in Goma is no longer functioning after the shelling.",
            [{"says": "cut_off", "kind": "hospital", "polarity": "affirmed", "place": "Goma"}],
            id="no-longer-functioning",
        ),
        pytest.param(
            "Rebels shelled Goma. The hospital is running on a generator.",
            [{"says": "disrupted", "kind": "hospital"}],
            id="on-a-generator",
        ),
        pytest.param(
            "The pumping station in Goma is functioning at 30 per cent of capacity since the shelling.",
            [{"says": "disrupted", "kind": "water", "figures": [("percent", 30.0, "exact")]}],
            id="a-share-of-its-capacity",
        ),
        pytest.param(
            "The airstrip at Goma was hit by rebel mortars, rendering it unusable.",
            [{"says": "attacked", "kind": "airport"}, {"says": "cut_off", "kind": "airport"}],
            id="rendered-unusable",
        ),
        pytest.param(
            "Power out in Goma after rebel shelling. Hospital in Sake looted.",
            [{"says": "cut_off", "kind": "power", "place": "Goma"}, {"says": "attacked", "kind": "hospital"}],
            id="without-a-verb",
        ),
        pytest.param(
            "The hospital in Hodeidah has suspended operations since an airstrike by the Saudi-led coalition.",
            [{"says": "cut_off", "kind": "hospital", "place": "Al Hudaydah"}],
            id="its-own-operations",
        ),
        pytest.param(
            "The clinic in Goma was looted and burned by soldiers.",
            [{"says": "damaged", "kind": "hospital", "place": "Goma"}],
            id="looted-and-burned-is-one-blow",
        ),
        pytest.param(
            "Rebels shelled Goma. The hospital was struck on Sunday and is not taking patients.",
            [{"says": "attacked", "kind": "hospital"}, {"says": "cut_off", "kind": "hospital"}],
            id="struck-and-closed",
        ),
    ],
)
def test_states(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """What is said of an asset names its state, with a verb or without."""
    assert facts(infrastructure(claims_of(text)), wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rebels fled. The hospital director is taking patients to court.", id="to-court"),
        pytest.param("Rebels drove past a health centre, while bushes were set on fire near Goma.", id="the-bushes"),
        pytest.param("Rebels moved under the cover of darkness near Goma.", id="darkness"),
        pytest.param("Soldiers watched as a minibus plunged into a canal near Goma.", id="plunged"),
    ],
)
def test_no_states(claims_of: ClaimsOf, text: str) -> None:
    """Near misses say nothing of an asset."""
    assert facts(infrastructure(claims_of(text)), []) == []
