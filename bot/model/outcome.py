"""How an attempt ended: done, to be tried again, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """It worked; `reference` is what the other side calls it (a message's id), where it has a name."""

    reference: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Temporary:
    """It failed, and may work after `delay`."""

    delay: timedelta
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Permanent:
    """It failed, and trying again would fail the same way."""

    reason: str


Outcome = Done | Temporary | Permanent
