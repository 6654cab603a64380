"""The slash commands: each acknowledges, asks the desk, and shows the card that comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.desk.answer_cards import error_card
from bot.desk.commands import Asked, Commands
from bot.desk.terms import CONTENTS
from bot.model.errors import RequestError
from bot.model.subscription import Content
from handlers.discord import completion
from handlers.discord.asking import answer, asker_of, missing_permissions, show

LONGEST_TEXT = 6000
"""Of a text option (developer documentation, "Application Command Option Structure")."""

_LOG = structlog.stdlib.get_logger(__name__)

Text = app_commands.Range[str, 1, 200]
Submitted = app_commands.Range[str, 1, LONGEST_TEXT]


class ClaimwatchTree(app_commands.CommandTree[discord.Client]):
    """The commands of a client; only servers install it, and it answers there and in direct conversations."""

    def __init__(self, client: discord.Client, commands: Commands) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._answering: set[asyncio.Task[Any]] = set()
        for command in (
            _claims(commands),
            _conflicts(commands),
            _subscribe(commands),
            _unsubscribe(commands),
            _subscriptions(commands),
            _mute(commands),
            _unmute(commands),
            _submit(commands),
            _status(commands),
        ):
            self.add_command(command)

    async def interaction_check(self, _interaction: discord.Interaction, /) -> bool:
        """Let every command through, and remember that it is being answered: the library forgets its tasks."""
        if (task := asyncio.current_task()) is not None:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return True

    async def stop(self) -> None:
        """Give up the commands that are being answered."""
        for task in (answering := tuple(self._answering)):
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        """Note what went wrong, and tell whoever asked; what cannot be told any more is noted too."""
        name = interaction.command.qualified_name if interaction.command else None
        _LOG.error("command failed", command=name, exc_info=error)
        try:
            await show(interaction, error_card(_told(error)))
        except (discord.DiscordException, OSError):
            _LOG.warning("command not answered", command=name, exc_info=True)


def _told(error: app_commands.AppCommandError) -> RequestError:
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return RequestError("This command has changed. Reload Discord, and give it again.")
    return RequestError("Something went wrong here; it was noted. Please try again later.")


def _claims(commands: Commands) -> app_commands.Group:
    """Return `/claims search`."""
    group = app_commands.Group(name="claims", description="What the news claims about places.")

    @group.command(name="search", description="Search claims by place, day and words.")
    @app_commands.describe(
        place="A place; what lies in it counts too.",
        since="A day: 2022-09-08, yesterday, monday, 3d.",
        text="Words in the claim or its article.",
    )
    @app_commands.autocomplete(place=completion.areas(commands))
    async def search(
        interaction: discord.Interaction, place: Text | None = None, since: Text | None = None, text: Text | None = None
    ) -> None:
        await answer(interaction, lambda: commands.search(place=place, since=since, text=text))

    return group


def _conflicts(commands: Commands) -> app_commands.Group:
    """Return `/conflicts list`."""
    group = app_commands.Group(name="conflicts", description="Claims that cannot both be right.")

    @group.command(name="list", description="List the open conflicts, those of a place or all.")
    @app_commands.describe(place="A place; what lies in it counts too.")
    @app_commands.autocomplete(place=completion.areas(commands))
    async def list_(interaction: discord.Interaction, place: Text | None = None) -> None:
        await answer(interaction, lambda: commands.conflicts(place=place))

    return group


def _subscribe(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/subscribe`; those who may manage channels see it, unless a server's settings say otherwise."""

    @app_commands.command(name="subscribe", description="Let this channel follow a place.")
    @app_commands.describe(
        place="A place, a region, a country, or everything.",
        content="What is told at once.",
        digest="When a digest comes: 08:00, 8am, mondays 8am, or hourly.",
        timezone="Whose clocks these go by: Kyiv, Europe/Kyiv, UTC+3. UTC if left out.",
        only="Which claims: captured, bridges, Ukraine, from BBC News, probable, 2 sources.",
        quiet="When nothing is told but conflicts: 22:00-07:00; with conflicts too: 22:00-07:00 all.",
        repeat="Whether news of a conflict stands in the channel too, not in its thread alone.",
    )
    @app_commands.choices(
        content=[
            app_commands.Choice(name=f"{one.value.capitalize()}: {CONTENTS[one]}", value=one.value) for one in Content
        ]
    )
    @app_commands.autocomplete(place=completion.areas(commands), timezone=completion.zones())
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_channels=True)
    async def subscribe(  # noqa: PLR0917 - discord.py reads a command's options from its parameters
        interaction: discord.Interaction,
        place: Text,
        content: str = Content.CLAIMS.value,
        digest: Text | None = None,
        timezone: Text | None = None,
        only: Text | None = None,
        quiet: Text | None = None,
        repeat: bool = False,
    ) -> None:
        if (refusal := missing_permissions(interaction)) is not None:
            await show(interaction, refusal)
            return
        asked = Asked(content=Content(content), digest_at=digest, zone=timezone, only=only, quiet=quiet, repeat=repeat)
        await answer(
            interaction, lambda: commands.subscribe(asker_of(interaction), place=place, asked=asked), public=True
        )

    return subscribe


def _unsubscribe(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/unsubscribe`, for the same people."""

    @app_commands.command(name="unsubscribe", description="Let this channel follow a place no longer.")
    @app_commands.describe(place="One of the places that this channel follows.")
    @app_commands.autocomplete(place=completion.followed(commands))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_channels=True)
    async def unsubscribe(interaction: discord.Interaction, place: Text) -> None:
        await answer(interaction, lambda: commands.unsubscribe(asker_of(interaction), place=place), public=True)

    return unsubscribe


def _mute(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/mute`, for the same people."""

    @app_commands.command(name="mute", description="Tell this channel nothing at once of a place or a conflict.")
    @app_commands.describe(
        what="A place, the id of a dispute, or everything.", duration="For how long: 2h, 3 days, 1 week; or for good."
    )
    @app_commands.autocomplete(what=completion.areas(commands))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_channels=True)
    async def mute(interaction: discord.Interaction, what: Text, duration: Text | None = None) -> None:
        await answer(
            interaction, lambda: commands.mute(asker_of(interaction), what=what, how_long=duration), public=True
        )

    return mute


def _unmute(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/unmute`, for the same people."""

    @app_commands.command(name="unmute", description="Tell this channel of it again.")
    @app_commands.describe(what="What was muted: a place, the id of a dispute, or everything.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.default_permissions(manage_channels=True)
    async def unmute(interaction: discord.Interaction, what: Text) -> None:
        await answer(interaction, lambda: commands.unmute(asker_of(interaction), what=what), public=True)

    return unmute


def _subscriptions(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/subscriptions`."""

    @app_commands.command(name="subscriptions", description="List what this channel follows.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def subscriptions(interaction: discord.Interaction) -> None:
        await answer(interaction, lambda: commands.list_subscriptions(asker_of(interaction)))

    return subscriptions


def _submit(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/submit`."""

    @app_commands.command(name="submit", description="Read an article, and show what it claims.")
    @app_commands.describe(article="Its address, or its text.")
    async def submit(interaction: discord.Interaction, article: Submitted) -> None:
        await answer(interaction, lambda: commands.submit(article), public=True)

    return submit


def _status(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/status`."""

    @app_commands.command(name="status", description="Show how Claimwatch stands.")
    async def status(interaction: discord.Interaction) -> None:
        await answer(interaction, lambda: commands.status(asker_of(interaction)))

    return status
