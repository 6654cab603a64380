"""Disputes: the claims about one slot that conflict, gathered from the `refutes` relations between them.

A dispute is a connected component of refutations on one slot. Everything about it follows from its claims and the
claims around them, never from the order in which they came: the id from the slot and the oldest claim, the times from
the articles' dates, the status from what the sides said last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.comparison.grouping import Grouping
from bot.comparison.judgement import CopyTest
from bot.comparison.positions import position_label, position_of, positions_of
from bot.comparison.relations import compare
from bot.comparison.rules import Rules
from bot.comparison.rulings import Rulings, rulings_on
from bot.comparison.slots import is_asserted, slots_of
from bot.comparison.status import status_of
from bot.model.decision import Decision, withdrawals
from bot.model.dispute import Dispute, DisputeStatus, Slot, SlotKind
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind
from bot.model.side import SideCatalogue

_BY_PERSON = {DisputeStatus.DISMISSED, DisputeStatus.RESOLVED}


class ChangeKind(StrEnum):
    """What became of a dispute, and so what there is to tell."""

    OPENED = "opened"
    JOINED = "joined"
    CONVERGED = "converged"
    SUPERSEDED = "superseded"
    DECIDED = "decided"
    REOPENED = "reopened"
    """Open again with the claims that it had: a decision was taken back."""
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeChange:
    """A dispute as it now stands.

    `opening` is the refutation that shows it best, for the alert when it opens; `None` where people's decisions leave
    none. `joined` are claims that were not in it before and are news: no repeats, no copies. `replaced` are ids of
    stored disputes that this one takes the place of.
    """

    dispute: Dispute
    kind: ChangeKind
    opening: Relation | None
    joined: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


def slots_touched(new: Iterable[Sourced], relations: Iterable[Relation]) -> tuple[str, ...]:
    """Return the keys of the slots whose disputes the new claims and relations can change, sorted."""
    filled = {
        filling.slot.key
        for sourced in new
        for filling in slots_of(sourced.claim)
        if filling.slot.kind not in {SlotKind.MEASURE, SlotKind.TIME, SlotKind.PLACE}
    }
    refuted = {r.slot for r in relations if r.relation is RelationKind.REFUTES and r.slot is not None}
    return tuple(sorted(filled | refuted))


def newly_asking(
    slot: str,
    refutations: Sequence[Relation],
    claims: Sequence[Sourced],
    existing: Sequence[Dispute],
    new: Sequence[Sourced],
    *,
    sides: SideCatalogue,
) -> Sequence[Sourced]:
    """Return those of a slot's disputed claims around which has to be looked for what settles their disputes.

    What is not settled by anything stored is not settled because one more says what is said in it already: only what
    stands around that claim can settle it, or the other claims of its article. In all other cases it is all claims:
    where a dispute begins, gets a new position, is joined with another, or was settled.
    """
    added = {one.claim.id for one in new}
    by_id = {one.claim.id: one for one in claims}
    asking: list[Sourced] = []
    for edges in _components(refutations, ()):
        members = {end for edge in edges for end in (edge.a, edge.b)} & by_id.keys()
        before = [one for one in existing if not members.isdisjoint(one.claims)]
        joining = members.difference(*(one.claims for one in before))
        still = len(before) == 1 and before[0].status is DisputeStatus.OPEN and joining <= added
        taken = {(position.label, position.side) for one in before for position in one.positions}
        fillings = [position_of(slot, by_id[one]) for one in joining]
        said = {None if one is None else (position_label(one, sides=sides), one.side) for one in fillings}
        asking += [by_id[one] for one in sorted(joining if still and said <= taken else members)]
    return tuple(asking)


def disputes_for(
    *,
    slot: str,
    refutations: Sequence[Relation],
    claims: Sequence[Sourced],
    around: Sequence[Sourced],
    existing: Sequence[Dispute],
    sides: SideCatalogue,
    rules: Rules,
    copies: CopyTest,
    decisions: Sequence[Decision] = (),
) -> tuple[DisputeChange, ...]:
    """Return every dispute on the slot as it now stands, oldest first.

    What an outlet has taken back stays among a dispute's claims, but takes no position and counts for nothing.
    `refutations` are all `refutes` relations on the slot and on those that people merged into it, `claims` the claims
    they name, `around` what was found around them (see `newly_asking`), `existing` the stored disputes on these slots,
    `decisions` all that people decided about them.
    """
    by_id = {sourced.claim.id: sourced for sourced in claims}
    usable = [r for r in refutations if r.a in by_id and r.b in by_id]
    everything = tuple({sourced.claim.id: sourced for sourced in (*claims, *around)}.values())
    judge = _Judge(by_id=by_id, sides=sides, rules=rules, copies=copies)
    rulings = rulings_on(
        usable, decisions, positions=_labels(slot, claims, sides) if decisions else {}, repeats=judge.repeats
    )
    changes = []
    taken_back = withdrawals(decisions)
    for edges in _components(rulings.refutations, rulings.joins):
        members = _oldest_first(by_id[claim] for claim in {end for r in edges for end in (r.a, r.b)})
        standing = [one for one in members if one.claim.id not in taken_back]
        dispute = _dispute(slot, edges, members, by_id, everything, standing=standing, sides=sides, rules=rules)
        status = rulings.status_of(edges)
        if status is not None:
            dispute = replace(dispute, status=status)
        changes.append(_change(dispute, edges, existing, rulings, judge))
    kept = {claim for change in changes for claim in change.dispute.claims}
    changes += [_emptied(old) for old in existing if kept.isdisjoint(old.claims)]
    return tuple(sorted(changes, key=lambda change: (change.dispute.opened_at, change.dispute.id)))


def context_for(
    pair: tuple[Sourced, Sourced], dispute: Dispute, around: Sequence[Sourced], *, limit: int = 8
) -> tuple[Sourced, ...]:
    """Return what belongs beside an alert's two claims: the dispute's other claims, then who could not confirm.

    Oldest first within each; `around` holds the claims on the place.
    """
    shown = {sourced.claim.id for sourced in pair}
    others = [one for one in around if one.claim.id in dispute.claims and one.claim.id not in shown]
    articles = {one.article.id for one in (*pair, *others)}
    place = next((one.claim.place for one in pair if one.claim.place is not None), None)
    beside = [
        one
        for one in around
        if one.claim.id not in shown
        and one.claim.id not in dispute.claims
        and one.article.id in articles
        and place is not None
        and one.claim.place is not None
        and one.claim.place.geonameid == place.geonameid
        and one.claim.place.name == place.name
        and not is_asserted(one.claim)
    ]
    return (*_oldest_first(others), *_oldest_first(beside))[:limit]


def _oldest_first(claims: Iterable[Sourced]) -> tuple[Sourced, ...]:
    return tuple(sorted(claims, key=lambda one: (one.article.published_at, one.claim.id)))


def _components(refutations: Sequence[Relation], joins: Iterable[tuple[str, str]]) -> list[list[Relation]]:
    """Return the refutations in groups that share claims, or that people put together, each sorted."""
    groups: Grouping[str] = Grouping()
    for one, other in (*((relation.a, relation.b) for relation in refutations), *joins):
        groups.join(one, other)
    parts: dict[str, list[Relation]] = {}
    for relation in sorted(refutations, key=lambda r: (r.a, r.b)):
        parts.setdefault(groups.root(relation.a), []).append(relation)
    return list(parts.values())


def _dispute(
    slot: str,
    edges: Sequence[Relation],
    members: Sequence[Sourced],
    by_id: Mapping[str, Sourced],
    everything: Sequence[Sourced],
    *,
    standing: Sequence[Sourced],
    sides: SideCatalogue,
    rules: Rules,
) -> Dispute:
    """Return the dispute of `members`, of which those that are still said (`standing`) take positions."""
    status, settled_by = status_of(slot, standing or members, everything, sides=sides, rules=rules)
    first = members[0].claim.id
    updated: list[datetime] = [one.article.published_at for one in members]
    if settled_by is not None:
        updated.append(settled_by.article.published_at)
    return Dispute(
        id=sha256(f"dispute\x1f{slot}\x1f{first}".encode()).hexdigest()[:16],
        slot=_slot(slot, members),
        status=status,
        positions=positions_of(slot, standing, sides=sides),
        claims=tuple(one.claim.id for one in members),
        opened_at=min(max(by_id[r.a].article.published_at, by_id[r.b].article.published_at) for r in edges),
        updated_at=max(updated),
    )


def _slot(key: str, members: Sequence[Sourced]) -> Slot:
    """Return the slot as the oldest claim that fills it describes it."""
    for one in members:
        filling = position_of(key, one)
        if filling is not None and filling.slot.key == key:
            return filling.slot
    # No member fills the very slot only if the store was written by another version: its key still names it.
    return Slot(kind=SlotKind.HOLDER, key=key, label=key)


def _change(
    dispute: Dispute,
    edges: Sequence[Relation],
    existing: Sequence[Dispute],
    rulings: Rulings,
    judge: _Judge,
) -> DisputeChange:
    before = [old for old in existing if set(old.claims) & set(dispute.claims)]
    known = {claim for old in before for claim in old.claims}
    joined = tuple(
        claim
        for claim in dispute.claims
        if claim not in known and not any(judge.repeats(other, claim) for other in dispute.claims if other in known)
    )
    open_edges = [edge for edge in edges if (edge.a, edge.b) not in rulings.settled] or edges
    return DisputeChange(
        dispute=dispute,
        kind=_kind(dispute, before, joined),
        opening=max(open_edges, key=lambda r: _showing(r, judge.by_id)),
        joined=joined if before else (),
        replaced=tuple(sorted({old.id for old in before} - {dispute.id})),
    )


def _emptied(old: Dispute) -> DisputeChange:
    """Return what becomes of a dispute of which people's decisions leave no conflict: it stays, dismissed."""
    was_open = old.status is DisputeStatus.OPEN
    dismissed = replace(old, status=DisputeStatus.DISMISSED)
    return DisputeChange(dispute=dismissed, kind=ChangeKind.DECIDED if was_open else ChangeKind.QUIET, opening=None)


def _kind(dispute: Dispute, before: Sequence[Dispute], joined: Sequence[str]) -> ChangeKind:
    was_open = any(old.status is DisputeStatus.OPEN for old in before)
    if dispute.status in _BY_PERSON:
        return ChangeKind.DECIDED if was_open else ChangeKind.QUIET
    if not before:
        return ChangeKind.OPENED if dispute.status is DisputeStatus.OPEN else ChangeKind.QUIET
    if dispute.status is DisputeStatus.CONVERGED and was_open:
        return ChangeKind.CONVERGED
    if dispute.status is DisputeStatus.SUPERSEDED and was_open:
        return ChangeKind.SUPERSEDED
    if dispute.status is not DisputeStatus.OPEN:
        return ChangeKind.QUIET
    if joined:
        return ChangeKind.JOINED
    return ChangeKind.QUIET if was_open else ChangeKind.REOPENED


def _labels(slot: str, claims: Iterable[Sourced], sides: SideCatalogue) -> dict[str, str | None]:
    """Return the label of the position that each claim takes."""
    fillings = {one.claim.id: position_of(slot, one) for one in claims}
    return {
        claim: None if filling is None else position_label(filling, sides=sides) for claim, filling in fillings.items()
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judge:
    """Compares claims of the slot, given by their ids."""

    by_id: Mapping[str, Sourced]
    sides: SideCatalogue
    rules: Rules
    copies: CopyTest

    def repeats(self, known: str, other: str) -> bool:
        """Whether the other claim says the same by the same voice, or stands in the same text."""
        if known not in self.by_id or other not in self.by_id:
            return False
        one, two = self.by_id[known], self.by_id[other]
        relation = compare(one, two, sides=self.sides, rules=self.rules, copies=self.copies)
        return relation is not None and relation.relation is RelationKind.IDENTICAL


def _showing(relation: Relation, by_id: Mapping[str, Sourced]) -> tuple[float, timedelta, int, str, str]:
    """Return what the best pair to show is the greatest of: sure, first published, first in the text, then by id."""
    pair = (by_id[relation.a], by_id[relation.b])
    newest = max(one.article.published_at for one in pair)
    start = sum(one.claim.mentions[0].start for one in pair)
    # Negated, so that the earliest is the greatest.
    since_then = datetime.max.replace(tzinfo=newest.tzinfo) - newest
    return (relation.score, since_then, -start, relation.a, relation.b)
