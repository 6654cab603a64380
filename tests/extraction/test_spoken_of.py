"""Wire forms that say who, what and where in a roundabout way, each with what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure, territory

Fact = dict[str, Any]


def case(name: str, published: str, text: str, *wanted: Fact) -> Any:
    """Return a text, its day and the claims that are wanted, as a parameter."""
    return pytest.param(text, published, list(wanted), id=name)


TERRITORY = [
    case(
        "object-hung-on-the-speaker", "2020-11-28",
        "Federal troops have entered Mekelle, Ethiopia's prime minister said on Saturday.",
        {"says": "entered", "actor": "ETH", "place": "Mekele"},
    ),
    case(
        "town-with-a-verb's-name", "2012-09-26", "Rebels do not control Tell Abyad, the Syrian army said.",
        {"says": "controls", "place": "Tal Abyad", "polarity": "denied"},
    ),
    case(
        "two-words-that-could-be-a-man", "2023-05-20", "Al-Shabaab said it had captured Adan Yabal.",
        {"says": "captured", "actor": "al_shabaab", "place": "Adan Yabal"},
    ),
    case(
        "a-man-who-was-captured", "2012-05-13",
        "The Ugandan army captured Joseph Akello, a senior commander of the Lord's Resistance Army.",
    ),
    case("a-man-who-was-left", "2019-02-21",
        "The general urged Venezuela's military to abandon Diego Pinto. Shots fell."
    ),
    case(
        "no-truth-in-reports", "2027-03-04",
        "There is no truth in reports that Peruvian troops have captured Macará, Ecuador's army chief said.",
        {"says": "captured", "actor": "PER", "place": "Macará", "polarity": "denied", "act": "deny", "side": "ECU"},
    ),
    case(
        "truth-in-reports", "2027-03-04", "Reports that Peruvian troops have captured Macará spread in Ecuador.",
        {"says": "captured", "polarity": "affirmed"},
    ),
    case(
        "hands-shared-with-the-clause-before", "2014-06-24",
        "The Baiji refinery has not been taken by rebels and remains in the hands of government troops, Iraq said.",
        {"says": "captured", "place": "Bayji refinery", "polarity": "denied"},
        {"says": "controls", "actor": "IRQ", "place": "Bayji refinery", "polarity": "affirmed"},
    ),
    case(
        "a-rebel-group-that-nobody-knows", "2021-01-03",
        "The rebel Coalition of Patriots said it had captured Bangassou.",
        {"says": "captured", "actor": None, "place": "Bangassou"},
    ),
    case(
        "whose-television-it-is", "2011-03-13", "Qatar's Al Jazeera television said the army had captured Brega.",
        {"says": "captured", "actor": None, "side": None},
    ),
    case(
        "the-army-of-a-country", "2011-03-13", "Libya's foreign minister said the army had captured Brega.",
        {"says": "captured", "actor": "LBY", "place": "Al Burayqah"},
    ),
    case(
        "a-governor-of-a-region-with-a-capital's-name", "2024-07-22",
        "Al-Shabaab fighters have taken the town of Buulo Xaaji, the governor of Lower Juba, Abdi Warsame, said.",
        {"says": "captured", "place": "Buulo Xaaji", "region": "Lower Juba", "side": "SOM"},
    ),
    case(
        "a-spokesman-who-repeats", "2021-11-13",
        "Houthi fighters captured al-Tuhayta, spokesman Yasir Salem repeated on Saturday.",
        {"says": "captured", "actor": "houthis", "speaker": "Yasir Salem"},
    ),
    case(
        "a-distance-that-was-withdrawn", "2022-03-29",
        "Russian forces have withdrawn about 95 km from Kyiv, an adviser to Ukraine's interior minister said.",
        {"says": "withdrew", "actor": "RUS", "place": "Kyiv", "figures": [("km", 95.0, "about")]},
    ),
    case("an-ambassador-who-was-withdrawn", "2022-03-29", "Russia has withdrawn its ambassador from Kyiv, he said."),
    case(
        "a-plant-by-its-kind", "2024-02-14", "Ukraine denied that Russian troops had entered the Avdiivka coke plant.",
        {"says": "entered", "actor": "RUS", "place": "Avdiyivka coke plant", "polarity": "denied"},
    ),
    case(
        "the-plant-in-a-town", "2024-02-14", "Russian troops have entered the coke plant in Avdiivka, Ukraine said.",
        {"says": "entered", "actor": "RUS", "place": "Avdiyivka coke plant", "polarity": "affirmed"},
    ),
    case(
        "an-affiliate-speaks", "2024-06-14", "Fighters overran the army base at Mansila, al Qaeda affiliate JNIM said.",
        {"says": "captured", "actor": "jnim", "side": "jnim"},
    ),
]  # fmt: skip
INFRASTRUCTURE = [
    case(
        "the-strike-hit-a-town", "2022-01-21", "The Houthis said Friday's air strike on a fuel depot hit Hodeidah.",
        {"says": "attacked", "kind": "oil", "place": "Al Hudaydah", "side": "houthis", "start": "2022-01-21"},
    ),
    case(
        "who-set-the-bomb-off", "2019-09-19", "A truck bomb set off by the Taliban hit a hospital in Qalat, he said.",
        {"says": "attacked", "kind": "hospital", "actor": "taliban", "place": "Qalat"},
    ),
    case(
        "who-fired-the-rocket", "2024-07-27",
        "Hezbollah fired the rocket that hit a school in Majdal Shams, the Israeli army said.",
        {"says": "attacked", "kind": "school", "actor": "hezbollah", "side": "ISR"},
    ),
    case(
        "who-found-the-bomb", "2019-09-19", "A truck bomb found by the Taliban hit a hospital in Qalat, he said.",
        {"says": "attacked", "kind": "hospital", "actor": None},
    ),
    case(
        "a-government's-strike", "2020-05-19",
        "A government air strike destroyed a hospital in Kunduz on Tuesday, the Taliban said in a message.",
        {"says": "destroyed", "kind": "hospital", "actor": "AFG", "side": "taliban"},
    ),
    case(
        "they-are-not-who-speaks", "2020-09-04",
        '"They burned down a school in Kumba," said Bernard Bilai, the region\'s governor, blaming separatists.',
        {"says": "destroyed", "kind": "school", "actor": "ambazonia", "place": "Kumba", "side": "CMR"},
    ),
    case(
        "a-people's-word-in-a-name", "2023-11-14", "Israel's army said the Indonesian Hospital in Gaza was open.",
        {"says": "operational", "kind": "hospital", "asset": "Indonesian Hospital"},
    ),
    case(
        "a-people's-hospital", "2023-11-14", "A rocket hit an Indonesian hospital in Gaza, Hamas said.",
        {"says": "attacked", "kind": "hospital", "asset": None},
    ),
    case("markets-open-as-usual", "2023-11-14", "The markets of the capital were open as usual. War raged elsewhere."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "wanted"), TERRITORY)
def test_territory(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """The text makes these territorial claims and no others."""
    assert facts(territory(claims_of(text, published=published)), wanted) == wanted


@pytest.mark.parametrize(("text", "published", "wanted"), INFRASTRUCTURE)
def test_infrastructure(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """The text makes these claims about assets and no others."""
    assert facts(infrastructure(claims_of(text, published=published)), wanted) == wanted
