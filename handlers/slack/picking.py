"""What menus offer while somebody types: places, sides, what the channel follows, conflicts, kinds, zones, groups.

Slack waits for three seconds for the options of an external select, and takes 100 ("Select menu element").
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.desk.actions import Choice
from bot.desk.asker import Asker
from bot.desk.commands import Commands
from bot.model.claim import AssetKind, AssetState, Predicate
from handlers.slack.menus import PREFIX, Source
from handlers.slack.origins import origin_of
from handlers.slack.people import People
from handlers.slack.views import option

_PATTERN = re.compile(rf"{PREFIX}:.+")
_ALL = "everything"
_SHOWN = 25
# Less than the three seconds that Slack waits: no options are better than an error.
_PATIENCE = 2.0
_LONGEST_VALUE = 150

_LOG = structlog.stdlib.get_logger(__name__)


class Picking:
    """Offers options."""

    def __init__(self, commands: Commands, people: People) -> None:
        self._commands = commands
        self._people = people

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to what is typed into such menus."""
        app.options(_PATTERN)(self._typed)

    async def _typed(self, ack: Callable[..., Awaitable[Any]], body: Mapping[str, Any]) -> None:
        source = str(body["action_id"]).split(":")[1]
        found: tuple[Choice, ...] = ()
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await self._found(source, origin_of(body).asker, str(body.get("value") or ""))
        except TimeoutError:
            _LOG.warning("options took too long", source=source)
        except Exception:  # noqa: BLE001 - no options are better than an error in the menu
            _LOG.exception("no options", source=source)
        await ack(options=[option(one) for one in found if len(one.value) <= _LONGEST_VALUE])

    async def _found(self, source: str, asker: Asker, typed: str) -> tuple[Choice, ...]:
        commands = self._commands
        match source:
            case Source.AREA:
                found = await commands.complete_area(typed, limit=_SHOWN, asker=asker)
                return (*_everything(typed), *found)[:_SHOWN]
            case Source.FOLLOWED:
                return await commands.complete_subscription(asker, typed, limit=_SHOWN)
            case Source.MUTED:
                return await commands.complete_muted(asker, typed, limit=_SHOWN)
            case Source.SIDE:
                return await commands.complete_side(typed, limit=_SHOWN)
            case Source.OUTLET:
                return await commands.complete_outlet(typed, limit=_SHOWN)
            case Source.CONFLICT:
                return await commands.complete_conflict(typed, limit=_SHOWN)
            case Source.ZONE:
                own = await self._people.zone(asker.user)
                return await commands.complete_zone(typed, own=own, limit=_SHOWN)
            case Source.GROUP:
                return await self._people.groups(typed, limit=_SHOWN)
            case Source.KIND:
                kinds = (commands.complete_word(one, typed, limit=_SHOWN) for one in (Predicate, AssetState))
                return tuple(choice for found in kinds for choice in found)[:_SHOWN]
            case Source.ASSET:
                return commands.complete_word(AssetKind, typed, limit=_SHOWN)
            case _:
                return ()


def _everything(typed: str) -> tuple[Choice, ...]:
    """Return the choice of all places, where it was begun to be typed."""
    begun = typed.strip().casefold()
    return (Choice(label=_ALL, value=_ALL),) if begun and _ALL.startswith(begun) else ()
