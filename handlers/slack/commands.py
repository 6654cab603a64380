"""The slash commands and their forms: each acknowledges, asks the desk, and shows the card that comes back.

`/status` is Slack's own, so how the program stands is asked by `/claimwatch status`. Names of commands may also collide
with other apps' (the app installed last gets them); `/claimwatch` takes every command as its first word.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.desk.abilities import Ability
from bot.desk.actions import Action, Verb
from bot.desk.answer_cards import error_card
from bot.desk.replies import Effect, Reply
from bot.model.errors import ClaimwatchError, RequestError
from handlers.slack.abilities import ANY, CALLED, meant, values_of
from handlers.slack.actions import SlackActions, wrong
from handlers.slack.answering import Background
from handlers.slack.doing import Doing
from handlers.slack.modals import CALLBACK, WHERE, WITH_FORM, command_view
from handlers.slack.once import AT_ONCE, TAKEN, Once
from handlers.slack.origins import Origin, asker_of, unpacked
from handlers.slack.showing import Showing
from handlers.slack.usage import USAGE, usage_card
from handlers.slack.views import answers
from handlers.slack.words import first_word, wants_help

_FORMS = re.compile(rf"{CALLBACK}:.+")
OPENS = re.compile(r"open:.+")
"""What the action ids of buttons look like that open the form of a command."""

# The beginning of what a conversation of several people is called ("Slash commands"); the app cannot post there.
_GROUP = "mpdm-"

_LOG = structlog.stdlib.get_logger(__name__)


class SlackCommands:
    """Reads the commands of an app, and answers them."""

    def __init__(
        self, doing: Doing, *, actions: SlackActions, showing: Showing, background: Background, once: Once
    ) -> None:
        self._doing = doing
        self._actions = actions
        self._showing = showing
        self._background = background
        self._once = once

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to every command that there is, and to its forms."""
        for name in USAGE:
            app.command(name)(self._listen)
        app.view(_FORMS)(self._sent)

    async def _listen(self, ack: Callable[[], Awaitable[Any]], command: Mapping[str, Any]) -> None:
        # First of all: Slack waits for three seconds, and the answer may take longer.
        await ack()
        self._background.start(self._answer(command))

    async def _answer(self, command: Mapping[str, Any]) -> None:
        origin = origin_of_command(command)
        name, text = str(command["command"]), str(command.get("text") or "").strip()
        try:
            reply = await self._reply(origin, name, text, named=str(command.get("channel_name") or ""))
            if reply is not None:
                await self._showing.show(origin, reply)
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("command not answered", command=name)

    async def _reply(self, origin: Origin, name: str, text: str, *, named: str) -> Reply | None:
        """Return the answer; `None` where a form was opened instead."""
        if text and wants_help(text):
            return await self._help(name, origin)
        if name == ANY and not text:
            return await self._help(name, origin)
        try:
            ability, rest = meant(name, text)
            if rest and wants_help(rest):
                return Reply(card=usage_card(_command(ability)))
            if ability is Ability.SUBSCRIBE and named.startswith(_GROUP):
                raise RequestError("I could not post alerts in a group's messages. Subscribe in a channel.")
            if not rest and _has_form(ability) and not (text and ability is Ability.CONFLICTS):
                if await self.open(ability, origin):
                    return None
                return Reply(card=usage_card(_command(ability)))
            values = values_of(ability, rest)
        except ClaimwatchError as error:
            return Reply(card=error_card(error))
        return await self._doing.do(ability, origin, values)

    async def open(self, ability: Ability, origin: Origin, *, where: bool = False) -> bool:
        """Open the form of a command; return whether Slack did."""
        if ability is Ability.SUBMIT:
            await self._actions.begin(origin, Action(verb=Verb.SUBMIT))
            return True
        view = command_view(ability, private=origin.packed(), where=where)
        return await self._showing.open(origin.trigger, view) is not None

    async def _help(self, name: str, origin: Origin) -> Reply:
        if name == ANY:
            return await self._doing.do(Ability.HELP, origin, {})
        return Reply(card=usage_card(name))

    async def _sent(self, ack: Callable[..., Awaitable[Any]], body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        if not self._once.begins(str(view["id"]), seconds=TAKEN):
            await ack()
            return
        origin, _ = unpacked(body, str(view["private_metadata"]))
        values = {name: value for name, value in answers(view).items() if value}
        ability = Ability(str(view["callback_id"]).partition(":")[2])
        if chosen := values.pop(WHERE, None):
            asker = replace(origin.asker, destination=f"slack:{chosen}", direct=False)
            origin = replace(origin, asker=asker, channel=chosen)
        doing = asyncio.create_task(self._doing.do(ability, origin, values))
        done, _ = await asyncio.wait({doing}, timeout=AT_ONCE)
        if done and (errors := wrong(doing.result(), view)):
            self._once.forget(str(view["id"]))
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        self._background.start(self._finish(origin, doing))

    async def _finish(self, origin: Origin, doing: asyncio.Task[Reply]) -> None:
        try:
            reply = await doing
            if origin.home:
                # Nobody but who asked looks at a Home tab; what was chosen may show there now.
                await self._showing.show(origin, Reply(card=reply.card, effect=Effect.REPLACE))
                await self._showing.tell(origin, reply.card)
            else:
                await self._showing.show(origin, reply)
        except Exception:  # noqa: BLE001 - as above
            _LOG.exception("form not answered")


def _has_form(ability: Ability) -> bool:
    """Whether a form opens where nothing was typed; a digest needs nothing more."""
    return ability is Ability.SUBMIT or (ability in WITH_FORM and ability is not Ability.DIGEST)


def _command(ability: Ability) -> str:
    """Return the command that an ability belongs to."""
    return first_word(CALLED[ability])[0]


def origin_of_command(command: Mapping[str, Any]) -> Origin:
    """Return where a slash command was given."""
    channel = str(command["channel_id"])
    return Origin(
        asker=asker_of(command, channel=channel, named=str(command.get("channel_name") or "")),
        channel=channel,
        response_url=str(command["response_url"]),
        trigger=str(command.get("trigger_id") or ""),
    )
