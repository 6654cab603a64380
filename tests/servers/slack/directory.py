"""The methods that say who is who.

These are `auth.test`, `users.*`, `usergroups.*`, `team.info`, `bots.info`, and `apps.connections.open`.
"""

from __future__ import annotations

from tests.servers.slack.composing import Params
from tests.servers.slack.conversations import paginate
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError
from tests.servers.slack.workspace import User


def show_token(state: State, _params: Params) -> Json:
    """Answer `auth.test`."""
    team, app = state.workspace.team, state.workspace.app
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": app.name,
        "team_id": team.id,
        "user_id": app.user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(state: State, _params: Params) -> Json:
    """Answer `apps.connections.open` with an address that takes one connection."""
    ticket = state.next_id("ticket-")
    state.tickets.add(ticket)
    address = state.base.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={state.workspace.app.id}"}


def show_user(state: State, params: Params) -> Json:
    """Answer `users.info`."""
    state.require("users:read")
    user = state.users.get(params.required("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _to_json(state, user)}


def list_users(state: State, params: Params) -> Json:
    """Answer `users.list`."""
    state.require("users:read")
    page, cursor = paginate(list(state.users.values()), params, 1000)
    return {"members": [_to_json(state, each) for each in page], "response_metadata": {"next_cursor": cursor}}


def list_groups(state: State, params: Params) -> Json:
    """Answer `usergroups.list`, without those that are disabled unless they are asked for."""
    state.require("usergroups:read")
    shown = [one for one in state.workspace.groups if params.flag("include_disabled") or not one.disabled]
    return {
        "usergroups": [
            {
                "id": one.id,
                "team_id": state.workspace.team.id,
                "is_usergroup": True,
                "name": one.name,
                "handle": one.handle,
                "date_delete": int(one.disabled),
                "user_count": str(len(one.members)),
            }
            for one in shown
        ]
    }


def list_members(state: State, params: Params) -> Json:
    """Answer `usergroups.users.list`."""
    state.require("usergroups:read")
    wanted = params.required("usergroup")
    found = next((one for one in state.workspace.groups if one.id == wanted), None)
    if found is None or (found.disabled and not params.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": sorted(found.members)}


def show_team(state: State, _params: Params) -> Json:
    """Answer `team.info`."""
    state.require("team:read")
    team = state.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


def show_bot(state: State, params: Params) -> Json:
    """Answer `bots.info`."""
    state.require("users:read")
    app = state.workspace.app
    if params.text("bot") not in {None, app.bot_id}:
        raise SlackError("bot_not_found")
    return {
        "bot": {"id": app.bot_id, "deleted": False, "name": app.name, "app_id": app.id, "user_id": app.user_id},
    }


def _to_json(state: State, user: User) -> Json:
    return {
        "id": user.id,
        "team_id": state.workspace.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name or user.name,
        "tz": user.timezone,
        "profile": {"real_name": user.real_name or user.name, "display_name": user.name},
        "is_bot": user.is_bot,
    }
