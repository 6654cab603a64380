"""What people can do from a message: buttons, choices and forms, whatever the platform.

An action says all that it needs in at most 100 characters, which is what a Discord button can carry (developer
documentation, "Custom ID"), so that it works however often the program was restarted since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from bot.model.errors import RequestError

LONGEST = 100
PREFIX = "cw1"
"""What every action begins with; the number is the form's, should it ever change."""

_PARTING = "~"


class Verb(StrEnum):
    """What is done; the values stand in messages that were sent, and never change their meaning."""

    SEARCH = "s"
    CONFLICTS = "cs"
    CLAIM = "c"
    DISPUTE = "d"
    TIMELINE = "t"
    EXPLAIN = "e"
    DECIDE = "x"
    SNOOZE = "z"
    FOLLOWED = "f"
    SUBSCRIPTION = "u"
    SUBSCRIBE = "us"
    EDIT = "ue"
    PAUSE = "up"
    RESUME = "ur"
    REPEAT = "un"
    PREVIEW = "uv"
    DELETE = "ud"
    SUBMIT = "w"
    SETTINGS = "g"
    SET = "gs"


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    MAIN = "main"
    DANGER = "danger"


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """Something to do, of what (`args`), and what the button for it says.

    `form` says that it asks for more before anything is done, which a platform may have to know beforehand.
    """

    verb: Verb
    args: tuple[str, ...] = ()
    label: str = ""
    style: Style = Style.PLAIN
    form: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Menu:
    """One of several actions to choose, by their labels."""

    prompt: str
    choices: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Something to choose: what is shown, and what the program then gets."""

    label: str
    value: str


class FieldKind(StrEnum):
    """How something is asked for: a line, several lines, one of some choices, people and groups of a server, a zone.

    A zone of time is a line where a platform has no menus that search.
    """

    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    WHO = "who"
    ZONE = "zone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One thing that a form asks for; `value` is what stands there already (of `WHO` the ids, with spaces between)."""

    key: str
    label: str
    kind: FieldKind = FieldKind.SHORT
    hint: str | None = None
    value: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    longest: int = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What is asked for before something is done; `action` is then given with the answers by their fields' keys.

    There are at most five fields (Discord's modals take no more), titles and labels have at most 45 characters.
    """

    title: str
    action: Action
    fields: tuple[Field, ...]
    submit: str = "Save"


def encode(action: Action) -> str:
    """Return the action as text, ASCII or not, of at most 100 characters; ValueError where it is longer."""
    text = _PARTING.join([PREFIX, action.verb.value, *map(_escaped, action.args)])
    if len(text) > LONGEST:
        raise ValueError(f"An action of {len(text)} characters: {text}")
    return text


def decode(text: str) -> Action:
    """Return the action that the text says, without a label; RequestError where it says none."""
    prefix, *rest = text.split(_PARTING)
    known = {one.value: one for one in Verb}
    if prefix != PREFIX or not rest or rest[0] not in known:
        raise RequestError("This button is from an older version. Ask again, and use the new one.")
    return Action(verb=known[rest[0]], args=tuple(map(unquote, rest[1:])))


def fits(verb: Verb, args: Sequence[str]) -> bool:
    """Whether an action can carry these arguments."""
    return len(_PARTING.join([PREFIX, verb.value, *map(_escaped, args)])) <= LONGEST


def is_action(text: str) -> bool:
    """Whether the text is an action of this program, of whichever version."""
    return text.startswith("cw") and _PARTING in text


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace(_PARTING, "%7E")
