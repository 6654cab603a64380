"""The slash commands: each acknowledges, asks the desk, and shows the card that comes back.

`/status` is Slack's own, so how the program stands is asked by `/claimwatch status`. Names of commands may also collide
with other apps' (the app installed last gets them); `/claimwatch` takes every command as its first word.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.answer_cards import error_card
from bot.desk.card import Card, Tone, line
from bot.desk.commands import Asked, Asker, Commands
from bot.model.errors import ClaimwatchError, RequestError
from handlers.slack.answering import Answers, Background
from handlers.slack.arguments import first_word, read_following, read_mute, read_place, read_search, typed, wants_help
from handlers.slack.messenger import INVITE, UNREACHABLE, error_name
from handlers.slack.usage import USAGE, usage_card

_CLAIMWATCH = "/claimwatch"
_STATUS = "status"
_MUTING = frozenset({"mute", "unmute"})
# Takes no words, so that none are no question for help.
_BARE = "/subscriptions"
# Answers that all in the channel see, since they change what it gets or show what was read.
_PUBLIC = frozenset({"/subscribe", "/unsubscribe", "/submit"})
# Names of what is no channel, though commands can be given there ("Slash commands"): in the second the app cannot post.
_DIRECT = "directmessage"
_GROUP = "mpdm-"

_LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A command as it was given: by whom and where, with which words, and where the answer goes."""

    name: str
    text: str
    asker: Asker
    channel: str
    channel_name: str
    response_url: str


class SlackCommands:
    """Reads the commands of an app, and answers them."""

    def __init__(self, commands: Commands, client: AsyncWebClient, *, answers: Answers, background: Background) -> None:
        self._commands = commands
        self._client = client
        self._answers = answers
        self._background = background
        self._work: Mapping[str, Callable[[Given], Awaitable[Card]]] = {
            "/claims": self._claims,
            "/conflicts": self._conflicts,
            "/subscribe": self._subscribe,
            "/unsubscribe": self._unsubscribe,
            "/subscriptions": lambda given: self._commands.list_subscriptions(given.asker),
            "/submit": lambda given: self._commands.submit(typed(given.text)),
        }

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to every command that there is."""
        for name in USAGE:
            app.command(name)(self._listen)

    async def _listen(self, ack: Callable[[], Awaitable[Any]], command: Mapping[str, Any]) -> None:
        # First of all: Slack waits for three seconds, and the answer may take longer.
        await ack()
        self._background.start(self._answer(given_of(command)))

    async def _answer(self, given: Given) -> None:
        try:
            given = _meant(given)
            card, public = await self._card(given)
            await self._answers.show(card, response_url=given.response_url, public=public)
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("command not answered", command=given.name)

    async def _card(self, given: Given) -> tuple[Card, bool]:
        """Return the answer, and whether all in the channel see it; help and mistakes are for who asked alone."""
        if given.name == _CLAIMWATCH and first_word(given.text) == (_STATUS, ""):
            return await self._commands.status(given.asker), False
        head, rest = first_word(given.text)
        if given.name == _CLAIMWATCH and head in _MUTING:
            return await self._mute(given.asker, head, rest), True
        if given.name == _CLAIMWATCH and not wants_help(given.text):
            return error_card(RequestError(f"{given.text[:60]!r} is no command. Try {_CLAIMWATCH} help.")), False
        if given.name not in self._work or (wants_help(given.text) and (given.text or given.name != _BARE)):
            return usage_card(given.name), False
        try:
            card = await self._work[given.name](given)
        except ClaimwatchError as error:
            card = error_card(error)
        return card, given.name in _PUBLIC and card.tone is not Tone.ERROR

    async def _claims(self, given: Given) -> Card:
        wanted = read_search(given.text)
        return await self._commands.search(place=wanted.place, since=wanted.since, text=wanted.text)

    async def _conflicts(self, given: Given) -> Card:
        return await self._commands.conflicts(place=read_place(given.text, verb="list"))

    async def _subscribe(self, given: Given) -> Card:
        following = read_following(given.text)
        if given.channel_name.startswith(_GROUP):
            raise RequestError("I could not post alerts in a group's messages. Subscribe in a channel.")
        asked = Asked(
            content=following.content,
            digest_at=following.digest_at,
            zone=following.zone,
            only=following.only,
            quiet=following.quiet,
            repeat=following.repeat,
        )
        card = await self._commands.subscribe(given.asker, place=following.place, asked=asked)
        if card.tone is Tone.ERROR or given.channel_name == _DIRECT or await self._may_post(given.channel):
            return card
        return replace(card, lead=(*card.lead, line(f"I cannot post here yet; {INVITE}")))

    async def _mute(self, asker: Asker, head: str, rest: str) -> Card:
        """Mute or unmute; `/mute` itself is Slack's own."""
        try:
            what, how_long = read_mute(rest)
        except ClaimwatchError as error:
            return error_card(error)
        if head == "unmute":
            return await self._commands.unmute(asker, what=what)
        return await self._commands.mute(asker, what=what, how_long=how_long)

    async def _unsubscribe(self, given: Given) -> Card:
        place = read_place(given.text)
        return await self._commands.unsubscribe(given.asker, place=place or "")

    async def _may_post(self, channel: str) -> bool:
        """Whether alerts can be posted there, a public channel being joined for it; where that is not known, yes."""
        try:
            found: Mapping[str, Any] = (await self._client.conversations_info(channel=channel))["channel"]
            if found.get("is_member"):
                return True
            if found.get("is_private"):
                return False
        except SlackApiError as error:
            _LOG.info("channel not looked at", channel=channel, error=error_name(error))
            # So Slack calls a private channel that the app is not in.
            return error_name(error) != "channel_not_found"
        except UNREACHABLE as error:
            _LOG.info("channel not looked at", channel=channel, error=str(error))
            return True
        try:
            await self._client.conversations_join(channel=channel)
        except UNREACHABLE as error:
            _LOG.info("channel not joined", channel=channel, error=str(error))
            return False
        return True


def given_of(command: Mapping[str, Any]) -> Given:
    """Return a slash command's payload as it is meant; an organisation is a space where no workspace is named."""
    channel, named = str(command["channel_id"]), str(command.get("channel_name") or "")
    # What somebody asks for in direct messages is for that person, and comes in those with the app.
    to = str(command["user_id"]) if named == _DIRECT else channel
    return Given(
        name=str(command["command"]),
        text=str(command.get("text") or "").strip(),
        asker=Asker(
            destination=f"slack:{to}",
            space=f"slack:{command.get('team_id') or command.get('enterprise_id')}",
            user=f"slack:{command['user_id']}",
        ),
        channel=channel,
        channel_name=named,
        response_url=str(command["response_url"]),
    )


def _meant(given: Given) -> Given:
    """Return the command that `/claimwatch` was given as its first word, or what was given itself."""
    head, rest = first_word(given.text)
    name = f"/{head.removeprefix('/')}"
    if given.name == _CLAIMWATCH and name in USAGE and name != _CLAIMWATCH:
        return replace(given, name=name, text=rest)
    return given
