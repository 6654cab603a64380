"""Lists of feeds from their address, and what feeds' pages are asked for by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.desk.parts import ListedFeed
from bot.feeding import feed_worker, fetch_list
from bot.intake import Intake
from bot.model.arrival import ArrivalState
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.errors import FetchError, UnreadableError
from bot.model.side import SideCatalogue
from bot.page_reading import DirectReader
from bot.pipeline import Pipeline
from bot.sources.opml import Outline, write_opml
from bot.store.database import open_store
from config.load import load_settings
from tests.intakes import Heard
from tests.servers.feed import FeedServer, Reply, rss

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
HERE = load_settings(
    None, {"CLAIMWATCH_SOURCES__ALLOW_NETWORKS": "127.0.0.0/8", "CLAIMWATCH_SOURCES__SECONDS_BETWEEN": "0"}
)


async def test_a_list_is_fetched() -> None:
    """Addresses and titles, as the list has them."""
    outlines = [Outline(url="https://ell.example/rss", title="The Ell Courier"), Outline(url="https://hill.example/a")]
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body=write_opml(outlines, title="Mine"), kind="text/x-opml"))
        found = await fetch_list(url, settings=HERE, clock=lambda: NOW)
    assert found == (
        ListedFeed(url="https://ell.example/rss", title="The Ell Courier"),
        ListedFeed(url="https://hill.example/a"),
    )


async def test_what_is_no_list_is_said() -> None:
    """A page at that address is none."""
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body="<html><body>Sign in</body></html>", kind="text/html"))
        with pytest.raises(UnreadableError, match="is no OPML file"):
            await fetch_list(url, settings=HERE, clock=lambda: NOW)


async def test_private_addresses_are_refused() -> None:
    """Whoever may write in the operators' channel sees nothing of the program's own network."""
    settings = load_settings(None, {})
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body="<opml/>"))
        with pytest.raises(FetchError, match="is not fetched"):
            await fetch_list(url, settings=settings, clock=lambda: NOW)


class NoReader:
    """Is never asked: what is accepted here is not read."""

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Say that it was."""
        raise AssertionError(article.id)


@asynccontextmanager
async def reading() -> AsyncIterator[Intake]:
    """Yield an intake over an empty store, which nobody works off."""
    async with open_store(":memory:") as store:
        yield Intake(
            settings=HERE,
            pipeline=Pipeline(
                store=store,
                sides=SideCatalogue(sides={}),
                rules=load_rules(),
                policy=load_policy(),
                clock=lambda: NOW,
            ),
            arrivals=store.arrivals,
            reader=DirectReader(),
            extractor=NoReader(),
            teller=Heard(),
            clock=lambda: NOW,
            wake=lambda: None,
            stop=asyncio.Event(),
        )


@pytest.mark.parametrize("rules", ["", "User-agent: *\nDisallow: /news/"], ids=["open", "closed"])
async def test_a_page_is_asked_for_where_its_own_site_lets_programs(rules: str) -> None:
    """Though the address in the feed is that of somebody who counts readers on the way."""
    async with FeedServer() as paper, FeedServer() as counter, open_store(":memory:") as store, reading() as intake:
        paper.tell("/robots.txt", Reply(body=rules, kind="text/plain"))
        body = "<html><body><article><p>" + "Norland took the town of Ellbruck. " * 20 + "</p></article></body></html>"
        there = paper.tell("/news/1", Reply(body=body, kind="text/html"))
        link = counter.tell("/count/1", Reply(status=302, headers={"Location": there}))
        feed = counter.tell("/rss", Reply(body=rss(f"<item><title>Ellbruck</title><link>{link}</link></item>")))
        await store.feeds.follow([feed], now=NOW)
        await feed_worker(store.feeds, intake, HERE, clock=lambda: NOW).work()
        waiting = await intake.arrivals.listed([ArrivalState.WAITING], limit=9)
        assert len(waiting) == (0 if rules else 1)
        assert len(paper.asked_for("/news/1")) == (0 if rules else 1)
