"""The state of the server: the guilds, the messages, the commands, and what went wrong.

Everything runs in one event loop, so nothing here locks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.servers.discord.errors import ApiError, Problem, Violation
from tests.servers.discord.interaction import Interaction
from tests.servers.discord.records import Attachment, Changes, CommandWrite, Message, Request
from tests.servers.discord.schema import Description
from tests.servers.discord.world import (
    DM,
    Bot,
    Channel,
    Guild,
    Member,
    Permission,
    Snowflakes,
    User,
    permissions_in,
)

NONCE_KEPT = timedelta(minutes=5)
"""For how long a nonce is remembered; the documentation says "the past few minutes"."""

Emit = Callable[[str, Mapping[str, Any], int | None], None]
"""Send an event (name, data, guild) to the sessions that shall have it."""


class Backend:
    """All that Discord would remember, with the questions that several routes ask of it."""

    def __init__(
        self, *, bot: Bot, guilds: tuple[Guild, ...], now: Callable[[], datetime], description: Description | None
    ) -> None:
        self.bot = bot
        self.now = now
        self.description = description
        self.ids = Snowflakes(now)
        self.changes = Changes()
        self.emit: Emit = lambda _event, _data, _guild: None
        self.base = ""
        self.gateway_url = ""
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.guild_of: dict[int, int] = {}
        self.history: dict[int, list[Message]] = {}
        self.in_channel: dict[int, list[int]] = {}
        self.deleted: dict[int, Message] = {}
        self.commands: dict[int | None, list[dict[str, Any]]] = {}
        self.command_writes: list[CommandWrite] = []
        self.interactions: dict[str, Interaction] = {}
        self.uploads: dict[int, Attachment] = {}
        self.shards = 1
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.unknown_routes: list[tuple[str, str]] = []
        self.errors: list[BaseException] = []
        self._nonces: dict[tuple[int, str], int] = {}
        for guild in guilds:
            self.put_guild(guild)

    def put_guild(self, guild: Guild) -> None:
        """Add a guild with its channels, or put a changed one in its place; threads stay."""
        for channel in self.guilds[guild.id].channels if guild.id in self.guilds else ():
            self.channels.pop(channel.id, None)
            self.guild_of.pop(channel.id, None)
        self.guilds[guild.id] = guild
        for channel in guild.channels:
            self.channels[channel.id] = channel
            self.guild_of[channel.id] = guild.id

    def put_channel(self, channel: Channel) -> None:
        """Put a changed channel or thread in the old one's place."""
        self.channels[channel.id] = channel
        guild = self.guild_with(channel.id)
        if guild is not None and channel.thread is None:
            kept = tuple(channel if one.id == channel.id else one for one in guild.channels)
            self.guilds[guild.id] = replace(guild, channels=kept)

    def remove_channel(self, channel_id: int) -> None:
        """Forget a channel; its messages stay readable for the test."""
        guild = self.guild_with(channel_id)
        if guild is not None:
            kept = tuple(one for one in guild.channels if one.id != channel_id)
            self.guilds[guild.id] = replace(guild, channels=kept)
        self.channels.pop(channel_id, None)
        self.guild_of.pop(channel_id, None)

    def dm_with(self, user: User) -> Channel:
        """Return the direct conversation between the bot and a user, opening it if need be."""
        for channel in self.channels.values():
            if channel.type == DM and channel.recipient == user:
                return channel
        channel = Channel(id=self.ids(), name="", type=DM, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def guild_with(self, channel_id: int) -> Guild | None:
        """Return the guild that a channel is in."""
        guild_id = self.guild_of.get(channel_id)
        return self.guilds.get(guild_id) if guild_id is not None else None

    def find_user(self, user_id: int) -> User | None:
        """Return the user with an id, wherever known."""
        if user_id == self.bot.user.id:
            return self.bot.user
        for guild in self.guilds.values():
            for member in guild.members:
                if member.user.id == user_id:
                    return member.user
        return None

    def member(self, guild: Guild, user_id: int) -> Member | None:
        """Return a guild's member; the bot is one."""
        if user_id == self.bot.user.id:
            return Member(user=self.bot.user, roles=(guild.managed_role_id,))
        return next((one for one in guild.members if one.user.id == user_id), None)

    def permissions(self, channel: Channel, user_id: int) -> int:
        """Return what a user may do in a channel; a thread has its parent's overwrites, a conversation no limits."""
        guild = self.guild_with(channel.id)
        if guild is None:
            return int(
                Permission.VIEW_CHANNEL
                | Permission.SEND_MESSAGES
                | Permission.EMBED_LINKS
                | Permission.ATTACH_FILES
                | Permission.READ_MESSAGE_HISTORY
            )
        member = self.member(guild, user_id)
        if member is None:
            return 0
        ruling = self.channels.get(channel.parent_id or 0, channel) if channel.thread is not None else channel
        return permissions_in(guild, user_id, member.roles, ruling)

    def visible_channel(self, channel_id: int) -> Channel:
        """Return a channel that the bot may see, or refuse as Discord does (10003, 50001)."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(404, 10003)
        if not self.permissions(channel, self.bot.user.id) & Permission.VIEW_CHANNEL:
            raise ApiError(403, 50001)
        return channel

    def require(self, channel: Channel, *needed: Permission) -> None:
        """Refuse with 50013 unless the bot has every permission."""
        held = self.permissions(channel, self.bot.user.id)
        if any(not held & one for one in needed):
            raise ApiError(403, 50013)

    def current(self, message_id: int) -> Message | None:
        """Return the latest version of a message that still exists."""
        versions = self.history.get(message_id)
        return versions[-1] if versions and message_id not in self.deleted else None

    def message_in(self, channel_id: int, message_id: int) -> Message:
        """Return a message of a channel, or refuse with 10008; ephemeral ones cannot be reached that way."""
        message = self.current(message_id)
        if message is None or message.channel_id != channel_id or message.ephemeral:
            raise ApiError(404, 10008)
        return message

    def keep(self, message: Message) -> Message:
        """Keep a new message, or a new version of one."""
        versions = self.history.setdefault(message.id, [])
        if not versions:
            self.in_channel.setdefault(message.channel_id, []).append(message.id)
        versions.append(message)
        self.changes.notify()
        return message

    def drop(self, message: Message) -> None:
        """Delete a message; its versions stay readable for the test."""
        self.deleted[message.id] = message
        self.changes.notify()

    def listed(self, channel_id: int) -> list[Message]:
        """Return what stands in a channel for everyone, oldest first: not ephemeral, not deleted, not loading."""
        found = map(self.current, self.in_channel.get(channel_id, []))
        return [one for one in found if one is not None and not one.ephemeral and not one.loading]

    def sent_with(self, channel_id: int, nonce: object) -> Message | None:
        """Return the message that the bot sent to a channel with a nonce in the past few minutes."""
        message_id = self._nonces.get((channel_id, str(nonce)))
        message = self.history[message_id][0] if message_id is not None else None
        if message is None or self.now() - message.sent_at > NONCE_KEPT:
            return None
        return self.history[message.id][-1]

    def remember_nonce(self, channel_id: int, nonce: object, message: Message) -> None:
        """Keep the nonce that a message was sent with."""
        self._nonces[channel_id, str(nonce)] = message.id

    def violate(self, method: str, path: str, problems: list[Problem]) -> None:
        """Keep the rules that a request broke."""
        self.violations += [
            Violation(method=method, path=path, field=one.path, code=one.code, message=one.message) for one in problems
        ]
