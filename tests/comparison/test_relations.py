"""Copies, events that are denied, and an article's relations together."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.relations import former_holders, relate
from bot.model.claim import Mention, Polarity, Predicate, Realis, SpeechAct
from bot.model.place import Feature, PlaceRelation
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from bot.model.side import SideRef
from tests.builders import NORLAND, SUDMARK, make_article, make_place, make_time
from tests.comparison.worlds import SIDES, asked, author, days_later, decided, no_copies, rules, said

P = Predicate
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
AGENCY = make_article(publisher="Agency", text="The same text.")
PAPER = make_article(publisher="Paper", text="The same text.")


def test_a_copy_is_identical() -> None:
    """One claim in two copies of a text is a repeat, no evidence."""
    relation = asked(said(in_=AGENCY), said(in_=PAPER))
    assert relation is not None
    assert (relation.relation, relation.reason) == (RelationKind.IDENTICAL, Reason.SYNDICATED_COPY)
    assert relation.suppressed_by is Suppression.SYNDICATION


def test_a_copys_own_voice_is_the_originals() -> None:
    """What a copy says in its own voice is the original's voice, though the publishers differ."""
    relation = asked(author(in_=AGENCY), author(in_=PAPER))
    assert relation is not None
    assert relation.reason is Reason.SYNDICATED_COPY


def test_other_claims_of_copies_have_no_relation() -> None:
    """Two different claims of two copies are related within each article, not across."""
    assert asked(said(in_=AGENCY), said(in_=PAPER, actor=SUDMARK, predicate=P.CONTROLS)) is None


@pytest.mark.parametrize("predicate", [P.ENTERED, P.ENCIRCLED, P.ADVANCED, P.CONTESTED, P.ANNEXED])
def test_a_denied_event_conflicts(predicate: Predicate) -> None:
    """An event that one side asserts and the other denies is a conflict, also where it says nothing of the holder."""
    relation = asked(said(predicate=predicate), said(predicate=predicate, side=SUDMARK, in_="Other", **DENIED))
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.POLARITY)


def test_a_speaker_takes_an_event_back() -> None:
    """One speaker who says that troops came in, and then that they did not, reverses itself."""
    relation = asked(said(predicate=P.ENTERED), said(predicate=P.ENTERED, day=days_later(1), **DENIED))
    assert relation is not None
    assert relation.conflict_type is ConflictType.SELF_REVERSAL


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": SUDMARK},
        {"predicate": P.ENCIRCLED},
        {"day": days_later(20)},
        {"place": make_place(relation=PlaceRelation.NEAR)},
        {"realis": Realis.HISTORICAL, "time": make_time(days_later(0))},
    ],
    ids=["another actor", "another event", "another time", "beside the place", "background"],
)
def test_another_event_is_not_denied(changes: dict[str, Any]) -> None:
    """A denial is of one event."""
    relation = asked(said(predicate=P.ENTERED), said(**{"predicate": P.ENTERED, "side": SUDMARK, **DENIED, **changes}))
    assert relation is None or relation.relation is RelationKind.RELATED


def test_reasons_without_a_relation() -> None:
    """What has no relation has a reason."""
    assert decided(said(), said(place="Sandbruck")).reason is Reason.NOTHING_SHARED
    assert decided(said(), said(day=days_later(120))).reason is Reason.DIFFERENT_TIME


def test_relate_compares_within_and_without() -> None:
    """An article's claims are compared with one another and with what is stored, each pair once."""
    article = make_article(publisher="Other", text="Two claims.", published_at=days_later(1))
    one = said(in_=article, side=SUDMARK, predicate=P.CONTROLS, actor=SUDMARK)
    two = said(in_=article, predicate=P.ENTERED, actor=NORLAND)
    made = relate([one, two], [said(), said()], sides=SIDES, rules=rules(), copies=no_copies)
    assert len(made) == len({(r.a, r.b) for r in made}) == 3
    assert RelationKind.REFUTES in {r.relation for r in made}


SENTENCE = (Mention(part="body", start=0, end=60, quote="Norland took the Sudmark-held town of Ellbruck."),)


def test_former_holders() -> None:
    """Who is named as the holder in the sentence of a capture held the place until then."""
    state = author(predicate=P.CONTROLS, actor=SUDMARK, mentions=SENTENCE)
    capture = said(predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE)
    assert former_holders([state, capture]) == {state.claim.id}


@pytest.mark.parametrize(
    "event",
    [
        said(predicate=P.CAPTURED, actor=NORLAND, at=100),
        said(predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE, **DENIED),
        said(predicate=P.ENTERED, actor=NORLAND, mentions=SENTENCE),
        said(predicate=P.CAPTURED, actor=SUDMARK, mentions=SENTENCE),
        said(predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE, place="Sandbruck"),
        said(predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE, in_="Other"),
    ],
    ids=["another sentence", "denied", "entered", "by the holder", "another place", "another article"],
)
def test_no_former_holders(event: Any) -> None:
    """A holder stays one where nothing in its sentence says that the place was taken from it."""
    state = author(predicate=P.CONTROLS, actor=SUDMARK, mentions=SENTENCE)
    assert former_holders([state, event]) == frozenset()


def test_a_former_holder_never_conflicts_across_articles() -> None:
    """A holder named only in another article's sentence of the capture is of the time before."""
    other = make_article(publisher="Another paper", text="Norland took the Sudmark-held town of Ellbruck on Thursday.")
    former = author(in_=other, predicate=P.CONTROLS, actor=SUDMARK, mentions=SENTENCE)
    capture = said(in_=other, predicate=P.CAPTURED, actor=NORLAND, mentions=SENTENCE)
    ours = said(predicate=P.CAPTURED, actor=NORLAND)
    made = relate([ours], [former, capture], sides=SIDES, rules=rules(), copies=no_copies)
    assert {(r.relation, r.reason) for r in made if former.claim.id in {r.a, r.b}} == {
        (RelationKind.SUPERSEDES, Reason.FORMER_HOLDER_IN_SAME_SENTENCE)
    }


def test_a_siege_that_was_lifted_is_over() -> None:
    """Who broke a siege does not deny that there was one; who says that there is none does."""
    besieged = author(predicate=P.ENCIRCLED, actor=NORLAND)
    lifted = author(in_="Other", day=days_later(1), predicate=P.ENCIRCLED, actor=NORLAND, polarity=Polarity.DENIED)
    denied = said(in_="Other", day=days_later(1), predicate=P.ENCIRCLED, actor=NORLAND, side=SUDMARK, **DENIED)

    over, disputed = asked(besieged, lifted), asked(besieged, denied)
    assert over is not None
    assert (over.relation, over.suppressed_by) == (RelationKind.SUPERSEDES, Suppression.SUCCESSION)
    assert disputed is not None
    assert disputed.relation is RelationKind.REFUTES


def test_two_sides_that_call_a_place_their_own_conflict() -> None:
    """Sovereignty over a place is one side's; what one side says of a part and the other of a town are two things."""
    ours = said(predicate=P.ANNEXED)
    theirs = said(in_="Other", predicate=P.ANNEXED, actor=SUDMARK, side=SUDMARK)
    relation = asked(ours, theirs)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.CONTROL)
    assert relation.slot is not None
    assert relation.slot.startswith("sovereignty:")

    for other in (
        said(in_="Other", predicate=P.ANNEXED, actor="ell_pr", side="ell_pr"),
        said(in_="Other", predicate=P.ANNEXED, actor=SUDMARK, side=SUDMARK, place="Sandbruck"),
        said(in_="Other", predicate=P.ANNEXED, actor=SUDMARK, side=SUDMARK, day=days_later(60)),
        said(in_="Other", predicate=P.CONTROLS, actor=SUDMARK, side=SUDMARK),
    ):
        found = asked(ours, other)
        assert found is None or found.relation is not RelationKind.REFUTES


def test_an_event_is_denied_of_nobody_in_particular() -> None:
    """That there is no encirclement denies the one that somebody claims."""
    denied = said(predicate=P.ENCIRCLED, actor=None, side=SUDMARK, in_="Other", **DENIED)
    relation = asked(said(predicate=P.ENCIRCLED), denied)
    assert relation is not None
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.POLARITY)


@pytest.mark.parametrize(("name", "conflict"), [("rebel", True), ("Marsh rebels", True), ("Norland troops", False)])
def test_unknown_actors_are_one_by_what_they_are_called(name: str, *, conflict: bool) -> None:
    """That the rebels came in is denied by "no rebel came in", and by nothing that is said of others."""
    rebels = SideRef(side=None, name="rebels of the North")
    denied = said(predicate=P.ENTERED, actor=SideRef(side=None, name=name), side=SUDMARK, in_="Other", **DENIED)
    relation = asked(said(predicate=P.ENTERED, actor=rebels), denied)
    assert (relation is not None and relation.relation is RelationKind.REFUTES) is conflict


def test_a_site_and_its_town_are_shown_together() -> None:
    """The headquarters that was taken, and the town that was left, are one story without a conflict."""
    site = make_place("Ellbruck headquarters", feature=Feature.FACILITY, geonameid=make_place().geonameid)
    relation = asked(said(place=site), said(predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, in_="Other"))
    assert relation is not None
    assert relation.relation is RelationKind.RELATED
