"""Feeds over days in a few minutes: time is the test's, the poller and the store are the program's.

Each feed has a rate of its own, quieter at night, and does what feeds do: it goes down for hours, asks to be left
alone, moves, dates and edits items anew, changes guids and addresses, and knows no validators. Nothing may be lost, and
nothing be read twice. `python -m tests.bench.soak [FEEDS [DAYS [PROCESSES]]]` prints how often they were asked, and how
long news waited. Feeds know nothing of each other: with several processes each has its share of them, and a store of
its own.
"""

from __future__ import annotations

import asyncio
import logging
import math
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, quantiles
from time import monotonic

import structlog

from bot.feed_reading import ItemReader
from bot.model.article import RawArticle
from bot.model.errors import FetchError
from bot.polling import FeedPoller, PollPace
from bot.sources.feed_items import FeedItem
from bot.sources.feeds import FeedAnswer, FeedState
from bot.store.database import open_store

START = datetime(2031, 6, 1, tzinfo=UTC)
EVERY, LONGEST = timedelta(minutes=10), timedelta(hours=1)
STEP = timedelta(minutes=1)
# What a feed shows, the newest of its items.
WINDOW = 80
TEXT = "Norland said that its troops had captured the town of Ellbruck. " * 12


@dataclass(frozen=True, kw_only=True)
class Soaked:
    """What came of it: `lost` and `twice` are items, `requests` a feed's in a day, `waits` minutes until one was read.

    What a feed did not show any more when it was first read is not lost.
    """

    feeds: int
    days: int
    items: int
    lost: int
    twice: int
    announced_old: int
    requests: list[float]
    waits: list[float]
    seconds: float


@dataclass(kw_only=True)
class Site:
    """A feed: `items` with the time of each, and the hours in which it is down."""

    url: str
    items: list[tuple[datetime, FeedItem]]
    down: list[tuple[datetime, datetime]]
    moves_at: datetime | None
    validators: bool
    chance: Random
    asked: int = 0
    guids: dict[str, int] = field(default_factory=dict)

    def answer(self, state: FeedState, now: datetime) -> FeedAnswer:
        """Answer at a time."""
        self.asked += 1
        if any(start <= now < end for start, end in self.down):
            wait = timedelta(hours=1) if self.chance.random() < 0.2 else None
            raise FetchError(origin=state.url, reason="is down", status=503, retry_after=wait)
        shown = [item for at, item in self.items if at <= now][-WINDOW:]
        etag = f'"{len(shown)}-{shown[-1].id}"' if shown and self.validators else None
        moved = f"{self.url}/new" if self.moves_at is not None and now >= self.moves_at else None
        moved = None if state.url == moved else moved
        if etag is not None and state.etag == etag and self.chance.random() < 0.95:
            return FeedAnswer(items=(), title=None, etag=etag, last_modified=None, not_modified=True, moved_to=moved)
        return FeedAnswer(
            items=tuple(self._told(item, now) for item in shown),
            title=f"Feed {self.url}",
            etag=etag,
            last_modified=None,
            moved_to=moved,
        )

    def _told(self, item: FeedItem, now: datetime) -> FeedItem:
        """Return an item as it is told this time: mostly as before, sometimes edited, redated or renamed."""
        match self.chance.randrange(200):
            case 0:
                return replace(item, content=f"{TEXT} Corrected.")
            case 1:
                return replace(item, published=now.isoformat())
            case 2:
                return replace(item, id=f"{item.id}-{self.chance.random()}")
            case 3:
                return replace(item, url=f"{item.url}?from=feed")
            case _:
                return item


def make_site(number: int, *, days: int, chance: Random) -> Site:
    """Return a feed with between one and a hundred items a day, three of four of them by day."""
    url = f"https://{number}.example/feed"
    rate = math.exp(chance.uniform(0, math.log(100)))
    times = sorted(
        START
        - timedelta(days=1)
        + timedelta(days=day, hours=chance.uniform(6, 22) if by_day else chance.uniform(-2, 6))
        for day in range(days + 1)
        for by_day in (chance.random() < 0.75 for _ in range(_poisson(rate, chance)))
    )
    items = [
        (at, FeedItem(
            id=f"{number}-{index}", url=f"https://{number}.example/{index}", title=f"{number}-{index}",
            published=at.isoformat(), content=TEXT, summary=None, is_html=False,
        ))
        for index, at in enumerate(times)
        if at < START + timedelta(days=days - 0.5)
    ]  # fmt: skip
    starts = (START + timedelta(days=chance.uniform(0, days - 0.6)) for _ in range(chance.randrange(3)))
    return Site(
        url=url,
        items=items,
        down=[(start, start + timedelta(hours=chance.uniform(0.2, 4))) for start in starts],
        moves_at=START + timedelta(days=chance.uniform(0, days)) if chance.random() < 0.2 else None,
        validators=chance.random() < 0.7,
        chance=chance,
    )


def _poisson(rate: float, chance: Random) -> int:
    count, left = 0, chance.expovariate(1)
    while left < rate:
        count, left = count + 1, left + chance.expovariate(1)
    return count


async def soak(*, feeds: int, days: int, seed: int = 9) -> Soaked:
    """Let the feeds run, and say what came of it."""
    began = monotonic()
    chance = Random(seed)  # noqa: S311 - a simulation, the same each time
    sites = {site.url: site for site in (make_site(number, days=days, chance=chance) for number in range(feeds))}
    now = START
    read: Counter[str] = Counter()
    last: dict[str, str] = {}
    waits: list[float] = []
    old = 0
    published = {item.title or "": at for site in sites.values() for at, item in site.items}

    async def ask(state: FeedState) -> FeedAnswer:
        return sites[state.url.removesuffix("/new")].answer(state, now)

    async def no_page(url: str) -> RawArticle:
        raise FetchError(origin=url, reason="no page is needed")

    async def take(raw: RawArticle, *, source: str, announce: bool) -> None:
        nonlocal old
        title = raw.title or ""
        assert source in sites
        # An item that was edited is to be read again: what it says now is another text.
        edited = title in last and last[title] != raw.body
        last[title] = raw.body
        if edited:
            return
        read[title] += 1
        if published[title] > START:
            waits.append((now - published[title]) / timedelta(minutes=1))
        elif announce:
            old += 1

    async with open_store(":memory:") as store:
        poller = FeedPoller(
            feeds=store.feeds,
            poll=ask,
            items=ItemReader(feeds=store.feeds, fetch=no_page, read=take, clock=lambda: now, back=timedelta(days=7)),
            clock=lambda: now,
            chance=chance.random,
            pace=PollPace(every=EVERY, longest=LONGEST, tell_after=5),
        )
        await store.feeds.follow(list(sites), now=now)
        while now < START + timedelta(days=days):
            await poller.poll_due()
            now += STEP
    return Soaked(
        feeds=feeds,
        days=days,
        items=len(published),
        lost=sum(title not in read for title, at in published.items() if at > START),
        twice=sum(count > 1 for count in read.values()),
        announced_old=old,
        requests=[site.asked / days for site in sites.values()],
        waits=waits,
        seconds=monotonic() - began,
    )


def share(feeds: int, days: int, seed: int) -> Soaked:
    """Let some of the feeds run, in a process of their own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return asyncio.run(soak(feeds=feeds, days=days, seed=seed))


def together(shares: Sequence[Soaked]) -> Soaked:
    """Return what came of all of them, as if it were one."""
    return Soaked(
        feeds=sum(one.feeds for one in shares),
        days=shares[0].days,
        items=sum(one.items for one in shares),
        lost=sum(one.lost for one in shares),
        twice=sum(one.twice for one in shares),
        announced_old=sum(one.announced_old for one in shares),
        requests=[count for one in shares for count in one.requests],
        waits=[wait for one in shares for wait in one.waits],
        seconds=max(one.seconds for one in shares),
    )


def main() -> None:
    """Print the figures."""
    given = [int(argument) for argument in sys.argv[1:]]
    feeds, days, processes = (*given, *(500, 10, 1)[len(given) :])
    counts = [feeds // processes + (number < feeds % processes) for number in range(processes)]
    with ProcessPoolExecutor(processes) as pool:
        found = together(list(pool.map(share, counts, [days] * processes, range(9, 9 + processes))))
    cuts, requests = quantiles(found.waits, n=100), quantiles(found.requests, n=10)
    print(  # noqa: T201 - a program
        f"{found.feeds} feeds, {found.days} days, {found.items} items: {found.lost} lost, {found.twice} twice, "
        f"{found.announced_old} old ones announced; in {found.seconds:.0f} s\n"
        f"requests per feed and day: mean {mean(found.requests):.1f}, a tenth below {requests[0]:.1f}, a tenth above "
        f"{requests[-1]:.1f}; a fixed poll each {EVERY / STEP:.0f} minutes: {timedelta(days=1) / EVERY:.0f}\n"
        f"minutes until an item is read: median {cuts[49]:.1f}, 90 % {cuts[89]:.1f}, 99 % {cuts[98]:.1f}"
    )


if __name__ == "__main__":
    main()
