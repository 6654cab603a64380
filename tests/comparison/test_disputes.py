"""Disputes: what opens one, what joins it, what settles it, and which pair shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.comparison.disputes import ChangeKind, DisputeChange, context_for, newly_asking, slots_touched
from bot.model.claim import (
    AssetKind,
    AssetState,
    Certainty,
    Extent,
    Polarity,
    Predicate,
    SpeechAct,
)
from bot.model.dispute import DisputeStatus
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import Relation
from tests.builders import NORLAND, SUDMARK, make_article, make_place
from tests.comparison.ledger import Ledger
from tests.comparison.worlds import SIDES, author, days_later, said

P = Predicate
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}


def held(**changes: Any) -> Sourced:
    """Sudmark's ministry says that Sudmark holds Ellbruck."""
    given = {"predicate": P.CONTROLS, "actor": SUDMARK, "side": SUDMARK, "in_": "Sudmark Today", **changes}
    return said(**given)


def taken(**changes: Any) -> Sourced:
    """Norland's ministry says the day after that Norland captured Ellbruck."""
    return said(**{"predicate": P.CAPTURED, "actor": NORLAND, "day": days_later(1), **changes})


def ingest(*found: Sourced | list[Sourced]) -> Ledger:
    """Take in each claim, or list of claims, as one article."""
    ledger = Ledger()
    for one in found:
        ledger.take_in(one if isinstance(one, list) else [one])
    return ledger


def opening(change: DisputeChange) -> Relation:
    """Return the refutation that shows the dispute best."""
    assert change.opening is not None
    return change.opening


def last(ledger: Ledger) -> DisputeChange:
    """Return the last change of a dispute."""
    return ledger.changes[-1]


def test_a_conflict_opens_a_dispute() -> None:
    """Two claims that refute one another open a dispute with two positions, oldest first."""
    ledger = ingest(held(), taken())
    (change,) = ledger.changes
    assert change.kind is ChangeKind.OPENED
    assert change.dispute.claims == (held().claim.id, taken().claim.id)
    assert [position.label for position in change.dispute.positions] == ["held by Sudmark", "held by Norland"]
    assert change.dispute.slot.label == "control of Ellbruck"
    assert change.dispute.opened_at == taken().article.published_at
    assert change.joined == ()


def test_agreement_opens_nothing() -> None:
    """Two claims that agree are no dispute."""
    assert ingest(taken(), taken(in_="Other")).changes == []


def test_a_third_claim_joins() -> None:
    """A claim that refutes one in the dispute joins it; the dispute keeps its id."""
    third = taken(in_="Other", by="Ann Berg", side=NORLAND)
    ledger = ingest(held(), taken(), third)
    assert [change.kind for change in ledger.changes] == [ChangeKind.OPENED, ChangeKind.JOINED]
    assert last(ledger).joined == (third.claim.id,)
    assert len({change.dispute.id for change in ledger.changes}) == 1


@pytest.mark.parametrize("third", [taken(in_="Other"), taken(in_="Copier")], ids=["repeat", "another repeat"])
def test_a_repeat_is_no_news(third: Sourced) -> None:
    """One voice saying the same again is in the dispute, and nothing is told."""
    ledger = ingest(held(), taken(), third)
    assert last(ledger).kind is ChangeKind.QUIET
    assert third.claim.id in last(ledger).dispute.claims


def test_a_copy_is_no_news() -> None:
    """A syndicated copy is no evidence: nothing is told of it."""
    first = make_article(publisher="Agency", text="The same text.", published_at=days_later(1))
    copied = make_article(publisher="Paper", text="The same text.", published_at=days_later(1))
    ledger = ingest(held(), taken(in_=first, by="Ann Berg"), taken(in_=copied, by="Ann Berg"))
    assert [change.kind for change in ledger.changes] == [ChangeKind.OPENED, ChangeKind.QUIET]


def test_another_time_is_another_dispute() -> None:
    """Two pairs of claims months apart on one place are two disputes."""
    later = 100
    ledger = ingest(held(), taken(), held(day=days_later(later)), taken(day=days_later(later + 1)))
    assert len(ledger.disputes) == 2


def test_two_disputes_become_one() -> None:
    """A claim that conflicts with both joins two disputes, and the older one's id remains."""
    first = [held(), taken()]
    second = [held(day=days_later(4), in_="Other", by="Jon Falk"), taken(day=days_later(5), in_="Third", by="Ann Berg")]
    bridge = held(day=days_later(3), in_="Fourth", by="Eva Lund")
    ledger = ingest(*first, *second)
    before = set(ledger.disputes)
    ledger.take_in([bridge])
    assert len(before) == 2
    assert len(ledger.disputes) == 1
    (change,) = [one for one in ledger.changes if one.replaced]
    assert change.kind is ChangeKind.JOINED
    assert change.dispute.id in before
    assert set(change.replaced) == before - {change.dispute.id}


def test_it_converges_when_the_loser_concedes() -> None:
    """When the side that held the place says that it is lost, the sides agree."""
    conceded = taken(in_="Late", side=SUDMARK, by="Sudmark's president", day=days_later(3))
    ledger = ingest(held(), taken(), conceded)
    assert last(ledger).kind is ChangeKind.CONVERGED
    assert last(ledger).dispute.status is DisputeStatus.CONVERGED
    assert last(ledger).dispute.updated_at == conceded.article.published_at


def test_it_converges_when_the_loser_says_that_it_left() -> None:
    """A withdrawal announced as done by the side that held the place ends the dispute."""
    left = said(in_="Late", predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, day=days_later(2), by="A general")
    assert last(ingest(held(), taken(), left)).dispute.status is DisputeStatus.CONVERGED


def test_it_does_not_converge_on_an_earlier_word() -> None:
    """What the losing side said before it insisted settles nothing."""
    left = said(in_="Early", predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, day=days_later(-1), by="A general")
    ledger = ingest(left, held(day=days_later(1)), taken(day=days_later(2)))
    assert [dispute.status for dispute in ledger.disputes.values()] == [DisputeStatus.OPEN]


def test_it_is_superseded_by_a_later_event() -> None:
    """A change of hands days after everything disputed overtakes the dispute."""
    ledger = ingest(held(), taken(), taken(day=days_later(8), in_="Other", predicate=P.RETOOK))
    assert last(ledger).kind is ChangeKind.SUPERSEDED


def test_what_settles_it_first_settles_it() -> None:
    """Where the place changed hands again, what the loser says afterwards is about something else."""
    retaken = taken(day=days_later(8), in_="Other", predicate=P.RETOOK)
    conceded = said(in_="Late", predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, day=days_later(12), by="A general")
    (overtaken,) = ingest(held(), taken(), retaken, conceded).disputes.values()
    assert overtaken.status is DisputeStatus.SUPERSEDED
    sooner = said(in_="Late", predicate=P.WITHDREW, actor=SUDMARK, side=SUDMARK, day=days_later(5), by="A general")
    (agreed,) = ingest(held(), taken(), retaken, sooner).disputes.values()
    assert agreed.status is DisputeStatus.CONVERGED


def test_what_only_repeats_a_position_alone_asks_what_settles_it() -> None:
    """Of an open dispute, what is around was looked at before; around the new claim it was not."""
    third = taken(in_="Other", by="Ann Berg", side=NORLAND)
    assert asking(third, open_with=(held(), taken())) == [third.claim.id]


@pytest.mark.parametrize(
    ("third", "status"),
    [
        pytest.param(taken(in_="Other", by="A raider", actor="xx-raiders"), DisputeStatus.OPEN, id="a-new-position"),
        pytest.param(taken(in_="Other", by="Ann Berg", side=NORLAND), DisputeStatus.SUPERSEDED, id="settled-before"),
    ],
)
def test_all_ask_where_the_answer_may_be_another(third: Sourced, status: DisputeStatus) -> None:
    """A position that nobody took before, or a dispute that was settled: what stands around each claim counts again."""
    every = sorted(one.claim.id for one in (held(), taken(), third))
    assert asking(third, open_with=(held(), taken()), status=status) == every


def asking(
    third: Sourced, *, open_with: tuple[Sourced, Sourced], status: DisputeStatus = DisputeStatus.OPEN
) -> list[str]:
    """Return the ids of the claims around which is looked when a third joins a dispute of two."""
    ledger = ingest(*open_with)
    slot = last(ledger).dispute.slot.key
    edge = opening(last(ledger))
    found = newly_asking(
        slot,
        [edge, replace(edge, a=open_with[0].claim.id, b=third.claim.id)],
        [*open_with, third],
        [replace(last(ledger).dispute, status=status)],
        [third],
        sides=SIDES,
    )
    return [one.claim.id for one in found]


def test_the_named_speaker_shows_the_dispute() -> None:
    """Of two captures in one article, the one that a named official of a named office tells is shown."""
    article = make_article(publisher="Other", text="Two claims.", published_at=days_later(1))
    office = taken(in_=article, at=10, by="Norland's security service", certainty=Certainty.PROBABLE)
    person = taken(in_=article, at=50, by="Ann Berg", affiliation="Foreign Ministry", certainty=Certainty.PROBABLE)
    ledger = ingest(held(), [office, person])
    assert opening(last(ledger)).b == person.claim.id


def test_equals_are_shown_in_the_order_of_the_text() -> None:
    """Of two claims as good as one another, the one that stands first in the article is shown."""
    article = make_article(publisher="Other", text="Two claims.", published_at=days_later(1))
    later, sooner = (taken(in_=article, at=at, by=by) for at, by in ((90, "Ann Berg"), (10, "Jon Falk")))
    assert opening(last(ingest(held(), [later, sooner]))).b == sooner.claim.id


def test_a_state_dispute_has_states_for_positions() -> None:
    """A dispute about an asset names the states that are claimed."""
    broken = said(asset=AssetKind.DAM, state=AssetState.DESTROYED, actor=None)
    whole = said(asset=AssetKind.DAM, state=AssetState.DESTROYED, actor=None, side=SUDMARK, in_="Other", **DENIED)
    dispute = last(ingest(broken, whole)).dispute
    assert {position.label for position in dispute.positions} == {"destroyed", "not destroyed"}
    assert dispute.slot.label == "state of dam in Ellbruck"


def test_a_dispute_within_a_region_is_on_the_town() -> None:
    """A claim to a whole region disputes the towns inside: the slot is the town's, the position the region's holder."""
    region = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
    ledger = ingest(held(), taken(place=region, extent=Extent.WHOLE))
    dispute = last(ledger).dispute
    assert dispute.slot.place == "Ellbruck"
    assert {position.label for position in dispute.positions} == {"held by Sudmark", "held by Norland"}


def test_slots_touched_are_those_filled_and_refuted() -> None:
    """A new claim touches the slots it fills, so that a concession reaches the dispute without refuting anything."""
    assert slots_touched([held()], []) == (f"holder:g:{make_place().geonameid}",)
    assert slots_touched([held(place=None)], []) == ()


def test_context_is_who_could_not_confirm() -> None:
    """Beside the two claims stand the dispute's others, and non-confirmations on the place in the same articles."""
    unsure = author(in_=held().article, predicate=P.CONTROLS, actor=None, speech_act=SpeechAct.NOT_CONFIRMED)
    elsewhere = author(in_=held().article, place="Sandbruck", speech_act=SpeechAct.NOT_CONFIRMED)
    other = author(in_="Other", predicate=P.CONTROLS, actor=None, speech_act=SpeechAct.NOT_CONFIRMED)
    third = taken(in_="Third", by="Ann Berg")
    ledger = ingest(held(), taken(), third)
    around = [*ledger.stored.values(), unsure, elsewhere, other]
    found = context_for((held(), taken()), last(ledger).dispute, around)
    assert found == (third, unsure)
