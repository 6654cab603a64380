"""Does what people ask for, whether they typed it or filled it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.abilities import Ability
from bot.desk.answer_cards import error_card
from bot.desk.card import Card, Tone, line
from bot.desk.commands import Asked, Asker, Commands
from bot.desk.questions import Question
from bot.desk.replies import Effect, Reply
from bot.desk.sourcing import FeedChange
from bot.model.errors import ClaimwatchError, RequestError
from bot.model.subscription import Content
from handlers.slack.abilities import CALLED, PUBLIC
from handlers.slack.messenger import INVITE, UNREACHABLE, error_name
from handlers.slack.origins import Origin, channel_of
from handlers.slack.people import People

_LOG = structlog.stdlib.get_logger(__name__)

_HINT = "Each command has help; without words it opens a form. Or ask: @claimwatch who holds Kupiansk?"


class Doing:
    """Calls the desk; the client says whether alerts could be posted where they are asked for."""

    def __init__(self, commands: Commands, client: AsyncWebClient, people: People) -> None:
        self._commands = commands
        self._people = people
        self._client = client

    async def do(self, ability: Ability, origin: Origin, values: Mapping[str, str]) -> Reply:
        """Do it; mistakes are for who made them alone."""
        try:
            origin = replace(origin, asker=await self._people.known(origin.asker))
            card = await self._card(ability, origin, values)
        except ClaimwatchError as error:
            card = error_card(error)
        is_public = ability in PUBLIC and card.tone is not Tone.ERROR
        return Reply(card=card, effect=Effect.CHANNEL if is_public else Effect.PRIVATE)

    async def _card(self, ability: Ability, origin: Origin, values: Mapping[str, str]) -> Card:
        commands, asker, what = self._commands, origin.asker, values.get("what", "")
        match ability:
            case Ability.SEARCH:
                return await commands.search(question=Question(**values))
            case Ability.CONFLICTS:
                return await commands.conflicts(question=Question(**values))
            case Ability.CLAIM:
                return await commands.show_claim(what)
            case Ability.CONFLICT:
                return await commands.show_conflict(what)
            case Ability.TIMELINE:
                return await commands.timeline(what)
            case Ability.EXPLAIN:
                return await self._explain(values)
            case Ability.SUBMIT:
                return await commands.submit(values.get("text", ""))
            case Ability.FIND:
                return await commands.find(values.get("text", ""))
            case Ability.SOURCES:
                return await commands.sources()
            case Ability.EXPORT:
                return await commands.export_feeds()
            case Ability.FEED:
                return await commands.change_feed(asker, _change(values.get("change", "")), what)
            case Ability.SETTINGS:
                return await commands.settings(replace(asker, direct=False))
            case Ability.STATUS:
                return await commands.status(asker)
            case Ability.HELP:
                return commands.help(CALLED, hint=_HINT)
            case _:
                return await self._following(ability, asker, values)

    async def _following(self, ability: Ability, asker: Asker, values: Mapping[str, str]) -> Card:
        """Do what is about what a channel follows."""
        commands, place, what = self._commands, values.get("place"), values.get("what", "")
        match ability:
            case Ability.SUBSCRIBE:
                return await self._subscribe(asker, values)
            case Ability.UNSUBSCRIBE:
                return await commands.unsubscribe(asker, place=place or "")
            case Ability.DIGEST:
                return await commands.digest_now(asker, place=place)
            case Ability.MUTE:
                return await commands.mute(asker, what=what, how_long=values.get("for"))
            case Ability.UNMUTE:
                return await commands.unmute(asker, what=what)
            case _:
                return await commands.list_subscriptions(asker, everywhere=bool(values.get("everywhere")))

    async def _explain(self, values: Mapping[str, str]) -> Card:
        one, other, conflict = (values.get(name, "").strip() for name in ("one", "other", "conflict"))
        if one and other:
            return await self._commands.explain(one, other)
        if conflict:
            return await self._commands.show_conflict(conflict)
        raise RequestError("Choose a conflict, or give the ids of two claims.")

    async def _subscribe(self, asker: Asker, values: Mapping[str, str]) -> Card:
        asked = Asked(
            content=Content(values.get("content") or Content.CLAIMS),
            digest_at=values.get("digest"),
            zone=values.get("zone"),
            only=values.get("only"),
            quiet=values.get("quiet"),
            repeat=bool(values.get("repeat")),
            side=values.get("side"),
            outlet=values.get("outlet"),
        )
        card = await self._commands.subscribe(asker, place=values.get("place", ""), asked=asked)
        channel = channel_of(asker.destination)
        private = asker.direct or channel == asker.user.removeprefix("slack:")
        if card.tone is Tone.ERROR or private or await self._may_post(channel):
            return card
        return replace(card, lead=(*card.lead, line(f"I cannot post here yet; {INVITE}")))

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


def _change(word: str) -> FeedChange:
    """Return what is to be done with a feed; RequestError where the word says nothing."""
    if word not in set(FeedChange):
        raise RequestError(f"{word[:60]!r} is nothing that can be done with a feed: {', '.join(FeedChange)}.")
    return FeedChange(word)
