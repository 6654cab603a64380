"""Feeds when they are due, from a server on this machine into a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.alerts.feed_notices import FeedNotices
from bot.article.reading import read_article
from bot.feed_reading import ItemReader, Reader
from bot.model.article import RawArticle
from bot.model.errors import FetchError, UnreadableError
from bot.model.feed import FeedRecord
from bot.polling import AT_ONCE, AT_ONE_HOST, FeedPoller, PollPace
from bot.sources.feeds import FeedAnswer, FeedState, poll
from bot.sources.web import fetch
from bot.store.database import SqlStore, open_store
from tests.servers.feed import HERE, FeedServer, Reply, rss

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = "/feed.xml"
TEASER = "Two roads to Ellbruck are cut."
WHOLE = "Norland said that its troops had captured the town of Ellbruck. " * 20


@dataclass
class World:
    """A site with feeds, a store, a clock that the test sets, and what was read in."""

    site: FeedServer
    store: SqlStore
    now: datetime = NOW
    read: list[tuple[str, bool]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def poller(self) -> FeedPoller:
        """What polls them, asking and fetching for real."""
        return self.poller_with()

    def poller_with(
        self,
        *,
        ask: Callable[[FeedState], Awaitable[FeedAnswer]] | None = None,
        read: Reader | None = None,
        longest: timedelta = EVERY,
        chance: float = 0.5,
    ) -> FeedPoller:
        """Return what polls them otherwise; feeds are asked at equal intervals unless `longest` is another."""
        return FeedPoller(
            feeds=self.store.feeds,
            poll=ask or self._poll,
            items=ItemReader(
                feeds=self.store.feeds,
                fetch=self._fetch,
                read=read or self._read,
                clock=lambda: self.now,
                back=timedelta(days=7),
            ),
            clock=lambda: self.now,
            chance=lambda: chance,
            pace=PollPace(every=EVERY, longest=longest, tell_after=3),
            notices=FeedNotices(destination="slack:C0OPS"),
        )

    async def _poll(self, state: FeedState) -> FeedAnswer:
        self.asked.append(state.url)
        return await poll(state, now=self.now, allow_networks=HERE)

    async def _fetch(self, url: str) -> RawArticle:
        return await fetch(url, now=self.now, allow_networks=HERE)

    async def _read(self, raw: RawArticle, *, source: str, announce: bool) -> None:
        assert source.startswith(self.site.url("/"))
        if raw.title in self.unreadable:
            raise UnreadableError(origin=raw.origin, reason="is empty")
        # What stands in a page is found out where it is read as an article.
        self.texts.append(read_article(raw, now=NOW + timedelta(days=100)).text)
        self.read.append((raw.title or raw.key, announce))

    async def follow(self, *paths: str) -> None:
        """Follow the site's feeds at these paths."""
        await self.store.feeds.follow([self.site.url(path) for path in paths], now=self.now)

    async def poll(self, *, after: timedelta = EVERY) -> list[tuple[str, bool]]:
        """Poll what is due some time later, and return what was read."""
        self.now += after
        self.read.clear()
        await self.poller.poll_due()
        return list(self.read)

    async def record(self, path: str = FEED) -> FeedRecord:
        """Return how a feed stands."""
        (found,) = (one for one in await self.store.feeds.all() if one.url == self.site.url(path))
        return found

    def tell(self, *items: str, path: str = FEED, etag: str | None = None, last_modified: str | None = None) -> None:
        """Have a feed answered with these items."""
        self.site.tell(path, Reply(body=rss(*items), etag=etag, last_modified=last_modified))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Return a site and a store with nothing in them."""
    async with FeedServer() as site, open_store(":memory:") as store:
        yield World(site=site, store=store)


def item(
    number: int = 1,
    *,
    title: str | None = None,
    guid: str | None = None,
    url: str | None = None,
    whole: bool = True,
    hours: float | None = 1,
) -> str:
    """Return an item of so many hours ago, with its whole text, or with its address only."""
    date = f"<pubDate>{NOW - timedelta(hours=hours):%a, %d %b %Y %H:%M:%S} GMT</pubDate>" if hours is not None else ""
    return (
        f"<item><title>{title or f'Report {number}'}</title><link>{url or f'https://ell.example/{number}'}</link>"
        f'<guid isPermaLink="false">{guid or f"ell-{number}"}</guid>{date}'
        + (f"<content:encoded>{WHOLE} {number}</content:encoded>" if whole else f"<description>{TEASER}</description>")
        + "</item>"
    )


def paged(world: World, number: int = 1, *replies: Reply, **changes: float | None) -> str:
    """Return an item whose page the site answers with these replies."""
    url = world.site.tell(f"/news/{number}", *(replies or (page(),)))
    return item(number, url=url, whole=False, **changes)  # type: ignore[arg-type] # fields by name


def page() -> Reply:
    """Return a page with an article."""
    return Reply(body=f"<html><body><article><p>{WHOLE}</p></article></body></html>", kind="text/html")


def down(status: int = 503) -> Reply:
    """Return an answer that is none."""
    return Reply(body="Sorry", status=status, kind="text/html")


async def test_the_first_poll_announces_nothing(world: World) -> None:
    """What a feed had before it was followed is read, oldest first, and nobody is told."""
    world.tell(item(1, hours=1), item(2, hours=2))
    await world.follow(FEED)
    assert await world.poll(after=timedelta(0)) == [("Report 2", False), ("Report 1", False)]
    record = await world.record()
    assert (record.title, record.read_at, record.due_at) == ("The Ell Courier", NOW, NOW + EVERY)
    assert (record.failures, record.reason) == (0, None)


async def test_what_comes_later_is_announced_once(world: World) -> None:
    """Each new item once, and what was there never again."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(item(1), item(2))
    assert await world.poll() == [("Report 2", True)]
    assert await world.poll() == []


async def test_an_empty_feed_is_read_too(world: World) -> None:
    """The first item that ever comes is news."""
    world.tell()
    await world.follow(FEED)
    assert await world.poll() == []
    world.tell(item(1))
    assert await world.poll() == [("Report 1", True)]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(item(1, title="Report 1, corrected", hours=0), id="edited-and-redated"),
        pytest.param(item(1, url="https://ell.example/moved"), id="same-guid-another-address"),
        pytest.param(item(1, guid="other"), id="same-address-another-guid"),
    ],
)
async def test_an_item_is_read_once(world: World, again: str) -> None:
    """A correction, a new address or a new guid make no new item, and what it is called now is known as well."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(again)
    assert await world.poll() == []
    world.tell(
        item(9, guid="other", url="https://ell.example/moved-9"), item(8, guid="ell-8", url="https://ell.example/moved")
    )
    known = await world.poll()
    assert len(known) == (2 if "corrected" in again else 1)


def said(text: str, **changes: Any) -> str:
    """Return an item that says this in its text."""
    return item(**changes).replace(WHOLE, f"{WHOLE} {text}")


async def test_a_changed_item_is_read_again(world: World) -> None:
    """Its article may claim something else now; that is not asked with every poll, and not of what is as it was."""
    world.tell(said("They took it.", hours=1), item(2, hours=2))
    await world.follow(FEED)
    await world.poll()
    world.tell(said("They left it.", hours=1), item(2, hours=2))
    assert await world.poll() == []
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]
    assert await world.poll(after=timedelta(hours=1)) == []


async def test_a_changed_item_s_page_is_fetched_again(world: World) -> None:
    """Where its text is not in the feed, what the feed says of it shows that it was changed."""
    changed = paged(world).replace(TEASER, "Corrected.")
    world.tell(paged(world))
    await world.follow(FEED)
    await world.poll()
    world.tell(changed)
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]


async def test_an_item_is_watched_for_some_days(world: World) -> None:
    """What changes later is another article's matter."""
    world.tell(said("They took it."))
    await world.follow(FEED)
    await world.poll()
    world.tell(said("They left it."))
    assert await world.poll(after=timedelta(days=4)) == []


async def test_what_was_read_before_anybody_watched_is_watched_from_now_on(world: World) -> None:
    """Of an item that was known without what it said, the next change counts."""
    world.tell(said("They took it."))
    await world.follow(FEED)
    await world.store.feeds.add_items([f"{world.site.url(FEED)}\nell-1", "https://ell.example/1"], now=NOW)
    await world.poll()
    world.tell(said("They left it."))
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]


@pytest.mark.parametrize(
    ("again", "read"),
    [
        pytest.param(item(1, guid="other", url="https://ell.example/moved"), 0, id="said-as-before"),
        pytest.param(item(1, guid="other", url="https://ell.example/moved", hours=0), 1, id="at-another-time"),
        pytest.param(item(1, guid="other", url="https://ell.example/moved", title="More"), 1, id="another-title"),
    ],
)
async def test_a_new_guid_at_a_new_address_is_no_news_where_all_else_is_as_before(
    world: World, again: str, read: int
) -> None:
    """Some sites change both at once; what is said at another time may be a report of each day."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(again)
    assert len(await world.poll()) == read
    assert await world.poll() == []


async def test_one_address_in_two_feeds_is_read_once(world: World) -> None:
    """A section's feed and the main feed have the same articles."""
    world.tell(item(1), path="/a.xml")
    world.tell(item(1, guid="in-b"), path="/b.xml")
    await world.follow("/a.xml")
    assert len(await world.poll()) == 1
    await world.follow("/a.xml", "/b.xml")
    assert await world.poll() == []


async def test_guids_are_a_feed_s_own(world: World) -> None:
    """Two sites may both number their articles from one."""
    world.tell(item(1, guid="1", url="https://a.example/1"), path="/a.xml")
    world.tell(item(2, guid="1", url="https://b.example/1"), path="/b.xml")
    await world.follow("/a.xml", "/b.xml")
    assert len(await world.poll()) == 2


async def test_an_item_without_its_text_is_read_from_its_page(world: World) -> None:
    """With the title that the feed gives."""
    world.tell(paged(world))
    await world.follow(FEED)
    assert await world.poll() == [("Report 1", False)]
    assert len(world.site.asked_for("/news/1")) == 1
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


async def test_a_page_that_does_not_come_is_tried_again(world: World) -> None:
    """At the next poll; other items are read meanwhile."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.tell(paged(world, 1, down(), down(), page()), item(2))
    assert await world.poll() == [("Report 2", True)]
    assert await world.poll() == []
    assert await world.poll() == [("Report 1", True)]
    assert await world.poll() == []


async def test_a_page_that_comes_late_is_no_news_where_its_item_was_old(world: World) -> None:
    """What was in the feed when it was first read is announced at no later poll either."""
    world.tell(paged(world, 1, down(), page()))
    await world.follow(FEED)
    assert await world.poll() == []
    world.tell(paged(world, 1, page()), item(2))
    assert sorted(await world.poll()) == [("Report 1", False), ("Report 2", True)]


async def test_a_page_is_given_up_after_a_day(world: World) -> None:
    """What has not come by then is not asked for again."""
    world.tell(paged(world, 1, down()))
    await world.follow(FEED)
    await world.poll()
    await world.poll(after=DAY)
    asked = len(world.site.asked_for("/news/1"))
    assert asked == 2
    await world.poll()
    assert len(world.site.asked_for("/news/1")) == asked


@pytest.mark.parametrize(
    ("status", "hours"),
    [
        pytest.param(404, 1, id="not-there"),
        pytest.param(410, 1, id="gone"),
        pytest.param(403, 1, id="refused"),
        pytest.param(451, 1, id="refused-by-law"),
        pytest.param(503, 25, id="old"),
    ],
)
async def test_a_page_that_will_not_come_is_asked_for_once(world: World, status: int, hours: float | None) -> None:
    """Where there is none, none for us, or the item is no longer new; the feed's own words are read, once."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.tell(paged(world, 1, down(status), page(), hours=hours))
    assert await world.poll() == [("Report 1", True)]
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


WALLS = {
    "robots": "<title>Just a moment...</title></head><body><p>Verify you are human.</p>",
    "cookies": "<title>Ell Courier</title></head><body><p>Before you continue: we use cookies. Accept all cookies.</p>",
    "subscribers": '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    "</head><body><article><p>Norland said that its troops had taken Ellbruck.</p></article>",
}


@pytest.mark.parametrize("wall", list(WALLS.values()), ids=list(WALLS))
async def test_of_a_page_behind_a_wall_the_feed_s_own_words_are_read(world: World, wall: str) -> None:
    """Once, and the page is not asked for again: it is what its site shows to programs."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.texts.clear()
    world.tell(paged(world, 1, Reply(body=f"<html><head>{wall}</body></html>", kind="text/html"), page()))
    assert await world.poll() == [("Report 1", True)]
    assert world.texts == [TEASER]
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


async def test_of_a_page_beside_a_wall_the_page_is_read(world: World) -> None:
    """A banner about cookies does not make the article below it a wall."""
    banner = (
        f"<html><body><div>We use cookies. Accept all cookies.</div><article><p>{WHOLE}</p></article></body></html>"
    )
    world.tell(paged(world, 1, Reply(body=banner, kind="text/html")))
    await world.follow(FEED)
    await world.poll()
    assert [WHOLE.strip() in text for text in world.texts] == [True]
    record = await world.record()
    assert (record.articles, record.teasers, record.teaser_reason) == (1, 0, None)


async def test_what_was_read_in_the_feed_s_own_words_is_counted(world: World) -> None:
    """With why the newest page could not be read; what was read whole, or could not be read at all, is none."""
    wall = Reply(body=f"<html><head>{WALLS['robots']}</body></html>", kind="text/html")
    world.tell(item(9), paged(world, 1, wall), paged(world, 2, down(403)), paged(world, 3))
    await world.follow(FEED)
    await world.poll()
    record = await world.record()
    assert (record.articles, record.teasers) == (4, 2)
    world.unreadable = {"Report 5"}
    world.tell(paged(world, 4, down(403)), item(5))
    await world.poll()
    record = await world.record()
    assert (record.articles, record.teasers) == (5, 3)
    assert "does not let programs read the page" in (record.teaser_reason or "")
    await world.poll()
    again = await world.record()
    assert (again.articles, again.teasers, again.teaser_reason) == (5, 3, record.teaser_reason)


async def test_a_page_of_an_item_without_a_date_is_tried_for_a_day(world: World) -> None:
    """It is as old as the first try."""
    world.tell(paged(world, 1, down(), down(), page(), hours=None))
    await world.follow(FEED)
    assert await world.poll() == await world.poll() == []
    assert await world.poll() == [("Report 1", False)]
    world.tell(paged(world, 2, down(), hours=None))
    await world.poll()
    await world.poll(after=DAY)
    asked = len(world.site.asked_for("/news/2"))
    await world.poll()
    assert len(world.site.asked_for("/news/2")) == asked


async def test_an_item_that_cannot_be_read_is_not_tried_again(world: World) -> None:
    """Its text will be no better tomorrow, and the others are read."""
    world.unreadable = {"Report 1"}
    world.tell(item(1), item(2))
    await world.follow(FEED)
    assert await world.poll() == [("Report 2", False)]
    world.unreadable = set()
    assert await world.poll() == []


async def test_an_unchanged_feed_costs_nothing(world: World) -> None:
    """The validators go back as they came; what is known stays."""
    world.tell(item(1), etag='"v1"', last_modified="Wed, 04 Jun 2031 10:00:00 GMT")
    await world.follow(FEED)
    await world.poll()
    assert await world.poll() == []
    first, second = world.site.asked_for(FEED)
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"v1"'
    assert second.headers["if-modified-since"] == "Wed, 04 Jun 2031 10:00:00 GMT"
    record = await world.record()
    assert (record.etag, record.title, record.read_at) == ('"v1"', "The Ell Courier", world.now)


async def test_validators_are_kept_only_when_all_was_read(world: World) -> None:
    """Otherwise the next answer would be that nothing changed, and what waits would never come."""
    world.tell(paged(world, 1, down(), page()), etag='"v1"', last_modified="Wed, 04 Jun 2031 10:00:00 GMT")
    await world.follow(FEED)
    assert await world.poll() == []
    record = await world.record()
    assert (record.etag, record.last_modified) == (None, None)
    assert await world.poll() == [("Report 1", False)]
    assert (await world.record()).etag == '"v1"'


async def test_a_failing_feed_is_asked_less_and_less_often(world: World) -> None:
    """Twice the time after each failure in a row, up to a day; it says why, and is never given up."""
    world.site.tell(FEED, down(500))
    await world.follow(FEED)
    pauses = []
    for number in range(1, 12):
        await world.poll(after=(await world.record()).due_at - world.now)
        record = await world.record()
        assert record.failures == number
        pauses.append((record.due_at - world.now) / EVERY)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 144, 144, 144]
    assert "500" in (record.reason or "")
    assert record.read_at is None


async def test_a_feed_that_works_again_is_as_before(world: World) -> None:
    """What came while it failed is told, and it is asked at the usual times."""
    world.tell(item(1), etag='"v1"')
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down())
    await world.poll()
    assert ((await world.record()).etag, (await world.record()).failures) == ('"v1"', 1)
    world.tell(item(1), item(2))
    assert await world.poll(after=DAY) == [("Report 2", True)]
    record = await world.record()
    assert (record.failures, record.reason, record.due_at) == (0, None, world.now + EVERY)


@pytest.mark.parametrize(
    ("headers", "status", "pause"),
    [
        pytest.param({"Retry-After": "3600"}, 429, HOUR, id="asked-for-an-hour"),
        pytest.param({"Retry-After": "1"}, 503, EVERY, id="asked-for-a-second"),
        pytest.param({"Retry-After": "9999999"}, 503, DAY, id="asked-for-months"),
        pytest.param({"Retry-After": "7200"}, 200, 2 * HOUR, id="asked-with-the-feed"),
        pytest.param({"Cache-Control": "max-age=1800"}, 200, HOUR / 2, id="fresh-for-half-an-hour"),
        pytest.param({"Cache-Control": "max-age=31536000"}, 200, HOUR, id="fresh-for-a-year"),
        pytest.param({"Cache-Control": "no-cache"}, 200, EVERY, id="never-fresh"),
        pytest.param({}, 200, EVERY, id="asked-for-nothing"),
    ],
)
async def test_a_feed_is_left_alone_for_as_long_as_it_asks(
    world: World, headers: dict[str, str], status: int, pause: timedelta
) -> None:
    """Never less than the usual time, and a day at most; what is only cached for long is asked each hour."""
    world.site.tell(FEED, Reply(body=rss(item(1)), status=status, headers=headers))
    await world.follow(FEED)
    await world.poll()
    assert (await world.record()).due_at == world.now + pause


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


async def test_an_item_is_known_only_when_it_was_read(world: World) -> None:
    """A program that ends while it reads one finds it new at the next start."""

    class EndedError(Exception):
        """The program ends."""

    async def end(raw: RawArticle, *, source: str, announce: bool) -> None:
        raise EndedError(raw.title, source, announce)

    world.tell(item(1))
    await world.follow(FEED)
    poller = world.poller_with(ask=world._poll, read=end)
    with pytest.raises(ExceptionGroup) as caught:
        await poller.poll_due()
    assert caught.group_contains(EndedError)
    assert await world.poll(after=timedelta(0)) == [("Report 1", False)]


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


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(world: World) -> None:
    """Under its own name, and its items stay known."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))))
    world.site.tell(FEED, Reply(status=301, headers={"Location": "/new.xml"}))
    await world.follow(FEED)
    assert await world.poll() == [("Report 1", False)]
    assert (await world.record()).moved_to == world.site.url("/new.xml")
    world.site.tell("/new.xml", Reply(body=rss(item(1, url="https://ell.example/other"), item(2))))
    assert await world.poll() == [("Report 2", True)]
    assert [len(world.site.asked_for(path)) for path in (FEED, "/new.xml")] == [1, 2]


async def test_a_feed_that_moved_for_a_while_is_asked_where_it_was(world: World) -> None:
    """302 and 307 say nothing about the next time; nor does a move to what is no feed."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))), Reply(body="<html>Sorry</html>", kind="text/html"))
    world.site.tell(
        FEED,
        Reply(status=302, headers={"Location": "/new.xml"}),
        Reply(status=301, headers={"Location": "/new.xml"}),
    )
    await world.follow(FEED)
    await world.poll()
    assert (await world.record()).moved_to is None
    await world.poll()
    record = await world.record()
    assert (record.moved_to, record.failures) == (None, 1)
    assert len(world.site.asked_for(FEED)) == 2


async def test_a_feed_that_fails_where_it_moved_to_is_looked_for_where_it_was(world: World) -> None:
    """A redirect that a broken site gave once must not lose a feed, nor one that fails for an hour its new address."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))), down())
    world.site.tell(FEED, Reply(status=308, headers={"Location": "/new.xml"}), Reply(body=rss(item(1), item(2))))
    await world.follow(FEED)
    await world.poll()
    assert await world.poll(after=DAY) == await world.poll(after=DAY) == []
    assert (await world.record()).moved_to == world.site.url("/new.xml")
    assert await world.poll(after=DAY) == [("Report 2", True)]
    record = await world.record()
    assert (record.moved_to, record.failures) == (None, 0)


async def notices(world: World) -> list[str]:
    """Return the titles of what the operators are told."""
    queued = await world.store.outbox.undelivered(limit=99)
    assert {one.item.destination for one in queued} <= {"slack:C0OPS"}
    return [one.item.alert.title for one in queued]


async def test_the_operators_hear_once_of_a_feed_that_goes_on_failing(world: World) -> None:
    """After three failures here, with the reason and the next try, and once more when it is back."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down(500))
    told = []
    for _ in range(5):
        await world.poll(after=DAY)
        told.append(await notices(world))
    fails = "A feed fails: The Ell Courier"
    assert told == [[], [], [fails], [fails], [fails]]
    (queued,) = await world.store.outbox.undelivered(limit=9)
    assert "HTTP 500" in queued.item.alert.text
    assert "Next try: 07 Jun 2031, 12:50 UTC" in queued.item.alert.text
    world.tell(item(1), item(2))
    assert await world.poll(after=DAY) == [("Report 2", True)]
    back = "A feed is back: The Ell Courier"
    assert await notices(world) == [fails, back]
    await world.poll()
    assert await notices(world) == [fails, back]
    # Another time is told anew.
    world.site.tell(FEED, down(500))
    for _ in range(3):
        await world.poll(after=DAY)
    assert await notices(world) == [fails, back, fails]


async def test_a_short_trouble_is_told_to_nobody(world: World) -> None:
    """Neither that it fails nor that it is back."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down(), down(), Reply(body=rss(item(1))))
    for _ in range(3):
        await world.poll(after=DAY)
    assert (await world.record()).failures == 0
    assert await notices(world) == []


async def test_what_is_old_when_a_feed_is_first_read_is_not_read(world: World) -> None:
    """Nor later; what is new later is read whatever its date, as is what has no date."""
    world.tell(item(1, hours=8 * 24), item(2, hours=6 * 24), item(3, hours=None))
    await world.follow(FEED)
    assert {title for title, _ in await world.poll()} == {"Report 2", "Report 3"}
    world.tell(item(1, hours=0), item(4, hours=30 * 24))
    assert await world.poll() == [("Report 4", True)]


async def test_a_quiet_feed_is_asked_less_often_and_a_busy_one_again_more(world: World) -> None:
    """Between ten minutes and an hour here; what is new after a quiet time does not wait for longer than that."""
    poller = world.poller_with(longest=HOUR)
    pauses: list[timedelta] = []

    async def step() -> None:
        world.now = (await world.record()).due_at
        await poller.poll_due()
        pauses.append((await world.record()).due_at - world.now)

    world.tell(item(1))
    await world.follow(FEED)
    for _ in range(20):
        await step()
    assert pauses[0] == EVERY
    assert pauses == sorted(pauses)
    assert pauses[-1] == HOUR
    for number in range(2, 40):
        world.tell(item(number))
        await step()
    assert pauses[-1] < 2 * EVERY
    assert min(pauses) == EVERY
    assert (await world.record()).changed_at == world.now


async def test_feeds_are_not_asked_in_herds(world: World) -> None:
    """Chance moves each look by up to a tenth; what a site asks for is never undercut."""
    world.tell(item(1))
    world.site.tell("/b.xml", Reply(body=rss(), headers={"Retry-After": "600"}))
    for chance, pause in ((0.0, 9), (1.0, 11)):
        await world.follow()
        await world.follow(FEED, "/b.xml")
        await world.poller_with(chance=chance).poll_due()
        assert (await world.record()).due_at - world.now == timedelta(minutes=pause)
        assert (await world.record("/b.xml")).due_at - world.now == timedelta(minutes=max(10, pause))


async def test_a_site_that_is_down_is_not_asked_for_every_page(world: World) -> None:
    """After three that do not come the rest waits for the next poll, and each is read in the end."""
    world.tell(item(99))
    await world.follow(FEED)
    await world.poll()
    world.tell(*(paged(world, number, down(), page()) for number in range(1, 9)))
    assert await world.poll() == []
    assert sum(len(world.site.asked_for(f"/news/{number}")) for number in range(1, 9)) == 3
    found = [title for _ in range(3) for title, _ in await world.poll()]
    assert sorted(found) == sorted(f"Report {number}" for number in range(1, 9))


async def forget(world: World, *, days: int) -> int:
    """Forget, so many days later, the names of what was listed no more for 60; return how many names."""
    world.now += days * DAY
    return await world.store.upkeep.forget_items(before=world.now - 60 * DAY, now=world.now)


async def test_what_a_feed_lists_no_more_is_forgotten_in_the_end(world: World) -> None:
    """All its names are; what is still listed after years stays known by all of its own."""
    world.tell(item(1), item(2), paged(world, 3, down(), page()))
    await world.follow(FEED)
    await world.poll()
    await world.poll()
    world.tell(item(1))
    await world.poll()
    assert await forget(world, days=59) == 0
    assert await forget(world, days=2) > 0
    async with world.store._connections.reading() as connection:
        left = (await connection.exec_driver_sql("SELECT key FROM feed_items")).scalars().all()
    assert {one for one in left if "said" not in one} == {"https://ell.example/1", f"{world.site.url(FEED)}\nell-1"}
    assert await forget(world, days=3650) == 0
    assert await world.poll() == []


@pytest.mark.parametrize("silent", ["unchanged", "failing", "paused"])
async def test_what_is_listed_is_never_told_anew(world: World, silent: str) -> None:
    """Though its feed says for long that nothing changed, fails, or is left alone."""
    world.tell(item(1), item(2), etag='"v1"')
    await world.follow(FEED)
    await world.poll()
    if silent == "failing":
        world.site.tell(FEED, down())
    await world.store.feeds.pause(world.site.url(FEED), now=world.now, paused=silent == "paused")
    for _ in range(4):
        await forget(world, days=50)
        assert await world.poll(after=DAY) == []
    await world.store.feeds.pause(world.site.url(FEED), now=world.now, paused=False)
    world.tell(item(1), item(2), item(3), etag='"v2"')
    assert await world.poll(after=DAY) == [("Report 3", True)]
