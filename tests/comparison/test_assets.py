"""The state of an asset and who struck it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.claim import Asset, AssetKind, AssetState, Bound, Polarity, Quantity, Realis, SpeechAct, Unit
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from tests.builders import NORLAND, SUDMARK, make_article, make_place
from tests.comparison.worlds import asked, author, days_later, said

S = AssetState
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
THREE = Quantity(unit=Unit.COUNT, value=3, low=3, high=3, bound=Bound.EXACT, text="three")


def hit(state: AssetState = S.DESTROYED, **changes: Any) -> Sourced:
    """Norland's ministry says something of the Ell bridge."""
    bridge = Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge")
    return said(**{"asset": bridge, "state": state, "actor": None, **changes})


def theirs(state: AssetState, **changes: Any) -> Sourced:
    """Sudmark's ministry says something of the Ell bridge."""
    return hit(state, **{"side": SUDMARK, "in_": "Sudmark Today", **changes})


CONFLICTS = {
    "destroyed, open": (hit(), theirs(S.OPERATIONAL), ConflictType.STATE, Reason.TWO_STATES_AT_ONCE),
    "destroyed, unharmed": (hit(), theirs(S.UNDAMAGED), ConflictType.STATE, Reason.TWO_STATES_AT_ONCE),
    "damaged, unharmed": (hit(S.DAMAGED), theirs(S.UNDAMAGED), ConflictType.STATE, Reason.TWO_STATES_AT_ONCE),
    "cut, open": (hit(S.CUT_OFF), theirs(S.OPERATIONAL), ConflictType.STATE, Reason.TWO_STATES_AT_ONCE),
    "no name, one town": (
        hit(asset=AssetKind.BRIDGE),
        theirs(S.OPERATIONAL, asset=AssetKind.BRIDGE),
        ConflictType.STATE,
        Reason.TWO_STATES_AT_ONCE,
    ),
    "a name in other words": (
        hit(actor=SUDMARK, asset=Asset(kind=AssetKind.NUCLEAR, text="x", name="Ellbruck nuclear power plant")),
        theirs(S.ATTACKED, actor=NORLAND, asset=Asset(kind=AssetKind.NUCLEAR, text="x", name="Ellbruck plant")),
        ConflictType.ATTRIBUTION,
        Reason.TWO_ACTORS_NAMED,
    ),
    "no hospital of the region": (
        theirs(S.DESTROYED, actor=NORLAND, asset=AssetKind.HOSPITAL, place=REGION),
        hit(S.ATTACKED, actor=NORLAND, asset=AssetKind.HOSPITAL, place=REGION, **DENIED),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "one thing of no known kind": (
        hit(asset=Asset(kind=AssetKind.OTHER, text="a theatre")),
        theirs(S.UNDAMAGED, asset=Asset(kind=AssetKind.OTHER, text="the theatre")),
        ConflictType.STATE,
        Reason.TWO_STATES_AT_ONCE,
    ),
    "a region's power": (
        hit(S.CUT_OFF, asset=AssetKind.POWER, place=REGION),
        theirs(S.OPERATIONAL, asset=AssetKind.POWER, place=REGION),
        ConflictType.STATE,
        Reason.TWO_STATES_AT_ONCE,
    ),
    "denied": (hit(), theirs(S.DESTROYED, **DENIED), ConflictType.POLARITY, Reason.ASSERTED_AND_DENIED),
    "not even damaged": (hit(), theirs(S.DAMAGED, **DENIED), ConflictType.POLARITY, Reason.ASSERTED_AND_DENIED),
    "not by them": (
        theirs(S.DESTROYED, actor=NORLAND),
        hit(S.ATTACKED, actor=NORLAND, **DENIED),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "each blames the other": (
        hit(actor=SUDMARK),
        theirs(S.DESTROYED, actor=NORLAND),
        ConflictType.ATTRIBUTION,
        Reason.TWO_ACTORS_NAMED,
    ),
    "one voice, both ways": (
        hit(),
        hit(day=days_later(1), **DENIED),
        ConflictType.SELF_REVERSAL,
        Reason.SPEAKER_REVERSES,
    ),
}


@pytest.mark.parametrize(("a", "b", "conflict", "reason"), CONFLICTS.values(), ids=CONFLICTS.keys())
def test_conflicts(a: Sourced, b: Sourced, conflict: ConflictType, reason: Reason) -> None:
    """Two states that exclude one another, a denial, or two culprits refute one another."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.conflict_type, relation.reason) == (RelationKind.REFUTES, conflict, reason)
    assert relation.slot is not None


SUCCESSIONS = {
    "cut, then restored": (hit(S.CUT_OFF), theirs(S.RESTORED, day=days_later(1))),
    "destroyed, then restored": (hit(), theirs(S.RESTORED, day=days_later(60))),
    "open, then destroyed": (theirs(S.OPERATIONAL), hit(day=days_later(10))),
    "a region's power, cut, then restored": (
        hit(S.CUT_OFF, asset=AssetKind.POWER, place=REGION),
        theirs(S.RESTORED, asset=AssetKind.POWER, place=REGION, day=days_later(9)),
    ),
    "one voice's update": (hit(S.OPERATIONAL), hit(day=days_later(1))),
    "denied, then destroyed": (theirs(S.DESTROYED, **DENIED), hit(day=days_later(10))),
}


@pytest.mark.parametrize(("a", "b"), SUCCESSIONS.values(), ids=SUCCESSIONS.keys())
def test_successions(a: Sourced, b: Sourced) -> None:
    """A later state takes the place of an earlier one."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.SUPERSEDES, Suppression.SUCCESSION)
    assert relation.a == a.claim.id


NEAR_MISSES = {
    "hit, unharmed": (hit(S.ATTACKED), theirs(S.UNDAMAGED)),
    "damaged, open": (hit(S.DAMAGED), theirs(S.OPERATIONAL)),
    "damaged, destroyed": (hit(S.DAMAGED), theirs(S.DESTROYED)),
    "not destroyed, but damaged": (theirs(S.DESTROYED, **DENIED), hit(S.DAMAGED)),
    "not by them, but destroyed": (hit(S.ATTACKED, actor=NORLAND, **DENIED), theirs(S.DESTROYED)),
    "not by them, by others": (hit(S.ATTACKED, actor=NORLAND, **DENIED), theirs(S.DESTROYED, actor=SUDMARK)),
    "an ally": (hit(actor=NORLAND), theirs(S.DESTROYED, actor="ell_pr")),
    "another name": (hit(), theirs(S.OPERATIONAL, asset=Asset(kind=AssetKind.BRIDGE, text="x", name="Sand bridge"))),
    "another town": (hit(asset=AssetKind.BRIDGE), theirs(S.OPERATIONAL, asset=AssetKind.BRIDGE, place="Sandbruck")),
    "another kind": (hit(), theirs(S.OPERATIONAL, asset=AssetKind.ROAD)),
    "a hospital of the region": (
        hit(asset=AssetKind.HOSPITAL, place=REGION),
        theirs(S.OPERATIONAL, asset=AssetKind.HOSPITAL, place=REGION),
    ),
    "three of several": (
        hit(asset=AssetKind.BRIDGE, quantities=(THREE,)),
        theirs(S.OPERATIONAL, asset=AssetKind.BRIDGE),
    ),
    "a bridge, and a bridge weeks later": (
        theirs(S.OPERATIONAL, asset=AssetKind.BRIDGE),
        hit(asset=AssetKind.BRIDGE, day=days_later(20)),
    ),
    "two numbers": (
        hit(asset=Asset(kind=AssetKind.HOSPITAL, text="x", name="Hospital No. 1")),
        theirs(S.OPERATIONAL, asset=Asset(kind=AssetKind.HOSPITAL, text="x", name="Hospital No. 2")),
    ),
    "no school of the region": (
        theirs(S.DESTROYED, actor=NORLAND, asset=AssetKind.HOSPITAL, place=REGION),
        hit(S.ATTACKED, actor=NORLAND, asset=AssetKind.SCHOOL, place=REGION, **DENIED),
    ),
    "two embassies": (
        hit(asset=Asset(kind=AssetKind.GOVERNMENT, text="the Westrian embassy")),
        theirs(S.UNDAMAGED, asset=Asset(kind=AssetKind.GOVERNMENT, text="the Norlandic embassy")),
    ),
    "two things of no known kind": (
        hit(asset=Asset(kind=AssetKind.OTHER, text="a theatre")),
        theirs(S.UNDAMAGED, asset=Asset(kind=AssetKind.OTHER, text="the steel works")),
    ),
    "a threat": (hit(realis=Realis.FUTURE), theirs(S.OPERATIONAL)),
    "not confirmed": (hit(speech_act=SpeechAct.NOT_CONFIRMED), theirs(S.OPERATIONAL)),
    "seized, open": (hit(S.SEIZED, actor=NORLAND), theirs(S.OPERATIONAL)),
    "denied weeks later": (hit(), theirs(S.DESTROYED, day=days_later(20), **DENIED)),
    "struck again weeks later": (hit(actor=SUDMARK), theirs(S.DESTROYED, actor=NORLAND, day=days_later(20))),
}


@pytest.mark.parametrize(("a", "b"), NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_near_misses(a: Sourced, b: Sourced) -> None:
    """States that can be true together, of two things, or at two times, do not conflict."""
    relation = asked(a, b)
    assert relation is None or relation.relation not in {RelationKind.REFUTES, RelationKind.SUPERSEDES}


AGREEMENTS = {
    "the same again": (hit(), hit(in_="Other"), RelationKind.IDENTICAL),
    "another side": (hit(), theirs(S.DESTROYED), RelationKind.SUPPORTS),
    "an outlet": (
        hit(),
        author(in_="Other", asset=hit().claim.asset, state=S.DESTROYED, actor=None),
        RelationKind.SUPPORTS,
    ),
    "hit and destroyed": (hit(S.ATTACKED), theirs(S.DESTROYED), RelationKind.SUPPORTS),
    "the same plan": (hit(realis=Realis.FUTURE), hit(in_="Other", realis=Realis.FUTURE), RelationKind.IDENTICAL),
}


@pytest.mark.parametrize(("a", "b", "kind"), AGREEMENTS.values(), ids=AGREEMENTS.keys())
def test_agreement(a: Sourced, b: Sourced, kind: RelationKind) -> None:
    """One state of one asset said twice is a repeat or support."""
    relation = asked(a, b)
    assert relation is not None
    assert relation.relation is kind


def test_a_town_is_struck_more_than_once() -> None:
    """An unnamed hospital hit, and one hit three days later, are not one strike told twice."""
    first, later = (hit(S.ATTACKED, asset=AssetKind.HOSPITAL, day=days_later(day)) for day in (0, 2))
    relation = asked(first, later)
    assert relation is not None
    assert relation.relation is RelationKind.RELATED


def test_degrees_of_damage_are_tolerated() -> None:
    """Damaged and destroyed are degrees of one thing: no conflict, and said why."""
    relation = asked(hit(S.DAMAGED), theirs(S.DESTROYED))
    assert relation is not None
    assert relation.suppressed_by is Suppression.TOLERANCE


def test_an_unnamed_asset_makes_a_weaker_conflict() -> None:
    """Without names, it is less sure that the two speak of one bridge."""
    named, unnamed = (
        asked(hit(asset=asset), theirs(S.OPERATIONAL, asset=asset)) for asset in (hit().claim.asset, AssetKind.BRIDGE)
    )
    assert named is not None
    assert unnamed is not None
    assert unnamed.score < named.score


def test_territory_and_assets_are_not_compared() -> None:
    """A claim on who holds a town and one on its bridge have nothing to decide."""
    assert asked(hit(), said()) is None


TAKEN_BACK = {
    "destroyed, then unharmed": (hit(by="Ann Berg"), hit(S.UNDAMAGED, by="Ann Berg", day=days_later(1))),
    "damaged, then unharmed": (hit(S.DAMAGED, by="Ann Berg"), hit(S.UNDAMAGED, by="Ann Berg", day=days_later(1))),
    "destroyed, then open": (hit(by="Ann Berg"), hit(S.OPERATIONAL, by="Ann Berg", day=days_later(1))),
    "one striker, then another": (
        hit(S.ATTACKED, by="Ann Berg", actor=SUDMARK),
        hit(S.ATTACKED, by="Ann Berg", actor=NORLAND, day=days_later(1)),
    ),
    "destroyed, then denied": (hit(by="Ann Berg"), hit(by="Ann Berg", day=days_later(1), **DENIED)),
}


@pytest.mark.parametrize(("one", "other"), TAKEN_BACK.values(), ids=TAKEN_BACK.keys())
def test_one_voice_both_ways(one: Sourced, other: Sourced) -> None:
    """Who takes back within days what he said of an asset reverses himself."""
    relation = asked(one, other)
    assert relation is not None
    assert (relation.conflict_type, relation.reason) == (ConflictType.SELF_REVERSAL, Reason.SPEAKER_REVERSES)


NEWS = {
    "cut, then open": (hit(S.CUT_OFF, by="Ann Berg"), hit(S.OPERATIONAL, by="Ann Berg", day=days_later(1))),
    "unharmed, then destroyed": (hit(S.UNDAMAGED, by="Ann Berg"), hit(by="Ann Berg", day=days_later(1))),
    "destroyed, and open weeks later": (hit(by="Ann Berg"), hit(S.OPERATIONAL, by="Ann Berg", day=days_later(30))),
    "an outlet's news": (author(asset=AssetKind.DAM, state=S.DESTROYED), author(asset=AssetKind.DAM, state=S.RESTORED)),
}


@pytest.mark.parametrize(("one", "other"), NEWS.values(), ids=NEWS.keys())
def test_a_speakers_next_report_is_no_reversal(one: Sourced, other: Sourced) -> None:
    """A later event changes the state; telling of it takes nothing back."""
    relation = asked(one, other)
    assert relation is None or relation.conflict_type is not ConflictType.SELF_REVERSAL


@pytest.mark.parametrize(
    ("asset", "mended"),
    [
        (Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge"), True),
        (Asset(kind=AssetKind.PORT, text="the port"), True),
        (Asset(kind=AssetKind.POWER, text="power"), True),
        (Asset(kind=AssetKind.HOSPITAL, text="a hospital"), False),
    ],
    ids=["a name", "a town's only port", "a network", "one of several"],
)
def test_mended_years_later(asset: Asset, *, mended: bool) -> None:
    """What was cut off and is open again changed in between, where it is surely one thing."""
    relation = asked(hit(S.CUT_OFF, asset=asset), theirs(S.RESTORED, asset=asset, day=days_later(500)))
    assert (relation is not None) is mended
    if relation is not None:
        assert (relation.relation, relation.suppressed_by) == (RelationKind.SUPERSEDES, Suppression.SUCCESSION)


def test_two_substations_are_two() -> None:
    """The power supply is one network; a northern and a southern substation are two things in it."""
    north, south = (Asset(kind=AssetKind.POWER, text=f"{word} substation") for word in ("northern", "southern"))
    apart = asked(hit(asset=north), theirs(S.UNDAMAGED, asset=south))
    same = asked(hit(asset=north), theirs(S.UNDAMAGED, asset=north))
    assert apart is None or apart.relation is not RelationKind.REFUTES
    assert same is not None
    assert same.relation is RelationKind.REFUTES


@pytest.mark.parametrize(
    ("words", "conflict"),
    [
        (("the old bridge", "the new bridge"), False),
        (("the eastern bridge", "the western bridge"), False),
        (("the eastern bridge", "the eastern bridge"), True),
        (("bridge", "the new bridge"), True),
        (("the new bridge", "the new bridge"), True),
    ],
)
def test_which_of_several(words: tuple[str, str], *, conflict: bool) -> None:
    """Two bridges of one town that are told apart by a word are two; one that is not told apart may be either."""
    one, other = (Asset(kind=AssetKind.BRIDGE, text=text) for text in words)
    relation = asked(hit(asset=one), theirs(S.OPERATIONAL, asset=other))
    assert relation is not None
    assert (relation.relation is RelationKind.REFUTES) is conflict


def test_what_is_denied_in_the_same_words_of_one_article_is_the_same() -> None:
    """Of which camps of a country an article speaks, its own denial leaves no doubt; another may mean others."""
    home = make_article()
    country = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
    camps: dict[str, Any] = {"asset": Asset(kind=AssetKind.MILITARY, text="camps"), "place": country, "actor": NORLAND}
    struck = said(in_=home, state=S.ATTACKED, **camps)
    denied = said(in_=home, state=S.ATTACKED, side=SUDMARK, at=60, **camps, **DENIED)
    elsewhere = said(in_="Other", state=S.ATTACKED, side=SUDMARK, **camps, **DENIED)
    in_town = said(in_=home, state=S.ATTACKED, side=SUDMARK, at=60, **{**camps, "place": "Ellbruck"}, **DENIED)
    nearer = asked(struck, in_town)
    assert nearer is not None
    assert nearer.conflict_type is ConflictType.POLARITY

    relation, apart = asked(struck, denied), asked(struck, elsewhere)
    assert relation is not None
    assert relation.conflict_type is ConflictType.POLARITY
    assert apart is None or apart.relation is not RelationKind.REFUTES
