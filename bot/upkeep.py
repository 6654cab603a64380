"""What is done by the clock to keep the store in order: old texts go, space is given back, copies are made.

When each is due stands in the store. After a time when the program did not run, each comes once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.model.errors import StoreError
from bot.model.upkeep import Upkeep
from config.schema import Settings

_LOG = structlog.stdlib.get_logger(__name__)

RETENTION, ITEMS, VACUUM, BACKUP = "retention", "items", "vacuum", "backup"
_DAY = timedelta(days=1)
_AGAIN = timedelta(hours=1)
_PREFIX, _SUFFIX = "claimwatch-", ".db"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A chore as the settings have it: `work` does it, and says what it brought."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Housekeeper:
    """Does the chores that are due; `clock` returns an aware time."""

    upkeep: Upkeep
    tasks: Sequence[Task]
    clock: Callable[[], datetime]

    async def plan(self) -> None:
        """Plan what the settings have and was never planned, and forget what they have no more."""
        known = {chore.name for chore in await self.upkeep.chores()}
        for task in self.tasks:
            await self.upkeep.plan(task.name, due_at=self.clock())
        await self.upkeep.drop(sorted(known - {task.name for task in self.tasks}))

    async def work(self) -> int:
        """Do what is due, one after the other, and return how many; one that fails comes again within the hour."""
        tasks = {task.name: task for task in self.tasks}
        done = 0
        for chore in await self.upkeep.chores():
            task = tasks.get(chore.name)
            if task is None or chore.due_at > self.clock():
                continue
            try:
                result, failed = await task.work(), False
            except StoreError as error:
                result, failed = error.reason, True
                _LOG.warning("chore failed", chore=chore.name, reason=error.reason)
            now = self.clock()
            due_at = now + (min(_AGAIN, task.every) if failed else task.every)
            await self.upkeep.done(replace(chore, due_at=due_at, done_at=now, result=result, failed=failed))
            done += 1
        return done


def tasks_of(settings: Settings, upkeep: Upkeep, *, clock: Callable[[], datetime]) -> tuple[Task, ...]:
    """Return the chores that the settings ask for."""
    wanted = settings.upkeep
    keep = timedelta(days=wanted.keep_text_days)

    async def thin() -> str:
        gone = await upkeep.thin(before=clock() - keep)
        return f"the texts of {gone} articles were removed"

    async def forget_items() -> str:
        now = clock()
        gone = await upkeep.forget_items(before=now - timedelta(days=wanted.keep_items_days), now=now)
        return f"{gone} names of items that no feed lists any more were removed"

    async def vacuum() -> str:
        before, after = await upkeep.vacuum()
        return f"{_megabytes(before)} before, {_megabytes(after)} after"

    async def backup() -> str:
        if wanted.backup_folder is None:
            raise StoreError(url="backup", reason="no folder is set (upkeep.backup_folder)")
        path = wanted.backup_folder / f"{_PREFIX}{clock().astimezone(UTC):%Y%m%dT%H%M%SZ}{_SUFFIX}"
        size = await upkeep.backup(path)
        await asyncio.to_thread(prune, wanted.backup_folder, keep=wanted.backups_kept)
        return f"{path} ({_megabytes(size)})"

    found = [
        Task(name=RETENTION, every=_DAY, work=thin),
        Task(name=ITEMS, every=_DAY, work=forget_items),
        Task(name=VACUUM, every=timedelta(days=wanted.vacuum_days), work=vacuum),
    ]
    if wanted.backup_folder is not None:
        found.append(Task(name=BACKUP, every=timedelta(hours=wanted.backup_hours), work=backup))
    return tuple(found)


def prune(folder: Path, *, keep: int) -> None:
    """Remove all but the newest copies of a folder; what has another name stays."""
    copies = sorted(folder.glob(f"{_PREFIX}[0-9]*T[0-9]*Z{_SUFFIX}"))
    for old in copies[: max(len(copies) - keep, 0)]:
        old.unlink(missing_ok=True)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
