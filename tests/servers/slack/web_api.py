"""The Web API over HTTP: who is asking, what goes wrong on purpose, which method answers.

Facts from Slack's documentation, "Using the Slack Web API" and "Rate limits": a token comes in the `Authorization`
header or as `token`; parameters come as a form, as JSON or in the query; nearly every answer is 200 with `ok`; a 429
carries `Retry-After`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.slack import chat, conversations, directory, files, views
from tests.servers.slack.composing import Params
from tests.servers.slack.faults import Fault
from tests.servers.slack.spec import WebApiSpec
from tests.servers.slack.state import State
from tests.servers.slack.values import Call, Json, SlackError


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """One method: what answers it, the scopes that let it be called, and which token it takes."""

    answer: Callable[[State, Params], Json]
    scopes: tuple[str, ...] = ()
    app_level: bool = False


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS: Mapping[str, Method] = {
    "apps.connections.open": Method(answer=directory.open_connection, scopes=("connections:write",), app_level=True),
    "auth.test": Method(answer=directory.show_token),
    "bots.info": Method(answer=directory.show_bot, scopes=("users:read",)),
    "chat.delete": Method(answer=chat.delete_message, scopes=("chat:write",)),
    "chat.getPermalink": Method(answer=chat.get_permalink),
    "chat.postEphemeral": Method(answer=chat.post_ephemeral, scopes=("chat:write",)),
    "chat.postMessage": Method(answer=chat.post_message, scopes=("chat:write",)),
    "chat.update": Method(answer=chat.update_message, scopes=("chat:write",)),
    "conversations.history": Method(answer=conversations.history, scopes=HISTORY),
    "conversations.info": Method(answer=conversations.show, scopes=READ),
    "conversations.join": Method(answer=conversations.join, scopes=("channels:join",)),
    "conversations.list": Method(answer=conversations.list_all, scopes=READ),
    "conversations.members": Method(answer=conversations.members, scopes=READ),
    "conversations.open": Method(answer=conversations.open_direct, scopes=("im:write", "mpim:write")),
    "conversations.replies": Method(answer=conversations.replies, scopes=HISTORY),
    "files.completeUploadExternal": Method(answer=files.complete_upload, scopes=("files:write",)),
    "files.getUploadURLExternal": Method(answer=files.begin_upload, scopes=("files:write",)),
    "team.info": Method(answer=directory.show_team, scopes=("team:read",)),
    "usergroups.list": Method(answer=directory.list_groups, scopes=("usergroups:read",)),
    "usergroups.users.list": Method(answer=directory.list_members, scopes=("usergroups:read",)),
    "users.info": Method(answer=directory.show_user, scopes=("users:read",)),
    "users.list": Method(answer=directory.list_users, scopes=("users:read",)),
    "views.open": Method(answer=views.open_view),
    "views.publish": Method(answer=views.publish_view),
    "views.push": Method(answer=views.push_view),
    "views.update": Method(answer=views.update_view),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class WebApi:
    """The handler of `/api/{method}`."""

    state: State
    spec: WebApiSpec | None
    post_interval: float | None = None
    """Seconds that must lie between two posts to one channel; None: no limit of its own."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, and write it down."""
        name = request.match_info["method"]
        try:
            values = await read_values(request)
        except SlackError as refusal:
            return self._send(name, {}, refusal.to_json())
        token = values.pop("token", None) or request.headers.get("Authorization", "").removeprefix("Bearer ")
        method = METHODS.get(name)
        if method is None:
            self.state.unknown_methods.append(name)
            return self._send(name, values, {"ok": False, "error": "unknown_method", "req_method": name})
        fault = self._throttle(name, values) or self.state.faults.take(name)
        if fault is not None and not fault.is_after_the_work:
            return self._fail(request, name, values, fault)
        answer = self._answer(method, name, values, str(token))
        if fault is not None and fault.slow:
            await asyncio.sleep(fault.slow)
        elif fault is not None:
            return self._fail(request, name, values, fault)
        return self._send(name, values, answer, scopes=method.scopes)

    def _answer(self, method: Method, name: str, values: Json, token: str) -> Json:
        try:
            self._check_token(method, token)
            for problem in self.spec.problems(name, values) if self.spec is not None else ():
                self.state.violate(name, "spec", problem, values)
            return {"ok": True, **method.answer(self.state, Params(values=values))}
        except SlackError as refusal:
            body = refusal.to_json()
            if refusal.needed is not None:
                body["provided"] = ",".join(self.state.workspace.app.scopes)
            return body

    def _check_token(self, method: Method, token: str) -> None:
        app = self.state.workspace.app
        if not token:
            raise SlackError("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackError("invalid_auth")
        if (token == app.app_token) is not method.app_level:
            raise SlackError("not_allowed_token_type")

    def _throttle(self, name: str, values: Json) -> Fault | None:
        """Hold a channel to its pace of posts, where the server was told one."""
        if self.post_interval is None or name != "chat.postMessage":
            return None
        now = self.state.clock()
        posts = (call for call in reversed(self.state.calls) if call.method == name and call.ok)
        last = next((call.at for call in posts if call.params.get("channel") == values.get("channel")), None)
        if last is None or now - last >= self.post_interval:
            return None
        return Fault(retry_after=max(1, round(self.post_interval - (now - last))))

    def _send(self, name: str, values: Json, body: Json, *, scopes: tuple[str, ...] = ()) -> web.Response:
        self.state.calls.append(Call(method=name, params=values, at=self.state.clock(), status=200, answer=body))
        self.state.notify()
        headers = {"x-oauth-scopes": ",".join(self.state.workspace.app.scopes)}
        if scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(scopes)
        return web.json_response(body, headers=headers)

    def _fail(self, request: web.Request, name: str, values: Json, fault: Fault) -> web.Response:
        dropped = fault.drop is not None
        call = Call(
            method=name,
            params=values,
            at=self.state.clock(),
            status=None if dropped else fault.code,
            answer=None if dropped else fault.body,
            fault=fault.name,
        )
        self.state.calls.append(call)
        self.state.notify()
        if dropped:
            abort(request)
        if fault.garbled:
            return web.Response(text='{"ok": tr', content_type="application/json")
        return web.json_response(fault.body, status=fault.code, headers=fault.headers)


def abort(request: web.Request) -> None:
    """Close the connection of a request without an answer; what is then returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()


async def read_values(request: web.Request) -> Json:
    """Return the parameters of a call: the query's, then the body's over them."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        try:
            body = json.loads(text) if text else {}
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return values | {name: value for name, value in body.items() if value is not None}
    form = await request.post()
    return values | {name: value for name, value in form.items() if isinstance(value, str)}
