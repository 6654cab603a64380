"""Connections to SQLite: many readers, and one writer at a time.

A file is in WAL mode: readers see the last committed state and wait for nobody. They begin deferred, the writer begins
IMMEDIATE, because `busy_timeout` does not help a transaction that reads first and then writes. `synchronous=FULL`: what
was committed survives a power cut, since an alert depends on it.

A database in memory has no such snapshots: readers and the writer take turns. A task that reads while it writes reads
inside its own transaction there, since it would wait for itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.model.errors import StoreError
from bot.store.address import Address

# Seconds that a transaction waits for another process's writer before it gives up.
BUSY_TIMEOUT = 30.0
# Seconds between tries to begin on a database in memory; two seconds in all.
_PAUSES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# Connections kept for reading; as many again are opened when all are busy.
READERS = 4

# What SQLite says, and what a person can do about it.
_REASONS = (
    ("not a database", "the file is no SQLite database; name another, or move it away"),
    ("malformed", "the database is damaged; restore a copy"),
    ("unable to open", "the file cannot be opened; check that its folder exists and may be written to"),
    ("readonly", "the database may only be read; check the permissions of the file and of its folder"),
    ("locked", "another process has been writing to it for too long; try again when that has ended"),
    ("is full", "the disk is full"),
)


class Connections(Protocol):
    """Gives connections, each inside a transaction that ends with its block."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return a connection that sees the last committed state and cannot write."""
        ...

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return the one connection that writes; commits at the block's end, rolls back when the block raises.

        Raises RuntimeError where the same task writes already: it would wait for itself.
        """
        ...

    async def dispose(self) -> None:
        """Close every connection."""
        ...


class FileConnections:
    """Connections to a database in a file."""

    def __init__(self, address: Address, path: Path, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        url = URL.create("sqlite+aiosqlite", database=str(path))
        self._address = address
        self._turn = _Turn()
        self._readers = _engine(
            url, begin="BEGIN", pragmas=("query_only = ON",), size=READERS, overflow=READERS, busy_timeout=busy_timeout
        )
        self._writer = _engine(
            url,
            begin="BEGIN IMMEDIATE",
            pragmas=("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"),
            busy_timeout=busy_timeout,
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection that sees the last committed state and cannot write."""
        async with _saying_why(self._address), self._readers.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Return the one connection that writes."""
        async with self._turn.taken(), _saying_why(self._address), self._writer.begin() as connection:
            yield connection

    async def dispose(self) -> None:
        """Close every connection."""
        await self._readers.dispose()
        await self._writer.dispose()


class MemoryConnections:
    """Connections to a database in memory, gone with `dispose`.

    Its name is this object's own. One more connection holds the database open: SQLAlchemy closes a connection whose
    statement was cancelled, and the database must not go with it.
    """

    def __init__(self, address: Address) -> None:
        name = f"file:claimwatch-{id(self):x}"
        self._address = address
        self._turn = _Turn()
        self._open: AsyncConnection | None = None
        self._anchor = sqlite3.connect(f"{name}?mode=memory&cache=shared", uri=True)
        self._engine = _engine(
            URL.create("sqlite+aiosqlite", database=name, query={"mode": "memory", "cache": "shared", "uri": "true"}),
            begin="BEGIN IMMEDIATE",
            pragmas=("foreign_keys = ON",),
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Return the connection when no other task writes; the writing task gets its own."""
        if self._turn.mine and self._open is not None:
            yield self._open
            return
        async with self.writing() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Return the connection when no other task has it."""
        async with self._turn.taken(), _saying_why(self._address), self._begun() as connection:
            self._open = connection
            try:
                yield connection
            finally:
                self._open = None

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction as soon as the connection of a cancelled task has let go of the database.

        A database in memory does not wait for a lock by itself, as a file does.
        """
        async with AsyncExitStack() as stack:
            for pause in _PAUSES:
                try:
                    connection = await stack.enter_async_context(self._engine.begin())
                except OperationalError as error:
                    if "locked" not in str(error.orig):
                        raise
                    await asyncio.sleep(pause)
                else:
                    break
            else:
                connection = await stack.enter_async_context(self._engine.begin())
            yield connection

    async def dispose(self) -> None:
        """Close every connection, which ends the database."""
        await self._engine.dispose()
        self._anchor.close()


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
        connect_args={"timeout": busy_timeout},
    )

    def connected(driver: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's adapted connection has no public type
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", connected)
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
        raise StoreError(url=address.shown, reason=reason) from error
