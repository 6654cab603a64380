"""What was destroyed, hit, cut off, restored; and what only sounds like it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure

Fact = dict[str, Any]


def case(name: str, published: str, text: str, *wanted: Fact) -> Any:
    """Return a test's parameters: what the text, published on that day, says of assets."""
    return pytest.param(text, published, list(wanted), id=name)


DESTROYED = [
    case(
        "by-a-side", "2023-05-10", "A Russian missile destroyed a bridge in the city of Kharkiv.",
        {"says": "destroyed", "kind": "bridge", "actor": "RUS", "place": "Kharkiv", "country": "UKR",
         "means": "missile", "polarity": "affirmed", "realis": "actual"},
    ),
    case(
        "dam", "2023-06-07", "The Kakhovka dam was destroyed on Tuesday.",
        {"says": "destroyed", "kind": "dam", "country": "UKR", "start": "2023-06-06", "basis": "relative"},
    ),
    case(
        "damaged", "2023-09-15", "Shells damaged two bridges in the Libyan city of Derna.",
        {"says": "damaged", "kind": "bridge", "actor": None, "country": "LBY", "figures": [("count", 2.0, "exact")]},
    ),
    case(
        "pipeline", "2023-05-10", "Gunmen blew up a gas pipeline near the town of Bani Walid, in Libya.",
        {"says": "destroyed", "kind": "gas", "place": "Bani Walid", "relation": "near", "country": "LBY"},
    ),
    case(
        "and-damaged", "2023-05-10", "The shelling killed two people and damaged a kindergarten in Donetsk.",
        {"says": "damaged", "kind": "school", "actor": None, "place": "Donetsk", "means": "shelling"},
    ),
]  # fmt: skip

ATTACKED = [
    case(
        "hit", "2023-10-20", "An Israeli air strike hit a church in Gaza City on Thursday.",
        {"says": "attacked", "kind": "religious", "actor": "ISR", "place": "Gaza City", "means": "air strike",
         "start": "2023-10-19"},
    ),
    case(
        "attacked", "2019-09-15", "A Houthi drone attacked an oil refinery in Saudi Arabia.",
        {"says": "attacked", "kind": "oil", "actor": "houthis", "country": "SAU", "means": "drone"},
    ),
    case(
        "shelled", "2023-05-10", "Sudanese army artillery shelled a hospital in Khartoum.",
        {"says": "attacked", "kind": "hospital", "actor": "SDN", "place": "Khartoum"},
    ),
    case(
        "noun", "2015-10-04", "A US air strike on a hospital in Kunduz killed 22 people.",
        {"says": "attacked", "kind": "hospital", "actor": "USA", "place": "Kunduz", "means": "air strike"},
    ),
    case(
        "bomber", "2023-05-10", "A suicide bomber blew himself up at a mosque in Kabul.",
        {"says": "attacked", "kind": "religious", "actor": None, "place": "Kabul", "means": "suicide bomber"},
    ),
    case(
        "militants", "2022-08-20", "Al-Shabaab militants stormed a hotel in Mogadishu.",
        {"says": "attacked", "kind": "other", "actor": "al_shabaab", "place": "Mogadishu"},
    ),
]  # fmt: skip

CUT = [
    case(
        "cut-off", "2022-11-24", "Kyiv's water supply was cut off on Wednesday.",
        {"says": "cut_off", "kind": "water", "start": "2022-11-23"},
    ),
    case(
        "without", "2022-11-24", "Russian shelling left 50,000 people in Kherson without electricity.",
        {"says": "cut_off", "kind": "power", "place": "Kherson", "figures": [("people", 50000.0, "exact")]},
    ),
    case(
        "closed", "2023-10-12", "Syria closed the airport in Aleppo on Thursday.",
        {"says": "cut_off", "kind": "airport", "place": "Aleppo", "start": "2023-10-12"},
    ),
    case(
        "restored", "2022-11-26", "Engineers have restored electricity in the city of Kherson.",
        {"says": "restored", "kind": "power", "place": "Kherson"},
    ),
    case(
        "reopened", "2023-05-10", "The main bridge in Mosul reopened on Tuesday.",
        {"says": "restored", "kind": "bridge", "place": "Mosul", "start": "2023-05-09"},
    ),
    case(
        "out-of-service", "2023-11-14", "The al-Quds hospital in Gaza City is out of service.",
        {"says": "cut_off", "kind": "hospital", "place": "Gaza City"},
    ),
    case(
        "internet", "2021-01-10", "Internet access has been cut across the Tigray region.",
        {"says": "cut_off", "kind": "telecom", "place": "Tigray", "feature": "region"},
    ),
    case(
        "supplies-restored", "2022-12-08", "Electricity supplies to the city of Mekelle have been restored.",
        {"says": "restored", "kind": "power", "place": "Mekele"},
    ),
    case(
        "stopped-working", "2024-06-01", "Two hospitals in El Fasher have stopped working because of shelling.",
        {"says": "cut_off", "kind": "hospital", "place": "El Fasher", "figures": [("count", 2.0, "exact")]},
    ),
    case(
        "operating", "2023-05-10", "The airport in Tripoli is operating normally, Libya's government said.",
        {"says": "operational", "kind": "airport", "act": "claim", "side": "LBY"},
    ),
]  # fmt: skip

MOODS = [
    case(
        "denied", "2023-10-18", "Israel denied that its forces had bombed a hospital in Gaza City.",
        {"says": "attacked", "kind": "hospital", "actor": "ISR", "polarity": "denied", "act": "deny", "side": "ISR"},
    ),
    case(
        "claimed", "2023-05-10", "Ukraine said Russian forces had destroyed a power plant in Kharkiv.",
        {"says": "destroyed", "kind": "power", "actor": "RUS", "act": "claim", "side": "UKR", "speaker": "Ukraine"},
    ),
    case(
        "not-damaged", "2023-05-10", "The bridge in Zaporizhzhia was not damaged.",
        {"says": "damaged", "kind": "bridge", "polarity": "denied"},
    ),
    case(
        "will", "2023-05-10", "Engineers will repair the bridge in Mosul next week.",
        {"says": "restored", "kind": "bridge", "realis": "future"},
    ),
    case(
        "threatened", "2023-05-10", "The Houthis threatened to attack the port of Eilat.",
        {"says": "attacked", "kind": "port", "actor": "houthis", "realis": "future"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "wanted"), [*DESTROYED, *ATTACKED, *CUT, *MOODS])
def test_claims(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """Each sentence makes exactly these claims about assets, in text order."""
    found = infrastructure(claims_of(text, published=published))
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A hospital worker was killed in Aleppo.", id="hospital-worker"),
        pytest.param("A gunman killed two doctors at a hospital in Kabul.", id="killed-at-a-hospital"),
        pytest.param("Police fired tear gas at students in Baghdad.", id="tear-gas"),
        pytest.param("The sides signed a power-sharing deal in Juba.", id="power-sharing"),
        pytest.param("The coup destroyed his hold on power.", id="political-power"),
        pytest.param("The strike on a convoy near the airport killed five soldiers.", id="a-convoy-near-an-airport"),
        pytest.param("Drone strikes killed six people in Lviv.", id="people-only"),
        pytest.param("Critics attacked the government's school reforms.", id="critics"),
        pytest.param("The scandal damaged the bank's reputation in Beirut.", id="a-reputation"),
        pytest.param("The minister cut a ribbon at a new school in Tikrit.", id="a-ribbon"),
        pytest.param("The talks built bridges between the two parties.", id="bridges-between-people"),
        pytest.param("A train was hit by a missile near Kramatorsk.", id="a-train"),
        pytest.param("A Russian fighter jet was destroyed over Kyiv.", id="a-jet"),
        pytest.param("The wounded were taken to a hospital in Goma.", id="taken-to-hospital"),
        pytest.param("The minister closed the meeting at a school in Juba.", id="closed-a-meeting"),
    ],
)
def test_no_claim(claims_of: ClaimsOf, text: str) -> None:
    """No asset is the target, or nothing happens to it."""
    assert facts(infrastructure(claims_of(text)), []) == []


def test_a_facility_taken_is_captured_and_seized(claims_of: ClaimsOf) -> None:
    """An airport that one can hold is both a place and an asset."""
    found = claims_of("M23 fighters captured the airport in the city of Goma.", published="2025-01-28")
    assert {str(claim.predicate or claim.state) for claim in found} == {"captured", "seized"}
