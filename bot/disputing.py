"""Disputes in the store: brought up to date with what came, or what a person decided, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.alerts.policy import Policy
from bot.alerts.wording import conflict_alert, update_alert
from bot.comparison.disputes import (
    ChangeKind,
    DisputeChange,
    context_for,
    disputes_for,
    newly_asking,
    slots_touched,
)
from bot.comparison.grouping import Grouping
from bot.comparison.independence import count_sources
from bot.comparison.index import candidate_keys, lookup_around, stored_keys
from bot.comparison.judgement import CopySearch, CopyTest
from bot.comparison.rules import Rules
from bot.comparison.rulings import merged_slots
from bot.comparison.status import may_concede, may_settle
from bot.comparison.timing import span_of
from bot.model.alert import Alert
from bot.model.decision import Decision, withdrawals
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind, Telling
from bot.model.side import SideCatalogue
from bot.model.storage import UnitOfWork

_AT_ONCE = {Telling.TOLD, Telling.TOLD_AS_UPDATE}
_IN_DIGEST = {Telling.DIGEST_ONLY, Telling.COOLING_DOWN}
# Longer than any calendar month, or year.
_MONTH = timedelta(days=31)
_YEAR = timedelta(days=366)
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
    copy_pairs: CopySearch
    clock: Callable[[], datetime]

    async def update(
        self,
        work: UnitOfWork,
        *,
        new: Sequence[Sourced],
        relations: Sequence[Relation],
        near: Sequence[Sourced] | None = None,
    ) -> tuple[DisputeChange, ...]:
        """Bring the disputes up to date that an article's claims and their relations touch; return those that changed.

        `near` are the candidates that the new claims were compared with, where these were read before.
        These are the disputes that new conflicts belong to, and those that a new claim can settle from outside: of a
        place that was disputed for years only what the article changes is read.
        """
        slots = slots_touched(new, relations)
        if not slots:
            return ()
        if await work.decisions_about(slots):
            # What people put together or took apart reaches further than the conflicts themselves: all is looked at.
            return await self.update_slots(work, slots)
        conflicts = [one for one in relations if one.relation is RelationKind.REFUTES and one.slot in slots]
        existing = await self._affected(work, slots, new, conflicts)
        seeds: dict[str, set[str]] = {}
        for one in conflicts:
            seeds.setdefault(one.slot or "", set()).update((one.a, one.b))
        for dispute in existing:
            seeds.setdefault(dispute.slot.key, set()).update(dispute.claims)
        connected = await _connected(work, sorted(seeds), set().union(*seeds.values()))
        changes: list[DisputeChange] = []
        for slot in sorted(seeds):
            # A claim of a dispute on one slot may stand in one on another, in which nothing is new.
            edges = _reached([one for one in connected if one.slot == slot], seeds[slot])
            ends = {end for one in edges for end in (one.a, one.b)}
            old = [one for one in existing if one.slot.key == slot and not ends.isdisjoint(one.claims)]
            if edges:
                changes += await self._update_slot(work, slot, [slot], edges, old, new=new, near=near)
        return tuple(changes)

    async def update_slots(self, work: UnitOfWork, slots: Iterable[str]) -> tuple[DisputeChange, ...]:
        """Bring all disputes on the slots up to date and store them; return those that changed."""
        changes: list[DisputeChange] = []
        for slot, keys in (await _with_merged(work, tuple(dict.fromkeys(slots)))).items():
            refutations = await work.refutations(keys)
            if refutations:
                changes += await self._update_slot(work, slot, keys, refutations, await work.disputes_on(keys))
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

    async def _affected(
        self, work: UnitOfWork, slots: Sequence[str], new: Sequence[Sourced], conflicts: Sequence[Relation]
    ) -> tuple[Dispute, ...]:
        """Return the stored disputes that the claims can have a part in, overtake, or concede."""
        found: dict[str, Dispute] = {}
        if conflicts:
            ends = {end for one in conflicts for end in (one.a, one.b)}
            since = _earliest(new) - _MONTH * (self.rules.candidates.months + 1)
            recent = await work.disputes_on(slots, since=since)
            found.update({one.id: one for one in recent if not ends.isdisjoint(one.claims)})
        settled = [
            slot
            for slot in slots
            if any(may_settle(slot, one) or may_concede(slot, one, sides=self.sides) for one in new)
        ]
        if settled:
            since = _earliest(new) - _YEAR * (self.rules.candidates.years + 1)
            # What was settled stays so, unless this came before that which settled it.
            after = min(one.article.published_at for one in new)
            late = await work.disputes_on(settled, since=since, settled_after=after)
            found.update({one.id: one for one in late})
        return tuple(found.values())

    async def _update_slot(
        self,
        work: UnitOfWork,
        slot: str,
        keys: Sequence[str],
        refutations: Sequence[Relation],
        existing: Sequence[Dispute],
        *,
        new: Sequence[Sourced] = (),
        near: Sequence[Sourced] | None = None,
    ) -> Sequence[DisputeChange]:
        """Bring the disputes on a slot up to date; `new` are the claims for which that is done, if it is for claims."""
        claims = await work.sourced(sorted({end for one in refutations for end in (one.a, one.b)}))
        ids = [one.claim.id for one in claims]
        decisions = await work.decisions_about([*keys, *ids])
        fresh = [] if decisions else new
        asking = newly_asking(slot, refutations, claims, existing, fresh, sides=self.sides)
        beside = [one for one in fresh if one.claim.id not in ids and slot in slots_touched([one], ())]
        # Around new claims it was looked already.
        looked = near if {one.claim.id for one in asking} <= {one.claim.id for one in fresh} else None
        now = disputes_for(
            slot=slot,
            refutations=refutations,
            claims=claims,
            around=await self._around_disputed(work, claims, asking, beside, near=looked),
            existing=existing,
            sides=self.sides,
            rules=self.rules,
            copies=self.copies,
            decisions=decisions,
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
        last_told = await work.last_told(dispute.id)
        if change.kind is ChangeKind.QUIET and not (dispute.status is DisputeStatus.OPEN and last_told is None):
            return _quiet(dispute.status), None
        opening = change.opening if last_told is None else None
        if last_told is None and (dispute.status is not DisputeStatus.OPEN or opening is None):
            return _quiet(dispute.status), None
        taken_back = withdrawals(await work.decisions_about(dispute.claims))
        members = await work.sourced([one for one in dispute.claims if one not in taken_back])
        sources = count_sources(members, sides=self.sides, rules=self.rules, copies=self.copy_pairs)
        if opening is not None:
            telling = self.policy.on_opening(opening, sources=sources)
            if telling not in _AT_ONCE | _IN_DIGEST:
                return telling, None
            a, b = await work.sourced([opening.a, opening.b])
            context = context_for((a, b), dispute, await self._around(work, (a, b)))
            return telling, conflict_alert(
                dispute, opening, a, b, context=context, sides=self.sides, now=now, sources=sources
            )
        telling = Telling.TOLD_AS_UPDATE
        if last_told is not None and change.kind is ChangeKind.JOINED and announce:
            telling = self.policy.on_joining(last_told=last_told, now=now)
        joined = await work.sourced(change.joined)
        # What settles a dispute does not join it: it stands beside, as the claims of this article on the same slot.
        beside = [
            one
            for one in new
            if one.claim.id not in dispute.claims and dispute.slot.key in slots_touched([one], relations=())
        ]
        return telling, update_alert(
            dispute,
            joined,
            context=beside,
            sides=self.sides,
            now=now,
            sources=sources,
            decision=decision,
            withdrawn=await work.sourced([one for one in dispute.claims if one in taken_back]),
        )

    async def _around_disputed(
        self,
        work: UnitOfWork,
        claims: Sequence[Sourced],
        asking: Sequence[Sourced],
        beside: Sequence[Sourced],
        *,
        near: Sequence[Sourced] | None,
    ) -> tuple[Sourced, ...]:
        """Return what stands around the disputed claims that ask, and of what stands beside them what they look for.

        Of new claims that ask, all that stands around is `near` already.
        """
        around = await self._around(work, asking) if near is None else self._sought(asking, near)
        return (*around, *self._sought(claims, beside))

    def _sought(self, asking: Sequence[Sourced], among: Sequence[Sourced]) -> tuple[Sourced, ...]:
        keys = frozenset(candidate_keys(asking, rules=self.rules)) if among else frozenset()
        return tuple(one for one in among if not keys.isdisjoint(stored_keys(one)))

    async def _around(self, work: UnitOfWork, claims: Sequence[Sourced]) -> tuple[Sourced, ...]:
        return await work.candidates(lookup_around(claims, rules=self.rules))


def _earliest(new: Sequence[Sourced]) -> datetime:
    """Return the time before which none of the claims was published, and none of their events began."""
    events = [datetime.combine(start, time.min, UTC) for one in new if (start := span_of(one).start) is not None]
    return min([*events, *(one.article.published_at for one in new)])


async def _connected(work: UnitOfWork, slots: Sequence[str], seeds: Collection[str]) -> tuple[Relation, ...]:
    """Return the refutations on the slots that hang together with any of the claims."""
    found: dict[Relation, None] = {}
    reached: set[str] = set()
    while ahead := set(seeds) - reached:
        found.update(dict.fromkeys(await work.refutations(slots, of=ahead)))
        reached |= ahead
        seeds = {end for one in found for end in (one.a, one.b)}
    return tuple(found)


def _reached(edges: Sequence[Relation], seeds: Collection[str]) -> list[Relation]:
    """Return the refutations, all on one slot, that hang together with any of the claims on that slot."""
    groups: Grouping[str] = Grouping()
    for one in edges:
        groups.join(one.a, one.b)
    meant = {groups.root(seed) for seed in seeds}
    return [one for one in edges if groups.root(one.a) in meant]


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
