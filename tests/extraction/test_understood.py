"""What a territorial clause leaves to its neighbours."""

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
            "Rebels attacked Goma in Congo. The agency could not verify who controls the rest of the city.",
            [{"says": "contested"}, {"says": "controls", "actor": None, "place": "Goma", "act": "not_confirmed"}],
            id="who-controls",
        ),
        pytest.param(
            "M23 rebels attacked Goma in Congo. Nobody controls the city, a resident said.",
            [{"says": "contested"}, {"says": "controls", "actor": None, "place": "Goma", "polarity": "denied"}],
            id="nobody",
        ),
        pytest.param(
            "Sudan's army denied that Bara was lost.",
            [{"says": "controls", "actor": "SDN", "place": "Barah", "polarity": "affirmed", "act": "deny"}],
            id="denied-that-it-was-lost",
        ),
        pytest.param(
            "The RSF said that El Fasher in Sudan had not been lost.",
            [{"says": "controls", "actor": "rsf", "place": "El Fasher", "polarity": "affirmed"}],
            id="said-that-it-was-not-lost",
        ),
        pytest.param(
            "Residents said that El Fasher in Sudan had not been lost to the RSF.",
            [{"says": "controls", "actor": None, "place": "El Fasher", "polarity": "affirmed"}],
            id="others-say-that-it-was-not-lost",
        ),
        pytest.param(
            "The RSF insisted that it had not been driven from Omdurman.",
            [{"says": "captured", "opponent": "rsf", "place": "Omdurman", "polarity": "denied"}],
            id="not-driven-out",
        ),
        pytest.param(
            "The M23 said its men were still masters of Goma in Congo.",
            [{"says": "controls", "actor": "m23", "place": "Goma"}],
            id="masters-of",
        ),
        pytest.param(
            "Russian troops surrounded Ukrainian units in Kupiansk.",
            [{"says": "encircled", "actor": "RUS", "place": "Kupyansk"}],
            id="units-surrounded",
        ),
        pytest.param(
            "Russian tanks occupied Gori, Georgian President Mikheil Saakashvili said, as his troops left Kaspi.",
            [{"says": "captured", "actor": "RUS"}, {"says": "withdrew", "actor": "GEO", "place": "Kaspi"}],
            id="his-troops",
        ),
        pytest.param(
            'The M23 said that it had taken Goma in Congo. "We hold the airport," a spokesman in Paris said.',
            [
                {"says": "captured", "actor": "m23", "place": "Goma"},
                {"says": "controls", "actor": "m23", "place": "Goma airport"},
            ],
            id="a-spokesman-abroad",
        ),
        pytest.param(
            "Jihadist fighters seized Gao in Mali after driving out Tuareg separatists.",
            [{"says": "captured", "actor": None, "place": "Gao"}],
            id="fighters-of-another-kind",
        ),
        pytest.param(
            "Russian troops continued their attempts to storm Bakhmut.",
            [{"says": "contested", "actor": "RUS", "place": "Bakhmut", "realis": "actual"}],
            id="continued-attempts",
        ),
        pytest.param(
            "M23 rebels reached Bukavu in Congo. The soldiers left at night.",
            [{"says": "advanced"}, {"says": "withdrew", "actor": "COD", "place": "Bukavu"}],
            id="soldiers-left",
        ),
        pytest.param(
            "Government forces recaptured Aleppo in Syria after a siege of several months.",
            [{"says": "retook", "place": "Aleppo"}, {"says": "encircled", "actor": "SYR", "place": "Aleppo"}],
            id="after-a-siege",
        ),
        pytest.param(
            "M23 fighters entered Goma in Congo before withdrawing.",
            [{"says": "entered", "place": "Goma"}, {"says": "withdrew", "actor": "m23", "place": "Goma"}],
            id="before-withdrawing",
        ),
        pytest.param(
            "Ukraine's general staff said that attacks had been beaten back near Soledar.",
            [{"says": "repelled", "actor": "UKR", "place": "Soledar"}],
            id="the-speaker-defends",
        ),
        pytest.param(
            "The RSF is back in El Obeid in Sudan. Last week it took El Fasher, a military source said.",
            [
                {"says": "entered", "actor": "rsf", "place": "El Obeid"},
                {"says": "captured", "actor": "rsf", "place": "El Fasher"},
            ],
            id="it-before-its-source",
        ),
        pytest.param(
            "Russian forces attacked near Siversk itself; northeast of Siversk near Dronivka; and toward Zvanivka.",
            [
                {"says": "contested", "place": "Siversk"},
                {"says": "contested", "place": "Dronivka"},
                {"says": "contested", "place": "Zvanivka"},
            ],
            id="a-list-of-attacks",
        ),
        pytest.param(
            "Geolocated footage indicates that Russian forces advanced northwest of Hryshyne and in Myrnohrad.",
            [
                {"says": "advanced", "place": "Hryshyne", "relation": "north_of"},
                {"says": "advanced", "place": "Myrnohrad", "relation": "in"},
            ],
            id="directions",
        ),
        pytest.param(
            "The Sudanese army retook Khartoum and controls most of the north.",
            [{"says": "retook"}, {"says": "controls", "actor": "SDN", "country": "SDN", "extent": "partial"}],
            id="most-of-the-north",
        ),
        pytest.param(
            "SPLM-N fighters entered Umm Adara in Sudan.",
            [{"says": "entered", "actor": "splm_n", "place": "Umm Adara", "country": "SDN"}],
            id="a-name-of-two-words",
        ),
        pytest.param(
            "The rebels gave up Eastern Ghouta in Syria.",
            [{"says": "withdrew", "actor": "syrian_rebels", "place": "Eastern Ghouta"}],
            id="given-up",
        ),
    ],
)
def test_what_is_understood(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """Who is left open, whose siege it was and which town soldiers left is taken from the words around."""
    found = territory(claims_of(text, published="2024-12-05"))
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Reporters asked who controls Goma.", id="a-question"),
        pytest.param("Three children were lost in Goma on Friday.", id="people"),
        pytest.param("The tourists left at night. Goma is in Congo.", id="no-soldiers"),
        pytest.param(
            "The Ethiopian army was making plans. It tried a new rifle in Dessie.", id="no-attempt-on-a-place"
        ),
        pytest.param("Indonesia's sovereignty over Papua was debated.", id="sovereignty-by-itself"),
        pytest.param("The army captured rebel leader Tomas Okello Baraka in Sudan.", id="a-person"),
        pytest.param("The provinces remain under military rule.", id="military-rule"),
        pytest.param("All troops should return to their barracks, Congo's minister said.", id="to-barracks"),
    ],
)
def test_nothing_is_understood(claims_of: ClaimsOf, text: str) -> None:
    """Near misses make no claim."""
    assert facts(territory(claims_of(text)), []) == []
