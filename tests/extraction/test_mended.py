"""Claims that were once wrong, each a mended fault."""

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
        "never-got-into",
        "2020-04-18",
        "The Libyan National Army's spokesman said the government's troops never got into Tarhuna.",
        {"says": "entered", "actor": "LBY", "place": "Tarhuna", "polarity": "denied"},
    ),
    case(
        "got-into-the-city-late",
        "2020-04-18",
        "The football team got into Tarhuna late, after the army had let it pass.",
    ),
    case(
        "a-town-where-persons-alone-say-whose-war-it-is",
        "2023-12-25",
        "Our assault units have liberated the settlement of Marinka, Shoigu told Putin in a televised meeting.",
        {"says": "retook", "actor": "RUS", "place": "Mar'yinka", "country": "UKR"},
    ),
    case(
        "a-name-that-begins-like-a-sigh",
        "2025-01-30",
        "RSF fighters pulled out of Um Rawaba in North Kordofan before the army came in, residents said.",
        {"says": "withdrew", "actor": "rsf", "place": "Um Rawaba"},
    ),
    case(
        "main-city-by-its-name",
        "2020-06-20",
        "The Southern Transitional Council took control of Socotra's main city, Hadebo, on Saturday, officials said.",
        {"says": "captured", "actor": "stc", "place": "Hadebo"},
    ),
    case(
        "a-city-and-nine-villages",
        "2020-10-04",
        "Azerbaijan has liberated the city of Jabrayil and nine villages, President Ilham Aliyev announced.",
        {"says": "retook", "actor": "AZE", "place": "Jabrayil", "figures": []},
    ),
    case(
        "an-alliance-with-a-stroke",
        "2025-12-10",
        "The AFC/M23 alliance announced that Uvira had been fully liberated.",
        {"says": "retook", "place": "Uvira", "side": "m23"},
    ),
    case(
        "a-guard-of-the-state",
        "2019-08-10",
        "The presidential palace in Aden is still in the hands of the presidential guard, a government minister said.",
        {"says": "controls", "actor": "YEM", "place": "Aden palace"},
    ),
    case(
        "a-verb-cut-at-its-hyphen",
        "2020-03-02",
        "The Syrian army re-entered Saraqeb on Monday and is in control of the town, state media reported.",
        {"says": "controls", "actor": "SYR", "place": "Saraqib"},
    ),
    case(
        "back-in-control",
        "2021-12-12",
        "Tigrayan forces are back in control of Lalibela, residents said on Sunday.",
        {"says": "controls", "actor": "tplf", "place": "Lalibela"},
    ),
    case(
        "a-camp-of-a-name",
        "2014-07-17",
        "Islamic State said on Thursday it had overrun Camp Speicher, a former U.S. base north of Tikrit.",
        {"says": "captured", "actor": "isis", "place": "Camp Speicher", "country": "IRQ"},
    ),
    case(
        "a-mountain-that-no-gazetteer-has",
        "2016-09-17",
        "Islamic State fighters have taken Mount Tharda in Syria, its news agency said.",
        {"says": "captured", "actor": "isis", "place": "Mount Tharda", "feature": "area"},
    ),
    case(
        "a-town-of-the-neighbour",
        "2025-12-01",
        "Russian forces have taken Pokrovsk.",
        {"says": "captured", "actor": "RUS", "place": "Pokrovsk", "country": "UKR"},
    ),
    case(
        "left-a-town-read-as-an-adjective",
        "2023-11-15",
        'The Tuareg separatists said they had left Kidal "for strategic reasons" but that their fight would go on.',
        {"says": "withdrew", "actor": "tuareg_rebels", "place": "Kidal"},
    ),
    case(
        "loss-confirmed-by",
        "1997-03-16",
        "The loss of Kisangani to the rebels was confirmed by a senior Zairean officer on Sunday.",
        {"says": "controls", "actor": "COD", "place": "Kisangani", "polarity": "denied", "act": "confirm"},
    ),
    case(
        "capture-announced-by",
        "1997-03-16",
        "The capture of Kisangani by the rebels was announced by the Congolese army on Sunday.",
        {"says": "captured", "place": "Kisangani", "side": "COD"},
    ),
    case(
        "villages-in-a-district",
        "2013-09-16",
        "Troops recovered only 30 percent of the villages in Zamboanga that rebels took, the army said on Monday.",
        {"says": "retook", "place": "Zamboanga", "extent": "partial"},
    ),
    case(
        "not-surrendered",
        "2023-08-28",
        "Russia's defence ministry said Robotyne had not been surrendered and that its men were fighting on.",
        {"says": "controls", "actor": "RUS", "place": "Robotyne", "polarity": "affirmed"},
    ),
    case(
        "stronghold-that-has-just-been-taken",
        "2023-11-14",
        "Mali's army has taken the northern town of Kidal, a stronghold of Tuareg rebels, the president said.",
        {"says": "captured", "actor": "MLI", "place": "Kidal"},
    ),
    case(
        "stronghold-that-is-bombed",
        "2013-11-14",
        "Mali's army has reached Kidal, a stronghold of Tuareg rebels, the president said.",
        {"says": "advanced", "actor": "MLI", "place": "Kidal"},
        {"says": "controls", "actor": "tuareg_rebels", "place": "Kidal"},
    ),
    case(
        "hospital-named-after-a-day",
        "2018-11-13",
        "The Houthis have recaptured the May 22 hospital in Hodeidah, their television channel said.",
        {"says": "retook", "actor": "houthis", "place": "May 22 hospital", "realis": "actual"},
    ),
    case(
        "not-into-their-hands",
        "2025-01-28",
        "The Congolese government said Goma's airport had not fallen into the hands of the rebels.",
        {"says": "captured", "place": "Goma airport", "polarity": "denied"},
    ),
    case(
        "airport-of-a-town-in-a-region",
        "2020-11-12",
        "Federal forces have liberated the airport of Humera in western Tigray, state-affiliated Fana TV reported.",
        {"says": "retook", "actor": "ETH", "place": "Humera airport", "speaker": "state-affiliated Fana TV"},
    ),
    case(
        "positions-that-hold",
        "2024-02-20",
        "Ukraine's southern forces said their positions in Krynky were holding.",
        {"says": "controls", "actor": "UKR", "place": "Krynky"},
    ),
    case("a-line-that-holds", "2024-02-20", "Callers in Krynky said the line was holding for an hour."),
    case(
        "no-part-of-it",
        "2016-06-25",
        "No part of Wau is in rebel hands, the state's governor said on Saturday.",
        {"says": "controls", "place": "Wau", "polarity": "denied", "extent": None},
    ),
    case(
        "a-name-that-there-stands-for",
        "2020-10-03",
        "Armenia's defence ministry said Madagiz had not been taken and that its army was repelling attacks there.",
        {"says": "captured", "place": "Madagiz", "polarity": "denied"},
        {"says": "repelled", "actor": "ARM", "place": "Madagiz"},
    ),
    case("a-person-not-captured", "2020-10-03", "Armenia's defence ministry said Harutyunyan had not been captured."),
    case(
        "who-denies-and-adds",
        "2003-07-19",
        "Defence Minister Daniel Chea denied that rebels held Monrovia, saying government forces were in charge there.",
        {"says": "controls", "place": "Monrovia", "polarity": "denied", "speaker": "Daniel Chea"},
        {"says": "controls", "actor": "LBR", "place": "Monrovia", "polarity": "affirmed", "speaker": "Daniel Chea"},
    ),
    case(
        "spokesman-of-a-group-abroad",
        "2012-03-11",
        "Tuareg MNLA rebels have seized the town of Tessalit, a spokesman for the group in Paris said.",
        {"says": "captured", "actor": "mnla", "place": "Tessalit", "side": "mnla"},
    ),
    case(
        "a-minister-of-the-other-country",
        "2024-02-17",
        "Russian troops are in complete control of Avdiivka, Defence Minister Sergei Shoigu reported.",
        {"says": "controls", "actor": "RUS", "place": "Avdiyivka", "speaker": "Sergei Shoigu", "side": "RUS"},
    ),
    case(
        "a-president-of-a-region-that-fights",
        "2020-11-12",
        "Tigray's president Debretsion Gebremichael said Humera was still under the control of Tigrayan forces.",
        {"says": "controls", "actor": "tplf", "side": "tplf"},
    ),
    case(
        "who-quit-it-owns-nothing",
        "2018-04-14",
        "The Syrian army declared Ghouta free of rebels after the last fighters of Jaish al-Islam quit Douma.",
        {"says": "controls", "polarity": "denied"},
    ),
    case(
        "rebels-take-control",
        "2020-12-22",
        "Rebels have taken control of the town of Bambari, its mayor said on Tuesday.",
        {"says": "captured", "place": "Bambari", "called": "Rebels", "side": "CAF"},
    ),
    case(
        "own-fighters-remain",
        "2025-03-21",
        "The RSF said its fighters remained in El Fasher.",
        {"says": "withdrew", "actor": "rsf", "place": "El Fasher", "polarity": "denied"},
    ),
    case(
        "others-remain",
        "2025-03-21",
        "Sudan's army said RSF fighters remained in El Fasher.",
        {"says": "entered", "actor": "rsf", "place": "El Fasher", "polarity": "affirmed"},
    ),
    case(
        "own-side-defends",
        "2023-05-20",
        "Ukraine's deputy defence minister said troops were still defending the city of Bakhmut.",
        {"says": "controls", "actor": "UKR", "place": "Bakhmut"},
    ),
    case("others-defend", "2023-05-20", "Russian officers said Ukrainian troops were defending the city of Bakhmut."),
    case(
        "stronghold-that-was-taken",
        "2002-10-07",
        "Loyalist troops recaptured the rebel stronghold of Bouake on Monday, Ivory Coast's government said.",
        {"says": "retook", "actor": "CIV", "place": "Bouaké"},
    ),
    case(
        "garrison-withdrawn",
        "2022-06-30",
        "Russia withdrew its garrison from Snake Island, the defence ministry in Moscow said.",
        {"says": "withdrew", "actor": "RUS", "place": "Snake Island"},
    ),
    case(
        "hardly-control",
        "2014-11-20",
        "The insurgents hardly control Gwoza, officials said.",
        {"says": "controls", "place": "Gwoza", "polarity": "denied"},
    ),
    case(
        "militia-leaders-deny-their-own-loss",
        "2003-05-13",
        "Lendu militia leaders denied that they had been driven out of Bunia.",
        {"place": "Bunia", "act": "deny", "polarity": "denied"},
    ),
    case(
        "belongs-to",
        "2023-05-01",
        '"Crimea belongs to Russia," the Kremlin spokesman said on Monday.',
        {"says": "annexed", "actor": "RUS", "place": "Crimea", "act": "claim", "side": "RUS"},
    ),
    case(
        "around-as-a-preposition",
        "2010-09-20",
        "Taliban fighters control around 90 percent of the Panjwai district, officials said on Monday.",
        {"says": "controls", "actor": "taliban", "place": "Panjwai", "figures": [("percent", 90.0, "about")]},
    ),
    case(
        "reports-are-lies",
        "2015-09-20",
        "Reports that rebels had captured the town of Idlib are lies, Syria's army said.",
        {"says": "captured", "actor": "syrian_rebels", "place": "Idlib", "act": "deny", "polarity": "denied"},
    ),
    case(
        "a-peninsula-whose-name-is-taken-for-an-adjective",
        "1988-04-18",
        "Iraqi troops captured the Faw peninsula on Monday, the army said.",
        {"says": "captured", "actor": "IRQ", "place": "Faw"},
    ),
    case(
        "a-side-of-its-years",
        "1968-04-22",
        "Nigerian troops drove Biafran soldiers out of Owerri on Monday, officials said.",
        {"says": "captured", "actor": "NGA", "opponent": "biafra", "place": "Owerri"},
    ),
    case(
        "the-country-is-not-the-one-fought",
        "2022-09-10",
        "Ukraine said its forces had advanced against Russia in the country's east.",
        {"says": "advanced", "actor": "UKR", "country": "UKR"},
    ),
    case(
        "neither-confirmed-nor-denied",
        "2022-09-30",
        "Russia's army neither confirmed nor denied that Ukrainian troops had captured the town of Lyman.",
        {"says": "captured", "actor": "UKR", "place": "Lyman", "act": "not_confirmed"},
    ),
    case(
        "would-not-confirm-or-deny",
        "2022-09-30",
        "Russia's army would neither confirm nor deny that Ukrainian troops had captured the town of Lyman.",
        {"says": "captured", "actor": "UKR", "place": "Lyman", "act": "not_confirmed", "side": "RUS"},
    ),
    case(
        "denied-and-confirmed",
        "2022-09-30",
        "Russia's army denied that Ukrainian troops had captured the town of Lyman and spoke of a lie.",
        {"says": "captured", "actor": "UKR", "place": "Lyman", "act": "deny", "polarity": "denied", "side": "RUS"},
    ),
    case(
        "begun-operation-to-retake",
        "2020-06-06",
        "The Libyan National Army said it had begun an operation to recapture the city of Sirte.",
        {"says": "contested", "actor": "lna", "place": "Sirte"},
    ),
    case(
        "launched-and-retook",
        "2020-06-06",
        "The Libyan National Army said it had launched an offensive and recaptured the city of Sirte.",
        {"says": "retook", "actor": "lna", "place": "Sirte"},
    ),
    case(
        "denied-the-loss",
        "2022-09-30",
        "Russian officials denied the loss of the town of Lyman.",
        {"says": "controls", "actor": "RUS", "place": "Lyman", "polarity": "affirmed", "act": "deny"},
    ),
    case(
        "up-to-so-many",
        "2022-09-11",
        "Ukrainian forces captured up to 30 settlements in the Kharkiv region.",
        {"says": "captured", "actor": "UKR", "place": "Kharkiv"},
    ),
    case(
        "should-be-included",
        "2016-10-12",
        "The minister said that Kurdish forces must be included in an operation to retake Mosul.",
        {"says": "contested", "actor": "krg", "place": "Mosul", "realis": "hypothetical"},
    ),
    case(
        "apposed-town-is-a-place",
        "2024-01-16",
        "The Arakan Army has captured Paletwa, a town in Chin State near the Indian border.",
        {"says": "captured", "actor": "arakan_army", "place": "Paletwa", "region": "Chin", "country": "MMR"},
    ),
    case(
        "town-of-x",
        "2025-01-28",
        "M23 rebels seized the town of Sake in eastern Congo.",
        {"says": "captured", "actor": "m23", "place": "Sake", "country": "COD"},
    ),
    case(
        "repelled-is-one-claim",
        "2023-02-10",
        "Ukrainian forces repelled a Russian assault on Vuhledar.",
        {"says": "repelled", "actor": "UKR", "opponent": "RUS", "place": "Vuhledar"},
    ),
    case(
        "thwarted-attempt",
        "2025-01-25",
        "The Congolese army thwarted an attempt by M23 to storm the city of Goma.",
        {"says": "repelled", "actor": "COD", "opponent": "m23", "place": "Goma"},
    ),
    case(
        "passive-assault",
        "2023-02-10",
        "An assault was launched by Russian troops on the city of Bakhmut.",
        {"says": "contested", "place": "Bakhmut"},
    ),
    case("talks", "2023-05-10", "Russia withdrew from peace talks in Istanbul."),
    case("agreement", "2023-05-10", "Uganda pulled out of the trade agreement."),
    case("ambassador", "2023-05-10", "Ethiopia withdrew its ambassador from Cairo."),
    case("almost", "2023-05-10", "Russian forces have almost encircled the city of Bakhmut."),
    case("nearly", "2022-05-10", "Russian forces nearly captured the city of Kyiv in March."),
    case(
        "prevented",
        "2025-01-28",
        "M23 fighters prevented Congolese soldiers from entering the city of Goma.",
        {"says": "entered", "actor": "COD", "place": "Goma", "polarity": "denied"},
    ),
    case(
        "condemned",
        "2025-01-28",
        "France condemned the capture of the city of Goma.",
        {"says": "captured", "actor": None, "place": "Goma"},
    ),
    case(
        "announced-capture-is-actual",
        "2022-10-01",
        "Ukraine announced the capture of the town of Lyman.",
        {"says": "captured", "actor": "UKR", "place": "Lyman", "realis": "actual", "act": "claim"},
    ),
    case(
        "warned-of",
        "2024-04-25",
        "The United Nations warned of an assault on the city of Rafah.",
        {"says": "contested", "place": "Rafah", "realis": "hypothetical"},
    ),
    case(
        "sq-km-of-is-in",
        "2024-08-12",
        "Ukraine controls about 1,000 sq km of Russia's Kursk region.",
        {
            "says": "controls",
            "actor": "UKR",
            "place": "Kursk",
            "relation": "in",
            "extent": "partial",
            "figures": [("km2", 1000.0, "about")],
        },
    ),
    case("lost-a-power-line", "2022-09-03", "The Zaporizhzhia nuclear plant lost its last power line."),
    case(
        "under-the-control-of",
        "2014-01-05",
        "The Iraqi city of Fallujah fell under the control of Islamic State.",
        {"says": "captured", "actor": "isis", "place": "Al Fallujah", "country": "IRQ"},
    ),
    case("fire-under-control", "2023-05-10", "The fire in Beirut was brought under control."),
    case(
        "not-part-of",
        "2022-10-01",
        "Kyiv said that Crimea was not part of Russia.",
        {"says": "annexed", "actor": "RUS", "place": "Crimea", "polarity": "denied", "side": "UKR"},
    ),
    case(
        "annexation-condemned",
        "2022-10-01",
        "Germany condemned the annexation of the Donetsk region by Russia.",
        {"says": "annexed", "actor": "RUS", "place": "Donetsk", "feature": "region", "country": "UKR"},
    ),
    case(
        "commented-on-reports",
        "2024-06-01",
        "The Sudanese army has not commented on reports that rebels captured El Fasher.",
        {"says": "captured", "place": "El Fasher", "side": None, "against": False},
    ),
    case(
        "declined-to-comment",
        "2022-10-01",
        "The Kremlin declined to comment on claims that Ukrainian troops had entered Lyman.",
        {"says": "entered", "actor": "UKR", "side": None, "against": False},
    ),
    case(
        "a-claim-x-denied",
        "2025-01-28",
        "M23 rebels claimed to have captured Goma, a claim the Congolese government denied.",
        {"says": "captured", "actor": "m23", "side": "m23", "polarity": "affirmed"},
        {"says": "captured", "actor": "m23", "side": "COD", "polarity": "denied", "act": "deny"},
    ),
    case(
        "reports-were-false",
        "2023-05-20",
        "Reports that Bakhmut had fallen were false, the Ukrainian army said.",
        {"says": "captured", "place": "Bakhmut", "polarity": "denied", "side": "UKR"},
    ),
    case(
        "dotted-capital-i",
        "2025-01-28",
        "İsmail said M23 rebels had captured the city of Goma.",
        {"says": "captured", "actor": "m23", "place": "Goma"},
    ),
    case(
        "dash-in",
        "2025-01-28",
        "M23 rebels captured Goma - in Congo - last week.",
        {"says": "captured", "actor": "m23", "place": "Goma"},
    ),
    case(
        "adverb-is-no-first-name",
        "2023-05-10",
        "Sergei Shoigu spoke. Afterwards Shoigu said Russian troops had captured the Ukrainian town of Vuhledar.",
        {"says": "captured", "speaker": "Sergei Shoigu"},
    ),
    case(
        "possessive-is-no-first-name",
        "2023-05-10",
        "Ukraine’s Volodymyr Zelensky spoke. Zelensky said Ukrainian troops had retaken the town of Lyman.",
        {"says": "retook", "speaker": "Volodymyr Zelensky"},
    ),
]

INFRASTRUCTURE = [
    case(
        "an-explosion-that-was-staged",
        "2022-03-10",
        "The explosion at the hospital in Mariupol was staged, Russia's defence ministry said.",
    ),
    case(
        "an-attack-staged-by-somebody",
        "2022-03-10",
        "An attack on the hospital in Goma was staged by rebels on Monday, the Congolese army said.",
        {"says": "attacked", "kind": "hospital", "place": "Goma"},
    ),
    case(
        "by-shelling",
        "2023-05-10",
        "A school was destroyed by shelling in the Sudanese city of El Obeid.",
        {"says": "destroyed", "kind": "school", "actor": None, "country": "SDN", "means": "shelling"},
    ),
    case(
        "accused-of",
        "2023-06-07",
        "Ukraine accused Russia of destroying the Kakhovka dam.",
        {"says": "destroyed", "kind": "dam", "actor": "RUS", "side": "UKR", "act": "claim"},
    ),
    case(
        "attack-condemned",
        "2023-11-11",
        "The United States condemned the attack on a hospital in Gaza City.",
        {"says": "attacked", "kind": "hospital", "actor": None, "place": "Gaza City"},
    ),
    case(
        "attack-reported",
        "2023-11-11",
        "Syria reported an attack on the airport in Aleppo.",
        {"says": "attacked", "kind": "airport", "actor": None, "side": "SYR", "act": "claim"},
    ),
    case(
        "share-of-the-grid",
        "2022-11-01",
        "About 40% of Ukraine's power grid has been damaged, officials said.",
        {"says": "damaged", "kind": "power", "country": "UKR", "figures": [("percent", 40.0, "about")]},
    ),
    case(
        "a-part-of-the-world-lies-in-no-region",
        "2022-05-12",
        "Fighting went on in the Kharkiv region. Gas supplies to Europe were disrupted on Wednesday.",
        {"says": "disrupted", "kind": "gas", "place": "Europe", "country": None, "region": None},
    ),
    case(
        "through-a-station-is-elsewhere",
        "2022-05-12",
        "Troops entered Kupiansk. On Tuesday, Ukraine cut the supply of gas through a station on the border.",
        {"says": "cut_off", "kind": "gas", "actor": "UKR", "place": None},
    ),
    case(
        "fell-to-percent",
        "2022-07-27",
        "Gas flows through Nord Stream fell to 20% of capacity.",
        {"says": "disrupted", "kind": "gas", "figures": [("percent", 20.0, "exact")]},
    ),
    case(
        "set-fire-once",
        "2022-07-02",
        "Demonstrators set fire to the parliament building in Tripoli.",
        {"says": "damaged", "kind": "government", "place": "Tripoli", "realis": "actual"},
    ),
]


@pytest.mark.parametrize(("text", "published", "wanted"), TERRITORY)
def test_territory(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """The text makes these territorial claims and no others."""
    assert facts(territory(claims_of(text, published=published)), wanted) == wanted


@pytest.mark.parametrize(("text", "published", "wanted"), INFRASTRUCTURE)
def test_infrastructure(claims_of: ClaimsOf, text: str, published: str, wanted: list[Fact]) -> None:
    """The text makes these claims about assets and no others."""
    assert facts(infrastructure(claims_of(text, published=published)), wanted) == wanted
