"""A Discord that runs on 127.0.0.1 and stands in for the real one in tests.

It speaks REST (`/api/v10/...`) and the gateway (WebSocket, JSON, version 10) over real sockets, so that the program
runs against it with its own client library and nothing replaced. It keeps what the bot did, refuses what Discord
refuses, records every rule that a request broke, and acts as the users would. The facts - objects, limits, error
codes, close codes, deadlines, rate limit headers - are those of Discord's developer documentation
(docs.discord.com/developers); each module names its page. Where the documentation is silent, the simplest thing that
discord.py accepts is done.

    async with open_discord_server() as server:
        ...  # start the bot with server.api_base, server.gateway_url and server.token
        interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Ellbruck"})
        message = await interaction.response()
        assert not server.violations

discord.py asks `/gateway/bot` only when it shards; `Client` connects to `DiscordWebSocket.DEFAULT_GATEWAY`. Whoever
points it here sets that and `discord.http.Route.BASE`.
"""

from __future__ import annotations

from tests.servers.discord.buckets import Limits
from tests.servers.discord.driving import CannotDoError
from tests.servers.discord.interaction import Interaction
from tests.servers.discord.mentions import Pings
from tests.servers.discord.observation import Place
from tests.servers.discord.records import Message
from tests.servers.discord.server import DiscordServer, open_discord_server
from tests.servers.discord.world import (
    ANALYST,
    ANALYST_ROLE_ID,
    BOT_PERMISSIONS,
    BOT_USER,
    CHANNEL_ID,
    GUILD_ID,
    OTHER_CHANNEL_ID,
    OWNER,
    READER,
    TOKEN,
    Bot,
    Channel,
    Guild,
    Member,
    Overwrite,
    Permission,
    Role,
    User,
    make_bot,
    make_guild,
)

__all__ = [
    "ANALYST",
    "ANALYST_ROLE_ID",
    "BOT_PERMISSIONS",
    "BOT_USER",
    "CHANNEL_ID",
    "GUILD_ID",
    "OTHER_CHANNEL_ID",
    "OWNER",
    "READER",
    "TOKEN",
    "Bot",
    "CannotDoError",
    "Channel",
    "DiscordServer",
    "Guild",
    "Interaction",
    "Limits",
    "Member",
    "Message",
    "Overwrite",
    "Permission",
    "Pings",
    "Place",
    "Role",
    "User",
    "make_bot",
    "make_guild",
    "open_discord_server",
]
