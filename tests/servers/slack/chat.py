"""The methods that write: `chat.*` (docs.slack.dev/reference/methods)."""

from __future__ import annotations

from dataclasses import replace

from tests.servers.slack.composing import Draft, Params, compose
from tests.servers.slack.records import Message
from tests.servers.slack.state import State
from tests.servers.slack.values import Json, SlackError
from tests.servers.slack.workspace import Channel


def post_message(state: State, params: Params) -> Json:
    """Answer `chat.postMessage`; a user's id stands for the direct messages with that user."""
    state.require("chat:write")
    name = params.required("channel")
    channel = state.direct_message(name) if name in state.users else state.channel(name)
    _check_writable(state, channel, public=True)
    thread_ts = params.text("thread_ts")
    if thread_ts is not None and all(each.ts != thread_ts for each in state.standing(channel.id)):
        raise SlackError("thread_not_found")
    draft = compose(state, params, "chat.postMessage")
    message = state.add_message(
        replace(
            draft_message(state, channel.id, draft, via="chat.postMessage"),
            thread_ts=thread_ts,
            reply_broadcast=params.flag("reply_broadcast") and thread_ts is not None,
            username=params.text("username"),
            params=dict(params.values),
        )
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json()}


def update_message(state: State, params: Params) -> Json:
    """Answer `chat.update`: blocks, attachments and metadata that are not given stay; empty ones go."""
    state.require("chat:write")
    channel = state.channel(params.required("channel"))
    old = _own(state, channel, params.required("ts"), "cant_update_message")
    kept = {"blocks": list(old.blocks), "attachments": list(old.attachments)}
    merged = Params(values={**{name: value for name, value in kept.items() if value}, **params.values})
    draft = compose(state, merged, "chat.update")
    new = state.replace_message(
        old,
        replace(
            old,
            text=draft.text or old.text,
            blocks=draft.blocks,
            attachments=draft.attachments,
            metadata=(draft.metadata or None) if params.has("metadata") else old.metadata,
            pings=draft.pings,
            links=draft.links,
            edited_ts=state.next_ts(),
            params=dict(params.values),
        ),
    )
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": new.to_json()}


def delete_message(state: State, params: Params) -> Json:
    """Answer `chat.delete`."""
    state.require("chat:write")
    channel = state.channel(params.required("channel"))
    old = _own(state, channel, params.required("ts"), "cant_delete_message")
    state.replace_message(old, replace(old, deleted=True))
    return {"channel": channel.id, "ts": old.ts}


def post_ephemeral(state: State, params: Params) -> Json:
    """Answer `chat.postEphemeral`."""
    state.require("chat:write")
    channel = state.channel(params.required("channel"))
    user = params.required("user")
    _check_writable(state, channel, public=False)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    draft = compose(state, params, "chat.postEphemeral")
    message = draft_message(state, channel.id, draft, via="chat.postEphemeral")
    kept = state.add_message(
        replace(message, ephemeral_to=user, thread_ts=params.text("thread_ts"), params=dict(params.values))
    )
    return {"message_ts": kept.ts}


def get_permalink(state: State, params: Params) -> Json:
    """Answer `chat.getPermalink`."""
    channel = state.channel(params.required("channel"))
    message = state.message(channel.id, params.required("message_ts"))
    address = f"https://{state.workspace.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def draft_message(state: State, channel: str, draft: Draft, *, via: str) -> Message:
    """Return a new message of the app's, not kept yet."""
    app = state.workspace.app
    return Message(
        channel=channel,
        ts=state.next_ts(),
        text=draft.text,
        user=app.user_id,
        bot_id=app.bot_id,
        app_id=app.id,
        blocks=draft.blocks,
        attachments=draft.attachments,
        metadata=draft.metadata,
        pings=draft.pings,
        links=draft.links,
        via=via,
    )


def _check_writable(state: State, channel: Channel, *, public: bool) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    open_to_all = public and channel.kind == "public_channel" and "chat:write.public" in state.workspace.app.scopes
    if not state.is_member(channel) and not open_to_all:
        raise SlackError("not_in_channel")


def _own(state: State, channel: Channel, ts: str, error: str) -> Message:
    message = state.message(channel.id, ts)
    if message.bot_id != state.workspace.app.bot_id:
        raise SlackError(error)
    return message
