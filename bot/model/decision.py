"""What people decide about claims and disputes: rows with an author, a time and a reason, which stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionKind(StrEnum):
    """What is decided."""

    NOT_CONFLICT = "not_conflict"
    SAME_CLAIM = "same_claim"
    RESOLVED = "resolved"
    MERGED = "merged"
    SPLIT = "split"
    VERIFIED = "verified"
    FALSE = "false"
    INCONCLUSIVE = "inconclusive"
    WITHDRAWN = "withdrawn"
    """An outlet's own: a later edition of its article no longer says so."""
    UNDONE = "undone"


class What(StrEnum):
    """What people can ask to decide, as they write it."""

    DISMISS = "dismiss"
    RESOLVE = "resolve"
    NO_CONFLICT = "no-conflict"
    SAME = "same"
    MERGE = "merge"
    SPLIT = "split"
    VERIFIED = "verified"
    FALSE = "false"
    INCONCLUSIVE = "inconclusive"
    UNDO = "undo"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """One decision of one person; `at` is aware, `reason` is theirs and may be empty.

    `claims` are those it is about: of a dispute all that it held then, of a split those taken out of it. `slots` are
    the keys of the slots whose disputes it can change, of a merge the one that stays first. `position` is the label of
    the position that a dispute was resolved for, `undoes` the id of the decision taken back.
    """

    id: str
    kind: DecisionKind
    author: str
    at: datetime
    reason: str = ""
    claims: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    dispute: str | None = None
    position: str | None = None
    undoes: str | None = None


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold, oldest first: what was undone is none, unless its undoing was undone too."""
    ordered = sorted(decisions, key=lambda one: (one.at, one.id))
    undone: set[str] = set()
    # The newest first: what is undone undoes nothing.
    for one in reversed(ordered):
        if one.kind is DecisionKind.UNDONE and one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return tuple(one for one in ordered if one.kind is not DecisionKind.UNDONE and one.id not in undone)


def withdrawals(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the claims that their outlets have taken back, by id, each with the decision that says so first."""
    found: dict[str, Decision] = {}
    for one in standing(decisions):
        if one.kind is DecisionKind.WITHDRAWN:
            for claim in one.claims:
                found.setdefault(claim, one)
    return found
