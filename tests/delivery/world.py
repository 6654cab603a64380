"""An outbox in memory, messengers that answer as told, and a worker between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.alerts.notices import OperatorNotices
from bot.delivery.worker import DeliveryWorker, Messenger, Pace
from bot.model.errors import StoreBusyError
from bot.model.outbox import Notice, OutboxItem
from bot.model.outcome import Done, Outcome

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)


@dataclass
class Queue:
    """An outbox that hands out the oldest unsent item of each destination, and remembers what it was told."""

    items: list[OutboxItem]
    told: list[tuple[str, int]] = field(default_factory=list)
    leased: set[int] = field(default_factory=set)
    due: dict[int, datetime] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    emptied: asyncio.Event = field(default_factory=asyncio.Event)
    renewed: list[tuple[int, datetime]] = field(default_factory=list)
    references: dict[int, str | None] = field(default_factory=dict)
    threads: dict[int, str | None] = field(default_factory=dict)
    notices: list[Notice | None] = field(default_factory=list)
    pauses: list[str] = field(default_factory=list)
    passed_over: list[tuple[str, ...]] = field(default_factory=list)
    breaks: int = 0
    records_break: int = 0
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    lease_renewed: asyncio.Event = field(default_factory=asyncio.Event)

    async def lease(
        self, *, now: datetime, until: datetime, limit: int, without: Collection[str] = ()
    ) -> tuple[OutboxItem, ...]:
        """Hand out the heads."""
        assert until > now
        if self.breaks:
            self.breaks -= 1
            raise StoreBusyError(url="claims.db", reason="somebody else writes")
        self.passed_over.append(tuple(without))
        heads: dict[str, OutboxItem] = {}
        for item in self.items:
            heads.setdefault(item.destination, item)
        free = [
            one
            for one in heads.values()
            if one.id not in self.leased
            and self.due.get(one.id, now) <= now
            and one.destination.partition(":")[0] not in without
        ]
        self.leased.update(item.id for item in free[:limit])
        if free:
            self.taken.set()
        return tuple(free[:limit])

    async def renew(self, items: Sequence[int], *, until: datetime) -> int:
        """Remember until when they are leased."""
        self.renewed += [(item, until) for item in items]
        self.lease_renewed.set()
        return len(self.leased.intersection(items))

    async def sent(self, item: int, *, now: datetime, reference: str | None, thread: str | None = None) -> None:
        """Remember that it was sent, and where."""
        self.threads[item] = thread
        assert now.tzinfo
        assert reference is None or reference
        if self.records_break:
            self.records_break -= 1
            raise StoreBusyError(url="claims.db", reason="somebody else writes")
        self._gone("sent", item)

    async def postponed(
        self, item: int, *, due_at: datetime, reason: str, asked: bool = False, reference: str | None = None
    ) -> None:
        """Remember when it is due again."""
        self._waits("asked" if asked else "postponed", item, due_at, reason, reference)

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
        """Remember what is paused."""
        assert now < due_at
        self.pauses.append(what)
        self.notices.append(notice)
        self._waits("paused", item, due_at, reason, reference)

    async def failed(
        self, item: int, *, now: datetime, reason: str, reference: str | None = None, notice: Notice | None = None
    ) -> None:
        """Remember that it failed."""
        assert now.tzinfo
        self.reasons[item] = reason
        self.references[item] = reference
        self.notices.append(notice)
        self._gone("failed", item)

    async def given_up(
        self, item: int, *, made_before: datetime, now: datetime, reason: str, notice: Notice | None = None
    ) -> int:
        """Remember that it was given up."""
        assert made_before < now
        self.reasons[item] = reason
        self.notices.append(notice)
        self._gone("given up", item)
        return 1

    def _waits(self, how: str, item: int, due_at: datetime, reason: str, reference: str | None) -> None:
        self.told.append((how, item))
        self.leased.discard(item)
        self.due[item] = due_at
        self.reasons[item] = reason
        self.references[item] = reference

    def _gone(self, how: str, item: int) -> None:
        self.told.append((how, item))
        self.items = [one for one in self.items if one.id != item]
        self.leased.discard(item)
        if not self.items:
            self.emptied.set()


@dataclass
class Script:
    """A messenger that answers as it was told, by the alert's title."""

    answers: dict[str, Outcome | Exception] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    wait_for: dict[str, asyncio.Event] = field(default_factory=dict)

    async def send(self, item: OutboxItem) -> Outcome:
        """Answer as told."""
        alert = item.alert
        if alert.title in self.wait_for:
            await self.wait_for[alert.title].wait()
        self.sent.append(alert.title)
        answer = self.answers.get(alert.title, Done(reference="message-1"))
        if isinstance(answer, Exception):
            raise answer
        return answer


def make_worker(
    items: Sequence[OutboxItem],
    *,
    clock: Callable[[], datetime] = lambda: NOW,
    pace: Pace | None = None,
    chance: float = 1.0,
    **messengers: Messenger,
) -> tuple[DeliveryWorker, Queue]:
    """Return a worker and its queue."""
    queue = Queue(list(items))
    worker = DeliveryWorker(
        outbox=queue,
        messengers=messengers,
        clock=clock,
        pace=pace or Pace(),
        notices=OperatorNotices(destination="slack:C0OPS"),
        chance=lambda: chance,
    )
    return worker, queue
