"""Requests to the app's own address, signed: what Slack sends where an app does not use Socket Mode.

Facts from Slack's documentation: "Verifying requests from Slack" (`v0=` and the HMAC-SHA256 of `v0:timestamp:body`),
"Slash commands" and "Handling user interaction" (forms; JSON in the field `payload`), "The Events API" (JSON; the
address is verified with a `challenge`; retries at once, after a minute and after five, with `X-Slack-Retry-Num` and
`X-Slack-Retry-Reason`). An acknowledgement is an answer of 200 within three seconds; its body may carry what is shown.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.servers.slack.socket_mode import Envelope
from tests.servers.slack.state import State
from tests.servers.slack.values import Json

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(kw_only=True, slots=True)
class SignedHttp:
    """Sends to `url`, once there is one."""

    state: State
    acknowledge_within: float
    retry_delays: tuple[float, ...]
    url: str | None = None
    envelopes: list[Envelope] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What each request was answered with, in order."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def send(self, kind: str, payload: Json, *, accepts_payload: bool) -> Envelope:
        """Send a command or an interaction once, and wait for its acknowledgement as long as Slack does."""
        body = urlencode(payload if kind == "slash_commands" else {"payload": json.dumps(payload)})
        return await self._send(kind, payload, body, FORM, accepts_payload=accepts_payload)

    async def send_event(self, payload: Json, keep: Callable[[Envelope], None]) -> None:
        """Send an event, and go on sending it in the background while it is not acknowledged."""
        first = await self._send("events_api", payload, json.dumps(payload), JSON)
        keep(first)
        if not first.acknowledged.is_set():
            task = asyncio.create_task(self._send_again(payload, keep))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def send_again(self, envelope: Envelope) -> Envelope:
        """Send an event once more, as when its acknowledgement was lost on the way."""
        return await self._retry(envelope.payload, 1)

    async def verify(self) -> bool:
        """Return whether the app gives back the challenge, as Slack asks when the address is set."""
        challenge = self.state.next_id("challenge")
        payload = {"token": "local", "challenge": challenge, "type": "url_verification"}
        envelope = await self._send("events_api", payload, json.dumps(payload), JSON)
        return envelope.ack_payload == {"challenge": challenge}

    async def post(self, body: str, headers: dict[str, str]) -> int:
        """Send anything, signed or not, and return the status."""
        async with aiohttp.ClientSession() as session, session.post(self._url, data=body, headers=headers) as answer:
            return answer.status

    def signed(self, body: str, *, at: float | None = None) -> dict[str, str]:
        """Return the headers that Slack signs a body with, `at` seconds since 1970 (or now)."""
        timestamp = str(int(self.state.clock() if at is None else at))
        secret = self.state.workspace.app.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    @property
    def _url(self) -> str:
        if self.url is None:
            raise LookupError("the app has no request URL")
        return self.url

    async def _send_again(self, payload: Json, keep: Callable[[Envelope], None]) -> None:
        for attempt, delay in enumerate(self.retry_delays, start=1):
            await asyncio.sleep(delay)
            envelope = await self._retry(payload, attempt)
            keep(envelope)
            if envelope.acknowledged.is_set():
                return

    async def _retry(self, payload: Json, attempt: int) -> Envelope:
        more = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        return await self._send("events_api", payload, json.dumps(payload), JSON, retry_attempt=attempt, more=more)

    async def _send(
        self,
        kind: str,
        payload: Json,
        body: str,
        content_type: str,
        *,
        accepts_payload: bool = True,
        retry_attempt: int | None = None,
        more: dict[str, str] | None = None,
    ) -> Envelope:
        envelope = Envelope(
            envelope_id=self.state.next_id("request-"),
            kind=kind,
            payload=payload,
            accepts_payload=accepts_payload,
            retry_attempt=retry_attempt,
            connection=0,
            sent_at=self.state.monotonic(),
        )
        self.envelopes.append(envelope)
        headers = {**self.signed(body), "Content-Type": content_type, "User-Agent": "Slackbot 1.0", **(more or {})}
        timeout = aiohttp.ClientTimeout(total=self.acknowledge_within)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body.encode(), headers=headers) as answer,
            ):
                self.statuses.append(answer.status)
                text = await answer.text()
                if answer.status == 200:
                    envelope.acknowledged_after = self.state.monotonic() - envelope.sent_at
                    envelope.ack_payload = _read(text, answer.content_type)
                    envelope.acknowledged.set()
        except (aiohttp.ClientError, TimeoutError, OSError):
            # Nobody there, or too late: no acknowledgement.
            envelope.connection = None
        self.state.notify()
        return envelope

    async def stop(self, _app: web.Application) -> None:
        """Stop sending again."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _read(text: str, content_type: str) -> Any:
    if not text:
        return None
    return json.loads(text) if content_type == JSON else {"text": text}
