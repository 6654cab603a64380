"""What people do with buttons, menus and modals: acknowledged at once, done at the desk, shown where it belongs.

A modal has to be the first answer to an interaction, so what asks for one is looked up before anything is said; all
else is acknowledged first (developer documentation, "Receiving and Responding").
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog

from bot.desk.actions import Action, Form, decode, is_action
from bot.desk.answer_cards import error_card
from bot.desk.card import Tone
from bot.desk.commands import Commands
from bot.desk.manners import asks_first, replaces, tells_all
from bot.desk.replies import Effect, Reply
from bot.model.errors import RequestError
from handlers.discord.asking import asker_of, replace_message, show
from handlers.discord.components import MENU, form_answers, form_modal

# An interaction dies three seconds after it began.
_WITHIN = 2.3

_LOG = structlog.stdlib.get_logger(__name__)


class Using:
    """Answers components and modals of any message, however old; the rest is not for it."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    async def take(self, interaction: discord.Interaction) -> None:
        """Do what the component or the modal says; whoever used it is told of what went wrong."""
        if interaction.type not in {discord.InteractionType.component, discord.InteractionType.modal_submit}:
            return
        data: Any = interaction.data or {}
        text = _said(data)
        if text is None:
            return
        try:
            if interaction.type is discord.InteractionType.modal_submit:
                await self._submitted(interaction, text, form_answers(data))
            else:
                await self._pressed(interaction, text)
        except (discord.DiscordException, OSError) as error:
            _LOG.warning("not answered", action=text, error=f"{type(error).__name__}: {error}")
        except Exception:  # noqa: BLE001 - whoever pressed it is told, whatever happens here
            _LOG.exception("not answered", action=text, reference=str(interaction.id))
            await _apologise(interaction)

    async def _pressed(self, interaction: discord.Interaction, text: str) -> None:
        action = _action(text)
        if action is None or asks_first(action.verb):
            await self._ask(interaction, text)
            return
        if replaces(action) and interaction.message is not None:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show(interaction, await self._commands.act(asker_of(interaction), text))

    async def _ask(self, interaction: discord.Interaction, text: str) -> None:
        """Open the form, or say at once why there is none."""
        try:
            async with asyncio.timeout(_WITHIN):
                found = await self._commands.act(asker_of(interaction), text)
        except TimeoutError:
            error = RequestError("Claimwatch is busy just now. Please press it again in a moment.")
            await show(interaction, error_card(error))
            return
        if isinstance(found, Form):
            await interaction.response.send_modal(form_modal(found))
        else:
            await show(interaction, found.card)

    async def _submitted(self, interaction: discord.Interaction, text: str, answers: dict[str, str]) -> None:
        action = _action(text)
        everybody = action is not None and tells_all(action.verb)
        if interaction.message is not None:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=not everybody, thinking=True)
        reply = await self._commands.act(asker_of(interaction), text, answers)
        if everybody and interaction.message is None and isinstance(reply, Reply) and reply.card.tone is Tone.ERROR:
            # What was put off publicly cannot turn private.
            await interaction.delete_original_response()
        await self._show(interaction, reply)

    async def _show(self, interaction: discord.Interaction, reply: Reply | Form) -> None:
        if isinstance(reply, Form):
            # Asked for where none could be opened: a message of another version.
            await show(interaction, error_card(RequestError("This button has changed. Please ask again.")))
            return
        if reply.effect is Effect.REPLACE and reply.card.tone is not Tone.ERROR and interaction.message is not None:
            await replace_message(interaction, reply.card)
        else:
            await show(interaction, reply.card, public=reply.effect is Effect.CHANNEL)
        if reply.note is not None:
            await show(interaction, reply.note)


def _said(data: dict[str, Any]) -> str | None:
    """Return the action that a button, a menu's choice or a modal carries; `None` for what is not ours."""
    own = str(data.get("custom_id") or "")
    if own.startswith(MENU):
        values = data.get("values") or ()
        return str(values[0]) if values else None
    return own if is_action(own) else None


def _action(text: str) -> Action | None:
    try:
        return decode(text)
    except RequestError:
        return None


async def _apologise(interaction: discord.Interaction) -> None:
    try:
        error = RequestError("Something went wrong here; it was noted. Please try again later.")
        await show(interaction, error_card(error, reference=str(interaction.id)))
    except (discord.DiscordException, OSError):
        _LOG.warning("not answered", exc_info=True)
