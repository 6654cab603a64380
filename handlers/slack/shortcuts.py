"""Shortcuts: "Find claims in this message" on any message, "Submit an article" from anywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.desk.abilities import Ability
from bot.desk.actions import Action, Verb
from handlers.slack.actions import SlackActions
from handlers.slack.answering import Background
from handlers.slack.doing import Doing
from handlers.slack.once import DOUBLE, Once
from handlers.slack.origins import Origin, origin_of
from handlers.slack.showing import Showing
from handlers.slack.words import typed

FIND = "find_claims"
SUBMIT = "submit_article"
"""Their callback ids, as in the manifest."""


_LOG = structlog.stdlib.get_logger(__name__)


class Shortcuts:
    """Answers them; what a message claims is shown to who asked alone, and not stored."""

    def __init__(
        self, doing: Doing, *, actions: SlackActions, showing: Showing, background: Background, once: Once
    ) -> None:
        self._doing = doing
        self._actions = actions
        self._showing = showing
        self._background = background
        self._once = once

    def register(self, app: AsyncApp) -> None:
        """Let the app listen to both."""
        app.message_shortcut(FIND)(self._find)
        app.global_shortcut(SUBMIT)(self._submit)

    async def _find(self, ack: Callable[[], Awaitable[Any]], body: Mapping[str, Any]) -> None:
        await ack()
        origin = origin_of(body)
        key = f"{origin.asker.user} {FIND} {body.get('message_ts')}"
        if self._once.begins(key, seconds=DOUBLE):
            text = "\n".join(dict.fromkeys(texts_of(body["message"])))
            self._background.start(self._show_found(origin, typed(text)))

    async def _show_found(self, origin: Origin, text: str) -> None:
        try:
            await self._showing.show(origin, await self._doing.do(Ability.FIND, origin, {"text": text}))
        except Exception:  # noqa: BLE001 - nobody waits for this task; what went wrong is noted
            _LOG.exception("shortcut not answered")

    async def _submit(self, ack: Callable[[], Awaitable[Any]], body: Mapping[str, Any]) -> None:
        await ack()
        origin = origin_of(body)
        if self._once.begins(f"{origin.asker.user} {SUBMIT}", seconds=DOUBLE):
            self._background.start(self._actions.begin(origin, Action(verb=Verb.SUBMIT)))


def texts_of(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a message says: its text, or what stands in its blocks and attachments where it has none."""
    if text := str(message.get("text") or "").strip():
        yield text
        return
    for part in (*(message.get("blocks") or ()), *(message.get("attachments") or ())):
        yield from _inner(part)


def _inner(part: Any) -> Iterator[str]:  # noqa: ANN401 - JSON of any shape
    if isinstance(part, list):
        for one in part:
            yield from _inner(one)
    elif isinstance(part, Mapping):
        for name in ("title", "text", "fallback"):
            if isinstance(part.get(name), str) and part[name].strip():
                yield str(part[name])
        for value in part.values():
            if not isinstance(value, str):
                yield from _inner(value)
