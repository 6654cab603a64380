"""Failures that a test orders, and rate limits, as discord.py sees them."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from tests.servers.discord import (
    CHANNEL_ID,
    DiscordServer,
    Limits,
    open_discord_server,
)
from tests.servers.discord.sample_bot import Bot, Clock, channel_of, point_at, started


async def test_a_lost_answer_leaves_its_message(bot: Bot, server: DiscordServer) -> None:
    """When the answer is lost the message stands, and sending it again with its nonce changes nothing."""
    server.lose_answer("POST", "/channels/*/messages")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(bot).send("alert", nonce="a1")
    await channel_of(bot).send("alert", nonce="a1")

    assert [one.status for one in server.requests if one.method == "POST"] == [0, 200]
    assert [one.content for one in server.messages(CHANNEL_ID)] == ["alert"]


async def test_a_closed_connection_sends_nothing(bot: Bot, server: DiscordServer) -> None:
    """When the connection closes first, nothing is done."""
    server.close_next("POST", "/channels/*/messages")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(bot).send("alert")

    assert server.messages(CHANNEL_ID) == []
    assert server.faults_left == 0


@pytest.mark.parametrize("global_", [False, True], ids=["of the route", "global"])
async def test_discord_py_retries_a_rate_limit(bot: Bot, server: DiscordServer, *, global_: bool) -> None:
    """An ordered 429 is waited out and the message arrives once."""
    server.fail_next("POST", "/channels/*/messages", 429, times=2, retry_after=0.01, global_=global_)
    await channel_of(bot).send("alert")

    assert [one.status for one in server.requests if one.method == "POST"] == [429, 429, 200]
    assert len(server.messages(CHANNEL_ID)) == 1


async def test_cloudflares_ban_is_not_retried(bot: Bot, server: DiscordServer) -> None:
    """A 429 without Via raises at once."""
    server.fail_next("POST", "/channels/*/messages", 429, cloudflare=True)
    with pytest.raises(discord.HTTPException) as raised:
        await channel_of(bot).send("alert")

    assert raised.value.status == 429
    assert server.messages(CHANNEL_ID) == []


async def test_real_limits_are_counted(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a narrow bucket discord.py slows down by the headers, and is never refused."""
    async with open_discord_server(now=clock, limits=Limits(bucket=2, bucket_seconds=0.05)) as server:
        point_at(server, monkeypatch)
        async with started(server) as bot:
            for number in range(5):
                await channel_of(bot).send(str(number))

    assert [one.content for one in server.messages(CHANNEL_ID)] == ["0", "1", "2", "3", "4"]


async def test_one_request_too_many_is_refused() -> None:
    """A client that does not read the headers gets a 429 with all that belongs to it."""
    async with open_discord_server(limits=Limits(bucket=1, bucket_seconds=60)) as narrow:
        headers = {"Authorization": f"Bot {narrow.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.get(f"{narrow.api_base}/users/@me") as first:
                pass
            async with session.get(f"{narrow.api_base}/users/@me") as second:
                body = await second.json()

    assert (first.status, first.headers["X-RateLimit-Remaining"]) == (200, "0")
    assert (second.status, body["global"], second.headers["Via"]) == (429, False, "1.1 google")
    assert int(second.headers["Retry-After"]) >= body["retry_after"] > 0


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        pytest.param(403, None, discord.Forbidden, id="missing permissions"),
        pytest.param(403, 50001, discord.Forbidden, id="missing access"),
        pytest.param(404, None, discord.NotFound, id="unknown channel"),
        pytest.param(503, None, discord.DiscordServerError, id="server error"),
    ],
)
async def test_ordered_errors(
    bot: Bot, server: DiscordServer, status: int, code: int | None, expected: type[discord.HTTPException]
) -> None:
    """An ordered error reaches the caller with Discord's code."""
    server.fail_next("POST", f"/channels/{CHANNEL_ID}/messages", status, code=code)
    with pytest.raises(expected) as raised:
        await channel_of(bot).send("alert")

    assert raised.value.code == (code or {403: 50013, 404: 10003, 503: 0}[status])
