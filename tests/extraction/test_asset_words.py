"""Words that say what state a thing is in: each sentence is one way of saying so."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import infrastructure

SAID = [
    ("The bridge in Kupiansk is still standing, residents said.", "bridge", "undamaged", "affirmed"),
    ("The bridge at Antioch has survived the bombing, officials said.", "bridge", "undamaged", "affirmed"),
    ("The Novi Sad bridge escaped damage, the ministry said.", "bridge", "undamaged", "affirmed"),
    ("One span of the Chonhar bridge fell into the water after the missile strike.", "bridge", "damaged", "affirmed"),
    (
        "Both lanes of the Crimean bridge are shut after the explosion, Russian officials said.",
        "bridge",
        "cut_off",
        "affirmed",
    ),
    ("Engineers have put the bridge at Mandali back in use, the army said.", "bridge", "restored", "affirmed"),
    ("The Kakhovka dam has burst, the army said.", "dam", "destroyed", "affirmed"),
    ("Kakhovka dam gone, Ukrainian officials say", "dam", "destroyed", "affirmed"),
    ("The lights went out in Kharkiv after the missile strike.", "power", "cut_off", "affirmed"),
    ("All units of the Trypillia power station are idle, the company said.", "power", "cut_off", "affirmed"),
    ("The lights are on again in Goma, the utility said.", "power", "restored", "affirmed"),
    ("Power supply to Donetsk is stable, the separatist authorities said.", "power", "operational", "affirmed"),
    ("Pylons carrying electricity to Maiduguri were toppled by Boko Haram fighters.", "power", "destroyed", "affirmed"),
    (
        "Three missiles landed on the power station at Darnytsia, the mayor of Kyiv said.",
        "power",
        "attacked",
        "affirmed",
    ),
    ("Flames engulfed the oil depot at Feodosia after a drone strike.", "oil", "damaged", "affirmed"),
    ("Rockets turned the fuel depot at Vasylkiv into a wreck.", "oil", "destroyed", "affirmed"),
    ("The Abadan refinery was not touched by the raid, Iran said.", "oil", "undamaged", "affirmed"),
    ("Houthi missiles landed on an oil depot in Jeddah.", "oil", "attacked", "affirmed"),
    (
        "The waterworks in Donetsk can pump for three hours a day only, officials said.",
        "water",
        "disrupted",
        "affirmed",
    ),
    ("Phone lines to Mekelle are dead, aid workers said.", "telecom", "cut_off", "affirmed"),
    ("Telephone links with Stepanakert have been broken off.", "telecom", "cut_off", "affirmed"),
    ("Mobile phones work again in Mekelle, residents said.", "telecom", "restored", "affirmed"),
    ("The telephones in Timbuktu are working again, residents said.", "telecom", "restored", "affirmed"),
    ("Al Shabaab blew up the telephone mast at Mandera.", "telecom", "destroyed", "affirmed"),
    ("Rebels ripped up the railway track near Kankesanturai.", "rail", "damaged", "affirmed"),
    ("The runway at Port Stanley remains usable, Argentina said.", "airport", "operational", "affirmed"),
    (
        "The runway at Aleppo airport has been mended after an Israeli raid, the ministry said.",
        "airport",
        "restored",
        "affirmed",
    ),
    ("Rockets landed on the airfield at Bagram.", "airport", "attacked", "affirmed"),
    ("No rockets landed at Bagram airfield, NATO said.", "airport", "attacked", "denied"),
    ("The arms dump at Rajlovac went up in a huge explosion after a NATO raid.", "military", "destroyed", "affirmed"),
    ("Kyiv in the dark after overnight drone raid", "power", "cut_off", "affirmed"),
    ("A missile strike on Tuesday knocked the Zmiiv power station off the grid.", "power", "cut_off", "affirmed"),
    ("Rockets chewed up the surface of the Antonivsky bridge near Kherson.", "bridge", "damaged", "affirmed"),
    (
        "Tanks can no longer cross the Antonivsky bridge near Kherson, Ukraine's army said.",
        "bridge",
        "cut_off",
        "affirmed",
    ),
    ("Two lanes of the Crimean bridge have been opened again, Russia said.", "bridge", "restored", "affirmed"),
    (
        "The flood gates of the Tishrin dam no longer work because of shelling, Kurdish officials said.",
        "dam",
        "cut_off",
        "affirmed",
    ),
    ("No drone reached the Tuapse refinery, the governor said.", "oil", "attacked", "denied"),
    ("The Tuapse refinery was spared, the governor said after the drone raid.", "oil", "undamaged", "affirmed"),
    ("Ships have stopped calling at the port of Massawa because of the shelling.", "port", "cut_off", "affirmed"),
    ("Hodeidah port is receiving ships, the Houthis said.", "port", "operational", "affirmed"),
    (
        "The airfield at Hostomel has been rendered useless by artillery, Ukraine said.",
        "airport",
        "cut_off",
        "affirmed",
    ),
    ("Flights resumed at Mitiga airport in Tripoli after the shelling.", "airport", "restored", "affirmed"),
    ("The Crimean bridge came to no harm in the attack, the governor said.", "bridge", "undamaged", "affirmed"),
    ("Half of Khartoum is in darkness after drones hit a substation.", "power", "cut_off", "affirmed"),
]
ANOTHER_SENSE = [
    ("The bridge stands near the old market of Bor, where the rebels shelled a bus.", "undamaged"),
    ("Two planes landed on the airfield at Bagram with troops on board.", "attacked"),
    ("A helicopter landed in the yard of the hospital in Bor, the army said.", "attacked"),
    ("The rebels left the hospital in Bor with a doctor.", "damaged"),
    ("Rebels blew a whistle at the bridge in Bor.", "destroyed"),
    ("Prices at the fuel depot in Bor went up in the war.", "destroyed"),
]


@pytest.mark.parametrize(("text", "kind", "state", "polarity"), SAID)
def test_a_state_is_read_in_many_words(claims_of: ClaimsOf, text: str, kind: str, state: str, polarity: str) -> None:
    """Kind, state and polarity are those that the sentence tells of."""
    found = infrastructure(claims_of(text))
    assert (kind, state, polarity) in {
        (str(one.asset.kind), str(one.state), str(one.polarity)) for one in found if one.asset is not None
    }


@pytest.mark.parametrize(("text", "state"), ANOTHER_SENSE)
def test_the_same_word_in_another_sense_says_nothing_of_a_state(claims_of: ClaimsOf, text: str, state: str) -> None:
    """Planes that land are no strike, and what stands somewhere is not called unharmed."""
    assert state not in {str(one.state) for one in infrastructure(claims_of(text))}


def test_a_town_without_a_service_is_not_encircled(claims_of: ClaimsOf) -> None:
    """Cut off from the internet is no siege; cut off from the rest of the country is."""
    said = {str(one.predicate) for one in claims_of("Rebels cut Goma off from the internet.")}
    assert "encircled" not in said
    assert "encircled" in {str(one.predicate) for one in claims_of("Rebels have cut Goma off from the capital.")}


def test_a_part_of_a_dam_stands_for_the_dam(claims_of: ClaimsOf) -> None:
    """What stops in the dam's turbines stops in the dam."""
    found = infrastructure(claims_of("Two turbines of the Inga dam were shut down by the rebels."))
    assert [(one.asset.name, str(one.state)) for one in found if one.asset] == [("Inga dam", "cut_off")]


def test_a_bridge_stands_where_its_own_words_say(claims_of: ClaimsOf) -> None:
    """A railway is named after a town, and its bridge is near another."""
    found = infrastructure(claims_of("UNITA guerrillas have blown up a bridge on the Benguela railway near Cangumbe."))
    assert [one.place.name for one in found if one.place] == ["Cangumbe"]
