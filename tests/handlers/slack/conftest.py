"""The app, connected with its real client to a workspace on 127.0.0.1."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.commands import Commands
from handlers.pacing import Pacer
from handlers.slack.messenger import SlackMessenger
from handlers.slack.platform import Pace, SlackPlatform, make_client
from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.slack.harness import SPEC

QUICK = Pace(
    ping=timedelta(seconds=0.1),
    gone=timedelta(seconds=0.3),
    connect=timedelta(seconds=5),
    close=timedelta(seconds=1),
    first_retry=timedelta(seconds=0.01),
)
"""So that a cut is noticed soon."""

Connect = Callable[[], AbstractAsyncContextManager[SlackPlatform]]


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """Return a workspace that nobody is connected to; whatever a test does, no rule may be broken."""
    async with open_slack_server(spec=SPEC) as opened:
        yield opened
        assert opened.violations == []
        assert opened.unknown_methods == []


@pytest.fixture
def connect(server: SlackServer, commands: Commands) -> Connect:
    """Return what connects the app, for as long as a block lasts."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[SlackPlatform]:
        platform = SlackPlatform(server.bot_token, server.app_token, server.api_url, commands, pace=QUICK)
        running = asyncio.create_task(platform.run())
        try:
            await server.wait_for_connections()
            yield platform
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    return connected


@pytest.fixture
async def platform(connect: Connect) -> AsyncIterator[SlackPlatform]:
    """Return the connected app."""
    async with connect() as connected:
        yield connected


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    """Return the app's client."""
    return make_client(server.bot_token, server.api_url)


@pytest.fixture
def messenger(client: AsyncWebClient) -> SlackMessenger:
    """Return a messenger that needs no connection to be listening."""
    return SlackMessenger(client, each=Pacer(0), overall=Pacer(0))
