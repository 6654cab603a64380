"""What people search claims and disputes by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.claim import AssetKind, AssetState, Domain, Predicate
from bot.model.dispute import DisputeStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimFilter:
    """What people search claims by; every given field narrows. `place` is a folded part of a place's name.

    `keys` are those of an area (`bot.model.area`): claims that bear one of them match.
    """

    place: str | None = None
    geonameid: int | None = None
    region: str | None = None
    side: str | None = None
    domain: Domain | None = None
    predicate: Predicate | None = None
    asset: AssetKind | None = None
    state: AssetState | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    keys: tuple[str, ...] = ()
    limit: int = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeFilter:
    """What people search disputes by; every given field narrows. `place` is a folded part of a name.

    That is the place's, its region's, or what the dispute is called, which has the wording of the texts and the asset.
    `since` and `until` touch the time from the first claim in conflict to the last change; `text` is words of the
    claims; `keys` are those of an area. `limit` is `None` for all.
    """

    status: DisputeStatus | None = None
    place: str | None = None
    region: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    keys: tuple[str, ...] = ()
    limit: int | None = None
