"""Who holds a place: control taken, lost, kept, and places that somebody is said to hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

Fact = dict[str, Any]


def case(name: str, published: str, text: str, *wanted: Fact) -> Any:
    """Return a test's parameters: what the text, published on that day, says of control."""
    return pytest.param(text, published, list(wanted), id=name)


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        case(
            "took-control", "2021-08-13", "The Taliban took control of Kandahar, Afghanistan's second-largest city.",
            {"says": "captured", "actor": "taliban", "place": "Kandahar", "country": "AFG"},
        ),
        case(
            "regained-control", "2016-12-23", "The Syrian army regained full control of Aleppo on Thursday.",
            {"says": "retook", "actor": "SYR", "place": "Aleppo", "extent": "whole", "start": "2016-12-22"},
        ),
        case(
            "lost-control", "2022-10-02", "Russian forces lost control of the town of Lyman.",
            {"says": "controls", "actor": "RUS", "place": "Lyman", "polarity": "denied"},
        ),
        case(
            "in-control", "2023-05-10", "The Rapid Support Forces are in control of Nyala.",
            {"says": "controls", "actor": "rsf", "place": "Nyala", "country": "SDN", "polarity": "affirmed"},
        ),
        case(
            "under-control", "2022-08-10", "The city of Kherson is under Russian control.",
            {"says": "controls", "actor": "RUS", "place": "Kherson", "polarity": "affirmed"},
        ),
        case(
            "control-most", "2023-04-10", "Russian troops control most of the city of Bakhmut.",
            {"says": "controls", "actor": "RUS", "place": "Bakhmut", "extent": "partial"},
        ),
        case(
            "hold", "2019-05-10", "Houthi fighters hold the port city of Hodeidah.",
            {"says": "controls", "actor": "houthis", "place": "Al Hudaydah", "country": "YEM"},
        ),
        case(
            "not-hold", "2023-05-10", "The Sudanese army does not control the city of Nyala.",
            {"says": "controls", "actor": "SDN", "place": "Nyala", "polarity": "denied"},
        ),
        case(
            "lost-to", "2016-12-14", "Syrian rebels have lost the city of Aleppo to government forces.",
            {"says": "controls", "actor": "syrian_rebels", "opponent": "SYR", "place": "Aleppo", "polarity": "denied"},
        ),
        case(
            "held-participle", "2019-05-10", "Shells hit a market in rebel-held Idlib on Monday.",
            {"says": "controls", "actor": "syrian_rebels", "place": "Idlib"},
        ),
        case(
            "controlled-participle", "2020-03-01", "Aid reached the Houthi-controlled city of Sanaa on Monday.",
            {"says": "controls", "actor": "houthis", "country": "YEM"},
        ),
        case(
            "besieged-participle", "2016-10-10", "No aid reached the besieged city of Aleppo.",
            {"says": "encircled", "actor": None, "place": "Aleppo"},
        ),
        case(
            "percent", "2021-07-09", "The Taliban claims to control 85% of Afghanistan.",
            {"says": "controls", "actor": "taliban", "place": "Afghanistan", "feature": "country", "extent": "partial",
             "figures": [("percent", 85.0, "exact")], "act": "claim", "side": "taliban"},
        ),
        case(
            "occupies-now", "2023-11-01", "Russia occupies about 18% of Ukraine.",
            {"says": "controls", "actor": "RUS", "place": "Ukraine", "extent": "partial",
             "figures": [("percent", 18.0, "about")]},
        ),
        case(
            "since", "2023-10-09", "Hamas has controlled the Gaza Strip since 2007.",
            {"says": "controls", "actor": "hamas", "place": "Gaza Strip", "country": "PSE", "realis": "actual"},
        ),
        case(
            "who-control", "2020-03-01", "The Houthis, who control Sanaa, fired missiles at Riyadh.",
            {"says": "controls", "actor": "houthis", "country": "YEM"},
        ),
        case(
            "all-of", "2023-09-01", "All of Khartoum is controlled by the Rapid Support Forces.",
            {"says": "controls", "actor": "rsf", "place": "Khartoum", "extent": "whole"},
        ),
        case(
            "lost-its-last", "2019-03-24", "Islamic State lost its last territory in Baghuz.",
            {"says": "controls", "actor": "isis", "place": "Baghuz", "polarity": "denied"},
        ),
        case(
            "regained-claimed", "2023-09-20",
            "Azerbaijan has regained full control over Karabakh, its president said.",
            {"says": "retook", "actor": "AZE", "country": "AZE", "extent": "whole", "act": "claim", "side": "AZE"},
        ),
        case(
            "claimed", "2019-04-10", "Libya's government said its forces were in control of Tripoli airport.",
            {"says": "controls", "country": "LBY", "feature": "facility", "act": "claim"},
        ),
    ],
)  # fmt: skip
def test_control(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """Each sentence makes exactly these claims of territory."""
    found = territory(claims_of(text, published=published))
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Settlers in the occupied West Bank met on Monday.", id="occupied-by-nobody-named"),
        pytest.param("Arms control talks began in Geneva.", id="arms-control"),
        pytest.param("The driver lost control of his car near Tripoli.", id="a-car"),
        pytest.param("Passport control was slow at the airport in Baghdad.", id="passports"),
        pytest.param("The central bank has lost control of inflation in Sudan.", id="inflation"),
        pytest.param("Congress is controlled by the opposition.", id="a-parliament"),
        pytest.param("The state-run television reported from Damascus.", id="state-run-television"),
        pytest.param("A long-held dream came true in Kyiv.", id="a-dream"),
    ],
)
def test_no_control(claims_of: ClaimsOf, text: str) -> None:
    """Nobody is said to hold a place."""
    assert facts(territory(claims_of(text)), []) == []
