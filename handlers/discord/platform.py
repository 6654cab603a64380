"""The connection to Discord: it logs in, writes the commands, serves, and comes back after whatever breaks it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from handlers.discord.commands import ClaimwatchTree
from handlers.discord.messenger import DiscordMessenger
from handlers.discord.sync import sync_commands
from handlers.discord.using import Using

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=5)
LONGEST_SLEEP = timedelta(seconds=30)
"""For how long the library may sleep inside one request when it is slowed down; beyond that it raises RateLimited."""

_WHERE = "discord.token"
# Close codes after which connecting again fails the same way (developer documentation, "Gateway Close Event Codes").
_FINAL_CLOSES = {
    4004: "Discord refuses the token; reset it in the developer portal and set the new one",
    4010: "Discord refuses the connection: an invalid shard",
    4011: "the bot is in more servers than one connection serves",
    4012: "Discord no longer serves this version of its gateway; update Claimwatch",
    4013: "Discord refuses the connection: an invalid intent",
    4014: "Discord refuses an intent; none of those that need approval should be asked for",
}

_LOG = structlog.stdlib.get_logger(__name__)


class DiscordPlatform:
    """Serves commands, and gives out the messenger that posts alerts.

    `api_base` is where the interface is, version included, when it is not Discord's own. `sleep` waits for so many
    seconds between attempts to connect. Commands and alerts need no privileged intent: no messages are read.
    """

    name = "discord"

    def __init__(
        self,
        token: str,
        api_base: str | None,
        commands: Commands,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.messenger = DiscordMessenger()
        self._token = token
        self._api_base = api_base
        self._commands = commands
        self._sleep = sleep
        self._failures = 0

    async def run(self) -> None:
        """Connect and serve until cancelled; raises ConfigurationError when Discord refuses the token or an intent."""
        if not (self._token.strip().isascii() and self._token.strip().isprintable()):
            raise ConfigurationError(where=_WHERE, reason="has characters that no token has")
        while True:
            try:
                with interface_at(self._api_base):
                    await self._serve()
            except discord.LoginFailure:
                raise ConfigurationError(where=_WHERE, reason=_FINAL_CLOSES[4004]) from None
            except discord.PrivilegedIntentsRequired:
                raise ConfigurationError(where=_WHERE, reason=_FINAL_CLOSES[4014]) from None
            except discord.ConnectionClosed as error:
                if (reason := _FINAL_CLOSES.get(error.code)) is not None:
                    raise ConfigurationError(where=_WHERE, reason=reason) from None
                _LOG.warning("Discord closed the connection", code=error.code)
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RecursionError) as error:
                # The library comes back by itself only once it was connected. Shards that never were call themselves.
                _LOG.warning("Discord cannot be reached", error=f"{type(error).__name__}: {error}")
            wait = min(FIRST_RETRY * (1 << min(self._failures, 10)), LONGEST_RETRY)
            self._failures += 1
            await self._sleep(wait.total_seconds())

    async def _serve(self) -> None:
        """Serve through one client; it is closed after, and nothing is sent through it from then on."""
        client: ClaimwatchClient | ShardedClient = ClaimwatchClient(self._commands, self._connected)
        try:
            await client.login(self._token)
            shards, url, _ = await client.http.get_bot_gateway()
            if shards > 1:
                # The library asks a sharded client's gateway by itself, and how many shards there are to be.
                await client.close()
                client = ShardedClient(self._commands, self._connected)
                await client.login(self._token)
            elif self._api_base is not None:
                DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
            await client.connect()
        finally:
            self.messenger.detach()
            await client.close()

    def _connected(self, client: discord.Client) -> None:
        self._failures = 0
        self.messenger.attach(client)


class _Serving(discord.Client):
    """What every client does: it keeps no messages and no members, mentions nobody, and writes its commands first.

    `connected` is told of each new session.
    """

    def __init__(self, commands: Commands, connected: Callable[[discord.Client], None]) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=LONGEST_SLEEP.total_seconds(),
        )
        self.tree = ClaimwatchTree(self, commands)
        self._using = Using(commands)
        self._commands = commands
        self._tell_connected = connected

    async def setup_hook(self) -> None:
        """Write the commands where they changed; old commands are better than no connection."""
        try:
            await sync_commands(self.tree)
        except (discord.HTTPException, discord.RateLimited) as error:
            _LOG.warning("commands not written to Discord", error=str(error))

    async def on_connect(self) -> None:
        """Say that there is a session; requests go on working while the library reconnects."""
        self._tell_connected(self)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer buttons, menus and modals, also of messages that an earlier run has sent."""
        self.tree.remember()
        await self._using.take(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what a server followed that the bot was removed from."""
        await self._commands.left(f"discord:{guild.id}")

    async def close(self) -> None:
        """Give up the commands that are being answered, then close the connection."""
        await self.tree.stop()
        await super().close()


class ClaimwatchClient(_Serving):
    """A client with one connection, which serves up to some two thousand servers."""


class ShardedClient(_Serving, discord.AutoShardedClient):
    """A client with as many connections as Discord asks for."""


@contextmanager
def interface_at(base: str | None) -> Iterator[None]:
    """Let the library speak to another address than Discord's, and to Discord's again after.

    The library takes its address from a class, and its gateway from another: it has no setting for either. This is the
    one place that touches them.
    """
    if base is None:
        yield
        return
    route, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = base.rstrip("/")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = route, gateway
