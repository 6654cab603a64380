"""The driver's connection, with one turn of its thread for a statement.

aiosqlite runs SQLite in a thread, and SQLAlchemy asks it for a cursor, the execution, the rows and the cursor's end one
by one. Each is a message to the thread and one back, which costs more than most statements of this store do. Here a
statement is run, its rows are fetched and its cursor is closed in one message.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

_CHUNK = 64


class OneTurnConnection(aiosqlite.Connection):
    """A connection whose cursors run a statement in one turn of its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _CHUNK)
        # As SQLAlchemy has it: a program that ends does not wait for the thread.
        self._thread.daemon = True

    def __await__(self) -> Generator[Any, None, Self]:
        """Open, and return the connection itself."""
        yield from super().__await__()
        return self

    # aiosqlite's own is a coroutine that makes the cursor in the thread; SQLAlchemy takes what can be entered.
    def cursor(self) -> OneTurnCursor:  # type: ignore[override]
        """Return a cursor; nothing is asked of the thread before it executes."""
        return OneTurnCursor(self)

    async def run(self, statement: Callable[[sqlite3.Cursor], object]) -> Result:
        """Run one statement in the connection's thread and return all that it brings."""
        result: Result = await self._execute(partial(_run, self._conn, statement))  # type: ignore[no-untyped-call] # it has no types
        return result


Result = tuple[Any, int, int | None, list[Any]]
"""Description, count of rows, last row's id, and the rows."""


class OneTurnCursor:
    """A cursor that holds the whole result of its last statement."""

    arraysize = 1

    def __init__(self, connection: OneTurnConnection) -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        """Return the cursor itself: there is nothing to open."""
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close nothing: the thread's cursor is closed already."""

    async def execute(self, operation: str, parameters: Any = ()) -> Self:  # noqa: ANN401 - what sqlite3 takes
        """Run a statement and keep what it brings."""
        self._keep(await self._connection.run(lambda cursor: cursor.execute(operation, parameters)))
        return self

    async def executemany(self, operation: str, parameters: Iterable[Any]) -> Self:
        """Run a statement for each set of parameters."""
        self._keep(await self._connection.run(lambda cursor: cursor.executemany(operation, parameters)))
        return self

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows that were not fetched yet."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def _keep(self, result: Result) -> None:
        self.description, self.rowcount, self.lastrowid, self._rows = result


def connect(database: str, **options: Any) -> OneTurnConnection:  # noqa: ANN401 - what sqlite3.connect takes
    """Return a connection that opens when it is awaited."""
    return OneTurnConnection(partial(sqlite3.connect, database, **options))


def _run(connection: sqlite3.Connection, statement: Callable[[sqlite3.Cursor], object]) -> Result:
    cursor = connection.cursor()
    try:
        statement(cursor)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()
