"""What is leased from the outbox, and what is recorded of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.model.errors import NotFoundError
from bot.model.outbox import Figures, State
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert
from tests.contract.leasing import MINUTE, lease, names, put


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
