"""The gateway: sessions with a numbered log of events, and the connections that read it.

Opcodes, close codes, intents and the resume handshake are those of Discord's developer documentation, "Gateway" and
"Opcodes and Status Codes". A session outlives its connection; RESUME goes on from the number that the client saw last.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.discord import render
from tests.servers.discord.backend import Backend
from tests.servers.discord.wire import Compressor, compressor_for

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, REQUEST_MEMBERS = 0, 1, 2, 3, 4, 6, 7, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_AUTHENTICATED = 4001, 4002, 4003, 4004, 4005
INVALID_SEQ, INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4007, 4012, 4013, 4014
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Guild members, presences and message content."""

_GUILDS, _GUILD_MESSAGES, _DM_MESSAGES, _CONTENT, _KNOWN = 1 << 0, 1 << 9, 1 << 12, 1 << 15, (1 << 26) - 1
_LARGEST_PAYLOAD = 4096


@dataclass(slots=True, eq=False)
class Session:
    """What IDENTIFY began: the intents asked for and every event since, numbered from 1."""

    id: str
    intents: int
    identify: Mapping[str, Any]
    shard: tuple[int, int] = (0, 1)
    log: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    resumes: int = 0
    connection: Connection | None = None

    def append(self, name: str, data: Mapping[str, Any]) -> None:
        """Give an event the next number, and wake whoever is connected."""
        event = {"op": DISPATCH, "s": len(self.log) + 1, "t": name, "d": data}
        self.log.append(json.dumps(event))
        self.names.append(name)
        if self.connection is not None:
            self.connection.wake.set()

    def wants(self, name: str, data: Mapping[str, Any], guild_id: int | None) -> bool:
        """Return whether an event is for this session: its shard, and its intents."""
        number, count = self.shard
        if (0 if guild_id is None else (guild_id >> 22) % count) != number:
            return False
        if name.startswith("MESSAGE_"):
            return bool(self.intents & (_GUILD_MESSAGES if "guild_id" in data else _DM_MESSAGES))
        if name.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
            return bool(self.intents & _GUILDS)
        return True


@dataclass(slots=True, eq=False)
class Connection:
    """An open WebSocket; `cursor` is how many events of the session's log it has been sent."""

    socket: web.WebSocketResponse
    request: web.Request
    compressor: Compressor | None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    cursor: int = 0
    session: Session | None = None

    async def send(self, text: str) -> None:
        """Send one payload; in order, since a compressed stream breaks otherwise."""
        async with self.lock:
            if self.compressor is None:
                await self.socket.send_str(text)
            else:
                await self.socket.send_bytes(self.compressor(text))

    async def send_op(self, op: int, data: object = None) -> None:
        """Send a payload that is not an event."""
        await self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def deliver(self) -> None:
        """Send the session's events as they come, until cancelled or the socket is gone."""
        while True:
            self.wake.clear()
            while self.session is not None and self.cursor < len(self.session.log):
                text = self.session.log[self.cursor]
                self.cursor += 1
                try:
                    await self.send(text)
                except ConnectionError:
                    return
            await self.wake.wait()

    def abort(self) -> None:
        """Cut the connection without a word, as a broken network does."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Gateway:
    """All sessions and connections."""

    def __init__(self, backend: Backend, *, heartbeat_ms: int) -> None:
        self._backend = backend
        self._heartbeat_ms = heartbeat_ms
        self._connections: set[Connection] = set()
        self.sessions: dict[str, Session] = {}
        self.identifies: list[Mapping[str, Any]] = []
        self.presences: list[Mapping[str, Any]] = []
        self.heartbeats = 0
        self.closed_with: list[int] = []
        backend.emit = self.emit

    def emit(self, name: str, data: Mapping[str, Any], guild_id: int | None) -> None:
        """Add an event to every session that shall have it."""
        for session in self.sessions.values():
            if session.wants(name, data, guild_id):
                session.append(name, self._without_content(session, name, data))

    def _without_content(self, session: Session, name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Empty a message that the intents do not open: its own, one in a DM or one that mentions the bot stay."""
        if name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or session.intents & _CONTENT or "guild_id" not in data:
            return data
        own = str(self._backend.bot.user.id)
        if data["author"]["id"] == own or any(one["id"] == own for one in data["mentions"]):
            return data
        return {**data, "content": "", "embeds": [], "attachments": [], "components": []}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection from HELLO to its close."""
        socket = web.WebSocketResponse(max_msg_size=0, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(
            socket=socket, request=request, compressor=compressor_for(request.query.get("compress"))
        )
        self._connections.add(connection)
        writer = asyncio.create_task(connection.deliver())
        try:
            if request.query.get("v", "10") not in ("9", "10"):
                await self._close(connection, INVALID_VERSION)
                return socket
            await connection.send_op(HELLO, {"heartbeat_interval": self._heartbeat_ms, "_trace": ["local"]})
            while not socket.closed:
                message = await socket.receive()
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, message.data)
                elif message.type is WSMsgType.BINARY:
                    await self._close(connection, DECODE_ERROR)
                elif message.type is WSMsgType.CLOSE:
                    self._end_session(connection, int(message.data or 0))
        except ConnectionError:
            pass  # the client went away in the middle of an answer; its session stays
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._connections.discard(connection)
            session = connection.session
            if session is not None and session.connection is connection:
                session.connection = None
            self._backend.changes.notify()
        return socket

    def _end_session(self, connection: Connection, code: int) -> None:
        """Forget the session of a client that closes with 1000 or 1001; any other code leaves it to be resumed."""
        if connection.session is not None and code in (1000, 1001):
            self.sessions.pop(connection.session.id, None)

    async def _close(self, connection: Connection, code: int) -> None:
        self.closed_with.append(code)
        await connection.socket.close(code=code)

    async def _receive(self, connection: Connection, text: str) -> None:
        try:
            payload = json.loads(text)
            op, data = int(payload["op"]), payload.get("d")
        except (ValueError, KeyError, TypeError):
            return await self._close(connection, DECODE_ERROR)
        if len(text.encode()) > _LARGEST_PAYLOAD:
            return await self._close(connection, DECODE_ERROR)
        if op == HEARTBEAT:
            self.heartbeats += 1
            self._backend.changes.notify()
            return await connection.send_op(HEARTBEAT_ACK)
        if op == IDENTIFY:
            return await self._identify(connection, data)
        if op == RESUME:
            return await self._resume(connection, data)
        if connection.session is None:
            return await self._close(connection, NOT_AUTHENTICATED)
        if op == PRESENCE:
            self.presences.append(data)
            self._backend.changes.notify()
        elif op == REQUEST_MEMBERS:
            self._send_members(connection.session, data)
        elif op != VOICE:
            await self._close(connection, UNKNOWN_OPCODE)
        return None

    async def _identify(self, connection: Connection, data: Mapping[str, Any]) -> None:
        self.identifies.append(data)
        bot, intents = self._backend.bot, data.get("intents")
        if connection.session is not None:
            return await self._close(connection, ALREADY_AUTHENTICATED)
        if data.get("token") not in (bot.token, f"Bot {bot.token}"):
            return await self._close(connection, BAD_TOKEN)
        if not isinstance(intents, int) or intents & ~_KNOWN:
            return await self._close(connection, INVALID_INTENTS)
        if intents & PRIVILEGED & ~bot.privileged_intents:
            return await self._close(connection, DISALLOWED_INTENTS)
        number, count = data.get("shard") or (0, 1)
        session = Session(
            id=f"{self._backend.ids():032x}", intents=intents, identify=data, shard=(int(number), int(count))
        )
        self.sessions[session.id] = session
        session.connection, connection.session = connection, session
        session.append("READY", self._ready(session))
        for guild in self._backend.guilds.values():
            # The key marks a guild that READY had announced; one joined later comes without it.
            created = render.guild(self._backend, guild, full=True) | {"unavailable": False}
            if session.wants("GUILD_CREATE", created, guild.id):
                session.append("GUILD_CREATE", created)
        self._backend.changes.notify()
        return None

    def _ready(self, session: Session) -> dict[str, Any]:
        application = render.application(self._backend)
        return {
            "v": 10,
            "user": render.me(self._backend),
            "guilds": [{"id": str(guild_id), "unavailable": True} for guild_id in self._backend.guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": f"{self._backend.gateway_url}/resume",
            "shard": list(session.shard),
            "application": {key: application[key] for key in ("id", "flags")},
            "user_settings": {},
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "geo_ordered_rtc_regions": [],
            "_trace": ["local"],
        }

    async def _resume(self, connection: Connection, data: Mapping[str, Any]) -> None:
        if data.get("token") not in (self._backend.bot.token, f"Bot {self._backend.bot.token}"):
            return await self._close(connection, BAD_TOKEN)
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            return await connection.send_op(INVALID_SESSION, data=False)
        if not 0 <= int(data.get("seq") or 0) <= len(session.log):
            return await self._close(connection, INVALID_SEQ)
        connection.cursor = int(data.get("seq") or 0)
        session.connection, connection.session = connection, session
        session.resumes += 1
        # It stands after all that was missed, so the client gets it last.
        session.append("RESUMED", {"_trace": ["local"]})
        self._backend.changes.notify()
        return None

    def _send_members(self, session: Session, data: Mapping[str, Any]) -> None:
        guild = self._backend.guilds.get(int(data["guild_id"]))
        if guild is None:
            return
        wanted = {int(one) for one in data.get("user_ids") or ()}
        start = str(data.get("query") or "").lower()
        found = [
            render.member(one)
            for one in guild.members
            if (one.user.id in wanted if wanted else one.user.username.startswith(start))
        ]
        chunk = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
        nonce = {"nonce": data["nonce"]} if data.get("nonce") else {}
        session.append("GUILD_MEMBERS_CHUNK", chunk | nonce)

    def connected(self) -> Session | None:
        """Return a session that somebody is connected to."""
        return next((one for one in self.sessions.values() if one.connection is not None), None)

    async def drop(self, *, code: int | None = None) -> None:
        """End every connection: without a word, or with a close code."""
        for connection in tuple(self._connections):
            if code is None:
                connection.abort()
            else:
                await self._close(connection, code)
        await self._gone()

    async def order_reconnect(self) -> None:
        """Ask every client to reconnect and resume (opcode 7)."""
        for connection in tuple(self._connections):
            await connection.send_op(RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is invalid (opcode 9); what cannot be resumed is forgotten."""
        for connection in tuple(self._connections):
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            await connection.send_op(INVALID_SESSION, data=resumable)

    def forget_sessions(self) -> None:
        """Forget every session, so that the next RESUME is answered with an invalid session."""
        self.sessions.clear()

    async def _gone(self) -> None:
        ended = tuple(self._connections)
        check: Callable[[], bool | None] = lambda: None if any(one in self._connections for one in ended) else True  # noqa: E731 - typed for the wait
        await self._backend.changes.until(check, within=10.0, what="end of the dropped connections")
