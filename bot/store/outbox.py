"""The outbox's rows: what is to be sent where, in order, and what became of it.

A row is `pending` until it is leased, `leased` while somebody sends it, then `sent` or `failed`; a row never goes. A
lease that runs out makes it as good as pending: whoever held it may have died before or after sending, so delivery is
at least once. Only the oldest unsent row of a destination can be leased, which keeps the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, Select, func, select, text, update

from bot.model.alert import Alert
from bot.model.errors import NotFoundError
from bot.model.ports import OutboxItem
from bot.model.wire import alert_from_object
from bot.store.connections import Connections
from bot.store.rows import loads
from bot.store.tables import alerts, outbox


class State(StrEnum):
    """What has become of an item."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"


_UNSENT = (State.PENDING.value, State.LEASED.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """An item that has not arrived, and why; `due_at` is `None` where it waits for nothing but its turn."""

    item: OutboxItem
    state: State
    due_at: datetime | None
    reason: str | None


def new_item(alert: Alert, destination: str) -> dict[str, Any]:
    """Return the row of an alert that is to be sent, at once."""
    return {"alert_id": alert.id, "destination": destination, "revision": 0, "state": State.PENDING.value}


class SqlOutbox:
    """The queue of what is to be sent; `bot.model.ports.Outbox` states the guarantees. Each call is a transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def lease(self, *, now: datetime, until: datetime, limit: int) -> tuple[OutboxItem, ...]:
        """Lease due items until `until`, the longest waiting first: at most the oldest unsent one of each destination.

        `attempts` is how many leases there were before this one.
        """
        due = (outbox.c.state == State.PENDING.value) & (outbox.c.due_at.is_(None) | (outbox.c.due_at <= now))
        expired = (outbox.c.state == State.LEASED.value) & (outbox.c.leased_until <= now)
        free = (
            select(outbox, alerts.c.data)
            .join(alerts, alerts.c.id == outbox.c.alert_id)
            .where(outbox.c.id.in_(_oldest_unsent()), due | expired)
            .order_by(outbox.c.id)
            .limit(max(limit, 0))
        )
        async with self._connections.writing() as connection:
            items = tuple(_item(row) for row in (await connection.execute(free)).mappings())
            if items:
                taken = update(outbox).where(outbox.c.id.in_([item.id for item in items]))
                await connection.execute(
                    taken.values(state=State.LEASED.value, leased_until=until, attempts=outbox.c.attempts + 1)
                )
        return items

    async def renew(self, item: int, *, until: datetime) -> bool:
        """Lengthen a lease while the sending still waits; return whether the item was leased at all."""
        async with self._connections.writing() as connection:
            leased = update(outbox).where(outbox.c.id == item, outbox.c.state == State.LEASED.value)
            return (await connection.execute(leased.values(leased_until=until))).rowcount > 0

    async def sent(self, item: int, *, now: datetime, reference: str | None) -> None:
        """Record that it was delivered; said twice, the first stays."""
        await self._settle(
            item,
            (*_UNSENT, State.FAILED.value),
            state=State.SENT.value,
            sent_at=now,
            reference=reference,
            reason=None,
            leased_until=None,
        )

    async def postponed(self, item: int, *, due_at: datetime, reason: str) -> None:
        """Record a temporary failure; the item is due again at `due_at`. What was sent or has failed stays so."""
        await self._settle(item, _UNSENT, state=State.PENDING.value, due_at=due_at, reason=reason, leased_until=None)

    async def failed(self, item: int, *, now: datetime, reason: str) -> None:
        """Record a permanent failure at `now`; the row stays with its reason, and the destination's next is free."""
        await self._settle(item, _UNSENT, state=State.FAILED.value, due_at=now, reason=reason, leased_until=None)

    async def undelivered(self, *, limit: int = 100) -> tuple[Undelivered, ...]:
        """Return what has not arrived, failed items too, oldest first."""
        waiting = (
            select(outbox, alerts.c.data)
            .join(alerts, alerts.c.id == outbox.c.alert_id)
            .where(outbox.c.state != State.SENT.value)
            .order_by(outbox.c.id)
            .limit(max(limit, 0))
        )
        async with self._connections.reading() as connection:
            rows = (await connection.execute(waiting)).mappings().all()
        return tuple(
            Undelivered(item=_item(row), state=State(row["state"]), due_at=row["due_at"], reason=row["reason"])
            for row in rows
        )

    async def _settle(self, item: int, states: tuple[str, ...], **values: object) -> None:
        """Change an item that is in one of the states; NotFoundError where there is no such item at all."""
        async with self._connections.writing() as connection:
            known = (await connection.execute(select(outbox.c.state).where(outbox.c.id == item))).scalar()
            if known is None:
                raise NotFoundError(kind="outbox item", wanted=str(item))
            if known in states:
                await connection.execute(update(outbox).where(outbox.c.id == item).values(**values))


def _oldest_unsent() -> Select[tuple[int]]:
    """Return the query for the id of the oldest unsent item of each destination.

    It jumps from destination to destination in the partial index, so its cost is the number of destinations and not
    the backlog of one that is down. The states stand as text, not as parameters: only then is that index used.
    """
    unsent = text("state IN ('pending', 'leased')")
    first = select(func.min(outbox.c.destination).label("destination")).where(unsent)
    found = first.cte("destinations", recursive=True)
    following = select(func.min(outbox.c.destination)).where(unsent, outbox.c.destination > found.c.destination)
    found = found.union_all(select(following.scalar_subquery()).where(found.c.destination.is_not(None)))
    oldest = select(func.min(outbox.c.id)).where(unsent, outbox.c.destination == found.c.destination)
    return select(oldest.scalar_subquery()).select_from(found)


def _item(row: RowMapping) -> OutboxItem:
    return OutboxItem(
        id=row["id"],
        alert=alert_from_object(loads(row["data"])),
        destination=row["destination"],
        attempts=row["attempts"],
    )
