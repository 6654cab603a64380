"""What counts as a change of the commands."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.discord.sync import normalised

SENT: dict[str, Any] = {
    "name": "follow",
    "description": "Follow a place.",
    "type": 1,
    "nsfw": False,
    "dm_permission": False,
    "default_member_permissions": 16,
    "contexts": [1, 0],
    "integration_types": [0],
    "options": [
        {
            "type": 3,
            "name": "content",
            "description": "What.",
            "required": False,
            "choices": [{"name": "All", "value": "a"}, {"name": "Some", "value": "b"}],
        }
    ],
}


def answered(**changes: Any) -> dict[str, Any]:
    """Return the command as Discord answers it."""
    option = {**SENT["options"][0], "choices": [{**one, "name_localizations": None} for one in found_choices()]}
    del option["required"]
    return {
        **SENT,
        "id": "1",
        "application_id": "2",
        "version": "3",
        "name_localizations": None,
        "dm_permission": True,
        "default_member_permissions": "16",
        "contexts": [0, 1],
        "options": [option],
        **changes,
    }


def found_choices() -> list[dict[str, Any]]:
    """Return the choices of the option."""
    choices: list[dict[str, Any]] = SENT["options"][0]["choices"]
    return choices


def test_what_discord_adds_is_no_change() -> None:
    """Ids, versions, translations, defaults and the order of contexts differ every time."""
    assert normalised([SENT]) == normalised([answered()])


def test_the_order_of_commands_is_no_change() -> None:
    """Discord answers in an order of its own."""
    other = {**SENT, "name": "another"}
    assert normalised([SENT, other]) == normalised([other, SENT])


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Follow."},
        {"default_member_permissions": "32"},
        {"default_member_permissions": None},
        {"contexts": [0]},
        {"nsfw": True},
        {"options": []},
        {"options": [{**SENT["options"][0], "required": True}]},
        {"options": [{**SENT["options"][0], "autocomplete": True}]},
        {"options": [{**SENT["options"][0], "max_length": 20}]},
        {"options": [{**SENT["options"][0], "choices": found_choices()[::-1]}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_people_see_is_a_change(change: dict[str, Any]) -> None:
    """Each of them alone is enough."""
    assert normalised([SENT]) != normalised([answered(**change)])


def test_a_permission_that_nobody_has_is_not_none() -> None:
    """No bits mean administrators alone; nothing means everybody."""
    assert normalised([{**SENT, "default_member_permissions": 0}]) != normalised(
        [{**SENT, "default_member_permissions": None}]
    )
