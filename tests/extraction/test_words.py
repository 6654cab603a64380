"""Words of taking, holding, leaving, nearing and besieging places, and of what happens to assets."""

from __future__ import annotations

import pytest

from bot.model.claim import Claim
from tests.extraction.conftest import ClaimsOf


def told(claims: tuple[Claim, ...]) -> set[str]:
    """Return what each claim says, and of what: "captured@Gao", "bridge:destroyed"; a denied one begins with a dash."""
    return {
        ("-" if claim.polarity == "denied" else "")
        + (
            f"{claim.predicate}@{claim.place.name if claim.place else None}"
            if claim.predicate
            else f"{claim.asset.kind if claim.asset else None}:{claim.state}"
        )
        for claim in claims
    }


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ("captured@Timbuktu", "The army said that its troops had secured Timbuktu after a day of fighting."),
        ("captured@Timbuktu", "The town of Timbuktu has come into rebel hands."),
        ("captured@Timbuktu", "Timbuktu passed into the hands of the rebels."),
        ("captured@Timbuktu", "Timbuktu succumbed to the rebels on Friday."),
        ("captured@Timbuktu", "The army swept rebels out of Timbuktu."),
        ("captured@Timbuktu", "The army chased the rebels out of Timbuktu."),
        ("captured@Timbuktu", "The army ejected the rebels from Timbuktu."),
        ("captured@Timbuktu", "The rebels were kicked out of Timbuktu by the army."),
        ("captured@Timbuktu", "The army uprooted the rebels from Timbuktu."),
        ("captured@Timbuktu", "The army cleared the rebels out of Timbuktu."),
        ("captured@Timbuktu", "The army purged Timbuktu of rebels."),
        ("captured@Timbuktu", "Rebels threw government troops out of Timbuktu."),
        ("captured@Timbuktu", "Timbuktu surrendered to the rebels."),
        ("retook@Timbuktu", "The army wrested back Timbuktu from the rebels."),
        ("retook@Timbuktu", "The army got Timbuktu back."),
        ("retook@Timbuktu", "The army snatched back Timbuktu from rebels."),
        ("controls@Timbuktu", "The rebels have Timbuktu in their hands."),
        ("controls@Timbuktu", "The army still holds out in Timbuktu."),
        ("controls@Timbuktu", "The rebels administer Timbuktu."),
        ("controls@Timbuktu", "Rebels hold sway over Timbuktu."),
        ("controls@Timbuktu", "Our troops stand firm in Timbuktu, the army said."),
        ("controls@Timbuktu", "Timbuktu, the last bastion of the rebels, was quiet."),
        ("controls@Timbuktu", "Timbuktu is a rebel stronghold."),
        ("withdrew@Timbuktu", "The rebels have gone from Timbuktu."),
        ("withdrew@Timbuktu", "The rebels slipped out of Timbuktu."),
        ("withdrew@Timbuktu", "The rebels slipped away from Timbuktu."),
        ("withdrew@Timbuktu", "Government soldiers streamed out of Timbuktu."),
        ("withdrew@Timbuktu", "Soldiers ran from Timbuktu."),
        ("withdrew@Timbuktu", "The army retired from Timbuktu."),
        ("withdrew@Timbuktu", "The army backed out of Timbuktu."),
        ("withdrew@Timbuktu", "The army departed from Timbuktu."),
        ("withdrew@Timbuktu", "The last soldiers departed Timbuktu on Monday."),
        ("withdrew@Timbuktu", "The last troops marched out of Timbuktu."),
        ("withdrew@Timbuktu", "The army broke out of Timbuktu."),
        ("withdrew@Timbuktu", "The rebels' departure from Timbuktu was confirmed."),
        ("withdrew@Timbuktu", "The evacuation of troops from Timbuktu was completed."),
        ("withdrew@Timbuktu", "The abandonment of Timbuktu by the army shocked residents."),
        ("advanced@Timbuktu", "The rebels are nearing Timbuktu."),
        ("advanced@Timbuktu", "The rebels are at the gates of Timbuktu."),
        ("advanced@Timbuktu", "The rebels stand at the gates of Timbuktu."),
        ("advanced@Timbuktu", "The rebels are within striking distance of Timbuktu."),
        ("advanced@Timbuktu", "The rebels came within ten miles of Timbuktu."),
        ("advanced@Timbuktu", "The rebels had been only ten miles from Timbuktu."),
        ("advanced@Timbuktu", "The rebels are heading for Timbuktu."),
        ("advanced@Timbuktu", "Rebel columns are heading towards Timbuktu."),
        ("advanced@Timbuktu", "Rebels inched forward near Timbuktu."),
        ("advanced@Timbuktu", "Rebels edged closer to Timbuktu."),
        ("advanced@Timbuktu", "Rebels crept up to Timbuktu."),
        ("advanced@Timbuktu", "Rebels inched towards Timbuktu."),
        ("advanced@Timbuktu", "Rebels are bearing down on Timbuktu."),
        ("advanced@Timbuktu checkpoint", "Rebels burst through a checkpoint at Timbuktu."),
        ("advanced@Timbuktu", "Rebels pierced army lines near Timbuktu."),
        ("advanced@Timbuktu", "Rebels improved their positions near Timbuktu."),
        ("advanced@Timbuktu", "Rebels got as far as Timbuktu."),
        ("advanced@Timbuktu", "Rebels pushed as far as Timbuktu."),
        ("advanced@Timbuktu", "Rebels massed outside Timbuktu and moved up to its edge."),
        ("advanced@Timbuktu", "The rebels' march on Timbuktu continued."),
        ("advanced@Timbuktu", "The rebel push towards Timbuktu continued."),
        ("entered@Timbuktu", "Rebels rode into Timbuktu."),
        ("entered@Timbuktu", "Rebels drove into Timbuktu."),
        ("entered@Timbuktu", "Rebels walked into Timbuktu."),
        ("entered@Timbuktu", "Rebels streamed into Timbuktu."),
        ("entered@Timbuktu", "Rebels slipped into Timbuktu."),
        ("entered@Timbuktu", "Rebels sneaked into Timbuktu."),
        ("entered@Timbuktu", "Rebels crept into Timbuktu."),
        ("entered@Timbuktu", "Rebels burst into Timbuktu."),
        ("entered@Timbuktu", "Rebels forced their way into Timbuktu."),
        ("entered@Timbuktu", "Rebels made their way into Timbuktu."),
        ("entered@Timbuktu", "Rebels punched into Timbuktu."),
        ("entered@Timbuktu", "Rebels surged into Timbuktu."),
        ("entered@Timbuktu", "Rebels set foot in Timbuktu."),
        ("entered@Timbuktu", "Rebels got into Timbuktu."),
        ("entered@Timbuktu", "Rebels pressed into Timbuktu."),
        ("entered@Timbuktu", "Rebels thrust into Timbuktu."),
        ("entered@Timbuktu", "Rebels rushed into Timbuktu."),
        ("entered@Timbuktu", "Rebels have a foothold in Timbuktu."),
        ("entered@Timbuktu", "Rebels got a foothold in Timbuktu."),
        ("entered@Timbuktu", "Government soldiers are back in Timbuktu."),
        ("entered@Timbuktu", "Rebels patrol Timbuktu."),
        ("entered@Timbuktu", "Rebels arrived in Timbuktu."),
        ("entered@Timbuktu", "Rebels have appeared in Timbuktu."),
        ("entered@Timbuktu", "Rebels parachuted into Timbuktu."),
        ("encircled@Timbuktu", "Timbuktu is under siege."),
        ("encircled@Timbuktu", "Rebels have ringed Timbuktu."),
        ("encircled@Timbuktu", "Rebels have hemmed in Timbuktu."),
        ("encircled@Timbuktu", "Rebels closed the ring around Timbuktu."),
        ("encircled@Timbuktu", "Rebels tightened the noose around Timbuktu."),
        ("encircled@Timbuktu", "Rebels have Timbuktu surrounded."),
        ("contested@Timbuktu", "Rebels battled soldiers for Timbuktu."),
        ("contested@Timbuktu", "Rebels and soldiers traded fire in Timbuktu."),
        ("contested@Timbuktu", "Rebels and soldiers skirmished near Timbuktu."),
        ("contested@Timbuktu", "Skirmishes took place near Timbuktu."),
        ("contested@Timbuktu", "Hostilities continued around Timbuktu."),
        ("repelled@Timbuktu", "The army staved off an attack on Timbuktu."),
        ("repelled@Timbuktu", "The army parried an attack on Timbuktu."),
        ("repelled@Timbuktu", "The army withstood an assault on Timbuktu."),
        ("retook@Timbuktu", "Army units restored security and stability to Timbuktu."),
        ("contested@Timbuktu", "Timbuktu came under attack from rebels on Monday."),
        ("entered@Timbuktu", "Rebels swept through Timbuktu."),
        ("captured@Kidal", "Rebels captured Timbuktu as well as Gao and Kidal."),
        ("entered@Timbuktu", '"We entered Timbuktu," a spokesman of the Malian army said.'),
    ],
)
def test_words_of_places(claims_of: ClaimsOf, says: str, text: str) -> None:
    """Each of these ways of saying so makes the claim, with its place."""
    assert says in told(claims_of(text, published="2022-11-24"))


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ("bridge:destroyed", "The bridge in Kherson was brought down by Russian shelling."),
        ("bridge:destroyed", "A Russian missile brought down a bridge in Kherson."),
        ("bridge:destroyed", "A missile tore down the bridge in Kherson."),
        ("bridge:destroyed", "The bridge in Kherson was blown to pieces by Russian troops."),
        ("bridge:destroyed", "The bridge in Kherson was reduced to rubble by Russian shelling."),
        ("bridge:destroyed", "Russian shelling turned the bridge in Kherson into rubble."),
        ("bridge:destroyed", "The bridge in Kherson lies in ruins after the shelling."),
        ("bridge:destroyed", "Russian troops dynamited the bridge in Kherson."),
        ("school:destroyed", "A school in Kherson burned to the ground after Russian shelling."),
        ("school:destroyed", "Russian shelling levelled a school in Kherson."),
        ("school:damaged", "A school in Kherson suffered heavy damage in the attack."),
        ("school:damaged", "Shell fragments pierced the roof of a school in Kherson."),
        ("school:damaged", "Russian shelling blew out the windows of a school in Kherson."),
        ("school:damaged", "A blast shattered the windows of a school in Kherson during the shelling."),
        ("school:damaged", "The windows of a school in Kherson were blown out by a missile."),
        ("school:damaged", "A school in Kherson lost its roof in the shelling."),
        ("school:damaged", "A school in Kherson was hit hard and its walls were cracked by missiles."),
        ("school:damaged", "A school in Kherson was riddled with shrapnel from Russian shells."),
        ("school:damaged", "A school in Kherson was mangled by Russian missiles."),
        ("school:damaged", "A school in Kherson was badly knocked about by Russian shells."),
        ("power:cut_off", "A transformer in Kherson tripped during the shelling."),
        ("power:cut_off", "The generators of Kherson fell silent after the shelling."),
        ("power:cut_off", "The power plant in Kherson stands idle since the shelling."),
        ("water:cut_off", "The taps in Kherson have run dry since the shelling."),
        ("water:cut_off", "Taps ran dry in Kherson after the shelling."),
        ("water:cut_off", "The water supply to Kherson broke down after the shelling."),
        ("gas:damaged", "A gas pipe in Kherson was pierced by shell splinters."),
        ("telecom:cut_off", "The radio station in Kherson went off the air after a Russian strike."),
        ("telecom:cut_off", "The radio station in Kherson is off the air since the Russian strike."),
        ("hospital:cut_off", "The hospital in Kherson can no longer take in patients after the shelling."),
        ("hospital:disrupted", "The hospital in Kherson runs on a generator since the shelling."),
        ("hospital:disrupted", "The hospital in Kherson is short of medicines during the siege."),
        ("hospital:operational", "The hospital in Kherson works as usual despite the shelling."),
        ("bridge:cut_off", "The bridge in Kherson cannot be crossed since the shelling."),
        ("bridge:restored", "The bridge in Kherson can be crossed again after repairs, the army said."),
        ("port:attacked", "Russian missiles rained down on the port of Odesa."),
        ("port:attacked", "Russian missiles smashed into the port of Odesa."),
        ("hospital:attacked", "A hospital in Kherson came under shelling."),
        ("hospital:attacked", "A hospital in Kherson came under fire from Russian artillery."),
        ("hospital:attacked", "A hospital in Kherson took a direct hit from a Russian missile."),
        ("hospital:attacked", "Russian drones dropped grenades on a hospital in Kherson."),
        ("industrial:cut_off", "The steel works in Mariupol have stood idle since the fighting."),
        ("oil:restored", "The refinery in Basra is back in operation after the rebel attack."),
        ("power:restored", "Kherson got its electricity back after the Russian attack."),
        ("power:restored", "Two substations in Kherson are live again after the Russian attack."),
        ("power:restored", "The power plant in Kherson is up and running again after the Russian attack."),
        ("power:disrupted", "The power plant in Kherson runs at half capacity since the Russian attack."),
        ("water:disrupted", "Water is scarce in Kherson after the Russian attack."),
        ("residential:attacked", "A Russian missile hit a nine-storey block in Kherson."),
        ("border:cut_off", "The Rafah crossing stays shut during the fighting."),
        ("border:restored", "The Rafah crossing reopened during the truce."),
        ("power:restored", "A third of the houses in Kherson had power again after the Russian shelling."),
        ("water:cut_off", "Kherson was left without power and water after the shelling."),
        ("hospital:disrupted", "The hospital in Kherson ran out of oxygen on Monday, soldiers said."),
        ("industrial:attacked", "A Russian drone dropped grenades on the roof of the coke plant in Kherson."),
        ("telecom:cut_off", "The fibre-optic cable that links Kherson to Odesa has been cut by shelling."),
    ],
)
def test_words_of_assets(claims_of: ClaimsOf, says: str, text: str) -> None:
    """Each of these ways of saying so tells the state of the asset."""
    assert says in told(claims_of(text, published="2022-11-24"))


@pytest.mark.parametrize(
    "text",
    [
        "Refugees streamed out of Timbuktu while rebels watched.",
        "The minister drove into Timbuktu for talks with the rebels.",
        "Peacekeepers arrived in Timbuktu after the rebels had signed.",
        "The army made progress in its talks in Timbuktu with the rebels.",
        "The minister is back in Timbuktu after talks with the rebels.",
        "The convoy of aid rolled towards Timbuktu, the rebels said.",
        "Reporters set foot in Timbuktu after the rebels had signed.",
        "Timbuktu, a former rebel stronghold, welcomed tourists.",
        "The rebels surrendered to the court in Timbuktu.",
        "Traders slipped into Timbuktu despite the rebels.",
        "The president is at the gates of the museum in Timbuktu, the army said.",
        "Rebels want the army to make headway in the talks.",
        "Talks with the rebels got as far as a draft in Timbuktu.",
        "The rebel choir drew closer to the public in Timbuktu.",
        "The talks brought stability to Timbuktu, the army said.",
        "The minister came under attack from rebels in parliament.",
        "Rebels captured the hearts, as well as the votes, of the people of Timbuktu.",
    ],
)
def test_others_who_come_and_go_take_nothing(claims_of: ClaimsOf, text: str) -> None:
    """Refugees, ministers, peacekeepers and talks move too, and no place changes hands."""
    assert not [one for one in told(claims_of(text, published="2022-11-24")) if "@" in one]


@pytest.mark.parametrize(
    "text",
    [
        "A gunman opened fire at people in a school in Goma.",
        "The minister came under fire from rebels over the hospital in Goma.",
        "A bomb went off near the power station in Kherson, killing two soldiers.",
        "The team from Kherson took a hit to its morale during the war.",
        "The army turned the page on the school dispute.",
        "Nobody can say when the bridge in Kherson will be rebuilt, the army said.",
        "The rebels were driven back to the parliament in Kherson by soldiers.",
        "The rebels have the power to end the war again.",
    ],
)
def test_others_who_are_hit_are_no_assets(claims_of: ClaimsOf, text: str) -> None:
    """People come under fire and teams take hits; what a sentence plans is not so."""
    states = [claim.state for claim in claims_of(text, published="2022-11-24") if claim.realis == "actual"]
    assert not {"damaged", "destroyed", "cut_off", "seized", "restored"} & set(states)
