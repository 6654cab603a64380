"""What is offered while somebody types: within Discord's three seconds, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any
from zoneinfo import available_timezones

import discord
import structlog
from discord import app_commands

from bot.desk.commands import Choice, Commands
from bot.model.claim import AssetState, Predicate
from handlers.discord.asking import asker_of
from handlers.discord.markup import fitted, plain

CHOICES = 25
CHOICE_LENGTH = 100
"""Of names and values alike (developer documentation, "Application Command Option Choice")."""

# An interaction dies three seconds after it began; what comes later is refused.
_WITHIN = 2.5

_LOG = structlog.stdlib.get_logger(__name__)

Offer = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
"""What discord.py asks for choices: the interaction, and what was typed so far."""


def areas(commands: Commands) -> Offer:
    """Return what offers areas by the beginnings of their names, those that the server follows first."""

    async def offer(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await _offered(commands.complete_area(typed, limit=CHOICES, asker=asker_of(interaction)))

    return offer


def followed(commands: Commands) -> Offer:
    """Return what offers the areas that the channel follows."""

    async def offer(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await _offered(commands.complete_subscription(asker_of(interaction), typed, limit=CHOICES))

    return offer


def muted(commands: Commands) -> Offer:
    """Return what offers what the channel has muted."""

    async def offer(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await _offered(commands.complete_muted(asker_of(interaction), typed, limit=CHOICES))

    return offer


def sides(commands: Commands) -> Offer:
    """Return what offers sides by the beginnings of their names."""
    return _plain(lambda typed: commands.complete_side(typed, limit=CHOICES))


def outlets(commands: Commands) -> Offer:
    """Return what offers outlets by the beginnings of their names."""
    return _plain(lambda typed: commands.complete_outlet(typed, limit=CHOICES))


def conflicts(commands: Commands) -> Offer:
    """Return what offers open conflicts by what they are about."""
    return _plain(lambda typed: commands.complete_conflict(typed, limit=CHOICES))


def feeds(commands: Commands) -> Offer:
    """Return what offers the feeds that are followed, by their titles and addresses."""
    return _plain(lambda typed: commands.complete_feed(typed, limit=CHOICES))


def kinds(commands: Commands) -> Offer:
    """Return what offers kinds of claims: what happened to a place, or in what state a thing is."""

    async def find(typed: str) -> tuple[Choice, ...]:
        found = (*commands.complete_word(Predicate, typed), *commands.complete_word(AssetState, typed))
        return found[:CHOICES]

    return _plain(find)


def zones() -> Offer:
    """Return what offers time zones (IANA names) by any part of their names."""
    known: list[str] = []

    async def find(typed: str) -> tuple[Choice, ...]:
        # The names are read from many small files, once.
        if not known:
            known.extend(sorted(await asyncio.to_thread(available_timezones)))
        return tuple(Choice(label=name, value=name) for name in matching_zones(known, typed, limit=CHOICES))

    return _plain(find)


def matching_zones(known: Iterable[str], typed: str, *, limit: int) -> list[str]:
    """Return zones with what was typed in their names: first those that begin with it, as a whole or in their city."""
    wanted = "_".join(typed.split()).casefold()
    found = [(name, name.casefold()) for name in known if wanted in name.casefold()]
    found.sort(key=lambda pair: not (pair[1].startswith(wanted) or pair[1].rpartition("/")[2].startswith(wanted)))
    return [name for name, _ in found[:limit]]


def _plain(find: Callable[[str], Awaitable[tuple[Choice, ...]]]) -> Offer:
    """Return what offers the same to everybody everywhere."""

    async def offer(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await _offered(find(typed))

    return offer


async def _offered(finding: Awaitable[tuple[Choice, ...]]) -> list[app_commands.Choice[str]]:
    """Return the choices as Discord takes them; none where they cannot be found, or not in time."""
    try:
        async with asyncio.timeout(_WITHIN):
            found = await finding
    except Exception:  # noqa: BLE001 - who types goes on typing, whatever happens here
        _LOG.exception("nothing offered")
        return []
    return [
        app_commands.Choice(name=fitted(one.label, CHOICE_LENGTH, plain), value=one.value)
        for one in found
        if one.label.strip() and 0 < len(one.value) <= CHOICE_LENGTH
    ][:CHOICES]
