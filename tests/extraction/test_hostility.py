"""Damage counts where somebody does it: accidents, weather and business make no claim."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import infrastructure


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("An earthquake destroyed two schools in Kathmandu.", id="earthquake"),
        pytest.param("A hurricane left 90,000 homes without power in Florida.", id="weather"),
        pytest.param("An explosion in a fireworks warehouse in Hubei killed six workers.", id="explosion"),
        pytest.param("The carmaker will close two factories in Ohio next year.", id="business"),
        pytest.param("Museums and restaurants in Vienna reopen after the pandemic.", id="pandemic"),
        pytest.param("Norway closed its embassy in Tripoli because of the war.", id="embassy"),
        pytest.param("Floods and landslides cut roads to the town of Sylhet.", id="landslide"),
        pytest.param("Troops are in Kismayo. Heavy rains destroyed forty houses there.", id="weather-in-a-war"),
        pytest.param("A gunman killed three people at a mosque in Mubi.", id="people-at-an-asset"),
    ],
)
def test_no_claim(claims_of: ClaimsOf, text: str) -> None:
    """What nobody did in a conflict is no claim about an asset."""
    assert infrastructure(claims_of(text)) == []


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param("Shelling destroyed two schools in Kadugli.", "destroyed", id="shelling"),
        pytest.param("Militants attacked a hotel in Beledweyne.", "attacked", id="attack"),
        pytest.param("Russian forces struck a substation in the Odesa region.", "attacked", id="forces"),
        pytest.param("A suicide bombing kills at least 24 people at a mosque in Mubi.", "attacked", id="bombing-at"),
        pytest.param("Rioters set fire to the town hall in Honiara.", "damaged", id="arson"),
        pytest.param("The plant in Enerhodar catches fire after shelling.", "damaged", id="catches-fire"),
        pytest.param("Gas supplies to Moldova were cut off on Monday.", "cut_off", id="supply"),
        pytest.param("All the hospitals in Gaza City are closed.", "cut_off", id="hospitals"),
        pytest.param("Gunmen set up roadblocks on the highway near Djibo.", "cut_off", id="roadblocks"),
        pytest.param("Drones knocked out 400 megawatts of generating capacity in Lviv.", "cut_off", id="megawatts"),
    ],
)
def test_a_claim(claims_of: ClaimsOf, text: str, state: str) -> None:
    """What is done to an asset in a conflict is a claim, and so is the state of what serves a country."""
    assert [str(claim.state) for claim in infrastructure(claims_of(text))] == [state]


def test_the_facility_refers_back(claims_of: ClaimsOf) -> None:
    """The bare word "facility" stands for the one named before, and no second asset."""
    claims = infrastructure(claims_of("Rebels attacked the hospital in Goma. The facility was hit by two shells."))
    assert [str(claim.asset.kind) for claim in claims if claim.asset] == ["hospital"]


def test_who_loses_power_did_not_cut_it(claims_of: ClaimsOf) -> None:
    """The country that lost capacity is no attacker."""
    (claim,) = infrastructure(claims_of("Ukraine lost 9 GW of generating capacity in the missile attacks."))
    assert claim.actor is None


def test_two_attacks_in_one_sentence(claims_of: ClaimsOf) -> None:
    """An attack now and one two weeks ago are two, though the place is one."""
    text = "Houthi drones hit Abha International Airport, which was attacked two weeks ago with a missile."
    assert [claim.means for claim in infrastructure(claims_of(text))] == ["drones", "missile"]
