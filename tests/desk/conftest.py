"""The desk's commands over a real store and the bundled gazetteer."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import load_rules
from bot.desk.commands import Commands
from bot.desk.desk import Desk
from bot.pipeline import Ingested
from bot.places.areas import GazetteerAreas
from bot.places.gazetteer import Gazetteer, bundled_gazetteer
from bot.store.database import SqlStore, open_store
from tests.builders import (
    make_article,
)
from tests.desk.world import NOW, Desklike, make_feed_desk, make_pipeline, make_sides


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """Open the file that ships with the package."""
    with bundled_gazetteer() as opened:
        yield opened


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def commands(store: SqlStore, gazetteer: Gazetteer) -> Commands:
    """Return the commands over an empty store."""
    ids = itertools.count(1)
    return Commands(
        desk=Desk(store=store, sides=make_sides(), rules=load_rules(), copies=are_copies, copy_pairs=copy_pairs),
        store=store,
        subscriptions=store.subscriptions,
        communities=store.communities,
        record=make_pipeline(store).decide,
        feed_desk=make_feed_desk(),
        feeds=store.feeds,
        areas=GazetteerAreas(gazetteer),
        submissions=Desklike(Ingested(article=make_article(), known=True)),
        resume=store.outbox.resume,
        paused=store.outbox.pause_of,
        clock=lambda: NOW,
        new_id=lambda: f"new-{next(ids)}",
        version="1.2.3",
        started_at=NOW - timedelta(hours=5),
    )
