"""Takes due items from the outbox, hands each to its destination's messenger, and records how it went.

Items of one destination go out one after the other, in order; destinations do not wait for one another. An item is
recorded as sent after it was sent, so a crash between the two sends it again: at least once, never not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.model.outcome import Done, Outcome, Permanent, Temporary
from bot.model.ports import Outbox, OutboxItem

_LOG = structlog.stdlib.get_logger(__name__)


class Messenger(Protocol):
    """Sends alerts to the destinations of one platform."""

    async def send(self, item: OutboxItem) -> Outcome:
        """Send it to its destination, and say how it went; what it raises counts as a temporary failure.

        It may wait inside for as long as the platform asks. Where the platform can tell a repetition by a nonce, the
        item's is given.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How long things may take: a lease, a send, a look at the outbox without being woken, the wait after failures.

    A lease is renewed for as long as its send goes on, since clients sleep inside one when a platform slows them down.
    """

    lease: timedelta = timedelta(seconds=30)
    send: timedelta = timedelta(minutes=5)
    poll: timedelta = timedelta(seconds=5)
    first_retry: timedelta = timedelta(seconds=5)
    longest_retry: timedelta = timedelta(hours=1)
    at_once: int = 8


@dataclass(kw_only=True, slots=True)
class DeliveryWorker:
    """Delivers until it is stopped.

    `messengers` are found by the destination's first part (`console`, or `discord` of `discord:123`). `clock` returns
    an aware time.
    """

    outbox: Outbox
    messengers: Mapping[str, Messenger]
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    def wake(self) -> None:
        """Say that there may be something new to deliver."""
        self._woken.set()

    def stop(self) -> None:
        """Ask `run` to end once what is being sent is sent and recorded."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver what is due, again whenever woken, until stopped."""
        while not self._is_stopping():
            self._woken.clear()
            await self.deliver_due()
            if not self._is_stopping():
                await _at_most(self.pace.poll, self._woken.wait())

    async def deliver_due(self) -> int:
        """Deliver all that is due now; return how many items were sent.

        The outbox is asked again as soon as one destination is done, so that a slow one holds up nobody.
        """
        sent = 0
        sending: set[asyncio.Task[bool]] = set()
        while True:
            room = 0 if self._is_stopping() else self.pace.at_once - len(sending)
            if room > 0:
                now = self.clock()
                items = await self.outbox.lease(now=now, until=now + self.pace.lease, limit=room)
                sending.update(asyncio.create_task(self._deliver(item)) for item in items)
            if not sending:
                return sent
            finished, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
            sent += sum(task.result() for task in finished)

    def _is_stopping(self) -> bool:
        return self._stopping

    async def _deliver(self, item: OutboxItem) -> bool:
        outcome = await self._send(item)
        now = self.clock()
        match outcome:
            case Done(reference=reference):
                await self.outbox.sent(item.id, now=now, reference=reference)
                return True
            case Temporary(delay=delay, reason=reason):
                _LOG.warning("alert postponed", destination=item.destination, reason=reason, item=item.id)
                await self.outbox.postponed(item.id, due_at=now + delay, reason=reason)
            case Permanent(reason=reason):
                _LOG.error("alert not delivered", destination=item.destination, reason=reason, item=item.id)
                await self.outbox.failed(item.id, now=now, reason=reason)
        return False

    async def _send(self, item: OutboxItem) -> Outcome:
        platform = item.destination.partition(":")[0]
        messenger = self.messengers.get(platform)
        if messenger is None:
            return Temporary(delay=self.pace.longest_retry, reason=f"nothing is set up that sends to {platform!r}")
        renewing = asyncio.create_task(self._renew(item))
        try:
            async with asyncio.timeout(self.pace.send.total_seconds()):
                return await messenger.send(item)
        except TimeoutError:
            return Temporary(delay=self._retry_delay(item.attempts), reason="sending took too long")
        except Exception as error:  # noqa: BLE001 - whatever a platform's client raises must not stop the others
            return Temporary(delay=self._retry_delay(item.attempts), reason=f"{type(error).__name__}: {error}")
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, item: OutboxItem) -> None:
        """Keep the lease until cancelled."""
        while True:
            await asyncio.sleep(self.pace.lease.total_seconds() / 3)
            await self.outbox.renew(item.id, until=self.clock() + self.pace.lease)

    def _retry_delay(self, attempts: int) -> timedelta:
        """Return the wait before the next attempt: doubled each time, up to the longest."""
        doubled: timedelta = self.pace.first_retry * (1 << min(max(attempts, 0), 20))
        return min(doubled, self.pace.longest_retry)


async def _at_most(longest: timedelta, waiting: Coroutine[object, object, object]) -> None:
    """Wait for it, but not longer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(longest.total_seconds()):
            await waiting
