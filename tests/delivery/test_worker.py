"""The delivery worker over an outbox in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.worker import DeliveryWorker, Messenger, Pace
from bot.model.outcome import Done, Outcome, Permanent, Temporary
from bot.model.ports import OutboxItem
from tests.builders import make_item

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
    lease_renewed: asyncio.Event = field(default_factory=asyncio.Event)

    async def lease(self, *, now: datetime, until: datetime, limit: int) -> tuple[OutboxItem, ...]:
        """Hand out the heads."""
        assert until > now
        heads: dict[str, OutboxItem] = {}
        for item in self.items:
            heads.setdefault(item.destination, item)
        free = [one for one in heads.values() if one.id not in self.leased and self.due.get(one.id, now) <= now]
        self.leased.update(item.id for item in free[:limit])
        return tuple(free[:limit])

    async def renew(self, item: int, *, until: datetime) -> bool:
        """Remember until when it is leased."""
        self.renewed.append((item, until))
        self.lease_renewed.set()
        return item in self.leased

    async def sent(self, item: int, *, now: datetime, reference: str | None) -> None:
        """Remember that it was sent."""
        assert now.tzinfo
        assert reference is None or reference
        self._gone("sent", item)

    async def postponed(self, item: int, *, due_at: datetime, reason: str) -> None:
        """Remember when it is due again."""
        self.told.append(("postponed", item))
        self.leased.discard(item)
        self.due[item] = due_at
        self.reasons[item] = reason

    async def failed(self, item: int, *, now: datetime, reason: str) -> None:
        """Remember that it failed."""
        assert now.tzinfo
        self.reasons[item] = reason
        self._gone("failed", item)

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
    **messengers: Messenger,
) -> tuple[DeliveryWorker, Queue]:
    """Return a worker and its queue."""
    queue = Queue(list(items))
    return DeliveryWorker(outbox=queue, messengers=messengers, clock=clock, pace=pace or Pace()), queue


async def test_everything_due_is_sent_in_order() -> None:
    """One destination gets its alerts in the order of the outbox, and each is recorded after it was sent."""
    script = Script()
    worker, queue = make_worker([make_item(1), make_item(2), make_item(3)], console=script)
    assert await worker.deliver_due() == 3
    assert script.sent == ["alert 1", "alert 2", "alert 3"]
    assert queue.told == [("sent", 1), ("sent", 2), ("sent", 3)]


async def test_a_temporary_failure_is_due_again_after_its_delay() -> None:
    """The platform's own delay counts, and the next of the same destination waits behind it."""
    delay = timedelta(seconds=17)
    script = Script(answers={"alert 1": Temporary(delay=delay, reason="slow down")})
    worker, queue = make_worker([make_item(1), make_item(2)], console=script)
    assert await worker.deliver_due() == 0
    assert queue.due == {1: NOW + delay}
    assert queue.reasons == {1: "slow down"}
    assert script.sent == ["alert 1"]


async def test_a_permanent_failure_frees_the_next() -> None:
    """What can never be sent is recorded with its reason, and the next goes out."""
    script = Script(answers={"alert 1": Permanent(reason="no such channel")})
    worker, queue = make_worker([make_item(1), make_item(2)], console=script)
    assert await worker.deliver_due() == 1
    assert queue.told == [("failed", 1), ("sent", 2)]
    assert queue.reasons == {1: "no such channel"}


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [pytest.param(0, 5, id="first"), pytest.param(1, 10, id="second"), pytest.param(60, 3600, id="capped")],
)
async def test_an_exception_is_tried_again_later_each_time(attempts: int, seconds: int) -> None:
    """Whatever a client library raises is temporary, with a wait that doubles up to an hour."""
    script = Script(answers={"alert 1": ConnectionError("reset")})
    worker, queue = make_worker([make_item(1, attempts=attempts)], console=script)
    assert await worker.deliver_due() == 0
    assert queue.due == {1: NOW + timedelta(seconds=seconds)}
    assert queue.reasons == {1: "ConnectionError: reset"}


async def test_a_destination_without_a_messenger_keeps_its_alert() -> None:
    """An alert for a platform that is not set up now waits, with the reason."""
    worker, queue = make_worker([make_item(1, destination="discord:42")], console=Script())
    assert await worker.deliver_due() == 0
    assert queue.told == [("postponed", 1)]
    assert "discord" in queue.reasons[1]


async def test_the_messenger_is_found_by_the_destinations_first_part() -> None:
    """`discord:42` is sent by the messenger of `discord`."""
    script = Script()
    worker, _ = make_worker([make_item(1, destination="discord:42")], discord=script)
    assert await worker.deliver_due() == 1


async def test_a_slow_destination_delays_no_other() -> None:
    """While one send waits, another destination gets all of its alerts."""
    gate = asyncio.Event()
    script = Script(wait_for={"slow": gate})
    items = [
        make_item(1, title="slow", destination="console:1"),
        make_item(2, title="quick 1", destination="console:2"),
        make_item(3, title="quick 2", destination="console:2"),
    ]
    worker, _ = make_worker(items, console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    for _ in range(20):
        await asyncio.sleep(0)
    assert script.sent == ["quick 1", "quick 2"]
    gate.set()
    assert await delivering == 3


async def test_a_lease_is_renewed_while_its_send_waits() -> None:
    """A client that sleeps inside a send keeps its item, which is sent once."""
    gate = asyncio.Event()
    script = Script(wait_for={"alert 1": gate})
    pace = Pace(lease=timedelta(milliseconds=30))
    worker, queue = make_worker([make_item(1)], pace=pace, console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    await asyncio.wait_for(queue.lease_renewed.wait(), timeout=5)
    gate.set()
    assert await delivering == 1
    assert queue.renewed[0] == (1, NOW + pace.lease)
    assert queue.told == [("sent", 1)]


async def test_a_send_that_never_ends_is_tried_again() -> None:
    """A send is given up when it has taken too long."""
    script = Script(wait_for={"alert 1": asyncio.Event()})
    worker, queue = make_worker([make_item(1)], pace=Pace(send=timedelta(milliseconds=5)), console=script)
    assert await worker.deliver_due() == 0
    assert queue.told == [("postponed", 1)]
    assert "too long" in queue.reasons[1]


async def test_a_woken_worker_looks_at_once_and_a_stopped_one_ends() -> None:
    """`run` sends what came in after a `wake`, long before it would have looked by itself."""
    script = Script()
    worker, queue = make_worker([], pace=Pace(poll=timedelta(hours=1)), console=script)
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    queue.items.append(make_item(1))
    worker.wake()
    await asyncio.wait_for(queue.emptied.wait(), timeout=5)
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert script.sent == ["alert 1"]


async def test_a_worker_looks_by_itself_too() -> None:
    """What comes in without a `wake` is sent when the pause is over."""
    script = Script()
    worker, queue = make_worker([], pace=Pace(poll=timedelta(milliseconds=5)), console=script)
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    queue.items.append(make_item(1))
    await asyncio.wait_for(queue.emptied.wait(), timeout=5)
    worker.stop()
    await running
