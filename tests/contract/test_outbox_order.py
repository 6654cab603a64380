"""Whatever happens, everything arrives, and in order."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.database import SqlStore, open_store
from tests.builders import DAY
from tests.contract.leasing import MINUTE, put


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
