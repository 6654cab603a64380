"""Feeds when they are due: each is asked as often as it changes, and one that fails is never given up in silence."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from bot.feed_reading import ItemReader, ItemResult, ItemsRead
from bot.model.errors import FetchError, SourceError
from bot.model.feed import FeedRecord, Feeds
from bot.model.outbox import Notice
from bot.sources.feeds import FeedAnswer, FeedState
from bot.sources.rhythm import Rhythm, jittered

_LOG = structlog.stdlib.get_logger(__name__)

AT_ONCE = 8
"""Feeds that are polled at the same time."""
AT_ONE_HOST = 2
"""Feeds of one host among them, as a rule: one that does not answer leaves turns for the others."""
_LONGEST = timedelta(days=1)
# How long a feed is believed that says it has nothing new: caches are set up for a whole site, and news cannot wait.
_FRESHEST = timedelta(hours=1)
# Of so many failures in a row at the address that a feed moved to, one is a try at its old one.
_BACK_TO_OLD = 3


class FailureNotices(Protocol):
    """Words what the operators are told of feeds."""

    def fails(self, feed: FeedRecord, *, now: datetime) -> Notice | None:
        """Return what is told of a feed that goes on failing; `feed` is how it stands after the last failure."""
        ...

    def works(self, feed: FeedRecord, *, new: int, now: datetime) -> Notice | None:
        """Return what is told of a feed that works again; `feed` is how it stood before, `new` what it brought."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class PollPace:
    """How often feeds are asked.

    The time between two looks at a feed that answers lies between `every` and `longest`, as it changes often or seldom;
    the feed may ask for more, up to a day. The operators hear of `tell_after` failures in a row.
    """

    every: timedelta
    longest: timedelta
    tell_after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedPoller:
    """Polls what is due; `poll` asks a feed, `items` reads what it has, `clock` returns an aware time.

    `chance` returns a number from 0 to 1, for a jitter. While `held` says so, no poll is begun. In a round that takes
    long it is seen every `look` seconds what is due meanwhile. Of one host `at_one_host` feeds are asked at a time.
    """

    feeds: Feeds
    poll: Callable[[FeedState], Awaitable[FeedAnswer]]
    items: ItemReader
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    pace: PollPace
    notices: FailureNotices | None = None
    held: Callable[[], Awaitable[bool]] | None = None
    look: float = 5.0
    at_one_host: int = AT_ONE_HOST

    async def poll_due(self) -> None:
        """Poll every feed that is due, a few at a time; one that fails delays no other, and none raises."""
        turn = asyncio.Semaphore(AT_ONCE)
        hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.at_one_host))
        polling: dict[asyncio.Task[None], str] = {}

        async def one(feed: FeedRecord) -> None:
            async with hosts[_host(feed.moved_to or feed.url)], turn:
                await self._poll(feed)

        async with asyncio.TaskGroup() as tasks:
            while True:
                busy = set(polling.values())
                for feed in await self._due():
                    if feed.url not in busy:
                        polling[tasks.create_task(one(feed))] = feed.url
                if not polling:
                    return
                # Feeds that take long do not keep those from being asked that are due only now.
                done, _ = await asyncio.wait(polling, timeout=self.look)
                for task in done:
                    del polling[task]
                if not polling:
                    return

    async def _due(self) -> tuple[FeedRecord, ...]:
        if self.held is not None and await self.held():
            return ()
        return await self.feeds.due(self.clock())

    async def _poll(self, feed: FeedRecord) -> None:
        asked = _state(feed)
        try:
            answer = await self.poll(asked)
        except SourceError as error:
            await self._failed(feed, error)
            return
        except Exception as error:  # noqa: BLE001 - a fault of ours in one feed must not keep the others from being read
            _LOG.exception("feed set aside", feed=feed.url)
            await self._failed(feed, SourceError(origin=feed.url, reason=f"{type(error).__name__}: {error}"))
            return
        title = answer.title or feed.title
        # "Nothing changed" lists nothing, and says that all is listed that was.
        read = ItemsRead(results=())
        if not answer.not_modified:
            read = await self.items.read_all(answer.items, feed, title=title, whole=answer.whole)
        _LOG.info("feed polled", feed=feed.url, items=len(read.results), new=read.articles, teasers=read.teasers)
        moved_to = answer.moved_to or (asked.url if asked.url != feed.url else None)
        if moved_to != feed.moved_to:
            _LOG.info("feed moved", feed=feed.url, to=moved_to or feed.url)
        await self._answered(replace(feed, title=title, moved_to=moved_to), answer, read)

    async def _answered(self, feed: FeedRecord, answer: FeedAnswer, read: ItemsRead) -> None:
        now = self.clock()
        # What has to be tried again has to be in the next answer, so that one must not be "nothing changed".
        complete = ItemResult.LATER not in read.results
        new = read.articles + read.results.count(ItemResult.FAILED)
        rhythm = Rhythm(changes=feed.changes, watched_seconds=feed.watched_seconds)
        if feed.read_at is not None:
            rhythm = rhythm.after(now - feed.read_at, changed=new > 0)
        longest = self.pace.longest if complete else self.pace.every
        pause = jittered(rhythm.interval(shortest=self.pace.every, longest=longest), self.chance())
        notice = None
        if feed.told_at is not None and self.notices is not None:
            notice = self.notices.works(feed, new=read.articles, now=now)
        await self.feeds.save(
            replace(
                feed,
                etag=answer.etag if complete else None,
                last_modified=answer.last_modified if complete else None,
                due_at=now + max(pause, _fresh(answer)),
                read_at=now,
                changes=rhythm.changes,
                watched_seconds=rhythm.watched_seconds,
                changed_at=now if new else feed.changed_at,
                failures=0,
                reason=None,
                told_at=None,
                articles=feed.articles + read.articles,
                teasers=feed.teasers + read.teasers,
                teaser_reason=read.teaser_reason or feed.teaser_reason,
            ),
            notice=notice,
        )

    async def _failed(self, feed: FeedRecord, error: SourceError) -> None:
        """Wait longer after each failure in a row, up to a day, and never give up."""
        now = self.clock()
        failures = feed.failures + 1
        asked = error.retry_after if isinstance(error, FetchError) else None
        backoff = min(self.pace.every * (1 << min(failures - 1, 20)), _LONGEST)
        pause = max(jittered(backoff, self.chance()), min(asked or timedelta(0), _LONGEST))
        _LOG.warning("feed failed", feed=feed.url, reason=error.reason, failures=failures)
        after = replace(feed, due_at=now + pause, failures=failures, reason=error.reason)
        notice = None
        if failures >= self.pace.tell_after and feed.told_at is None and self.notices is not None:
            notice = self.notices.fails(after, now=now)
        await self.feeds.save(after if notice is None else replace(after, told_at=now), notice=notice)


def _state(feed: FeedRecord) -> FeedState:
    """Return what is asked: the address that the feed has moved to, and after failures there its old one, too."""
    if feed.moved_to is None:
        return FeedState(url=feed.url, etag=feed.etag, last_modified=feed.last_modified)
    if feed.failures % _BACK_TO_OLD == _BACK_TO_OLD - 1:
        # Validators are of the other address.
        return FeedState(url=feed.url)
    return FeedState(url=feed.moved_to, etag=feed.etag, last_modified=feed.last_modified)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _fresh(answer: FeedAnswer) -> timedelta:
    asked = min(answer.retry_after or timedelta(0), _LONGEST)
    return max(asked, min(answer.fresh_for or timedelta(0), _FRESHEST))
