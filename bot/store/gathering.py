"""Rows of what waits to be told together, and of the windows in which a destination's messages are gathered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert
from bot.model.outbox import Manner, Window
from bot.model.reading import alert_from_object
from bot.store.connections import Connections
from bot.store.rows import loads
from bot.store.tables import alerts, gathered, windows


class SqlGathered:
    """What waits; each call is a transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def due(self, now: datetime) -> tuple[str, ...]:
        """Return the destinations for which something has waited long enough."""
        waited = select(gathered.c.destination).where(gathered.c.due_at <= now).distinct()
        async with self._connections.reading() as connection:
            return tuple((await connection.execute(waited.order_by(gathered.c.destination))).scalars())

    async def number(self) -> int:
        """Return how many alerts are held back, each counted for every destination."""
        async with self._connections.reading() as connection:
            return (await connection.execute(select(func.count()).select_from(gathered))).scalar_one()


async def window_of(connection: AsyncConnection, destination: str) -> Window | None:
    """Return the destination's last window, with the disputes of which something waits."""
    row = (await connection.execute(select(windows).where(windows.c.destination == destination))).one_or_none()
    if row is None:
        return None
    waiting = (
        select(alerts.c.dispute)
        .join(gathered, gathered.c.alert_id == alerts.c.id)
        .where(gathered.c.destination == destination, alerts.c.dispute.is_not(None))
    )
    disputes = frozenset((await connection.execute(waiting)).scalars())
    return Window(until=row.until, summaries=row.summaries, conflicts=row.conflicts, disputes=disputes)


async def save_window(connection: AsyncConnection, destination: str, window: Window) -> None:
    """Store the destination's window."""
    row = {"until": window.until, "summaries": window.summaries, "conflicts": window.conflicts}
    new = sqlite_insert(windows).values(destination=destination, **row)
    await connection.execute(new.on_conflict_do_update(index_elements=["destination"], set_=row))


async def gather(
    connection: AsyncConnection, alert: str, destination: str, *, manner: Manner, due_at: datetime
) -> None:
    """Let a stored alert wait."""
    row = {"destination": destination, "alert_id": alert, "manner": manner.value, "due_at": due_at}
    await connection.execute(sqlite_insert(gathered).values(row).on_conflict_do_nothing())


async def take(connection: AsyncConnection, destination: str, *, now: datetime) -> tuple[tuple[Alert, Manner], ...]:
    """Return what has waited long enough for a destination, oldest first, and let it wait no longer."""
    its = (gathered.c.destination == destination) & (gathered.c.due_at <= now)
    waiting = (
        select(alerts.c.data, gathered.c.manner)
        .join(gathered, gathered.c.alert_id == alerts.c.id)
        .where(its)
        .order_by(gathered.c.id)
    )
    rows = (await connection.execute(waiting)).all()
    await connection.execute(delete(gathered).where(its))
    return tuple((alert_from_object(loads(row.data)), Manner(row.manner)) for row in rows)
