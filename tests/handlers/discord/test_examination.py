"""What the doctor sees in Discord."""

from __future__ import annotations

from bot.model.finding import Finding, Health
from handlers.discord.examination import DiscordExamination
from tests.handlers.discord.conftest import Connect
from tests.servers.discord import CHANNEL_ID, GUILD_ID, DiscordServer

HERE = f"discord:{CHANNEL_ID}"


async def examined(server: DiscordServer, *destinations: str, token: str | None = None) -> dict[str, Finding]:
    """Return what was found, by its part."""
    examination = DiscordExamination(token=token or server.token, api_base=server.api_base)
    return {one.part: one for one in await examination.examine(destinations)}


async def test_a_bot_that_was_started_is_well(server: DiscordServer, connect: Connect) -> None:
    """Token, commands and channel are in order."""
    async with connect():
        pass
    found = await examined(server, HERE)
    assert {one.health for one in found.values()} == {Health.WELL}
    assert "/subscribe" in found["Discord commands"].seen
    assert "alerts can be posted in #alerts" in found[f"Discord channel {CHANNEL_ID}"].seen


async def test_a_refused_token_says_where_to_get_another(server: DiscordServer) -> None:
    """Nothing else is looked at."""
    found = await examined(server, HERE, token="no.such.token")  # noqa: S106 - opens nothing
    assert [one.health for one in found.values()] == [Health.ILL]
    assert "developer portal" in (found["Discord"].advice or "")


async def test_commands_that_were_never_registered_are_told(server: DiscordServer) -> None:
    """The first start registers them."""
    found = await examined(server)
    assert found["Discord commands"].health is Health.ILL
    assert "claimwatch run" in (found["Discord commands"].advice or "")


async def test_commands_of_an_older_version_are_told(server: DiscordServer, connect: Connect) -> None:
    """With those that are missing."""
    async with connect():
        pass
    server.backend.commands[None] = [one for one in server.backend.commands[None] if one["name"] != "explain"]
    found = await examined(server)
    assert found["Discord commands"].seen == "explain not registered"
    assert "claimwatch run" in (found["Discord commands"].advice or "")


async def test_missing_permissions_are_named(server: DiscordServer) -> None:
    """As Discord's own settings name them."""
    await server.set_bot_permissions(GUILD_ID, 1 << 10)
    channel = (await examined(server, HERE))[f"Discord channel {CHANNEL_ID}"]
    assert channel.health is Health.ILL
    # Writing is what everybody may there.
    assert channel.advice == "give the bot Embed Links there"


async def test_a_channel_that_is_gone_is_told(server: DiscordServer) -> None:
    """With what to do about it."""
    await server.delete_channel(CHANNEL_ID)
    channel = (await examined(server, HERE))[f"Discord channel {CHANNEL_ID}"]
    assert channel.health is Health.ILL
    assert "/unsubscribe" in (channel.advice or "")
