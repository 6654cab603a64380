"""Buttons, menus and forms: each is acknowledged at once, handed to the desk, and answered where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.desk.actions import Action, Form, Verb, encode
from bot.desk.answer_cards import error_card
from bot.desk.card import Tone
from bot.desk.commands import Commands
from bot.desk.replies import Answer, Effect, Reply
from bot.model.errors import RequestError
from handlers.slack.answering import Background
from handlers.slack.buttons import ACTION, encoded, is_form
from handlers.slack.files import Files
from handlers.slack.once import AT_ONCE, DOUBLE, TAKEN, Once
from handlers.slack.origins import Origin, origin_of, unpacked
from handlers.slack.people import People
from handlers.slack.placing import placed
from handlers.slack.showing import Showing
from handlers.slack.views import FORM, answers, card_view, file_of, waiting_view

# So long the desk may look before a form is promised: a trigger is good for three seconds.
_SOON = 1.0

_LOG = structlog.stdlib.get_logger(__name__)


class SlackActions:
    """Does what buttons, menus and forms say."""

    def __init__(
        self,
        commands: Commands,
        *,
        people: People,
        files: Files,
        showing: Showing,
        background: Background,
        once: Once,
    ) -> None:
        self._commands = commands
        self._people = people
        self._files = files
        self._showing = showing
        self._background = background
        self._once = once

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to every button and menu of a card, and to the desk's forms."""
        app.action(ACTION)(self._pressed)
        app.view(FORM)(self._sent)

    async def begin(self, origin: Origin, action: Action) -> None:
        """Do an action, or open the form that it needs first."""
        await self._form(origin, encode(action))

    async def _pressed(
        self, ack: Callable[[], Awaitable[Any]], body: Mapping[str, Any], action: Mapping[str, Any]
    ) -> None:
        await ack()
        origin, text = origin_of(body), encoded(dict(action))
        key = f"{origin.asker.user} {origin.channel} {origin.message} {origin.view} {text}"
        if text and self._once.begins(key, seconds=DOUBLE):
            self._background.start(self._do(origin, text, form=is_form(str(action["action_id"]))))

    async def _do(self, origin: Origin, text: str, *, form: bool) -> None:
        try:
            origin = await placed(origin, self._commands.subscriptions)
            if form:
                await self._form(origin, text)
            else:
                await self._show(origin, await self._act(origin, text))
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("button not answered")

    async def _act(self, origin: Origin, text: str, given: Mapping[str, str] | None = None) -> Answer:
        """Hand it to the desk; settings are those of the workspace, wherever they are asked for."""
        asker = replace(origin.asker, direct=False) if is_setting(text) else origin.asker
        return await self._commands.act(await self._people.known(asker), text, given)

    async def _take(self, file: Mapping[str, Any], origin: Origin) -> Answer:
        """Read a file that was handed over; all in the channel see what it claims, if there is one."""
        try:
            name, data = await self._files.fetch(file)
        except RequestError as error:
            return Reply(card=error_card(error))
        _LOG.info("file taken", by=origin.asker.user, bytes=len(data))
        card = await self._commands.submit_file(name, data)
        return Reply(card=card, effect=Effect.PRIVATE if card.tone is Tone.ERROR else Effect.CHANNEL)

    async def _form(self, origin: Origin, text: str) -> None:
        """Open the form; where it takes too long to make, something that it then takes the place of."""
        asking = asyncio.create_task(self._act(origin, text))
        done, _ = await asyncio.wait({asking}, timeout=_SOON)
        view = None if done or origin.view else await self._showing.open(origin.trigger, waiting_view())
        answer = await asking
        if view is None:
            await self._show(origin, answer)
        elif isinstance(answer, Form):
            await self._showing.fill(view, answer, private=origin.packed(encode(answer.action)))
        else:
            await self._showing.update(view, card_view(answer.card))

    async def _show(self, origin: Origin, answer: Answer) -> None:
        if isinstance(answer, Reply):
            await self._showing.show(origin, answer)
        else:
            await self._showing.ask(origin, answer, private=origin.packed(encode(answer.action)))

    async def _sent(self, ack: Callable[..., Awaitable[Any]], body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        origin, action = unpacked(body, str(view["private_metadata"]))
        if not self._once.begins(str(view["id"]), seconds=TAKEN):
            await ack()
            return
        file = file_of(view)
        doing = asyncio.create_task(
            self._act(origin, action, answers(view)) if file is None else self._take(file, origin)
        )
        done, _ = await asyncio.wait({doing}, timeout=AT_ONCE)
        if done and (errors := wrong(doing.result(), view)):
            # What was typed stays, and can be mended.
            self._once.forget(str(view["id"]))
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        self._background.start(self._finish(origin, doing))

    async def _finish(self, origin: Origin, doing: asyncio.Task[Answer]) -> None:
        try:
            await self._show(origin, await doing)
        except Exception:  # noqa: BLE001 - as above
            _LOG.exception("form not answered")


def is_setting(text: str) -> bool:
    """Whether an action is about the settings."""
    return any(text == encode(Action(verb=verb)) for verb in (Verb.SETTINGS, Verb.SET))


def wrong(answer: Answer, view: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with what was filled in, at the first field; nothing where nothing is."""
    first = next((str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"), None)
    if first is None or not isinstance(answer, Reply) or answer.card.tone is not Tone.ERROR:
        return {}
    return {first: answer.card.text}
