"""The commands: each acknowledges, asks the desk, and shows the card that comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.desk.abilities import Ability
from bot.desk.actions import Action, Form, Verb
from bot.desk.answer_cards import error_card
from bot.desk.card import Card
from bot.desk.commands import Commands
from bot.model.errors import RequestError
from handlers.discord import following, questions, sourcing
from handlers.discord.asking import answer, asker_of, show
from handlers.discord.components import form_modal

LONGEST_TEXT = 6000
"""Of a text option (developer documentation, "Application Command Option Structure")."""
LONGEST_FILE = 10 * 1024 * 1024
FIND = "Find claims in this message"

CALLED = {
    Ability.SEARCH: "/claims search",
    Ability.CLAIM: "/claims show",
    Ability.TIMELINE: "/claims timeline",
    Ability.CONFLICTS: "/conflicts list",
    Ability.CONFLICT: "/conflicts show",
    Ability.EXPLAIN: "/explain",
    Ability.SUBSCRIBE: "/subscribe",
    Ability.UNSUBSCRIBE: "/unsubscribe",
    Ability.SUBSCRIPTIONS: "/subscriptions",
    Ability.DIGEST: "/digest now",
    Ability.MUTE: "/mute",
    Ability.UNMUTE: "/unmute",
    Ability.SUBMIT: "/submit",
    Ability.FIND: f"Apps → {FIND}",
    Ability.SOURCES: "/sources list",
    Ability.EXPORT: "/sources export",
    Ability.FEED: "/sources add",
    Ability.SETTINGS: "/settings",
    Ability.STATUS: "/status",
    Ability.HELP: "/help",
}
"""What each ability is called on Discord."""

# Seconds; most answers need a few hundredths.
_FAREWELL = 0.5
_HINT = "In a direct conversation with me, the same commands follow for yourself."

_LOG = structlog.stdlib.get_logger(__name__)

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
            *questions.commands(commands),
            *following.commands(commands),
            _submit(commands),
            sourcing.sources(commands),
            _settings(commands),
            _status(commands),
            _help(commands),
            _find(commands),
        ):
            self.add_command(command)

    async def interaction_check(self, _interaction: discord.Interaction, /) -> bool:
        """Let every command through, and remember that it is being answered: the library forgets its tasks."""
        self.remember()
        return True

    def remember(self) -> None:
        """Remember that the current task answers somebody."""
        if (task := asyncio.current_task()) is not None:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def stop(self) -> None:
        """Let what is being answered end if it does so at once, and give up the rest."""
        answering = tuple(self._answering)
        if answering:
            await asyncio.wait(answering, timeout=_FAREWELL)
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        """Note what went wrong, and tell whoever asked; what cannot be told any more is noted too."""
        name = interaction.command.qualified_name if interaction.command else None
        if isinstance(getattr(error, "original", None), discord.NotFound):
            # The interaction is lost: nobody can be told any more.
            _LOG.warning("command not answered in time", command=name, error=str(error))
            return
        reference = str(interaction.id)
        _LOG.error("command failed", command=name, reference=reference, exc_info=error)
        try:
            await show(interaction, error_card(_told(error), reference=reference))
        except (discord.DiscordException, OSError):
            _LOG.warning("command not answered", command=name, exc_info=True)


def _told(error: app_commands.AppCommandError) -> RequestError:
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return RequestError("This command has changed. Reload Discord, and give it again.")
    return RequestError("Something went wrong here; it was noted. Please try again later.")


def _submit(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/submit`: an address, a text, a file; with nothing given it opens a form."""

    @app_commands.command(name="submit", description="Read an article, and show what it claims.")
    @app_commands.describe(
        article="Its address, or its text; with nothing given, a form opens.",
        file="A file with an article: .txt, .md, .html, .json, .jsonl.",
    )
    async def submit(
        interaction: discord.Interaction, article: Submitted | None = None, file: discord.Attachment | None = None
    ) -> None:
        if file is not None:
            if file.size > LONGEST_FILE:
                await show(interaction, error_card(RequestError(f"{file.filename} is larger than 10 MB.")))
                return
            given = file

            async def read() -> Card:
                try:
                    data = await given.read()
                except (discord.HTTPException, discord.NotFound, OSError):
                    return error_card(RequestError(f"{given.filename} could not be fetched. Please send it again."))
                return await commands.submit_file(given.filename, data)

            await answer(interaction, read, public=True)
        elif article is not None:
            await answer(interaction, lambda: commands.submit(article), public=True)
        else:
            found = await commands.act(asker_of(interaction), Action(verb=Verb.SUBMIT))
            if isinstance(found, Form):
                await interaction.response.send_modal(form_modal(found))
            else:
                await show(interaction, found.card)

    return submit


def _settings(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/settings`."""

    @app_commands.command(name="settings", description="Who may decide and subscribe, time zone, quiet hours.")
    async def settings(interaction: discord.Interaction) -> None:
        await answer(interaction, lambda: commands.settings(asker_of(interaction)))

    return settings


def _status(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/status`."""

    @app_commands.command(name="status", description="Show how Claimwatch stands.")
    async def status(interaction: discord.Interaction) -> None:
        await answer(interaction, lambda: commands.status(asker_of(interaction)))

    return status


def _help(commands: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/help`."""

    @app_commands.command(name="help", description="Show what Claimwatch can do.")
    async def help_(interaction: discord.Interaction) -> None:
        await show(interaction, commands.help(CALLED, hint=_HINT))

    return help_


def _find(commands: Commands) -> app_commands.ContextMenu:
    """Return the entry in a message's menu; Discord hands over the message, so that no intent is needed for it."""

    async def find(interaction: discord.Interaction, message: discord.Message) -> None:
        await answer(interaction, lambda: commands.find(_text_of(message)))

    return app_commands.ContextMenu(name=FIND, callback=find)


def _text_of(message: discord.Message) -> str:
    """Return what people read in a message, that of a link's preview too."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [field.value or "" for field in embed.fields]
    return "\n\n".join(part for part in parts if part.strip())
