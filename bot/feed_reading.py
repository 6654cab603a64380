"""A feed's items -> articles: what is new among them is read, once.

The first time a feed is read, its items become known and nobody is told: what it had before it was followed is no
news. An item whose page cannot be had just now is tried again with the next poll, for a day; one that nothing can be
started for that would read it, until something can.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from bot.model.article import RawArticle
from bot.model.errors import FetchError, SourceError
from bot.model.feed import FeedRecord, Feeds, Look
from bot.sources.feed_articles import has_full_text, overlay, raw_article, teaser
from bot.sources.feed_items import FeedItem, digest, identity

_LOG = structlog.stdlib.get_logger(__name__)

# What is added to the key of an item that was there before its feed was followed, while it waits to be read.
_SEEN = "seen"
_OLD = "old"
# What is before the key of what an item says.
_SAID = "said"
# How long an item that was read is watched for changes.
_WATCHED = timedelta(days=3)
# How long an item is tried again whose page does not come.
_PATIENCE = timedelta(days=1)
# Pages that fail in one poll before the others are left for the next: a site that is down holds up no other feed.
_MOST_FAILURES = 3


class ItemResult(StrEnum):
    """What became of an item."""

    READ = "read"
    KNOWN = "known"
    FAILED = "failed"
    LATER = "later"
    OLD = "old"
    TEASER = "teaser"
    """Read, but in the feed's own words alone: its page could not be."""
    CHANGED = "changed"
    """Known, and read again: what it says was changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemsRead:
    """What became of each item of an answer, and why the last page could not be read whose item was."""

    results: tuple[ItemResult, ...]
    teaser_reason: str | None = None

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return self.results.count(ItemResult.READ) + self.teasers

    @property
    def teasers(self) -> int:
        """Of how many of them only the feed's own words were read."""
        return self.results.count(ItemResult.TEASER)


class Reader(Protocol):
    """Reads articles in."""

    async def __call__(self, raw: RawArticle, *, source: str, announce: bool) -> None:
        """Take it in, as the feed `source` has brought it; raises SourceError where it cannot be read."""
        ...


@dataclass(kw_only=True, slots=True)
class _Poll:
    """One answer of a feed while its items are read; `failures` counts pages that did not come.

    `teaser_reason` is why the last page could not be read whose item was.
    """

    feed: FeedRecord
    title: str | None
    failures: int = field(default=0)
    teaser_reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemReader:
    """Reads items; `fetch` gets a page, `read` takes an article in, `clock` returns an aware time.

    Of what a feed has when it is first read, nothing older than `back` is. An item that says something else than when
    it was read is read again, no sooner than `changed` after that.
    """

    feeds: Feeds
    fetch: Callable[[str], Awaitable[RawArticle]]
    read: Reader
    clock: Callable[[], datetime]
    back: timedelta
    changed: timedelta = timedelta(hours=1)

    async def read_all(
        self, items: tuple[FeedItem, ...], feed: FeedRecord, *, title: str | None, whole: bool = True
    ) -> ItemsRead:
        """Read what is new of what a feed lists, in the order given; return what became of each item.

        `whole` says whether they are all that it lists.
        """
        poll = _Poll(feed=feed, title=title)
        # What is listed is never forgotten, so that it cannot be taken for new again.
        names = [key for item in items for key in _names(item, feed)]
        await self.feeds.listed(feed.url, names, now=self.clock(), whole=whole)
        # Most of a feed is known: one look finds that of all its items.
        looks = await self.feeds.looks([key for item in items for key in _keys(item, feed)])
        results = tuple(
            [
                await self._again(item, looks[_keys(item, feed)[0]], poll)
                if looks.keys() >= set(_keys(item, feed))
                else await self._item(item, poll)
                for item in items
            ]
        )
        return ItemsRead(results=results, teaser_reason=poll.teaser_reason)

    async def _again(self, item: FeedItem, look: Look, poll: _Poll) -> ItemResult:
        """Read a known item again where what it says was changed: its article may say something else.

        That is done for some days, and not with every poll: some items change whenever they are looked at. Whether its
        article was changed in what it claims is found out where it is read.
        """
        now, key, said = self.clock(), _keys(item, poll.feed)[0], digest(item)
        if item.url is None or said == look.digest or now - look.first_seen > _WATCHED:
            return ItemResult.KNOWN
        if look.digest is None or look.looked_at is None:
            # What was read before anybody kept this, or was too old to be read.
            await self.feeds.looked(key, digest=said, now=now)
            return ItemResult.KNOWN
        if now - look.looked_at < self.changed or poll.failures >= _MOST_FAILURES:
            return ItemResult.KNOWN
        try:
            raw = raw_article(item, feed_title=poll.title, feed_url=poll.feed.url, now=now)
            if raw is None:
                raw = overlay(await self._page(item.url, poll), item, feed_title=poll.title)
            await self.read(raw, source=poll.feed.url, announce=True)
        except SourceError as error:
            _LOG.warning("changed item not read", origin=error.origin, reason=error.reason)
            passing = error.passing or (isinstance(error, FetchError) and not (error.gone or error.refused))
            poll.failures += error.passing
            # A page that may come is asked for again, as late as for a change.
            await self.feeds.looked(key, digest=look.digest if passing else said, now=now)
            return ItemResult.KNOWN
        # After it was accepted: a program that ends before this looks once more, and finds the article known.
        await self.feeds.looked(key, digest=said, now=now)
        return ItemResult.CHANGED

    async def _item(self, item: FeedItem, poll: _Poll) -> ItemResult:
        feed = poll.feed
        keys = _keys(item, feed)
        # An item that the first poll could not read is no news when its page comes later.
        old = _old(item, feed)
        # Some sites give an item a new id and a new address at once: it is known by what it says, and when, as well.
        said = _said(item, feed)
        known = await self.feeds.known_items([*keys, *said, old])
        if not known.isdisjoint([*keys, *said]):
            if not known.issuperset(keys):
                await self.feeds.add_items(keys, now=self.clock(), feed=feed.url)
            return ItemResult.KNOWN
        if feed.read_at is None and self._is_before(item):
            await self.feeds.add_items([*keys, *said], now=self.clock(), feed=feed.url)
            return ItemResult.OLD
        announce = feed.read_at is not None and old not in known
        try:
            raw = raw_article(item, feed_title=poll.title, feed_url=feed.url, now=self.clock())
            if raw is None and item.url is not None:
                raw = overlay(await self._page(item.url, poll), item, feed_title=poll.title)
            if raw is not None:
                await self.read(raw, source=feed.url, announce=announce)
        except SourceError as error:
            # What nothing can be started for that would read it is as new when that is mended.
            poll.failures += error.passing
            if error.passing or (isinstance(error, FetchError) and await self._may_come(item, error, feed)):
                result = ItemResult.LATER
            else:
                result = await self._teaser(item, poll, error, announce=announce)
        else:
            result = ItemResult.READ
        if result is ItemResult.LATER:
            if feed.read_at is None:
                await self.feeds.add_items([old], now=self.clock(), feed=feed.url)
            return result
        # At once: known by its keys alone, what it says from now on could not be told from what was read.
        await self.feeds.add_items([*keys, *said], now=self.clock(), feed=feed.url, digest=digest(item))
        return result

    def _is_before(self, item: FeedItem) -> bool:
        """Whether an item is too old to be read; one without a date may be of today."""
        published = _published(item)
        return published is not None and published < self.clock() - self.back

    async def _page(self, url: str, poll: _Poll) -> RawArticle:
        if poll.failures >= _MOST_FAILURES:
            raise FetchError(origin=url, reason="is left for the next poll, as other pages of the feed did not come")
        try:
            return await self.fetch(url)
        except FetchError as error:
            poll.failures += not (error.gone or error.refused)
            raise

    async def _teaser(self, item: FeedItem, poll: _Poll, error: SourceError, *, announce: bool) -> ItemResult:
        """Read what the item says itself, where its page cannot be read: a claim may stand in it."""
        feed = poll.feed
        raw = None if has_full_text(item) else teaser(item, feed_title=poll.title, feed_url=feed.url, now=self.clock())
        if raw is None:
            return _unread(error)
        try:
            await self.read(raw, source=feed.url, announce=announce)
        except SourceError as own:
            return ItemResult.LATER if own.passing else _unread(own)
        _LOG.warning("page not read, the feed's own words taken", origin=error.origin, reason=error.reason)
        poll.teaser_reason = error.reason
        return ItemResult.TEASER

    async def _may_come(self, item: FeedItem, error: FetchError, feed: FeedRecord) -> bool:
        """Whether the page may be there at the next poll: it is neither gone nor refused, and the item is new.

        An item without a date is as old as the first try.
        """
        if error.gone or error.refused:
            return False
        published = _published(item)
        if published is None:
            seen = _seen(item, feed)
            await self.feeds.add_items([seen], now=self.clock(), feed=feed.url)
            published = await self.feeds.first_seen(seen)
        return published is not None and self.clock() - published < _PATIENCE


def _keys(item: FeedItem, feed: FeedRecord) -> list[str]:
    """Return what an item is known by: its id in this feed, or its address in any, so that an edited one is not new."""
    return [f"{feed.url}\n{item.id}", *([item.url] if item.url is not None else [])]


def _old(item: FeedItem, feed: FeedRecord) -> str:
    return f"{_keys(item, feed)[0]}\n{_OLD}"


def _seen(item: FeedItem, feed: FeedRecord) -> str:
    return f"{_keys(item, feed)[0]}\n{_SEEN}"


def _names(item: FeedItem, feed: FeedRecord) -> list[str]:
    """Return every key that an item may be stored under."""
    return [*_keys(item, feed), *_said(item, feed), _old(item, feed), _seen(item, feed)]


def _said(item: FeedItem, feed: FeedRecord) -> list[str]:
    """Return a key of what an item says and of when; none where a title of each day may stand there without a date."""
    if item.published is None or item.title is None:
        return []
    words = "\n".join((item.published, item.content or item.summary or ""))
    return [f"{feed.url}\n{_SAID}\n{identity(None, item.title, words)}"]


def _published(item: FeedItem) -> datetime | None:
    """Return when an item says that it was published; None where it says nothing, or leaves the zone out."""
    published = None if item.published is None else datetime.fromisoformat(item.published)
    return published if published is not None and published.tzinfo is not None else None


def _unread(error: SourceError) -> ItemResult:
    _LOG.warning("feed item not read", origin=error.origin, reason=error.reason)
    return ItemResult.FAILED
