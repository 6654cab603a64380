"""Modals and home tabs: `views.*`, and what an acknowledged submission does to them.

Facts from Slack's documentation: "Modals", "View submission payload" and the pages of the four methods. A view that
breaks a limit is refused with `invalid_arguments`; three modals may lie on one another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.slack.blocks import check_view, complete_blocks
from tests.servers.slack.composing import Params
from tests.servers.slack.records import View
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError, unfold

STACK = 3


def open_view(state: State, params: Params) -> Json:
    """Answer `views.open`."""
    body = _checked(state, params, "views.open")
    trigger_id = params.text("trigger_id") or params.required("interactivity_pointer")
    view_id = state.next_id("V")
    view = View(
        id=view_id,
        user=state.use_trigger(trigger_id),
        body=body,
        hash=_hash(state),
        root_id=view_id,
        trigger_id=trigger_id,
    )
    return {"view": to_json(state, state.keep_view(view))}


def push_view(state: State, params: Params) -> Json:
    """Answer `views.push`: on top of the modal that the trigger's user has open."""
    body = _checked(state, params, "views.push")
    trigger_id = params.required("trigger_id")
    user = state.use_trigger(trigger_id)
    return {"view": to_json(state, _push(state, user, body, trigger_id))}


def _push(state: State, user: str, body: Json, trigger_id: str | None) -> View:
    stack = open_modals(state, user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    return state.keep_view(
        View(
            id=state.next_id("V"),
            user=user,
            body=body,
            hash=_hash(state),
            root_id=stack[0].root_id,
            previous_id=stack[-1].id,
            trigger_id=trigger_id,
        )
    )


def update_view(state: State, params: Params) -> Json:
    """Answer `views.update`, by `view_id` or `external_id`; a stale `hash` is refused."""
    body = _checked(state, params, "views.update")
    external_id, view_id = params.text("external_id"), params.text("view_id")
    for view in state.views.values():
        if view.id == view_id or (external_id is not None and view.body.get("external_id") == external_id):
            break
    else:
        raise SlackError("not_found")
    _check_hash(view, params)
    return {"view": to_json(state, state.keep_view(replace(view, body=body, hash=_hash(state), errors={})))}


def publish_view(state: State, params: Params) -> Json:
    """Answer `views.publish`: one home tab for each user."""
    user = params.required("user_id")
    if user not in state.users:
        raise SlackError("user_not_found")
    body = _checked(state, params, "views.publish")
    if body["type"] != "home":
        raise SlackError("invalid_arguments", messages=("must be a valid enum value: home [json-pointer:/view/type]",))
    standing = next((each for each in state.views.values() if each.kind == "home" and each.user == user), None)
    if standing is not None:
        _check_hash(standing, params)
        return {"view": to_json(state, state.keep_view(replace(standing, body=body, hash=_hash(state))))}
    view_id = state.next_id("V")
    made = View(id=view_id, user=user, body=body, hash=_hash(state), root_id=view_id)
    return {"view": to_json(state, state.keep_view(made))}


def open_modals(state: State, user: str) -> list[View]:
    """Return the modals that a user has open, lowest first."""
    return [each for each in state.views.values() if each.user == user and each.kind == "modal" and each.open]


def apply_submission(state: State, view: View, answer: Any) -> View | None:
    """Do to a submitted modal what the acknowledgement says; return the view that the user then sees, if any.

    No answer closes the modal; `errors` keep it, `update` and `push` show another, `clear` closes the whole stack. A
    view that breaks a limit shows the user an error, without a word to the app (slackapi/bolt-python issue 241).
    """
    action = answer.get("response_action") if isinstance(answer, dict) else None
    match action:
        case None:
            state.keep_view(replace(view, open=False))
            return open_modals(state, view.user)[-1] if open_modals(state, view.user) else None
        case "errors":
            errors = answer.get("errors") or {}
            known = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
            for block_id in errors.keys() - known:
                state.violate("acknowledgement", "unknown_error_block", block_id, answer)
            return state.keep_view(replace(view, errors=errors))
        case "clear":
            for each in open_modals(state, view.user):
                state.keep_view(replace(each, open=False))
            return None
        case "update" | "push":
            try:
                body = _checked(state, Params(values=answer), "acknowledgement")
                if action == "push":
                    return _push(state, view.user, body, None)
            except SlackError:
                return state.keep_view(view)
            return state.keep_view(replace(view, body=body, hash=_hash(state), errors={}))
        case _:
            state.violate("acknowledgement", "invalid_response_action", str(action), answer)
            return view


def to_json(state: State, view: View, values: Json | None = None) -> Json:
    """Return a view as payloads and answers show it."""
    return {
        "id": view.id,
        "team_id": state.workspace.team.id,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **view.body,
        "state": {"values": values or {}},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": state.workspace.app.id,
        "app_installed_team_id": state.workspace.team.id,
        "bot_id": state.workspace.app.bot_id,
    }


def _checked(state: State, params: Params, where: str) -> Json:
    body = params.structure("view", "invalid_arguments")
    problems = check_view(body)
    if problems:
        messages = unfold(problems)
        state.violate(where, "invalid_view", "; ".join(messages), dict(params.values))
        raise SlackError("invalid_arguments", messages=messages)
    return {**body, "blocks": complete_blocks(body["blocks"], lambda: state.next_id("b"))}


def _check_hash(view: View, params: Params) -> None:
    if params.has("hash") and params.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def _hash(state: State) -> str:
    return f"{int(state.clock())}.{state.next_id('h')}"
