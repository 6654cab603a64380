"""The methods about channels: `conversations.*` (docs.slack.dev/reference/methods)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.servers.slack.composing import Params
from tests.servers.slack.records import Message
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError
from tests.servers.slack.workspace import Channel

LARGEST_PAGE = 1000
SCOPE_OF_TYPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def show(state: State, params: Params) -> Json:
    """Answer `conversations.info`."""
    channel = state.channel(params.required("channel"))
    state.require(f"{channel.scope_prefix}:read")
    return {"channel": _to_json(state, channel, count=params.flag("include_num_members"))}


def list_all(state: State, params: Params) -> Json:
    """Answer `conversations.list`; public channels unless `types` says otherwise."""
    types = (params.text("types") or "public_channel").replace(" ", "").split(",")
    for kind in types:
        if kind not in SCOPE_OF_TYPE:
            raise SlackError("invalid_types")
        state.require(SCOPE_OF_TYPE[kind])
    bot = state.workspace.app.user_id
    visible = [
        channel
        for channel in state.channels.values()
        if channel.kind in types
        and (channel.kind == "public_channel" or bot in channel.members)
        and not (channel.is_archived and params.flag("exclude_archived"))
    ]
    page, cursor = paginate(visible, params, 100)
    return {"channels": [_to_json(state, each) for each in page], "response_metadata": {"next_cursor": cursor}}


def members(state: State, params: Params) -> Json:
    """Answer `conversations.members`."""
    channel = state.channel(params.required("channel"))
    state.require(f"{channel.scope_prefix}:read")
    page, cursor = paginate(sorted(channel.members), params, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def join(state: State, params: Params) -> Json:
    """Answer `conversations.join`: public channels only."""
    state.require("channels:join")
    channel = state.channel(params.required("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if state.is_member(channel):
        body = {"channel": _to_json(state, channel), "warning": "already_in_channel"}
        return body | {"response_metadata": {"warnings": ["already_in_channel"]}}
    return {"channel": _to_json(state, state.add_member(channel, state.workspace.app.user_id))}


def open_direct(state: State, params: Params) -> Json:
    """Answer `conversations.open`, for direct messages with one user."""
    state.require("im:write")
    users = (params.text("users") or "").split(",")
    if params.has("channel"):
        channel = state.channel(params.required("channel"))
    elif len(users) == 1 and users[0]:
        channel = state.direct_message(users[0])
    else:
        raise SlackError("users_list_not_supplied")
    return {"channel": _to_json(state, channel) if params.flag("return_im") else {"id": channel.id}}


def history(state: State, params: Params) -> Json:
    """Answer `conversations.history`: newest first, without replies that were not broadcast."""
    channel = _readable(state, params)
    found = [each for each in state.standing(channel.id) if not each.is_reply or each.reply_broadcast]
    found = _between(found, params)[::-1]
    page, cursor = paginate(found, params, 100)
    return _messages(state, page, cursor, params)


def replies(state: State, params: Params) -> Json:
    """Answer `conversations.replies`: the parent, then the replies, oldest first."""
    channel = _readable(state, params)
    ts = params.required("ts")
    standing = state.standing(channel.id)
    parent = next((each for each in standing if each.ts == ts), None)
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.thread_ts or parent.ts
    thread = [each for each in standing if root in {each.ts, each.thread_ts}]
    page, cursor = paginate(thread[:1] + _between(thread[1:], params), params, LARGEST_PAGE)
    return _messages(state, page, cursor, params)


def _readable(state: State, params: Params) -> Channel:
    channel = state.channel(params.required("channel"))
    state.require(f"{channel.scope_prefix}:history")
    if not state.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def _between(messages: list[Message], params: Params) -> list[Message]:
    oldest, latest = _moment(params, "oldest", "0"), _moment(params, "latest", "Infinity")
    inclusive = params.flag("inclusive")
    return [
        each
        for each in messages
        if oldest < Decimal(each.ts) < latest or (inclusive and Decimal(each.ts) in {oldest, latest})
    ]


def _moment(params: Params, name: str, default: str) -> Decimal:
    try:
        return Decimal(params.text(name) or default)
    except InvalidOperation:
        raise SlackError(f"invalid_ts_{name}") from None


def _messages(state: State, page: Sequence[Message], cursor: str, params: Params) -> Json:
    metadata = params.flag("include_all_metadata")
    shown = []
    for message in page:
        answers = [each for each in state.standing(message.channel) if each.is_reply and each.thread_ts == message.ts]
        body = message.to_json(metadata=metadata)
        if answers:
            latest = answers[-1].ts
            body |= {"thread_ts": message.ts, "reply_count": len(answers), "latest_reply": latest}
        shown.append(body)
    answer: Json = {"messages": shown, "has_more": bool(cursor)}
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def paginate(items: Sequence[Any], params: Params, default: int) -> tuple[list[Any], str]:
    """Return one page and the cursor of the next, empty at the end."""
    limit = params.number("limit", default)
    if not 0 <= limit <= LARGEST_PAGE:
        raise SlackError("invalid_limit")
    limit = limit or default
    start = 0
    if params.text("cursor"):
        try:
            start = int(base64.b64decode(params.required("cursor")).decode().removeprefix("next:"))
        except ValueError:
            raise SlackError("invalid_cursor") from None
    following = start + limit
    cursor = base64.b64encode(f"next:{following}".encode()).decode() if following < len(items) else ""
    return list(items[start:following]), cursor


def _to_json(state: State, channel: Channel, *, count: bool = False) -> Json:
    if channel.im_with is not None:
        return {"id": channel.id, "is_im": True, "user": channel.im_with, "is_archived": False, "is_open": True}
    body: Json = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": state.is_member(channel),
        "context_team_id": state.workspace.team.id,
    }
    return body | {"num_members": len(channel.members)} if count else body
