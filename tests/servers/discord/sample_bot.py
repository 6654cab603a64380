"""A small bot on the real discord.py, with one command of each kind that the program has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.servers.discord import (
    CHANNEL_ID,
    DiscordServer,
)

PLACES = ("Ellbruck", "Ellmar", "Sund")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2031, 5, 14, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return what it was set to."""
        return self.time


class Bot(discord.Client):
    """A small bot with one command of each kind that the program has."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True, guild_messages=True))
        super().__init__(guild_ready_timeout=0.01, **options)
        self.tree = app_commands.CommandTree(self)
        self.hold = asyncio.Event()
        self.refused: list[Exception] = []
        self.resumed = asyncio.Event()
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.add_commands()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once; discord.py would wait five seconds before the second time."""

    async def on_resumed(self) -> None:
        """Note that the gateway resumed the session."""
        self.resumed.set()

    async def on_message(self, message: discord.Message) -> None:
        """Keep every message heard."""
        self.heard.put_nowait(message)

    def add_commands(self) -> None:
        """Put the commands into the tree."""
        claims = app_commands.Group(name="claims", description="Claims")

        @claims.command(name="search", description="Search claims")
        @app_commands.describe(place="Where", limit="How many")
        async def search(
            interaction: discord.Interaction, place: str, limit: app_commands.Range[int, 1, 20] = 5
        ) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send(f"{limit} claims about {place}", embed=discord.Embed(title=place))

        @search.autocomplete("place")
        async def places(_interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=one, value=one.lower()) for one in PLACES if one.startswith(current)]

        @self.tree.command(name="held", description="Answers when let go")
        async def held(interaction: discord.Interaction) -> None:
            await self.hold.wait()
            try:
                await interaction.response.send_message("done")
            except discord.HTTPException as error:
                self.refused.append(error)

        @self.tree.command(name="route", description="Send a role's alerts to a channel")
        @app_commands.default_permissions(manage_guild=True)
        async def route(
            interaction: discord.Interaction, channel: discord.TextChannel, role: discord.Role, who: discord.Member
        ) -> None:
            allowed = interaction.permissions.manage_guild
            await interaction.response.send_message(f"{channel.name} {role.name} {who.display_name} {allowed}")

        @self.tree.command(name="decide", description="Shows buttons")
        async def decide(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Which?", view=Decision())

        @self.tree.context_menu(name="Check claims")
        async def check(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"read: {message.content}", ephemeral=True)

        self.tree.add_command(claims)


class Reason(discord.ui.Modal, title="Why?"):
    """A form with one field."""

    why: discord.ui.TextInput[Reason] = discord.ui.TextInput(label="Reason", custom_id="why", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Write the reason into the message."""
        await interaction.response.edit_message(content=f"Because {self.why.value}", view=None)


class Decision(discord.ui.View):
    """Two buttons and a menu."""

    @discord.ui.button(label="Confirm", custom_id="confirm")
    async def confirm(self, interaction: discord.Interaction, _button: discord.ui.Button[Decision]) -> None:
        """Answer in place."""
        await interaction.response.edit_message(content=f"Confirmed by {interaction.user.name}", view=None)

    @discord.ui.button(label="Explain", custom_id="explain")
    async def explain(self, interaction: discord.Interaction, _button: discord.ui.Button[Decision]) -> None:
        """Ask for a reason."""
        await interaction.response.send_modal(Reason())

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label="One"), discord.SelectOption(label="Two")])
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select[Decision]) -> None:
        """Defer, then answer in place."""
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"Picked {menu.values[0]}")


def point_at(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make discord.py speak to the server."""
    monkeypatch.setattr(Route, "BASE", server.api_base)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))


@asynccontextmanager
async def started(server: DiscordServer, **options: Any) -> AsyncIterator[Bot]:
    """Run a bot until the block ends; the commands are registered."""
    async with Bot(**options) as bot:
        await bot.login(server.token)
        await bot.tree.sync()
        running = asyncio.create_task(bot.connect())
        try:
            await bot.wait_until_ready()
            yield bot
        finally:
            await bot.close()
            await running


def channel_of(bot: Bot, channel_id: int = CHANNEL_ID) -> discord.TextChannel:
    """Return the bot's view of a channel."""
    channel = bot.get_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def post(server: DiscordServer, payload: dict[str, Any]) -> tuple[int, Any]:
    """Return status and body of a message sent without discord.py."""
    headers = {"Authorization": f"Bot {server.token}"}
    url = f"{server.api_base}/channels/{CHANNEL_ID}/messages"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json=payload) as answer:
        return answer.status, await answer.json()
