"""How an attempt ended: done, to be tried again, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Trouble(StrEnum):
    """What stands in the way of an alert."""

    MESSAGE = "message"
    """The message itself is refused: it never arrives, and others do."""
    DESTINATION = "destination"
    """The channel is gone, or closed to us: nothing arrives there until a person opens it."""
    ACCESS = "access"
    """The platform refuses us as a whole: nothing arrives anywhere on it until the operator mends that."""
    AGE = "age"
    """It failed for so long that it is not worth sending any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """It worked; `reference` is what the other side calls it (a message's id), where it has a name.

    An alert that needed several messages has their ids with commas between them.
    """

    reference: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Temporary:
    """It failed, and may work later: after `delay` where the other side says how long, or else when the sender thinks.

    `reference` names the messages that did arrive, of an alert that needs several.
    """

    reason: str
    delay: timedelta | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Permanent:
    """It failed, and trying again would fail the same way, until somebody mends what the `trouble` is with."""

    reason: str
    trouble: Trouble = Trouble.MESSAGE
    reference: str | None = None


Outcome = Done | Temporary | Permanent
