"""Who, where and when: fields that were once taken from the wrong words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts

Fact = dict[str, Any]


def case(name: str, text: str, *wanted: Fact) -> Any:
    """Return a text and the claims that are wanted, as a parameter."""
    return pytest.param(text, list(wanted), id=name)


WHO = [
    case(
        "own-militants", "Afghan militants attacked an army base in Chitral in Pakistan.",
        {"says": "attacked", "actor": None},
    ),
    case(
        "rebel-alliance", "The rebel alliance seized Aleppo.",
        {"says": "captured", "actor": "syrian_rebels"},
    ),
    case(
        "own-troops", "Afghan troops attacked an army base in Chitral in Pakistan.",
        {"says": "attacked", "actor": "AFG"},
    ),
    case(
        "group's-bomber", "A Taliban suicide bomber attacked a checkpoint in Kandahar.",
        {"says": "attacked", "actor": "taliban"},
    ),
    case(
        "country's-bomber", "An Egyptian suicide bomber attacked a hotel in Mogadishu.",
        {"says": "attacked", "actor": None},
    ),
    case(
        "helicopters", "Kenyan Air Force helicopters bombed a base in Kismayo.",
        {"says": "attacked", "actor": "KEN"},
    ),
    case("aircraft", "Six Russian bombers hit a base in Homs.", {"says": "attacked", "actor": "RUS"}),
    case("rebel-group", "A Chadian rebel group seized the town of Faya.", {"says": "captured", "actor": None}),
    case("led", "Saudi-led air strikes hit a school in Saada.", {"says": "attacked", "actor": "SAU"}),
    case(
        "whose-embassy", "The bombing of the Danish embassy in Islamabad killed six.",
        {"says": "attacked", "actor": None},
    ),
    case(
        "between", "Heavy fighting between Congolese forces and M23 rebels continues in Goma.",
        {"says": "contested", "actor": "COD", "opponent": "m23"},
    ),
    case(
        "preparing", "The Chadian army is reportedly preparing for an offensive in Faya.",
        {"says": "contested", "actor": "TCD", "realis": "future", "certainty": "probable"},
    ),
    case(
        "its-forces", "Denmark announced the withdrawal of its forces from Iraq.",
        {"says": "withdrew", "actor": "DNK", "realis": "future"},
    ),
    case(
        "those-killed", "The army killed 20 Boko Haram fighters after they tried to capture a base in Maiduguri.",
        {"says": "seized", "actor": "boko_haram", "realis": "hypothetical"},
        {"says": "captured", "actor": "boko_haram", "realis": "hypothetical"},
    ),
    case(
        "a-rocket", "A rocket fell short of Ashkelon in Israel, and officials say it may have hit a house.",
        {"says": "attacked", "actor": None},
    ),
    case(
        "claim-the-capture", "Rebels claim the capture of Harim in Syria.",
        {"says": "captured", "actor": "syrian_rebels", "act": "claim"},
    ),
    case(
        "joined", "Chadian troops joined the battle for Gao.",
        {"says": "contested", "actor": "TCD", "place": "Gao"},
    ),
]  # fmt: skip
WHERE = [
    case(
        "north-is-a-part", "The Syrian army seized the north of Idlib.",
        {"says": "captured", "place": "Idlib", "relation": "in", "extent": "partial"},
    ),
    case(
        "to-the-north", "The Syrian army seized a village to the north of Idlib.",
        {"says": "captured", "place": "Idlib", "relation": "north_of"},
    ),
    case(
        "country-stated", "Gunmen attacked an army post in Lere, Mali.",
        {"says": "attacked", "place": "Lere", "country": "MLI"},
    ),
    case(
        "province-stated", "Militants burned down homes in Torodi, Tillaberi, Niger.",
        {"says": "destroyed", "place": "Torodi", "country": "NER"},
    ),
    case(
        "whose-airport", "Houthi forces struck Saudi Arabia's Abha Airport.",
        {"says": "attacked", "place": "Abha", "opponent": "SAU"},
    ),
    case(
        "group's-name", "The Kachin Independence Army attacked a police station.",
        {"says": "attacked", "actor": "kia", "place": None},
    ),
    case(
        "to-retake", "Congolese troops fought a battle to retake the town of Sake in North Kivu.",
        {"says": "contested", "actor": "COD", "place": "Sake"},
    ),
    case(
        "each-of-the-towns", "Rebel shells hit schools in the towns of Goma and Bukavu.",
        {"says": "attacked", "place": "Goma"},
        {"says": "attacked", "place": "Bukavu"},
    ),
    case(
        "towns-around", "Russian forces shelled Odesa, setting ten houses on fire.",
        {"says": "damaged", "place": "Odesa"},
    ),
    case(
        "held-without-hyphen", "The army shelled the ISIL held town of Raqqa.",
        {"says": "controls", "actor": "isis", "place": "Raqqa"},
    ),
]  # fmt: skip
WHEN_AND_HOW = [
    case(
        "in-control", "The Iraqi army announced it is in full control of Tal Afar.",
        {"says": "controls", "realis": "actual", "act": "claim"},
    ),
    case(
        "the-last-town", "It was the last town held by the Islamic State in Iraq.",
        {"says": "controls", "realis": "historical"},
    ),
    case("aimed-at", "Abkhaz forces began an attack aimed at driving Georgian troops out of Sukhumi."),
    case(
        "last-week's", "Last week's airstrike, which hit a hospital in Kunduz, killed ten.",
        {"says": "attacked", "basis": "relative"},
    ),
    case(
        "as-clause", "The UN said 20 people had died as rebels captured Bambari.",
        {"says": "captured", "act": "report", "speaker": None},
    ),
    case(
        "state-television", "Syrian state television said that rebels had captured Maarat al-Numan.",
        {"says": "captured", "speaker": "Syrian state television", "side": "SYR"},
    ),
    case(
        "state-run-agency", "Syria's state-run news agency said that rebels had captured Aleppo.",
        {"says": "captured", "side": "SYR"},
    ),
    case(
        "private-television", "Lebanese television said that rebels had captured Aleppo.",
        {"says": "captured", "side": None},
    ),
    case(
        "that-clause", "The UN said rebels had captured Bambari.",
        {"says": "captured", "act": "claim", "side": "un"},
    ),
    case(
        "died-in-clashes", "The officer denied his death in clashes in Homs.",
        {"says": "contested", "polarity": "affirmed"},
    ),
    case(
        "before-the-visit", "The envoy will travel to Riyadh on Monday after an attack on the embassy in Tehran.",
        {"says": "attacked", "place": "Tehran", "realis": "actual", "basis": "publication"},
    ),
    case(
        "in-response", "Kenyan jets bombed a base in Gedo in response to last week's attack on soldiers.",
        {"says": "attacked", "place": "Gedo", "basis": "publication"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [*WHO, *WHERE, *WHEN_AND_HOW])
def test_fields(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """A claim's fields are those of its own words."""
    assert facts(claims_of(text), wanted) == wanted
