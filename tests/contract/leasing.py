"""An outbox with alerts in it, and what is leased of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.alert import AlertKind
from bot.model.outbox import Notice, OutboxItem
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert

MINUTE = timedelta(minutes=1)


async def put(store: SqlStore, *claims: str, to: tuple[str, ...] = ("console",)) -> None:
    """Put an alert for each claim into the outbox."""
    async with store.unit_of_work() as unit:
        await unit.add_alerts([make_alert(claim) for claim in claims], destinations=to)


async def lease(store: SqlStore, now: datetime = DAY, *, limit: int = 10) -> list[OutboxItem]:
    """Lease for a minute."""
    return list(await store.outbox.lease(now=now, until=now + MINUTE, limit=limit))


def names(items: list[OutboxItem]) -> list[tuple[str, str]]:
    """Return each item's destination and its alert's first claim."""
    return [(item.destination, item.alert.claims[0]) for item in items]


def notice(number: int = 1) -> Notice:
    """Return something that the operators are told."""
    told = make_alert(f"notice {number}", kind=AlertKind.NOTICE, title=f"notice {number}")
    return Notice(alert=told, destination="slack:C0OPS")
