"""One interaction of a user with the bot, from the event to the answer that the user sees.

Deadlines and callback types are those of Discord's developer documentation, "Receiving and Responding": an answer
within 3 seconds, then 15 minutes for edits and followups.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.servers.discord.records import Changes, Message
from tests.servers.discord.world import Channel, User

ACKNOWLEDGE_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
PONG, REPLY, DEFER_REPLY, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9


class Interaction:
    """What the user did, and what the bot has answered so far; await `response` for what the user gets to see."""

    def __init__(
        self,
        *,
        interaction_id: int,
        token: str,
        kind: int,
        user: User,
        channel: Channel,
        guild_id: int | None,
        name: str | None,
        message: Message | None,
        sent_at: datetime,
        changes: Changes,
        current: Callable[[int], Message | None],
    ) -> None:
        self.id = interaction_id
        self.token = token
        self.kind = kind
        self.user = user
        self.channel = channel
        self.guild_id = guild_id
        self.name = name
        self.message = message
        self.sent_at = sent_at
        self.acknowledged_at: datetime | None = None
        self.callback: Mapping[str, Any] | None = None
        self.original_id: int | None = message.id if message is not None else None
        self.original_written = False
        self.followup_ids: list[int] = []
        self._changes = changes
        self._current = current

    @property
    def callback_type(self) -> int | None:
        """Return how the bot answered: 4 reply, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal."""
        return None if self.callback is None else int(self.callback["type"])

    @property
    def acknowledged_after(self) -> float | None:
        """Return the seconds from the event to the first answer, by the server's clock."""
        return None if self.acknowledged_at is None else (self.acknowledged_at - self.sent_at).total_seconds()

    @property
    def original(self) -> Message | None:
        """Return the message that `@original` names: the reply, or the message whose component was used."""
        return self._current(self.original_id) if self.original_id is not None else None

    @property
    def followups(self) -> list[Message]:
        """Return the further messages, in order, without those deleted."""
        return [one for one in map(self._current, self.followup_ids) if one is not None]

    @property
    def modal(self) -> Mapping[str, Any] | None:
        """Return the modal that the bot opened."""
        return self.callback["data"] if self.callback is not None and self.callback_type == MODAL else None

    @property
    def choices(self) -> list[Mapping[str, Any]] | None:
        """Return the choices that the bot offered."""
        if self.callback is None or self.callback_type != CHOICES:
            return None
        return list((self.callback.get("data") or {}).get("choices") or ())

    async def acknowledged(self, *, within: float = 10.0) -> float:
        """Wait for the first answer and return the seconds it took."""
        return await self._changes.until(
            lambda: self.acknowledged_after, within=within, what=f"answer to {self._what()}"
        )

    async def response(self, *, within: float = 10.0) -> Message:
        """Wait for what the user finally sees and return it.

        That is the reply; after a deferral, `@original` once it is written (Discord lets the first followup write it);
        after an update, the message updated; after a deferred update, the message once edited, or the first followup.
        """
        return await self._changes.until(self._visible, within=within, what=f"visible answer to {self._what()}")

    async def opened_modal(self, *, within: float = 10.0) -> Mapping[str, Any]:
        """Wait for the modal that the bot opens and return it."""
        return await self._changes.until(lambda: self.modal, within=within, what=f"modal from {self._what()}")

    def _visible(self) -> Message | None:
        if self.callback_type in (REPLY, UPDATE) or self.original_written:
            return self.original
        if self.callback_type == DEFER_UPDATE and self.followups:
            return self.followups[0]
        return None

    def _what(self) -> str:
        return f"/{self.name}" if self.kind in (COMMAND, AUTOCOMPLETE) else f"{self.name!r}"
