"""What people's decisions do to disputes: what they settle, what comes back, and that they can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.comparison.disputes import ChangeKind
from bot.comparison.rulings import judged, merged_slots
from bot.model.claim import Polarity, Predicate, SpeechAct, Verification
from bot.model.decision import Decision, DecisionKind, standing
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.ports import Sourced
from tests.builders import DAY, NORLAND, SUDMARK
from tests.comparison.ledger import Ledger
from tests.comparison.worlds import days_later, said

K = DecisionKind


def held(**changes: Any) -> Sourced:
    """Sudmark's ministry says that Sudmark holds Ellbruck."""
    given = {"predicate": Predicate.CONTROLS, "actor": SUDMARK, "side": SUDMARK, "in_": "Sudmark Today", **changes}
    return said(**given)


def taken(**changes: Any) -> Sourced:
    """Norland's ministry says the day after that Norland captured Ellbruck."""
    return said(**{"predicate": Predicate.CAPTURED, "actor": NORLAND, "day": days_later(1), **changes})


def ingest(*found: Sourced) -> Ledger:
    """Take in each claim as an article of its own."""
    ledger = Ledger()
    for one in found:
        ledger.take_in([one])
    return ledger


def only(ledger: Ledger) -> Dispute:
    """Return the one dispute that there is."""
    (dispute,) = ledger.disputes.values()
    return dispute


def decided(kind: DecisionKind, dispute: Dispute, *claims: Sourced, after: int = 0, **changes: Any) -> Decision:
    """Return a decision about a dispute: about all of its claims, or about these."""
    return Decision(
        **{
            "id": f"{kind}-{after}",
            "kind": kind,
            "author": "Ann Berg",
            "at": DAY + timedelta(hours=after),
            "reason": "Two different bridges.",
            "claims": tuple(one.claim.id for one in claims) or dispute.claims,
            "slots": (dispute.slot.key,),
            "dispute": dispute.id,
            **changes,
        }
    )


def undone(decision: Decision, *, after: int) -> Decision:
    """Return the decision that takes another one back."""
    return Decision(
        id=f"undo-{after}",
        kind=K.UNDONE,
        author="Jon Falk",
        at=DAY + timedelta(hours=after),
        slots=decision.slots,
        undoes=decision.id,
    )


def test_not_a_conflict_dismisses_the_dispute() -> None:
    """A dispute whose claims a person says do not conflict is dismissed, keeps them, and that is told."""
    ledger = ingest(held(), taken())
    before = only(ledger)
    (change,) = ledger.decide(decided(K.NOT_CONFLICT, before))
    assert (change.kind, change.dispute.status) == (ChangeKind.DECIDED, DisputeStatus.DISMISSED)
    assert (change.dispute.id, change.dispute.claims) == (before.id, before.claims)


def test_a_repeat_brings_nothing_dismissed_back() -> None:
    """The same voice again is no new evidence: the dispute stays dismissed, and nothing is told."""
    ledger = ingest(held(), taken())
    ledger.decide(decided(K.NOT_CONFLICT, only(ledger)))
    (change,) = ledger.take_in([taken(in_="Other")])
    assert (change.kind, change.dispute.status) == (ChangeKind.QUIET, DisputeStatus.DISMISSED)


def test_new_evidence_brings_the_dispute_back() -> None:
    """Another voice that says what was dismissed opens the dispute again, and it is that voice which is told."""
    another = taken(in_="Other", by="A resident", side=None)
    ledger = ingest(held(), taken())
    ledger.decide(decided(K.NOT_CONFLICT, only(ledger)))
    (change,) = ledger.take_in([another])
    assert (change.kind, change.joined) == (ChangeKind.JOINED, (another.claim.id,))
    assert change.dispute.status is DisputeStatus.OPEN
    assert change.opening is not None
    assert another.claim.id in {change.opening.a, change.opening.b}


def test_a_pair_dismissed_leaves_the_others() -> None:
    """What is no conflict between two claims says nothing of a third."""
    third = taken(in_="Other", by="A resident", side=None)
    ledger = ingest(held(), taken(), third)
    (change,) = ledger.decide(decided(K.NOT_CONFLICT, only(ledger), held(), taken()))
    assert (change.kind, change.dispute.status) == (ChangeKind.QUIET, DisputeStatus.OPEN)


def test_resolved_for_a_position_stays_when_others_join_it() -> None:
    """Who says what was found right opens nothing again."""
    ledger = ingest(held(), taken())
    (change,) = ledger.decide(decided(K.RESOLVED, only(ledger), position="held by Norland"))
    assert (change.kind, change.dispute.status) == (ChangeKind.DECIDED, DisputeStatus.RESOLVED)
    (change,) = ledger.take_in([taken(in_="Other", by="A resident", side=None)])
    assert (change.kind, change.dispute.status) == (ChangeKind.QUIET, DisputeStatus.RESOLVED)


def test_resolved_comes_back_when_another_contradicts_it() -> None:
    """A new voice against what was found right is new evidence."""
    ledger = ingest(held(), taken())
    ledger.decide(decided(K.RESOLVED, only(ledger), position="held by Norland"))
    (change,) = ledger.take_in([held(in_="Other", by="A resident", side=None, day=days_later(1))])
    assert (change.kind, change.dispute.status) == (ChangeKind.JOINED, DisputeStatus.OPEN)


def test_one_claim_is_no_conflict() -> None:
    """Two claims that a person says are one do not refute each other: the dispute of the two is dismissed."""
    ledger = ingest(held(), taken())
    (change,) = ledger.decide(decided(K.SAME_CLAIM, only(ledger), held(), taken()))
    assert (change.kind, change.dispute.status) == (ChangeKind.DECIDED, DisputeStatus.DISMISSED)


def test_a_false_claim_conflicts_with_nothing_any_more() -> None:
    """A dispute with a claim that a person found false is resolved, also for whoever contradicts that claim later."""
    ledger = ingest(held(), taken())
    (change,) = ledger.decide(decided(K.FALSE, only(ledger), taken()))
    assert (change.kind, change.dispute.status) == (ChangeKind.DECIDED, DisputeStatus.RESOLVED)
    (change,) = ledger.take_in([held(in_="Other", by="A resident", side=None, day=days_later(1))])
    assert (change.kind, change.dispute.status) == (ChangeKind.QUIET, DisputeStatus.RESOLVED)


def test_a_split_takes_a_claim_out() -> None:
    """A claim that is split off leaves the dispute, and the others stay in it."""
    third = taken(in_="Other", by="A resident", side=None)
    ledger = ingest(held(), taken(), third)
    ledger.decide(decided(K.SPLIT, only(ledger), third))
    assert only(ledger).claims == (held().claim.id, taken().claim.id)
    assert only(ledger).status is DisputeStatus.OPEN


def test_merged_disputes_are_one() -> None:
    """Two disputes that a person puts together are one, on the slot of the first, and new claims join it."""
    denial: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY, "side": SUDMARK}
    other = taken(place="Elbrueck"), taken(place="Elbrueck", in_="Sudmark Today", by="Sudmark's staff", **denial)
    ledger = ingest(held(), taken(), *other)
    first, second = sorted(ledger.disputes.values(), key=lambda one: one.slot.label != "control of Ellbruck")
    merge = decided(K.MERGED, first, claims=(*first.claims, *second.claims), slots=(first.slot.key, second.slot.key))
    ledger.decide(merge)
    assert only(ledger).id == first.id
    assert set(only(ledger).claims) == {*first.claims, *second.claims}
    late = taken(place="Elbrueck", in_="Other", by="A resident", side=None)
    (change,) = ledger.take_in([late])
    assert (change.kind, change.dispute.id) == (ChangeKind.JOINED, first.id)


@pytest.mark.parametrize("kind", [K.NOT_CONFLICT, K.SAME_CLAIM, K.SPLIT, K.FALSE])
def test_an_undone_decision_changes_nothing(kind: DecisionKind) -> None:
    """What is undone leaves the disputes as they were."""
    ledger = ingest(held(), taken())
    before = only(ledger)
    decision = decided(kind, before, taken() if kind is not K.SAME_CLAIM else held(), taken())
    ledger.decide(decision)
    ledger.decide(undone(decision, after=1))
    assert only(ledger) == before


def test_an_undoing_can_be_undone() -> None:
    """An undoing that is undone lets the first decision stand again."""
    ledger = ingest(held(), taken())
    decision = decided(K.NOT_CONFLICT, only(ledger))
    first = undone(decision, after=1)
    second = undone(first, after=2)
    assert standing([second, first, decision]) == (decision,)
    assert standing([first, decision]) == ()


def test_the_last_judgement_of_a_claim_counts() -> None:
    """What was found false and verified later is verified."""
    ledger = ingest(held(), taken())
    false = decided(K.FALSE, only(ledger), taken())
    verified = decided(K.VERIFIED, only(ledger), taken(), after=1)
    assert judged([verified, false]) == {taken().claim.id: Verification.VERIFIED}


def test_merges_follow_one_another() -> None:
    """A slot that was merged into one that was merged itself ends where that one did."""
    one = Decision(id="1", kind=K.MERGED, author="a", at=DAY, slots=("b", "c"))
    two = Decision(id="2", kind=K.MERGED, author="a", at=DAY + timedelta(hours=1), slots=("a", "b"))
    assert merged_slots([two, one]) == {"c": "a", "b": "a"}
