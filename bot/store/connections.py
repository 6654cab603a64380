"""Connections to SQLite: many readers, and one writer at a time.

A file is in WAL mode: readers see the last committed state and wait for nobody. They begin deferred, the writer begins
IMMEDIATE, because `busy_timeout` does not help a transaction that reads first and then writes. `synchronous=FULL`: what
was committed survives a power cut, since an alert depends on it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.model.errors import StoreBusyError, StoreError
from bot.store.address import Address
from bot.store.driver import connect

# Seconds that a transaction waits for another process's writer before it gives up.
BUSY_TIMEOUT = 30.0
# Connections kept for reading; as many again are opened when all are busy.
READERS = 4

# What SQLite says, and what a person can do about it.
_BUSY = "locked"
_REASONS = (
    ("not a database", "the file is no SQLite database; name another, or move it away"),
    ("malformed", "the database is damaged; restore a copy"),
    ("unable to open", "the file cannot be opened; check that its folder exists and may be written to"),
    ("readonly", "the database may only be read; check the permissions of the file and of its folder"),
    (_BUSY, "another process has been writing to it for too long; try again when that has ended"),
    ("is full", "the disk is full"),
)


class Connections:
    """Connections to one database; each is inside a transaction that ends with its block."""

    def __init__(
        self, address: Address, path: Path, *, durable: bool = True, busy_timeout: float = BUSY_TIMEOUT
    ) -> None:
        url = URL.create("sqlite+aiosqlite", database=str(path))
        self._address = address
        self.path = path
        self._turn = _Turn()
        self._readers = _engine(
            url, begin="BEGIN", pragmas=("query_only = ON",), size=READERS, overflow=READERS, busy_timeout=busy_timeout
        )
        self._writer = _engine(
            url,
            begin="BEGIN IMMEDIATE",
            pragmas=("journal_mode = WAL", f"synchronous = {'FULL' if durable else 'OFF'}", "foreign_keys = ON"),
            busy_timeout=busy_timeout,
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection that sees the last committed state and cannot write."""
        async with _saying_why(self._address), self._readers.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Return the one connection that writes; commits at the block's end, rolls back when the block raises.

        Raises RuntimeError where the same task writes already: it would wait for itself.
        """
        async with self._turn.taken(), _saying_why(self._address), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Path]:
        """Return the file for what needs a connection of its own; nobody of this program writes meanwhile."""
        async with self._turn.taken(), _saying_why(self._address):
            yield self.path

    async def dispose(self) -> None:
        """Close every connection."""
        await self._readers.dispose()
        await self._writer.dispose()


class _Turn:
    """A lock that knows which task holds it."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None

    @property
    def mine(self) -> bool:
        """Whether the running task holds it."""
        return self._owner is not None and self._owner is asyncio.current_task()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold it for a block."""
        if self.mine:
            raise RuntimeError("This task is inside a unit of work already, and would wait for itself.")
        async with self._lock:
            self._owner = asyncio.current_task()
            try:
                yield
            finally:
                self._owner = None


def _engine(
    url: URL,
    *,
    begin: str,
    pragmas: Sequence[str],
    size: int = 1,
    overflow: int = 0,
    busy_timeout: float = BUSY_TIMEOUT,
) -> AsyncEngine:
    """Return an engine whose transactions begin as told: sqlite3's own begin comes too late, and deferred."""
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=overflow,
        connect_args={"timeout": busy_timeout, "async_creator_fn": connect},
    )

    def connected(driver: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's adapted connection has no public type
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    def invalidated(driver: Any, _record: object, _error: object) -> None:  # noqa: ANN401 -- as above
        # SQLAlchemy closes the connection of a cancelled task. SQLite keeps a closed connection, and its lock, for as
        # long as a cursor of it is alive, so the lock is given back first.
        with suppress(sqlite3.Error):
            driver.rollback()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "invalidate", invalidated)
    event.listen(engine.sync_engine, "begin", begun)
    return engine


@asynccontextmanager
async def _saying_why(address: Address) -> AsyncIterator[None]:
    """Turn what the database says went wrong into a StoreError; broken constraints are errors of ours and stay."""
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreError(url=address.shown, reason="too many readers at once; try again") from error
    except DatabaseError as error:
        if type(error) not in {DatabaseError, OperationalError}:
            raise
        said = str(error.orig)
        reason = next((reason for sign, reason in _REASONS if sign in said), said)
        kind = StoreBusyError if _BUSY in said else StoreError
        raise kind(url=address.shown, reason=reason) from error
