"""What comes back when somebody uses a button or sends a form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.desk.actions import Form
from bot.desk.card import Card


class Effect(StrEnum):
    """Where the card of a reply goes."""

    PRIVATE = "private"
    """A new message that only who asked sees."""
    CHANNEL = "channel"
    """A new message for all in the channel."""
    REPLACE = "replace"
    """In place of the message that the button stands on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A card, where it goes, and what is said besides to who asked alone. Errors are always private."""

    card: Card
    effect: Effect = Effect.PRIVATE
    note: Card | None = None


Answer = Reply | Form
