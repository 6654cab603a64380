"""What people can ask for, over a real desk: an empty database in memory, the bundled places, the invented war."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import structlog

from bot.alerts.policy import load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import load_rules
from bot.desk.commands import Commands
from bot.desk.desk import Desk
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.side import Side, SideCatalogue, SideKind
from bot.pipeline import Ingested, Pipeline
from bot.places.areas import GazetteerAreas
from bot.places.gazetteer import Gazetteer, bundled_gazetteer
from bot.store.database import SqlStore, open_store
from tests.builders import DAY, NORLAND, SUDMARK, make_article, make_claim
from tests.desk.world import make_feed_desk

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)

Write = Callable[[str], tuple[Article, tuple[Claim, ...]]]


def captured(text: str) -> tuple[Article, tuple[Claim, ...]]:
    """Return an article of that text, in which Norland says that it captured Ellbruck."""
    article = make_article(text=text, title=text[:80], published_at=DAY)
    return article, (make_claim(article=article, quote=text[:600]),)


@pytest.fixture(autouse=True)
def plain_tracebacks() -> Iterator[None]:
    """Log exceptions as the program does: by itself, structlog draws all locals, and the loop stops for seconds."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
    )
    yield
    structlog.reset_defaults()


@dataclass
class MadeSubmissions:
    """Takes what people hand over for the text of an article, and stores it through the real pipeline.

    `write` says what the article claims; while `open` is not set, submissions wait.
    """

    pipeline: Pipeline
    write: Write = captured
    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def submit(self, what: str) -> Ingested:
        """Store it."""
        self.begun.set()
        await self.open.wait()
        return await self.pipeline.record(*self.write(what))

    async def submit_file(self, name: str, data: bytes) -> list[Ingested]:
        """Store its text."""
        return [await self.submit(f"{name}: {data.decode()}")]

    async def find(self, text: str) -> tuple[Article, tuple[Claim, ...]]:
        """Return what it would claim."""
        return self.write(text)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """Return the bundled places."""
    with bundled_gazetteer() as opened:
        yield opened


@pytest.fixture
def pipeline(store: SqlStore) -> Pipeline:
    """Return the pipeline over the database."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    sides = SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})
    return Pipeline(store=store, sides=sides, rules=load_rules(), policy=load_policy(), clock=lambda: NOW)


@pytest.fixture
def submissions(pipeline: Pipeline) -> MadeSubmissions:
    """Return what takes in articles at once; a test may close it, or change what they claim."""
    made = MadeSubmissions(pipeline=pipeline)
    made.open.set()
    return made


@pytest.fixture
def commands(store: SqlStore, gazetteer: Gazetteer, pipeline: Pipeline, submissions: MadeSubmissions) -> Commands:
    """Return the commands, at an hour of the invented war."""
    ids = count(1)
    return Commands(
        desk=Desk(store=store, sides=pipeline.sides, rules=pipeline.rules, copies=are_copies, copy_pairs=copy_pairs),
        store=store,
        subscriptions=store.subscriptions,
        communities=store.communities,
        record=pipeline.decide,
        feed_desk=make_feed_desk(),
        feeds=store.feeds,
        areas=GazetteerAreas(gazetteer),
        submissions=submissions,
        resume=store.outbox.resume,
        paused=store.outbox.pause_of,
        clock=lambda: NOW,
        new_id=lambda: f"id-{next(ids)}",
        version="1.2.3",
        started_at=NOW - timedelta(hours=2),
    )
