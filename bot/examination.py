"""Whether everything works: each part is used for real, and says what it found."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.article.reading import read_article
from bot.model.article import RawArticle
from bot.model.errors import ClaimwatchError
from bot.model.finding import Finding, Health
from bot.model.words import channel_words
from bot.sources.feeds import FeedState, poll
from bot.store.database import open_store
from bot.workers import build_extractor, open_gazetteer
from config.schema import Settings

# Any sentence with a claim will do; this one is of no war.
_SENTENCE = "The army said on Monday that it had captured the town of Springfield."

# What a platform asks to wait, and the longest wait after a failure, are shorter; reading a day's news is, too.
_LONGEST_WAIT = timedelta(hours=1)

# Feeds that are asked at the same time.
_AT_ONCE = 8


async def examine(settings: Settings, *, now: datetime) -> tuple[Finding, ...]:
    """Examine database, inbox, places, language model and feeds."""
    parts: tuple[tuple[str, Callable[[], Awaitable[Finding | tuple[Finding, ...]]]], ...] = (
        ("database", lambda: _database(settings, now)),
        ("inbox", lambda: asyncio.to_thread(_inbox, settings)),
        ("places", lambda: asyncio.to_thread(_places, settings)),
        ("language model", lambda: asyncio.to_thread(_model, settings, now)),
        ("feeds", lambda: _feeds(settings, now)),
    )
    found: list[Finding] = []
    for part, look in parts:
        try:
            seen = await look()
        except (ClaimwatchError, OSError) as error:
            seen = Finding(part=part, health=Health.ILL, seen=" ".join(str(error).split()))
        found.extend([seen] if isinstance(seen, Finding) else seen)
    return tuple(found)


async def subscribed(settings: Settings) -> tuple[str, ...]:
    """Return the destinations that follow something, each once; none where the database cannot be opened."""
    try:
        async with open_store(settings.database.url) as store:
            return tuple(dict.fromkeys(one.destination for one in await store.subscriptions.all()))
    except ClaimwatchError:
        return ()


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is ill."""
    return all(one.health is not Health.ILL for one in findings)


async def _database(settings: Settings, now: datetime) -> tuple[Finding, ...]:
    async with open_store(settings.database.url) as store:
        counts, pauses = await store.counts(), await store.outbox.pauses()
        figures = await store.outbox.figures()
    seen = f"{settings.database.url}: {counts.articles} articles, {counts.claims} claims"
    health, advice = Health.WELL, None
    if counts.failed:
        seen, health = f"{seen}; {counts.failed} alerts could not be delivered", Health.ILL
        advice = "`claimwatch outbox --failed` says why"
    paused = (
        Finding(
            part=f"alerts to {channel_words(one.destination)}",
            health=Health.ILL,
            seen=f"paused since {one.since:%d %b %Y, %H:%M} UTC",
            advice=one.reason,
        )
        for one in pauses
    )
    late = (
        Finding(
            part="outbox",
            health=Health.ILL,
            seen=f"{figures.waiting + figures.sending} alerts wait, the oldest since {oldest:%d %b %Y, %H:%M} UTC",
            advice="they are sent while `claimwatch run` runs; `claimwatch outbox` says where they go and what failed",
        )
        for oldest in (figures.oldest,)
        if oldest is not None and now - oldest > _LONGEST_WAIT
    )
    unread = (
        Finding(
            part="queue",
            health=Health.ILL,
            seen=f"{counts.queue.waiting} articles wait to be read, the oldest since {oldest:%d %b %Y, %H:%M} UTC",
            advice="they are read while `claimwatch run` runs; `claimwatch intake` lists them, and says why",
        )
        for oldest in (counts.queue.oldest,)
        if oldest is not None and now - oldest > _LONGEST_WAIT
    )
    return (Finding(part="database", health=health, seen=seen, advice=advice), *paused, *late, *unread)


def _inbox(settings: Settings) -> Finding:
    folder = settings.inbox.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".claimwatch-"):
        pass
    return Finding(part="inbox", health=Health.WELL, seen=f"{folder}/ can be written to")


def _places(settings: Settings) -> Finding:
    with closing(open_gazetteer(settings)) as gazetteer:
        countries = len(gazetteer.countries())
    return Finding(part="places", health=Health.WELL, seen=f"a gazetteer of {countries} countries")


def _model(settings: Settings, now: datetime) -> Finding:
    extractor = build_extractor(settings)
    article = read_article(
        RawArticle(origin="examination", key="examination", body=_SENTENCE, received_at=now), now=now
    )
    if extractor.extract(article):
        return Finding(part="language model", health=Health.WELL, seen="reads a sentence and finds its claim")
    return Finding(
        part="language model",
        health=Health.ILL,
        seen="reads a sentence and finds no claim in it",
        advice="leave language.pipeline empty to use the bundled one, or name an English one with tagger and parser",
    )


async def _feeds(settings: Settings, now: datetime) -> tuple[Finding, ...]:
    urls = dict.fromkeys([*settings.feeds.urls, *await _listed(settings)])
    if not urls:
        advice = "`claimwatch sources add URL`, or set feeds.urls"
        return (Finding(part="feeds", health=Health.IDLE, seen="none are set up", advice=advice),)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(url: str) -> Finding:
        async with turn:
            return await _feed(url, settings, now)

    return tuple(await asyncio.gather(*(one(url) for url in urls)))


async def _listed(settings: Settings) -> tuple[str, ...]:
    """Return the feeds that commands have listed; those that are paused need not work."""
    try:
        async with open_store(settings.database.url) as store:
            return tuple(feed.url for feed in await store.feeds.all() if feed.listed and not feed.paused)
    except ClaimwatchError:
        return ()  # what is wrong with the database is said of it


async def _feed(url: str, settings: Settings, now: datetime) -> Finding:
    part = f"feed {url}"
    try:
        answer = await poll(FeedState(url=url), now=now, allow_networks=settings.sources.allow_networks)
    except ClaimwatchError as error:
        reason = str(getattr(error, "reason", error))
        return Finding(part=part, health=Health.ILL, seen=reason, advice="check the address in a browser")
    newest = max((item.published for item in answer.items if item.published), default=None)
    seen = f"{answer.title or 'no title'}: {len(answer.items)} items"
    if newest is None:
        return Finding(part=part, health=Health.WELL, seen=seen)
    last = datetime.fromisoformat(newest)
    quiet = last.tzinfo is not None and now.astimezone(UTC) - last > timedelta(days=30)
    return Finding(part=part, health=Health.WELL, seen=f"{seen}, the newest of {last:%d %b %Y}" + " (long ago)" * quiet)
