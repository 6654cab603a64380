"""What people decide about claims and disputes, checked and recorded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.comparison.slots import slots_of
from bot.model.decision import Decision, DecisionKind, What, standing
from bot.model.dispute import Dispute
from bot.model.errors import NotFoundError, RequestError
from bot.model.ports import Sourced
from bot.model.storage import Store

_JUDGEMENTS = {DecisionKind.VERIFIED, DecisionKind.FALSE, DecisionKind.INCONCLUSIVE}
# How many ids each takes, at least and at most (`None`: any number); one where nothing is said.
_IDS: dict[What, tuple[int, int | None]] = {
    What.NO_CONFLICT: (2, 2),
    What.SAME: (2, 2),
    What.MERGE: (2, 2),
    What.SPLIT: (2, None),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision that was recorded, and the disputes that it changed, as they now stand."""

    decision: Decision
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Who decides, and why."""

    name: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decider:
    """Records what people decide. Every id may be an unambiguous beginning of one; NotFoundError for any other.

    `record` stores a decision and returns the disputes that it changed; `new_id` makes the id of one.
    """

    store: Store
    record: Callable[[Decision], Awaitable[tuple[Dispute, ...]]]
    new_id: Callable[[], str]
    clock: Callable[[], datetime]

    async def decide(self, what: What, ids: Sequence[str], *, position: str | None, by: Author) -> Decided:
        """Record what is asked for, of these ids; RequestError where their number does not fit."""
        fewest, most = _IDS.get(what, (1, 1))
        if not fewest <= len(ids) <= (most or len(ids)):
            wanted = f"{fewest} ids" if most == fewest else f"{fewest} ids or more"
            raise RequestError(f"“{what}” takes {'one id' if fewest == most == 1 else wanted}, not {len(ids)}.")
        match what:
            case What.DISMISS:
                return await self.dismiss(ids[0], by)
            case What.RESOLVE:
                return await self.resolve(ids[0], position or "", by)
            case What.NO_CONFLICT:
                return await self.pair(DecisionKind.NOT_CONFLICT, ids[0], ids[1], by)
            case What.SAME:
                return await self.pair(DecisionKind.SAME_CLAIM, ids[0], ids[1], by)
            case What.MERGE:
                return await self.merge(ids[0], ids[1], by)
            case What.SPLIT:
                return await self.split(ids[0], ids[1:], by)
            case What.UNDO:
                return await self.undo(ids[0], by)
            case What.VERIFIED | What.FALSE | What.INCONCLUSIVE:
                return await self.judge(DecisionKind(what.value), ids[0], by)

    async def dismiss(self, dispute_id: str, by: Author) -> Decided:
        """Mark a dispute as no conflict: for the claims that it has now. New evidence opens it again."""
        dispute = await self._dispute(dispute_id)
        return await self._decided(DecisionKind.NOT_CONFLICT, by, disputes=[dispute], claims=dispute.claims)

    async def pair(self, kind: DecisionKind, one_id: str, other_id: str, by: Author) -> Decided:
        """Say of two claims that they do not conflict, or that they are one (`not_conflict`, `same_claim`)."""
        one, other = await self._claim(one_id), await self._claim(other_id)
        if one.claim.id == other.claim.id:
            raise RequestError("Both ids are the same claim's; give two.")
        return await self._decided(kind, by, claims=(one.claim.id, other.claim.id), slots=await self._slots(one, other))

    async def resolve(self, dispute_id: str, position: str, by: Author) -> Decided:
        """Resolve a dispute for one of its positions, given by its number (from 1) or its words.

        RequestError, with the positions, where none is meant.
        """
        dispute = await self._dispute(dispute_id)
        labels = [one.label for one in dispute.positions]
        if position.isdecimal() and 1 <= int(position) <= len(labels):
            chosen = labels[int(position) - 1]
        else:
            chosen = next((label for label in labels if label.casefold() == position.strip().casefold()), "")
        if not chosen:
            listed = "; ".join(f"{number} {label}" for number, label in enumerate(labels, 1))
            given = f"There is no position {position!r} in this dispute" if position else "Say for which position"
            raise RequestError(f"{given}. Its positions: {listed}.")
        return await self._decided(
            DecisionKind.RESOLVED, by, disputes=[dispute], claims=dispute.claims, position=chosen
        )

    async def merge(self, dispute_id: str, other_id: str, by: Author) -> Decided:
        """Put two disputes together; the first stays. RequestError where they are of different kinds."""
        first, second = await self._dispute(dispute_id), await self._dispute(other_id)
        if first.id == second.id:
            raise RequestError("Both ids are the same dispute's; give two.")
        if first.slot.kind is not second.slot.kind:
            raise RequestError(
                f"“{first.slot.label}” and “{second.slot.label}” are of different kinds: only disputes about the same "
                "kind of thing can be one."
            )
        claims = (*first.claims, *second.claims)
        return await self._decided(DecisionKind.MERGED, by, disputes=[first, second], claims=claims)

    async def split(self, dispute_id: str, claim_ids: Sequence[str], by: Author) -> Decided:
        """Take claims out of a dispute; RequestError where one is not in it, or none would be left."""
        dispute = await self._dispute(dispute_id)
        taken = [(await self._claim(one)).claim.id for one in claim_ids]
        if strange := [one for one in taken if one not in dispute.claims]:
            raise RequestError(f"The claim {strange[0][:8]} is not in this dispute.")
        if set(taken) == set(dispute.claims):
            raise RequestError("These are all its claims: nothing would be left. To close it, dismiss it.")
        return await self._decided(DecisionKind.SPLIT, by, disputes=[dispute], claims=tuple(taken))

    async def judge(self, kind: DecisionKind, claim_id: str, by: Author) -> Decided:
        """Say of a claim what a person found out: verified, false or inconclusive."""
        if kind not in _JUDGEMENTS:
            raise ValueError(f"Not what is found of a claim: {kind}")
        found = await self._claim(claim_id)
        return await self._decided(kind, by, claims=(found.claim.id,), slots=await self._slots(found))

    async def undo(self, decision_id: str, by: Author) -> Decided:
        """Take a decision back; RequestError where it was taken back already."""
        found = await self.store.decision(decision_id)
        if found is None:
            raise NotFoundError(kind="decision", wanted=decision_id, hint="`claimwatch decisions` lists them.")
        beside = await self.store.decisions_about([*found.slots, *found.claims])
        if found.kind is not DecisionKind.UNDONE and found.id not in {one.id for one in standing(beside)}:
            raise RequestError("This decision was taken back already.")
        return await self._decided(
            DecisionKind.UNDONE, by, claims=found.claims, slots=found.slots, dispute=found.dispute, undoes=found.id
        )

    async def _decided(
        self,
        kind: DecisionKind,
        by: Author,
        *,
        claims: tuple[str, ...],
        disputes: Sequence[Dispute] = (),
        slots: tuple[str, ...] = (),
        dispute: str | None = None,
        position: str | None = None,
        undoes: str | None = None,
    ) -> Decided:
        decision = Decision(
            id=self.new_id(),
            kind=kind,
            author=by.name,
            at=self.clock(),
            reason=by.reason.strip(),
            claims=claims,
            slots=slots or tuple(dict.fromkeys(one.slot.key for one in disputes)),
            dispute=disputes[0].id if disputes else dispute,
            position=position,
            undoes=undoes,
        )
        return Decided(decision=decision, disputes=await self.record(decision))

    async def _slots(self, *found: Sourced) -> tuple[str, ...]:
        """Return the slots that the claims fill, and those of the conflicts that they are in."""
        filled = [filling.slot.key for one in found for filling in slots_of(one.claim)]
        relations = await self.store.relations_of(*(one.claim.id for one in found))
        return tuple(dict.fromkeys([*filled, *(one.slot for one in relations if one.slot is not None)]))

    async def _claim(self, claim_id: str) -> Sourced:
        found = await self.store.claim(claim_id)
        if found is None:
            raise NotFoundError(kind="claim", wanted=claim_id, hint="`claimwatch claims` lists the ids.")
        return found

    async def _dispute(self, dispute_id: str) -> Dispute:
        found = await self.store.dispute(dispute_id)
        if found is None:
            raise NotFoundError(kind="dispute", wanted=dispute_id, hint="`claimwatch disputes` lists the ids.")
        return found
