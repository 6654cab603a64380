"""Requests to an app's own address: signed as slack_sdk checks it, repeated as Slack does; and files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from tests.servers.slack import SlackServer
from tests.servers.slack.listening import listen


@dataclass
class Heard:
    """What came to the app's address, and how it answers."""

    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What the next requests are answered with; 200 once there are none."""
    answer: dict[str, Any] = field(default_factory=dict)
    wait: float = 0.0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Write it down, and answer."""
        self.bodies.append(await request.text())
        self.headers.append(dict(request.headers))
        await asyncio.sleep(self.wait)
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)


@pytest.fixture
async def heard(server: SlackServer) -> AsyncIterator[Heard]:
    """Return an app's address that the workspace sends to."""
    app = Heard()
    made = web.Application()
    made.router.add_post("/slack/events", app.handle)
    async with listen(made) as address:
        server.deliver_to(f"{address}/slack/events")
        yield app


async def test_every_request_is_signed(server: SlackServer, heard: Heard) -> None:
    """As Slack's own library checks it: commands, interactions, events."""
    await server.slash("/claims", "Kupiansk & more", channel="alerts", user="olena")
    await server.shortcut("find", user="olena")
    await server.mention("alerts", "olena", "help")
    verifier = SignatureVerifier(server.signing_secret)
    assert [
        verifier.is_valid_request(body, headers) for body, headers in zip(heard.bodies, heard.headers, strict=True)
    ] == [True] * 3
    command, shortcut, event = heard.bodies
    assert parse_qs(command)["text"] == ["Kupiansk & more"]
    assert json.loads(parse_qs(shortcut)["payload"][0])["callback_id"] == "find"
    assert json.loads(event)["event"]["type"] == "app_mention"


async def test_an_event_that_is_not_taken_comes_again(server: SlackServer, heard: Heard) -> None:
    """With the number of the attempt, and the same id."""
    heard.statuses = [500, 503]
    asked = await server.mention("alerts", "olena", "help")
    await asked.acknowledged()
    assert [headers.get("X-Slack-Retry-Num") for headers in heard.headers] == [None, "1", "2"]
    assert len({json.loads(body)["event_id"] for body in heard.bodies}) == 1


async def test_a_slow_answer_is_none(server: SlackServer, heard: Heard) -> None:
    """The user sees an error; nobody there is another."""
    heard.wait = 1.5
    asked = await server.slash("/claims", channel="alerts", user="olena")
    assert asked.failure is not None
    server.deliver_to("http://127.0.0.1:9/slack/events")
    assert (await server.slash("/claims", channel="alerts", user="olena")).failure == "dispatch_failed"


async def test_what_an_answer_carries_is_shown(server: SlackServer, heard: Heard) -> None:
    """A message, and the challenge."""
    heard.answer = {"text": "Here.", "response_type": "ephemeral"}
    asked = await server.slash("/claims", channel="alerts", user="olena")
    assert [one.text for one in asked.answers] == ["Here."]
    assert not await server.signed_http.verify()


async def test_a_file_is_for_the_token_alone(server: SlackServer) -> None:
    """Anybody else gets a page to log in."""
    file = server.files.add("a.txt", b"words")
    async with aiohttp.ClientSession() as session:
        for token, kind in ((server.bot_token, "text/plain"), ("xoxb-other", "text/html")):
            headers = {"Authorization": f"Bearer {token}"}
            async with session.get(file["url_private_download"], headers=headers) as answer:
                assert answer.content_type == kind
