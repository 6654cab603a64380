"""Who took, left, reached or fights for which place, over many wars."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

Fact = dict[str, Any]


def case(name: str, published: str, text: str, *wanted: Fact) -> Any:
    """Return a test's parameters: what the text, published on that day, says of territory."""
    return pytest.param(text, published, list(wanted), id=name)


CAPTURED = [
    case(
        "sudan", "2023-12-19", "The Rapid Support Forces captured Wad Madani, the capital of Gezira state.",
        {"says": "captured", "actor": "rsf", "place": "Wad Medani", "country": "SDN", "feature": "settlement",
         "relation": "in", "polarity": "affirmed", "realis": "actual", "certainty": "certain", "act": "report",
         "type": "author", "basis": "publication", "start": "2023-12-19"},
    ),
    case(
        "congo", "2022-06-14", "M23 rebels have seized the border town of Bunagana in eastern Congo.",
        {"says": "captured", "actor": "m23", "place": "Bunagana", "region": "North Kivu", "country": "COD"},
    ),
    case(
        "no-agent", "2025-01-28", "The Congolese city of Goma was captured overnight.",
        {"says": "captured", "actor": None, "place": "Goma"},
    ),
    case(
        "afghanistan-fell", "2021-08-09", "The northern city of Kunduz fell to the Taliban on Sunday.",
        {"says": "captured", "actor": "taliban", "place": "Kunduz", "start": "2021-08-08"},
    ),
    case(
        "afghanistan-drove", "2021-08-09", "Taliban fighters drove Afghan troops out of Kunduz.",
        {"says": "captured", "actor": "taliban", "opponent": "AFG", "place": "Kunduz"},
    ),
    case(
        "three-places", "2021-08-13", "Taliban fighters captured Herat, Kandahar and Lashkar Gah.",
        {"says": "captured", "actor": "taliban", "place": "Herat"},
        {"says": "captured", "actor": "taliban", "place": "Kandahar"},
        {"says": "captured", "actor": "taliban", "place": "Lashkar Gah"},
    ),
    case(
        "ukraine-part", "2023-04-02", "Russian forces have captured much of the city of Bakhmut.",
        {"says": "captured", "actor": "RUS", "place": "Bakhmut", "extent": "partial"},
    ),
    case(
        "ukraine-count", "2022-09-12", "Ukrainian troops captured more than 20 villages in the Kharkiv region.",
        {"says": "captured", "actor": "UKR", "place": "Kharkiv", "feature": "region", "extent": "partial",
         "figures": [("count", 20.0, "at_least")]},
    ),
    case(
        "former-holder", "2020-02-10", "Syrian government forces captured the rebel-held town of Saraqeb.",
        {"says": "captured", "actor": "SYR", "place": "Saraqib", "country": "SYR"},
        {"says": "controls", "actor": "syrian_rebels", "place": "Saraqib"},
    ),
    case(
        "facility", "2025-01-28", "M23 fighters captured the airport in the city of Goma.",
        {"says": "captured", "actor": "m23", "country": "COD", "feature": "facility"},
    ),
    case(
        "percent", "2023-05-10", "The Wagner group has captured 40% of the city of Bakhmut.",
        {"says": "captured", "actor": "wagner", "place": "Bakhmut", "extent": "partial",
         "figures": [("percent", 40.0, "exact")]},
    ),
    case(
        "districts", "2021-09-24", "Houthi forces seized three districts in Marib province.",
        {"says": "captured", "actor": "houthis", "place": "Marib", "feature": "region", "country": "YEM",
         "extent": "partial", "figures": [("count", 3.0, "exact")]},
    ),
    case(
        "backed", "2018-03-19", "Turkey-backed fighters captured Afrin from the YPG.",
        {"says": "captured", "actor": "sna", "opponent": "ypg", "place": "Afrin", "country": "SYR"},
    ),
    case(
        "pronoun", "2024-04-12", "The Karen National Liberation Army said it had captured Myawaddy.",
        {"says": "captured", "actor": "knla", "place": "Myawaddy", "country": "MMR", "act": "claim", "side": "knla"},
    ),
    case(
        "mozambique", "2021-03-29", "Insurgents captured the town of Palma in northern Mozambique.",
        {"says": "captured", "place": "Palma", "region": "Cabo Delgado", "country": "MOZ"},
    ),
    case(
        "north-of", "2016-02-05", "The Syrian army took two villages north of Aleppo.",
        {"says": "captured", "actor": "SYR", "place": "Aleppo", "relation": "north_of",
         "figures": [("count", 2.0, "exact")]},
    ),
    case(
        "most-fell", "2023-12-01", "Most of Darfur has fallen to the Rapid Support Forces.",
        {"says": "captured", "actor": "rsf", "place": "Darfur", "country": "SDN", "extent": "partial"},
    ),
    case(
        "two-stages", "2025-02-01", "After taking Goma, the M23 rebels moved towards Bukavu.",
        {"says": "captured", "actor": "m23", "place": "Goma"},
        {"says": "advanced", "actor": "m23", "place": "Bukavu"},
    ),
    case(
        "cleared", "2019-03-24", "SDF fighters cleared Islamic State from the village of Baghuz.",
        {"says": "captured", "actor": "sdf", "opponent": "isis", "place": "Baghuz", "country": "SYR"},
    ),
    case(
        "a-place-without-an-id", "2022-06-14", "Bunagana was captured by M23 rebels.",
        {"says": "captured", "actor": "m23", "place": "Bunagana", "country": "COD"},
    ),
    case(
        "took-over", "2025-01-28", "M23 rebels took over the city of Goma.",
        {"says": "captured", "actor": "m23", "place": "Goma"},
    ),
    case(
        "boko-haram", "2015-03-17", "Boko Haram fighters were driven out of the town of Bama.",
        {"says": "captured", "actor": None, "opponent": "boko_haram", "place": "Bama", "country": "NGA"},
    ),
    case(
        "peshmerga", "2014-06-12", "Peshmerga fighters seized Kirkuk after Iraqi soldiers fled.",
        {"says": "captured", "actor": "krg", "place": "Kirkuk", "country": "IRQ"},
        {"says": "withdrew", "actor": "IRQ", "place": None},
    ),
    case(
        "on-a-weekday", "2025-01-28", "The city of Goma was captured by M23 fighters on Monday.",
        {"says": "captured", "actor": "m23", "place": "Goma", "start": "2025-01-27", "basis": "relative"},
    ),
    case(
        "on-a-date", "2021-08-20", "Residents fled from Kunduz, which Taliban fighters captured on 8 August.",
        {"says": "captured", "actor": "taliban", "place": "Kunduz", "start": "2021-08-08", "basis": "explicit"},
    ),
]  # fmt: skip

RETOOK = [
    case(
        "syria", "2016-03-28", "Syrian troops recaptured the ancient city of Palmyra from Islamic State fighters.",
        {"says": "retook", "actor": "SYR", "opponent": "isis", "place": "Palmyra", "region": "Homs"},
    ),
    case(
        "iraq", "2015-04-02", "Iraqi forces liberated Tikrit and Baiji.",
        {"says": "retook", "actor": "IRQ", "place": "Tikrit", "country": "IRQ"},
        {"says": "retook", "actor": "IRQ", "place": "Bayji", "country": "IRQ"},
    ),
    case(
        "tigray", "2021-06-29", "Tigrayan fighters retook the regional capital, Mekelle.",
        {"says": "retook", "actor": "tplf", "place": "Mekele", "region": "Tigray", "country": "ETH"},
    ),
    case(
        "recapture", "2022-10-02", "Ukraine celebrated the recapture of Lyman from Russian forces.",
        {"says": "retook", "place": "Lyman", "region": "Donetsk"},
    ),
    case(
        "junta", "2024-04-24", "Junta troops recaptured the town of Myawaddy.",
        {"says": "retook", "actor": "MMR", "place": "Myawaddy", "region": "Kayin"},
    ),
    case(
        "past-and-present", "2017-07-10", "Mosul, seized by Islamic State in 2014, was liberated on Sunday.",
        {"says": "captured", "actor": "isis", "place": "Mosul", "realis": "historical", "precision": "year"},
        {"says": "retook", "actor": None, "place": "Mosul", "realis": "actual", "start": "2017-07-09"},
    ),
    case(
        "palace", "2025-03-21", "Sudan's army retook the presidential palace in Khartoum.",
        {"says": "retook", "actor": "SDN", "feature": "facility", "region": "Khartoum", "country": "SDN"},
    ),
]  # fmt: skip

LEFT = [
    case(
        "ethiopia", "2021-06-29", "Ethiopian troops withdrew from Mekelle on Monday.",
        {"says": "withdrew", "actor": "ETH", "place": "Mekele", "start": "2021-06-28", "basis": "relative"},
    ),
    case(
        "yemen", "2021-11-14", "Yemeni government forces pulled out of the port city of Hodeidah.",
        {"says": "withdrew", "actor": "YEM", "place": "Al Hudaydah", "country": "YEM"},
    ),
    case(
        "refused", "2022-09-14", "Russian troops refused to leave the town of Lyman.",
        {"says": "withdrew", "actor": "RUS", "place": "Lyman", "polarity": "denied"},
    ),
    case(
        "withdrawal", "2018-03-25", "Syrian rebels completed their withdrawal from the town of Harasta.",
        {"says": "withdrew", "actor": "syrian_rebels", "place": "Harasta"},
    ),
    case(
        "abandoned", "2023-11-16", "Myanmar soldiers abandoned the town of Chinshwehaw.",
        {"says": "withdrew", "actor": "MMR", "place": "Chinshwehaw"},
    ),
    case(
        "peacekeepers", "2023-11-01", "UN peacekeepers withdrew from the northern town of Kidal.",
        {"says": "withdrew", "place": "Kidal", "country": "MLI"},
    ),
    case(
        "forced", "2014-05-21", "Malian troops were forced to leave Kidal.",
        {"says": "withdrew", "actor": "MLI", "place": "Kidal", "realis": "actual"},
    ),
    case(
        "long-past", "2023-05-10", "US troops withdrew from Afghanistan in August 2021.",
        {"says": "withdrew", "actor": "USA", "place": "Afghanistan", "feature": "country", "realis": "historical"},
    ),
    case(
        "began", "2022-11-09", "Russia began its withdrawal from the city of Kherson.",
        {"says": "withdrew", "actor": "RUS", "place": "Kherson", "realis": "actual"},
    ),
    case(
        "demanded", "2022-02-18", "Mali demanded the withdrawal of French troops from Gao.",
        {"says": "withdrew", "actor": "FRA", "place": "Gao", "realis": "future"},
    ),
]  # fmt: skip

MOVED = [
    case(
        "advanced", "2021-02-20", "Houthi fighters advanced 20 km toward the city of Marib.",
        {"says": "advanced", "actor": "houthis", "place": "Marib", "figures": [("km", 20.0, "exact")]},
    ),
    case(
        "without-a-place", "2022-10-04", "Ukrainian troops advanced 30 kilometers in two days, Kyiv said.",
        {"says": "advanced", "actor": "UKR", "place": None, "scope": "UKR", "figures": [("km", 30.0, "exact")]},
    ),
    case(
        "entered", "2020-11-08", "Azerbaijani forces entered the town of Shusha on Saturday.",
        {"says": "entered", "actor": "AZE", "place": "Shusha", "country": "AZE", "start": "2020-11-07"},
    ),
    case(
        "stormed", "2024-05-07", "Israeli troops stormed the Palestinian city of Rafah.",
        {"says": "entered", "actor": "ISR", "place": "Rafah", "country": "PSE"},
    ),
    case(
        "mali", "2023-11-15", "Malian troops entered the northern town of Kidal on Tuesday.",
        {"says": "entered", "actor": "MLI", "place": "Kidal", "country": "MLI", "start": "2023-11-14"},
    ),
    case(
        "encircled", "2023-12-06", "Israeli troops have encircled the city of Khan Younis.",
        {"says": "encircled", "actor": "ISR", "place": "Khan Yunis", "region": "Gaza Strip", "country": "PSE"},
    ),
    case(
        "besieged", "2018-05-10", "The Libyan National Army has besieged the eastern city of Derna.",
        {"says": "encircled", "actor": "lna", "country": "LBY", "region": "Derna"},
    ),
    case(
        "broke-through", "2023-08-28", "Ukrainian troops broke through Russian lines near Robotyne.",
        {"says": "advanced", "actor": "UKR", "place": "Robotyne", "relation": "near"},
    ),
    case(
        "blockaded", "2023-08-20", "JNIM fighters blockaded the city of Timbuktu.",
        {"says": "encircled", "actor": "jnim", "place": "Timbuktu", "country": "MLI"},
    ),
    case(
        "siege-broken", "2017-09-06", "The Syrian army broke the siege of Deir al-Zor.",
        {"says": "encircled", "place": "Deir ez-Zor", "polarity": "denied"},
    ),
]  # fmt: skip

FOUGHT = [
    case(
        "for-it", "2023-11-14", "Fighting for the northern town of Kidal continued.",
        {"says": "contested", "actor": None, "place": "Kidal"},
    ),
    case(
        "battle", "2016-10-18", "The battle for the Iraqi city of Mosul began on Monday.",
        {"says": "contested", "place": "Mosul", "country": "IRQ"},
    ),
    case(
        "attempt", "2023-02-10", "Russian troops launched an offensive to capture the town of Vuhledar.",
        {"says": "contested", "actor": "RUS", "place": "Vuhledar"},
    ),
    case(
        "around", "2023-03-01", "Fighting is raging around the city of Bakhmut.",
        {"says": "contested", "actor": None, "place": "Bakhmut", "relation": "near"},
    ),
    case(
        "repelled", "2019-09-01", "Nigerian troops have repelled an attack by Boko Haram militants on Maiduguri.",
        {"says": "repelled", "actor": "NGA", "opponent": "boko_haram", "place": "Maiduguri"},
    ),
]  # fmt: skip

NOT_YET = [
    case(
        "will", "2023-12-30", "Sudan's army will retake Wad Madani, its commander said.",
        {"says": "retook", "actor": "SDN", "place": "Wad Medani", "realis": "future", "act": "claim"},
    ),
    case(
        "denied", "2023-05-10", "Ukraine said Russian forces had not captured Bakhmut.",
        {"says": "captured", "actor": "RUS", "place": "Bakhmut", "polarity": "denied", "act": "claim", "side": "UKR"},
    ),
    case(
        "failed", "2023-05-10", "Russian forces failed to capture the town of Vuhledar.",
        {"says": "captured", "actor": "RUS", "place": "Vuhledar", "polarity": "denied"},
    ),
    case(
        "may-have", "2023-05-10", "Russian forces may have captured the town of Vuhledar.",
        {"says": "captured", "actor": "RUS", "place": "Vuhledar", "certainty": "possible", "realis": "actual"},
    ),
    case(
        "reportedly", "2024-03-16", "The Kachin Independence Army has reportedly captured the town of Myitkyina.",
        {"says": "captured", "actor": "kia", "place": "Myitkyina", "certainty": "probable"},
    ),
    case(
        "long-ago", "2022-09-10", "Russian forces captured the city of Kherson in March.",
        {"says": "captured", "actor": "RUS", "place": "Kherson", "realis": "historical", "precision": "month"},
    ),
    case(
        "if", "2021-02-20", "If Houthi fighters capture Marib, thousands of families will flee.",
        {"says": "captured", "actor": "houthis", "place": "Marib", "realis": "hypothetical"},
    ),
    case(
        "plans", "2022-09-01", "Ukraine plans to retake the city of Kherson.",
        {"says": "retook", "actor": "UKR", "place": "Kherson", "realis": "future"},
    ),
    case(
        "preparing", "2024-04-25", "The Israeli army is preparing to enter Rafah.",
        {"says": "entered", "actor": "ISR", "place": "Rafah", "realis": "future"},
    ),
    case(
        "ordered", "2025-01-28", "The Congolese army ordered its soldiers to leave the city of Goma.",
        {"says": "withdrew", "actor": "COD", "place": "Goma", "realis": "future"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "wanted"), [*CAPTURED, *RETOOK, *LEFT, *MOVED, *FOUGHT, *NOT_YET])
def test_claims(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """Each sentence makes exactly these claims of territory, in text order."""
    found = territory(claims_of(text, published=published))
    assert facts(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The army captured a senior rebel commander near Goma.", id="captured-a-commander"),
        pytest.param("M23 fighters captured twelve soldiers in the town of Sake.", id="captured-soldiers"),
        pytest.param("The film captured the mood of Beirut.", id="captured-a-mood"),
        pytest.param("The new governor took office in Kherson on Monday.", id="took-office"),
        pytest.param("He took part in a conference in Geneva.", id="took-part"),
        pytest.param("Armed men took eleven hostages in Timbuktu.", id="took-hostages"),
        pytest.param("The talks took place in Doha.", id="took-place"),
        pytest.param("President Volodymyr Zelensky fell ill in Kyiv.", id="fell-ill"),
        pytest.param("Bread prices fell sharply in Khartoum.", id="prices-fell"),
        pytest.param("Heavy rain fell on the city of Goma.", id="rain-fell"),
        pytest.param("The defence minister left for Moscow on Monday.", id="left-for"),
        pytest.param("The shelling left three people dead in Kharkiv.", id="left-dead"),
        pytest.param("The families enjoyed a quiet retreat near Petra.", id="holiday"),
        pytest.param("The ambassador returned to Baghdad.", id="returned"),
        pytest.param("An Israeli strike killed three people in Rafah.", id="people-killed"),
        pytest.param("Police fired tear gas at protesters in Baghdad.", id="tear-gas"),
        pytest.param("The parties signed a power-sharing deal in Khartoum.", id="power-sharing"),
        pytest.param("Teachers began a strike in Tripoli on Sunday.", id="strike-of-workers"),
        pytest.param("The company abandoned plans for a gold mine in Mali.", id="abandoned-plans"),
        pytest.param("The ruling party lost the election in Tunis.", id="lost-an-election"),
        pytest.param("Her team held a press conference in Kabul.", id="held-a-conference"),
        pytest.param("The talks in Doha entered a third week.", id="entered-a-week"),
        pytest.param("Doctors fought for his life in Aleppo.", id="fought-for-a-life"),
        pytest.param("Drone strikes on Kyiv wounded nine people.", id="people-wounded"),
        pytest.param("The bank controls its costs from an office in Beirut.", id="controls-costs"),
        pytest.param("Thousands of civilians fled from Goma.", id="civilians"),
        pytest.param("Hundreds of families left the city of Kherson.", id="families"),
        pytest.param("Israel ordered residents to leave Khan Younis.", id="residents-ordered-out"),
        pytest.param("He was captured in Kherson in March.", id="a-man"),
        pytest.param("Seven soldiers were captured in Kursk.", id="prisoners"),
        pytest.param("Soldiers seized power in Niger.", id="seized-power"),
        pytest.param("The army seized weapons in the town of Kidal.", id="seized-weapons"),
        pytest.param("Customs officers seized drugs in Beirut.", id="seized-drugs"),
        pytest.param("The Taliban shot down a helicopter near Ghazni.", id="a-helicopter"),
        pytest.param("Clashes in Omdurman killed nine civilians.", id="clashes-with-casualties"),
        pytest.param("The fall of the government in Kabul shocked the world.", id="a-government-fell"),
        pytest.param("The refugees returned to Mosul.", id="refugees-returned"),
        pytest.param("The president visited Kherson.", id="visited"),
        pytest.param("The club beat its rivals in Madrid.", id="football"),
        pytest.param("Villagers near Mekelle surrounded the visiting singer.", id="surrounded-a-person"),
    ],
)
def test_no_claim(claims_of: ClaimsOf, text: str) -> None:
    """The same words about something else say nothing of who holds a place."""
    assert facts(claims_of(text), []) == []
