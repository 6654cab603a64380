"""The commands about what a channel is told: subscribe, mute, the panel, and the digest now.

Who may is the desk's to say (roles of the server's settings), so Discord shows the commands to all.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.desk.commands import Asked, Commands
from bot.desk.terms import CONTENTS
from bot.model.subscription import Content
from handlers.discord import completion
from handlers.discord.asking import answer, asker_of, missing_permissions, show

Text = app_commands.Range[str, 1, 200]


def commands(desk: Commands) -> tuple[app_commands.Group | app_commands.Command[Any, ..., Any], ...]:
    """Return `/subscribe`, `/unsubscribe`, `/subscriptions`, `/mute`, `/unmute` and `/digest`."""
    return (_subscribe(desk), _unsubscribe(desk), _subscriptions(desk), _mute(desk), _unmute(desk), _digest(desk))


def _subscribe(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/subscribe`."""

    @app_commands.command(name="subscribe", description="Let this channel follow a place.")
    @app_commands.describe(
        place="A place, a region, a country, or everything.",
        content="What is told at once.",
        digest="When a digest comes: 08:00, 8am, mondays 8am, or hourly.",
        timezone="Whose clocks these go by: Kyiv, Europe/Kyiv, UTC+3. The server's if left out.",
        side="Only claims of a side: it acts, is acted against, or says so.",
        outlet="Only what this outlet publishes.",
        only="Which claims: captured, bridges, Ukraine, from BBC News, probable, 2 sources.",
        quiet="When nothing is told but conflicts: 22:00-07:00; with conflicts too: 22:00-07:00 all; or none.",
        repeat="Whether news of a conflict stands in the channel too, not in its thread alone.",
    )
    @app_commands.choices(
        content=[
            app_commands.Choice(name=f"{one.value.capitalize()}: {CONTENTS[one]}", value=one.value) for one in Content
        ]
    )
    @app_commands.autocomplete(
        place=completion.areas(desk),
        timezone=completion.zones(),
        side=completion.sides(desk),
        outlet=completion.outlets(desk),
    )
    async def subscribe(  # noqa: PLR0917 - discord.py reads a command's options from its parameters
        interaction: discord.Interaction,
        place: Text,
        content: str = Content.CLAIMS.value,
        digest: Text | None = None,
        timezone: Text | None = None,
        side: Text | None = None,
        outlet: Text | None = None,
        only: Text | None = None,
        quiet: Text | None = None,
        repeat: bool = False,
    ) -> None:
        if (refusal := missing_permissions(interaction)) is not None:
            await show(interaction, refusal)
            return
        asked = Asked(
            content=Content(content),
            digest_at=digest,
            zone=timezone,
            only=only,
            quiet=quiet,
            repeat=repeat,
            side=side,
            outlet=outlet,
        )
        await answer(interaction, lambda: desk.subscribe(asker_of(interaction), place=place, asked=asked), public=True)

    return subscribe


def _unsubscribe(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/unsubscribe`."""

    @app_commands.command(name="unsubscribe", description="Let this channel follow a place no longer.")
    @app_commands.describe(place="One of the places that this channel follows.")
    @app_commands.autocomplete(place=completion.followed(desk))
    async def unsubscribe(interaction: discord.Interaction, place: Text) -> None:
        await answer(interaction, lambda: desk.unsubscribe(asker_of(interaction), place=place), public=True)

    return unsubscribe


def _mute(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/mute`."""

    @app_commands.command(name="mute", description="Tell this channel nothing at once of a place or a conflict.")
    @app_commands.describe(
        what="A place, the id of a dispute, or everything.", duration="For how long: 2h, 3 days, 1 week; or for good."
    )
    @app_commands.autocomplete(what=completion.areas(desk))
    async def mute(interaction: discord.Interaction, what: Text, duration: Text | None = None) -> None:
        await answer(interaction, lambda: desk.mute(asker_of(interaction), what=what, how_long=duration), public=True)

    return mute


def _unmute(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/unmute`."""

    @app_commands.command(name="unmute", description="Tell this channel of it again.")
    @app_commands.describe(what="What was muted: a place, a conflict, or everything.")
    @app_commands.autocomplete(what=completion.muted(desk))
    async def unmute(interaction: discord.Interaction, what: Text) -> None:
        await answer(interaction, lambda: desk.unmute(asker_of(interaction), what=what), public=True)

    return unmute


def _subscriptions(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/subscriptions`."""

    @app_commands.command(name="subscriptions", description="What this channel follows: edit, pause, preview, delete.")
    async def subscriptions(interaction: discord.Interaction) -> None:
        await answer(interaction, lambda: desk.list_subscriptions(asker_of(interaction)))

    return subscriptions


def _digest(desk: Commands) -> app_commands.Group:
    """Return `/digest now`."""
    group = app_commands.Group(name="digest", description="What this channel's places brought.")

    @group.command(name="now", description="Show the digest now; the next one comes when it is due.")
    @app_commands.describe(place="One of the places that this channel follows; all of them if left out.")
    @app_commands.autocomplete(place=completion.followed(desk))
    async def now(interaction: discord.Interaction, place: Text | None = None) -> None:
        await answer(interaction, lambda: desk.digest_now(asker_of(interaction), place=place))

    return group
