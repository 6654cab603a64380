"""What comes in: samples, the inbox, feeds, and what people hand over; each article through the one pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from bot.article.reading import read_article
from bot.model.arrival import Arrival, Arrivals, ArrivalState, AsideNotices, New, Reading
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, ReaderError, SourceError, StoreError
from bot.page_reading import ArticleReader
from bot.pipeline import ClaimExtractor, Ingested, Pipeline
from bot.sources.documents import read_data, read_path
from bot.sources.inbox import watch
from bot.sources.web import fetch
from config.schema import Settings

SAMPLES = Path(__file__).parent / "samples"
# Seconds that a page may take that somebody in a chat waits for.
_PATIENCE = 20.0
# Seconds between two looks at an article that somebody else is reading.
_LOOK = 0.1

SAMPLE, INBOX, SUBMITTED = "samples", "inbox", "submitted"
"""Sources that are no feeds."""
MOST_ENDS = 10
"""After so many ends of the program while one article was read, that is set aside: it may be what ends it."""
MOST_TRIES = 3
"""So often an article is read whose reader dies."""

_LOG = structlog.stdlib.get_logger(__name__)

Result = TypeVar("Result")


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

    def serving(self, platform: str) -> None:
        """Tell that a chat platform is being connected to."""
        ...

    def refused(self, platform: str, error: ConfigurationError) -> None:
        """Tell that a chat platform cannot be served, while others are."""
        ...


class StoppedError(Exception):
    """Somebody asked to stop while something was waited for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """Takes articles in until `stop` is set; `wake` says that there may be something to deliver.

    What is accepted is a row in the store before anybody hears that it is; `arrived` says that there is one to read.
    What failed for a reason that may pass is tried again after `pause`, and longer each time.
    """

    settings: Settings
    pipeline: Pipeline
    arrivals: Arrivals
    reader: ArticleReader
    extractor: ClaimExtractor
    teller: Teller
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    stop: asyncio.Event
    arrived: Callable[[], None] = lambda: None
    notices: AsideNotices | None = None
    pause: timedelta = timedelta(minutes=1)

    async def accept(self, raw: RawArticle, *, source: str, announce: bool = True) -> Arrival | None:
        """Let an article wait to be read; return how it stands, `None` where it is known already.

        Raises SourceError where it cannot be read as an article.
        """
        article = await self.read_article(raw)
        return await self.accept_article(article, origin=raw.origin, source=source, announce=announce)

    async def accept_article(
        self, article: Article, *, origin: str, source: str, announce: bool = True
    ) -> Arrival | None:
        """Let an article wait whose claims are to be read; return how it stands, `None` where it is known already."""
        if self.stop.is_set():
            raise StoppedError
        if await self.pipeline.is_known(article):
            self.teller.ingested(Ingested(article=article, known=True), origin=origin)
            self.wake()
            return None
        new = New(article=article, origin=origin, source=source, announce=announce)
        arrival = await self.arrivals.add(new, now=self.clock())
        self.arrived()
        return arrival

    async def read(self, raw: RawArticle, *, source: str = SUBMITTED, announce: bool = True) -> Ingested:
        """Take one article in, and tell how it went; raises SourceError where it cannot be read.

        It overtakes what waits, as somebody waits for it.
        """
        article = await self.read_article(raw)
        arrival = await self.accept_article(article, origin=raw.origin, source=source, announce=announce)
        while arrival is not None and arrival.state is not ArrivalState.DONE:
            if arrival.state is ArrivalState.FAILED:
                advice = f"`claimwatch intake retry {arrival.id}` tries it again"
                raise SourceError(origin=raw.origin, reason=f"was set aside before ({arrival.reason}); {advice}")
            reading = await self.arrivals.take(arrival.id)
            if reading is not None:
                return await self._process(reading)
            # The queue is at it.
            await _unless(self.stop, asyncio.sleep(_LOOK))
            arrival = await self.arrivals.find(article.id)
        return Ingested(article=article, known=True)

    async def work_off(self) -> None:
        """Read everything that waits and is due, one after the other, until stopped."""
        while not self.stop.is_set():
            reading = await self.arrivals.next(self.clock())
            if reading is None:
                return
            try:
                await self._process(reading)
            except SourceError as error:
                self.teller.failed(error)
            except StoppedError:
                return

    async def read_article(self, raw: RawArticle) -> Article:
        """Return what came in as an article; raises SourceError where it cannot be read as one.

        That may be a fault of ours, which keeps only this one from being read.
        """
        if self.stop.is_set():
            raise StoppedError
        try:
            return await _unless(self.stop, self.reader.read(raw, now=self.clock()))
        except (SourceError, StoppedError):
            raise
        except Exception as error:
            _LOG.exception("article not accepted", origin=raw.origin)
            reason = f"cannot be read ({type(error).__name__}: {error})"
            raise SourceError(origin=raw.origin, reason=reason) from error

    async def _process(self, reading: Reading) -> Ingested:
        """Read what was taken from the queue, and tell how it went; raises SourceError where that failed.

        A fault of ours in one article is logged with its trace, and must not keep the next from being read.
        """
        arrival, article = reading.arrival, reading.article
        try:
            if await self.pipeline.is_known(article):
                await self.arrivals.done(arrival.id, now=self.clock())
                result = Ingested(article=article, known=True)
            else:
                claims = await _unless(self.stop, self.extractor.extract(article))
                result = await self.pipeline.record(article, claims, announce=arrival.announce)
        except SourceError as error:
            raise await self._failed(arrival, error) from error
        except (StoppedError, ConfigurationError, StoreError, asyncio.CancelledError):
            await asyncio.shield(self.arrivals.released(arrival.id))
            raise
        except Exception as error:
            _LOG.exception("article set aside", origin=arrival.origin)
            reason = f"is set aside ({type(error).__name__}: {error})"
            await self._set_aside(arrival, f"{type(error).__name__}: {error}")
            raise SourceError(origin=arrival.origin, reason=reason) from error
        self.teller.ingested(result, origin=arrival.origin)
        self.wake()
        return result

    async def _failed(self, arrival: Arrival, error: SourceError) -> SourceError:
        """Try it again later where that may help, and set it aside where not; return what is to be told."""
        now = self.clock()
        blameless = isinstance(error, ReaderError)
        if blameless or (error.passing and arrival.attempts < MOST_TRIES):
            due_at = now + self.pause * arrival.attempts
            await self.arrivals.postponed(arrival.id, due_at=due_at, reason=error.reason, counted=not blameless)
            return SourceError(origin=arrival.origin, reason=f"{error.reason}; it is tried again")
        await self._set_aside(arrival, error.reason)
        return SourceError(origin=arrival.origin, reason=f"{error.reason}; it is set aside")

    async def _set_aside(self, arrival: Arrival, reason: str) -> None:
        now = self.clock()
        notice = self.notices(arrival, reason, now=now) if self.notices is not None else None
        await self.arrivals.failed(arrival.id, now=now, reason=reason, notice=notice)
        self.wake()

    async def fetch(self, url: str) -> RawArticle:
        """Return what is at an address; raises FetchError and UnreadableError."""
        return await fetch(
            url,
            now=self.clock(),
            timeout=_PATIENCE,
            max_bytes=self.settings.intake.max_bytes,
            allow_networks=self.settings.sources.allow_networks,
        )

    async def submit(self, what: str) -> Ingested:
        """Read what somebody hands over, an address or an article's text."""
        if what.startswith(("http://", "https://")) and len(what.split()) == 1:
            return await self.read(await self.fetch(what))
        key = "submitted-" + sha256(what.encode()).hexdigest()[:12]
        return await self.read(RawArticle(origin=key, key=key, body=what, received_at=self.clock()))

    async def submit_file(self, name: str, data: bytes) -> tuple[Ingested, ...]:
        """Read the articles of a file that somebody hands over; raises the first error where none can be read."""
        found = await asyncio.to_thread(
            read_data, data, name=name, now=self.clock(), max_bytes=self.settings.intake.max_bytes
        )
        taken: list[Ingested] = []
        errors = [one for one in found if isinstance(one, SourceError)]
        for raw in found:
            if isinstance(raw, RawArticle):
                try:
                    taken.append(await self.read(raw))
                except SourceError as error:
                    errors.append(error)
        if errors and not taken:
            raise errors[0]
        return tuple(taken)

    async def find(self, text: str) -> tuple[Article, tuple[Claim, ...]]:
        """Return what a text claims; it is not stored, and nobody is told. Raises SourceError."""
        key = "message-" + sha256(text.encode()).hexdigest()[:12]
        now = self.clock()
        raw = RawArticle(origin="this message", key=key, body=text, received_at=now)
        article = await _unless(self.stop, self.reader.read(raw, now=now))
        return article, await _unless(self.stop, self.extractor.extract(article))

    async def read_samples(self) -> None:
        """Read the sample articles into an empty database, and what is missing of them where a start was cut short."""
        samples = _samples(now=self.clock())
        known = sum([await self.pipeline.is_known(article) for _, article in samples])
        if known or await self.pipeline.is_empty():
            self.teller.reading_samples(len(samples), known=known)
            for raw, _ in samples:
                try:
                    await self.read(raw, source=SAMPLE)
                except SourceError as error:
                    self.teller.failed(error)

    async def watch_inbox(self) -> None:
        """Read what is in the inbox, and each article that is dropped into it; raises ConfigurationError."""
        folder = self.settings.inbox.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"{folder} cannot be made: {error.strerror or error}"
            raise ConfigurationError(where="inbox.folder", reason=reason) from error
        self.teller.watching(folder)
        async for path in watch(folder, stop=self.stop):
            for found in read_path(path, now=self.clock(), max_bytes=self.settings.intake.max_bytes):
                if isinstance(found, SourceError):
                    self.teller.failed(found)
                else:
                    await self._take(found)

    async def _take(self, raw: RawArticle) -> None:
        """Accept an article that nobody waits for; a file is looked at once, so that what may pass is waited for."""
        while True:
            try:
                arrival = await self.accept(raw, source=INBOX)
            except SourceError as error:
                if not error.passing:
                    self.teller.failed(error)
                    return
                self.teller.failed(SourceError(origin=raw.origin, reason=f"{error.reason}; it is tried again"))
                await _unless(self.stop, asyncio.sleep(self.pause.total_seconds()))
            else:
                break
        if arrival is not None and arrival.state is ArrivalState.FAILED:
            self.teller.failed(SourceError(origin=raw.origin, reason=f"was set aside before ({arrival.reason})"))


def _samples(*, now: datetime) -> list[tuple[RawArticle, Article]]:
    """Return the sample articles that come with the program, in order of publication."""
    found = (raw for raw in read_path(SAMPLES, now=now) if isinstance(raw, RawArticle))
    raws = [replace(raw, origin=f"sample {raw.key}") for raw in found]
    return sorted(((raw, read_article(raw, now=now)) for raw in raws), key=lambda pair: pair[1].published_at)


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
