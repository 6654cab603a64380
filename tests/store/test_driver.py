"""The driver's connection runs a statement, fetches its rows and closes its cursor in one turn of its thread."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.store.driver import connect


async def test_a_statement_brings_all_its_rows(tmp_path: Path) -> None:
    """Rows, their description and counts are there when the statement has run; rows are fetched once."""
    connection = await connect(str(tmp_path / "file.db"))
    try:
        cursor = connection.cursor()
        await cursor.execute("CREATE TABLE words (word TEXT)")
        await cursor.executemany("INSERT INTO words VALUES (?)", [("one",), ("two",)])
        assert (cursor.rowcount, cursor.description) == (2, None)
        await cursor.execute("SELECT word FROM words WHERE word <> ? ORDER BY word", ("three",))
        assert cursor.description[0][0] == "word"
        assert await cursor.fetchall() == [("one",), ("two",)]
        assert await cursor.fetchall() == []
    finally:
        await connection.close()


async def test_an_error_reaches_who_asked(tmp_path: Path) -> None:
    """What SQLite refuses is raised, and the connection goes on."""
    connection = await connect(str(tmp_path / "file.db"))
    try:
        async with connection.cursor() as cursor:
            with pytest.raises(sqlite3.OperationalError):
                await cursor.execute("SELECT word FROM nowhere")
            await cursor.execute("SELECT 1")
            assert await cursor.fetchall() == [(1,)]
    finally:
        await connection.close()
