"""The addresses under which an app may answer what a user did.

Facts from Slack's documentation, "Handling user interaction": five uses within thirty minutes; JSON in, no token. That
a worn-out address answers 404 with `used_url` or `expired_url` is what clients report, not documented.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from tests.servers.slack.faults import Fault
from tests.servers.slack.interactions import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, Interaction
from tests.servers.slack.state import State
from tests.servers.slack.values import Call, Json, SlackError
from tests.servers.slack.web_api import abort, read_values

NAME = "response_url"


@dataclass(kw_only=True, slots=True)
class ResponseUrls:
    """The handler of `/commands/…` and `/actions/…`."""

    state: State
    interactions: dict[str, Interaction] = field(default_factory=dict)

    def new_path(self, kind: str) -> str:
        """Return a path that nobody has yet; `kind` is `commands` or `actions`."""
        return f"/{kind}/{self.state.workspace.team.id}/{self.state.next_id('r')}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Show one answer to the user who asked."""
        try:
            body = await read_values(request)
        except SlackError:
            return self._send({}, {"ok": False, "error": "invalid_payload"}, 400)
        fault = self.state.faults.take(NAME)
        if fault is not None and fault.drop != "after":
            return self._fail(request, body, fault)
        status, answer = self._show(request.path, body)
        if fault is not None:
            return self._fail(request, body, fault)
        return self._send(body, answer, status)

    def _show(self, path: str, body: Json) -> tuple[int, Json]:
        interaction = self.interactions.get(path)
        if interaction is None:
            return 404, {"ok": False, "error": "invalid_url"}
        if self.state.clock() - interaction.made_at > RESPONSE_URL_SECONDS:
            self.state.violate(NAME, "expired_url", path, body)
            return 404, {"ok": False, "error": "expired_url"}
        if interaction.posts >= RESPONSE_URL_USES:
            self.state.violate(NAME, "used_url", path, body)
            return 404, {"ok": False, "error": "used_url"}
        interaction.posts += 1
        try:
            interaction.show(body, NAME)
        except SlackError as refusal:
            return 400, refusal.to_json()
        return 200, {"ok": True}

    def _send(self, body: Json, answer: Json, status: int, *, fault: Fault | None = None) -> web.Response:
        dropped = fault is not None and fault.drop is not None
        self.state.calls.append(
            Call(
                method=NAME,
                params=body,
                at=self.state.clock(),
                status=None if dropped else status,
                answer=None if dropped else answer,
                fault=None if fault is None else fault.name,
            )
        )
        self.state.notify()
        return web.json_response(answer, status=status, headers={} if fault is None else fault.headers)

    def _fail(self, request: web.Request, body: Json, fault: Fault) -> web.Response:
        if fault.drop is not None:
            abort(request)
        return self._send(body, fault.body, fault.code, fault=fault)
