"""The bot, connected with its real client to a Discord on 127.0.0.1."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.desk.commands import Commands
from handlers.discord.platform import DiscordPlatform
from tests.builders import make_place
from tests.desk.world import deny, take
from tests.handlers.discord.hands import posted
from tests.servers.discord import CHANNEL_ID, DiscordServer, Message, open_discord_server

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json.gz"
"""Discord's own description of its interface; with it, every body is checked against it."""

Connect = Callable[[], AbstractAsyncContextManager[DiscordPlatform]]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Return a Discord that nobody is connected to; whatever a test does, no rule may be broken."""
    async with open_discord_server(spec=SPEC if SPEC.exists() else None) as opened:
        yield opened
        assert opened.violations == []
        assert opened.unknown_routes == []
        assert opened.errors == []


@pytest.fixture
def connect(server: DiscordServer, commands: Commands) -> Connect:
    """Return what connects the bot, for as long as a block lasts."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[DiscordPlatform]:
        platform = DiscordPlatform(server.token, server.api_base, commands)
        running = asyncio.create_task(platform.run())
        try:
            await asyncio.wait_for(platform.messenger._attached.wait(), 10)
            yield platform
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    return connected


@pytest.fixture
async def platform(connect: Connect) -> AsyncIterator[DiscordPlatform]:
    """Return the connected bot."""
    async with connect() as connected:
        yield connected


@pytest.fixture
async def dispute(commands: Commands) -> str:
    """Return the id of a dispute about Ellbruck."""
    await take(commands.store, make_place("Ellbruck"))  # type: ignore[arg-type] # the real store behind the port
    await deny(commands.store, make_place("Ellbruck"))  # type: ignore[arg-type] # as above
    (one,) = await commands.store.disputes()
    return one.id


@pytest.fixture
async def alert(server: DiscordServer, platform: DiscordPlatform, commands: Commands, dispute: str) -> Message:
    """Return the message on the dispute, as the messenger posted it."""
    await posted(platform, commands, dispute)
    return server.messages(CHANNEL_ID)[-1]
