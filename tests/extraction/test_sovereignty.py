"""Claims of sovereignty, and statements that only sound like one."""

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
            "Russia annexed Crimea in 2014.", "2022-09-01",
            [{"says": "annexed", "actor": "RUS", "place": "Crimea", "country": "UKR", "realis": "historical",
              "start": "2014-01-01", "end": "2014-12-31", "precision": "year"}],
            id="annexed",
        ),
        pytest.param(
            "The Kherson region is part of Russia, the Kremlin said.", "2022-10-01",
            [{"says": "annexed", "actor": "RUS", "place": "Kherson", "feature": "region", "country": "UKR"}],
            id="part-of",
        ),
        pytest.param(
            '"Crimea is Ukrainian territory and will remain so," the prime minister of Ukraine said.', "2014-03-18",
            [{"says": "annexed", "actor": "UKR", "place": "Crimea", "feature": "region"}],
            id="its-territory",
        ),
        pytest.param(
            "President Ilham Aliyev declared that Karabakh is Azerbaijan.", "2020-11-10",
            [{"says": "annexed", "actor": "AZE", "country": "AZE", "side": "AZE", "act": "claim"}],
            id="is",
        ),
    ],
)  # fmt: skip
def test_sovereignty(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """Whose land a place is said to be."""
    found = territory(claims_of(text, published=published))
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Aleppo is part of Syria.", id="geography"),
        pytest.param("Kyiv is the capital of Ukraine.", id="capital"),
        pytest.param("Ukraine is part of Europe.", id="a-country"),
        pytest.param("Mosul is a city in northern Iraq.", id="where-it-lies"),
        pytest.param("Juba is hot in March.", id="weather"),
        pytest.param("The mayor of Odesa is a friend of Poland.", id="a-person"),
    ],
)
def test_no_sovereignty(claims_of: ClaimsOf, text: str) -> None:
    """What a map shows is no claim."""
    assert facts(territory(claims_of(text)), []) == []
