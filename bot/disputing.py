"""Disputes in the store: brought up to date with what came, or what a person decided, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.policy import Policy
from bot.alerts.wording import conflict_alert, update_alert
from bot.comparison.disputes import ChangeKind, DisputeChange, context_for, disputes_for, slots_touched
from bot.comparison.independence import count_sources
from bot.comparison.index import candidate_keys
from bot.comparison.judgement import CopyTest
from bot.comparison.rules import Rules
from bot.comparison.rulings import merged_slots
from bot.model.alert import Alert
from bot.model.decision import Decision
from bot.model.dispute import DisputeStatus
from bot.model.ports import Sourced, UnitOfWork
from bot.model.relation import Relation, RelationKind, Telling
from bot.model.side import SideCatalogue

_AT_ONCE = {Telling.TOLD, Telling.TOLD_AS_UPDATE}
_IN_DIGEST = {Telling.DIGEST_ONLY, Telling.COOLING_DOWN}
_BY_PERSON = {DisputeStatus.DISMISSED, DisputeStatus.RESOLVED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An alert about a dispute; one that is not told `at_once` stands in the next digest."""

    alert: Alert
    at_once: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Disputing:
    """Keeps the disputes of a store; every method runs inside somebody's transaction."""

    sides: SideCatalogue
    rules: Rules
    policy: Policy
    copies: CopyTest
    clock: Callable[[], datetime]

    async def update(self, work: UnitOfWork, slots: Iterable[str]) -> tuple[DisputeChange, ...]:
        """Bring the disputes on the slots up to date and store them; return those that changed."""
        groups = await _with_merged(work, tuple(dict.fromkeys(slots)))
        refuted: dict[str, list[Relation]] = {}
        for one in await work.refutations([key for keys in groups.values() for key in keys]):
            refuted.setdefault(one.slot or "", []).append(one)
        changes: list[DisputeChange] = []
        for slot, keys in groups.items():
            refutations = [one for key in keys for one in refuted.get(key, ())]
            if refutations:
                changes += await self._update_slot(work, slot, keys, refutations)
        return tuple(changes)

    async def tell(
        self,
        work: UnitOfWork,
        changes: Sequence[DisputeChange],
        *,
        new: Sequence[Sourced] = (),
        relations: Sequence[Relation] = (),
        announce: bool = True,
        decision: Decision | None = None,
    ) -> tuple[Told, ...]:
        """Return what is to be told of the changes, and record of each new conflict why it is told, or not.

        `new` and `relations` are what an article brought, `decision` what a person decided; one of the two.
        """
        told: list[Told] = []
        for change in changes:
            telling, alert = await self._telling(work, new, change, decision, announce=announce)
            if alert is not None:
                told.append(Told(alert=alert, at_once=telling in _AT_ONCE))
            await work.told(_outcomes(change, relations, telling if announce else Telling.BACKLOG))
        return tuple(told)

    async def _update_slot(
        self, work: UnitOfWork, slot: str, keys: Sequence[str], refutations: Sequence[Relation]
    ) -> Sequence[DisputeChange]:
        existing = [one for key in keys for one in await work.disputes_on(key)]
        claims = await work.sourced(sorted({end for one in refutations for end in (one.a, one.b)}))
        ids = [one.claim.id for one in claims]
        now = disputes_for(
            slot=slot,
            refutations=refutations,
            claims=claims,
            around=await self._around(work, claims),
            existing=existing,
            sides=self.sides,
            rules=self.rules,
            copies=self.copies,
            decisions=await work.decisions_about([*keys, *ids]),
        )
        changed = [change for change in now if change.dispute not in existing]
        replaced = sorted({old for change in changed for old in change.replaced})
        await work.save_disputes([change.dispute for change in changed], replaced=replaced)
        return changed

    async def _telling(
        self,
        work: UnitOfWork,
        new: Sequence[Sourced],
        change: DisputeChange,
        decision: Decision | None,
        *,
        announce: bool,
    ) -> tuple[Telling, Alert | None]:
        """Return whether and why a change is told, and the alert, where there is one."""
        dispute, now = change.dispute, self.clock()
        members = await work.sourced(dispute.claims)
        sources = count_sources(members, sides=self.sides, rules=self.rules, copies=self.copies)
        last_told = await work.last_told(dispute.id)
        if change.kind is ChangeKind.QUIET and not (dispute.status is DisputeStatus.OPEN and last_told is None):
            return _quiet(dispute.status), None
        if last_told is None:
            if dispute.status is not DisputeStatus.OPEN or change.opening is None:
                return _quiet(dispute.status), None
            telling = self.policy.on_opening(change.opening, sources=sources)
            if telling not in _AT_ONCE | _IN_DIGEST:
                return telling, None
            a, b = await work.sourced([change.opening.a, change.opening.b])
            context = context_for((a, b), dispute, await self._around(work, (a, b)))
            return telling, conflict_alert(
                dispute, change.opening, a, b, context=context, sides=self.sides, now=now, sources=sources
            )
        telling = Telling.TOLD_AS_UPDATE
        if change.kind is ChangeKind.JOINED and announce:
            telling = self.policy.on_joining(last_told=last_told, now=now)
        joined = await work.sourced(change.joined)
        # What settles a dispute does not join it: it stands beside, as the claims of this article on the same slot.
        beside = [
            one
            for one in new
            if one.claim.id not in dispute.claims and dispute.slot.key in slots_touched([one], relations=())
        ]
        return telling, update_alert(
            dispute, joined, context=beside, sides=self.sides, now=now, sources=sources, decision=decision
        )

    async def _around(self, work: UnitOfWork, claims: Sequence[Sourced]) -> tuple[Sourced, ...]:
        return await work.candidates(candidate_keys(claims, rules=self.rules))


async def _with_merged(work: UnitOfWork, slots: Sequence[str]) -> dict[str, list[str]]:
    """Return the slots, each with its own key and those of the slots that people merged into it."""
    merged = merged_slots(await work.decisions_about(slots))
    groups = {merged.get(slot, slot): [merged.get(slot, slot)] for slot in slots}
    if merged:
        for gone, stays in merged_slots(await work.decisions_about(tuple(groups))).items():
            groups.get(stays, []).append(gone)
    return groups


def _quiet(status: DisputeStatus) -> Telling:
    if status is DisputeStatus.OPEN:
        return Telling.REPEATS_WHAT_WAS_TOLD
    return Telling.SETTLED_BY_PERSON if status in _BY_PERSON else Telling.SETTLED_BY_EVENTS


def _outcomes(change: DisputeChange, relations: Iterable[Relation], telling: Telling) -> dict[Relation, Telling]:
    """Return what became of the conflicts that an article brought into the dispute."""
    members = set(change.dispute.claims)
    others = Telling.SHOWN_WITH_ANOTHER if telling is Telling.TOLD else telling
    return {
        one: telling if one == change.opening else others
        for one in relations
        if one.relation is RelationKind.REFUTES and one.a in members and one.b in members
    }
