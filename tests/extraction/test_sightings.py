"""Where forces are seen, and how near they have come."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

Fact = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        pytest.param(
            "A video posted online shows Ukrainian troops in the town of Lyman.", "2022-10-01",
            [{"says": "entered", "actor": "UKR", "place": "Lyman", "act": "claim", "type": "social_media"}],
            id="video-shows",
        ),
        pytest.param(
            "Unverified footage appeared to show M23 fighters in the centre of Goma.", "2025-01-27",
            [{"says": "entered", "actor": "m23", "place": "Goma", "certainty": "possible"}],
            id="appears-to-show",
        ),
        pytest.param(
            "Russia's defence ministry denied its forces were in Gori.", "2008-08-11",
            [{"says": "entered", "actor": "RUS", "place": "Gori", "polarity": "denied", "act": "deny"}],
            id="denied-without-that",
        ),
        pytest.param(
            "There are no Russian soldiers in Gori, a spokesman said.", "2008-08-11",
            [{"says": "entered", "actor": "RUS", "place": "Gori", "polarity": "denied"}],
            id="there-are-none",
        ),
        pytest.param(
            "There were M23 fighters in Goma, residents said.", "2025-01-27",
            [{"says": "entered", "actor": "m23", "place": "Goma", "polarity": "affirmed"}],
            id="there-are-some",
        ),
        pytest.param(
            "Ukrainian troops are now 15 km from the city of Melitopol.", "2023-09-01",
            [{"says": "advanced", "actor": "UKR", "place": "Melitopol", "relation": "near",
              "figures": [("km", 15.0, "exact")]}],
            id="so-far-from",
        ),
        pytest.param(
            "Taliban fighters were about 10 miles from Kabul on Saturday.", "2021-08-15",
            [{"says": "advanced", "actor": "taliban", "place": "Kabul", "relation": "near", "start": "2021-08-14"}],
            id="miles",
        ),
        pytest.param(
            "Taliban fighters were only ten miles from Kabul on Saturday.", "2021-08-15",
            [{"says": "advanced", "actor": "taliban", "place": "Kabul", "relation": "near"}],
            id="miles-in-words",
        ),
        pytest.param(
            "M23 fighters are at the gates of Goma.", "2025-01-27",
            [{"says": "advanced", "actor": "m23", "place": "Goma", "relation": "near"}],
            id="at-the-gates",
        ),
        pytest.param(
            "Congolese soldiers are back in Goma.", "2025-01-27",
            [{"says": "entered", "actor": "COD", "place": "Goma", "relation": "in"}],
            id="back-in",
        ),
    ],
)  # fmt: skip
def test_sightings(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """A picture or a distance says where forces are, not who holds the place."""
    found = territory(claims_of(text, published=published))
    assert facts(found, wanted) == wanted


def test_miles_are_converted(claims_of: ClaimsOf) -> None:
    """Ten miles are sixteen kilometres and a little."""
    (claim,) = territory(claims_of("Taliban fighters were about 10 miles from Kabul on Saturday."))
    (figure,) = claim.quantities
    assert figure.value == pytest.approx(16.09, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A video shows a wedding in the town of Lyman.", id="a-wedding"),
        pytest.param("Photographs show damaged houses in Goma.", id="houses"),
        pytest.param("The photographer lives 15 km from Melitopol.", id="a-photographer"),
        pytest.param("The village lies 15 km from the city of Melitopol.", id="a-village"),
        pytest.param("The video shows the minister in a hotel in Doha.", id="a-minister"),
    ],
)
def test_no_sightings(claims_of: ClaimsOf, text: str) -> None:
    """No forces are seen there."""
    assert facts(territory(claims_of(text)), []) == []
