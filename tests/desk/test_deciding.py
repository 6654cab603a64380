"""What people decide at the desk: checked, recorded, told, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count

import pytest

from bot.alerts.policy import load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import load_rules
from bot.desk.deciding import Author, Decider
from bot.desk.desk import Desk
from bot.model.alert import AlertKind
from bot.model.area import region_key
from bot.model.claim import Polarity, SpeechAct, Verification
from bot.model.decision import DecisionKind, What
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.errors import NotFoundError, RequestError
from bot.pipeline import Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import DAY, SUDMARK, make_article, make_claim, make_place
from tests.pipelines import make_sides

ANN = Author(name="Ann Berg", reason=" Two different towns. ")
TAKEN = "Norland said that its troops had captured the town of {}."
DENIED = "Sudmark denied that Norland's troops had captured {}."


class Room:
    """A desk over a store with disputes about two towns."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.pipeline = Pipeline(
            store=store,
            sides=make_sides(),
            rules=load_rules(),
            policy=load_policy(),
            clock=lambda: DAY,
            always=("console",),
        )
        moments, numbers = count(1), count(1)
        self.desk = Desk(store=store, sides=make_sides(), rules=load_rules(), copies=are_copies, copy_pairs=copy_pairs)
        self.decider = Decider(
            store=store,
            record=self.pipeline.decide,
            new_id=lambda: f"decision-{next(numbers):04}",
            clock=lambda: DAY + timedelta(minutes=next(moments)),
        )

    async def dispute(self, town: str) -> Dispute:
        """Return the dispute about a town."""
        (found,) = [one for one in await self.store.disputes() if town in one.slot.label]
        return found

    async def read(self, town: str) -> None:
        """Take in that a town was taken, and that it was not."""
        for text, publisher, denied in ((TAKEN, "The Ell Courier", False), (DENIED, "Moor Radio", True)):
            article = make_article(text=text.format(town), publisher=publisher)
            act = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY, "attribution": SUDMARK} if denied else {}
            claim = make_claim(article=article, quote=article.text, place=make_place(town), **act)
            await self.pipeline.record(article, (claim,))


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """Return a desk with two open disputes."""
    async with open_store(":memory:") as store:
        made = Room(store)
        await made.read("Ellbruck")
        await made.read("Moorau")
        yield made


async def test_a_dismissed_dispute_is_closed_and_told(room: Room) -> None:
    """The dispute is dismissed, the decision kept with author and reason, and an update says so."""
    dispute = await room.dispute("Ellbruck")
    made = await room.decider.decide(What.DISMISS, [dispute.id[:8]], position=None, by=ANN)
    assert (made.decision.kind, made.decision.reason) == (DecisionKind.NOT_CONFLICT, "Two different towns.")
    assert [one.status for one in made.disputes] == [DisputeStatus.DISMISSED]
    alert = (await room.store.alerts_for(dispute.id))[-1]
    assert (alert.kind, alert.status) == (AlertKind.UPDATE, DisputeStatus.DISMISSED)
    assert "Ann Berg marked it as no conflict: Two different towns." in alert.text
    assert (await room.dispute("Moorau")).status is DisputeStatus.OPEN


async def test_who_was_told_of_a_decision_is_told_that_it_was_taken_back(room: Room) -> None:
    """The message on the dispute would otherwise go on saying that it is resolved."""
    dispute = await room.dispute("Ellbruck")
    made = await room.decider.resolve(dispute.id, "1", ANN)
    await room.decider.undo(made.decision.id, ANN)
    told = {one.title.partition(":")[0]: one for one in await room.store.alerts_for(dispute.id)}
    resolved, again = told["Resolved by a person"], told["Open again"]
    assert resolved.why == "Ann Berg resolved it as “not held by Norland”: Two different towns."
    assert (again.kind, again.status) == (AlertKind.UPDATE, DisputeStatus.OPEN)
    assert again.keys == resolved.keys
    assert region_key(SUDMARK, "Ellmoor") in again.keys
    assert again.why == "Ann Berg took a decision back: Two different towns."


async def test_a_decision_stands_in_the_dispute_until_it_is_undone(room: Room) -> None:
    """Who looks at the dispute sees who decided what; what was taken back is gone, and the dispute open again."""
    dispute = await room.dispute("Ellbruck")
    made = await room.decider.resolve(dispute.id, "2", ANN)
    detail = await room.desk.dispute(dispute.id)
    assert [one.kind for one in detail.decisions] == [DecisionKind.RESOLVED]
    assert detail.dispute.status is DisputeStatus.RESOLVED
    await room.decider.undo(made.decision.id, ANN)
    detail = await room.desk.dispute(dispute.id)
    assert (detail.decisions, detail.dispute.status) == ((), DisputeStatus.OPEN)
    assert [one.kind for one in await room.store.decisions(limit=9)] == [DecisionKind.UNDONE, DecisionKind.RESOLVED]


@pytest.mark.parametrize(
    ("what", "verification"),
    [
        pytest.param(What.VERIFIED, Verification.VERIFIED, id="verified"),
        pytest.param(What.FALSE, Verification.FALSE, id="false"),
        pytest.param(What.INCONCLUSIVE, Verification.INCONCLUSIVE, id="inconclusive"),
    ],
)
async def test_a_judged_claim_shows_it(room: Room, what: What, verification: Verification) -> None:
    """What a person found of a claim stands above what follows from its relations."""
    claim = (await room.dispute("Ellbruck")).claims[0]
    await room.decider.decide(what, [claim], position=None, by=ANN)
    assert (await room.desk.claim(claim)).shown.verification is verification


async def test_a_false_claim_resolves_its_dispute(room: Room) -> None:
    """What is false contradicts nobody any more."""
    claim = (await room.dispute("Ellbruck")).claims[0]
    await room.decider.judge(DecisionKind.FALSE, claim, ANN)
    assert (await room.dispute("Ellbruck")).status is DisputeStatus.RESOLVED


async def test_merged_disputes_are_one(room: Room) -> None:
    """The second goes into the first, with what was told of it."""
    first, second = await room.dispute("Ellbruck"), await room.dispute("Moorau")
    told = len(await room.store.alerts_for(first.id)) + len(await room.store.alerts_for(second.id))
    await room.decider.merge(first.id, second.id, ANN)
    (left,) = await room.store.disputes()
    assert (left.id, set(left.claims)) == (first.id, {*first.claims, *second.claims})
    assert len(await room.store.alerts_for(first.id)) >= told


async def test_a_pair_that_is_no_conflict_says_why_nothing_is_told(room: Room) -> None:
    """The explanation of two claims says that an alert told of them."""
    a, b = (await room.dispute("Ellbruck")).claims
    (comparison,) = (await room.desk.explain(a, b)).comparisons
    assert comparison.telling == "An alert told of it."


@pytest.mark.parametrize(
    ("what", "ids", "reason"),
    [
        pytest.param(What.DISMISS, 2, "one id, not 2", id="too-many"),
        pytest.param(What.SAME, 1, "2 ids, not 1", id="too-few"),
        pytest.param(What.SPLIT, 1, "2 ids or more, not 1", id="no-claim-to-split"),
    ],
)
async def test_the_number_of_ids_has_to_fit(room: Room, what: What, ids: int, reason: str) -> None:
    """What is asked of too many or too few is refused, with what it takes."""
    with pytest.raises(RequestError, match=reason):
        await room.decider.decide(what, ["a"] * ids, position=None, by=ANN)


async def test_what_cannot_be_decided_is_refused(room: Room) -> None:
    """Unknown ids, positions, claims of another dispute, one claim twice: each is said, and nothing is recorded."""
    first, second = await room.dispute("Ellbruck"), await room.dispute("Moorau")
    with pytest.raises(NotFoundError):
        await room.decider.dismiss("ffffffff", ANN)
    with pytest.raises(RequestError, match=r"no position '7'.*1 "):
        await room.decider.resolve(first.id, "7", ANN)
    with pytest.raises(RequestError, match="not in this dispute"):
        await room.decider.split(first.id, [second.claims[0]], ANN)
    with pytest.raises(RequestError, match="all its claims"):
        await room.decider.split(first.id, first.claims, ANN)
    with pytest.raises(RequestError, match="same claim's"):
        await room.decider.pair(DecisionKind.SAME_CLAIM, first.claims[0], first.claims[0], ANN)
    with pytest.raises(RequestError, match="same dispute's"):
        await room.decider.merge(first.id, first.id, ANN)
    assert await room.store.decisions(limit=9) == ()


async def test_nothing_is_taken_back_twice(room: Room) -> None:
    """A decision that does not stand cannot be undone."""
    made = await room.decider.dismiss((await room.dispute("Ellbruck")).id, ANN)
    await room.decider.undo(made.decision.id, ANN)
    with pytest.raises(RequestError, match="already"):
        await room.decider.undo(made.decision.id, ANN)
