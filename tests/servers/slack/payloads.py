"""The payloads that Slack sends: pure functions from what a user did to JSON.

Facts from Slack's documentation: "Slash commands", "block_actions payload", "view_submission payload",
"block_suggestion payload", "Shortcuts payload" and "Events API" (docs.slack.dev/reference/interaction-payloads).
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.slack.records import Message, View
from tests.servers.slack.state import State
from tests.servers.slack.values import Json
from tests.servers.slack.views import to_json as view_to_json
from tests.servers.slack.workspace import Channel, User

VERIFICATION_TOKEN = "local"  # noqa: S105 - the deprecated field that Socket Mode still sends; nothing checks it


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Who did something, and where."""

    user: User
    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None
    trigger_id: str = ""
    response_url: str = ""


def slash_command(state: State, source: Source, command: str, text: str) -> Json:
    """Return the payload of a slash command; in Socket Mode it is JSON with the form's fields."""
    channel = source.channel
    team = state.workspace.team
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id if channel else "",
        "channel_name": _channel_name(channel) if channel else "",
        "user_id": source.user.id,
        "user_name": source.user.name,
        "command": command,
        "text": text,
        "api_app_id": state.workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": source.response_url,
        "trigger_id": source.trigger_id,
    }


def block_actions(state: State, source: Source, action: Json, values: Json) -> Json:
    """Return the payload of a click or a choice, in a message or in a view."""
    body = {**_interaction(state, source, "block_actions"), **_place(state, source, values)}
    if source.view is None:
        body |= {"state": {"values": values}, "response_url": source.response_url}
    return {**body, "actions": [action]}


def block_suggestion(state: State, source: Source, element: Json, value: str) -> Json:
    """Return the payload that asks for the options of an external select."""
    return {
        **_interaction(state, source, "block_suggestion"),
        **_place(state, source, {}),
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "value": value,
    }


def view_submission(state: State, source: Source, view: View, values: Json) -> Json:
    """Return the payload of a submitted modal."""
    shown = view_to_json(state, view, values)
    return {**_interaction(state, source, "view_submission"), "view": shown, "response_urls": []}


def view_closed(state: State, source: Source, view: View) -> Json:
    """Return the payload of a modal that the user closed."""
    body = _interaction(state, source, "view_closed")
    del body["trigger_id"]
    return {**body, "view": view_to_json(state, view), "is_cleared": False}


def shortcut(state: State, source: Source, callback_id: str) -> Json:
    """Return the payload of a global shortcut, or of a message shortcut where there is a message."""
    body = {
        **_interaction(state, source, "shortcut" if source.message is None else "message_action"),
        "callback_id": callback_id,
        "action_ts": state.next_ts(),
    }
    if source.message is None or source.channel is None:
        return body
    return {
        **body,
        "message_ts": source.message.ts,
        "channel": {"id": source.channel.id, "name": _channel_name(source.channel)},
        "message": source.message.to_json(),
        "response_url": source.response_url,
    }


def event_callback(state: State, event: Json) -> Json:
    """Return the payload of an event; the event's id stays the same when it is sent again."""
    team, app = state.workspace.team, state.workspace.app
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": state.next_id("Ev"),
        "event_time": int(state.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def message_event(state: State, message: Message, channel: Channel, kind: str) -> Json:
    """Return the event of a message that a person wrote: `app_mention` or `message`."""
    event: Json = {
        "type": kind,
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": state.workspace.team.id,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread_ts is not None:
        event["thread_ts"] = message.thread_ts
    if kind == "message":
        event["channel_type"] = {"im": "im", "private_channel": "group", "public_channel": "channel"}[channel.kind]
    return event


def _interaction(state: State, source: Source, kind: str) -> Json:
    team = state.workspace.team
    return {
        "type": kind,
        "user": {
            "id": source.user.id,
            "username": source.user.name,
            "name": source.user.name,
            "team_id": team.id,
        },
        "api_app_id": state.workspace.app.id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": source.trigger_id,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(state: State, source: Source, values: Json) -> Json:
    if source.view is not None:
        shown = view_to_json(state, source.view, values)
        return {"container": {"type": "view", "view_id": source.view.id}, "view": shown}
    if source.message is None or source.channel is None:
        raise ValueError("an action happens in a view, or in a message of a channel")
    ephemeral = source.message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": source.message.ts,
        "channel_id": source.channel.id,
        "is_ephemeral": ephemeral,
    }
    if source.message.thread_ts is not None:
        container["thread_ts"] = source.message.thread_ts
    place: Json = {
        "container": container,
        "channel": {"id": source.channel.id, "name": _channel_name(source.channel)},
    }
    # Slack keeps no ephemeral message, so it cannot send one back.
    return place if ephemeral else place | {"message": source.message.to_json()}


def _channel_name(channel: Channel) -> str:
    if channel.im_with is not None:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
