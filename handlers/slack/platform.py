"""The connection to Slack: Socket Mode, which needs no public address, and comes back after whatever breaks it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from handlers.slack.commands import register
from handlers.slack.messenger import SlackMessenger

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=5)
TIMEOUT = 30
"""Seconds that one call may take."""

_API = "https://slack.com/api/"
# Errors of `auth.test` and `apps.connections.open` (Slack's reference) that no waiting mends.
_REFUSED = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}) | {
    *("not_allowed_token_type", "missing_scope", "no_permission", "org_login_required", "ekm_access_denied")
}

_LOG = structlog.stdlib.get_logger(__name__)


class SlackPlatform:
    """Serves commands, and gives out the messenger that posts alerts.

    `api_base` is where the Web API is when it is not Slack's own. `sleep` waits for so many seconds between attempts to
    connect.
    """

    name = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_base: str | None,
        commands: Commands,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = make_client(bot_token, api_base)
        self.messenger = SlackMessenger(self._client)
        self._app_token = app_token
        self._commands = commands
        self._sleep = sleep
        self._failures = 0

    async def run(self) -> None:
        """Connect and serve until cancelled; raises ConfigurationError when Slack refuses a token."""
        while True:
            try:
                await self._check_token()
                async with self._connected():
                    self._failures = 0
                    # From here on the library comes back by itself.
                    await asyncio.Event().wait()
            except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
                _LOG.warning("Slack cannot be reached", error=f"{type(error).__name__}: {error}")
            wait = min(FIRST_RETRY * (1 << min(self._failures, 10)), LONGEST_RETRY)
            self._failures += 1
            await self._sleep(wait.total_seconds())

    async def _check_token(self) -> None:
        try:
            await self._client.auth_test()
        except SlackApiError as error:
            raise _explained(error, where="slack.bot_token") from None

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        """Serve over a socket for as long as the block runs."""
        app = AsyncApp(client=self._client, logger=_QUIET)
        register(app, self._commands)
        # Not as `await handler.start_async()`: that never returns, and hides what went wrong at the first connection.
        handler = AsyncSocketModeHandler(app, self._app_token, logger=_QUIET, web_client=self._client)
        try:
            try:
                await handler.connect_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped
            except SlackApiError as error:
                raise _explained(error, where="slack.app_token") from None
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # likewise
            client: Any = handler.client
            tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
            await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)


def make_client(token: str, api_base: str | None) -> AsyncWebClient:
    """Return a client of the Web API that repeats nothing by itself: a repeated post would be a second message."""
    base = (api_base or _API).rstrip("/") + "/"
    return AsyncWebClient(token=token, base_url=base, timeout=TIMEOUT, retry_handlers=[])


def _explained(error: SlackApiError, *, where: str) -> Exception:
    """Return a ConfigurationError where the token is at fault, and the error itself where it may pass."""
    name = str(error.response.get("error"))
    if name not in _REFUSED:
        return error
    advice = {
        "slack.bot_token": "set the token of OAuth & Permissions, which begins with xoxb-",
        "slack.app_token": "set an app-level token with connections:write, which begins with xapp-",
    }
    return ConfigurationError(where=where, reason=f"Slack refuses the token ({name}); {advice[where]}")


_QUIET = logging.getLogger("claimwatch.slack")
"""What the libraries log to; their own loggers would write to standard error whatever the settings say."""
