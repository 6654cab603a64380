"""Assets that a pronoun or "the plant" stands for."""

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
            "The bridge at Goma was hit by rebel shells. Residents said that it can no longer be used.",
            [{"says": "attacked", "kind": "bridge"}, {"says": "cut_off", "kind": "bridge", "realis": "actual"}],
            id="it-of-the-sentence-before",
        ),
        pytest.param(
            "The director of a hospital in Goma says it is out of service after rebel shelling.",
            [{"says": "cut_off", "kind": "hospital", "place": "Goma"}],
            id="it-of-the-sentence",
        ),
        pytest.param(
            "Rebels hit the bridge at Goma. Traffic across it has been suspended.",
            [{"says": "attacked", "kind": "bridge"}, {"says": "cut_off", "kind": "bridge"}],
            id="traffic-across-it",
        ),
        pytest.param(
            "Ukrainian drones hit an oil refinery in Ufa. The plant was operating normally, officials said.",
            [{"says": "attacked", "kind": "oil"}, {"says": "operational", "kind": "oil"}],
            id="the-plant",
        ),
    ],
)
def test_assets_named_before(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """The state is that of the asset which was spoken of."""
    assert facts(infrastructure(claims_of(text)), wanted) == wanted


def test_a_line_between_two_countries_lies_where_the_rest_says(claims_of: ClaimsOf) -> None:
    """Countries at the ends of a pipeline do not say where it was blown up."""
    text = "Islamist militants bombed a gas pipeline between Egypt and Jordan in the Sinai Peninsula."
    (claim,) = infrastructure(claims_of(text))
    assert claim.place is not None
    assert "Sinai" in claim.place.name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rebels passed the bridge at Goma. The state left us and it has not come back.", id="the-state"),
        pytest.param("Rebels passed the bridges at Goma. It was closed.", id="one-of-several"),
    ],
)
def test_other_antecedents(claims_of: ClaimsOf, text: str) -> None:
    """A pronoun that stands for something else tells of no asset."""
    assert facts(infrastructure(claims_of(text)), []) == []
