"""Slack's requests over HTTP, for who would rather have a public address than Socket Mode.

slack_bolt compares the signature (HMAC of `v0:timestamp:body`) and refuses what is older than five minutes
(docs.slack.dev, "Verifying requests from Slack"); what it cannot read is refused here.
"""

from __future__ import annotations

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"
"""Where Slack is to send commands, clicks and events: the one address of the manifest's request URLs."""

_SIGNATURE = "X-Slack-Signature"


class SignedHttp:
    """Hands requests to the app, once there is one; before that Slack is asked to come again."""

    def __init__(self) -> None:
        self.app: AsyncApp | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request: 401 where it is not signed by Slack, 400 where it cannot be read."""
        if self.app is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "0")
        if not (timestamp.isascii() and timestamp.isdecimal() and request.headers.get(_SIGNATURE, "").isascii()):
            # The library would break on these, and log it.
            return web.Response(status=401)
        try:
            return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))
        except (ValueError, TypeError, AttributeError, KeyError):
            # No form, no JSON, or JSON of another shape: nothing that Slack sends.
            return web.Response(status=400)
