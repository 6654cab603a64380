"""What one message shows, before any platform's markup: every handler renders it, and adds no words of its own.

Text in it is plain: whatever a platform would take for markup is the handler's to escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.actions import Action, Menu
from bot.model.words import channel_words


class Tone(StrEnum):
    """What kind of message it is; a platform may give each a colour and a sign."""

    CONFLICT = "conflict"
    UPDATE = "update"
    SUMMARY = "summary"
    DIGEST = "digest"
    NOTICE = "notice"
    ANSWER = "answer"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Plain text; `strong` where it matters most in its line."""

    text: str
    strong: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Text that leads to an address."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A time, shown in the reader's own zone where the platform can; `day_only` where the time of day is noise."""

    at: datetime
    day_only: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """A person, a role or a group of the platform, by its id there; nobody is notified."""

    id: str

    @property
    def text(self) -> str:
        """The id, for where nobody knows the name."""
        return self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A channel of some platform: on its own a mention that leads there, elsewhere in words."""

    destination: str

    @property
    def text(self) -> str:
        """What it is called where nobody can go there."""
        return channel_words(self.destination)


Span = Words | Link | Moment | Who | Channel
Line = tuple[Span, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a message: a heading, lines, and the words of a source between quotation marks.

    Neighbours that stand `beside` one another are compared: side by side where there is room. `position` counts the
    positions of a dispute (from 1), which a platform may mark by a sign and a colour of their own. What is said `aside`
    is short and may stand smaller than the rest: how many sources, who could not verify.
    """

    heading: str | None = None
    lines: tuple[Line, ...] = ()
    quote: str | None = None
    beside: bool = False
    position: int | None = None
    aside: bool = False


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Attachment:
    """A file that goes with a message."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A message. `text` says the same in one or two plain lines, for notifications and screen readers.

    `actions` are its buttons, in the order of their use; `menus` offer one of several things each.
    """

    tone: Tone
    title: str
    text: str
    url: str | None = None
    lead: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    footer: str | None = None
    actions: tuple[Action, ...] = ()
    menus: tuple[Menu, ...] = ()
    file: Attachment | None = None


def words(text: str, *, strong: bool = False) -> Words:
    """Return plain text as a span."""
    return Words(text=text, strong=strong)


def line(text: str) -> Line:
    """Return a line of plain text."""
    return (Words(text=text),)


def joined(*spans: Span | None, separator: str = " · ") -> Line:
    """Return the spans that are there as one line, with a separator between them."""
    found: list[Span] = []
    for span in spans:
        if span is not None:
            if found:
                found.append(Words(text=separator))
            found.append(span)
    return tuple(found)
