"""A site with feeds, what polls them into a real store, and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.alerts.feed_notices import FeedNotices
from bot.article.reading import read_article
from bot.feed_reading import ItemReader, Reader
from bot.model.article import RawArticle
from bot.model.errors import UnreadableError
from bot.model.feed import FeedRecord
from bot.polling import FeedPoller, PollPace
from bot.sources.feeds import FeedAnswer, FeedState, poll
from bot.sources.web import fetch
from bot.store.database import SqlStore
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


def said(text: str, **changes: Any) -> str:
    """Return an item that says this in its text."""
    return item(**changes).replace(WHOLE, f"{WHOLE} {text}")


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
