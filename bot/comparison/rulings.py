"""What people's decisions make of refutations: which still count, which are settled and how, and what belongs together.

A decision holds for the claims that it names, and for whatever only repeats them: the same voice again, or a copy of
the text. Anything else that comes later is new evidence, which it does not cover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.claim import Verification
from bot.model.decision import Decision, DecisionKind, standing
from bot.model.dispute import DisputeStatus
from bot.model.relation import Relation

_STATUS = {
    DecisionKind.NOT_CONFLICT: DisputeStatus.DISMISSED,
    DecisionKind.RESOLVED: DisputeStatus.RESOLVED,
    DecisionKind.FALSE: DisputeStatus.RESOLVED,
    DecisionKind.WITHDRAWN: DisputeStatus.CONVERGED,
}
_JUDGED = {
    DecisionKind.VERIFIED: Verification.VERIFIED,
    DecisionKind.FALSE: Verification.FALSE,
    DecisionKind.INCONCLUSIVE: Verification.INCONCLUSIVE,
}

RepeatTest = Callable[[str, str], bool]
"""Whether the second of two claims, by their ids, only repeats the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulings:
    """The refutations that remain after people's decisions, and what the decisions say of each.

    `settled` holds the decision that settles a pair of claims, by their ids; `joins` are pairs that belong to one
    dispute though they do not refute each other.
    """

    refutations: tuple[Relation, ...]
    settled: Mapping[tuple[str, str], Decision]
    joins: tuple[tuple[str, str], ...] = ()

    def status_of(self, edges: Iterable[Relation]) -> DisputeStatus | None:
        """Return what people decided on all of these pairs, by the last decision; `None` where one is left open."""
        deciding: list[Decision] = []
        for edge in edges:
            found = self.settled.get((edge.a, edge.b))
            if found is None:
                return None
            deciding.append(found)
        last = max(deciding, key=lambda one: (one.at, one.id), default=None)
        return None if last is None else _STATUS[last.kind]


def rulings_on(
    refutations: Sequence[Relation],
    decisions: Iterable[Decision],
    *,
    positions: Mapping[str, str | None],
    repeats: RepeatTest,
) -> Rulings:
    """Apply people's decisions to the refutations of a slot.

    `positions` gives the label of the position that each claim takes, `repeats` says whether a later claim is but a
    repeat of an earlier one; it is asked only where there are decisions.
    """
    held = standing(decisions)
    if not held:
        return Rulings(refutations=tuple(refutations), settled={})
    ends = sorted({end for edge in refutations for end in (edge.a, edge.b)})
    covers = {one.id: _covered(one, ends, repeats) for one in held}
    left: list[Relation] = []
    settled: dict[tuple[str, str], Decision] = {}
    for edge in refutations:
        if any(_removes(one, covers[one.id], edge) for one in held):
            continue
        left.append(edge)
        by = [one for one in held if _settles(one, covers[one.id], edge, positions)]
        if by:
            settled[edge.a, edge.b] = by[-1]
    joins = tuple(
        (one.claims[0], other)
        for one in held
        if one.kind in {DecisionKind.MERGED, DecisionKind.SAME_CLAIM}
        for other in one.claims[1:]
    )
    return Rulings(refutations=tuple(left), settled=settled, joins=joins)


def judged(decisions: Iterable[Decision]) -> dict[str, Verification]:
    """Return what people say of claims' truth, by the claims' ids; the last to say so counts."""
    return {claim: _JUDGED[one.kind] for one in standing(decisions) if one.kind in _JUDGED for claim in one.claims}


def merged_slots(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the slots that people put together: the key of each that went, and the key of the one that stayed."""
    into: dict[str, str] = {}
    for one in standing(decisions):
        if one.kind is DecisionKind.MERGED and one.slots:
            stays = _root(into, one.slots[0])
            into.update({slot: stays for slot in (_root(into, key) for key in one.slots[1:]) if slot != stays})
    return {slot: _root(into, slot) for slot in into}


def _root(into: Mapping[str, str], slot: str) -> str:
    while slot in into:
        slot = into[slot]
    return slot


def _covered(decision: Decision, ends: Iterable[str], repeats: RepeatTest) -> frozenset[str]:
    """Return the claims the decision is about, with those that repeat one of them.

    What an outlet takes back of its own stands where others have repeated it.
    """
    named = frozenset(decision.claims)
    if decision.kind is DecisionKind.WITHDRAWN:
        return named
    return named | {end for end in ends if end not in named and any(repeats(one, end) for one in decision.claims)}


def _removes(decision: Decision, covered: frozenset[str], edge: Relation) -> bool:
    match decision.kind:
        case DecisionKind.SAME_CLAIM:
            return edge.a in covered and edge.b in covered
        case DecisionKind.SPLIT:
            return (edge.a in covered) != (edge.b in covered)
        case _:
            return False


def _settles(decision: Decision, covered: frozenset[str], edge: Relation, positions: Mapping[str, str | None]) -> bool:
    inside = (edge.a in covered, edge.b in covered)
    match decision.kind:
        case DecisionKind.NOT_CONFLICT:
            return all(inside)
        case DecisionKind.FALSE | DecisionKind.WITHDRAWN:
            return any(inside)
        case DecisionKind.RESOLVED:
            # Who joins the position that was found right contradicts nothing that is still open.
            outside = [end for end, known in zip((edge.a, edge.b), inside, strict=True) if not known]
            return any(inside) and all(positions.get(end) == decision.position for end in outside)
        case _:
            return False
