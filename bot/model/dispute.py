"""A dispute: the claims about one slot that is in conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SlotKind(StrEnum):
    """What only one of several values can be true of."""

    HOLDER = "holder"
    ASSET_STATE = "asset_state"
    MEASURE = "measure"
    SOVEREIGNTY = "sovereignty"
    STRIKER = "striker"
    TIME = "time"
    PLACE = "place"


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    CONVERGED = "converged"
    SUPERSEDED = "superseded"
    DISMISSED = "dismissed"
    RESOLVED = "resolved"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One functional slot: `key` identifies it, `label` names it to a person ("control of Kupiansk")."""

    kind: SlotKind
    key: str
    label: str
    place: str | None = None
    geonameid: int | None = None
    region: str | None = None
    country: str | None = None
    asset: str | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """One of the things said about a slot ("held by Russia"), and the claims that say it, oldest first.

    `side` is the side that the label speaks of (who holds it, or does not; who struck), never who says so. `voices`
    says for each of `claims` who says it, in which outlet and when, in words.
    """

    label: str
    side: str | None
    claims: tuple[str, ...]
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """The claims about one slot in conflict; times are aware."""

    id: str
    slot: Slot
    status: DisputeStatus
    positions: tuple[Position, ...]
    claims: tuple[str, ...]
    opened_at: datetime
    updated_at: datetime
