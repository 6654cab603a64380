"""An article that was accepted: it waits to be read, is read once, or is set aside with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model.article import Article
from bot.model.outbox import Notice


class ArrivalState(StrEnum):
    """What has become of it."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class New:
    """An article that is to be accepted.

    `origin` names it to people, `source` is where it comes from: a feed's address, "inbox", "push", "submitted" or
    "samples". Without `announce` nobody is told of it.
    """

    article: Article
    origin: str
    source: str
    announce: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """An article that was accepted, without its text; times are aware.

    `id` is a number for people, `attempts` how often reading it was begun and not ended in good order; it is not begun
    before `due_at`. `reason` says why it failed, or has to be tried again.
    """

    id: int
    article_id: str
    origin: str
    source: str
    state: ArrivalState
    announce: bool
    received_at: datetime
    published_at: datetime
    attempts: int = 0
    due_at: datetime | None = None
    done_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article that is being read: nobody else gets it until it is done, failed, postponed or released."""

    arrival: Arrival
    article: Article


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueState:
    """How much waits, since when the oldest does, and how much was set aside."""

    waiting: int = 0
    oldest: datetime | None = None
    failed: int = 0


class AsideNotices(Protocol):
    """Words what the operators are told of an article that is set aside."""

    def __call__(self, arrival: Arrival, reason: str, *, now: datetime) -> Notice | None:
        """Return what is told, `None` for nothing."""
        ...


class Arrivals(Protocol):
    """The durable queue of what was accepted: an article is in it once. Each call is a transaction.

    That an article is done is written by `UnitOfWork.settle`, together with what follows from it.
    """

    async def add(self, new: New, *, now: datetime) -> Arrival:
        """Let an article wait to be read, unless it is there already; return how it stands."""
        ...

    async def next(self, now: datetime) -> Reading | None:
        """Take the article that is due and has waited longest; `None` where there is none."""
        ...

    async def take(self, arrival: int) -> Reading | None:
        """Take this article, due or not; `None` where it does not wait."""
        ...

    async def released(self, arrival: int) -> None:
        """Record that reading it was given up before its end, for no fault of its own: it waits as before."""
        ...

    async def postponed(self, arrival: int, *, due_at: datetime, reason: str, counted: bool = True) -> None:
        """Record that reading it failed for what may pass: it waits until it is due.

        It is an attempt, unless it is not `counted` as the article had no part in it.
        """
        ...

    async def done(self, arrival: int, *, now: datetime) -> None:
        """Record that there was nothing to read, as it is known."""
        ...

    async def failed(self, arrival: int, *, now: datetime, reason: str, notice: Notice | None = None) -> None:
        """Set it aside, and queue what the operators are told: it is not read until a person asks for it."""
        ...

    async def restarted(self, *, now: datetime, most: int, notices: AsideNotices | None = None) -> int:
        """Let wait what was being read when the program ended, and set aside what it ended over `most` times.

        For the beginning of a program that has the database for itself. Return how many were set aside; what the
        operators are told of them is queued.
        """
        ...

    async def retry(self, arrival: int | None) -> int:
        """Let what was set aside wait again, one or all of it; return how many."""
        ...

    async def find(self, article: str) -> Arrival | None:
        """Return how the article of that id stands; `None` where it was never accepted here."""
        ...

    async def listed(self, states: Sequence[ArrivalState], *, limit: int) -> tuple[Arrival, ...]:
        """Return what is in these states, oldest first."""
        ...

    async def state(self) -> QueueState:
        """Return how much waits and how much was set aside."""
        ...

    async def newest(self) -> Mapping[str, datetime]:
        """Return for each source when its newest article was published."""
        ...

    async def named(self, key: str, *, digest: str, article: str, now: datetime) -> tuple[str, str]:
        """Keep that a request of this key, with a body of this digest, was for the article.

        Return digest and article of the first request of that key.
        """
        ...


class KeyReusedError(Exception):
    """An idempotency key came again with another article."""


class QueueFullError(Exception):
    """So much waits to be read that no more is accepted now."""


class Door(Protocol):
    """Takes in what other programs hand over."""

    async def hand_over(self, body: bytes, *, key: str | None) -> Arrival:
        """Accept the article that a JSON object holds; once for a `key`.

        Raises SourceError where it holds none that can be read, ReaderError where none can be read just now,
        KeyReusedError and QueueFullError.
        """
        ...

    async def state_of(self, article: str) -> Arrival | None:
        """Return how the article of that id stands; `None` where it was never accepted."""
        ...
