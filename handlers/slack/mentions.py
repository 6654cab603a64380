"""Mentions: `@claimwatch who holds Kupiansk?` is answered in the thread of the message, and what one writes to the app.

Slack has no commands in threads, so a thread is followed by a mention there: `@claimwatch subscribe Kupiansk`.

Slack tells of a mention again where it did not hear that it was taken ("The Events API", on retries), so each is kept
by its id and answered once, whatever connection or process hears of it the second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.desk.abilities import Ability
from bot.desk.answer_cards import error_card
from bot.desk.asker import Asker
from bot.desk.card import Card
from bot.desk.commands import Commands
from bot.desk.questions import Question
from bot.model.errors import ClaimwatchError
from handlers.slack.abilities import values_of
from handlers.slack.answering import Background, Replies
from handlers.slack.doing import Doing
from handlers.slack.origins import Origin, channel_of, mentioner
from handlers.slack.placing import meant
from handlers.slack.questions import asks_for, read_question
from handlers.slack.usage import usage_card
from handlers.slack.words import first_word, wants_help

_ALL = "/claimwatch"
_DIRECT = "im"
_DONE = {
    "subscribe": Ability.SUBSCRIBE,
    "follow": Ability.SUBSCRIBE,
    "unsubscribe": Ability.UNSUBSCRIBE,
    "unfollow": Ability.UNSUBSCRIBE,
    "subscriptions": Ability.SUBSCRIPTIONS,
    "mute": Ability.MUTE,
    "unmute": Ability.UNMUTE,
    "digest": Ability.DIGEST,
    "timeline": Ability.TIMELINE,
    "submit": Ability.SUBMIT,
    "explain": Ability.EXPLAIN,
}
# What says nothing more, and what says nothing without more.
_ALONE = {"status": Ability.STATUS, "sources": Ability.SOURCES}
_WITH_MORE = frozenset({Ability.TIMELINE, Ability.SUBMIT, Ability.EXPLAIN})

_LOG = structlog.stdlib.get_logger(__name__)


class Mentions:
    """Answers who mentions the app, or writes to it directly."""

    def __init__(self, commands: Commands, doing: Doing, *, replies: Replies, background: Background) -> None:
        self._commands = commands
        sides = commands.desk.sides.sides.values()
        self._demonyms = frozenset(one.casefold() for side in sides for one in side.demonyms)
        self._doing = doing
        self._replies = replies
        self._background = background

    def register(self, app: AsyncApp) -> None:
        """Let the app listen; the library acknowledges events before it calls."""
        app.event("app_mention")(self._listen)
        app.event("message")(self._hear)

    async def _listen(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        # Programs that mention one another would never end.
        if not event.get("bot_id") and event.get("user"):
            self._background.start(self._answer(str(body.get("event_id") or event["ts"]), body, event))

    async def _hear(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        # Changes and what programs write have subtypes; elsewhere the app is mentioned where it is asked.
        if event.get("channel_type") == _DIRECT and not event.get("subtype"):
            await self._listen(body, event)

    async def _answer(self, event_id: str, body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        try:
            if not await self._commands.store.first_time(f"slack:{event_id}", now=self._commands.clock()):
                return
            card = await self._card(asks_for(str(event.get("text") or "")), mentioner(body, event))
            direct = event.get("channel_type") == _DIRECT
            thread = event.get("thread_ts") or (None if direct else event["ts"])
            await self._replies.post(card, channel=str(event["channel"]), thread=thread)
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("mention not answered", id=event_id)

    async def _card(self, text: str, asker: Asker) -> Card:
        if wants_help(text):
            return usage_card(_ALL)
        verb, rest = first_word(text)
        ability = _ability(verb, rest)
        try:
            if ability is not None:
                if ability is not Ability.SUBSCRIBE:
                    asker = await meant(asker, self._commands.subscriptions)
                origin = Origin(asker=asker, channel=channel_of(asker.destination))
                return (await self._doing.do(ability, origin, values_of(ability, rest))).card
            question = read_question(text, demonyms=self._demonyms)
        except ClaimwatchError as error:
            return error_card(error)
        asked = Question(**asdict(question.search))
        if question.conflicts:
            return await self._commands.conflicts(question=asked)
        return await self._commands.search(question=asked)


def _ability(verb: str, rest: str) -> Ability | None:
    """Return what is asked for by name; `None` for a question."""
    if (verb, rest.strip(" .!?").casefold()) == (Ability.SOURCES, Ability.EXPORT):
        return Ability.EXPORT
    if not rest.strip(".!?") and verb.strip(".!?") in _ALONE:
        return _ALONE[verb.strip(".!?")]
    found = _DONE.get(verb)
    return None if found in _WITH_MORE and not rest else found
