"""The HTTP side: every request is read, counted, checked, carried out and recorded in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.servers.discord import callbacks, commands, messages, places
from tests.servers.discord.backend import Backend
from tests.servers.discord.buckets import VIA, Buckets, Passed, whole
from tests.servers.discord.calls import Call, Reply, Route, read_call
from tests.servers.discord.errors import ApiError, Problem
from tests.servers.discord.faults import Fault, Faults, Kind
from tests.servers.discord.records import Request

PREFIX = "/api/v10"
_CUT_SHORT = b'{"id": "91'
_BREAKS_A_RULE = (50006, 50035, 50109)
_LARGEST_UPLOAD = 32 * 1024 * 1024


class Rest:
    """Discord's REST interface over a backend."""

    def __init__(self, backend: Backend, *, faults: Faults, buckets: Buckets) -> None:
        self._backend = backend
        self._faults = faults
        self._buckets = buckets

    def application(self) -> web.Application:
        """Return the web application with every known route, and one that catches the unknown."""
        app = web.Application(client_max_size=_LARGEST_UPLOAD)
        for route in (*places.ROUTES, *commands.ROUTES, *messages.ROUTES, *callbacks.ROUTES):
            app.router.add_route(route.method, PREFIX + route.path, self._serving(route))
        app.router.add_get("/attachments/{channel}/{attachment}/{name}", self._attachment)
        return app

    def catch_unknown(self, app: web.Application) -> None:
        """Add the route that records what no other route takes; it has to be the last one added."""
        app.router.add_route("*", "/{path:.*}", self._unknown)

    def _serving(self, route: Route) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return serve

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        fault = self._faults.take(request.method, path)
        if fault is not None and fault.kind is Kind.CLOSE:
            await request.read()
            return self._cut(request, path)
        interaction = route.path.startswith("/interactions/")
        passed = self._buckets.admit(
            request.method, route.path, _major(request), counts_globally=not interaction and route.needs_token
        )
        body: Any = None
        try:
            call = await read_call(request)
            body = call.body
            reply = await self._answer(route, request, call, passed, fault)
        except ApiError as error:
            reply = Reply(status=error.status, body=error.body())
            if error.code in _BREAKS_A_RULE:
                whole_body = Problem(path="", code=str(error.code), message=str(error.body()["message"]))
                self._backend.violate(request.method, path, list(error.problems) or [whole_body])
        except Exception as error:  # noqa: BLE001 - a fault of the server itself has to reach the test, not the bot
            self._backend.errors.append(error)
            reply = Reply(status=500, body={"message": "500: Internal Server Error", "code": 0})
        if fault is not None and fault.kind is Kind.LOSE_ANSWER:
            return self._cut(request, path, body)
        self._record(request.method, path, body, reply.status)
        if fault is not None and fault.kind is Kind.GARBLE:
            return web.Response(status=reply.status, body=_CUT_SHORT, content_type="application/json")
        return _response(reply, passed, fault)

    async def _answer(
        self, route: Route, request: web.Request, call: Call, passed: Passed, fault: Fault | None
    ) -> Reply:
        if route.needs_token and request.headers.get("Authorization") != f"Bot {self._backend.bot.token}":
            return Reply(status=401, body={"message": "401: Unauthorized", "code": 0})
        if fault is not None and fault.kind is Kind.ANSWER:
            return Reply(status=fault.status, body=fault.body())
        if passed.retry_after is not None:
            limited = {"message": "You are being rate limited.", "retry_after": passed.retry_after}
            return Reply(status=429, body=limited | {"global": passed.is_global})
        if self._backend.description is not None and call.body is not None:
            problems = self._backend.description.problems(call.method, call.path, call.body)
            self._backend.violate(call.method, call.path, problems)
        return await route.handler(self._backend, call)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self._backend.unknown_routes.append((request.method, request.path))
        self._record(request.method, request.path.removeprefix(PREFIX), None, 404)
        return _json({"message": "404: Not Found", "code": 0}, 404, {"Via": VIA})

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        sent = (one for versions in self._backend.history.values() for one in versions[-1].attachments)
        for one in (*self._backend.uploads.values(), *sent):
            if str(one.id) == request.match_info["attachment"]:
                return web.Response(body=one.content, content_type=one.content_type)
        raise web.HTTPNotFound

    def _cut(self, request: web.Request, path: str, body: Any = None) -> web.StreamResponse:
        """Close the connection in place of an answer."""
        self._record(request.method, path, body, 0)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    def _record(self, method: str, path: str, body: Any, status: int) -> None:
        one = Request(method=method, path=path, body=body, status=status, at=self._backend.now())
        self._backend.requests.append(one)
        self._backend.changes.notify()


def _json(body: Any, status: int, headers: Mapping[str, str]) -> web.Response:
    """Return JSON with the bare content type: with a charset behind it discord.py takes the body for text."""
    text = json.dumps(body).encode()
    return web.Response(status=status, body=text, content_type="application/json", headers=headers)


def _major(request: web.Request) -> str:
    """Return the parameters that a bucket is counted by: channel, guild, or webhook with its token."""
    found = request.match_info
    return "+".join(found[name] for name in ("channel", "guild", "token") if name in found)


def _response(reply: Reply, passed: Passed, fault: Fault | None) -> web.Response:
    headers: Mapping[str, str] = passed.headers
    if fault is not None and fault.from_cloudflare:
        # Cloudflare answers for Discord when it bans an address: no JSON, no Via, no limits.
        return web.Response(status=reply.status, text="error code: 1015", content_type="text/plain")
    if fault is not None and fault.status == 429 and reply.status == 429:
        about = {"Retry-After": whole(reply.body["retry_after"]), "X-RateLimit-Scope": "user"}
        if fault.is_global:
            about = {**about, "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
        headers = {**headers, **about}
    if reply.status == 204:
        return web.Response(status=204, headers=headers)
    return _json(reply.body, reply.status, headers)
