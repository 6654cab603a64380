"""Which message on a dispute an alert belongs under."""

from __future__ import annotations

from datetime import timedelta

from bot.model.alert import Alert, AlertKind
from bot.model.outbox import Manner, OutboxItem, Thread
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert
from tests.contract.leasing import lease


def told(kind: AlertKind, hour: int, *, dispute: str = "d-1") -> Alert:
    """Return an alert about a dispute, made at an hour of the day."""
    at = DAY + timedelta(hours=hour)
    return make_alert(f"c-{hour}", kind=kind, dispute=dispute, title=f"{kind} {hour}", created_at=at)


async def send(store: SqlStore, alert: Alert, *, to: str = "discord:1", reference: str, thread: str) -> OutboxItem:
    """Deliver an alert; return the item as it was leased."""
    async with store.unit_of_work() as unit:
        await unit.add_alerts([alert], destinations=[to])
    [item] = await lease(store)
    await store.outbox.sent(item.id, now=DAY, reference=reference, thread=thread)
    return item


async def test_an_update_belongs_under_the_message_on_its_dispute(store: SqlStore) -> None:
    """It brings the alert that the message began with, and what followed up to itself."""
    opening, first, second = told(AlertKind.CONFLICT, 1), told(AlertKind.UPDATE, 2), told(AlertKind.UPDATE, 3)
    one = await send(store, opening, reference="m-1", thread="m-1")
    two = await send(store, first, reference="m-2", thread="m-1")
    three = await send(store, second, reference="m-3", thread="m-1")

    assert one.thread is None
    assert two.thread == Thread(reference="m-1", opening=opening, updates=(first,))
    assert three.thread == Thread(reference="m-1", opening=opening, updates=(first, second))


async def test_other_disputes_and_other_channels_have_messages_of_their_own(store: SqlStore) -> None:
    """Nothing is told under somebody else's."""
    await send(store, told(AlertKind.CONFLICT, 1), reference="m-1", thread="m-1")
    other = await send(store, told(AlertKind.UPDATE, 2, dispute="d-2"), reference="m-2", thread="m-2")
    elsewhere = await send(store, told(AlertKind.UPDATE, 3), to="slack:2", reference="m-3", thread="m-3")
    summary = await send(store, make_alert("s"), reference="m-4", thread="m-4")

    assert [one.thread for one in (other, elsewhere, summary)] == [None, None, None]


async def test_a_message_that_was_deleted_has_a_successor(store: SqlStore) -> None:
    """What was posted in its place is what later news belongs under."""
    await send(store, told(AlertKind.CONFLICT, 1), reference="m-1", thread="m-1")
    second = told(AlertKind.UPDATE, 2)
    await send(store, second, reference="m-2", thread="m-2")
    third = told(AlertKind.UPDATE, 3)
    item = await send(store, third, reference="m-3", thread="m-2")

    assert item.thread == Thread(reference="m-2", opening=second, updates=(third,))


async def test_what_did_not_arrive_has_no_thread(store: SqlStore) -> None:
    """A conflict that failed is no message to say something under."""
    async with store.unit_of_work() as unit:
        await unit.add_alerts([told(AlertKind.CONFLICT, 1)], destinations=["discord:1"])
    [item] = await lease(store)
    await store.outbox.failed(item.id, now=DAY, reason="refused")

    assert (await send(store, told(AlertKind.UPDATE, 2), reference="m-2", thread="m-2")).thread is None


async def test_a_manner_stays_with_its_item(store: SqlStore) -> None:
    """Each destination has its own."""
    manners = {"discord:1": Manner.EDIT, "discord:2": Manner.CHANNEL}
    async with store.unit_of_work() as unit:
        await unit.add_alerts([told(AlertKind.UPDATE, 1)], destinations=manners)

    assert {item.destination: item.manner for item in await lease(store)} == manners
