"""Forms that say who took, left or holds a place, each beside one that looks like it and says something else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

Fact = dict[str, Any]


def case(name: str, text: str, *wanted: Fact) -> Any:
    """Return a text and the claims that are wanted, as a parameter."""
    return pytest.param(text, list(wanted), id=name)


FORMS = [
    case(
        "handed-over",
        "Sudan's army handed over the town of Kurmuk to the Rapid Support Forces.",
        {"says": "transferred", "actor": "rsf", "opponent": "SDN", "place": "Kurmuk"},
    ),
    case("handed-over-prisoners", "Sudan's army handed over forty prisoners to the Rapid Support Forces."),
    case(
        "took-over",
        "Ethiopian troops took over the summit of Mount Choke.",
        {"says": "captured", "actor": "ETH", "place": "Mount Choke"},
    ),
    case(
        "loss-to",
        "Artsakh officials confirmed the loss of Shusha to Azerbaijani forces.",
        {"says": "controls", "polarity": "denied", "actor": "artsakh", "opponent": "AZE", "place": "Shusha"},
    ),
    case("loss-of-customers", "The company confirmed the loss of customers to its rivals in Baku."),
    case(
        "relative-clause",
        "Rebels have recaptured Kawlin, which the army seized last week.",
        {"says": "retook", "place": "Kawlin"},
        {"says": "captured", "place": "Kawlin"},
    ),
    case(
        "raised-its-flag",
        "The Arakan Army raised its flag over the town of Paletwa.",
        {"says": "captured", "actor": "arakan_army", "place": "Paletwa"},
    ),
    case("raised-taxes", "The Arakan Army raised its demands over the town of Paletwa."),
    case(
        "keeps-positions",
        "Ukrainian forces maintain positions in the northern part of Chasiv Yar.",
        {"says": "controls", "actor": "UKR", "place": "Chasiv Yar", "extent": "partial"},
    ),
    case("holds-talks", "Ukrainian forces hold talks in the northern part of Chasiv Yar."),
    case(
        "attacks-a-town",
        "The militia attacked the town of Tessit in northern Mali.",
        {"says": "contested", "place": "Tessit"},
    ),
    case("kills-in-a-town", "The militia attacked the town of Tessit in northern Mali, killing 12 people."),
    case("bombs-a-town", "Warplanes attacked the town of Tessit in northern Mali."),
    case(
        "within-a-distance",
        "Opposition fighters advanced to within 5 km of the city of Hama.",
        {"says": "advanced", "place": "Hama", "relation": "near", "figures": [("km", 5.0, "at_most")]},
    ),
    case("reached-a-settlement", "Negotiators of the army reached a settlement in Juba."),
    case("closed-in", "Nicaragua closes its southern border in a dispute with Costa Rica."),
    case(
        "leaving-without",
        "Russian forces entered Izium, leaving the town without water.",
        {"says": "entered", "actor": "RUS", "place": "Izyum"},
    ),
    case("index-fell", "The Exchange fell on Friday in Dublin."),
    case(
        "parts-of-a-university",
        "Iraqi forces captured parts of Mosul University from the militants.",
        {"says": "captured", "actor": "IRQ", "place": "Mosul University", "extent": "partial"},
    ),
    case("took-part", "Iraqi forces took part in the parade in Mosul."),
    case(
        "market",
        "Fighters stormed Datu Paglas, Philippines. The town's market was taken by the army.",
        {"says": "entered", "place": "Datu Paglas"},
        {"says": "captured", "actor": "PHL", "place": "Datu Paglas market", "feature": "facility"},
    ),
]

SIDES = [
    case(
        "loyal-to",
        "Fighters loyal to the Libyan National Army entered the city of Sabha.",
        {"says": "entered", "actor": "lna", "place": "Sabha"},
    ),
    case(
        "the-group",
        "The Houthis entered Marib. The group captured the town of Harib on Monday.",
        {"says": "entered", "actor": "houthis", "place": "Marib"},
        {"says": "captured", "actor": "houthis", "place": "Harib"},
    ),
    case(
        "a-country-s-rebels",
        "Chadian rebels entered the town of Ade in Chad.",
        {"says": "entered", "actor": None, "place": "Ade"},
    ),
    case(
        "hundreds-of",
        "Hundreds of Russian troops entered the town of Vovchansk in Ukraine.",
        {"says": "entered", "actor": "RUS", "place": "Vovchansk"},
    ),
    case("thousands-of-people", "Thousands of Iraqis fled western Mosul as the fighters closed the roads."),
    case(
        "unknown-troops",
        "Gangs control 85 percent of Port-au-Prince.",
        {"says": "controls", "actor": None, "place": "Port-au-Prince", "figures": [("percent", 85.0, "exact")]},
    ),
]

MOODS = [
    case(
        "demand",
        "Mali demands that French forces leave the country.",
        {"says": "withdrew", "actor": "FRA", "country": "MLI", "realis": "future"},
    ),
    case(
        "called-for",
        "The ceasefire deal calls for Israel to withdraw from Rafah.",
        {"says": "withdrew", "actor": "ISR", "place": "Rafah", "realis": "future"},
    ),
    case(
        "preparing-for",
        "Israel is preparing for a new offensive in Rafah.",
        {"says": "contested", "place": "Rafah", "realis": "future"},
    ),
    case(
        "mulling",
        "The prime minister of Israel mulls withdrawing its forces from parts of the West Bank.",
        {"says": "withdrew", "actor": "ISR", "place": "West Bank", "realis": "hypothetical"},
    ),
    case(
        "signed-a-deal",
        "Armenia signed a deal to withdraw its troops from Lachin.",
        {"says": "withdrew", "actor": "ARM", "place": "Laçın", "realis": "future"},
    ),
    case(
        "signed-and-withdrew",
        "Armenia signed a deal and withdrew its troops from Lachin.",
        {"says": "withdrew", "actor": "ARM", "place": "Laçın", "realis": "actual"},
    ),
    case(
        "reports-were-false",
        "Reports that rebels had entered Bukavu were false, the governor said.",
        {"says": "entered", "place": "Bukavu", "polarity": "denied", "act": "deny"},
    ),
    case(
        "reports-were-old",
        "The governor said that rebels had entered Bukavu and that the schools were closed.",
        {"says": "entered", "place": "Bukavu", "polarity": "affirmed"},
    ),
    case(
        "ruled-out-returning",
        "Russia ruled out returning control of Melitopol to Ukraine.",
        {"says": "controls", "actor": "RUS", "place": "Melitopol", "polarity": "affirmed", "realis": "actual"},
    ),
    case(
        "ruled-out-handing-over",
        "Russia ruled out handing over the city of Melitopol to Ukraine.",
        {"says": "transferred", "actor": "UKR", "place": "Melitopol", "polarity": "denied"},
    ),
    case(
        "repelled-an-attempt",
        "Hezbollah said its fighters had repelled an Israeli attempt to advance towards Khiam.",
        {"says": "repelled", "actor": "hezbollah", "opponent": "ISR", "place": "Khiam"},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [*FORMS, *SIDES, *MOODS])
def test_claims(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """Each text makes exactly these claims about territory, in text order."""
    assert facts(territory(claims_of(text, published="2024-12-10")), wanted) == wanted


def test_an_investigated_strike_happened(claims_of: ClaimsOf) -> None:
    """What is to be investigated is a fact, though the investigation is only called for."""
    claims = claims_of("Rights groups called on Ethiopia to investigate an air strike on a school in Mekelle.")
    assert [str(claim.realis) for claim in claims] == ["actual"]
