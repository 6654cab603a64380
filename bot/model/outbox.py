"""The outbox: what is to be sent, what has become of it, and the port through which it is worked off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from bot.model.alert import Alert


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A time in which a destination's messages are gathered: how many it got in it, and which disputes wait."""

    until: datetime
    summaries: int = 0
    conflicts: int = 0
    disputes: frozenset[str] = frozenset()


class State(StrEnum):
    """What has become of an item."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"


class Manner(StrEnum):
    """How an alert is told where its dispute has a message already."""

    THREAD = "thread"
    """That message is brought up to date, and what is new is said in its thread."""
    CHANNEL = "channel"
    """The same, and what is new stands in the channel too."""
    EDIT = "edit"
    """That message is brought up to date; where there is none, nothing is said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """The message on a dispute that a destination has: what it is called there, and what it tells.

    `opening` is the alert that it began with, `updates` are those that followed, up to the one that is to be told.
    """

    reference: str
    opening: Alert
    updates: tuple[Alert, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxItem:
    """An alert that a destination has yet to get; `id` orders a destination's items.

    `attempts` is how many there were before; `reference` names the messages of it that have arrived already. `thread`
    is where the alert belongs, if its dispute was told of before.
    """

    id: int
    alert: Alert
    destination: str
    attempts: int
    reference: str | None = None
    manner: Manner = Manner.THREAD
    thread: Thread | None = None

    @property
    def nonce(self) -> str:
        """What the item is called towards a platform: the same at every attempt, 22 characters, its alone."""
        return sha256(f"{self.id}\x1f{self.alert.id}\x1f{self.destination}".encode()).hexdigest()[:22]


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something that the operators are told, and where."""

    alert: Alert
    destination: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """An item that has not arrived, and why; `due_at` is `None` where it waits for nothing but its turn."""

    item: OutboxItem
    state: State
    due_at: datetime | None
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How many alerts wait, are being sent, were sent, needed more than one attempt, and failed for which reason.

    `oldest` is when the oldest of those was made that have yet to arrive and have not failed.
    """

    waiting: int
    sending: int
    sent: int
    retried: int
    failed: Mapping[str, int]
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A destination, or a platform, that takes nothing until somebody has mended something."""

    destination: str
    since: datetime
    reason: str


class Outbox(Protocol):
    """The queue of what is to be sent; at least once, in order per destination. Each call is a transaction.

    A `notice` goes into the queue together with what it tells of, once.
    """

    async def lease(
        self, *, now: datetime, until: datetime, limit: int, without: Collection[str] = ()
    ) -> tuple[OutboxItem, ...]:
        """Lease due items until `until`: at most the oldest unsent one of each destination.

        Destinations of the platforms in `without` are passed over.
        """
        ...

    async def renew(self, items: Sequence[int], *, until: datetime) -> int:
        """Lengthen leases while the sending still waits; return how many of the items were leased at all."""
        ...

    async def sent(self, item: int, *, now: datetime, reference: str | None, thread: str | None = None) -> None:
        """Record that it was delivered, and in which `thread`; its destination and platform are paused no longer."""
        ...

    async def postponed(
        self, item: int, *, due_at: datetime, reason: str, asked: bool = False, reference: str | None = None
    ) -> None:
        """Record a temporary failure; the item is due again at `due_at`, which the platform `asked` for, or not."""
        ...

    async def paused(
        self,
        item: int,
        *,
        what: str,
        now: datetime,
        due_at: datetime,
        reason: str,
        reference: str | None = None,
        notice: Notice | None = None,
    ) -> None:
        """Record that a destination or platform takes nothing: it is paused, and tried again at `due_at`.

        The notice is for the beginning of a pause.
        """
        ...

    async def failed(
        self, item: int, *, now: datetime, reason: str, reference: str | None = None, notice: Notice | None = None
    ) -> None:
        """Record a permanent failure; the row stays with its reason."""
        ...

    async def given_up(
        self, item: int, *, made_before: datetime, now: datetime, reason: str, notice: Notice | None = None
    ) -> int:
        """Record that the item failed, and with it what waits behind it and was made before; return how many."""
        ...
