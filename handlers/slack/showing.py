"""Shows what the desk answers where it belongs: under the command, in place of the message, in a modal, at Home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.actions import Form
from bot.desk.answer_cards import error_card
from bot.desk.card import Card, line
from bot.desk.replies import Effect, Reply
from bot.model.errors import RequestError
from handlers.slack.answering import NO_FILE, Answers, Replies
from handlers.slack.blocks import card_message
from handlers.slack.messenger import UNREACHABLE, error_name
from handlers.slack.origins import Origin, channel_of
from handlers.slack.people import People
from handlers.slack.views import card_view, form_view

_LOG = structlog.stdlib.get_logger(__name__)

_NOT_OPENED = error_card(RequestError("Slack did not open the form in time. Please press it again."))

Publish = Callable[[Origin], Awaitable[None]]
"""Shows a person's Home tab anew."""


class Showing:
    """Shows replies and forms; what Slack does not take is noted, since nobody waits for it."""

    def __init__(
        self, client: AsyncWebClient, *, people: People, answers: Answers, replies: Replies, publish: Publish
    ) -> None:
        self._people = people
        self._client = client
        self._answers = answers
        self._replies = replies
        self._publish = publish

    async def show(self, origin: Origin, reply: Reply) -> None:
        """Show a card where it belongs, and what is said besides to who asked alone."""
        if reply.effect is Effect.REPLACE:
            await self._replace(origin, reply.card)
        elif reply.effect is Effect.CHANNEL:
            await self._say(origin, reply.card, public=True)
        else:
            await self.tell(origin, reply.card)
        if reply.note is not None and not origin.home:
            await self.tell(origin, reply.note)

    async def tell(self, origin: Origin, card: Card) -> None:
        """Show a card to who asked alone: in a modal where something was pressed in a view."""
        if origin.response_url is not None and origin.view is None:
            await self._say(origin, card, public=False)
        elif origin.home or origin.view is not None:
            await self._open(origin, card_view(card, private=origin.packed()))
        else:
            await self._say(origin, card, public=False)

    async def ask(self, origin: Origin, form: Form, *, private: str) -> None:
        """Open a form; who asked is told where Slack did not, as after the three seconds that a trigger is good for."""
        view = await self._view(form, private=private)
        if not await self._open(origin, view) and origin.response_url is not None:
            await self._say(origin, _NOT_OPENED, public=False)

    async def fill(self, view: str, form: Form, *, private: str) -> None:
        """Show a form in a modal that is open."""
        await self.update(view, await self._view(form, private=private))

    async def update(self, view: str, shown: dict[str, Any]) -> None:
        """Show something else in a modal."""
        try:
            await self._client.views_update(view_id=view, view=shown)
        except UNREACHABLE as error:
            _LOG.warning("modal not updated", error=_said(error))

    async def open(self, trigger: str, view: dict[str, Any]) -> str | None:
        """Open a modal; return its id, or `None` where Slack did not."""
        try:
            answer = await self._client.views_open(trigger_id=trigger, view=view)
        except UNREACHABLE as error:
            _LOG.warning("modal not opened", error=_said(error))
            return None
        return str(answer["view"]["id"])

    async def _view(self, form: Form, *, private: str) -> dict[str, Any]:
        return form_view(form, private=private, names=await self._people.names(form))

    async def _open(self, origin: Origin, view: dict[str, Any]) -> bool:
        if origin.view is None:
            return await self.open(origin.trigger, view) is not None
        try:
            await self._client.views_push(trigger_id=origin.trigger, view=view)
        except UNREACHABLE as error:
            _LOG.warning("modal not opened", error=_said(error))
            return False
        return True

    async def _replace(self, origin: Origin, card: Card) -> None:
        if origin.home:
            await self._publish(origin)
        if origin.view is not None:
            await self.update(origin.view, card_view(card, private=origin.packed()))
        elif origin.message is not None and origin.channel is not None:
            await self._edit(origin, card)
        elif origin.response_url is not None:
            await self._answers.show(card, response_url=origin.response_url, public=False, replacing=True)

    async def _edit(self, origin: Origin, card: Card) -> None:
        """Put the card in place of a message that all can see; where that cannot be, say it to who asked."""
        message = card_message(card)
        try:
            await self._client.chat_update(
                channel=origin.channel or "",
                ts=origin.message or "",
                text=message.text,
                blocks=message.blocks,
                parse="none",
            )
        except UNREACHABLE as error:
            _LOG.warning("message not updated", error=_said(error))
            await self.tell(origin, card)

    async def _say(self, origin: Origin, card: Card, *, public: bool) -> None:
        if origin.response_url is not None:
            if card.file is not None:
                card = await self._handed_over(origin, card)
            await self._answers.show(
                card, response_url=origin.response_url, public=public, thread=origin.thread, replacing=False
            )
            return
        # Asked for where there is no channel: it comes in the messages between that person and the app.
        await self._replies.post(card, channel=channel_of(origin.asker.destination), thread=None)

    async def _handed_over(self, origin: Origin, card: Card) -> Card:
        """Post a card with its file to who asked, and return what is said of it where it was asked for.

        An answer to a command takes no files, and the app need not be where it was asked.
        """
        if not await self._replies.post(card, channel=channel_of(origin.asker.user), thread=None):
            return error_card(NO_FILE)
        return replace(card, lead=(line("It is in your messages with me."),), file=None)


def _said(error: Exception) -> str:
    return (error_name(error) if isinstance(error, SlackApiError) else "") or str(error) or type(error).__name__
