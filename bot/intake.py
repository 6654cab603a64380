"""What comes in: samples, the inbox, feeds, and what people hand over; each article through the one pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from bot.article.reading import read_article
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, SourceError, StoreError
from bot.pipeline import ClaimExtractor, Ingested, Pipeline
from bot.sources.documents import read_data, read_path
from bot.sources.inbox import watch
from bot.sources.web import fetch
from config.schema import Settings

SAMPLES = Path(__file__).parent / "samples"
# Seconds that a page may take that somebody in a chat waits for.
_PATIENCE = 20.0

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
    """Takes articles in until `stop` is set; `wake` says that there may be something to deliver."""

    settings: Settings
    pipeline: Pipeline
    extractor: ClaimExtractor
    teller: Teller
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    stop: asyncio.Event

    async def read(self, raw: RawArticle, *, announce: bool = True) -> Ingested:
        """Take one article in, and tell how it went; raises SourceError where it cannot be read.

        A fault of ours in one article is logged with its trace, and must not keep the next from being read.
        """
        if self.stop.is_set():
            raise StoppedError
        try:
            result = await self.pipeline.ingest(raw, _Stoppable(self.extractor, self.stop), announce=announce)
        except (SourceError, StoppedError, ConfigurationError, StoreError):
            raise
        except Exception as error:
            _LOG.exception("article set aside", origin=raw.origin)
            reason = f"is set aside ({type(error).__name__}: {error})"
            raise SourceError(origin=raw.origin, reason=reason) from error
        self.teller.ingested(result, origin=raw.origin)
        self.wake()
        return result

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
        article = read_article(RawArticle(origin="this message", key=key, body=text, received_at=now), now=now)
        return article, await _Stoppable(self.extractor, self.stop).extract(article)

    async def read_samples(self) -> None:
        """Read the sample articles into an empty database, and what is missing of them where a start was cut short."""
        samples = _samples(now=self.clock())
        known = sum([await self.pipeline.is_known(article) for _, article in samples])
        if known or await self.pipeline.is_empty():
            self.teller.reading_samples(len(samples), known=known)
            for raw, _ in samples:
                await self._take(raw)

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
        """Read an article that nobody waits for."""
        try:
            await self.read(raw)
        except SourceError as error:
            self.teller.failed(error)


def _samples(*, now: datetime) -> list[tuple[RawArticle, Article]]:
    """Return the sample articles that come with the program, in order of publication."""
    found = (raw for raw in read_path(SAMPLES, now=now) if isinstance(raw, RawArticle))
    raws = [replace(raw, origin=f"sample {raw.key}") for raw in found]
    return sorted(((raw, read_article(raw, now=now)) for raw in raws), key=lambda pair: pair[1].published_at)


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
