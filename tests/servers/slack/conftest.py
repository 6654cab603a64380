"""A workspace and a client for the tests of the Slack server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer, open_slack_server
from tests.servers.slack.harness import (
    SPEC,
)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    """Run a workspace that soon loses patience with an app."""
    async with open_slack_server(spec=SPEC, acknowledge_within=1.0, retry_delays=(0.0, 0.0, 0.0)) as running:
        yield running


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    """Return the bot's client, without retries of its own."""
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url, retry_handlers=[])
