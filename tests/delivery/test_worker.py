"""The delivery worker over an outbox in memory."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.worker import Pace
from bot.model.outcome import Done, Outcome, Permanent, Temporary, Trouble
from tests.builders import make_item
from tests.delivery.world import NOW, Script, make_worker


async def test_everything_due_is_sent_in_order() -> None:
    """One destination gets its alerts in the order of the outbox, and each is recorded after it was sent."""
    script = Script()
    worker, queue = make_worker([make_item(1), make_item(2), make_item(3)], console=script)
    assert await worker.deliver_due() == 3
    assert script.sent == ["alert 1", "alert 2", "alert 3"]
    assert queue.told == [("sent", 1), ("sent", 2), ("sent", 3)]


async def test_a_temporary_failure_is_due_again_after_its_delay() -> None:
    """The platform's own delay counts, and the next of the same destination waits behind it."""
    delay = timedelta(seconds=17)
    script = Script(answers={"alert 1": Temporary(delay=delay, reason="slow down")})
    worker, queue = make_worker([make_item(1), make_item(2)], console=script)
    assert await worker.deliver_due() == 0
    assert queue.due == {1: NOW + delay}
    assert queue.reasons == {1: "slow down"}
    assert script.sent == ["alert 1"]


async def test_a_permanent_failure_frees_the_next() -> None:
    """What can never be sent is recorded with its reason, and the next goes out."""
    script = Script(answers={"alert 1": Permanent(reason="no such channel")})
    worker, queue = make_worker([make_item(1), make_item(2)], console=script)
    assert await worker.deliver_due() == 1
    assert queue.told == [("failed", 1), ("sent", 2)]
    assert queue.reasons == {1: "no such channel"}


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [pytest.param(0, 5, id="first"), pytest.param(1, 10, id="second"), pytest.param(60, 600, id="capped")],
)
async def test_an_exception_is_tried_again_later_each_time(attempts: int, seconds: int) -> None:
    """Whatever a client library raises is temporary, with a wait that doubles up to ten minutes."""
    script = Script(answers={"alert 1": ConnectionError("reset")})
    worker, queue = make_worker([make_item(1, attempts=attempts)], console=script)
    assert await worker.deliver_due() == 0
    assert queue.due == {1: NOW + timedelta(seconds=seconds)}
    assert queue.reasons == {1: "ConnectionError: reset"}


async def test_a_destination_without_a_messenger_keeps_its_alert() -> None:
    """An alert for a platform that is not set up now waits, with the reason."""
    worker, queue = make_worker([make_item(1, destination="discord:42")], console=Script())
    assert await worker.deliver_due() == 0
    assert queue.told == [("asked", 1)]
    assert "discord" in queue.reasons[1]


async def test_the_messenger_is_found_by_the_destinations_first_part() -> None:
    """`discord:42` is sent by the messenger of `discord`."""
    script = Script()
    worker, _ = make_worker([make_item(1, destination="discord:42")], discord=script)
    assert await worker.deliver_due() == 1


async def test_a_slow_destination_delays_no_other() -> None:
    """While one send waits, another destination gets all of its alerts."""
    gate = asyncio.Event()
    script = Script(wait_for={"slow": gate})
    items = [
        make_item(1, title="slow", destination="console:1"),
        make_item(2, title="quick 1", destination="console:2"),
        make_item(3, title="quick 2", destination="console:2"),
    ]
    worker, _ = make_worker(items, console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    for _ in range(20):
        await asyncio.sleep(0)
    assert script.sent == ["quick 1", "quick 2"]
    gate.set()
    assert await delivering == 3


async def test_a_lease_is_renewed_while_its_send_waits() -> None:
    """A client that sleeps inside a send keeps its item, which is sent once."""
    gate = asyncio.Event()
    script = Script(wait_for={"alert 1": gate})
    pace = Pace(lease=timedelta(milliseconds=30))
    worker, queue = make_worker([make_item(1)], pace=pace, console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    await asyncio.wait_for(queue.lease_renewed.wait(), timeout=5)
    gate.set()
    assert await delivering == 1
    assert queue.renewed[0] == (1, NOW + pace.lease)
    assert queue.told == [("sent", 1)]


async def test_a_send_that_never_ends_is_tried_again() -> None:
    """A send is given up when it has taken too long."""
    script = Script(wait_for={"alert 1": asyncio.Event()})
    worker, queue = make_worker([make_item(1)], pace=Pace(send=timedelta(milliseconds=5)), console=script)
    assert await worker.deliver_due() == 0
    assert queue.told == [("postponed", 1)]
    assert "too long" in queue.reasons[1]


async def test_a_woken_worker_looks_at_once_and_a_stopped_one_ends() -> None:
    """`run` sends what came in after a `wake`, long before it would have looked by itself."""
    script = Script()
    worker, queue = make_worker([], pace=Pace(poll=timedelta(hours=1)), console=script)
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    queue.items.append(make_item(1))
    worker.wake()
    await asyncio.wait_for(queue.emptied.wait(), timeout=5)
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert script.sent == ["alert 1"]


async def test_a_worker_looks_by_itself_too() -> None:
    """What comes in without a `wake` is sent when the pause is over."""
    script = Script()
    worker, queue = make_worker([], pace=Pace(poll=timedelta(milliseconds=5)), console=script)
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    queue.items.append(make_item(1))
    await asyncio.wait_for(queue.emptied.wait(), timeout=5)
    worker.stop()
    await running


async def test_waits_differ_by_chance() -> None:
    """What fails together does not come back together: a wait is up to half of it less."""
    worker, queue = make_worker([make_item(1, attempts=3)], chance=0.0, console=Script(answers={"alert 1": OSError()}))
    await worker.deliver_due()
    assert queue.due == {1: NOW + timedelta(seconds=20)}


async def test_what_the_platform_asks_for_is_kept_to_the_second() -> None:
    """Chance has no part in it, and the outbox knows who asked."""
    script = Script(answers={"alert 1": Temporary(delay=timedelta(seconds=600), reason="slow down")})
    worker, queue = make_worker([make_item(1, attempts=9)], chance=0.0, console=script)
    await worker.deliver_due()
    assert (queue.told, queue.due) == ([("asked", 1)], {1: NOW + timedelta(seconds=600)})


async def test_a_closed_channel_is_paused_and_tried_now_and_then() -> None:
    """Its alert waits with the reason, behind it the next ones; the operators are told."""
    closed = Permanent(trouble=Trouble.DESTINATION, reason="the bot may not write there")
    items = [make_item(1, destination="discord:42"), make_item(2, destination="discord:42")]
    worker, queue = make_worker(items, discord=Script(answers={"alert 1": closed}))
    assert await worker.deliver_due() == 0
    assert (queue.told, queue.pauses) == ([("paused", 1)], ["discord:42"])
    assert queue.due == {1: NOW + timedelta(minutes=5)}
    [notice] = queue.notices
    assert notice is not None
    assert (notice.destination, notice.alert.title) == ("slack:C0OPS", "Alerts to a Discord channel are paused")
    assert "the bot may not write there" in notice.alert.text


async def test_a_refused_token_pauses_the_platform() -> None:
    """It is one thing to mend, whatever number of channels waits for it."""
    refused = Permanent(trouble=Trouble.ACCESS, reason="the token is refused")
    worker, queue = make_worker([make_item(1, destination="discord:42")], discord=Script(answers={"alert 1": refused}))
    await worker.deliver_due()
    assert queue.pauses == ["discord"]
    assert [notice.alert.title for notice in queue.notices if notice] == ["Discord refuses Claimwatch"]


async def test_a_refused_message_is_told_to_the_operators() -> None:
    """Its channel goes on."""
    worker, queue = make_worker(
        [make_item(1, destination="discord:42"), make_item(2, destination="discord:42")],
        discord=Script(answers={"alert 1": Permanent(reason="invalid form", reference="m-1")}),
    )
    assert await worker.deliver_due() == 1
    assert queue.references == {1: "m-1"}
    assert [notice.alert.title for notice in queue.notices if notice] == ["An alert was refused in a Discord channel"]


@pytest.mark.parametrize(
    "outcome",
    [
        Temporary(reason="down"),
        Temporary(delay=timedelta(seconds=9), reason="down"),
        Permanent(trouble=Trouble.DESTINATION, reason="down"),
    ],
    ids=["fault", "asked", "closed"],
)
@pytest.mark.parametrize(
    ("age", "attempts", "given_up"),
    [(timedelta(days=8), 2, True), (timedelta(days=6), 99, False), (timedelta(days=8), 1, False)],
    ids=["old", "not-old", "hardly-tried"],
)
async def test_what_is_not_worth_sending_any_more_is_given_up(
    outcome: Outcome, age: timedelta, attempts: int, *, given_up: bool
) -> None:
    """After seven days of failures, not sooner, and not before it was tried a few times."""
    item = make_item(1, destination="discord:42", attempts=attempts, created_at=NOW - age)
    worker, queue = make_worker([item], discord=Script(answers={"alert 1": outcome}))
    await worker.deliver_due()
    assert (queue.told == [("given up", 1)]) is given_up
    if given_up:
        assert queue.reasons == {1: "not delivered within 7 days: down"}
        assert [notice.alert.title for notice in queue.notices if notice] == [
            "Alerts to a Discord channel were given up"
        ]


async def test_a_full_platform_delays_no_other() -> None:
    """While all of one platform's places are taken by sends that wait, others are asked for."""
    gate = asyncio.Event()
    slow = Script(wait_for={f"alert {number}": gate for number in (1, 2)})
    items = [make_item(number, destination=f"discord:{number}") for number in (1, 2, 3)]
    script = Script()
    worker, queue = make_worker(
        [*items, make_item(4, destination="slack:C1")], pace=Pace(at_once=2), discord=slow, slack=script
    )
    delivering = asyncio.create_task(worker.deliver_due())
    for _ in range(20):
        await asyncio.sleep(0)
    assert script.sent == ["alert 4"]
    assert ("discord",) in queue.passed_over
    gate.set()
    assert await delivering == 4


async def test_a_stopped_worker_gives_up_what_takes_long() -> None:
    """Within its farewell; nothing is recorded of it, so that it is sent after the next start."""
    script = Script(wait_for={"alert 1": asyncio.Event()})
    worker, queue = make_worker([make_item(1)], pace=Pace(farewell=timedelta(milliseconds=5)), console=script)
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(queue.taken.wait(), timeout=5)
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert (script.sent, queue.told) == ([], [])


async def test_a_stopped_worker_finishes_what_is_quick() -> None:
    """What arrives within the farewell is recorded."""
    gate = asyncio.Event()
    worker, queue = make_worker([make_item(1)], console=Script(wait_for={"alert 1": gate}))
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(queue.taken.wait(), timeout=5)
    worker.stop()
    gate.set()
    await asyncio.wait_for(running, timeout=5)
    assert queue.told == [("sent", 1)]


async def test_a_database_that_is_busy_ends_nothing() -> None:
    """The outbox is asked again, and what was sent is recorded once it can be, without being sent again."""
    script = Script()
    worker, queue = make_worker([make_item(1)], pace=Pace(poll=timedelta(milliseconds=1)), console=script)
    queue.breaks = queue.records_break = 2
    running = asyncio.create_task(worker.run())
    await asyncio.wait_for(queue.emptied.wait(), timeout=5)
    worker.stop()
    await running
    assert (script.sent, queue.told) == (["alert 1"], [("sent", 1)])


async def test_what_is_being_sent_is_not_begun_twice() -> None:
    """A lease that ran out while its send goes on brings the item again; it is passed over."""
    gate = asyncio.Event()
    script = Script(wait_for={"alert 1": gate})
    worker, queue = make_worker([make_item(1), make_item(2, destination="console:2")], console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    for _ in range(20):
        queue.leased.discard(1)
        await asyncio.sleep(0)
    gate.set()
    assert await delivering == 2
    assert script.sent == ["alert 2", "alert 1"]


async def test_what_comes_in_while_a_send_waits_is_sent_at_once() -> None:
    """A destination that is slowed down for half a minute delays no other's news."""
    gate = asyncio.Event()
    script = Script(wait_for={"alert 1": gate})
    worker, queue = make_worker([make_item(1)], pace=Pace(poll=timedelta(hours=1)), console=script)
    delivering = asyncio.create_task(worker.deliver_due())
    await asyncio.wait_for(queue.taken.wait(), timeout=5)
    queue.items.append(make_item(2, destination="console:2"))
    worker.wake()
    for _ in range(20):
        await asyncio.sleep(0)
    assert script.sent == ["alert 2"]
    gate.set()
    assert await delivering == 2


async def test_the_thread_of_a_message_is_recorded() -> None:
    """What is said later of the same dispute belongs under it."""
    script = Script(answers={"alert 1": Done(reference="m-2", thread="m-1")})
    worker, queue = make_worker([make_item(1)], console=script)
    await worker.deliver_due()
    assert queue.threads == {1: "m-1"}
