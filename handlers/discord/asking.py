"""An interaction as the desk knows it: who asks, where, and how the answer gets back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import discord

from bot.desk.answer_cards import error_card
from bot.desk.asker import Asker
from bot.desk.card import Card, Tone
from bot.model.errors import RequestError
from handlers.discord.components import card_view
from handlers.discord.embeds import card_embeds

# In the order in which Discord's settings show them, under their names there.
_NEEDED = {"view_channel": "View Channel", "embed_links": "Embed Links"}
_IN_CHANNELS = {"send_messages": "Send Messages"}
_IN_THREADS = {"send_messages_in_threads": "Send Messages in Threads"}


def asker_of(interaction: discord.Interaction) -> Asker:
    """Return where a command was given and by whom; a direct conversation is a space of its own."""
    destination = f"discord:{interaction.channel_id}"
    direct = interaction.guild_id is None
    member = interaction.user if isinstance(interaction.user, discord.Member) else None
    return Asker(
        destination=destination,
        space=destination if direct else f"discord:{interaction.guild_id}",
        user=f"discord:{interaction.user.id}",
        name=interaction.user.display_name,
        roles=frozenset(str(one) for one in member._roles) if member is not None else frozenset(),  # noqa: SLF001 - `roles` knows only those of the cache
        manages=direct or interaction.permissions.manage_channels,
        direct=direct,
    )


def missing_permissions(interaction: discord.Interaction) -> Card | None:
    """Return what the bot may not do in the channel and has to, to post alerts there; `None` where it may."""
    missing = missing_names(interaction.app_permissions, thread=isinstance(interaction.channel, discord.Thread))
    if not missing:
        return None
    return error_card(
        RequestError(f"I could not post alerts here. Give me {', '.join(missing)} in this channel first.")
    )


def missing_names(permissions: discord.Permissions, *, thread: bool) -> list[str]:
    """Return what is missing to post alerts, as Discord's settings call it."""
    needed = _NEEDED | (_IN_THREADS if thread else _IN_CHANNELS)
    return [name for flag, name in needed.items() if not getattr(permissions, flag)]


async def answer(
    interaction: discord.Interaction, work: Callable[[], Awaitable[Card]], *, public: bool = False
) -> None:
    """Acknowledge at once, then do the work and show its card: to all where `public`, errors to the asker alone.

    An answer that was put off publicly cannot turn private, so it is taken back and the error sent anew (Discord allows
    a follow-up after that: discord-api-docs, issue 2739).
    """
    await interaction.response.defer(ephemeral=not public, thinking=True)
    card = await work()
    if public and card.tone is Tone.ERROR:
        await interaction.delete_original_response()
    await show(interaction, card, public=public)


async def show(interaction: discord.Interaction, card: Card, *, public: bool = False) -> None:
    """Show a card: as the answer itself, or after what was answered already; errors to the asker alone."""
    private = not public or card.tone is Tone.ERROR
    sent: dict[str, Any] = {"embeds": card_embeds(card), "allowed_mentions": discord.AllowedMentions.none()}
    # The library takes no `None` for what is not there.
    if (view := card_view(card)) is not None:
        sent["view"] = view
    if card.file is not None:
        sent["file"] = discord.File(BytesIO(card.file.data), filename=card.file.name)
    if interaction.response.is_done():
        await interaction.followup.send(**sent, ephemeral=private)
    else:
        await interaction.response.send_message(**sent, ephemeral=private)


async def replace_message(interaction: discord.Interaction, card: Card) -> None:
    """Show a card in place of the message that the interaction came from, once that is acknowledged."""
    await interaction.edit_original_response(
        embeds=card_embeds(card), view=card_view(card), allowed_mentions=discord.AllowedMentions.none()
    )
