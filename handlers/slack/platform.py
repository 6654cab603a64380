"""The connection to Slack: it knocks with its tokens, serves commands, and comes back after whatever breaks it.

Commands come over Socket Mode, which needs no public address, or as signed requests over HTTP. slack_sdk's client
reconnects by itself; but where a new address was given out and could not be used, it tries that one for ever
(python-slack-sdk, issues 1446 and 1922). So its connection is watched, and made anew from the beginning where it stays
away; a token that is refused meanwhile is then noticed too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn, Protocol

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from handlers.slack.actions import SlackActions
from handlers.slack.answering import Answers, Background, Replies
from handlers.slack.commands import SlackCommands
from handlers.slack.doing import Doing
from handlers.slack.files import Files
from handlers.slack.home import SlackHome
from handlers.slack.mentions import Mentions
from handlers.slack.messenger import UNREACHABLE, SlackMessenger, error_name, retry_after
from handlers.slack.once import Once
from handlers.slack.people import People
from handlers.slack.picking import Picking
from handlers.slack.shortcuts import Shortcuts
from handlers.slack.showing import Showing
from handlers.slack.signed_http import SignedHttp

TIMEOUT = 30
"""Seconds that one call may take."""

_API = "https://slack.com/api/"
_BOT_TOKEN, _APP_TOKEN, _SIGNING_SECRET = "slack.bot_token", "slack.app_token", "slack.signing_secret"
_ADVICE = {
    _BOT_TOKEN: "set the token under OAuth & Permissions, which begins with xoxb-",
    _SIGNING_SECRET: "set the signing secret under Basic Information",
    _APP_TOKEN: "set an app-level token with the scope connections:write, which begins with xapp-",
}
# Errors of `auth.test` and `apps.connections.open` (docs.slack.dev/reference/methods) that no waiting mends.
_REFUSED = frozenset(
    {
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"),
        *("not_allowed_token_type", "missing_scope", "no_permission", "forbidden_team"),
    }
)

_LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How long things may take: between two pings, until a lost connection counts as gone, a farewell, the retries."""

    ping: timedelta = timedelta(seconds=5)
    gone: timedelta = timedelta(seconds=45)
    connect: timedelta = timedelta(seconds=30)
    close: timedelta = timedelta(seconds=3)
    first_retry: timedelta = timedelta(seconds=5)
    longest_retry: timedelta = timedelta(minutes=5)


class Listener(Protocol):
    """Hears something of what Slack tells."""

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to it."""
        ...


Listeners = Sequence[Listener]


class SlackPlatform:
    """Serves commands, and gives out the messenger that posts alerts.

    They come over Socket Mode, with the `app_token`, or else as requests to `signed` that the `signing_secret` signs.
    `api_base` is where the Web API is when it is not Slack's own. `sleep` waits for so many seconds between attempts to
    connect.
    """

    name = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str | None,
        api_base: str | None,
        commands: Commands,
        *,
        signed: SignedHttp | None = None,
        signing_secret: str = "",
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = make_client(bot_token, api_base)
        self._files = Files(bot_token.strip(), api_base)
        # The library puts a workspace's id into every call of the client that it is given; the messenger's stays clean.
        self._knocking = make_client(None, api_base)
        self.messenger = SlackMessenger(self._client)
        self._signed = signed
        secret = (_SIGNING_SECRET, signing_secret) if signed is not None else (_APP_TOKEN, app_token or "")
        self._tokens = {where: token.strip() for where, token in ((_BOT_TOKEN, bot_token), secret)}
        self._commands = commands
        self._pace = pace or Pace()
        self._sleep = sleep
        self._failures = 0

    async def run(self) -> None:
        """Connect and serve until cancelled; raises ConfigurationError when Slack refuses a token."""
        for where, token in self._tokens.items():
            if not (token and token.isascii() and token.isprintable()):
                raise ConfigurationError(where=where, reason=f"is no token; {_ADVICE[where]}")
        background = Background()
        listeners = self._listeners(background)
        try:
            while True:
                await self._sleep(await self._serve(listeners))
        finally:
            await background.stop()

    def _listeners(self, background: Background) -> Listeners:
        """Return all that hears something, each with what it needs of the others."""
        once, people = Once(), People(self._client, self._commands.communities.of)
        doing = Doing(self._commands, self._client, people)
        replies = Replies(self._client, sleep=self._sleep)
        home = SlackHome(self._commands, self._client, background=background, once=once)
        answers = Answers(sleep=self._sleep)
        showing = Showing(self._client, people=people, answers=answers, replies=replies, publish=home.publish)
        actions = SlackActions(
            self._commands, people=people, files=self._files, showing=showing, background=background, once=once
        )
        commands = SlackCommands(doing, actions=actions, showing=showing, background=background, once=once)
        home.opens(commands)
        return (
            commands,
            actions,
            Picking(self._commands, people),
            Shortcuts(doing, actions=actions, showing=showing, background=background, once=once),
            home,
            Mentions(self._commands, doing, replies=replies, background=background),
        )

    async def _serve(self, listeners: Listeners) -> float:
        """Serve until the connection is gone; return how many seconds to wait before the next."""
        asked: timedelta | None = None
        try:
            identity = await self._ask(self._client.auth_test(), where=_BOT_TOKEN)
            if identity.get("bot_id") is None:
                raise ConfigurationError(where=_BOT_TOKEN, reason=f"is a person's token; {_ADVICE[_BOT_TOKEN]}")
            if self._signed is not None:
                await self._stay(listeners, identity, self._signed)
            opened = await self._ask(
                self._knocking.apps_connections_open(app_token=self._tokens[_APP_TOKEN]), where=_APP_TOKEN
            )
            await self._listen(listeners, identity, address=str(opened["url"]))
            _LOG.warning("the connection to Slack is gone, and is made anew")
        except SlackApiError as error:
            asked = retry_after(error)
            _LOG.warning("Slack does not let us in", error=error_name(error) or str(error))
        except UNREACHABLE as error:
            _LOG.warning("Slack cannot be reached", error=f"{type(error).__name__}: {error}")
        wait = min(self._pace.first_retry * (1 << min(self._failures, 10)), self._pace.longest_retry)
        self._failures += 1
        return max(wait, asked or wait).total_seconds()

    async def _ask(self, asking: Awaitable[AsyncSlackResponse], *, where: str) -> AsyncSlackResponse:
        """Return the answer; raises ConfigurationError where the token of that setting is refused."""
        try:
            return await asking
        except SlackApiError as error:
            name = error_name(error)
            if name not in _REFUSED:
                raise
            raise ConfigurationError(where=where, reason=f"Slack refuses it ({name}); {_ADVICE[where]}") from None

    async def _stay(self, listeners: Listeners, identity: AsyncSlackResponse, signed: SignedHttp) -> NoReturn:
        """Serve what comes over HTTP."""
        app = make_app(self._knocking, identity, signing_secret=self._tokens[_SIGNING_SECRET])
        for one in listeners:
            one.register(app)
        signed.app = app
        try:
            await asyncio.Event().wait()
        finally:
            signed.app = None
        raise AssertionError

    async def _listen(self, listeners: Listeners, identity: AsyncSlackResponse, *, address: str) -> None:
        """Serve over a socket until it is gone for good."""
        app = make_app(self._knocking, identity)
        for one in listeners:
            one.register(app)
        async with _connection(app, self._tokens[_APP_TOKEN], pace=self._pace) as client:
            # Given here, so that a refused token was noticed: the library's own first try never gives up.
            client.wss_uri = address
            async with asyncio.timeout(self._pace.connect.total_seconds()):
                await client.connect()  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped
            self._failures = 0
            await self._stays(client)

    async def _stays(self, client: SocketModeClient) -> None:
        """Return once the connection was away for too long."""
        loop = asyncio.get_running_loop()
        last_seen = loop.time()
        while loop.time() - last_seen <= self._pace.gone.total_seconds():
            await asyncio.sleep(self._pace.ping.total_seconds())
            if await client.is_connected():
                last_seen = loop.time()


def make_client(token: str | None, api_base: str | None) -> AsyncWebClient:
    """Return a client of the Web API that repeats nothing by itself: a repeated post would be a second message."""
    base = (api_base or _API).rstrip("/") + "/"
    return AsyncWebClient(token=token, base_url=base, timeout=TIMEOUT, retry_handlers=[])


def make_app(client: AsyncWebClient, identity: AsyncSlackResponse, *, signing_secret: str = "") -> AsyncApp:
    """Return an app that knows who it is: by itself it would ask Slack before it acknowledges its first command."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=identity.get("enterprise_id"),
            team_id=identity.get("team_id"),
            bot_id=identity.get("bot_id"),
            bot_user_id=identity.get("user_id"),
        )

    return AsyncApp(
        name="claimwatch",
        client=client,
        authorize=authorize,
        signing_secret=signing_secret,
        logger=logging.getLogger("slack_bolt"),
    )


@asynccontextmanager
async def _connection(app: AsyncApp, app_token: str, *, pace: Pace) -> AsyncIterator[SocketModeClient]:
    """Give out a client that is not connected yet; in the end everything that it began is ended."""
    handler = AsyncSocketModeHandler(app, app_token, logger=app.logger, ping_interval=pace.ping.total_seconds())
    client = handler.client
    try:
        yield client
    finally:
        # A network that is gone does not say goodbye.
        with suppress(TimeoutError, aiohttp.ClientError, OSError):
            async with asyncio.timeout(pace.close.total_seconds()):
                await handler.close_async()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await client.aiohttp_client_session.close()
