"""Who holds a place: what conflicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model.claim import Certainty, Extent, Polarity, SpeakerType, SpeechAct, TimeBasis, TimePrecision
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind
from bot.model.side import SideRef
from tests.builders import NORLAND, SUDMARK, make_article, make_place, make_time
from tests.comparison.holding import DENIED, ONE, REGION, P, held, not_taken, part_held, taken
from tests.comparison.worlds import FIRST, asked, author, days_later, said

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


def test_who_fights_the_holder_denies_that_it_fell() -> None:
    """That the place has not fallen contradicts who says that it holds it, in the words of its enemy."""
    denial = said(predicate=P.CAPTURED, actor=None, side=SUDMARK, in_="Other", polarity=Polarity.DENIED)
    relation = asked(said(predicate=P.CONTROLS, actor=NORLAND), denial)
    assert relation is not None
    assert relation.relation is RelationKind.REFUTES


def test_who_holds_it_denies_that_it_fell() -> None:
    """That the place has not fallen agrees with its holder, in the holder's own words."""
    denial = said(predicate=P.CAPTURED, actor=None, by="Ann Berg", in_="Other", polarity=Polarity.DENIED)
    relation = asked(said(predicate=P.CONTROLS, actor=NORLAND), denial)
    assert relation is None or relation.relation is not RelationKind.REFUTES


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
