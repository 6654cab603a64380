from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.alert import Alert, AlertKind
from bot.model.errors import NotFoundError
from bot.model.outbox import Figures, Manner, Notice, OutboxItem, State, Thread
from bot.store.database import SqlStore, open_store
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


async def test_the_oldest_of_each_destination_is_leased(store: SqlStore) -> None:
    """What was put first goes first, and a destination never has two at a time."""
    await put(store, "a", to=("one",))
    await put(store, "b", to=("two", "one"))
    await put(store, "c", to=("two",))

    assert names(await lease(store)) == [("one", "a"), ("two", "b")]
    assert await lease(store) == []


async def test_an_item_carries_the_alert_whole(store: SqlStore) -> None:
    """The sender needs nothing but the item."""
    await put(store, "a")

    [item] = await lease(store)

    assert item.alert == make_alert("a")
    assert item.attempts == 0


async def test_an_alert_is_due_whatever_its_date(store: SqlStore) -> None:
    """An article dated in the future does not hold its alert back."""
    async with store.unit_of_work() as unit:
        await unit.add_alerts([make_alert(created_at=DAY + timedelta(days=900))], destinations=["console"])

    assert len(await lease(store)) == 1


async def test_the_limit_holds(store: SqlStore) -> None:
    """No more is leased than the caller can send."""
    await put(store, "a", to=("one", "two", "three"))

    assert names(await lease(store, limit=2)) == [("one", "a"), ("two", "a")]
    assert names(await lease(store, limit=2)) == [("three", "a")]
    assert await lease(store, limit=0) == []


async def test_a_sent_item_never_comes_again(store: SqlStore) -> None:
    """Sent, an item frees the next, and no later word about it changes that."""
    await put(store, "a", "b")
    [item] = await lease(store)
    await store.outbox.sent(item.id, now=DAY, reference="m-1")
    await store.outbox.postponed(item.id, due_at=DAY, reason="late")
    await store.outbox.failed(item.id, now=DAY, reason="late")
    await store.outbox.sent(item.id, now=DAY, reference="m-2")

    assert names(await lease(store, DAY + timedelta(days=1))) == [("console", "b")]
    assert [one.item.alert.claims for one in await store.outbox.undelivered()] == [("b",)]


@pytest.mark.parametrize(
    ("after", "again"),
    [
        pytest.param(timedelta(seconds=59), False, id="before"),
        pytest.param(MINUTE, True, id="at-its-end"),
        pytest.param(timedelta(days=1), True, id="long-after"),
    ],
)
async def test_a_lease_that_runs_out_is_leased_again(store: SqlStore, after: timedelta, *, again: bool) -> None:
    """Whoever held it may have died; the item comes again, before any later one, and counts the attempt."""
    await put(store, "a", "b")
    [first] = await lease(store)

    second = await lease(store, DAY + after)

    assert names(second) == ([("console", "a")] if again else [])
    assert [item.attempts for item in second] == ([1] if again else [])
    assert first.attempts == 0


async def test_a_lease_can_be_lengthened(store: SqlStore) -> None:
    """A send that waits keeps its lease; one that has ended has none to keep."""
    await put(store, "a")
    [item] = await lease(store)

    assert await store.outbox.renew([item.id], until=DAY + 5 * MINUTE)
    assert await lease(store, DAY + 4 * MINUTE) == []
    await store.outbox.sent(item.id, now=DAY, reference=None)
    assert not await store.outbox.renew([item.id], until=DAY + 9 * MINUTE)


async def test_a_postponed_item_waits_and_its_destination_with_it(store: SqlStore) -> None:
    """Order is kept: nothing overtakes an item that is to be tried again, and no other destination waits."""
    await put(store, "a", "b", to=("one", "two"))
    one, two = await lease(store)
    await store.outbox.postponed(one.id, due_at=DAY + 10 * MINUTE, reason="rate limited")
    await store.outbox.sent(two.id, now=DAY, reference=None)

    assert names(await lease(store, DAY + 9 * MINUTE)) == [("two", "b")]
    again, *_ = await lease(store, DAY + 10 * MINUTE)
    assert names([again]) == [("one", "a")]
    assert again.attempts == 1


async def test_a_failed_item_stays_with_its_reason(store: SqlStore) -> None:
    """A permanent failure frees the next, and can be asked about."""
    await put(store, "a", "b")
    [item] = await lease(store)
    await store.outbox.failed(item.id, now=DAY, reason="the channel is gone")

    assert names(await lease(store)) == [("console", "b")]
    failed, leased = await store.outbox.undelivered()
    assert (failed.state, failed.reason, failed.item.id) == (State.FAILED, "the channel is gone", item.id)
    assert leased.state is State.LEASED


async def test_a_failure_that_arrived_after_all_is_sent(store: SqlStore) -> None:
    """Word of success after an expired lease was given up is the truth."""
    await put(store, "a")
    [item] = await lease(store)
    await store.outbox.failed(item.id, now=DAY, reason="no answer")
    await store.outbox.sent(item.id, now=DAY, reference="m-1")

    assert await store.outbox.undelivered() == ()


async def test_a_postponed_item_says_why(store: SqlStore) -> None:
    """An alert that has not arrived has a reason, and a time."""
    await put(store, "a")
    [item] = await lease(store)
    await store.outbox.postponed(item.id, due_at=DAY + MINUTE, reason="rate limited")

    [waiting] = await store.outbox.undelivered()

    assert (waiting.state, waiting.reason, waiting.due_at) == (State.PENDING, "rate limited", DAY + MINUTE)


async def test_word_of_an_unknown_item_is_an_error(store: SqlStore) -> None:
    """An item that never was cannot have been sent."""
    with pytest.raises(NotFoundError, match="outbox item"):
        await store.outbox.sent(99, now=DAY, reference=None)


async def test_two_workers_never_hold_one_item(store: SqlStore) -> None:
    """Leasing at the same time, workers share the items out."""
    await put(store, "a", to=tuple(f"channel {number}" for number in range(20)))

    leased = await asyncio.gather(*(lease(store, limit=3) for _ in range(10)))

    ids = [item.id for items in leased for item in items]
    assert len(ids) == 20
    assert len(set(ids)) == 20


async def test_a_destination_of_a_full_platform_is_passed_over(store: SqlStore) -> None:
    """By its first part, whole: "disc" is not "discord"."""
    await put(store, "a", to=("discord:1", "slack:2", "console", "discordant:3"))

    leased = await store.outbox.lease(now=DAY, until=DAY + MINUTE, limit=9, without=["discord", "console", "sl"])

    assert {item.destination for item in leased} == {"slack:2", "discordant:3"}


async def test_what_arrived_of_an_item_is_known_at_the_next_attempt(store: SqlStore) -> None:
    """An alert of several messages goes on where it stopped; a failure without word of it forgets nothing."""
    await put(store, "a")
    [item] = await lease(store)
    await store.outbox.postponed(item.id, due_at=DAY, reason="reset", reference="m-1,m-2")
    [again] = await lease(store)
    await store.outbox.postponed(item.id, due_at=DAY, reason="reset")
    [third] = await lease(store)

    assert [one.reference for one in (item, again, third)] == [None, "m-1,m-2", "m-1,m-2"]


def notice(number: int = 1) -> Notice:
    """Return something that the operators are told."""
    told = make_alert(f"notice {number}", kind=AlertKind.NOTICE, title=f"notice {number}")
    return Notice(alert=told, destination="slack:C0OPS")


async def test_a_pause_is_told_once_and_ends_with_the_first_arrival(store: SqlStore) -> None:
    """The destination's alerts wait behind the first; tried in vain again, nobody is told again."""
    await put(store, "a", "b", to=("discord:1",))
    for hour in (0, 1):
        [item] = await lease(store, DAY + hour * 60 * MINUTE, limit=1)
        due_at = DAY + (hour + 1) * 60 * MINUTE
        reason = f"closed {hour}"
        await store.outbox.paused(item.id, what="discord:1", now=DAY, due_at=due_at, reason=reason, notice=notice(hour))
    [pause] = await store.outbox.pauses()
    assert (pause.destination, pause.since, pause.reason) == ("discord:1", DAY, "closed 1")
    assert names(await lease(store, DAY + 61 * MINUTE)) == [("slack:C0OPS", "notice 0")]

    [item] = await lease(store, DAY + 120 * MINUTE, limit=1)
    await store.outbox.sent(item.id, now=DAY, reference="m-1")
    assert await store.outbox.pauses() == ()
    assert ("discord:1", "b") in names(await lease(store, DAY + 120 * MINUTE))


async def test_a_platforms_pause_ends_with_any_arrival_on_it(store: SqlStore) -> None:
    """A token that is mended works in every channel."""
    await put(store, "a", to=("discord:1", "discord:2"))
    one, two = await lease(store)
    await store.outbox.paused(one.id, what="discord", now=DAY, due_at=DAY + MINUTE, reason="token")
    await store.outbox.sent(two.id, now=DAY, reference="m-1")

    assert await store.outbox.pauses() == ()


async def test_a_platform_that_works_again_gets_all_that_waited(store: SqlStore) -> None:
    """A mended token serves every channel; other platforms, and what was asked to wait, keep their waits."""
    await put(store, "a", to=("discord:1", "discord:2", "discord:3", "slack:1"))
    one, two, three, other = await lease(store)
    later = DAY + timedelta(hours=1)
    for item in (one, two):
        await store.outbox.paused(item.id, what="discord", now=DAY, due_at=later, reason="token")
    await store.outbox.postponed(three.id, due_at=later, reason="asked", asked=True)
    await store.outbox.postponed(other.id, due_at=later, reason="network")

    await store.outbox.sent(one.id, now=DAY, reference=None)

    assert names(await lease(store)) == [("discord:2", "a")]


async def test_the_figures_count_what_became_of_each(store: SqlStore) -> None:
    """What waits, is being sent, was sent, was tried again, and failed for which reason."""
    assert await store.outbox.figures() == Figures(waiting=0, sending=0, sent=0, retried=0, failed={}, oldest=None)
    await put(store, "a", to=("1", "2", "3", "4"))
    await put(store, "b", to=("1",))
    one, two, three, four = await lease(store)
    await store.outbox.sent(one.id, now=DAY, reference=None)
    await store.outbox.failed(two.id, now=DAY, reason="refused")
    await store.outbox.failed(three.id, now=DAY, reason="refused")
    await store.outbox.postponed(four.id, due_at=DAY, reason="network")
    await store.outbox.lease(now=DAY, until=DAY + MINUTE, limit=10, without=["1"])

    figures = await store.outbox.figures()

    assert (figures.waiting, figures.sending, figures.sent, figures.retried) == (1, 1, 1, 1)
    assert figures.failed == {"refused": 2}
    assert figures.oldest == make_alert("b").created_at


async def test_a_paused_destination_can_be_tried_at_once(store: SqlStore) -> None:
    """Somebody put the bot back; one that is not paused is left as it is."""
    await put(store, "a", to=("discord:1", "discord:2"))
    one, two = await lease(store)
    later = DAY + 60 * MINUTE
    await store.outbox.paused(one.id, what="discord:1", now=DAY, due_at=later, reason="closed")
    await store.outbox.postponed(two.id, due_at=later, reason="slow down", asked=True)

    assert [await store.outbox.resume(f"discord:{number}") for number in (1, 2)] == [True, False]
    assert names(await lease(store)) == [("discord:1", "a")]


async def test_a_new_start_makes_due_what_nobody_asked_to_wait_with(store: SqlStore) -> None:
    """What a dead process held, and what waited for a person; a platform that asked for time gets it."""
    await put(store, "a", to=("dead", "mended", "slowed"))
    _, mended, slowed = await lease(store)
    later = DAY + 60 * MINUTE
    await store.outbox.paused(mended.id, what="mended", now=DAY, due_at=later, reason="token")
    await store.outbox.postponed(slowed.id, due_at=later, reason="slow down", asked=True)

    await store.outbox.restarted()

    assert names(await lease(store)) == [("dead", "a"), ("mended", "a")]
    assert names(await lease(store, later, limit=9)) == [("dead", "a"), ("mended", "a"), ("slowed", "a")]


async def test_what_is_old_is_given_up_with_what_is_as_old_behind_it(store: SqlStore) -> None:
    """Rows stay with their reason; younger ones, and those of others, are tried; it is told once."""
    old, young = DAY, DAY + timedelta(days=5)
    made = [("a", old), ("b", old), ("c", young)]
    async with store.unit_of_work() as unit:
        alerts = [make_alert(name, created_at=at) for name, at in made]
        await unit.add_alerts(alerts, destinations=["one", "two"])
    one, _ = await lease(store)
    before = DAY + timedelta(days=1)

    gone = await store.outbox.given_up(one.id, made_before=before, now=young, reason="too old", notice=notice())
    again = await store.outbox.given_up(one.id, made_before=before, now=young, reason="too old", notice=notice())

    assert (gone, again) == (2, 0)
    failed = [one for one in await store.outbox.undelivered() if one.state is State.FAILED]
    assert [(one.item.alert.claims, one.reason) for one in failed] == [(("a",), "too old"), (("b",), "too old")]
    assert names(await lease(store, young)) == [("two", "a"), ("one", "c"), ("slack:C0OPS", "notice 1")]


async def test_a_failure_is_told_once(store: SqlStore) -> None:
    """The same notice for another item is known already."""
    await put(store, "a", "b", to=("discord:1",))
    for _ in range(2):
        item = next(one for one in await lease(store) if one.destination == "discord:1")
        await store.outbox.failed(item.id, now=DAY, reason="refused", notice=notice())

    waiting = [one.item.destination for one in await store.outbox.undelivered() if one.state is not State.FAILED]
    assert waiting == ["slack:C0OPS"]


async def test_what_failed_can_be_tried_again(store: SqlStore) -> None:
    """Somebody has mended what was wrong with it; what has arrived stays so."""
    await put(store, "a", "b")
    [item] = await lease(store)
    await store.outbox.failed(item.id, now=DAY, reason="refused")

    assert await store.outbox.retry(item.id)
    [again] = await lease(store)
    assert (again.id, again.attempts) == (item.id, 0)
    await store.outbox.sent(item.id, now=DAY, reference=None)
    assert not await store.outbox.retry(item.id)


# --- Threads ---------------------------------------------------------------------------------------------------------


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


# --- The law ---------------------------------------------------------------------------------------------------------


@dataclass
class World:
    """A worker that does what it is told, and remembers what arrived where."""

    now: datetime = DAY
    put: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    arrived: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from([("one",), ("two",), ("one", "two")])),
        st.tuples(
            st.just("send"), st.sampled_from(["sent", "postponed", "asked", "paused", "dies before", "dies after"])
        ),
        st.tuples(st.just("start"), st.none()),
        st.tuples(st.just("wait"), st.integers(1, 180)),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_everything_arrives_in_order_whatever_happens(steps: list[tuple[str, object]]) -> None:
    """Over any run of sends, failures, pauses, deaths and starts, each destination gets all of its alerts, in order.

    What is sent twice is only what a sender died over.
    """
    asyncio.run(_run(steps))


async def _run(steps: list[tuple[str, object]]) -> None:
    world = World()
    async with open_store(":memory:") as store:
        for step, what in steps:
            if step == "wait":
                world.now += timedelta(seconds=int(str(what)))
            elif step == "start":
                await store.outbox.restarted()
            elif step == "put" and isinstance(what, tuple):
                world.count += 1
                await put(store, str(world.count), to=what)
                for destination in what:
                    world.put[destination].append(str(world.count))
            else:
                await _send(store, world, str(what))
        while await store.outbox.undelivered():
            world.now += timedelta(minutes=5)
            await _send(store, world, "sent")
        # Whatever was paused is open again, now that something has arrived there.
        assert all(world.arrived[pause.destination] == [] for pause in await store.outbox.pauses())

    for destination, wanted in world.put.items():
        had = world.arrived[destination]
        assert list(dict.fromkeys(had)) == wanted
        assert had == sorted(had, key=int)


async def _send(store: SqlStore, world: World, ending: str) -> None:
    items = await store.outbox.lease(now=world.now, until=world.now + MINUTE, limit=10)
    assert len({item.destination for item in items}) == len(items)
    for item in items:
        if ending in {"sent", "dies after"}:
            world.arrived[item.destination].append(item.alert.claims[0])
        if ending == "sent":
            await store.outbox.sent(item.id, now=world.now, reference=None)
        elif ending in {"postponed", "asked"}:
            due_at = world.now + 2 * MINUTE
            await store.outbox.postponed(item.id, due_at=due_at, reason="busy", asked=ending == "asked")
        elif ending == "paused":
            due_at = world.now + 4 * MINUTE
            await store.outbox.paused(item.id, what=item.destination, now=world.now, due_at=due_at, reason="closed")
