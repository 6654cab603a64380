"""Requests wait for their turn at the host that they go to, redirects among them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from yarl import URL

from bot.model.article import RawArticle
from bot.model.errors import FetchError
from bot.sources.feeds import FeedState, poll
from bot.sources.hosts import Hosts
from bot.sources.transfer import _Line
from bot.sources.web import fetch
from tests.servers.feed import FeedServer, Reply, rss
from tests.sources.test_web import Names

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
HERE = (ip_network("127.0.0.0/8"),)
PAGE = Reply(body="<p>Norland took Ellbruck.</p>", kind="text/html")


class Turns:
    """Gives out one turn a host, and knows which hosts they were wanted at."""

    def __init__(self) -> None:
        self.hosts = Hosts(at_once=1, gap=0, monotonic=lambda: self.now)
        self.now = 0.0
        self.wanted: list[str] = []
        self.waits = asyncio.Event()

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait for a turn."""
        self.wanted.append(str(URL(url).host))
        if "paper" in url:
            self.waits.set()
        async with self.hosts.turn(url):
            yield


@asynccontextmanager
async def sites() -> AsyncIterator[tuple[FeedServer, str, FeedServer, str]]:
    """Yield somebody who counts readers and leads on to a paper, each with its address."""
    async with FeedServer() as counter, FeedServer() as paper:
        there = URL(paper.tell("/1", PAGE)).with_host("paper.example")
        here = URL(counter.tell("/1", Reply(status=302, headers={"Location": str(there)})))
        yield counter, str(here.with_host("counter.example")), paper, str(there)


async def get(url: str, turns: Turns) -> RawArticle:
    """Fetch a page as the program does."""
    names = Names(counter_example=["127.0.0.1"], paper_example=["127.0.0.1"])
    return await fetch(url, now=NOW, allow_networks=HERE, resolver=names, turn=turns.turn)


async def test_a_redirect_waits_for_its_turn_where_it_leads_to() -> None:
    """And has given back the turn at the host that it came from, so that no two wait for each other."""
    turns = Turns()
    async with sites() as (counter, here, paper, there):
        async with turns.hosts.turn(there):
            fetching = asyncio.create_task(get(here, turns))
            await turns.waits.wait()
            async with turns.hosts.turn(here):
                assert (len(counter.asked), len(paper.asked)) == (1, 0)
            assert not fetching.done()
        assert "Norland took Ellbruck." in (await fetching).body
        assert len(paper.asked_for("/1")) == 1
    assert turns.wanted == ["counter.example", "paper.example"]


async def test_waiting_for_a_turn_is_no_fault_of_the_page() -> None:
    """The time that a page has stands still while it waits, and goes on with its turn."""
    seen: list[bool] = []

    @asynccontextmanager
    async def turn(url: str) -> AsyncIterator[None]:
        del url
        seen.append(limit.when() is None)
        yield

    async with asyncio.timeout(3600) as limit:
        until = limit.when()
        async with _Line(limit=limit, turn=turn).turn_at("https://ell.example/1"):
            seen.append(limit.when() is None)
            assert until is not None
            assert (limit.when() or 0) >= until
    assert seen == [True, False]


async def test_a_host_that_wants_rest_is_left_alone_by_those_led_there() -> None:
    """It is the host that asked for rest which has it, and not the one that led there."""
    turns = Turns()
    async with sites() as (counter, here, paper, there):
        paper.tell("/1", Reply(status=429, headers={"Retry-After": "60"}), PAGE)
        for reason in ("too many requests", "left alone"):
            with pytest.raises(FetchError, match=reason):
                await get(here, turns)
        assert (len(counter.asked), len(paper.asked)) == (2, 1)
        turns.now += timedelta(minutes=1).total_seconds()
        assert "Norland took Ellbruck." in (await get(there, turns)).body


async def test_a_feed_that_moved_waits_for_its_turn_there_too() -> None:
    """A feed is asked as a page is."""
    turns = Turns()
    async with sites() as (_, here, paper, _):
        paper.tell("/1", Reply(body=rss()))
        names = Names(counter_example=["127.0.0.1"], paper_example=["127.0.0.1"])
        answer = await poll(FeedState(url=here), now=NOW, allow_networks=HERE, resolver=names, turn=turns.turn)
    assert answer.title == "The Ell Courier"
    assert turns.wanted == ["counter.example", "paper.example"]
