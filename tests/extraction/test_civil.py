"""What civilians, police and courts do is no deed of war; what forces do with the same words is."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf


def said(claims_of: ClaimsOf, text: str) -> list[str]:
    """Return what a text is found to say."""
    return [str(claim.predicate or claim.state) for claim in claims_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Police raided a mosque in Sousse and arrested two men.", id="police-raid"),
        pytest.param("The house in Lyon was searched in a raid by the police.", id="raid-by"),
        pytest.param("Tax authorities seized a factory in Lyon.", id="confiscated"),
        pytest.param("A knife attack at a railway station in Nice injures six people.", id="knife"),
        pytest.param("The minister was accused of a sexual assault at a hotel in Oslo.", id="assault"),
        pytest.param("Police foiled a bomb attack on a church in Jos.", id="foiled"),
        pytest.param("A military helicopter crashed into a school in Luanda, killing the pilot.", id="crash"),
        pytest.param("A fire destroys a pier at Odense.", id="fire"),
        pytest.param("Soldiers help after a footbridge collapses in Cotabato.", id="helpers"),
        pytest.param("Inmates take control of a prison in Guayaquil.", id="inmates"),
        pytest.param("Protesters captured the stadium in Bamako.", id="protesters-take-a-building"),
        pytest.param("Firefighters are fighting wildfires in Galicia.", id="wildfires"),
        pytest.param("Police clashed with protesters in Manama.", id="brawl"),
        pytest.param("Norway reached the final in Montreal.", id="sport"),
        pytest.param("Angola withdrew from the Trade Commission.", id="body"),
        pytest.param("Relatives took Sudan to court.", id="court"),
        pytest.param("The firm took its channel in Caracas off air.", id="off-air"),
        pytest.param("Gunmen fired at men who were digging for gold in Kordofan.", id="digging"),
        pytest.param("Nordish invasion of Kuwait: the talks go on.", id="heading"),
    ],
)
def test_no_claim(claims_of: ClaimsOf, text: str) -> None:
    """Searches, crimes, accidents, sport and law give no claim, whatever the verb."""
    assert said(claims_of, text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("Soldiers raided a mosque in Gao and killed two rebels.", ["attacked"], id="soldiers-raid"),
        pytest.param("Rebels seized a factory in Goma.", ["captured", "seized"], id="rebels-seize"),
        pytest.param("A mortar attack at a railway station in Donetsk injures six.", ["attacked"], id="mortar"),
        pytest.param("Militants carried out a bomb attack on a church in Jos.", ["attacked"], id="carried-out"),
        pytest.param("Shelling destroys a pier at Odesa.", ["destroyed"], id="shelling"),
        pytest.param("Rebels take control of a prison in Bangui.", ["captured"], id="rebels-control"),
        pytest.param("Protesters took control of the town of Jalalabad.", ["captured"], id="a-town"),
        pytest.param("Protesters attacked the parliament building in Bamako.", ["attacked"], id="unrest"),
        pytest.param("Rebels are fighting the army in Goma.", ["contested"], id="the-army"),
        pytest.param("The troops reached Timbuktu.", ["advanced"], id="troops"),
        pytest.param("Angola withdrew its soldiers from Goma.", ["withdrew"], id="soldiers"),
        pytest.param("The rebels took Sennar.", ["captured"], id="took"),
    ],
)
def test_a_claim(claims_of: ClaimsOf, text: str, wanted: list[str]) -> None:
    """The same words of forces are claims."""
    assert sorted(said(claims_of, text)) == sorted(wanted)
