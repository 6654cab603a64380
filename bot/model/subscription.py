"""Who follows what: a channel and an area, what of it is told at once, and when a digest comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.model.area import Area


class Content(StrEnum):
    """What a channel is told at once."""

    CLAIMS = "claims"
    """Conflicts, and what each article claims."""
    CONFLICTS = "conflicts"
    """Conflicts, and what is new in them."""
    DIGEST = "digest"
    """Nothing at once: the daily digest only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyDigest:
    """When the digest comes: a time of day on the clocks of a zone (IANA name)."""

    at: time
    zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A destination follows an area.

    `destination` is a platform and what it calls the channel (`discord:123`); `space` is the server or workspace that
    the channel belongs to, whose people alone see it. A destination follows an area once. `created_at` is aware.
    """

    id: str
    destination: str
    space: str
    area: Area
    content: Content
    digest: DailyDigest | None
    created_at: datetime
    created_by: str
