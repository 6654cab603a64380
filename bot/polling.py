"""Feeds when they are due: what is new in each is read as an article, once.

The first time a feed is read, its items become known and nobody is told: what it had before it was followed is no
news. An item whose page cannot be had just now is tried again with the next poll, for a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from bot.model.article import RawArticle
from bot.model.errors import FetchError, SourceError
from bot.model.ports import FeedRecord, Feeds
from bot.sources.feed_articles import has_full_text, overlay, raw_article, teaser
from bot.sources.feed_items import FeedItem
from bot.sources.feeds import FeedAnswer, FeedState

_LOG = structlog.stdlib.get_logger(__name__)

AT_ONCE = 4
"""Feeds that are polled at the same time."""
_LONGEST = timedelta(days=1)
# How long a feed is believed that says it has nothing new: caches are set up for a whole site, and news cannot wait.
_FRESHEST = timedelta(hours=1)
# What is added to the key of an item that was there before its feed was followed, while it waits to be read.
_SEEN = "seen"
_OLD = "old"
# How long an item is tried again whose page does not come.
_PATIENCE = timedelta(days=1)


class ItemResult(StrEnum):
    """What became of an item."""

    READ = "read"
    KNOWN = "known"
    FAILED = "failed"
    LATER = "later"


class Reader(Protocol):
    """Reads articles in."""

    async def __call__(self, raw: RawArticle, *, announce: bool) -> None:
        """Take it in; raises SourceError where it cannot be read."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedPoller:
    """Polls what is due; `poll` asks a feed, `fetch` a page, `read` takes an article in, `clock` returns an aware time.

    `every` is the time between two looks at a feed that answers; the feed may ask for more, up to a day.
    """

    feeds: Feeds
    poll: Callable[[FeedState], Awaitable[FeedAnswer]]
    fetch: Callable[[str], Awaitable[RawArticle]]
    read: Reader
    clock: Callable[[], datetime]
    every: timedelta

    async def poll_due(self) -> None:
        """Poll every feed that is due, a few at a time; one that fails delays no other, and none raises."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(feed: FeedRecord) -> None:
            async with turn:
                await self._poll(feed)

        async with asyncio.TaskGroup() as tasks:
            for feed in await self.feeds.due(self.clock()):
                tasks.create_task(one(feed))

    async def _poll(self, feed: FeedRecord) -> None:
        try:
            answer = await self.poll(FeedState(url=feed.url, etag=feed.etag, last_modified=feed.last_modified))
        except SourceError as error:
            await self._failed(feed, error)
            return
        except Exception as error:  # noqa: BLE001 - a fault of ours in one feed must not keep the others from being read
            _LOG.exception("feed set aside", feed=feed.url)
            await self._failed(feed, SourceError(origin=feed.url, reason=f"{type(error).__name__}: {error}"))
            return
        title = answer.title or feed.title
        results = [await self._item(item, feed, title) for item in answer.items]
        now = self.clock()
        _LOG.info("feed polled", feed=feed.url, items=len(results), new=results.count(ItemResult.READ))
        # What has to be tried again has to be in the next answer, so that one must not be "nothing changed".
        complete = ItemResult.LATER not in results
        await self.feeds.save(
            replace(
                feed,
                title=title,
                etag=answer.etag if complete else None,
                last_modified=answer.last_modified if complete else None,
                due_at=now + self._pause(_fresh(answer)),
                read_at=now,
                failures=0,
                reason=None,
            )
        )

    async def _item(self, item: FeedItem, feed: FeedRecord, title: str | None) -> ItemResult:
        # By its id in this feed, or by its address in any: a corrected or redated item is no new one.
        keys = [f"{feed.url}\n{item.id}", *([item.url] if item.url is not None else [])]
        # An item that the first poll could not read is no news when its page comes later.
        old = f"{keys[0]}\n{_OLD}"
        known = await self.feeds.known_items([*keys, old])
        if not known.isdisjoint(keys):
            if not known.issuperset(keys):
                await self.feeds.add_items(keys, now=self.clock())
            return ItemResult.KNOWN
        try:
            raw = raw_article(item, feed_title=title, feed_url=feed.url, now=self.clock())
            if raw is None and item.url is not None:
                raw = overlay(await self.fetch(item.url), item, feed_title=title)
            if raw is not None:
                await self.read(raw, announce=feed.read_at is not None and old not in known)
        except SourceError as error:
            if isinstance(error, FetchError) and await self._may_come(item, error, f"{keys[0]}\n{_SEEN}"):
                if feed.read_at is None:
                    await self.feeds.add_items([old], now=self.clock())
                return ItemResult.LATER
            announce = feed.read_at is not None and old not in known
            result = await self._teaser(item, feed, title, error, announce=announce)
        else:
            result = ItemResult.READ
        await self.feeds.add_items(keys, now=self.clock())
        return result

    async def _teaser(
        self, item: FeedItem, feed: FeedRecord, title: str | None, error: SourceError, *, announce: bool
    ) -> ItemResult:
        """Read what the item says itself, where its page cannot be read: a claim may stand in it."""
        raw = None if has_full_text(item) else teaser(item, feed_title=title, feed_url=feed.url, now=self.clock())
        if raw is None:
            return self._unread(error)
        try:
            await self.read(raw, announce=announce)
        except SourceError as own:
            return self._unread(own)
        _LOG.warning("page not read, the feed's own words taken", origin=error.origin, reason=error.reason)
        return ItemResult.READ

    def _unread(self, error: SourceError) -> ItemResult:
        _LOG.warning("feed item not read", origin=error.origin, reason=error.reason)
        return ItemResult.FAILED

    async def _may_come(self, item: FeedItem, error: FetchError, seen: str) -> bool:
        """Whether the page may be there at the next poll: it is neither gone nor refused, and the item is new.

        An item without a date, or with one without a zone, is as old as the first try: `seen` is the key it is under.
        """
        if error.gone or error.refused:
            return False
        published = None if item.published is None else datetime.fromisoformat(item.published)
        if published is None or published.tzinfo is None:
            await self.feeds.add_items([seen], now=self.clock())
            published = await self.feeds.first_seen(seen)
        return published is not None and self.clock() - published < _PATIENCE

    async def _failed(self, feed: FeedRecord, error: SourceError) -> None:
        """Wait longer after each failure in a row, up to a day, and never give up."""
        failures = feed.failures + 1
        asked = error.retry_after if isinstance(error, FetchError) else None
        pause = max(self._pause(asked), min(self.every * (1 << min(failures - 1, 20)), _LONGEST))
        _LOG.warning("feed failed", feed=feed.url, reason=error.reason, failures=failures)
        due_at = self.clock() + pause
        await self.feeds.save(replace(feed, due_at=due_at, failures=failures, reason=error.reason))

    def _pause(self, asked: timedelta | None) -> timedelta:
        return max(self.every, min(asked or timedelta(0), _LONGEST))


def _fresh(answer: FeedAnswer) -> timedelta:
    return max(answer.retry_after or timedelta(0), min(answer.fresh_for or timedelta(0), _FRESHEST))
