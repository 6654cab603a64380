"""What is done by the clock: once, whatever was missed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.errors import StoreError
from bot.store.database import SqlStore, open_store
from bot.upkeep import Housekeeper, Task, prune, tasks_of
from config.load import load_settings

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty store."""
    async with open_store(":memory:") as opened:
        yield opened


def keeper(store: SqlStore, *tasks: Task, clock: Callable[[], datetime]) -> Housekeeper:
    """Return who does these."""
    return Housekeeper(upkeep=store.upkeep, tasks=tasks, clock=clock)


def names_in(folder: Path) -> list[str]:
    """Return the names of a folder's files."""
    return sorted(one.name for one in folder.iterdir())


async def test_what_was_missed_comes_once(store: SqlStore) -> None:
    """After ten days without the program a daily chore is done once, and then a day later."""
    now, did = NOW, list[datetime]()

    async def work() -> str:
        did.append(now)
        return "done"

    ours = keeper(store, Task(name="daily", every=DAY, work=work), clock=lambda: now)
    await ours.plan()
    assert await ours.work() == 1
    assert await ours.work() == 0
    now += 10 * DAY
    assert await keeper(store, *ours.tasks, clock=lambda: now).work() == 1
    now += DAY - timedelta(seconds=1)
    await ours.plan()
    assert await ours.work() == 0
    now += timedelta(seconds=1)
    assert await ours.work() == 1
    assert len(did) == 3


async def test_what_fails_comes_again_within_the_hour(store: SqlStore) -> None:
    """Its reason stands in the plan, and the others are done all the same."""

    async def fail() -> str:
        raise StoreError(url="x", reason="the disk is full")

    async def work() -> str:
        return "fine"

    ours = keeper(store, Task(name="a", every=DAY, work=fail), Task(name="b", every=DAY, work=work), clock=lambda: NOW)
    await ours.plan()
    assert await ours.work() == 2
    found = {one.name: one for one in await store.upkeep.chores()}
    assert (found["a"].failed, found["a"].result) == (True, "the disk is full")
    assert found["a"].due_at == NOW + timedelta(hours=1)
    assert (found["b"].failed, found["b"].result, found["b"].due_at) == (False, "fine", NOW + DAY)


async def test_the_settings_say_what_is_done(store: SqlStore, tmp_path: Path) -> None:
    """Backups only where there is a folder for them; of these the newest are kept."""
    now = NOW
    settings = load_settings(None, {})
    names = [task.name for task in tasks_of(settings, store.upkeep, clock=lambda: now)]
    assert names == ["retention", "items", "vacuum"]
    settings = load_settings(
        None, {"CLAIMWATCH_UPKEEP__BACKUP_FOLDER": str(tmp_path), "CLAIMWATCH_UPKEEP__BACKUPS_KEPT": "2"}
    )
    ours = keeper(store, *tasks_of(settings, store.upkeep, clock=lambda: now), clock=lambda: now)
    await ours.plan()
    assert await ours.work() == 4
    for _ in range(3):
        now += DAY
        await ours.work()
    assert names_in(tmp_path) == [
        "claimwatch-20310606T120000Z.db",
        "claimwatch-20310607T120000Z.db",
    ]
    results = {one.name: one.result or "" for one in await store.upkeep.chores()}
    assert results["retention"] == "the texts of 0 articles were removed"
    assert results["items"] == "0 names of items that no feed lists any more were removed"
    assert results["backup"].startswith(str(tmp_path / "claimwatch-20310607T120000Z.db"))
    await keeper(store, *ours.tasks[:3], clock=lambda: now).plan()
    assert {one.name for one in await store.upkeep.chores()} == {"retention", "items", "vacuum"}


def test_only_copies_are_pruned(tmp_path: Path) -> None:
    """Whatever else lies in the folder is somebody's."""
    for name in ("claimwatch-20310101T000000Z.db", "claimwatch-20310102T000000Z.db", "claimwatch.db", "notes.txt"):
        (tmp_path / name).touch()
    prune(tmp_path, keep=1)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "claimwatch-20310102T000000Z.db",
        "claimwatch.db",
        "notes.txt",
    ]
