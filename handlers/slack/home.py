"""The Home tab: what one follows with its buttons, the open conflicts there, the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.abilities import Ability
from bot.desk.commands import Commands
from bot.desk.home import Followed, Home, HomeDesk
from bot.model.subscription import Subscription
from handlers.slack.answering import Background
from handlers.slack.blocks import Block, card_blocks
from handlers.slack.commands import OPENS, SlackCommands
from handlers.slack.markup import bold, fitted
from handlers.slack.messenger import UNREACHABLE
from handlers.slack.once import Once
from handlers.slack.origins import Origin, asker_of, channel_of, origin_of

_BLOCKS = 100
_SHOWN = 15
_MEMBERS = 200
_KNOWN_SECONDS = 300.0
_LONGEST_TEXT = 9000
_LONGEST_TITLE = 300
_OPENED = (
    (Ability.SUBSCRIBE, "Follow a place"),
    (Ability.SEARCH, "Search claims"),
    (Ability.CONFLICTS, "Conflicts"),
    (Ability.SUBMIT, "Submit an article"),
)
_NOTHING = "Nothing yet. Follow a place, or type /subscribe in a channel."
_SURE = {"title": "Delete this subscription?", "text": "What was sent stays.", "confirm": "Delete", "deny": "Keep"}

_LOG = structlog.stdlib.get_logger(__name__)


class SlackHome:
    """Shows it when somebody opens it, and after each change; `clock` gives seconds since any moment."""

    def __init__(
        self,
        commands: Commands,
        client: AsyncWebClient,
        *,
        background: Background,
        once: Once,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._commands = commands
        self._client = client
        self._background = background
        self._once = once
        self._clock = clock
        self._members: dict[str, tuple[float, frozenset[str]]] = {}
        self._opening: SlackCommands | None = None

    def opens(self, commands: SlackCommands) -> None:
        """Let its buttons open the forms of commands."""
        self._opening = commands

    def register(self, app: AsyncApp) -> None:
        """Let the app listen; the library acknowledges events before it calls."""
        app.event("app_home_opened")(self._opened)
        app.event("app_uninstalled")(self._left)
        app.action(OPENS)(self._pressed)

    async def publish(self, origin: Origin) -> None:
        """Show a person's Home tab as it now is."""
        person = origin.asker.user.removeprefix("slack:")
        subscriptions = await self._visible(person, origin.asker.space)
        home = await HomeDesk(self._commands).home(origin.asker, subscriptions)
        try:
            await self._client.views_publish(user_id=person, view={"type": "home", "blocks": home_blocks(home)})
        except UNREACHABLE as error:
            _LOG.warning("Home tab not shown", error=str(error))

    async def _opened(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            given = {"user": {"id": event["user"]}, "team_id": body.get("team_id")}
            self._background.start(self._show(Origin(asker=asker_of(given), home=True)))

    async def _left(self, body: Mapping[str, Any]) -> None:
        space = f"slack:{body.get('team_id') or body.get('enterprise_id')}"
        _LOG.warning("the app was removed from the workspace; what its channels followed is forgotten", space=space)
        self._background.start(self._commands.left(space))

    async def _show(self, origin: Origin) -> None:
        try:
            await self.publish(origin)
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("Home tab not shown")

    async def _pressed(
        self, ack: Callable[[], Awaitable[Any]], body: Mapping[str, Any], action: Mapping[str, Any]
    ) -> None:
        await ack()
        origin, ability = origin_of(body), Ability(str(action["action_id"]).partition(":")[2])
        if self._opening is not None and self._once.begins(f"{origin.asker.user} {ability}", seconds=2):
            self._background.start(self._open(self._opening, ability, origin))

    async def _open(self, commands: SlackCommands, ability: Ability, origin: Origin) -> None:
        try:
            await commands.open(ability, origin, where=ability is Ability.SUBSCRIBE)
        except Exception:  # noqa: BLE001 - as above
            _LOG.exception("form not opened")

    async def _visible(self, person: str, space: str) -> list[Subscription]:
        """Return the subscriptions of the workspace that a person may know of: one's own, and of one's channels."""
        found = await self._commands.subscriptions.within(space)
        channels = {channel_of(one.destination) for one in found} - {person}
        mine = {person}
        for channel, members in zip(channels, await asyncio.gather(*map(self._in, channels)), strict=True):
            if person in members:
                mine.add(channel)
        return [one for one in found if channel_of(one.destination) in mine]

    async def _in(self, channel: str) -> frozenset[str]:
        """Return who is in a channel, asked for every few minutes; nobody where that cannot be known."""
        at, members = self._members.get(channel, (0.0, frozenset()))
        if channel in self._members and self._clock() - at < _KNOWN_SECONDS:
            return members
        if channel[:1] in {"U", "W"}:
            return frozenset({channel})
        try:
            members = await self._ask(channel)
        except UNREACHABLE as error:
            _LOG.info("members not known", channel=channel, error=str(error))
            return frozenset()
        self._members[channel] = (self._clock(), members)
        return members

    async def _ask(self, channel: str) -> frozenset[str]:
        members: set[str] = set()
        cursor: str | None = None
        while True:
            answer = await self._client.conversations_members(channel=channel, limit=_MEMBERS, cursor=cursor)
            members.update(answer["members"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return frozenset(members)


def home_blocks(home: Home) -> list[Block]:
    """Return the tab: a hundred blocks at most."""
    ends = [
        *([] if home.conflicts is None else [_divider(), *card_blocks(home.conflicts, room=_LONGEST_TEXT)]),
        _divider(),
        *card_blocks(home.settings, room=_LONGEST_TEXT),
    ]
    blocks = [_openers(), _header("What you follow")]
    shown = 0
    for one in home.followed[:_SHOWN]:
        made = _followed(one)
        if len(blocks) + len(made) + len(ends) + 1 > _BLOCKS:
            break
        blocks += made
        shown += 1
    if not home.followed:
        blocks.append(_section(_NOTHING))
    if shown < len(home.followed):
        more = len(home.followed) - shown
        blocks.append(_context(f"… and {more} more: /subscriptions in their channels shows them."))
    return [*blocks, *ends][:_BLOCKS]


def _followed(one: Followed) -> list[Block]:
    place, thread = channel_of(one.destination), "/" in one.destination
    where = "to you alone" if place[:1] in {"U", "W"} else f"in {'a thread of ' if thread else ''}<#{place}>"
    # Its title stands with the channel, not as a header.
    body = card_blocks(one.card, room=_LONGEST_TEXT)[1:]
    for block in body:
        for element in block.get("elements", ()):
            if element.get("style") == "danger" and element.get("value"):
                # Slack asks itself whether it is meant.
                element["value"] = element["value"].rstrip("~") + "~sure"
                element["confirm"] = {name: _plain(text) for name, text in _SURE.items()}
    title = {"type": "mrkdwn", "text": f"{fitted(one.card.title, _LONGEST_TITLE, bold)}, {where}", "verbatim": True}
    return [{"type": "section", "text": title}, *body]


def _openers() -> Block:
    elements = [{"type": "button", "action_id": f"open:{ability}", "text": _plain(label)} for ability, label in _OPENED]
    return {"type": "actions", "elements": elements}


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain(text)}


def _section(text: str) -> Block:
    return {"type": "section", "text": _plain(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text)]}


def _divider() -> Block:
    return {"type": "divider"}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
