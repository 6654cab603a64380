"""What a user's hands do to interactive elements: the values they hold, and the actions that choices make.

Facts from Slack's documentation: "block_actions payload", "view_submission payload" (`view.state.values`) and the pages
of "Block elements".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.slack.blocks import interactive
from tests.servers.slack.elements import check_option_groups, check_options
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, Problem


def held_values(blocks: list[Json], held: Mapping[str, Any]) -> Json:
    """Return `state.values`: by block and action, what each input and each touched element holds."""
    values: dict[str, Json] = {}
    for block in blocks:
        for element in interactive(block):
            action_id = element["action_id"]
            if element["type"] == "button" or (block["type"] != "input" and action_id not in held):
                continue
            given = held.get(action_id, _initial(element))
            values.setdefault(block["block_id"], {})[action_id] = read_choice(element, given)
    return values


def _initial(element: Json) -> Any:
    return next((each for name, each in element.items() if name.startswith("initial_")), None)


def check_suggestions(payload: Json) -> list[Problem]:
    """Return what is wrong with the options that an external select was answered with."""
    if "option_groups" in payload:
        return list(check_option_groups(payload["option_groups"], "/option_groups"))
    # An empty list is a fair answer here: nothing matches.
    return list(check_options(payload["options"], "/options")) if payload.get("options") else []


def chosen(state: State, element: Json, value: Any) -> Json:
    """Return the action that a user's choice on an element makes; `value` picks among a select's options."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "action_ts": state.next_ts(),
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        if value is not None or "value" in element:
            action["value"] = element.get("value") if value is None else value
        return action
    return action | read_choice(element, value)


def read_choice(element: Json, value: Any) -> Json:
    """Return what an element holds once a user has put `value` into it, as `state.values` shows it."""
    kind = str(element["type"])
    held: Json = {"type": kind}
    match kind:
        case "static_select" | "radio_buttons" | "overflow" | "external_select":
            return held | {"selected_option": None if value is None else _option(element, value)}
        case "multi_static_select" | "checkboxes" | "multi_external_select":
            return held | {"selected_options": [_option(element, each) for each in value or ()]}
        case "file_input":
            return held | {"files": list(value or ())}
        case "datepicker":
            return held | {"selected_date": value}
        case "timepicker":
            return held | {"selected_time": value}
        case "datetimepicker":
            return held | {"selected_date_time": value}
        case _ if kind.startswith("multi_"):
            return held | {f"selected_{kind.removeprefix('multi_').removesuffix('_select')}": list(value or ())}
        case _ if kind.endswith("_select"):
            return held | {f"selected_{kind.removesuffix('s_select')}": value}
        case _:
            return held | {"value": value}


def _option(element: Json, value: Any) -> Json:
    """Find an option by its value; what an external select offered comes as the option itself."""
    if isinstance(value, dict):
        return value
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group["options"]
    for option in options:
        if option.get("value") == value:
            return dict(option)
    raise LookupError(f"no option {value!r} in {element['action_id']}; there are {[o.get('value') for o in options]}")
