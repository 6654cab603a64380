"""A running server, and a bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.servers.discord import (
    DiscordServer,
    open_discord_server,
)
from tests.servers.discord.sample_bot import Bot, Clock, point_at, started


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
async def server(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """Run a server that discord.py is pointed at; at the end it must not have been at fault itself."""
    async with open_discord_server(now=clock) as running:
        point_at(running, monkeypatch)
        yield running
        assert running.errors == []
        assert running.unknown_routes == []


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Bot]:
    """Run a bot on the server."""
    async with started(server) as running:
        yield running
