"""The commands that ask: claims, timelines, conflicts, explanations."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import discord
from discord import app_commands

from bot.desk.commands import Commands
from bot.desk.questions import Question
from bot.model.claim import AssetKind, Domain, Verification
from bot.model.dispute import DisputeStatus
from handlers.discord import completion
from handlers.discord.asking import answer

Text = app_commands.Range[str, 1, 200]
Id = app_commands.Range[str, 6, 40]


def commands(desk: Commands) -> tuple[app_commands.Group | app_commands.Command[Any, ..., Any], ...]:
    """Return `/claims`, `/conflicts` and `/explain`."""
    return (_claims(desk), _conflicts(desk), _explain(desk))


def _choices(kind: type[StrEnum]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one.value.replace("_", " "), value=one.value) for one in kind]


def _claims(desk: Commands) -> app_commands.Group:
    """Return `/claims search`, `/claims show` and `/claims timeline`."""
    group = app_commands.Group(name="claims", description="What the news claims about places.")

    @group.command(name="search", description="Search claims by place, side, kind, day and words.")
    @app_commands.describe(
        place="A place; what lies in it counts too.",
        radius="So many kilometres around that place.",
        side="A side that acts, is acted against, or says so.",
        domain="Territory, or infrastructure.",
        kind="What happened: captured, withdrew, destroyed, restored.",
        asset="The kind of thing: bridge, hospital, power.",
        status="How the claim stands.",
        since="A day: 2022-09-08, yesterday, monday, 3d.",
        until="A day.",
        text="Words in the claim or its article.",
    )
    @app_commands.choices(domain=_choices(Domain), asset=_choices(AssetKind), status=_choices(Verification))
    @app_commands.autocomplete(place=completion.areas(desk), side=completion.sides(desk), kind=completion.kinds(desk))
    async def search(  # noqa: PLR0917 - discord.py reads a command's options from its parameters
        interaction: discord.Interaction,
        place: Text | None = None,
        radius: app_commands.Range[int, 1, 100] | None = None,
        side: Text | None = None,
        domain: str | None = None,
        kind: Text | None = None,
        asset: str | None = None,
        status: str | None = None,
        since: Text | None = None,
        until: Text | None = None,
        text: Text | None = None,
    ) -> None:
        question = Question(
            place=place,
            radius=None if radius is None else str(radius),
            side=side,
            domain=domain,
            kind=kind,
            asset=asset,
            status=status,
            since=since,
            until=until,
            text=text,
        )
        await answer(interaction, lambda: desk.search(question=question))

    @group.command(name="show", description="Show one claim, and how it stands to others.")
    @app_commands.describe(claim="Its id, as a search shows it.")
    async def show(interaction: discord.Interaction, claim: Id) -> None:
        await answer(interaction, lambda: desk.show_claim(claim))

    @group.command(name="timeline", description="Show what was said, in the order of time.")
    @app_commands.describe(of="A place, or the id of a claim or a conflict.")
    @app_commands.autocomplete(of=completion.areas(desk))
    async def timeline(interaction: discord.Interaction, of: Text) -> None:
        await answer(interaction, lambda: desk.timeline(of))

    return group


def _conflicts(desk: Commands) -> app_commands.Group:
    """Return `/conflicts list` and `/conflicts show`."""
    group = app_commands.Group(name="conflicts", description="Claims that cannot both be right.")

    @group.command(name="list", description="List the open conflicts, those of a place or all.")
    @app_commands.describe(
        place="A place; what lies in it counts too.",
        status="How they stand; open ones if left out.",
        since="A day: 2022-09-08, yesterday, monday, 3d.",
        until="A day.",
        text="Words in the claims.",
    )
    @app_commands.choices(status=_choices(DisputeStatus))
    @app_commands.autocomplete(place=completion.areas(desk))
    async def list_(  # noqa: PLR0917 - as above
        interaction: discord.Interaction,
        place: Text | None = None,
        status: str | None = None,
        since: Text | None = None,
        until: Text | None = None,
        text: Text | None = None,
    ) -> None:
        question = Question(place=place, status=status, since=since, until=until, text=text)
        await answer(interaction, lambda: desk.conflicts(question=question))

    @group.command(name="show", description="Show one conflict: both positions, why, and what was decided.")
    @app_commands.describe(conflict="What it is about, or its id.")
    @app_commands.autocomplete(conflict=completion.conflicts(desk))
    async def show(interaction: discord.Interaction, conflict: Id) -> None:
        await answer(interaction, lambda: desk.show_conflict(conflict))

    return group


def _explain(desk: Commands) -> app_commands.Command[Any, ..., Any]:
    """Return `/explain`."""

    @app_commands.command(name="explain", description="Say why two claims conflict, or why they do not.")
    @app_commands.describe(claim="The id of one claim.", other="The id of the other.")
    async def explain(interaction: discord.Interaction, claim: Id, other: Id) -> None:
        await answer(interaction, lambda: desk.explain(claim, other))

    return explain
