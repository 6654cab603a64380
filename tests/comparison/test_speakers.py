"""Who speaks, and for whom."""

from __future__ import annotations

import pytest

from bot.comparison.speakers import conceding, is_person, neutral, one_side, own_voice, same_speaker
from bot.model.claim import Attribution, Certainty, SpeakerType
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK
from tests.comparison.worlds import SIDES, author, rules, said

WORDS = rules().speakers
OFFICIAL, MILITARY = SpeakerType.OFFICIAL, SpeakerType.MILITARY


def by(
    name: str | None, side: str | None = NORLAND, kind: SpeakerType | None = OFFICIAL, office: str | None = None
) -> Sourced:
    """Return a claim of this speaker."""
    return said(by=name, side=side, as_=kind, affiliation=office)


SAME = {
    "one name": (by("Ann Berg"), by("Ann Berg")),
    "surname only": (by("Berg"), by("Ann Berg")),
    "a title": (by("President Ann Berg"), by("Ann Berg")),
    "an initial": (by("A. Berg"), by("Ann Berg")),
    "two spellings": (by("Volodimir Ashenskij"), by("Volodymyr Ashenskyj")),
    "a doubled letter": (by("Volodymyr Ashensky"), by("Volodymyr Ashenskyy")),
    "one letter of a short surname": (by("Omar Siddig"), by("Omar Siddiq")),
    "accents": (by("José Nuñez"), by("Jose Nunez")),
    "one office": (by("Norland's defence ministry"), by("the Norlandic Ministry of Defense")),
    "a side by two names": (by("Norland"), by("Nordhaven")),
    "all of one military": (by("Norland's army", kind=MILITARY), by("Norlander Defence Forces", kind=MILITARY)),
    "a person and the office": (by("Ann Berg", office="Foreign Ministry"), by("Norland's foreign ministry")),
    "two outlets of one name": (author(), author()),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_same_speaker(one: Sourced, other: Sourced) -> None:
    """One person in any spelling, one office in any words, one outlet."""
    assert same_speaker(one, other, sides=SIDES, rules=WORDS)
    assert same_speaker(other, one, sides=SIDES, rules=WORDS)


OTHER = {
    "two persons": (by("Ann Berg"), by("Jon Falk")),
    "one surname, two persons": (by("Ann Berg"), by("Jon Berg")),
    "one letter of a short surname, two given names": (by("Omar Siddig"), by("Ali Siddiq")),
    "two initials": (by("A. Berg"), by("J. Berg")),
    "two sides": (by("Ann Berg"), by("Ann Berg", side=SUDMARK)),
    "a side and one of its ministries": (by("Norland"), by("Norland's foreign ministry")),
    "two ministries": (by("Norland's defence ministry"), by("Norland's foreign ministry")),
    "ministries of two sides": (by("defence ministry"), by("defence ministry", side=SUDMARK)),
    "militaries of two sides": (by("army", kind=MILITARY), by("army", side=SUDMARK, kind=MILITARY)),
    "two officers": (by("Ann Berg", kind=MILITARY), by("Jon Falk", kind=MILITARY)),
    "an outlet and a person": (author(), by("Ann Berg")),
    "two outlets": (author(), author(in_="Other")),
    "an outlet without a name": (author(in_=""), author(in_="")),
    "nobody named": (by(None), by(None)),
}


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER.keys())
def test_another_speaker(one: Sourced, other: Sourced) -> None:
    """Two persons, offices, sides or outlets are not one speaker; nor are two that nobody names."""
    assert not same_speaker(one, other, sides=SIDES, rules=WORDS)


@pytest.mark.parametrize("name", ["Ann Berg", "General Ann Berg", "Ann van den Berg", "Berg"])
def test_persons(name: str) -> None:
    """A name of capitalised words, none of them an office's or a side's, is a person's."""
    assert is_person(_said(name), sides=SIDES, rules=WORDS)


@pytest.mark.parametrize(
    "name",
    [
        "Norland's army",
        "Foreign Ministry",
        "Norlandic officials",
        "UNHCR",
        "Institute for Ell Studies",
        "residents",
        None,
    ],
)
def test_no_persons(name: str | None) -> None:
    """Offices, groups and abbreviations are no persons."""
    assert not is_person(_said(name), sides=SIDES, rules=WORDS)


def _said(name: str | None) -> Attribution:
    return Attribution(speaker=name, affiliation=None, side=NORLAND, type=OFFICIAL)


def test_the_loser_concedes() -> None:
    """Who speaks for the losing side or its ally, or against its own interest, concedes."""
    assert conceding(by("Ann Berg"), NORLAND, sides=SIDES)
    assert conceding(by("Ann Berg", side="ell_pr"), NORLAND, sides=SIDES)
    assert conceding(said(against_interest=True, side=None), None, sides=SIDES)
    assert not conceding(by("Ann Berg", side=SUDMARK), NORLAND, sides=SIDES)
    assert not conceding(by("Ann Berg", side=None), NORLAND, sides=SIDES)


NEUTRAL = {
    "the outlet": (author(), True),
    "a third state": (by("Westria's ministry", side="XWE"), True),
    "a monitor": (by("Ell Watch", side=None, kind=SpeakerType.NGO_IGO), True),
    "a party": (by("Ann Berg"), False),
    "a party's ally": (by("Jon Falk", side="ell_pr"), False),
    "a post": (by("a channel", side=None, kind=SpeakerType.SOCIAL_MEDIA), False),
    "an unnamed official": (by("officials", side=None), False),
    "hedged": (author(certainty=Certainty.PROBABLE), False),
}


@pytest.mark.parametrize(("one", "expected"), NEUTRAL.values(), ids=NEUTRAL.keys())
def test_neutral(one: Sourced, *, expected: bool) -> None:
    """Neutral is who speaks for no party, as more than hearsay and without a hedge."""
    assert neutral(one, (NORLAND, SUDMARK), sides=SIDES) is expected


def test_allies_are_one_side() -> None:
    """Allies speak for one party; a voice without a side for none."""
    assert one_side(by("Ann Berg"), by("Jon Falk", side="ell_pr"), sides=SIDES)
    assert not one_side(by("Ann Berg"), by("Jon Falk", side=SUDMARK), sides=SIDES)
    assert not one_side(author(), author(), sides=SIDES)


def test_own_voice() -> None:
    """An outlet speaks itself where nobody else is named."""
    assert own_voice(author())
    assert own_voice(said(in_="Ell News", by="Ell News", side=None, as_=SpeakerType.MEDIA))
    assert not own_voice(said(in_="Ell News", by="Other News", side=None, as_=SpeakerType.MEDIA))
    assert not own_voice(by("Ann Berg"))
