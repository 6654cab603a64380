"""Keeping the store in order: chores' rows, old texts, space, backups."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.model.errors import StoreError
from bot.model.upkeep import Chore
from bot.store.arrivals import forget_old
from bot.store.connections import Connections
from bot.store.feeds import forget_gone
from bot.store.tables import articles, chores, subscriptions

# Texts that go in one transaction: others want to write too.
_AT_ONCE = 500
_UNFINISHED = ".part"
# From this share of unused pages on the file is written anew.
_WORTH_IT = 0.1


class SqlUpkeep:
    """Keeps the store in order; `bot.model.upkeep.Upkeep` states the guarantees."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def plan(self, name: str, *, due_at: datetime) -> None:
        """Let a chore be due then, unless it is planned already."""
        async with self._connections.writing() as connection:
            await connection.execute(insert(chores).values(name=name, due_at=due_at).on_conflict_do_nothing())

    async def drop(self, names: Sequence[str]) -> None:
        """Forget the plans of chores that are not done any more."""
        async with self._connections.writing() as connection:
            await connection.execute(delete(chores).where(chores.c.name.in_(names)))

    async def chores(self) -> tuple[Chore, ...]:
        """Return the chores, the next one first."""
        async with self._connections.reading() as connection:
            rows = (await connection.execute(select(chores).order_by(chores.c.due_at, chores.c.name))).mappings()
            return tuple(Chore(**row) for row in rows)

    async def done(self, chore: Chore) -> None:
        """Store how a chore went, and when it is due again."""
        async with self._connections.writing() as connection:
            await connection.execute(update(chores).where(chores.c.name == chore.name).values(asdict(chore)))

    async def digests(self) -> tuple[tuple[datetime, str], ...]:
        """Return when the next digests come, and where."""
        wanted = select(subscriptions.c.digest_due_at, subscriptions.c.destination)
        async with self._connections.reading() as connection:
            due = wanted.where(subscriptions.c.digest_due_at.is_not(None)).order_by(subscriptions.c.digest_due_at)
            return tuple((row[0], row[1]) for row in await connection.execute(due))

    async def thin(self, *, before: datetime) -> int:
        """Remove the texts of articles published before; claims and quotes stay. Return how many."""
        gone = 0
        while True:
            async with self._connections.writing() as connection:
                old = select(articles.c.id).where(articles.c.published_at < before, articles.c.text != "")
                some = list((await connection.execute(old.limit(_AT_ONCE))).scalars())
                await connection.execute(update(articles).where(articles.c.id.in_(some)).values(text=""))
                gone += len(some)
                if len(some) < _AT_ONCE:
                    await forget_old(connection, before=before)
                    return gone

    async def forget_items(self, *, before: datetime, now: datetime) -> int:
        """Forget by which names the items were known that no feed has listed since `before`; return how many names."""
        async with self._connections.writing() as connection:
            return await forget_gone(connection, before=before, now=now)

    async def vacuum(self) -> tuple[int, int]:
        """Give back unused space and renew what queries are planned by; return the bytes before and after.

        Writers of this program wait meanwhile, so that none of them gives up.
        """
        async with self._connections.alone() as path:
            return await asyncio.to_thread(_vacuum, path)

    async def backup(self, path: Path) -> int:
        """Write a whole copy to a file that appears when it is complete; nobody has to wait. Return its bytes."""
        return await asyncio.to_thread(_backup, self._connections.path, path)


def _vacuum(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:

        def size() -> int:
            pages, each = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
            return int(pages * each)

        before = size()
        free, pages = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
        if free > pages * _WORTH_IT:
            connection.execute("VACUUM")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, size()


def _backup(source: Path, target: Path) -> int:
    """Copy what is committed now: in WAL mode a reader stops nobody, so that the copy is made in one step."""
    unfinished = target.with_name(target.name + _UNFINISHED)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(source, timeout=30)) as here, closing(sqlite3.connect(unfinished)) as there:
            here.backup(there)
            # A copy that nobody has looked at is a hope.
            (found,) = there.execute("PRAGMA quick_check").fetchone()
            if found != "ok":
                raise StoreError(url=str(target), reason=f"the copy is damaged: {found}")
            there.execute("PRAGMA journal_mode = DELETE")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(url=str(target), reason=f"the copy cannot be written: {error}") from error
    return target.stat().st_size
