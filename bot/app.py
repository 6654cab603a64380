"""Builds the parts of the program, each in its place, and takes them down again in the opposite order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from bot.article.reading import read_article
from bot.comparison.rules import Rules, load_rules
from bot.delivery.worker import DeliveryWorker, Messenger, Pace
from bot.desk.desk import Desk
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, SourceError, StoreError
from bot.model.ports import ClaimFilter
from bot.model.side import SideCatalogue
from bot.pipeline import ClaimExtractor, Ingested, Pipeline, are_copies
from bot.sources.documents import read_path
from bot.sources.inbox import watch
from bot.store.database import SqlStore, open_store
from bot.workers import ExtractionPool
from config.knowledge import load_sides
from config.schema import Settings

SAMPLES = Path(__file__).parent / "samples"

_PACE = Pace(lease=timedelta(seconds=5), poll=timedelta(seconds=1))
"""For a terminal: a send takes no time, and what a killed process had leased is to be seen soon after a new start."""

_LOG = structlog.stdlib.get_logger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What everything that uses the database stands on."""

    settings: Settings
    store: SqlStore
    sides: SideCatalogue
    rules: Rules
    clock: Callable[[], datetime]

    def pipeline(self, *, always: tuple[str, ...] = ()) -> Pipeline:
        """Return the way in for articles; every alert goes to the destinations of `always`."""
        return Pipeline(store=self.store, sides=self.sides, rules=self.rules, clock=self.clock, always=always)

    def desk(self) -> Desk:
        """Return what answers people."""
        return Desk(store=self.store, sides=self.sides, rules=self.rules, copies=are_copies)


@asynccontextmanager
async def open_ground(settings: Settings, *, clock: Callable[[], datetime]) -> AsyncIterator[Ground]:
    """Load the knowledge and open the database; close it after."""
    sides, rules = load_sides().catalogue, load_rules()
    async with open_store(settings.database.url) as store:
        yield Ground(settings=settings, store=store, sides=sides, rules=rules, clock=clock)


class Teller(Protocol):
    """Tells whoever runs the program how it goes."""

    def ingested(self, result: Ingested, *, origin: str) -> None:
        """Tell that an article was taken in, or was known."""
        ...

    def failed(self, error: SourceError) -> None:
        """Tell that an input could not be read, and why."""
        ...

    def reading_samples(self, count: int, *, known: int) -> None:
        """Tell that the sample articles are read, and how many of them were before."""
        ...

    def watching(self, folder: Path) -> None:
        """Tell that from now on the folder is watched."""
        ...


class StoppedError(Exception):
    """Somebody asked to stop while something was waited for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """The program that keeps running: it reads what comes in and delivers what follows from it, until `stop` is set."""

    ground: Ground
    pipeline: Pipeline
    extractor: ClaimExtractor
    delivery: DeliveryWorker
    teller: Teller
    stop: asyncio.Event

    async def run(self) -> None:
        """Deliver what is left from before, read the samples where they belong, watch the inbox, until stopped."""
        try:
            # Whichever of the two fails takes the other down: taking in without telling would look like peace.
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.delivery.run())
                try:
                    await self._take_in()
                except StoppedError:
                    return
                finally:
                    self.delivery.stop()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group

    async def _take_in(self) -> None:
        if self.ground.settings.samples.read:
            await self._read_samples()
        folder = self.ground.settings.inbox.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"{folder} cannot be made: {error.strerror or error}"
            raise ConfigurationError(where="inbox.folder", reason=reason) from error
        self.teller.watching(folder)
        async for path in watch(folder, stop=self.stop):
            await self._read(path)

    async def _read_samples(self) -> None:
        """Read the sample articles into an empty database, and what is missing of them where a start was cut short."""
        samples = _samples(now=self.ground.clock())
        known = sum([await self.pipeline.is_known(article) for _, article in samples])
        if known or await self._is_empty():
            self.teller.reading_samples(len(samples), known=known)
            for raw, _ in samples:
                await self._ingest(raw)

    async def _read(self, path: Path) -> None:
        now = self.ground.clock()
        for found in read_path(path, now=now, max_bytes=self.ground.settings.intake.max_bytes):
            if isinstance(found, SourceError):
                self.teller.failed(found)
            else:
                await self._ingest(found)

    async def _ingest(self, raw: RawArticle) -> None:
        if self.stop.is_set():
            raise StoppedError
        try:
            result = await self.pipeline.ingest(raw, self.extractor)
        except SourceError as error:
            self.teller.failed(error)
            return
        except (StoppedError, ConfigurationError, StoreError):
            raise
        except Exception as error:  # noqa: BLE001 - one article must not end the others
            # A fault of ours in one article is logged with its trace, and must not keep the next from being read.
            _LOG.exception("article set aside", origin=raw.origin)
            self.teller.failed(SourceError(origin=raw.origin, reason=f"is set aside ({type(error).__name__}: {error})"))
            return
        self.teller.ingested(result, origin=raw.origin)
        self.delivery.wake()

    async def _is_empty(self) -> bool:
        return not await self.ground.store.search(ClaimFilter(limit=1))


def _samples(*, now: datetime) -> list[tuple[RawArticle, Article]]:
    """Return the sample articles that come with the program, in order of publication."""
    found = (raw for raw in read_path(SAMPLES, now=now) if isinstance(raw, RawArticle))
    raws = [replace(raw, origin=f"sample {raw.key}") for raw in found]
    return sorted(((raw, read_article(raw, now=now)) for raw in raws), key=lambda pair: pair[1].published_at)


@asynccontextmanager
async def open_application(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    messengers: Mapping[str, Messenger],
    teller: Teller,
    stop: asyncio.Event,
    extractor: ClaimExtractor | None = None,
) -> AsyncIterator[Application]:
    """Build the program that keeps running; each alert goes to every messenger's platform.

    Claims are found by `extractor`, or else by a worker process, which starts with the first article that is new.
    """
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(open_ground(settings, clock=clock))
        if extractor is None:
            extractor = pool = ExtractionPool(settings)
            stack.push_async_callback(pool.close)
        yield Application(
            ground=ground,
            pipeline=ground.pipeline(always=tuple(messengers)),
            extractor=_Stoppable(extractor, stop),
            delivery=DeliveryWorker(outbox=ground.store.outbox, messengers=messengers, clock=clock, pace=_PACE),
            teller=teller,
            stop=stop,
        )


@dataclass(frozen=True, slots=True)
class _Stoppable:
    """Finds claims until it is asked to stop: a long article must not hold up the end of the program."""

    extractor: ClaimExtractor
    stop: asyncio.Event

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        return await _unless(self.stop, self.extractor.extract(article))


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result:
    """Return what the work returns, or give it up and raise StoppedError when `stop` is set."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return await working
        raise StoppedError
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
