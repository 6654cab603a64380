"""Takes articles in as the pipeline does, with lists for a store: index, relate, settle the disputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.comparison.disputes import DisputeChange, disputes_for, slots_touched
from bot.comparison.index import candidate_keys, index_entries
from bot.comparison.relations import relate
from bot.comparison.rulings import merged_slots
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind
from tests.comparison.worlds import SIDES, no_copies, rules


@dataclass
class Ledger:
    """What has been taken in so far, and every change of a dispute in the order in which it came about."""

    stored: dict[str, Sourced] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    relations: dict[tuple[str, str], Relation] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    changes: list[DisputeChange] = field(default_factory=list)

    def candidates(self, claims: Sequence[Sourced]) -> list[Sourced]:
        """Return what is stored under the claims' candidate keys, ordered by id."""
        found = {claim for key in candidate_keys(claims, rules=rules()) for claim in self.keys.get(key, ())}
        return [self.stored[claim] for claim in sorted(found)]

    def take_in(self, new: Sequence[Sourced]) -> list[DisputeChange]:
        """Take in one article's claims and return what became of disputes."""
        made = relate(new, self.candidates(new), sides=SIDES, rules=rules(), copies=no_copies)
        self.relations.update({(r.a, r.b): r for r in made})
        self.stored.update({one.claim.id: one for one in new})
        for entry in index_entries(new):
            self.keys.setdefault(entry.key, set()).add(entry.claim)
        merged = merged_slots(self.decisions)
        slots = dict.fromkeys(merged.get(slot, slot) for slot in slots_touched(new, made))
        changes = [change for slot in slots for change in self._settle(slot)]
        self.changes += changes
        return changes

    def decide(self, decision: Decision) -> list[DisputeChange]:
        """Take in what a person decided, and return what became of disputes."""
        self.decisions.append(decision)
        merged = merged_slots(self.decisions)
        slots = dict.fromkeys(merged.get(slot, slot) for slot in decision.slots)
        changes = [change for slot in slots for change in self._settle(slot)]
        self.changes += changes
        return changes

    def _settle(self, slot: str) -> tuple[DisputeChange, ...]:
        merged = merged_slots(self.decisions)
        slots = {slot, *(gone for gone, stays in merged.items() if stays == slot)}
        refuted = [r for r in self.relations.values() if r.relation is RelationKind.REFUTES and r.slot in slots]
        claims = [self.stored[claim] for claim in sorted({end for r in refuted for end in (r.a, r.b)})]
        changes = disputes_for(
            slot=slot,
            refutations=refuted,
            claims=claims,
            around=self.candidates(claims),
            existing=[dispute for dispute in self.disputes.values() if dispute.slot.key in slots],
            sides=SIDES,
            rules=rules(),
            copies=no_copies,
            decisions=self.decisions,
        )
        for change in changes:
            for replaced in change.replaced:
                del self.disputes[replaced]
            self.disputes[change.dispute.id] = change.dispute
        return changes
