"""Builds what reads feeds: politeness, robots.txt, the poller, and what wakes it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot.alerts.feed_notices import FeedNotices
from bot.desk.parts import ListedFeed, Probed
from bot.feed_reading import ItemReader
from bot.intake import Intake, StoppedError
from bot.model.article import RawArticle
from bot.model.errors import UnreadableError
from bot.model.feed import Feeds
from bot.polling import FeedPoller, PollPace
from bot.schedule import Recurring
from bot.sources.feeds import FeedAnswer, FeedState, poll
from bot.sources.hosts import Hosts
from bot.sources.opml import read_opml
from bot.sources.robots import Robots
from bot.sources.transfer import Wanted, get
from bot.sources.web import fetch
from config.schema import Settings

_LOG = structlog.stdlib.get_logger(__name__)

# How often the store is asked for feeds that are due; their own intervals are in it.
_LOOK = timedelta(seconds=5)
# So many items of a feed are shown to who tries it.
_PROBED = 5
# Seconds that a page may take, and a list of feeds.
_PATIENCE = 20.0


def feed_worker(
    feeds: Feeds,
    intake: Intake,
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[], float] = random.random,
) -> Recurring:
    """Return what polls the feeds that are due and takes what is new in them in."""
    sources = settings.sources
    hosts = Hosts(
        at_once=sources.requests_per_host, gap=sources.seconds_between, monotonic=monotonic, sleep=asyncio.sleep
    )
    robots = Robots(clock=clock, allow_networks=sources.allow_networks) if sources.robots else None

    async def ask(state: FeedState) -> FeedAnswer:
        return await poll(
            state,
            now=clock(),
            max_bytes=settings.intake.max_bytes,
            allow_networks=sources.allow_networks,
            turn=hosts.turn,
        )

    async def page(url: str) -> RawArticle:
        if robots is not None:
            await robots.check(url)
        return await fetch(
            url,
            now=clock(),
            timeout=_PATIENCE,
            max_bytes=settings.intake.max_bytes,
            allow_networks=sources.allow_networks,
            # Many feeds lead to pages by way of somebody who counts readers: the page's own site is asked.
            hop=robots.check if robots is not None else None,
            turn=hosts.turn,
        )

    async def read(raw: RawArticle, *, source: str, announce: bool) -> None:
        await intake.accept(raw, source=source, announce=announce)

    async def held() -> bool:
        waiting = (await intake.arrivals.state()).waiting
        full = waiting >= settings.intake.most_waiting
        if full:
            # What is not asked for now stays in the feeds until there is room.
            _LOG.warning("feeds wait for the queue", waiting=waiting)
        return full

    async def work() -> None:
        try:
            await poller.poll_due()
        except* StoppedError:
            pass  # the program ends: what was not read is still unread at the next start

    every = timedelta(seconds=settings.feeds.every_seconds)
    longest = max(every, timedelta(seconds=settings.feeds.longest_seconds))
    poller = FeedPoller(
        feeds=feeds,
        poll=ask,
        items=ItemReader(
            feeds=feeds,
            fetch=page,
            read=read,
            clock=clock,
            back=timedelta(days=settings.feeds.first_days),
            changed=timedelta(seconds=settings.feeds.changed_seconds),
        ),
        clock=clock,
        chance=chance,
        pace=PollPace(every=every, longest=longest, tell_after=settings.feeds.tell_after),
        notices=FeedNotices(destination=settings.delivery.operators),
        held=held,
        at_one_host=sources.requests_per_host,
    )
    return Recurring(name="feeds", work=work, every=min(every / 2, _LOOK))


async def probe_feed(url: str, *, settings: Settings, clock: Callable[[], datetime]) -> Probed:
    """Ask a feed what it has, and keep nothing; raises SourceError where it does not say."""
    answer = await poll(
        FeedState(url=url),
        now=clock(),
        max_bytes=settings.intake.max_bytes,
        allow_networks=settings.sources.allow_networks,
    )
    newest = tuple(item.title or item.url or item.id for item in reversed(answer.items))
    return Probed(title=answer.title, items=len(answer.items), newest=newest[:_PROBED], moved_to=answer.moved_to)


async def fetch_list(url: str, *, settings: Settings, clock: Callable[[], datetime]) -> tuple[ListedFeed, ...]:
    """Return the feeds of the list (OPML) at an address; raises SourceError where there is none."""
    answer = await get(
        url,
        Wanted(what="list", max_bytes=settings.intake.max_bytes),
        now=clock(),
        timeout=_PATIENCE,
        allow_networks=settings.sources.allow_networks,
    )
    try:
        outlines = await asyncio.to_thread(read_opml, answer.body)
    except ValueError as error:
        raise UnreadableError(origin=url, reason=str(error)) from error
    return tuple(ListedFeed(url=one.url, title=one.title) for one in outlines)
