"""Who is held responsible for a strike told before, and who says that it was not him."""

from __future__ import annotations

import pytest

from bot.model.claim import Certainty, Claim, Domain
from tests.extraction.conftest import ClaimsOf

Told = tuple[str | None, str, str | None]


def told(claims: tuple[Claim, ...]) -> set[Told]:
    """Return of each claim about an asset who did it, whether it is denied, and whose voice says so."""
    return {
        (claim.actor.side if claim.actor else None, claim.polarity.value, claim.attribution.side)
        for claim in claims
        if claim.domain is Domain.INFRASTRUCTURE
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A missile struck a school in Sarmin, Syria. Opposition activists blame Russia.",
            {(None, "affirmed", None), ("RUS", "affirmed", "syrian_opposition")},
        ),
        (
            "A blast wrecked a court in Baidoa, Somalia. Police blamed the attack on al-Shabaab.",
            {(None, "affirmed", None), ("al_shabaab", "affirmed", "SOM")},
        ),
        (
            "Rockets hit a market in Ghazni, Afghanistan. Officials accused the Taliban of carrying out the attack.",
            {(None, "affirmed", None), ("taliban", "affirmed", "AFG")},
        ),
        (
            "Rockets hit a market in Ghazni, Afghanistan. The government and the Taliban blamed each other.",
            {(None, "affirmed", None), ("taliban", "affirmed", "AFG"), ("AFG", "affirmed", "taliban")},
        ),
        (
            "A bomb damaged a bank in Kabul, Afghanistan. Officials said the Taliban were behind the blast.",
            {(None, "affirmed", None), ("taliban", "affirmed", "AFG")},
        ),
        (
            "Militants blew up a shrine in Mosul, Iraq, witnesses said. Islamic State blamed a U.S. airstrike.",
            {("isis", "affirmed", None), ("USA", "affirmed", "isis")},
        ),
        (
            "A gunman attacked a checkpoint in Baghlan, Afghanistan, an attack which officials blame on the Taliban.",
            {(None, "affirmed", None), ("taliban", "affirmed", "AFG")},
        ),
    ],
)
def test_who_is_blamed_did_it_in_the_words_of_who_blames(claims_of: ClaimsOf, text: str, expected: set[Told]) -> None:
    """An accusation is a claim of its own about the strike of the sentence before."""
    assert told(claims_of(text)) == expected


@pytest.mark.parametrize(
    "second",
    [
        "Islamic State claimed responsibility.",
        "Islamic State claimed responsibility for the attack on its website.",
        "Islamic State has since admitted responsibility for the bombing.",
    ],
)
def test_who_claims_responsibility_did_it(claims_of: ClaimsOf, second: str) -> None:
    """What nobody was said to have done is his who says that he did it."""
    claims = claims_of(f"A car bomb tore through a market in Tikrit, Iraq. {second}")
    assert {claim.actor.side for claim in claims if claim.actor} == {"isis"}


@pytest.mark.parametrize(
    "second",
    [
        "No group claimed responsibility.",
        "Islamic State has not claimed responsibility.",
        "Islamic State claimed responsibility for an attack in Kirkuk.",
        "The mayor blamed bad roads for the deaths.",
        "The mayor accused the council of corruption.",
        "The mayor accused Islamic State of lying about the harvest.",
        "Officials blamed Islamic State for the 2014 Kirkuk bombing.",
        "If Islamic State was behind the attack, nobody said so.",
    ],
)
def test_other_words_name_nobody(claims_of: ClaimsOf, second: str) -> None:
    """Blame for something else, and what nobody did or said, gives the strike no doer."""
    claims = claims_of(f"A car bomb tore through a market in Tikrit, Iraq. {second}")
    assert {claim.actor.side for claim in claims if claim.actor} == set()


@pytest.mark.parametrize(
    "denial",
    [
        "though the group denies having any involvement",
        "but the group denied responsibility",
        "but the group denied any role in it",
    ],
)
def test_who_is_blamed_denies_it(claims_of: ClaimsOf, denial: str) -> None:
    """The group that somebody blames denies the strike by words that do not name it."""
    claims = claims_of(f"Gunmen attacked a hotel in Bosaso, Somalia. An official blames al-Shabaab, {denial}.")
    assert ("al_shabaab", "denied", "al_shabaab") in told(claims)


def test_a_suspicion_is_probable(claims_of: ClaimsOf) -> None:
    """Who is only suspected, by nobody in particular, probably did it."""
    claims = claims_of("A bomb hit a barracks in Cizre, Turkey, with the PKK believed to be responsible.")
    assert [(claim.attribution.speaker, claim.certainty) for claim in claims if claim.actor] == [
        (None, Certainty.PROBABLE)
    ]


def test_what_explodes_did_not_do_it(claims_of: ClaimsOf) -> None:
    """Army lorries that exploded outside a barracks name nobody as who struck it."""
    claims = claims_of("Military lorries exploded outside a Turkish barracks in Ankara, Turkey, killing six people.")
    assert {claim.actor for claim in claims} == {None}
