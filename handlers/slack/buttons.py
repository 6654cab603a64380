"""What can be done from a card, as buttons and menus.

An action's text stands in the button's `value` (2,000 characters) or in the option's (150), so that it works however
often the program was restarted since. The beginning of the `action_id` says whether a form follows, which has to be
opened within three seconds. The numbers are those of Slack's documentation (docs.slack.dev, "Block elements").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.desk.actions import Action, Menu, Style, encode
from handlers.slack.markup import ELLIPSIS, fitted, plain

ACTION = re.compile(r"(do|form|menu):.+")
"""What the action ids of buttons and menus look like."""

_FORM = "form"
_PER_ROW = 6
_OPTIONS = 100
_LABEL = 75
_PROMPT = 150
_STYLES = {Style.MAIN: "primary", Style.DANGER: "danger"}

Block = dict[str, Any]


def action_blocks(actions: Sequence[Action], menus: Iterable[Menu] = ()) -> list[Block]:
    """Return the buttons, six in a row, and the menus below them."""
    rows = [actions[at : at + _PER_ROW] for at in range(0, len(actions), _PER_ROW)]
    blocks = [
        {"type": "actions", "elements": [_button(one, at=number * _PER_ROW + n) for n, one in enumerate(row)]}
        for number, row in enumerate(rows)
    ]
    chosen = [_menu(one, at=number) for number, one in enumerate(menus) if one.choices]
    return blocks + ([{"type": "actions", "elements": chosen}] if chosen else [])


def is_form(action_id: str) -> bool:
    """Whether a form follows."""
    return action_id.startswith(f"{_FORM}:")


def encoded(action: dict[str, Any]) -> str:
    """Return the text of the action that somebody chose in a message or a view; empty where there is none."""
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")


def labels(blocks: Iterable[Block]) -> int:
    """Return how many characters the buttons and menus show."""
    return sum(_characters(element) for block in blocks for element in block["elements"])


def _button(action: Action, *, at: int) -> Block:
    shown = {
        "type": "button",
        "action_id": f"{_FORM if action.form else 'do'}:{action.verb}:{at}",
        "text": _plain_text(fitted(action.label, _LABEL, plain) or ELLIPSIS),
        "value": encode(action),
    }
    return shown | ({"style": _STYLES[action.style]} if action.style in _STYLES else {})


def _menu(menu: Menu, *, at: int) -> Block:
    return {
        "type": "static_select",
        "action_id": f"menu:{at}",
        "placeholder": _plain_text(fitted(menu.prompt, _PROMPT, plain) or ELLIPSIS),
        "options": [
            {"text": _plain_text(fitted(one.label, _LABEL, plain) or ELLIPSIS), "value": encode(one)}
            for one in menu.choices[:_OPTIONS]
        ],
    }


def _characters(element: Block) -> int:
    texts = [element.get("text"), element.get("placeholder"), *(one["text"] for one in element.get("options", ()))]
    return sum(len(one["text"]) for one in texts if one)


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
