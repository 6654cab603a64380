"""Commands, clicks and forms on the local Discord, answered by discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from tests.servers.discord import (
    ANALYST,
    ANALYST_ROLE_ID,
    CHANNEL_ID,
    GUILD_ID,
    OWNER,
    READER,
    CannotDoError,
    DiscordServer,
    Interaction,
)
from tests.servers.discord.sample_bot import Bot, Clock


async def test_commands_keep_id_and_version_until_they_change(bot: Bot, server: DiscordServer) -> None:
    """A second sync of the same commands is counted, and changes neither ids nor versions."""
    before = server.commands()
    await bot.tree.sync()

    assert [(one["id"], one["version"]) for one in server.commands()] == [(one["id"], one["version"]) for one in before]
    assert [write.method for write in server.command_writes] == ["PUT", "PUT"]


async def test_a_guilds_commands_are_apart_from_the_global_ones(bot: Bot, server: DiscordServer) -> None:
    """Commands can be registered for a guild alone."""
    bot.tree.copy_global_to(guild=discord.Object(GUILD_ID))
    await bot.tree.sync(guild=discord.Object(GUILD_ID))

    assert {one["name"] for one in server.commands(GUILD_ID)} == {one["name"] for one in server.commands()}
    assert server.command_writes[-1].guild_id == GUILD_ID


@pytest.mark.usefixtures("bot")
async def test_a_command_with_a_deferred_followup(server: DiscordServer) -> None:
    """A subcommand is deferred and answered; the first followup is the deferred reply, as ephemeral as that was."""
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Ellbruck", "limit": 3})
    message = await interaction.response()

    assert message.content == "3 claims about Ellbruck"
    assert message.embeds[0]["title"] == "Ellbruck"
    assert message.ephemeral
    assert message == interaction.original
    assert interaction.acknowledged_after == 0
    assert server.messages(CHANNEL_ID) == []


@pytest.mark.usefixtures("bot")
async def test_options_become_users_roles_and_channels(server: DiscordServer) -> None:
    """Options that name something come resolved, with the member's permissions."""
    options = {"channel": CHANNEL_ID, "role": ANALYST_ROLE_ID, "who": READER}
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "route", options)

    assert (await interaction.response()).content == "alerts analysts Ines Falk True"


@pytest.mark.parametrize(
    ("user", "command", "options"),
    [
        pytest.param(ANALYST, "claims search", {}, id="required option missing"),
        pytest.param(ANALYST, "claims search", {"place": "Sund", "limit": 21}, id="out of range"),
        pytest.param(ANALYST, "claims search", {"place": "Sund", "colour": "red"}, id="unknown option"),
        pytest.param(ANALYST, "claims remove", {}, id="unknown subcommand"),
        pytest.param(ANALYST, "claims", {}, id="no subcommand"),
        pytest.param(READER, "route", {}, id="not allowed to see it"),
    ],
)
async def test_what_the_client_would_not_send(
    bot: Bot, server: DiscordServer, user: Any, command: str, options: dict[str, Any]
) -> None:
    """A command that Discord's client would not let the user send raises, and the bot hears nothing."""
    with pytest.raises(CannotDoError):
        await server.invoke(CHANNEL_ID, user, command, options)

    assert bot.is_ready()
    assert server.interactions == []


@pytest.mark.usefixtures("bot")
async def test_autocomplete(server: DiscordServer) -> None:
    """Typing into an option brings the bot's choices."""
    choices = await server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": "Ell"}, focused="place")

    assert [choice["value"] for choice in choices] == ["ellbruck", "ellmar"]


async def test_too_many_choices_are_refused(bot: Bot, server: DiscordServer) -> None:
    """A 26th choice makes the autocomplete fail."""

    async def many(_interaction: discord.Interaction, _current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=str(number), value=str(number)) for number in range(26)]

    group = bot.tree.get_command("claims")
    assert isinstance(group, app_commands.Group)
    search = group.get_command("search")
    assert isinstance(search, app_commands.Command)
    search.autocomplete("place")(many)
    task = asyncio.create_task(server.autocomplete(CHANNEL_ID, READER, "claims search", {"place": ""}, focused="place"))
    await server.wait_for(lambda: server.violations or None, what="violation")
    task.cancel()

    assert [one.field for one in server.violations] == ["data.choices"]


@pytest.mark.usefixtures("bot")
async def test_a_button_updates_its_message(server: DiscordServer) -> None:
    """A click reaches the view, and the answer edits the message in place."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    answer = await (await server.click(shown, "confirm", user=OWNER)).response()

    assert shown.custom_ids() == ["confirm", "explain", "pick"]
    assert (answer.id, answer.content, answer.components) == (shown.id, "Confirmed by ottilie", ())
    assert [one.content for one in server.versions(shown)] == ["Which?", "Confirmed by ottilie"]


@pytest.mark.usefixtures("bot")
async def test_a_menu_defers_and_edits(server: DiscordServer) -> None:
    """A choice in a menu is deferred without a new message, and the edit of `@original` is the answer."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    answer = await (await server.click(shown, "pick", values=["Two"])).response()

    assert (answer.id, answer.content) == (shown.id, "Picked Two")


@pytest.mark.usefixtures("bot")
async def test_a_button_that_is_gone_cannot_be_clicked(server: DiscordServer) -> None:
    """A click goes to the message as it is now."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    await (await server.click(shown, "confirm")).response()

    with pytest.raises(CannotDoError):
        await server.click(shown, "confirm")


@pytest.mark.usefixtures("bot")
async def test_a_modal(server: DiscordServer) -> None:
    """A button opens a form; what is filled in reaches the bot, and its answer edits the button's message."""
    shown = await (await server.invoke(CHANNEL_ID, ANALYST, "decide")).response()
    opened = await server.click(shown, "explain")
    answer = await (await server.submit_modal(opened, {"why": "two photos"})).response()

    assert (answer.id, answer.content) == (shown.id, "Because two photos")


@pytest.mark.usefixtures("bot")
async def test_a_context_menu(server: DiscordServer) -> None:
    """A context menu on a message brings its text without the message content intent."""
    said = await server.say(CHANNEL_ID, READER, "Sund is lost")
    interaction = await server.use_menu(CHANNEL_ID, ANALYST, "Check claims", said)

    assert (await interaction.response()).content == "read: Sund is lost"


async def held(bot: Bot, server: DiscordServer, meanwhile: Callable[[], None]) -> Interaction:
    """Return an interaction whose handler was let go after `meanwhile`."""
    arrived = asyncio.create_task(bot.wait_for("interaction"))
    await asyncio.sleep(0)
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "held")
    await arrived
    meanwhile()
    bot.hold.set()
    await server.wait_for(
        lambda: [one for one in server.requests if one.path.endswith("/callback")] or None, what="callback"
    )
    return interaction


async def test_a_late_answer_is_refused(bot: Bot, server: DiscordServer, clock: Clock) -> None:
    """An answer after three seconds finds no interaction (10062)."""

    def wait() -> None:
        clock.time += timedelta(seconds=3.1)

    interaction = await held(bot, server, wait)

    assert server.requests[-1].status == 404
    assert interaction.callback is None


async def test_a_second_answer_is_refused(bot: Bot, server: DiscordServer) -> None:
    """An interaction takes one answer (40060)."""
    interaction = await held(bot, server, lambda: None)
    url = f"{server.api_base}/interactions/{interaction.id}/{interaction.token}/callback"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"type": 4, "data": {"content": "x"}}) as answer,
    ):
        body = await answer.json()

    assert (answer.status, body["code"]) == (400, 40060)


@pytest.mark.usefixtures("bot")
async def test_tokens_run_out(server: DiscordServer, clock: Clock) -> None:
    """Followups are refused after fifteen minutes (50027)."""
    interaction = await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": "Sund"})
    await interaction.response()
    clock.time += timedelta(minutes=15, seconds=1)
    url = f"{server.api_base}/webhooks/{server.backend.bot.application_id}/{interaction.token}"
    async with aiohttp.ClientSession() as session, session.post(url, json={"content": "x"}) as answer:
        body = await answer.json()

    assert (answer.status, body["code"]) == (401, 50027)
