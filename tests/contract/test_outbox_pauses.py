"""What waits for a person, is tried again, or is given up."""

from __future__ import annotations

from datetime import timedelta

from bot.model.outbox import State
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert
from tests.contract.leasing import MINUTE, lease, names, notice, put


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
