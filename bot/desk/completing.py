"""What is offered while somebody types."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from enum import StrEnum

from bot.comparison.spelling import fold
from bot.desk.actions import Choice
from bot.desk.asker import Asker
from bot.desk.parts import Parts
from bot.desk.words import SHORT_ID
from bot.model.area import Area
from bot.model.dispute import DisputeStatus
from bot.model.filters import DisputeFilter
from bot.model.side import Side, SideCatalogue

_RECENT = 200
# Of what a choice hands over, in characters: Discord takes no longer ones.
_LONGEST = 100


async def areas(parts: Parts, typed: str, *, limit: int, asker: Asker | None) -> tuple[Choice, ...]:
    """Return areas whose names begin so; those that channels of the asker's server follow come first."""
    wanted = fold(typed)
    followed, found = await asyncio.gather(_followed(parts, asker), _found(parts, typed, limit=limit))
    own = [area for area in followed if _begins(area.label, wanted)]
    by_key = {area.key: area for area in (*own, *found)}
    return tuple(Choice(label=area.label, value=area.key) for area in by_key.values())[:limit]


async def _followed(parts: Parts, asker: Asker | None) -> list[Area]:
    return [] if asker is None else [one.area for one in await parts.subscriptions.within(asker.space)]


async def _found(parts: Parts, typed: str, *, limit: int) -> tuple[Area, ...]:
    return await asyncio.to_thread(parts.areas.complete, typed, limit=limit) if typed.strip() else ()


async def followed(parts: Parts, asker: Asker, typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return the areas that the channel follows, those with what was typed in their names."""
    found = await parts.subscriptions.of(asker.destination)
    wanted = fold(typed)
    fitting = [one.area for one in found if wanted in fold(one.area.label)]
    return tuple(Choice(label=area.label, value=area.key) for area in fitting[:limit])


async def muted(parts: Parts, asker: Asker, typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return what the channel has muted, with what was typed in its label."""
    found = await parts.subscriptions.mutes(asker.destination)
    wanted = fold(typed)
    fitting = [Choice(label=one.label, value=one.subject) for one in found if wanted in fold(one.label)]
    return tuple(fitting[:limit])


async def conflicts(parts: Parts, typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return open conflicts, the last changed first, with what was typed in their names or at their ids' beginnings."""
    found = await parts.store.disputes(DisputeFilter(status=DisputeStatus.OPEN, limit=_RECENT))
    wanted = fold(typed)
    return tuple(
        Choice(label=f"{one.slot.label} ({one.id[:SHORT_ID]})", value=one.id)
        for one in found
        if wanted in fold(one.slot.label) or one.id.startswith(typed.strip().casefold())
    )[:limit]


async def feeds(parts: Parts, typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return feeds with what was typed in their titles or addresses; an address that is too long goes by its title."""
    wanted = fold(typed)
    found = [one for one in await parts.feeds.all() if wanted in fold(f"{one.title or ''} {one.url}")]
    called = ((one.title or one.url, one.url if len(one.url) <= _LONGEST else one.title or "") for one in found)
    return tuple(Choice(label=label, value=value) for label, value in called if value)[:limit]


def among(choices: Iterable[Choice], typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return the choices with what was typed in their labels, in the order of these."""
    wanted = fold(typed)
    found = [one for one in choices if wanted in fold(one.label)]
    return tuple(sorted(found, key=lambda one: fold(one.label)))[:limit]


def sides(catalogue: SideCatalogue, typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return sides one of whose names begins so, those whose own name does first."""
    wanted = fold(typed)
    found = [side for side in catalogue.sides.values() if any(_begins(name, wanted) for name in _names(side))]
    found.sort(key=lambda side: (not fold(side.name).startswith(wanted), fold(side.name)))
    return tuple(Choice(label=side.name, value=side.id) for side in found[:limit])


def members(kind: type[StrEnum], typed: str, *, limit: int) -> tuple[Choice, ...]:
    """Return the members of an enumeration with what was typed in them, those that begin so first."""
    wanted = fold(typed)
    found = [(one.value.replace("_", " "), one.value) for one in kind]
    fitting = sorted((pair for pair in found if wanted in pair[0]), key=lambda pair: not pair[0].startswith(wanted))
    return tuple(Choice(label=label, value=value) for label, value in fitting[:limit])


def _names(side: Side) -> tuple[str, ...]:
    return (side.id, side.name, *side.names, *side.demonyms)


def _begins(name: str, wanted: str) -> bool:
    """Whether the name or a word in it begins so."""
    folded = fold(name)
    return folded.startswith(wanted) or f" {wanted}" in folded
