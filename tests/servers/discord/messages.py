"""Messages: sending, editing, deleting, reading (documentation, "Messages Resource")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.servers.discord import render
from tests.servers.discord.backend import Backend
from tests.servers.discord.calls import NO_CONTENT, Call, File, Reply, Route
from tests.servers.discord.checks import COMPONENTS_V2, is_empty, message_problems
from tests.servers.discord.errors import ApiError, Problem, invalid
from tests.servers.discord.mentions import pings
from tests.servers.discord.records import HAS_THREAD, LOADING, Attachment, InteractionSource, Message
from tests.servers.discord.world import Channel, Permission

_PLAIN, _REPLY, _COMMAND_REPLY = 0, 19, 20
_SETTABLE_FLAGS = COMPONENTS_V2 | 1 << 2 | 1 << 6 | 1 << 12


def compose(
    backend: Backend,
    channel: Channel,
    body: Mapping[str, Any],
    files: Mapping[str, File],
    *,
    source: InteractionSource | None = None,
    message_id: int | None = None,
) -> Message:
    """Check a payload and return the message that it makes; nothing is kept yet."""
    flags = int(body.get("flags") or 0) & _SETTABLE_FLAGS
    problems = message_problems(body, files=len(files))
    if problems:
        raise invalid(problems)
    if is_empty(body, files=len(files)):
        raise ApiError(400, 50006)
    reference = body.get("message_reference") or {}
    reference_id = int(reference["message_id"]) if reference else None
    if reference_id is not None and backend.current(reference_id) is None:
        if reference.get("fail_if_not_exists", True):
            unknown = Problem(path="message_reference", code="REPLIES_UNKNOWN_MESSAGE", message="Unknown message")
            raise invalid([unknown])
        reference_id = None
    kind = _COMMAND_REPLY if source is not None and source.command else _PLAIN
    return Message(
        id=message_id if message_id is not None else backend.ids(),
        channel_id=channel.id,
        guild_id=backend.guild_of.get(channel.id),
        author=backend.bot.user,
        content=body.get("content") or "",
        embeds=tuple(body.get("embeds") or ()),
        components=tuple(body.get("components") or ()),
        attachments=_attachments(backend, body, files, ()),
        flags=flags,
        type=_REPLY if reference_id is not None else kind,
        sent_at=backend.now(),
        nonce=body.get("nonce"),
        reference_id=reference_id,
        pings=pings(body, replies=reference_id is not None),
        source=source,
        body=body,
    )


def revise(backend: Backend, old: Message, body: Mapping[str, Any], files: Mapping[str, File]) -> Message:
    """Check an edit and return the new version; what the payload does not name stays, null empties it."""
    problems = message_problems(body, files=len(files), flags=old.flags)
    if problems:
        raise invalid(problems)
    flags = old.flags & ~LOADING
    if "flags" in body:
        # Of the flags only the suppression of embeds can be taken back; components v2 can be added, never removed.
        flags = flags & ~(1 << 2) | int(body["flags"] or 0) & (COMPONENTS_V2 | 1 << 2)
    changed = replace(
        old,
        content=(body["content"] or "") if "content" in body else old.content,
        embeds=tuple(body["embeds"] or ()) if "embeds" in body else old.embeds,
        components=tuple(body["components"] or ()) if "components" in body else old.components,
        attachments=_attachments(backend, body, files, old.attachments),
        flags=flags,
        edited_at=None if old.loading else backend.now(),
        version=old.version + 1,
        body=body,
    )
    whole: dict[str, Any] = {"content": changed.content, "components": changed.components}
    whole |= {"embeds": changed.embeds, "flags": flags, "allowed_mentions": body.get("allowed_mentions")}
    # What stays has to fit what comes: old content under a new layout, for one.
    if problems := message_problems(whole):
        raise invalid(problems)
    if is_empty(whole | {"attachments": changed.attachments}):
        raise ApiError(400, 50006)
    return replace(changed, pings=pings(whole))


def _attachments(
    backend: Backend, body: Mapping[str, Any], files: Mapping[str, File], old: tuple[Attachment, ...]
) -> tuple[Attachment, ...]:
    """Return a message's files: of the old ones those still listed, then the new, described by their listing."""
    listed = body.get("attachments")
    names = {str(one.get("id")): one for one in listed or ()}
    kept = tuple(one for one in old if listed is None or str(one.id) in names)
    new = []
    for field, file in files.items():
        about = names.get(field.removeprefix("files[").removesuffix("]"), {})
        new.append(
            Attachment(
                id=backend.ids(),
                filename=about.get("filename") or file.filename,
                content=file.content,
                content_type=file.content_type,
                description=about.get("description"),
            )
        )
    return (*kept, *new)


def publish(backend: Backend, message: Message, *, event: str = "MESSAGE_CREATE") -> Message:
    """Keep a message, and tell the gateway unless it is for one user alone."""
    backend.keep(message)
    if not message.ephemeral:
        data = render.message(backend, message)
        if message.guild_id is not None:
            data |= {"guild_id": str(message.guild_id)}
        backend.emit(event, data, message.guild_id)
    return message


def withdraw(backend: Backend, message: Message) -> None:
    """Delete a message, and tell the gateway."""
    backend.drop(message)
    data = {"id": str(message.id), "channel_id": str(message.channel_id)}
    if message.guild_id is not None:
        data["guild_id"] = str(message.guild_id)
    if not message.ephemeral:
        backend.emit("MESSAGE_DELETE", data, message.guild_id)


async def send(backend: Backend, call: Call) -> Reply:
    """Send a message; with `enforce_nonce` and a nonce already used, return the message sent then."""
    channel, body = backend.visible_channel(call.id("channel")), call.form()
    backend.require(
        channel, Permission.SEND_MESSAGES_IN_THREADS if channel.thread is not None else Permission.SEND_MESSAGES
    )
    if body.get("embeds"):
        backend.require(channel, Permission.EMBED_LINKS)
    if call.files:
        backend.require(channel, Permission.ATTACH_FILES)
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        earlier = backend.sent_with(channel.id, nonce)
        if earlier is not None:
            return Reply(body=render.message(backend, earlier, nonce=True))
    message = compose(backend, channel, body, call.files)
    if channel.thread is not None and channel.thread.archived:
        if channel.thread.locked:
            raise ApiError(400, 50083)
        channel = replace(channel, thread=replace(channel.thread, archived=False))
        backend.put_channel(channel)
        backend.emit("THREAD_UPDATE", render.channel(backend, channel), message.guild_id)
    publish(backend, message)
    if nonce is not None:
        backend.remember_nonce(channel.id, nonce, message)
    return Reply(body=render.message(backend, message, nonce=True))


async def edit(backend: Backend, call: Call) -> Reply:
    """Edit one of the bot's own messages."""
    backend.visible_channel(call.id("channel"))
    message = backend.message_in(call.id("channel"), call.id("message"))
    if message.author.id != backend.bot.user.id:
        raise ApiError(403, 50005)
    message = revise(backend, message, call.form(), call.files)
    publish(backend, message, event="MESSAGE_UPDATE")
    return Reply(body=render.message(backend, message))


async def delete(backend: Backend, call: Call) -> Reply:
    """Delete a message; one of another's takes the permission to manage messages."""
    channel = backend.visible_channel(call.id("channel"))
    message = backend.message_in(channel.id, call.id("message"))
    if message.author.id != backend.bot.user.id:
        backend.require(channel, Permission.MANAGE_MESSAGES)
    withdraw(backend, message)
    return NO_CONTENT


async def read_one(backend: Backend, call: Call) -> Reply:
    """Return one message."""
    backend.require(backend.visible_channel(call.id("channel")), Permission.READ_MESSAGE_HISTORY)
    return Reply(body=render.message(backend, backend.message_in(call.id("channel"), call.id("message"))))


async def read_many(backend: Backend, call: Call) -> Reply:
    """Return messages, the newest first; none without the permission to read the history."""
    channel = backend.visible_channel(call.id("channel"))
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        text = "int value should be less than or equal to 100."
        raise invalid([Problem(path="limit", code="NUMBER_TYPE_MAX", message=text)])
    if not backend.permissions(channel, backend.bot.user.id) & Permission.READ_MESSAGE_HISTORY:
        return Reply(body=[])
    found = backend.listed(channel.id)[::-1]
    if before := call.query.get("before"):
        found = [one for one in found if one.id < int(before)]
    elif after := call.query.get("after"):
        # The nearest to `after` are meant, not the newest of all.
        found = [one for one in found if one.id > int(after)][-limit:]
    elif around := call.query.get("around"):
        nearest = sorted(found, key=lambda one: abs(one.id - int(around)))[:limit]
        found = [one for one in found if one in nearest]
    return Reply(body=[render.message(backend, one) for one in found[:limit]])


def mark_thread(backend: Backend, message: Message) -> None:
    """Note on a message that a thread hangs on it."""
    publish(
        backend,
        replace(message, flags=message.flags | HAS_THREAD, version=message.version + 1),
        event="MESSAGE_UPDATE",
    )


_ONE = "/channels/{channel}/messages/{message}"
ROUTES = (
    Route(method="POST", path="/channels/{channel}/messages", handler=send),
    Route(method="GET", path="/channels/{channel}/messages", handler=read_many),
    Route(method="GET", path=_ONE, handler=read_one),
    Route(method="PATCH", path=_ONE, handler=edit),
    Route(method="DELETE", path=_ONE, handler=delete),
)
