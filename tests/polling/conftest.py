"""What every test of polling begins with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store.database import open_store
from tests.polling.world import World
from tests.servers.feed import FeedServer


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Return a site and a store with nothing in them."""
    async with FeedServer() as site, open_store(":memory:") as store:
        yield World(site=site, store=store)
