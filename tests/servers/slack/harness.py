"""What the tests of the Slack server share: pieces of messages, and a Bolt app to run beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.slack import SlackServer

# Slack's description of its Web API lies beside the checkout on some machines; without it the rest is tested.
SPEC = Path(__file__).parents[4] / "shared" / "specs" / "slack-web-openapi.json.gz"
BUTTON = {
    "type": "button",
    "action_id": "dispute.show",
    "text": {"type": "plain_text", "text": "Show both"},
    "value": "d-17",
}
SELECT = {
    "type": "external_select",
    "action_id": "place.pick",
    "placeholder": {"type": "plain_text", "text": "A place"},
}
MODAL = {
    "type": "modal",
    "callback_id": "subscribe",
    "title": {"type": "plain_text", "text": "Follow a region"},
    "submit": {"type": "plain_text", "text": "Follow"},
    "blocks": [
        {
            "type": "input",
            "block_id": "region",
            "label": {"type": "plain_text", "text": "Region"},
            "element": {"type": "plain_text_input", "action_id": "name"},
        }
    ],
}


def section(text: str, **more: Any) -> dict[str, Any]:
    """Return a section of mrkdwn that is not looked through for bare mentions."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}, **more}


def blocks_of(count: int) -> list[dict[str, Any]]:
    """Return so many dividers."""
    return [{"type": "divider"} for _ in range(count)]


def button(**changed: Any) -> list[dict[str, Any]]:
    """Return a block with one button, changed."""
    return [{"type": "actions", "elements": [{**BUTTON, **changed}]}]


def select(count: int, text: str) -> list[dict[str, Any]]:
    """Return a block with one select of so many options."""
    options = [{"text": {"type": "plain_text", "text": text}, "value": str(n)} for n in range(count)]
    return [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": options}]}]


def plain(text: str) -> dict[str, str]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


@asynccontextmanager
async def connected(
    server: SlackServer, register: Callable[[AsyncApp], None], *, others: int = 0
) -> AsyncIterator[AsyncSocketModeHandler]:
    """Run a Bolt app over Socket Mode, beside so many others."""
    logger = logging.getLogger("tests.slack")
    client = AsyncWebClient(token=server.bot_token, base_url=server.api_url, logger=logger)
    app = AsyncApp(client=client, logger=logger)
    register(app)
    # Seconds may be fractions here, so that a cut is noticed soon.
    handler = AsyncSocketModeHandler(app, server.app_token, logger=logger, ping_interval=0.2)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped
        await server.wait_for_connections(others + 1)
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # likewise
        tasks = [handler.client.message_processor, handler.client.current_session_monitor]
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


@asynccontextmanager
async def deaf(server: SlackServer, session: aiohttp.ClientSession) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Connect a client that never acknowledges anything."""
    client = AsyncWebClient(base_url=server.api_url)
    url = (await client.apps_connections_open(app_token=server.app_token))["url"]
    async with session.ws_connect(url) as socket:
        yield socket


async def refused(call: Awaitable[object]) -> SlackApiError:
    """Return the error that a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def error_of(call: Awaitable[object]) -> str:
    """Return the name of the error that a call is refused with."""
    return str((await refused(call)).response["error"])


def register_claims(app: AsyncApp) -> None:
    """Register a command that acknowledges at once and answers later."""

    @app.command("/claims")
    async def claims(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        await respond(f"You asked: {command['text']}")
