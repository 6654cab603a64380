"""Users, applications, guilds, channels and threads (documentation, one page per resource)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.discord import render
from tests.servers.discord.backend import Backend
from tests.servers.discord.calls import NO_CONTENT, Call, Reply, Route
from tests.servers.discord.checks import bad_length
from tests.servers.discord.errors import ApiError, invalid
from tests.servers.discord.messages import compose, mark_thread, publish
from tests.servers.discord.world import FORUM, PUBLIC_THREAD, Channel, Guild, Permission, ThreadDetails

_SESSION_STARTS = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}


async def gateway(backend: Backend, _call: Call) -> Reply:
    """Return where the gateway is."""
    return Reply(body={"url": backend.gateway_url})


async def gateway_bot(backend: Backend, _call: Call) -> Reply:
    """Return where the gateway is, and how many sessions may start."""
    return Reply(body={"url": backend.gateway_url, "shards": backend.shards, "session_start_limit": _SESSION_STARTS})


async def read_me(backend: Backend, _call: Call) -> Reply:
    """Return the bot's user."""
    return Reply(body=render.me(backend))


async def read_application(backend: Backend, _call: Call) -> Reply:
    """Return the application."""
    return Reply(body=render.application(backend))


async def read_user(backend: Backend, call: Call) -> Reply:
    """Return any user."""
    found = backend.find_user(call.id("user"))
    if found is None:
        raise ApiError(404, 10013)
    return Reply(body=render.user(found))


async def my_guilds(backend: Backend, _call: Call) -> Reply:
    """Return the guilds that the bot is in."""
    keys = ("id", "name", "icon", "banner", "features")
    found = []
    for one in backend.guilds.values():
        full = render.guild(backend, one)
        extra = {"owner": False, "permissions": str(one.bot_permissions)}
        found.append({key: full[key] for key in keys} | extra)
    return Reply(body=found)


async def open_dm(backend: Backend, call: Call) -> Reply:
    """Open the direct conversation with a user."""
    found = backend.find_user(int(call.form()["recipient_id"]))
    if found is None:
        raise ApiError(400, 10013)
    return Reply(body=render.channel(backend, backend.dm_with(found)))


def _guild(backend: Backend, call: Call) -> Guild:
    found = backend.guilds.get(call.id("guild"))
    if found is None:
        raise ApiError(404, 10004)
    return found


async def read_guild(backend: Backend, call: Call) -> Reply:
    """Return a guild."""
    return Reply(body=render.guild(backend, _guild(backend, call)))


async def read_channels(backend: Backend, call: Call) -> Reply:
    """Return a guild's channels, without threads."""
    return Reply(body=[render.channel(backend, one) for one in _guild(backend, call).channels])


async def read_roles(backend: Backend, call: Call) -> Reply:
    """Return a guild's roles."""
    guild = _guild(backend, call)
    return Reply(body=[render.role(one, guild, backend.bot.user.id) for one in guild.all_roles()])


async def read_member(backend: Backend, call: Call) -> Reply:
    """Return a guild's member."""
    guild = _guild(backend, call)
    own = call.parameters["user"] == "@me"
    found = backend.member(guild, backend.bot.user.id if own else call.id("user"))
    if found is None:
        raise ApiError(404, 10007)
    return Reply(body=render.member(found))


async def my_membership(backend: Backend, call: Call) -> Reply:
    """Return the bot's own membership of a guild."""
    found = backend.member(_guild(backend, call), backend.bot.user.id)
    return Reply(body=render.member(found) if found is not None else None)


async def read_channel(backend: Backend, call: Call) -> Reply:
    """Return a channel."""
    return Reply(body=render.channel(backend, backend.visible_channel(call.id("channel"))))


async def edit_channel(backend: Backend, call: Call) -> Reply:
    """Change a channel's or thread's name, topic or archived state."""
    channel, body = backend.visible_channel(call.id("channel")), call.form()
    if "name" in body and (problems := bad_length("name", body["name"], 1, 100)):
        raise invalid(problems)
    own = channel.thread is not None and channel.thread.owner_id == backend.bot.user.id
    if not own:
        backend.require(channel, Permission.MANAGE_CHANNELS if channel.thread is None else Permission.MANAGE_THREADS)
    channel = replace(channel, name=body.get("name", channel.name), topic=body.get("topic", channel.topic))
    if channel.thread is not None:
        details = replace(
            channel.thread,
            archived=body.get("archived", channel.thread.archived),
            locked=body.get("locked", channel.thread.locked),
            auto_archive_minutes=body.get("auto_archive_duration", channel.thread.auto_archive_minutes),
        )
        channel = replace(channel, thread=details)
    backend.put_channel(channel)
    rendered = render.channel(backend, channel)
    event = "CHANNEL_UPDATE" if channel.thread is None else "THREAD_UPDATE"
    backend.emit(event, rendered, backend.guild_of.get(channel.id))
    return Reply(body=rendered)


async def type_in(backend: Backend, call: Call) -> Reply:
    """Show the bot as typing."""
    backend.require(backend.visible_channel(call.id("channel")), Permission.SEND_MESSAGES)
    return NO_CONTENT


def _open_thread(backend: Backend, parent: Channel, thread_id: int, body: dict[str, Any]) -> Channel:
    thread = Channel(
        id=thread_id,
        name=body["name"],
        type=PUBLIC_THREAD,
        parent_id=parent.id,
        thread=ThreadDetails(
            owner_id=backend.bot.user.id, auto_archive_minutes=body.get("auto_archive_duration") or 1440
        ),
    )
    backend.guild_of[thread_id] = backend.guild_of[parent.id]
    backend.put_channel(thread)
    backend.changes.notify()
    created = render.channel(backend, thread) | {"newly_created": True}
    backend.emit("THREAD_CREATE", created, backend.guild_of[parent.id])
    return thread


async def thread_from_message(backend: Backend, call: Call) -> Reply:
    """Start a thread on a message; thread and message have the same id."""
    parent, body = backend.visible_channel(call.id("channel")), dict(call.form())
    backend.require(parent, Permission.CREATE_PUBLIC_THREADS)
    message = backend.message_in(parent.id, call.id("message"))
    if problems := bad_length("name", body.get("name"), 1, 100):
        raise invalid(problems)
    if message.id in backend.channels:
        raise ApiError(400, 160004)
    thread = _open_thread(backend, parent, message.id, body)
    mark_thread(backend, message)
    return Reply(status=201, body=render.channel(backend, thread))


async def thread_alone(backend: Backend, call: Call) -> Reply:
    """Start a thread without a message, or a post with its first message in a forum."""
    parent, body = backend.visible_channel(call.id("channel")), dict(call.form())
    forum = parent.type == FORUM
    backend.require(parent, Permission.SEND_MESSAGES if forum else Permission.CREATE_PUBLIC_THREADS)
    problems = bad_length("name", body.get("name"), 1, 100)
    if forum and not body.get("message"):
        problems += bad_length("message", "", 1, 1)
    if problems:
        raise invalid(problems)
    thread_id = backend.ids()
    if not forum:
        return Reply(status=201, body=render.channel(backend, _open_thread(backend, parent, thread_id, body)))
    # The first message is checked before the thread exists, so that a refused one leaves nothing behind.
    draft = replace(parent, id=thread_id)
    message = compose(backend, draft, body["message"], call.files, message_id=thread_id)
    thread = _open_thread(backend, parent, thread_id, body)
    publish(backend, replace(message, guild_id=backend.guild_of[thread_id]))
    rendered = render.channel(backend, thread) | {"message": render.message(backend, message)}
    return Reply(status=201, body=rendered)


async def join_thread(backend: Backend, call: Call) -> Reply:
    """Join a thread; for the bot that opened it this changes nothing."""
    backend.visible_channel(call.id("channel"))
    return NO_CONTENT


ROUTES = (
    Route(method="GET", path="/gateway", handler=gateway, needs_token=False),
    Route(method="GET", path="/gateway/bot", handler=gateway_bot),
    Route(method="GET", path="/users/@me", handler=read_me),
    Route(method="GET", path="/users/@me/guilds", handler=my_guilds),
    Route(method="POST", path="/users/@me/channels", handler=open_dm),
    Route(method="GET", path="/users/@me/guilds/{guild}/member", handler=my_membership),
    Route(method="GET", path="/users/{user}", handler=read_user),
    Route(method="GET", path="/applications/@me", handler=read_application),
    Route(method="GET", path="/oauth2/applications/@me", handler=read_application),
    Route(method="GET", path="/guilds/{guild}", handler=read_guild),
    Route(method="GET", path="/guilds/{guild}/channels", handler=read_channels),
    Route(method="GET", path="/guilds/{guild}/roles", handler=read_roles),
    Route(method="GET", path="/guilds/{guild}/members/{user}", handler=read_member),
    Route(method="GET", path="/channels/{channel}", handler=read_channel),
    Route(method="PATCH", path="/channels/{channel}", handler=edit_channel),
    Route(method="POST", path="/channels/{channel}/typing", handler=type_in),
    Route(method="POST", path="/channels/{channel}/messages/{message}/threads", handler=thread_from_message),
    Route(method="POST", path="/channels/{channel}/threads", handler=thread_alone),
    Route(method="PUT", path="/channels/{channel}/thread-members/@me", handler=join_thread),
)
