"""What runs again and again: APScheduler wakes workers, and a worker looks in the store for what is due.

The scheduler keeps no state of its own: a wake-up that is lost with the process costs nothing, since what was due
still is at the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

_LOG = structlog.stdlib.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Recurring:
    """Does its work each time it is woken, and never twice at once; woken while it works, it works once more.

    What goes wrong is logged, and the next time comes all the same.
    """

    name: str
    work: Callable[[], Awaitable[object]]
    every: timedelta
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.work()
            except Exception:  # noqa: BLE001 - one time that fails must not end all later ones
                _LOG.exception("scheduled work failed", work=self.name)


@contextmanager
def scheduled(*workers: Recurring, clock: Callable[[], datetime]) -> Iterator[None]:
    """Wake each worker at once, and then at its interval, for as long as the block runs."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for worker in workers:
        scheduler.add_job(
            worker.wake,
            IntervalTrigger(seconds=worker.every.total_seconds(), timezone=UTC),
            id=worker.name,
            next_run_time=clock(),
            # A wake-up may come late, and of several late ones one is enough.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
