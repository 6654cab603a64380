"""Who follows what: a channel and an area, what of it is told at once, and when a digest comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from bot.model.area import Area
from bot.model.claim import Certainty


class Content(StrEnum):
    """What a channel is told at once."""

    CLAIMS = "claims"
    """Conflicts, and what each article claims."""
    CONFLICTS = "conflicts"
    """Conflicts, and what is new in them."""
    DIGEST = "digest"
    """Nothing at once: the digest only."""


class Every(StrEnum):
    """How often a digest comes."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """When the digest comes: a time of day on a zone's clocks (IANA name), weekly on one `weekday` (Monday: 0)."""

    at: time
    zone: str
    every: Every = Every.DAY
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """When a channel is told nothing: from one time of day to another, maybe of the next day, on a zone's clocks.

    What comes meanwhile is told together at the end; conflicts are told at once where `conflicts` may break through.
    """

    start: time
    end: time
    zone: str
    conflicts: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What of an area is told: claims that are one of each kind of facet that is named; all, where none is.

    `facets` are those of `Statement.facets`. `certainty` is the least, and `sources` the fewest independent ones that a
    conflict needs.
    """

    facets: tuple[str, ...] = ()
    certainty: Certainty | None = None
    sources: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A destination follows an area.

    `destination` is a platform and what it calls the channel (`discord:123`); `space` is the server or workspace that
    the channel belongs to, whose people alone see it. A destination follows an area once. `created_at` is aware.
    `repeat`: news of a dispute stands in the channel, not in its thread alone. Of one that is `paused` nothing is told.
    """

    id: str
    destination: str
    space: str
    area: Area
    content: Content
    digest: Digest | None
    created_at: datetime
    created_by: str
    wanted: Wanted = field(default_factory=Wanted)
    quiet: Quiet | None = None
    repeat: bool = False
    paused: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Mute:
    """What a destination does not want to be told at once: an area, a dispute, or everything, until a time or for good.

    `subject` is the area's key or the dispute's id, `keys` are the area's; `label` is for people.
    """

    destination: str
    subject: str
    label: str
    keys: tuple[str, ...]
    until: datetime | None
    by: str
