"""Buttons, menus and modals within what Discord takes, whatever the desk gives; and what comes back from a modal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.actions import Action, Choice, Field, FieldKind, Form, Menu, Style, Verb
from bot.desk.card import Card, Tone
from handlers.discord.components import card_view, form_answers, form_modal
from tests.servers.discord.checks import component_problems, modal_problems

_text = st.text(min_size=1, max_size=200)
_ids = st.text("0123456789abcdef", min_size=6, max_size=16)


def made(number: int, label: str, style: Style = Style.PLAIN) -> Action:
    """Return an action of its own."""
    return Action(verb=Verb.CLAIM, args=(f"{number:06}",), label=label, style=style)


@given(
    st.lists(st.tuples(_text, st.sampled_from(Style)), max_size=30), st.lists(st.lists(_text, max_size=40), max_size=7)
)
async def test_whatever_a_card_offers_discord_takes_it(
    buttons: list[tuple[str, Style]], menus: list[list[str]]
) -> None:
    """Long labels are cut, and what is too many is left out, the last first."""
    card = Card(
        tone=Tone.ANSWER,
        title="x",
        text="x",
        actions=tuple(made(number, label, style) for number, (label, style) in enumerate(buttons)),
        menus=tuple(
            Menu(prompt="Which " * 40, choices=tuple(made(number, label) for number, label in enumerate(labels)))
            for labels in menus
        ),
    )
    view = card_view(card)
    if view is None:
        assert not buttons
        assert not any(menus)
        return
    assert view.is_finished()
    assert component_problems(view.to_components(), v2=False) == []


@given(_text, _text, st.lists(_text, min_size=1, max_size=40, unique=True))
async def test_whatever_a_form_asks_discord_takes_it(label: str, hint: str, choices: list[str]) -> None:
    """With what stands there already."""
    form = Form(
        title=label,
        action=Action(verb=Verb.EDIT, args=("abc",)),
        fields=(
            Field(key="a", label=label, hint=hint, value=hint),
            Field(key="b", label=label, kind=FieldKind.LONG, required=True, longest=4000),
            Field(
                key="c",
                label=label,
                kind=FieldKind.CHOICE,
                value="1",
                choices=tuple(Choice(label=one, value=str(number)) for number, one in enumerate(choices)),
            ),
            Field(key="d", label=label, kind=FieldKind.WHO, hint=hint, value="500 discord:600 nobody"),
        ),
    )
    modal = form_modal(form)
    assert modal.is_finished()
    if label.strip():
        assert modal_problems(modal.to_dict()) == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param(
            {"components": [{"type": 18, "component": {"type": 4, "custom_id": "a", "value": "x y"}}]},
            {"a": "x y"},
            id="text",
        ),
        pytest.param(
            {"components": [{"type": 1, "components": [{"type": 4, "custom_id": "a", "value": ""}]}]},
            {"a": ""},
            id="text-in-a-row",
        ),
        pytest.param(
            {"components": [{"type": 18, "component": {"type": 3, "custom_id": "a", "values": ["2"]}}]},
            {"a": "2"},
            id="choice",
        ),
        pytest.param(
            {
                "components": [{"type": 18, "component": {"type": 7, "custom_id": "a", "values": ["5", "6"]}}],
                "resolved": {"users": {"6": {}}, "roles": {"5": {}}},
            },
            {"a": "5 discord:6"},
            id="roles-and-people",
        ),
    ],
)
def test_answers_are_read_by_their_keys(data: dict[str, Any], found: dict[str, str]) -> None:
    """Whatever kind of field they come from."""
    assert form_answers(data) == found
