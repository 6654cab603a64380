"""Forms and cards as modals, and what people filled in.

The limits are those of Slack's documentation (docs.slack.dev, "Views", and the pages of "Block elements").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.desk.actions import Choice, Field, FieldKind, Form, Verb
from bot.desk.card import Card
from handlers.slack.blocks import Block, card_message
from handlers.slack.markup import ELLIPSIS, GROUP, escaped, fitted, plain
from handlers.slack.menus import Source, picker

FORM = "form"
"""The callback id of a desk's form; what is done with it stands in the private metadata."""

NAME = "Claimwatch"

_FILE = "file"
# What the key of a menu of groups ends with, beside that of people.
_GROUPS = ":groups"
_TITLE = 24
_LABEL = 100
_HINT = 150
_OPTION = 75
_OPTIONS = 100
_INPUT = 3000
_PRIVATE = 3000


def form_view(form: Form, *, private: str, names: Mapping[str, str] = MappingProxyType({})) -> Block:
    """Return the form as a modal; `private` comes back with its answers. What is submitted may be a file, too.

    `names` says what the groups are called that are chosen already.
    """
    fields = form.fields
    if takes_file := form.action.verb is Verb.SUBMIT:
        fields = tuple(replace(one, required=False) for one in fields)
    return modal(
        form.title,
        [*(block for field in fields for block in _field(field, names)), *([_file()] if takes_file else [])],
        submit=form.submit,
        callback=FORM,
        private=private,
    )


def card_view(card: Card, *, private: str = "") -> Block:
    """Return the card as a modal that is only read, with its buttons."""
    return modal(NAME, card_message(card).blocks, private=private)


def waiting_view(*, private: str = "") -> Block:
    """Return what is shown while a form is not there yet."""
    return modal(NAME, [_said("One moment …")], private=private)


def modal(title: str, blocks: list[Block], *, submit: str = "", callback: str = "", private: str = "") -> Block:
    """Return a modal; without `submit` it can only be closed."""
    view: Block = {
        "type": "modal",
        "title": _plain_text(fitted(title, _TITLE, plain) or NAME),
        "close": _plain_text("Cancel" if submit else "Close"),
        "blocks": blocks,
        "private_metadata": private[:_PRIVATE],
    }
    if submit:
        view["submit"] = _plain_text(fitted(submit, _TITLE, plain))
    if callback:
        view["callback_id"] = callback
    return view


def input_block(key: str, label: str, element: Block, *, hint: str | None = None, required: bool = False) -> Block:
    """Return an element with its label as something to fill in, which `answers` finds by its key."""
    block: Block = {
        "type": "input",
        "block_id": key,
        "label": _plain_text(fitted(label, _LABEL, plain) or ELLIPSIS),
        "element": {**element, "action_id": element.get("action_id", key)},
        "optional": not required,
    }
    if hint:
        block["hint"] = _plain_text(fitted(hint, _HINT, _as_it_is))
    return block


def text_input(*, value: str = "", hint: str | None = None, longest: int = _INPUT, multiline: bool = False) -> Block:
    """Return a field for text."""
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": min(longest, _INPUT)}
    if value:
        element["initial_value"] = value[: element["max_length"]]
    if hint:
        element["placeholder"] = _plain_text(fitted(hint, _HINT, _as_it_is))
    return element


def options(choices: Iterable[Choice]) -> list[Block]:
    """Return choices as options of a select."""
    return [option(one) for one in choices][:_OPTIONS]


def option(choice: Choice) -> Block:
    """Return a choice as an option."""
    return {"text": _plain_text(fitted(choice.label, _OPTION, plain) or ELLIPSIS), "value": choice.value}


def select(choices: Sequence[Choice], *, value: str = "") -> Block:
    """Return a menu of some choices."""
    element: Block = {"type": "static_select", "options": options(choices)}
    chosen = next((one for one in element["options"] if one["value"] == value), None)
    return element if chosen is None else {**element, "initial_option": chosen}


def answers(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled into a submitted view, by the keys of its fields; several values have spaces between."""
    found: dict[str, str] = {}
    for key, held in view.get("state", {}).get("values", {}).items():
        for value in held.values():
            # People and groups are chosen from two menus, and are one answer.
            name = key.removesuffix(_GROUPS)
            found[name] = " ".join(filter(None, (found.get(name), _held(value))))
    return found


def file_of(view: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the file that was added to a submitted view."""
    held = view.get("state", {}).get("values", {}).get(_FILE, {}).get(_FILE, {})
    return next(iter(held.get("files") or ()), None)


def _file() -> Block:
    # Of any kind: one that cannot be read is told of, while a kind that Slack does not know would be no form at all.
    element: Block = {"type": "file_input", "max_files": 1}
    return input_block(_FILE, "Or a file: .txt, .md, .html, .json, .jsonl", element)


def _held(value: Mapping[str, Any]) -> str:
    chosen = value.get("selected_option")
    listed = [one["value"] for one in value.get("selected_options") or ()]
    many = value.get("selected_users") or value.get("selected_conversations") or listed
    if chosen:
        return str(chosen["value"])
    if many:
        return " ".join(map(str, many))
    return str(value.get("value") or value.get("selected_conversation") or "")


def _field(field: Field, names: Mapping[str, str]) -> Iterable[Block]:
    yield input_block(
        field.key,
        field.label,
        _element(field),
        hint=field.hint if field.kind is FieldKind.WHO else None,
        required=field.required,
    )
    if field.kind is FieldKind.WHO:
        yield input_block(f"{field.key}{_GROUPS}", f"{field.label}: user groups", _groups(field, names))


def _groups(field: Field, names: Mapping[str, str]) -> Block:
    """Return the menu of user groups, which Slack's own menu of people does not have."""
    element = picker(Source.GROUP, prompt="Begin to type a name", of=field.key)
    chosen = [one for one in field.value.split() if one.startswith(GROUP)]
    made = options(Choice(label=names.get(one, one), value=one) for one in chosen)
    return {**element, "initial_options": made} if made else element


def _zone(field: Field) -> Block:
    element = picker(Source.ZONE, prompt="City, country, or UTC+3")
    return (
        {**element, "initial_option": option(Choice(label=field.value, value=field.value))} if field.value else element
    )


def _element(field: Field) -> Block:
    match field.kind:
        case FieldKind.CHOICE:
            return select(field.choices, value=field.value)
        case FieldKind.WHO:
            chosen = [one.removeprefix("slack:") for one in field.value.split() if not one.startswith(GROUP)]
            element: Block = {"type": "multi_users_select"}
            return {**element, "initial_users": chosen} if chosen else element
        case FieldKind.ZONE:
            return _zone(field)
        case FieldKind.SHORT | FieldKind.LONG:
            return text_input(
                value=field.value,
                hint=field.hint,
                longest=field.longest,
                multiline=field.kind is FieldKind.LONG,
            )


def _as_it_is(text: str) -> str:
    """Return a text of our own, in which times look like names of emoji and are none."""
    return text


def _said(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": escaped(text), "verbatim": True}}


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
