"""What was handled: of everything that a platform may tell twice, its key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import handled

_KEPT = timedelta(days=2)


async def first_time(connection: AsyncConnection, key: str, *, now: datetime) -> bool:
    """Keep the key, and return whether it was not there; what is older than two days is forgotten."""
    await connection.execute(delete(handled).where(handled.c.at < now - _KEPT))
    added = await connection.execute(insert(handled).values(key=key, at=now).on_conflict_do_nothing())
    return added.rowcount > 0
