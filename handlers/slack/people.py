"""Who people are to Slack: the user groups that they are in, and their time zones.

Both are asked for when they are needed and kept for some minutes. Where Slack does not say, somebody is in no group and
has no zone, so that nobody may do more than was meant. A group is read by `usergroups.users.list` and
`usergroups.list` (`usergroups:read`), a zone by `users.info` (`users:read`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.actions import Choice, FieldKind, Form
from bot.desk.asker import Asker
from bot.desk.completing import among
from bot.model.community import Community
from handlers.slack.markup import GROUP
from handlers.slack.messenger import UNREACHABLE, error_name

KNOWN_SECONDS = 300.0
"""For so long an answer holds."""

_REFUSED_SECONDS = 30.0
# An answer that opens a form may not take longer: a trigger is good for three seconds.
_PATIENCE = 1.5

_LOG = structlog.stdlib.get_logger(__name__)

Answer = TypeVar("Answer")


class People:
    """Knows of a workspace what permissions and menus need; `clock` gives seconds since any moment."""

    def __init__(
        self,
        client: AsyncWebClient,
        communities: Callable[[str], Awaitable[Community]],
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._client = client
        self._communities = communities
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, Any]] = {}

    async def known(self, asker: Asker) -> Asker:
        """Return who asks with the groups that he or she is in, of those that the workspace's settings name."""
        community = await self._communities(asker.space)
        named = {one for one in (*community.deciders, *community.subscribers) if one.startswith(GROUP)}
        if not named:
            return asker
        person = asker.user.removeprefix("slack:")
        members = dict(zip(named, await asyncio.gather(*map(self._members, named)), strict=True))
        mine = frozenset(one for one in named if person in members[one])
        return replace(asker, roles=asker.roles | mine)

    async def groups(self, typed: str, *, limit: int) -> tuple[Choice, ...]:
        """Return the user groups of the workspace with what was typed in their names or handles."""
        named = [Choice(label=name, value=one) for one, name in (await self._groups()).items()]
        return among(named, typed, limit=limit)

    async def names(self, form: Form) -> Mapping[str, str]:
        """Return what the groups that stand in a form already are called; those that are not known are left out."""
        chosen = {one for field in form.fields if field.kind is FieldKind.WHO for one in field.value.split()}
        if not any(one.startswith(GROUP) for one in chosen):
            return {}
        return {one: name for one, name in (await self._groups()).items() if one in chosen}

    async def zone(self, user: str) -> str | None:
        """Return the time zone that a person has set in Slack."""
        person = user.removeprefix("slack:")

        async def ask() -> str | None:
            answer = await self._client.users_info(user=person)
            return str(answer["user"].get("tz") or "") or None

        return await self._asked(("zone", person), ask, otherwise=None)

    async def _members(self, group: str) -> frozenset[str]:
        async def ask() -> frozenset[str]:
            answer = await self._client.usergroups_users_list(usergroup=group)
            return frozenset(map(str, answer["users"]))

        return await self._asked(("members", group), ask, otherwise=frozenset())

    async def _groups(self) -> Mapping[str, str]:
        async def ask() -> Mapping[str, str]:
            answer = await self._client.usergroups_list()
            return {str(one["id"]): f"{one.get('name')} (@{one.get('handle')})" for one in answer["usergroups"]}

        return await self._asked(("groups", ""), ask, otherwise={})

    async def _asked(self, key: tuple[str, str], ask: Callable[[], Awaitable[Answer]], *, otherwise: Answer) -> Answer:
        """Return what Slack says, now or a moment ago; something else where it does not, and that for less long."""
        now = self._clock()
        self._kept = {one: kept for one, kept in self._kept.items() if kept[0] > now}
        if key in self._kept:
            found: Answer = self._kept[key][1]
            return found
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await ask()
            seconds = KNOWN_SECONDS
        except UNREACHABLE as error:
            said = error_name(error) if isinstance(error, SlackApiError) else ""
            _LOG.warning("Slack does not say who people are", asked=key[0], error=said or type(error).__name__)
            found, seconds = otherwise, _REFUSED_SECONDS
        self._kept[key] = (now + seconds, found)
        return found
