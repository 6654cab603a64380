"""What runs again and again, with APScheduler's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import Recurring, scheduled

HOUR, SOON = timedelta(hours=1), timedelta(milliseconds=10)


def now() -> datetime:
    """Return the time that the scheduler has, too."""
    return datetime.now(UTC)


@asynccontextmanager
async def running(*workers: Recurring) -> AsyncIterator[None]:
    """Let workers run while the block does."""
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class Work:
    """Counts its runs, and says when there were enough; each waits until it may end."""

    def __init__(self, *, enough: int = 1, fails: int = 0) -> None:
        self.runs, self.at_once, self.most = 0, 0, 0
        self.began, self.enough, self.may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.may_end.set()
        self._wanted, self._fails = enough, fails

    async def __call__(self) -> None:
        """Run once."""
        self.runs += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.began.set()
        try:
            await self.may_end.wait()
            if self.runs <= self._fails:
                raise ValueError("a fault of ours")
        finally:
            self.at_once -= 1
            if self.runs >= self._wanted:
                self.enough.set()


def worker(work: Callable[[], Awaitable[object]], *, name: str = "feeds", every: timedelta = HOUR) -> Recurring:
    """Return a worker that does this work."""
    return Recurring(name=name, work=work, every=every)


async def test_nothing_is_done_unasked() -> None:
    """A worker that nobody wakes waits."""
    work = Work()
    async with running(worker(work)):
        for _ in range(20):
            await asyncio.sleep(0)
    assert work.runs == 0


async def test_a_worker_works_when_it_is_woken() -> None:
    """Once for each time, and once where it was woken several times before it could begin."""
    work = Work(enough=2)
    one = worker(work)
    one.wake()
    one.wake()
    async with running(one):
        await work.began.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        assert work.runs == 1
        one.wake()
        await work.enough.wait()
    assert work.runs == 2


async def test_woken_while_it_works_it_works_once_more() -> None:
    """Never twice at once; what came up meanwhile is not forgotten, however often it was said."""
    work = Work(enough=2)
    work.may_end.clear()
    one = worker(work)
    async with running(one):
        one.wake()
        await work.began.wait()
        one.wake()
        one.wake()
        work.may_end.set()
        await work.enough.wait()
        for _ in range(20):
            await asyncio.sleep(0)
    assert (work.runs, work.most) == (2, 1)


async def test_one_time_that_fails_ends_nothing() -> None:
    """The next time comes all the same."""
    work = Work(enough=3, fails=2)
    one = worker(work)
    async with running(one):
        for _ in range(3):
            work.began.clear()
            one.wake()
            await work.began.wait()
        await work.enough.wait()
    assert work.runs == 3


async def test_a_worker_can_be_stopped_while_it_works() -> None:
    """Cancelling it cancels its work, and is no failure of it."""
    work = Work()
    work.may_end.clear()
    one = worker(work)
    one.wake()
    task = asyncio.create_task(one.run())
    await work.began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.at_once == 0


async def test_the_scheduler_wakes_at_once() -> None:
    """What was due while the program did not run does not wait for an interval."""
    work = Work()
    one = worker(work)
    async with running(one):
        with scheduled(one, clock=now):
            await work.enough.wait()
    assert work.runs == 1


async def test_the_scheduler_wakes_again_and_again() -> None:
    """Each worker at its own interval."""
    often, seldom = Work(enough=3), Work()
    workers = (worker(often, every=SOON), worker(seldom, name="digests"))
    async with running(*workers):
        with scheduled(*workers, clock=now):
            await often.enough.wait()
            await seldom.enough.wait()
    assert often.runs >= 3
    assert seldom.runs == 1


async def test_work_that_takes_long_is_not_begun_twice() -> None:
    """Wake-ups that come meanwhile are one."""
    work = Work(enough=2)
    work.may_end.clear()
    one, other = worker(work, every=SOON), Work(enough=5)
    beside = worker(other, name="beside", every=SOON)
    async with running(one, beside):
        with scheduled(one, beside, clock=now):
            await work.began.wait()
            await other.enough.wait()
            assert work.runs == 1
            work.may_end.set()
            await work.enough.wait()
    assert work.most == 1


async def test_a_start_that_is_late_is_made_up_for() -> None:
    """A wake-up that should have been an hour ago comes now: none is too late."""
    work = Work()
    one = worker(work)
    async with running(one):
        with scheduled(one, clock=lambda: now() - HOUR / 2):
            await work.enough.wait()
    assert work.runs >= 1


async def test_nobody_is_woken_after_the_end() -> None:
    """With the block, the scheduler ends."""
    work = Work()
    one = worker(work, every=SOON)
    async with running(one):
        with scheduled(one, clock=now):
            await work.enough.wait()
        await asyncio.sleep(0)
        runs = work.runs
        await asyncio.sleep(SOON.total_seconds() * 5)
    assert work.runs <= runs + 1
