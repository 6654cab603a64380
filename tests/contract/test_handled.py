"""What was handled is known for a while."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.store.database import SqlStore

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)


async def test_a_key_is_new_once(store: SqlStore) -> None:
    """And another key is another thing."""
    assert await store.first_time("slack:Ev1", now=NOW)
    assert not await store.first_time("slack:Ev1", now=NOW + timedelta(hours=23))
    assert await store.first_time("slack:Ev2", now=NOW)


async def test_of_several_at_once_one_is_first(store: SqlStore) -> None:
    """However they come."""
    asked = await asyncio.gather(*(store.first_time("one", now=NOW) for _ in range(8)))
    assert sorted(asked) == [False] * 7 + [True]


async def test_old_keys_are_forgotten(store: SqlStore) -> None:
    """The table does not grow for ever."""
    assert await store.first_time("old", now=NOW)
    assert await store.first_time("new", now=NOW + timedelta(days=3))
    assert await store.first_time("old", now=NOW + timedelta(days=3))
