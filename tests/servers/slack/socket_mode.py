"""Socket Mode: connections, envelopes and their acknowledgements.

Facts from Slack's documentation, "Using Socket Mode" and "The Events API": a `hello` opens a connection; at most ten
stand at once, and each envelope goes to one of them; an envelope is acknowledged by its id within three seconds, with a
payload where `accepts_response_payload` allows it; an event that is not acknowledged (or found no connection) comes
again at once, after a minute and after five; `disconnect` announces the end of a connection (`warning`,
`refresh_requested`, `link_disabled`, and `too_many_websockets` for the eleventh).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from tests.servers.slack.state import State
from tests.servers.slack.values import Json

CONNECTIONS = 10


@dataclass(kw_only=True, slots=True)
class Envelope:
    """One delivery, and what came back for it."""

    envelope_id: str
    kind: str
    payload: Json
    accepts_payload: bool
    retry_attempt: int | None
    connection: int | None
    """Which connection took it; None where there was none."""
    sent_at: float
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged_after: float | None = None
    ack_payload: Json | None = None

    def to_json(self) -> Json:
        """Return it as it goes over the wire."""
        body: Json = {
            "envelope_id": self.envelope_id,
            "type": self.kind,
            "accepts_response_payload": self.accepts_payload,
            "payload": self.payload,
        }
        if self.retry_attempt is not None:
            body |= {"retry_attempt": self.retry_attempt, "retry_reason": "timeout" if self.retry_attempt else ""}
        return body


@dataclass(kw_only=True, slots=True, eq=False)
class Connection:
    """One open WebSocket."""

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    pings: int = 0
    """How many the client sent."""
    pongs: int = 0
    """How many of the server's the client answered."""
    leaving: bool = False


@dataclass(kw_only=True, slots=True)
class SocketMode:
    """All connections of the app, and every envelope so far."""

    state: State
    acknowledge_within: float
    retry_delays: tuple[float, ...]
    connections: list[Connection] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answer_pings: bool = True
    _opened: int = 0
    _sent: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket, opened with a ticket of `apps.connections.open`."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.state.tickets:
            return web.Response(status=401, text="invalid ticket")
        self.state.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await socket.send_json(_disconnect_body("too_many_websockets"))
            await socket.close()
            return socket
        self._opened += 1
        connection = Connection(number=self._opened, socket=socket, request=request)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello(request))
            self.state.notify()
            async for message in socket:
                await self._receive(connection, message)
        except ConnectionError:
            pass  # The client went away while something was sent to it; the loop's end is the same.
        finally:
            self.connections.remove(connection)
            self.state.notify()
        return socket

    def _hello(self, request: web.Request) -> Json:
        soon = request.query.get("debug_reconnects") == "true"
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-local",
                "build_number": 1,
                "approximate_connection_time": 360 if soon else 18060,
            },
            "connection_info": {"app_id": self.state.workspace.app.id},
        }

    async def _receive(self, connection: Connection, message: WSMessage) -> None:
        match message.type:
            case WSMsgType.PING:
                connection.pings += 1
                if self.answer_pings:
                    await connection.socket.pong(message.data)
            case WSMsgType.PONG:
                connection.pongs += 1
            case WSMsgType.TEXT:
                self._acknowledge(message.data)
        self.state.notify()

    def _acknowledge(self, text: str) -> None:
        try:
            body: Any = json.loads(text)
        except ValueError:
            body = None
        envelope_id = body.get("envelope_id") if isinstance(body, dict) else None
        for envelope in self.envelopes:
            if envelope.envelope_id == envelope_id:
                break
        else:
            self.state.violate("acknowledgement", "unknown_envelope", text)
            return
        if envelope.acknowledged.is_set():
            self.state.violate("acknowledgement", "acknowledged_twice", text)
            return
        payload = body.get("payload")
        if payload and not envelope.accepts_payload:
            self.state.violate("acknowledgement", "payload_not_accepted", text)
        envelope.acknowledged_after = self.state.monotonic() - envelope.sent_at
        envelope.ack_payload = payload or None
        envelope.acknowledged.set()

    async def send(self, kind: str, payload: Json, *, accepts_payload: bool) -> Envelope:
        """Send one envelope to one connection, and wait for its acknowledgement as long as Slack does."""
        envelope = await self._send(kind, payload, accepts_payload=accepts_payload, retry_attempt=None)
        await self._wait(envelope)
        return envelope

    async def send_event(self, payload: Json, keep: Callable[[Envelope], None]) -> None:
        """Send an event, and go on sending it in the background while it is not acknowledged.

        Returns after the first attempt; `keep` is given each envelope as it goes out.
        """
        first = await self._send("events_api", payload, accepts_payload=False, retry_attempt=0)
        keep(first)
        if not await self._wait(first):
            task = asyncio.create_task(self._send_again(payload, keep, first))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send_again(self, payload: Json, keep: Callable[[Envelope], None], last: Envelope) -> None:
        for attempt, delay in enumerate(self.retry_delays, start=1):
            await asyncio.sleep(delay)
            if last.acknowledged.is_set():
                return
            last = await self._send("events_api", payload, accepts_payload=False, retry_attempt=attempt)
            keep(last)
            if await self._wait(last):
                return

    async def _send(self, kind: str, payload: Json, *, accepts_payload: bool, retry_attempt: int | None) -> Envelope:
        connection = self._next_connection()
        envelope = Envelope(
            envelope_id=self.state.next_id("envelope-"),
            kind=kind,
            payload=payload,
            accepts_payload=accepts_payload,
            retry_attempt=retry_attempt,
            connection=None if connection is None else connection.number,
            sent_at=self.state.monotonic(),
        )
        self.envelopes.append(envelope)
        self.state.notify()
        if connection is not None:
            with contextlib.suppress(ConnectionError):  # It is being lost: the same as no acknowledgement.
                await connection.socket.send_json(envelope.to_json())
        return envelope

    def _next_connection(self) -> Connection | None:
        """Return the connection whose turn it is; one that was told to leave only when there is no other."""
        live = [each for each in self.connections if not each.socket.closed]
        staying = [each for each in live if not each.leaving] or live
        if not staying:
            return None
        self._sent += 1
        return staying[self._sent % len(staying)]

    async def _wait(self, envelope: Envelope) -> bool:
        if envelope.connection is None:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(envelope.acknowledged.wait(), self.acknowledge_within)
        return envelope.acknowledged.is_set()

    async def disconnect(self, reason: str) -> None:
        """Tell every connection that it will end; except for a `warning`, end it at once."""
        for connection in list(self.connections):
            connection.leaving = True
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(_disconnect_body(reason))
                if reason != "warning":
                    await connection.socket.close(code=WSCloseCode.OK)

    def drop(self) -> int:
        """Cut every connection without a word, as a broken network does; return how many there were."""
        cut = list(self.connections)
        for connection in cut:
            if connection.request.transport is not None:
                connection.request.transport.abort()
        return len(cut)

    async def ping(self) -> None:
        """Send a ping to every connection."""
        for connection in list(self.connections):
            with contextlib.suppress(ConnectionError):
                await connection.socket.ping(b"Ping from applink-local")

    async def stop(self, _app: web.Application) -> None:
        """Stop sending again, and close every connection; the application calls it once nobody can come any more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in list(self.connections):
            with contextlib.suppress(ConnectionError):
                await connection.socket.close(code=WSCloseCode.GOING_AWAY)


def _disconnect_body(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
