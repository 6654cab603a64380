"""Takes due items from the outbox, hands each to its destination's messenger, and records how it went.

Items of one destination go out one after the other, in order; destinations do not wait for one another. An item is
recorded as sent after it was sent, so a crash between the two sends it again: at least once, never not at all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Protocol

import structlog

from bot.model.errors import StoreBusyError
from bot.model.outbox import Notice, Outbox, OutboxItem
from bot.model.outcome import Done, Outcome, Permanent, Temporary, Trouble

_LOG = structlog.stdlib.get_logger(__name__)

# However old it is, an alert gets so many attempts: after a long time off, the first may come before a connection is.
_FEWEST_ATTEMPTS = 3


class Messenger(Protocol):
    """Sends alerts to the destinations of one platform."""

    async def send(self, item: OutboxItem) -> Outcome:
        """Send it to its destination, and say how it went; what it raises counts as a temporary failure.

        It may wait inside for as long as the platform asks. Where the platform can tell a repetition by a nonce, the
        item's is given. Of an alert that needs several messages, those that the item's `reference` names have arrived.

        Where the item has a `thread`, the message on its dispute is brought up to date, and what is new is told under
        it, in the item's manner.
        """
        ...


class Notices(Protocol):
    """Words what the operators have to know."""

    def __call__(
        self, item: OutboxItem, trouble: Trouble, reason: str, *, now: datetime, follows: Sequence[str] = ()
    ) -> Notice | None:
        """Return what is told of the trouble, and whom; `None` where nobody is. `follows` are the channel's areas."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How long things may take.

    `lease` is renewed for as long as its send goes on, since clients sleep inside one when a platform slows them down;
    a send is given up after `send`. The outbox is looked at every `poll` without being woken. After failures the waits
    grow from `first_retry` to `longest_retry`; where a person has to mend something, from `first_probe` to
    `longest_probe`. An alert that fails is tried for as long as `keep` after it was made. What is being sent when the
    program stops may take `farewell`. So many sends go on `at_once` on each platform.
    """

    lease: timedelta = timedelta(minutes=2)
    send: timedelta = timedelta(minutes=5)
    poll: timedelta = timedelta(seconds=5)
    first_retry: timedelta = timedelta(seconds=5)
    longest_retry: timedelta = timedelta(minutes=10)
    first_probe: timedelta = timedelta(minutes=5)
    longest_probe: timedelta = timedelta(hours=1)
    keep: timedelta = timedelta(days=7)
    farewell: timedelta = timedelta(seconds=5)
    at_once: int = 64


@dataclass(kw_only=True, slots=True)
class DeliveryWorker:
    """Delivers until it is stopped.

    `messengers` are found by the destination's first part (`console`, or `discord` of `discord:123`). `clock` returns
    an aware time, `chance` a number from 0 to 1, by which waits differ, so that not all come back at one moment.
    `follows` returns what a destination follows, for the notices.
    """

    outbox: Outbox
    messengers: Mapping[str, Messenger]
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    notices: Notices | None = None
    follows: Callable[[str], Awaitable[Sequence[str]]] | None = None
    chance: Callable[[], float] = field(default_factory=lambda: SystemRandom().random)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _sending: dict[int, str] = field(default_factory=dict)

    def wake(self) -> None:
        """Say that there may be something new to deliver."""
        self._woken.set()

    def stop(self) -> None:
        """Ask `run` to end: what is being sent may be finished and recorded, within the farewell."""
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Deliver what is due, again whenever woken, until stopped.

        What has not been sent by then stays leased, and is due at once at the next start.
        """
        working = asyncio.create_task(self._work())
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({working}, timeout=self.pace.farewell.total_seconds())
            if working.done():
                working.result()
        finally:
            await _ended(working, stopped)

    async def deliver_due(self) -> int:
        """Deliver all that is due now; return how many items were sent.

        The outbox is asked again as soon as one destination is done, so that a slow one holds up nobody. Cancelled, it
        gives up what it is sending.
        """
        sent = 0
        sending: set[asyncio.Task[bool]] = set()
        renewing = asyncio.create_task(self._renew())
        try:
            while True:
                self._woken.clear()
                sending.update(await self._begin())
                if not sending:
                    return sent
                finished, sending = await self._some(sending)
                sent += sum(task.result() for task in finished)
        finally:
            await _ended(renewing, *sending)

    async def _some(self, sending: set[asyncio.Task[bool]]) -> tuple[set[asyncio.Task[bool]], set[asyncio.Task[bool]]]:
        """Wait until something was sent, or there may be something new to send; return what has ended, and the rest."""
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait(
                {*sending, woken}, timeout=self.pace.poll.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            woken.cancel()
        finished = {task for task in sending if task.done()}
        return finished, sending - finished

    async def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                await self.deliver_due()
            except StoreBusyError as error:
                # Somebody else may write for long. What was being sent is tried again after its lease.
                _LOG.warning("the outbox cannot be used now", error=str(error))
            if not self._stopped.is_set():
                await _at_most(self.pace.poll, self._woken.wait())

    async def _begin(self) -> list[asyncio.Task[bool]]:
        """Lease what is due and there is room for, and begin to send it."""
        begun: list[asyncio.Task[bool]] = []
        while not self._stopped.is_set():
            busy = Counter(self._sending.values())
            full = [platform for platform, number in busy.items() if number >= self.pace.at_once]
            now = self.clock()
            until = now + self.pace.lease
            leased = await self.outbox.lease(now=now, until=until, limit=self.pace.at_once, without=full)
            # One whose lease could not be renewed in time comes again while it is still being sent.
            new = [item for item in leased if item.id not in self._sending]
            self._sending.update({item.id: _platform(item) for item in new})
            begun += [asyncio.create_task(self._deliver(item)) for item in new]
            if len(leased) < self.pace.at_once:
                break
        return begun

    async def _deliver(self, item: OutboxItem) -> bool:
        """Send an item and record how it went; return whether it was sent."""
        try:
            outcome = await self._send(item)
            while True:
                try:
                    await self._record(item, outcome)
                except StoreBusyError as error:
                    # Sent and not recorded would be sent twice, so it is not let go.
                    _LOG.warning("delivery not recorded yet", item=item.id, error=str(error))
                    await asyncio.sleep(self.pace.poll.total_seconds())
                else:
                    return isinstance(outcome, Done)
        finally:
            self._sending.pop(item.id, None)

    async def _send(self, item: OutboxItem) -> Outcome:
        messenger = self.messengers.get(_platform(item))
        if messenger is None:
            reason = f"nothing is set up that sends to {_platform(item)!r}"
            return Temporary(delay=self.pace.longest_retry, reason=reason)
        try:
            async with asyncio.timeout(self.pace.send.total_seconds()):
                return await messenger.send(item)
        except TimeoutError:
            return Temporary(reason="sending took too long")
        except Exception as error:  # noqa: BLE001 - whatever a platform's client raises must not stop the others
            return Temporary(reason=f"{type(error).__name__}: {error}")

    async def _record(self, item: OutboxItem, outcome: Outcome) -> None:
        now = self.clock()
        match outcome:
            case Done(reference=reference, thread=thread):
                await self.outbox.sent(item.id, now=now, reference=reference, thread=thread)
            case Temporary(reason=reason) if self._is_worthless(item, now):
                await self._give_up(item, reason, now)
            case Temporary(delay=delay, reason=reason, reference=reference):
                _LOG.warning("alert postponed", destination=item.destination, reason=reason, item=item.id)
                wait = self._grown(item, self.pace.first_retry, self.pace.longest_retry)
                due_at = now + (wait if delay is None else delay)
                asked = delay is not None
                await self.outbox.postponed(item.id, due_at=due_at, reason=reason, asked=asked, reference=reference)
            case Permanent(reason=reason, trouble=Trouble.MESSAGE, reference=reference):
                _LOG.error("alert not delivered", destination=item.destination, reason=reason, item=item.id)
                notice = await self._notice(item, Trouble.MESSAGE, reason, now)
                await self.outbox.failed(item.id, now=now, reason=reason, reference=reference, notice=notice)
            case Permanent(reason=reason, trouble=trouble, reference=reference):
                await self._pause(item, trouble, reason, reference=reference, now=now)

    async def _pause(
        self, item: OutboxItem, trouble: Trouble, reason: str, *, reference: str | None, now: datetime
    ) -> None:
        """Let the destination, or the whole platform, wait until it is open again; now and then it is tried."""
        if self._is_worthless(item, now):
            await self._give_up(item, reason, now)
            return
        _LOG.error("destination paused", destination=item.destination, reason=reason, item=item.id)
        await self.outbox.paused(
            item.id,
            what=_platform(item) if trouble is Trouble.ACCESS else item.destination,
            now=now,
            due_at=now + self._grown(item, self.pace.first_probe, self.pace.longest_probe),
            reason=reason,
            reference=reference,
            notice=await self._notice(item, trouble, reason, now),
        )

    async def _give_up(self, item: OutboxItem, reason: str, now: datetime) -> None:
        """Let go of the item, and of what waits behind it and is as old."""
        days = self.pace.keep / timedelta(days=1)
        told = f"not delivered within {days:g} days: {reason}"
        _LOG.error("alert given up", destination=item.destination, reason=told, item=item.id)
        notice = await self._notice(item, Trouble.AGE, told, now)
        await self.outbox.given_up(item.id, made_before=now - self.pace.keep, now=now, reason=told, notice=notice)

    async def _notice(self, item: OutboxItem, trouble: Trouble, reason: str, now: datetime) -> Notice | None:
        if self.notices is None:
            return None
        follows = await self.follows(item.destination) if self.follows is not None else ()
        return self.notices(item, trouble, reason, now=now, follows=follows)

    def _is_worthless(self, item: OutboxItem, now: datetime) -> bool:
        return item.attempts + 1 >= _FEWEST_ATTEMPTS and item.alert.created_at < now - self.pace.keep

    async def _renew(self) -> None:
        """Keep the leases of what is being sent, until cancelled."""
        while True:
            await asyncio.sleep(self.pace.lease.total_seconds() / 3)
            if self._sending:
                with suppress(StoreBusyError):
                    await self.outbox.renew(tuple(self._sending), until=self.clock() + self.pace.lease)

    def _grown(self, item: OutboxItem, first: timedelta, longest: timedelta) -> timedelta:
        """Return the wait before the next attempt: doubled each time up to the longest, and up to half of it less."""
        doubled: timedelta = first * (1 << min(max(item.attempts, 0), 20))
        return min(doubled, longest) * (0.5 + 0.5 * self.chance())


def _platform(item: OutboxItem) -> str:
    return item.destination.partition(":")[0]


async def _ended(*tasks: asyncio.Task[bool] | asyncio.Task[None]) -> None:
    """Cancel the tasks, and return when they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _at_most(longest: timedelta, waiting: Coroutine[object, object, object]) -> None:
    """Wait for it, but not longer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(longest.total_seconds()):
            await waiting
