"""Who holds what in the words of communiques, state media and field reports, each with its near miss."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, territory

CASES = [
    (
        "Rebels have become masters of Goma, UN officers said.",
        "2025-01-27",
        [{"says": "controls", "actor": "m23", "place": "Goma", "side": "un"}],
    ),
    ("The rebels have become rich in Goma, UN officers said.", "2025-01-27", []),
    (
        "Reports that Goma had been lost were dismissed by a Congolese army spokesman.",
        "2025-01-27",
        [{"says": "controls", "actor": "COD", "polarity": "affirmed", "act": "deny", "side": "COD"}],
    ),
    (
        "An army spokesman described claims of Nyala's fall as rumours spread by the rebels.",
        "2023-10-26",
        [{"says": "captured", "place": "Nyala", "polarity": "denied", "act": "deny", "side": "SDN"}],
    ),
    (
        "An army spokesman described the fall of Nyala as a tragedy.",
        "2023-10-26",
        [{"says": "captured", "place": "Nyala", "polarity": "affirmed"}],
    ),
    (
        "Kharkiv was being guarded by Ukrainian troops, the governor said.",
        "2022-05-12",
        [{"says": "controls", "actor": "UKR", "polarity": "affirmed"}],
    ),
    ("Ukrainian police guarded the embassy in Kharkiv.", "2022-05-12", []),
    (
        "Malian troops have established a base in Kidal, the general staff said.",
        "2023-11-15",
        [{"says": "entered", "actor": "MLI", "place": "Kidal"}],
    ),
    ("The company has established a base in Kidal.", "2023-11-15", []),
    (
        "Ukraine said that 80 percent of its forces had left Debaltseve.",
        "2015-02-18",
        [{"says": "withdrew", "actor": "UKR", "place": "Debaltseve"}],
    ),
    ("Ukraine said that 80 percent of the people had left Debaltseve.", "2015-02-18", []),
    (
        "Crimea is an inseparable part of the Republic of Ukraine, the minister said.",
        "2022-05-12",
        [{"says": "annexed", "actor": "UKR", "place": "Crimea"}],
    ),
    (
        "Palmyra is free of Islamic State fighters, the Syrian army said.",
        "2016-03-27",
        [{"says": "controls", "actor": "isis", "polarity": "denied", "place": "Palmyra"}],
    ),
    ("Palmyra is free of charge for Syrian soldiers.", "2016-03-27", []),
    (
        "The Russian flag is flying over Sudzha, the defence ministry in Moscow said.",
        "2025-03-12",
        [{"says": "controls", "actor": "RUS", "place": "Sudzha", "polarity": "affirmed"}],
    ),
    ("The Russian flag flew at half-mast in Sudzha for the dead soldiers.", "2025-03-12", []),
    (
        "Ukrainian defenders remained at their posts in Sudzha, the general staff said.",
        "2025-03-12",
        [{"says": "controls", "actor": "UKR", "place": "Sudzha"}],
    ),
    ("Ukrainian officials remained at their desks in Sudzha.", "2025-03-12", []),
    (
        "The Syrian army has no men left in Palmyra, the militants said.",
        "2016-03-27",
        [{"says": "entered", "actor": "SYR", "polarity": "denied", "place": "Palmyra"}],
    ),
    (
        "There is not a single rebel left in Kilinochchi, the army commander said.",
        "2009-01-02",
        [{"says": "entered", "actor": "ltte", "polarity": "denied", "place": "Kilinochchi"}],
    ),
    (
        "Hadrut is under Armenian control, the army said.",
        "2020-10-10",
        [{"says": "controls", "actor": "ARM", "place": "Hadrut"}],
    ),
    ("The process is under Armenian control, the army said.", "2020-10-10", []),
    (
        "Government troops hold Pleiku, an officer said.",
        "1972-05-03",
        [{"says": "controls", "actor": "south_vietnam", "place": "Pleiku"}],
    ),
    (
        "Government troops hold Pleiku, an officer said.",
        "1979-05-03",
        [{"says": "controls", "actor": "VNM", "place": "Pleiku"}],
    ),
    (
        "The rebels were able to take Goma, the army said.",
        "2025-01-27",
        [{"says": "captured", "actor": "m23", "realis": "actual", "polarity": "affirmed"}],
    ),
    (
        "The rebels may be able to take Goma, the army said.",
        "2025-01-27",
        [{"says": "captured", "actor": "m23", "realis": "hypothetical"}],
    ),
    (
        "Adwa has not fallen into enemy hands, Getachew Reda of the TPLF said.",
        "2022-10-18",
        [{"says": "captured", "actor": None, "polarity": "denied", "side": "tplf"}],
    ),
    (
        "The defence minister said it was not true that Goma had fallen.",
        "2025-01-27",
        [{"says": "captured", "place": "Goma", "polarity": "denied"}],
    ),
    (
        "Zepa has fallen, General Arn Lesk said on a hill above the enclave. The army said nothing.",
        "1995-07-19",
        [{"says": "captured", "place": "Zepa", "actor": None}],
    ),
    ("Unemployment has fallen in the town, the army said.", "1995-07-19", []),
    (
        "The army command declared Palmyra liberated.",
        "2017-03-02",
        [{"says": "retook", "place": "Palmyra", "side": "SYR"}],
    ),
    (
        "A Ugandan major denied that his men had been expelled from Kisangani.",
        "2000-06-10",
        [{"says": "captured", "opponent": "UGA", "polarity": "denied", "act": "deny"}],
    ),
    (
        "Fighters loyal to Riek Machar have overrun Bentiu, an official said.",
        "2014-04-15",
        [{"says": "captured", "actor": "spla_io", "place": "Bentiu"}],
    ),
    (
        "Palmyra totally liberated by the Syrian army after a day of fighting",
        "2017-03-02",
        [{"says": "retook", "actor": "SYR", "place": "Palmyra"}],
    ),
    (
        '"Mavinga is in our hands," UNITA leader Jonas Savimbi told reporters.',
        "1990-02-04",
        [{"says": "controls", "actor": "unita", "place": "Mavinga"}],
    ),
    ('"The decision is in our hands," UNITA leader Jonas Savimbi told reporters in Mavinga.', "1990-02-04", []),
    (
        "The MNDAA says it has Lashio firmly in its grip after three weeks of fighting.",
        "2024-07-25",
        [{"says": "controls", "actor": "mndaa", "place": "Lashio"}],
    ),
    (
        "The Bosnian Serb army denied that any of its soldiers had gone into Gorazde.",
        "1994-04-18",
        [{"says": "entered", "actor": "republika_srpska", "polarity": "denied", "place": "Goražde"}],
    ),
    (
        "The Russian tricolour flies over the presidential palace in Grozny after days of fighting, the ministry said.",
        "1995-01-19",
        [{"says": "controls", "actor": "RUS", "feature": "facility"}],
    ),
    (
        "The Ukrainian flag is flying over Kherson's central square, soldiers said.",
        "2022-11-11",
        [{"says": "controls", "actor": "UKR", "place": "Kherson"}],
    ),
    (
        "The army has lost its grip on Goma, a UN report said.",
        "2025-01-27",
        [{"says": "controls", "actor": "COD", "polarity": "denied", "place": "Goma"}],
    ),
    (
        "M23 has tightened its grip on Goma, a UN report said.",
        "2025-01-27",
        [{"says": "controls", "actor": "m23", "polarity": "affirmed"}],
    ),
    (
        "Goma has not changed hands, the army said.",
        "2025-01-27",
        [{"says": "captured", "actor": None, "polarity": "denied", "place": "Goma"}],
    ),
    ("Millions of dollars changed hands in Goma before the soldiers came.", "2025-01-27", []),
    (
        "M23 rebels now call the shots in Goma, residents said.",
        "2025-01-27",
        [{"says": "controls", "actor": "m23", "place": "Goma"}],
    ),
    (
        "The rebels have set up their administration in Goma.",
        "2025-01-27",
        [{"says": "controls", "actor": "m23", "place": "Goma"}],
    ),
    (
        "The town of Goma has been cleansed of terrorists, the army said.",
        "2025-01-27",
        [{"says": "captured", "place": "Goma", "polarity": "affirmed"}],
    ),
    ("The town of Goma has been cleared of mines, the army said.", "2025-01-27", []),
    (
        "Kinshasa admitted the loss of Goma.",
        "2025-01-27",
        [{"says": "controls", "actor": "COD", "polarity": "denied"}],
    ),
    (
        "The M23 flag was raised over the governor's office in Goma.",
        "2025-01-27",
        [{"says": "captured", "actor": "m23", "place": "Goma"}],
    ),
    (
        "Ukrainian troops have not given up Bakhmut, the general staff said.",
        "2023-05-21",
        [{"says": "withdrew", "actor": "UKR", "polarity": "denied", "side": "UKR"}],
    ),
    (
        "Ukrainian troops have given up Bakhmut to the Russian army, a general said.",
        "2023-05-21",
        [{"says": "transferred", "actor": "RUS", "opponent": "UKR"}],
    ),
    (
        "Ugandan soldiers have been driven across the Tshopo river and Kisangani is in Rwandan hands, a major said.",
        "2000-06-10",
        [{"says": "controls", "actor": "RWA", "place": "Kisangani"}],
    ),
    (
        "South Sudan's army is still in Bentiu. It rejected Khartoum's assertion that the oil town had been liberated.",
        "2012-04-20",
        [
            {"says": "entered", "place": "Bentiu"},
            {"says": "retook", "place": "Bentiu"},
        ],
    ),
]


@pytest.mark.parametrize(("text", "published", "wanted"), CASES)
def test_a_wording_says_who_holds_what(
    claims_of: ClaimsOf, text: str, published: str, wanted: list[dict[str, object]]
) -> None:
    """The text makes these territorial claims and no others."""
    assert facts(territory(claims_of(text, published=published)), wanted) == wanted


def test_officers_of_the_un_have_no_soldiers_of_their_own(claims_of: ClaimsOf) -> None:
    """Soldiers whose side nobody knows are not the observers' who tell of them."""
    found = territory(claims_of("Dissident soldiers marched into Bukavu, UN officers said.", published="2004-06-02"))
    assert [one.actor.side if one.actor else None for one in found] == [None]


@pytest.mark.parametrize(
    ("speaker", "side"), [("Radio Hanoi", "VNM"), ("Tehran Radio", "IRN"), ("Radio Dabanga", None)]
)
def test_a_station_with_a_seat_of_government_for_its_name_is_that_government_s(
    claims_of: ClaimsOf, speaker: str, side: str | None
) -> None:
    """Any other outlet is nobody's."""
    found = territory(claims_of(f"{speaker} said troops had captured Khorramshahr.", published="1982-05-24"))
    assert [one.attribution.side for one in found] == [side]
