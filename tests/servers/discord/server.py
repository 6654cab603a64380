"""The server itself: start it, act as a user or an administrator, make things go wrong."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.discord import driving, render
from tests.servers.discord import interaction as kinds
from tests.servers.discord.backend import Backend
from tests.servers.discord.buckets import Buckets, Limits
from tests.servers.discord.driving import CannotDoError
from tests.servers.discord.faults import Fault, Faults, Kind, compile_pattern
from tests.servers.discord.gateway import Gateway
from tests.servers.discord.interaction import Interaction
from tests.servers.discord.mentions import pings
from tests.servers.discord.messages import publish, withdraw
from tests.servers.discord.observation import Observed, Place
from tests.servers.discord.records import Message
from tests.servers.discord.rest import Rest
from tests.servers.discord.schema import Description
from tests.servers.discord.world import Bot, Channel, Guild, User, make_bot, make_guild

_CHAT, _USER_MENU, _MESSAGE_MENU = 1, 2, 3


class DiscordServer(Observed):
    """A running Discord, with everything a test wants to ask or do."""

    # As a user.

    async def invoke(
        self, place: Place, user: User, command: str, options: Mapping[str, Any] | None = None, *, within: float = 10.0
    ) -> Interaction:
        """Type a command ("claims search") with its options, and return the interaction.

        Waits until the bot has a session and has registered the command. Raise `CannotDoError` for what Discord's
        client would not send. Users, channels and roles are given as ids or as values with an `id`.
        """
        name, *path = command.split()
        channel = self.channel(place)
        found = await self._registered(channel, name, _CHAT, within)
        driving.check_permission(self.backend, channel, user, found)
        data = driving.command_data(self.backend, channel, found, path, options or {})
        return driving.begin(self.backend, kind=kinds.COMMAND, channel=channel, user=user, data=data, name=command)

    async def autocomplete(
        self,
        place: Place,
        user: User,
        command: str,
        options: Mapping[str, Any],
        *,
        focused: str,
        within: float = 10.0,
    ) -> list[Mapping[str, Any]]:
        """Type into an option of a command, and return the choices (name and value) that the bot offers."""
        name, *path = command.split()
        channel = self.channel(place)
        found = await self._registered(channel, name, _CHAT, within)
        driving.check_permission(self.backend, channel, user, found)
        data = driving.command_data(self.backend, channel, found, path, options, focused=focused)
        interaction = driving.begin(
            self.backend, kind=kinds.AUTOCOMPLETE, channel=channel, user=user, data=data, name=command
        )
        return await self.wait_for(lambda: interaction.choices, within=within, what=f"choices for /{command}")

    async def use_menu(
        self, place: Place, user: User, name: str, target: Message | User, *, within: float = 10.0
    ) -> Interaction:
        """Choose an entry of the context menu on a message or a user."""
        channel = self.channel(place)
        kind = _MESSAGE_MENU if isinstance(target, Message) else _USER_MENU
        found = await self._registered(channel, name, kind, within)
        driving.check_permission(self.backend, channel, user, found)
        shown = (
            {"messages": {str(target.id): render.message(self.backend, target)}}
            if isinstance(target, Message)
            else {"users": {str(target.id): render.user(target)}}
        )
        data = {"id": found["id"], "name": name, "type": kind, "target_id": str(target.id), "resolved": shown}
        return driving.begin(self.backend, kind=kinds.COMMAND, channel=channel, user=user, data=data, name=name)

    async def click(
        self, message: Message, custom_id: str, *, user: User | None = None, values: Sequence[str] = ()
    ) -> Interaction:
        """Press a button, or choose `values` in a select menu, on a message as it is now.

        Without a user it is the one whom the message answers, or else the guild's owner.
        """
        now = self.current(message)
        if now is None:
            raise CannotDoError("the message has been deleted")
        if now.ephemeral and user is not None and now.source is not None and user != now.source.user:
            raise CannotDoError(f"{user.username} does not see this message")
        data = driving.component_data(now, custom_id, values)
        return driving.begin(
            self.backend,
            kind=kinds.COMPONENT,
            channel=self.channel(now.channel_id),
            user=user or self._somebody(now),
            data=data,
            name=custom_id,
            message=now,
        )

    async def submit_modal(
        self, opened: Interaction, fields: Mapping[str, Any], *, within: float = 10.0
    ) -> Interaction:
        """Fill in the modal that an interaction opened (values by custom id) and send it."""
        modal = await opened.opened_modal(within=within)
        return driving.begin(
            self.backend,
            kind=kinds.MODAL_SUBMIT,
            channel=self.channel(opened.channel),
            user=opened.user,
            data=driving.modal_data(self.backend, modal, fields),
            name=str(modal["custom_id"]),
            message=self.current(opened.message) if opened.message is not None else None,
        )

    async def say(self, place: Place, user: User, content: str) -> Message:
        """Write a message as a user."""
        channel = self.channel(place)
        message = Message(
            id=self.backend.ids(),
            channel_id=channel.id,
            guild_id=self.backend.guild_of.get(channel.id),
            author=user,
            content=content,
            sent_at=self.backend.now(),
            pings=pings({"content": content}),
        )
        return publish(self.backend, message)

    async def _registered(self, channel: Channel, name: str, kind: int, within: float) -> Mapping[str, Any]:
        def find() -> Mapping[str, Any] | None:
            return driving.find_command(self.backend, channel, name, kind) if self.gateway.sessions else None

        return await self.wait_for(find, within=within, what=f"registered command {name!r}")

    def _somebody(self, message: Message) -> User:
        if message.source is not None:
            return message.source.user
        channel = self.channel(message.channel_id)
        guild = self.backend.guild_with(channel.id)
        owner = self.backend.find_user(guild.owner_id) if guild is not None else channel.recipient
        if owner is None:
            raise CannotDoError("nobody is there to click")
        return owner

    # As an administrator.

    async def delete_message(self, message: Message) -> None:
        """Delete a message as a moderator."""
        withdraw(self.backend, message)

    async def delete_channel(self, place: Place) -> None:
        """Delete a channel or thread."""
        channel = self.channel(place)
        guild_id = self.backend.guild_of.get(channel.id)
        rendered = render.channel(self.backend, channel)
        self.backend.remove_channel(channel.id)
        self.backend.emit("CHANNEL_DELETE" if channel.thread is None else "THREAD_DELETE", rendered, guild_id)

    async def put_channel(self, channel: Channel) -> None:
        """Change a channel: its name, its overwrites."""
        self.backend.put_channel(channel)
        event = "CHANNEL_UPDATE" if channel.thread is None else "THREAD_UPDATE"
        self.backend.emit(event, render.channel(self.backend, channel), self.backend.guild_of.get(channel.id))

    async def archive_thread(self, place: Place, *, locked: bool = False) -> None:
        """Archive a thread; a locked one does not open again when the bot writes."""
        thread = self.channel(place)
        if thread.thread is None:
            raise CannotDoError("not a thread")
        await self.put_channel(replace(thread, thread=replace(thread.thread, archived=True, locked=locked)))

    async def set_bot_permissions(self, guild_id: int, permissions: int) -> None:
        """Change what the bot's role may do."""
        guild = replace(self.backend.guilds[guild_id], bot_permissions=permissions)
        self.backend.put_guild(guild)
        managed = next(one for one in guild.all_roles() if one.id == guild.managed_role_id)
        rendered = render.role(managed, guild, self.backend.bot.user.id)
        self.backend.emit("GUILD_ROLE_UPDATE", {"guild_id": str(guild_id), "role": rendered}, guild_id)

    async def add_guild(self, guild: Guild) -> None:
        """Invite the bot into a guild."""
        self.backend.put_guild(guild)
        self.backend.emit("GUILD_CREATE", render.guild(self.backend, guild, full=True), guild.id)

    async def remove_guild(self, guild_id: int) -> None:
        """Throw the bot out of a guild."""
        for channel in self.backend.guilds[guild_id].channels:
            self.backend.remove_channel(channel.id)
        del self.backend.guilds[guild_id]
        self.backend.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id)

    # When things go wrong.

    def fail_next(
        self,
        method: str,
        path_pattern: str,
        status: int,
        *,
        times: int = 1,
        retry_after: float | None = None,
        global_: bool = False,
        code: int | None = None,
        cloudflare: bool = False,
    ) -> None:
        """Answer the next matching requests with an error, and do nothing else.

        The pattern is over the path behind `/api/v10`: `*` stands for one segment, `**` for anything; method `*` for
        any. Without a code, 403 comes with 50013 (missing permissions) and 404 with 10003 (unknown channel).
        `cloudflare` answers as its ban does: plain text, no `Via`.
        """
        self._faults.add(
            Fault(
                method=method,
                pattern=compile_pattern(path_pattern),
                kind=Kind.ANSWER,
                status=status,
                code=code,
                retry_after=retry_after,
                is_global=global_,
                from_cloudflare=cloudflare,
                times=times,
            )
        )

    def close_next(self, method: str, path_pattern: str, *, times: int = 1) -> None:
        """Close the connection of the next matching requests, without doing anything and without an answer."""
        self._faults.add(Fault(method=method, pattern=compile_pattern(path_pattern), kind=Kind.CLOSE, times=times))

    def lose_answer(self, method: str, path_pattern: str, *, times: int = 1, after: int = 0) -> None:
        """Do what the next matching requests ask for, `after` so many, then close the connection without an answer."""
        pattern = compile_pattern(path_pattern)
        self._faults.add(Fault(method=method, pattern=pattern, kind=Kind.LOSE_ANSWER, times=times, after=after))

    def garble_answer(self, method: str, path_pattern: str, *, times: int = 1, after: int = 0) -> None:
        """Do what the next matching requests ask for, `after` so many, then answer with JSON that is cut short."""
        pattern = compile_pattern(path_pattern)
        self._faults.add(Fault(method=method, pattern=pattern, kind=Kind.GARBLE, times=times, after=after))

    def calm_down(self) -> None:
        """Forget the failures that were ordered and have not happened."""
        self._faults.clear()

    async def drop_connections(self, *, code: int | None = None) -> None:
        """End the gateway's connections, as a broken network does or with a close code; sessions stay."""
        await self.gateway.drop(code=code)

    async def order_reconnect(self) -> None:
        """Ask the bot to reconnect and resume (opcode 7)."""
        await self.gateway.order_reconnect()

    async def invalidate_sessions(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is invalid (opcode 9)."""
        await self.gateway.invalidate(resumable=resumable)


@asynccontextmanager
async def open_discord_server(
    *,
    guilds: tuple[Guild, ...] | None = None,
    bot: Bot | None = None,
    spec: Path | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    limits: Limits | None = None,
    heartbeat_ms: int = 41_250,
    port: int = 0,
) -> AsyncIterator[DiscordServer]:
    """Run a Discord on 127.0.0.1 until the block ends.

    `spec` is Discord's OpenAPI description, gzipped; with it every body is checked against it. `now` is the server's
    clock, which timestamps, ids and the deadlines of interactions follow; `port` 0 takes any free one.
    """
    backend = Backend(
        bot=bot or make_bot(),
        guilds=(make_guild(),) if guilds is None else guilds,
        now=now,
        description=Description.read(spec) if spec is not None else None,
    )
    faults = Faults()
    gateway = Gateway(backend, heartbeat_ms=heartbeat_ms)
    rest = Rest(backend, faults=faults, buckets=Buckets(limits or Limits(), monotonic=time.monotonic, wall=time.time))
    app = rest.application()
    app.router.add_get("/gateway", gateway.serve)
    app.router.add_get("/gateway/", gateway.serve)
    app.router.add_get("/gateway/resume", gateway.serve)
    rest.catch_unknown(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        chosen = runner.addresses[0][1]
        backend.base = f"http://127.0.0.1:{chosen}"
        backend.gateway_url = f"ws://127.0.0.1:{chosen}/gateway"
        yield DiscordServer(backend=backend, gateway=gateway, faults=faults)
    finally:
        await gateway.drop()
        await runner.cleanup()
