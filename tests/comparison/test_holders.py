"""Who holds a place: what conflicts, what follows one another, and what only looks like a conflict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model.claim import (
    Certainty,
    Extent,
    Mention,
    Polarity,
    Predicate,
    Realis,
    SpeakerType,
    SpeechAct,
    TimeBasis,
    TimePrecision,
)
from bot.model.place import Feature, PlaceRelation
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from bot.model.side import SideRef
from tests.builders import NORLAND, SUDMARK, make_article, make_place, make_time
from tests.comparison.worlds import FIRST, asked, author, days_later, said

P = Predicate
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
OTHER_REGION = make_place("Sandmoor", feature=Feature.REGION, geonameid=None, region="Sandmoor")


def held(**changes: Any) -> Sourced:
    """Sudmark's ministry says that Sudmark holds Ellbruck."""
    given = {"predicate": P.CONTROLS, "actor": SUDMARK, "side": SUDMARK, "in_": "Sudmark Today", **changes}
    return said(**given)


def taken(**changes: Any) -> Sourced:
    """Norland's ministry says that Norland captured Ellbruck."""
    return said(**{"predicate": P.CAPTURED, "actor": NORLAND, "day": days_later(1), **changes})


def not_taken(**changes: Any) -> Sourced:
    """Sudmark's ministry denies that Norland captured Ellbruck."""
    given = {"predicate": P.CAPTURED, "actor": NORLAND, "side": SUDMARK, "in_": "Sudmark Today", **DENIED, **changes}
    return said(**given)


def part_held(quote: str) -> Sourced:
    """Sudmark's ministry says in these words that Sudmark holds a part of Ellbruck."""
    words = (Mention(part="body", start=0, end=len(quote), quote=quote),)
    return held(extent=Extent.PARTIAL, mentions=words)


CONFLICTS = {
    "taken, taker not named; the teller's side did not take it": (
        taken(actor=None, day=FIRST),
        not_taken(day=FIRST),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "not driven out, says who was there; the other holds it": (
        not_taken(actor=None, opponent=SUDMARK, day=FIRST),
        held(actor=NORLAND, side=NORLAND, in_="Norland Today"),
        ConflictType.CONTROL,
        Reason.TWO_HOLDERS_AT_ONCE,
    ),
    "taken, taker not named": (held(), taken(actor=None), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "most of it still held": (
        part_held("Sudmark still holds most of Ellbruck"),
        taken(),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "denied that strangers came in": (
        not_taken(predicate=P.ENTERED, actor=SideRef(side=None, name="invaders")),
        taken(),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "taken while held": (held(), taken(), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "retaken while held": (held(), taken(predicate=P.RETOOK), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "handed over while held": (held(), taken(predicate=P.TRANSFERRED), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "held the day after": (held(day=days_later(3)), taken(), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "taken by an ally": (held(), taken(actor="ell_pr"), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "two days apart": (held(), taken(day=days_later(2)), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "two holders": (held(), taken(predicate=P.CONTROLS), ConflictType.CONTROL, Reason.TWO_HOLDERS_AT_ONCE),
    "two captures, days unsaid": (
        taken(day=FIRST),
        taken(actor=SUDMARK, side=SUDMARK, in_="Sudmark Today"),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "left, by the other side's word": (
        held(),
        said(predicate=P.WITHDREW, actor=SUDMARK),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "assault beaten back": (held(predicate=P.REPELLED), taken(), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "all of it against a part": (
        held(extent=Extent.WHOLE),
        taken(extent=Extent.PARTIAL),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "all of the region": (
        held(),
        taken(place=REGION, extent=Extent.WHOLE),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "denied": (not_taken(), taken(), ConflictType.POLARITY, Reason.ASSERTED_AND_DENIED),
    "denied in other words": (
        not_taken(predicate=P.RETOOK),
        taken(),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "denied, a part taken": (
        not_taken(),
        taken(extent=Extent.PARTIAL),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "denied, held": (not_taken(), taken(predicate=P.CONTROLS), ConflictType.POLARITY, Reason.ASSERTED_AND_DENIED),
    "denied that troops came in": (
        not_taken(predicate=P.ENTERED),
        taken(),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "denied a week later": (
        not_taken(day=days_later(7)),
        taken(day=FIRST),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "denied, taker unnamed": (not_taken(actor=None), taken(), ConflictType.POLARITY, Reason.ASSERTED_AND_DENIED),
    "denied in the same article": (
        said(in_=make_article(), predicate=P.CAPTURED, actor=NORLAND, side=SUDMARK, at=60, **DENIED),
        said(in_=make_article(), predicate=P.CAPTURED, actor=NORLAND),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "not left": (
        held(predicate=P.WITHDREW, **DENIED),
        said(predicate=P.WITHDREW, actor=SUDMARK),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "not left, taken": (held(predicate=P.WITHDREW, **DENIED), taken(), ConflictType.CONTROL, Reason.TAKEN_WHILE_HELD),
    "lost, by the other side's word": (
        held(),
        said(predicate=P.CONTROLS, actor=SUDMARK, polarity=Polarity.DENIED),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "one voice, both ways": (
        taken(day=FIRST),
        said(day=days_later(2), predicate=P.CAPTURED, actor=NORLAND, **DENIED),
        ConflictType.SELF_REVERSAL,
        Reason.SPEAKER_REVERSES,
    ),
    "taken back": (
        taken(day=FIRST),
        taken(day=days_later(1), speech_act=SpeechAct.RETRACT),
        ConflictType.SELF_REVERSAL,
        Reason.SPEAKER_REVERSES,
    ),
    "reported as fact, then contested": (
        author(in_="Reporter", predicate=P.CAPTURED, actor=NORLAND),
        held(day=days_later(1)),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "hearsay is no confirmation": (
        held(),
        taken(by="A channel", side=None, as_=SpeakerType.SOCIAL_MEDIA),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "hedged is no confirmation": (
        held(),
        author(day=days_later(1), predicate=P.CAPTURED, actor=NORLAND, certainty=Certainty.POSSIBLE),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "denied losing it": (
        said(in_=make_article(), predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, at=60, speech_act=SpeechAct.DENY),
        said(in_=make_article(), predicate=P.CAPTURED, actor=NORLAND),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "denied days after it was said to be held": (
        taken(predicate=P.CONTROLS, day=FIRST),
        not_taken(day=days_later(3)),
        ConflictType.POLARITY,
        Reason.ASSERTED_AND_DENIED,
    ),
    "held, and left the day before after all": (
        held(day=days_later(2)),
        held(
            predicate=P.WITHDREW,
            day=days_later(4),
            time=make_time(days_later(1), basis=TimeBasis.RELATIVE, precision=TimePrecision.DAY),
        ),
        ConflictType.SELF_REVERSAL,
        Reason.SPEAKER_REVERSES,
    ),
    "a headline against the holder's own word, on one day": (
        held(),
        author(in_="Reporter", predicate=P.CAPTURED, actor=NORLAND),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "held on the day on which it was taken from them": (
        held(day=days_later(1)),
        taken(opponent=SUDMARK),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "a name alone": (
        held(place=make_place(geonameid=None, country=None, region=None)),
        taken(),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
    "place without an identifier": (
        held(place=make_place(geonameid=None)),
        taken(),
        ConflictType.CONTROL,
        Reason.TAKEN_WHILE_HELD,
    ),
}


@pytest.mark.parametrize(("a", "b", "conflict", "reason"), CONFLICTS.values(), ids=CONFLICTS.keys())
def test_conflicts(a: Sourced, b: Sourced, conflict: ConflictType, reason: Reason) -> None:
    """Two things said of who holds one place at one time, which cannot both be so, refute one another."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.conflict_type, relation.reason) == (RelationKind.REFUTES, conflict, reason)
    assert relation.slot is not None
    assert relation.slot.startswith("holder:g:")
    assert relation.suppressed_by is None


EXPLICIT: dict[str, Any] = {"basis": TimeBasis.EXPLICIT, "precision": TimePrecision.DAY}
SENTENCE = (Mention(part="body", start=0, end=60, quote="Norland took the Sudmark-held town of Ellbruck."),)
ONE = make_article()
SUCCESSIONS = {
    "three days apart": (held(), taken(day=days_later(3)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "retaken from whom it names": (
        taken(day=FIRST),
        held(predicate=P.RETOOK, opponent=NORLAND, day=days_later(1)),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
    "held, and taken the day after from whom it names": (
        held(),
        taken(opponent=SUDMARK),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
    "whose it was, in passing, the day before": (
        author(in_="Reporter", predicate=P.CONTROLS, actor=SUDMARK),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "held, and left days later": (
        held(),
        held(predicate=P.WITHDREW, day=days_later(1)),
        Reason.CONCEDED_BY_LOSER,
    ),
    "months apart": (
        taken(),
        taken(day=days_later(200), actor=SUDMARK, side=SUDMARK),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "two holders, weeks apart": (
        held(),
        taken(predicate=P.CONTROLS, day=days_later(20)),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "conceded": (held(), taken(side=SUDMARK, by="A Sudmark officer"), Reason.CONCEDED_BY_LOSER),
    "conceded against interest": (held(), taken(side=None, against_interest=True), Reason.CONCEDED_BY_LOSER),
    "says itself that it left": (
        held(),
        said(predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, by="A general", day=days_later(1)),
        Reason.CONCEDED_BY_LOSER,
    ),
    "says itself that it lost it": (
        held(),
        said(predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK, day=days_later(1), polarity=Polarity.DENIED),
        Reason.CONCEDED_BY_LOSER,
    ),
    "a neutral party confirms": (
        held(),
        taken(by="Westria's defence ministry", side="XWE", speech_act=SpeechAct.CONFIRM),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "an outlet reports it as fact": (
        held(),
        author(day=days_later(1), predicate=P.CAPTURED, actor=NORLAND),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "two captures on days of their own": (
        taken(time=make_time(FIRST, **EXPLICIT)),
        taken(actor=SUDMARK, side=SUDMARK, in_="Sudmark Today", time=make_time(days_later(1), **EXPLICIT)),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "an earlier year as background": (
        author(
            predicate=P.CAPTURED, actor=SUDMARK, realis=Realis.HISTORICAL, time=make_time(days_later(-200), **EXPLICIT)
        ),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "the past without a date": (
        author(predicate=P.CAPTURED, actor=SUDMARK, realis=Realis.HISTORICAL),
        taken(),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "denied, then taken": (not_taken(), taken(day=days_later(5)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "one side tells both": (
        said(predicate=P.CONTROLS, actor=SUDMARK, by="Ann Berg"),
        taken(by="Jon Falk", predicate=P.CONTROLS),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "held for years, taken weeks before": (
        taken(day=FIRST),
        held(day=days_later(35), time=make_time(days_later(-900), end=days_later(35))),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "one speaker tells both": (held(), held(actor=NORLAND, day=days_later(1)), Reason.LATER_EVENT_CHANGES_HOLDER),
    "one article, one story": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK),
        said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, at=200),
        Reason.LATER_EVENT_CHANGES_HOLDER,
    ),
    "the capture's own sentence": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK, mentions=SENTENCE),
        said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE),
        Reason.FORMER_HOLDER_IN_SAME_SENTENCE,
    ),
}


def test_one_official_admits_what_another_denies() -> None:
    """On one day a side's own word that it holds the place meets a colleague's that it fell: nothing is conceded."""
    relation = asked(held(by="The defence ministry"), taken(day=FIRST, side=SUDMARK, by="A mayor", in_="Other"))
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.CONTROL)


def test_who_denies_that_another_holds_it_tells_of_no_loss() -> None:
    """That Norland holds it being denied contradicts Norland's capture of the same day; nobody concedes anything."""
    denial = taken(predicate=P.CONTROLS, side=SUDMARK, day=FIRST, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY)
    relation = asked(taken(day=FIRST), denial)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.POLARITY)


@pytest.mark.parametrize(("a", "b", "reason"), SUCCESSIONS.values(), ids=SUCCESSIONS.keys())
def test_successions(a: Sourced, b: Sourced, reason: Reason) -> None:
    """A later change of hands, one that is conceded, or one that a neutral party confirms, is no conflict."""
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.reason) == (RelationKind.SUPERSEDES, reason)
    assert relation.suppressed_by is Suppression.SUCCESSION
    assert relation.conflict_type is None


PART: dict[str, Any] = {"extent": Extent.PARTIAL}
CONTAINED = {
    "town and region": (held(), taken(place=REGION)),
    "region and town": (held(place=REGION), taken()),
    "region in part": (held(place=REGION, **PART), taken()),
    "two parts": (held(**PART), taken(**PART)),
    "a part, and no word of the whole": (held(), taken(**PART)),
    "left parts, holds": (held(), said(predicate=P.WITHDREW, actor=SUDMARK, **PART)),
    "not all of it, a part": (not_taken(extent=Extent.WHOLE), taken(**PART)),
    "an airfield of the town": (
        held(place=make_place("Ellbruck airfield", feature=Feature.FACILITY, geonameid=900)),
        taken(place=make_place(geonameid=900)),
    ),
}


@pytest.mark.parametrize(("a", "b"), CONTAINED.values(), ids=CONTAINED.keys())
def test_containment(a: Sourced, b: Sourced) -> None:
    """Holding a part, or a place inside, does not contradict holding the whole."""
    relation = asked(a, b)
    assert relation is not None
    assert relation.relation is RelationKind.RELATED
    assert (relation.reason, relation.suppressed_by) == (Reason.PART_WITHIN_WHOLE, Suppression.CONTAINMENT)


BESIDE = {"place": make_place(relation=PlaceRelation.NEAR)}
NEAR_MISSES = {
    "entered": (held(), taken(predicate=P.ENTERED)),
    "fought for": (held(), taken(predicate=P.CONTESTED)),
    "encircled": (held(), taken(predicate=P.ENCIRCLED)),
    "advanced": (held(), taken(predicate=P.ADVANCED)),
    "annexed": (held(), taken(predicate=P.ANNEXED)),
    "near the place": (held(), taken(**BESIDE)),
    "north of the place": (held(), taken(place=make_place(relation=PlaceRelation.NORTH_OF))),
    "assault beaten back near it": (held(predicate=P.REPELLED, **BESIDE), taken()),
    "an ally holds it": (held(actor="ell_pr"), taken()),
    "a plan": (held(), taken(realis=Realis.FUTURE)),
    "a hypothesis": (held(), taken(realis=Realis.HYPOTHETICAL)),
    "not confirmed": (held(), taken(speech_act=SpeechAct.NOT_CONFIRMED)),
    "taken, taker not named, in an outlet's own voice": (held(), author(predicate=P.CAPTURED, actor=None)),
    "taken, taker not named, and held by an outlet's word": (
        author(predicate=P.CONTROLS, actor=SUDMARK),
        taken(actor=None),
    ),
    "a few streets still held": (part_held("Sudmark still holds parts of Ellbruck"), taken()),
    "two holders in one article, one of them by its own word": (
        author(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK),
        said(in_=ONE, predicate=P.CONTROLS, actor=NORLAND, at=200),
    ),
    "one voice in one sentence": (
        author(in_=ONE, predicate=P.WITHDREW, actor=SUDMARK, mentions=SENTENCE),
        author(in_=ONE, predicate=P.WITHDREW, actor=SUDMARK, mentions=SENTENCE, polarity=Polarity.DENIED),
    ),
    "background, and a denial": (
        author(predicate=P.CAPTURED, realis=Realis.HISTORICAL, time=make_time(days_later(-2))),
        not_taken(),
    ),
    "all of the region, and not come into the town": (
        not_taken(predicate=P.ENTERED),
        taken(place=REGION, extent=Extent.WHOLE),
    ),
    "taken at some time of a season": (
        held(day=days_later(20)),
        taken(day=days_later(40), time=make_time(FIRST, end=days_later(40))),
    ),
    "denied long after": (taken(day=FIRST), not_taken(day=days_later(9))),
    "both not taken": (not_taken(), not_taken(actor=SUDMARK, side=NORLAND)),
    "not taken, still held": (not_taken(), held(in_="Other")),
    "its own side says that nobody took it": (not_taken(actor=None, side=NORLAND), taken()),
    "two sides of one change": (said(predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK), taken()),
}


@pytest.mark.parametrize(("a", "b"), NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_near_misses(a: Sourced, b: Sourced) -> None:
    """What says nothing about the holder, is not said as fact, or is of another time, is no conflict."""
    relation = asked(a, b)
    assert relation is None or relation.relation not in {RelationKind.REFUTES, RelationKind.SUPERSEDES}


@pytest.mark.parametrize(
    "changes",
    [{"place": "Sandbruck"}, {"place": OTHER_REGION}, {"place": None}],
    ids=["another town", "another region", "no place"],
)
def test_elsewhere_is_nothing(changes: dict[str, Any]) -> None:
    """Claims on places of which neither lies in the other have no relation."""
    assert asked(held(), taken(**changes)) is None


def test_not_asserted_says_why() -> None:
    """A plan to take what the other side holds is related, and says what it lacks for a conflict."""
    relation = asked(held(), taken(realis=Realis.FUTURE))
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.RELATED, Suppression.NOT_ASSERTED)


def test_the_holders_own_word_in_the_article_is_not_overruled() -> None:
    """In one article, a capture beside the holder's word that it holds is neither conflict nor succession."""
    a = said(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK)
    b = said(in_=ONE, predicate=P.CAPTURED, actor=NORLAND, at=200)
    relation = asked(a, b)
    assert relation is not None
    assert (relation.relation, relation.suppressed_by) == (RelationKind.RELATED, Suppression.SUCCESSION)


def test_two_holders_in_one_article_conflict_by_two_voices() -> None:
    """Both sides saying in one article that they hold the town is a conflict of control."""
    a = said(in_=ONE, predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK)
    b = said(in_=ONE, predicate=P.CONTROLS, actor=NORLAND, at=200)
    relation = asked(a, b)
    assert relation is not None
    assert relation.conflict_type is ConflictType.CONTROL


def test_hedges_lower_the_score() -> None:
    """What is only possible makes a weaker conflict than what is certain."""
    sure, unsure = asked(held(), taken()), asked(held(), taken(certainty=Certainty.POSSIBLE))
    assert sure is not None
    assert unsure is not None
    assert unsure.score < sure.score


def test_the_older_event_comes_first() -> None:
    """The claim of the earlier event is `a`, whichever was read first."""
    early, late = held(), taken(day=days_later(30))
    relation = asked(late, early)
    assert relation is not None
    assert (relation.a, relation.b) == (early.claim.id, late.claim.id)


def test_an_identifier_names_the_slot() -> None:
    """Where one of two articles has no identifier for the place, the slot is the identified one's."""
    a, b = held(place=make_place(geonameid=None)), taken()
    relation = asked(a, b)
    assert relation is not None
    assert b.claim.place is not None
    assert relation.slot == f"holder:g:{b.claim.place.geonameid}"


def test_loss_by_opponent_only() -> None:
    """A capture without an actor still says that the opponent holds the place no longer."""
    fallen = replace(taken(opponent=SUDMARK).claim, actor=None, id="fallen")
    relation = asked(held(), Sourced(claim=fallen, article=taken().article))
    assert relation is not None
    assert relation.conflict_type is ConflictType.CONTROL


def _by_rebels(name: str, **changes: Any) -> Sourced:
    """Return a capture of Ellbruck by a group that no catalogue knows."""
    return taken(actor=SideRef(side=None, name=name), side=None, by="a commander", as_=SpeakerType.MILITARY, **changes)


def test_a_state_holds_what_unknown_rebels_took() -> None:
    """Rebels of no known group are no part of the state in which they take a town, and that says that it holds it."""
    found = asked(_by_rebels("rebel Front of Ell"), held(day=days_later(1), side=SUDMARK))
    assert found is not None
    assert (found.relation, found.conflict_type) == (RelationKind.REFUTES, ConflictType.CONTROL)


@pytest.mark.parametrize(
    ("taker", "holder"),
    [
        pytest.param("local forces", SUDMARK, id="forces may be the state's own"),
        pytest.param("rebel Front of Ell", NORLAND, id="another country may be on the rebels' side"),
    ],
)
def test_of_unknown_forces_nothing_follows(taker: str, holder: str) -> None:
    """Where it is open whose enemy took the town, nobody contradicts."""
    found = asked(_by_rebels(taker), held(day=days_later(1), actor=holder, side=holder))
    assert found is None or found.relation is not RelationKind.REFUTES
