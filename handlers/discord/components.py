"""A card's buttons and menus, and a form as a modal, within what Discord takes.

Each carries its action as text, so nothing has to be remembered: views and modals are made as finished ones, which the
library keeps no record of, and what people do with them comes back as an event (`handlers.discord.using`). The numbers
are those of Discord's developer documentation, "Component Reference".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import discord
from discord import ui

from bot.desk.actions import Action, Field, FieldKind, Form, Menu, Style, encode
from bot.desk.card import Card
from handlers.discord.markup import ELLIPSIS, fitted, plain

BUTTON = 80
PLACEHOLDER = 150
OPTION = 100
OPTIONS = 25
ROWS = 5
PER_ROW = 5
TITLE = 45
HINT = 100
MOST_PEOPLE = 25
MENU = "cw1~menu~"
"""What a menu's own id begins with; its choices carry the actions."""

_STYLES = MappingProxyType(
    {
        Style.PLAIN: discord.ButtonStyle.secondary,
        Style.MAIN: discord.ButtonStyle.primary,
        Style.DANGER: discord.ButtonStyle.danger,
    }
)
_PERSON = "discord:"


def card_view(card: Card) -> ui.View | None:
    """Return the card's buttons and menus; `None` where it has none."""
    if not card.actions and not card.menus:
        return None
    view = ui.View(timeout=None)
    rows = 0
    for at in range(0, min(len(card.actions), ROWS * PER_ROW), PER_ROW):
        for action in card.actions[at : at + PER_ROW]:
            view.add_item(_button(action, row=rows))
        rows += 1
    for number, menu in enumerate(card.menus[: ROWS - rows]):
        if menu.choices:
            view.add_item(_select(menu, number=number, row=rows + number))
    view.stop()
    return view if view.children else None


def form_modal(form: Form) -> ui.Modal:
    """Return the form as a modal."""
    modal = ui.Modal(title=_label(form.title, TITLE), custom_id=encode(form.action), timeout=None)
    for field in form.fields:
        component = _component(field)
        # A text's own placeholder shows its hint already.
        hint = field.hint if field.kind in {FieldKind.WHO, FieldKind.CHOICE} else None
        description = hint[:HINT] if hint is not None else None
        modal.add_item(ui.Label(text=_label(field.label, TITLE), description=description, component=component))
    modal.stop()
    return modal


def form_answers(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled into a modal, by the fields' keys; chosen people and roles as ids with spaces between."""
    users = set((data.get("resolved") or {}).get("users") or {})
    found: dict[str, str] = {}
    for part in _filled(data.get("components") or ()):
        key = str(part["custom_id"])
        if "value" in part:
            found[key] = str(part["value"] or "")
        else:
            ids = [str(one) for one in part.get("values") or ()]
            found[key] = " ".join(f"{_PERSON}{one}" if one in users else one for one in ids)
    return found


def _filled(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for part in components:
        yield from _filled(part.get("components") or ())
        inner = part.get("component")
        if inner is not None:
            yield from _filled([inner])
        elif "custom_id" in part:
            yield part


def _button(action: Action, *, row: int) -> ui.Button[Any]:
    label = _label(action.label, BUTTON)
    return ui.Button(label=label, style=_STYLES[action.style], custom_id=encode(action), row=row)


def _select(menu: Menu, *, number: int, row: int) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=_label(one.label, OPTION), value=encode(one)) for one in menu.choices[:OPTIONS]
    ]
    placeholder = menu.prompt[:PLACEHOLDER]
    return ui.Select(custom_id=f"{MENU}{number}", placeholder=placeholder, options=options, row=row)


def _label(text: str, limit: int) -> str:
    """Return a label within its limit; one that shows nothing is refused."""
    return fitted(text, limit, plain).strip() or ELLIPSIS


def _component(field: Field) -> ui.Item[Any]:
    match field.kind:
        case FieldKind.CHOICE:
            options = [
                discord.SelectOption(label=_label(one.label, OPTION), value=one.value, default=one.value == field.value)
                for one in field.choices[:OPTIONS]
            ]
            return ui.Select(custom_id=field.key, options=options, required=field.required)
        case FieldKind.WHO:
            return ui.MentionableSelect(
                custom_id=field.key,
                required=field.required,
                min_values=0,
                max_values=MOST_PEOPLE,
                default_values=_chosen(field.value.split()),
            )
        case FieldKind.SHORT | FieldKind.LONG | FieldKind.ZONE:
            long = field.kind is FieldKind.LONG
            return ui.TextInput(
                custom_id=field.key,
                style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
                placeholder=field.hint[:HINT] if field.hint else None,
                default=field.value[: field.longest] or None,
                required=field.required,
                max_length=field.longest,
            )


def _chosen(ids: Sequence[str]) -> list[discord.Object]:
    """Return who is chosen already; ids of people have the platform first, others are roles."""
    found = []
    for one in ids[:MOST_PEOPLE]:
        number = one.removeprefix(_PERSON)
        if number.isdecimal():
            kind = discord.User if one.startswith(_PERSON) else discord.Role
            found.append(discord.Object(id=int(number), type=kind))
    return found
