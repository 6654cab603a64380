"""What stands around the intake: who hears of it, who reads, and who finds claims."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, ReaderError, SourceError
from bot.page_reading import DirectReader
from bot.pipeline import Ingested
from tests.builders import make_claim

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
TEXT = "Norland said on Wednesday that its troops had captured the town of Ellbruck. Sudmark did not reply."


@dataclass
class Heard:
    """Hears how it goes."""

    origins: list[str] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)

    def ingested(self, result: Ingested, *, origin: str) -> None:
        """Hear of an article."""
        assert result
        self.origins.append(origin)

    def failed(self, error: SourceError) -> None:
        """Hear of a failure."""
        self.failures.append(error)

    def reading_samples(self, count: int, *, known: int) -> None:
        """Hear of the samples."""

    def watching(self, folder: Path) -> None:
        """Hear of the inbox."""

    def serving(self, platform: str) -> None:
        """Hear of a chat platform."""

    def refused(self, platform: str, error: ConfigurationError) -> None:
        """Hear that a platform cannot be served."""


@dataclass
class OneClaim:
    """Finds one claim in every article, unless the article breaks it."""

    asked: list[Article] = field(default_factory=list)
    waits: asyncio.Event | None = None
    fails: Exception | None = None

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Answer for one."""
        self.asked.append(article)
        if self.waits is not None:
            await self.waits.wait()
        if self.fails is not None:
            raise self.fails
        if "broken" in article.text:
            raise ValueError("a fault of ours")
        return (make_claim(article=article),)


def raw(text: str) -> RawArticle:
    """Return an article as the inbox has it."""
    return RawArticle(origin="a.txt", key="a", body=text, received_at=NOW)


@dataclass
class LateReader:
    """Cannot be started for the first tries, and counts what it has read."""

    late: int = 0
    read_so_far: int = 0

    async def read(self, raw: RawArticle, *, now: datetime) -> Article:
        """Return the article."""
        if self.late:
            self.late -= 1
            raise ReaderError(origin=raw.origin, reason="no reader of pages can be started: out of memory")
        self.read_so_far += 1
        return await DirectReader().read(raw, now=now)
