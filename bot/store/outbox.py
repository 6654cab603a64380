"""The outbox's rows: what is to be sent where, in order, and what became of it.

A row is `pending` until it is leased, `leased` while somebody sends it, then `sent` or `failed`; a row never goes. A
lease that runs out makes it as good as pending: whoever held it may have died before or after sending, so delivery is
at least once. Only the oldest unsent row of a destination can be leased, which keeps the order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, not_, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert, AlertKind
from bot.model.errors import NotFoundError
from bot.model.outbox import Figures, Manner, Notice, OutboxItem, Pause, State, Thread, Undelivered
from bot.model.reading import alert_from_object
from bot.store.connections import Connections
from bot.store.rows import alert_row, loads
from bot.store.tables import alerts, outbox, pauses

_OF_DISPUTES = {AlertKind.CONFLICT, AlertKind.UPDATE}
_UNSENT = (State.PENDING.value, State.LEASED.value)


def new_item(alert: Alert, destination: str, *, manner: Manner = Manner.THREAD) -> dict[str, Any]:
    """Return the row of an alert that is to be sent, at once."""
    return {
        "alert_id": alert.id,
        "destination": destination,
        "revision": 0,
        "state": State.PENDING.value,
        "manner": manner.value,
    }


class SqlOutbox:
    """The queue of what is to be sent; `bot.model.ports.Outbox` states the guarantees. Each call is a transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def lease(
        self, *, now: datetime, until: datetime, limit: int, without: Collection[str] = ()
    ) -> tuple[OutboxItem, ...]:
        """Lease due items until `until`, the longest waiting first: at most the oldest unsent one of each destination.

        Destinations of the platforms in `without` are passed over. `attempts` is how many leases there were before.
        """
        due = (outbox.c.state == State.PENDING.value) & (outbox.c.due_at.is_(None) | (outbox.c.due_at <= now))
        expired = (outbox.c.state == State.LEASED.value) & (outbox.c.leased_until <= now)
        passed_over = [or_(outbox.c.destination == one, _of_platform(one)) for one in without]
        free = (
            select(outbox, alerts.c.data)
            .join(alerts, alerts.c.id == outbox.c.alert_id)
            .where(outbox.c.id.in_(_oldest_unsent()), due | expired, *(not_(one) for one in passed_over))
            .order_by(outbox.c.id)
            .limit(max(limit, 0))
        )
        async with self._connections.writing() as connection:
            rows = (await connection.execute(free)).mappings().all()
            items = tuple([await _in_its_thread(connection, _item(row)) for row in rows])
            if items:
                taken = update(outbox).where(outbox.c.id.in_([item.id for item in items]))
                await connection.execute(
                    taken.values(state=State.LEASED.value, leased_until=until, attempts=outbox.c.attempts + 1)
                )
        return items

    async def renew(self, items: Sequence[int], *, until: datetime) -> int:
        """Lengthen leases while the sending still waits; return how many of the items were leased at all."""
        async with self._connections.writing() as connection:
            leased = update(outbox).where(outbox.c.id.in_(items), outbox.c.state == State.LEASED.value)
            return (await connection.execute(leased.values(leased_until=until))).rowcount

    async def restarted(self) -> None:
        """Make everything due at once that nobody sends now, but for what a platform asked to wait with.

        For the beginning of a program that has the database for itself: whoever held a lease is dead, and what was
        waited for (a token, a permission, a network) may have been mended.
        """
        async with self._connections.writing() as connection:
            leased = update(outbox).where(outbox.c.state == State.LEASED.value)
            await connection.execute(leased.values(state=State.PENDING.value, leased_until=None, due_at=None))
            waiting = update(outbox).where(outbox.c.state == State.PENDING.value, outbox.c.asked.is_(False))
            await connection.execute(waiting.values(due_at=None))

    async def resume(self, destination: str) -> bool:
        """Try a paused destination again at once; return whether it was paused.

        The pause itself ends with the first message that arrives.
        """
        async with self._connections.writing() as connection:
            known = await connection.execute(select(pauses.c.since).where(pauses.c.destination == destination))
            if known.scalar() is None:
                return False
            waiting = update(outbox).where(outbox.c.state == State.PENDING.value, outbox.c.destination == destination)
            await connection.execute(waiting.values(due_at=None))
        return True

    async def sent(self, item: int, *, now: datetime, reference: str | None, thread: str | None = None) -> None:
        """Record that it was delivered; said twice, the first stays. Destination and platform are paused no longer.

        What waited because the whole platform was paused is due at once, but for what the platform asked to wait with.
        """
        async with self._connections.writing() as connection:
            known = (await connection.execute(select(outbox.c.destination).where(outbox.c.id == item))).scalar()
            settled = await _settle(
                connection,
                item,
                (*_UNSENT, State.FAILED.value),
                state=State.SENT.value,
                sent_at=now,
                reference=reference,
                thread=thread,
                reason=None,
                leased_until=None,
            )
            if settled and known is not None:
                platform = known.partition(":")[0]
                await connection.execute(delete(pauses).where(pauses.c.destination == known))
                ended = await connection.execute(delete(pauses).where(pauses.c.destination == platform))
                if ended.rowcount:
                    waiting = update(outbox).where(outbox.c.state == State.PENDING.value, _of_platform(platform))
                    await connection.execute(waiting.where(outbox.c.asked.is_(False)).values(due_at=None))

    async def postponed(
        self, item: int, *, due_at: datetime, reason: str, asked: bool = False, reference: str | None = None
    ) -> None:
        """Record a temporary failure; the item is due again at `due_at`. What was sent or has failed stays so."""
        async with self._connections.writing() as connection:
            await _postpone(connection, item, due_at=due_at, reason=reason, asked=asked, reference=reference)

    async def paused(
        self,
        item: int,
        *,
        what: str,
        now: datetime,
        due_at: datetime,
        reason: str,
        reference: str | None = None,
        notice: Notice | None = None,
    ) -> None:
        """Record that a destination or platform takes nothing; the notice is for the beginning of a pause."""
        async with self._connections.writing() as connection:
            await _postpone(connection, item, due_at=due_at, reason=reason, asked=False, reference=reference)
            row = {"destination": what, "since": now, "reason": reason}
            begun = await connection.execute(sqlite_insert(pauses).values(row).on_conflict_do_nothing())
            if begun.rowcount:
                await tell(connection, notice)
            else:
                known = update(pauses).where(pauses.c.destination == what)
                await connection.execute(known.values(reason=reason))

    async def failed(
        self, item: int, *, now: datetime, reason: str, reference: str | None = None, notice: Notice | None = None
    ) -> None:
        """Record a permanent failure at `now`; the row stays with its reason, and the destination's next is free."""
        async with self._connections.writing() as connection:
            values = {"state": State.FAILED.value, "due_at": now, "reason": reason, "leased_until": None}
            if await _settle(connection, item, _UNSENT, **values, **_told(reference)):
                await tell(connection, notice)

    async def given_up(
        self, item: int, *, made_before: datetime, now: datetime, reason: str, notice: Notice | None = None
    ) -> int:
        """Record that the item failed, and with it what waits behind it and was made before; return how many."""
        async with self._connections.writing() as connection:
            values = {"state": State.FAILED.value, "due_at": now, "reason": reason, "leased_until": None}
            if not await _settle(connection, item, _UNSENT, **values):
                return 0
            old = select(alerts.c.id).where(alerts.c.created_at < made_before)
            same = select(outbox.c.destination).where(outbox.c.id == item).scalar_subquery()
            behind = update(outbox).where(
                outbox.c.state == State.PENDING.value, outbox.c.destination == same, outbox.c.alert_id.in_(old)
            )
            gone = await connection.execute(behind.values(**values))
            await tell(connection, notice)
            return 1 + gone.rowcount

    async def retry(self, item: int) -> bool:
        """Make an item that failed, or waits, due at once; return whether there was something to try."""
        async with self._connections.writing() as connection:
            again = update(outbox).where(
                outbox.c.id == item, outbox.c.state.in_([State.FAILED.value, State.PENDING.value])
            )
            found = await connection.execute(again.values(state=State.PENDING.value, due_at=None, attempts=0))
            return found.rowcount > 0

    async def pause_of(self, destination: str) -> str | None:
        """Return why nothing arrives at a destination; `None` where it is not paused."""
        async with self._connections.reading() as connection:
            its = select(pauses.c.reason).where(pauses.c.destination == destination)
            reason: str | None = (await connection.execute(its)).scalar()
            return reason

    async def pauses(self) -> tuple[Pause, ...]:
        """Return what is paused, the longest first."""
        async with self._connections.reading() as connection:
            rows = await connection.execute(select(pauses).order_by(pauses.c.since, pauses.c.destination))
            return tuple(Pause(destination=row.destination, since=row.since, reason=row.reason) for row in rows)

    async def figures(self) -> Figures:
        """Count the items by what became of them."""
        async with self._connections.reading() as connection:
            by_state = select(outbox.c.state, func.count()).group_by(outbox.c.state)
            number = {row[0]: int(row[1]) for row in await connection.execute(by_state)}
            again = select(func.count()).select_from(outbox).where(outbox.c.attempts > 1)
            reasons = (
                select(func.coalesce(outbox.c.reason, ""), func.count())
                .where(outbox.c.state == State.FAILED.value)
                .group_by(outbox.c.reason)
                .order_by(func.count().desc(), outbox.c.reason)
            )
            oldest = (
                select(func.min(alerts.c.created_at))
                .join(outbox, alerts.c.id == outbox.c.alert_id)
                .where(outbox.c.state.in_(_UNSENT))
            )
            return Figures(
                waiting=number.get(State.PENDING.value, 0),
                sending=number.get(State.LEASED.value, 0),
                sent=number.get(State.SENT.value, 0),
                retried=(await connection.execute(again)).scalar_one(),
                failed={row[0]: int(row[1]) for row in await connection.execute(reasons)},
                oldest=(await connection.execute(oldest)).scalar(),
            )

    async def undelivered(
        self, *, limit: int = 100, states: Collection[State] = (State.PENDING, State.LEASED, State.FAILED)
    ) -> tuple[Undelivered, ...]:
        """Return what has not arrived, failed items too, oldest first."""
        waiting = (
            select(outbox, alerts.c.data)
            .join(alerts, alerts.c.id == outbox.c.alert_id)
            .where(outbox.c.state.in_([state.value for state in states]))
            .order_by(outbox.c.id)
            .limit(max(limit, 0))
        )
        async with self._connections.reading() as connection:
            rows = (await connection.execute(waiting)).mappings().all()
        return tuple(
            Undelivered(item=_item(row), state=State(row["state"]), due_at=row["due_at"], reason=row["reason"])
            for row in rows
        )


async def _in_its_thread(connection: AsyncConnection, item: OutboxItem) -> OutboxItem:
    """Return the item with the message that its destination has on its dispute, where there is one."""
    if item.alert.kind not in _OF_DISPUTES:
        return item
    # The column, not the alert: a dispute that was merged into another goes on under that one's name.
    dispute = select(alerts.c.dispute).where(alerts.c.id == item.alert.id).scalar_subquery()
    told = (
        select(outbox.c.thread, outbox.c.id, alerts.c.data)
        .join(alerts, alerts.c.id == outbox.c.alert_id)
        .where(alerts.c.dispute == dispute, outbox.c.destination == item.destination)
        .where(outbox.c.state == State.SENT.value, outbox.c.thread.is_not(None))
        .order_by(outbox.c.id)
    )
    rows = (await connection.execute(told)).all()
    if not rows:
        return item
    reference = rows[-1].thread
    opening = alert_from_object(loads(next(row.data for row in rows if row.thread == reference)))
    since = (
        select(alerts.c.data)
        .where(alerts.c.dispute == dispute, alerts.c.kind == AlertKind.UPDATE.value)
        .where(alerts.c.created_at <= item.alert.created_at, alerts.c.created_at >= opening.created_at)
        .where(alerts.c.id != opening.id)
        .order_by(alerts.c.created_at, text("alerts.rowid"))
    )
    updates = tuple(alert_from_object(loads(data)) for data in (await connection.execute(since)).scalars())
    return replace(item, thread=Thread(reference=reference, opening=opening, updates=updates))


async def _postpone(
    connection: AsyncConnection, item: int, *, due_at: datetime, reason: str, asked: bool, reference: str | None
) -> None:
    values = {"state": State.PENDING.value, "due_at": due_at, "reason": reason, "leased_until": None, "asked": asked}
    await _settle(connection, item, _UNSENT, **values, **_told(reference))


async def _settle(connection: AsyncConnection, item: int, states: tuple[str, ...], **values: object) -> bool:
    """Change an item that is in one of the states; NotFoundError where there is no such item at all."""
    known = (await connection.execute(select(outbox.c.state).where(outbox.c.id == item))).scalar()
    if known is None:
        raise NotFoundError(kind="outbox item", wanted=str(item))
    if known in states:
        await connection.execute(update(outbox).where(outbox.c.id == item).values(**values))
    return known in states


async def tell(connection: AsyncConnection, notice: Notice | None) -> None:
    """Queue a notice, where there is one that was not told before."""
    if notice is None:
        return
    new = sqlite_insert(alerts).values(alert_row(notice.alert)).on_conflict_do_nothing()
    if (await connection.execute(new)).rowcount:
        await connection.execute(insert(outbox).values(new_item(notice.alert, notice.destination)))


def _told(reference: str | None) -> dict[str, str]:
    """Return what is kept of a reference: what arrived before stays known."""
    return {} if reference is None else {"reference": reference}


def _of_platform(platform: str) -> ColumnElement[bool]:
    return outbox.c.destination.startswith(f"{platform}:", autoescape=True)


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
        reference=row["reference"],
        manner=Manner(row["manner"]),
    )
