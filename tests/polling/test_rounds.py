"""Rounds: what is due is asked a few at a time, and no feed delays another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.model.article import RawArticle
from bot.model.errors import FetchError
from bot.polling import AT_ONCE, AT_ONE_HOST
from bot.sources.feeds import FeedAnswer, FeedState, poll
from tests.polling.world import EVERY, FEED, NOW, World, down, item
from tests.servers.feed import HERE, Reply, rss


async def test_only_what_is_due_is_asked(world: World) -> None:
    """A feed has its own times."""
    world.tell(path="/a.xml")
    world.site.tell("/b.xml", Reply(body=rss(), headers={"Retry-After": "7200"}))
    await world.follow("/a.xml", "/b.xml")
    await world.poll()
    await world.poll()
    assert [len(world.site.asked_for(path)) for path in ("/a.xml", "/b.xml")] == [2, 1]
    await world.poll(after=timedelta(seconds=1))
    assert len(world.site.asked_for("/a.xml")) == 2


async def test_one_failing_feed_delays_no_other(world: World) -> None:
    """Whatever goes wrong with it: the others are read, and the failing one is noted."""
    world.site.tell("/a.xml", down(500))
    world.site.tell("/b.xml", Reply(body="<html><title>No feed</title></html>", kind="text/html"))
    world.tell(item(1), path="/c.xml")
    await world.store.feeds.follow(
        [*(world.site.url(path) for path in ("/a.xml", "/b.xml", "/c.xml")), "http://127.0.0.1:9/refused"], now=NOW
    )
    assert await world.poll() == [("Report 1", False)]
    assert sorted(one.failures for one in await world.store.feeds.all()) == [0, 1, 1, 1]


async def test_a_feed_that_hangs_leaves_turns_for_the_others(world: World) -> None:
    """While one is waited for, all others are read; no more than a few are asked at a time."""
    paths = [f"/{number}.xml" for number in range(AT_ONCE + 3)]
    for number, path in enumerate(paths):
        world.tell(item(number), path=path)
    await world.follow(*paths)
    slow, go_on, others, running, most = world.site.url(paths[0]), asyncio.Event(), asyncio.Event(), 0, 0

    async def ask(state: FeedState) -> FeedAnswer:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            if state.url == slow:
                await go_on.wait()
            return await poll(state, now=NOW, allow_networks=HERE)
        finally:
            running -= 1

    async def read(raw: RawArticle, *, source: str, announce: bool) -> None:
        await world._read(raw, source=source, announce=announce)
        if len(world.read) == len(paths) - 1:
            others.set()

    poller = world.poller_with(ask=ask, read=read)
    polling = asyncio.create_task(poller.poll_due())
    await others.wait()
    assert not polling.done()
    go_on.set()
    await polling
    assert len(world.read) == len(paths)
    assert most <= AT_ONCE


async def test_a_host_that_hangs_leaves_turns_for_the_others(world: World) -> None:
    """Though it has more feeds than are asked at a time, and all of them were due before; a feed due meanwhile, too."""
    for number in range(AT_ONCE + 3):
        await world.store.feeds.add(f"https://slow.example/{number}", now=NOW - EVERY)
    for number, path in enumerate(("/a.xml", "/b.xml")):
        world.tell(item(number), path=path)
    await world.store.feeds.add(world.site.url("/a.xml"), now=NOW)
    go_on, came, asked = asyncio.Event(), [asyncio.Event(), asyncio.Event()], 0

    async def ask(state: FeedState) -> FeedAnswer:
        nonlocal asked
        if "slow" in state.url:
            asked += 1
            await go_on.wait()
            raise FetchError(origin=state.url, reason="did not answer")
        return await poll(state, now=NOW, allow_networks=HERE)

    async def read(raw: RawArticle, *, source: str, announce: bool) -> None:
        await world._read(raw, source=source, announce=announce)
        came[len(world.read) - 1].set()

    poller = replace(world.poller_with(ask=ask, read=read), look=0.01)
    polling = asyncio.create_task(poller.poll_due())
    await came[0].wait()
    await world.store.feeds.add(world.site.url("/b.xml"), now=NOW)
    await came[1].wait()
    assert asked == AT_ONE_HOST
    go_on.set()
    await polling
    assert asked == AT_ONCE + 3


async def test_while_the_queue_is_full_nothing_is_asked(world: World) -> None:
    """What a feed has stays there until there is room."""
    world.tell(item(1))
    await world.follow(FEED)
    full = [True, False]

    async def held() -> bool:
        return full.pop(0)

    poller = replace(world.poller, held=held)
    await poller.poll_due()
    assert world.site.asked == []
    await poller.poll_due()
    assert world.read == [("Report 1", False)]


async def test_a_fault_in_one_feed_delays_no_other(world: World) -> None:
    """What nobody expected is a failure of that feed alone, and is told of it."""
    world.tell(item(1), path="/a.xml")
    await world.follow("/a.xml", "/b.xml")

    async def ask(state: FeedState) -> FeedAnswer:
        if state.url.endswith("/b.xml"):
            raise RuntimeError("a fault of ours")
        return await poll(state, now=world.now, allow_networks=HERE)

    poller = world.poller_with(ask=ask, read=world._read)
    await poller.poll_due()
    assert world.read == [("Report 1", False)]
    record = await world.record("/b.xml")
    assert (record.failures, record.due_at) == (1, NOW + EVERY)
    assert "a fault of ours" in (record.reason or "")


async def test_a_feed_taken_out_meanwhile_stays_out(world: World) -> None:
    """A poll that ends after the settings have changed brings nothing back."""
    world.tell(item(1))
    await world.follow(FEED)

    async def ask(state: FeedState) -> FeedAnswer:
        await world.store.feeds.follow([], now=NOW)
        raise FetchError(origin=state.url, reason="is down")

    poller = world.poller_with(ask=ask, read=world._read)
    await poller.poll_due()
    assert await world.store.feeds.all() == ()


async def test_nothing_due_is_no_work(world: World) -> None:
    """Without feeds nothing is asked."""
    assert await world.poll() == []
    assert world.asked == []
