"""The gateway of the local Discord, read by discord.py."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.servers.discord import (
    ANALYST,
    CHANNEL_ID,
    GUILD_ID,
    READER,
    Channel,
    DiscordServer,
    make_bot,
    make_guild,
    open_discord_server,
)
from tests.servers.discord.sample_bot import Bot, Clock, channel_of, point_at, started


async def test_login_and_ready(bot: Bot, server: DiscordServer) -> None:
    """A bot that logs in is ready with its guild, its channels and its own permissions."""
    guild = bot.get_guild(GUILD_ID)

    assert guild is not None
    assert guild.name == "Verification Desk"
    assert channel_of(bot).permissions_for(guild.me).embed_links
    assert bot.application_id == server.backend.bot.application_id
    assert server.gateway.identifies[0]["intents"] == bot.intents.value


async def test_the_gateway_is_compressed_when_asked_for(bot: Bot, server: DiscordServer) -> None:
    """discord.py reads a compressed stream, which the server writes."""
    session = await server.wait_for_session()

    assert bot.is_ready()
    assert session.connection is not None
    assert session.connection.compressor is not None


@pytest.mark.usefixtures("server")
async def test_a_wrong_token_is_refused() -> None:
    """Another token than the bot's is answered with 401."""
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("somebody.elses.token")


async def test_privileged_intents_are_refused(server: DiscordServer) -> None:
    """A bot that asks for message content without being granted it is closed with 4014."""
    async with Bot(intents=discord.Intents(guilds=True, message_content=True)) as bot:
        await bot.login(server.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.connect()

    assert server.gateway.closed_with == [4014]


async def test_granted_intents_are_accepted(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With message content granted, the bot reads what members write."""
    granted = make_bot(privileged_intents=discord.Intents(message_content=True).value)
    async with open_discord_server(bot=granted, now=clock) as server:
        point_at(server, monkeypatch)
        async with started(server, intents=discord.Intents(guilds=True, messages=True, message_content=True)) as bot:
            await server.say(CHANNEL_ID, READER, "Ellbruck has fallen")
            heard = await bot.heard.get()

    assert heard.content == "Ellbruck has fallen"


async def test_messages_come_without_content_otherwise(bot: Bot, server: DiscordServer) -> None:
    """Without that intent only a message that mentions the bot has its text."""
    assert bot.user is not None
    await server.say(CHANNEL_ID, READER, "Ellbruck has fallen")
    await server.say(CHANNEL_ID, READER, f"<@{bot.user.id}> what about Ellbruck?")
    heard = [await bot.heard.get(), await bot.heard.get()]

    assert [one.content for one in heard] == ["", f"<@{bot.user.id}> what about Ellbruck?"]


async def test_a_dropped_connection_resumes_with_replay(bot: Bot, server: DiscordServer) -> None:
    """What happens while the connection is down is replayed after the resume, in order."""
    session = await server.wait_for_session()
    await server.drop_connections()
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})
    await bot.resumed.wait()
    message = await interaction.response()

    assert message.content == "5 claims about Sund"
    assert session.resumes == 1
    assert len(server.gateway.identifies) == 1
    assert session.names.index("INTERACTION_CREATE") < session.names.index("RESUMED")


async def test_a_close_code_resumes_too(bot: Bot, server: DiscordServer) -> None:
    """A connection closed with a code that allows it is resumed."""
    await server.drop_connections(code=4000)
    await bot.resumed.wait()

    assert len(server.gateway.identifies) == 1


async def test_an_ordered_reconnect_resumes(bot: Bot, server: DiscordServer) -> None:
    """Opcode 7 makes the client come back and resume."""
    await server.order_reconnect()
    await bot.resumed.wait()

    assert len(server.gateway.identifies) == 1


@pytest.mark.usefixtures("bot")
async def test_an_invalid_session_identifies_anew(server: DiscordServer) -> None:
    """Opcode 9 without resuming makes the client start a session of its own."""
    await server.invalidate_sessions()
    await server.wait_for(lambda: True if len(server.gateway.identifies) == 2 else None, what="second IDENTIFY")
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})

    assert (await interaction.response()).content == "5 claims about Sund"


async def test_heartbeats_are_acknowledged(bot: Bot, server: DiscordServer) -> None:
    """The first heartbeat comes with HELLO, and its answer gives a latency."""
    await server.wait_for(lambda: server.gateway.heartbeats or None, what="heartbeat")
    await channel_of(bot).send("after the heartbeat")

    assert bot.latency < float("inf")


async def test_a_guild_joined_later_is_known(bot: Bot, server: DiscordServer) -> None:
    """The bot hears of a guild that invites it, and of one that throws it out."""
    joined = asyncio.create_task(bot.wait_for("guild_join"))
    await asyncio.sleep(0)
    await server.add_guild(make_guild(guild_id=GUILD_ID + 5000, channels=(Channel(id=GUILD_ID + 5001),)))
    guild = await joined
    left = asyncio.create_task(bot.wait_for("guild_remove"))
    await asyncio.sleep(0)
    await server.remove_guild(GUILD_ID + 5000)

    assert guild.text_channels[0].name == "alerts"
    assert await left == guild


async def test_the_gateways_address_is_told(server: DiscordServer) -> None:
    """A client that asks where the gateway is hears of the local one."""
    headers = {"Authorization": f"Bot {server.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.api_base}/gateway/bot") as answer,
    ):
        body = await answer.json()

    assert body["url"] == server.gateway_url
    assert body["session_start_limit"]["max_concurrency"] == 1
