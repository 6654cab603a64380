"""The app over signed HTTP: what Slack signed is answered, anything else is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlencode

import pytest

from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError
from handlers.http_server import HttpServer
from handlers.slack.platform import SlackPlatform
from handlers.slack.signed_http import PATH, SignedHttp
from tests.handlers.slack.hands import choose, fill, form_of, labels
from tests.servers.slack import SlackServer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
MINUTES = 60


@pytest.fixture
async def over_http(server: SlackServer, commands: Commands) -> AsyncIterator[SlackServer]:
    """Return the workspace, whose app listens on HTTP."""
    http, signed = HttpServer("127.0.0.1:0"), SignedHttp()
    http.add("POST", PATH, signed.handle)
    platform = SlackPlatform(
        server.bot_token, None, server.api_url, commands, signed=signed, signing_secret=server.signing_secret
    )
    async with http.serving() as address:
        server.deliver_to(address + PATH)
        running = asyncio.create_task(platform.run())
        try:
            while signed.app is None:  # noqa: ASYNC110 - it is a short while, and nothing tells of its end
                await asyncio.sleep(0.01)
            yield server
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def a_command(**changed: str) -> str:
    """Return the body of a slash command."""
    given = {
        "command": "/claimwatch",
        "text": "status",
        "team_id": "T0DESK001",
        "channel_id": "C0ALERTS1",
        "channel_name": "alerts",
        "user_id": "U0ANALYST",
        "response_url": "http://127.0.0.1:9/nowhere",
        "trigger_id": "1.2.3",
    }
    return urlencode({**given, **changed})


async def test_a_command_is_answered(over_http: SlackServer) -> None:
    """As over Socket Mode, which is not asked for."""
    asked = await over_http.slash("/claimwatch", "status", channel="alerts", user="olena")
    assert asked.failure is None
    assert "Claimwatch is running" in (await asked.response()).shown_text
    assert over_http.calls_of("apps.connections.open") == []


async def test_the_address_is_verified(over_http: SlackServer) -> None:
    """Slack asks once, when it is set."""
    assert await over_http.signed_http.verify()


async def test_what_is_not_signed_is_refused(over_http: SlackServer) -> None:
    """Without a signature, with another's, of another body, of another time, or too old."""
    http = over_http.signed_http
    body = a_command()
    good = http.signed(body)
    now = over_http.state.clock()
    forged = {**good, "X-Slack-Signature": "v0=" + "0" * 64}
    refused = [
        {},
        forged,
        {**good, "X-Slack-Request-Timestamp": str(int(now) + 1)},
        http.signed(a_command(text="help")),
        http.signed(body, at=now - 6 * MINUTES),
        http.signed(body, at=now + 6 * MINUTES),
    ]
    assert await http.post(body, {**good, **FORM}) == 200
    assert [await http.post(body, {**headers, **FORM}) for headers in refused] == [401] * len(refused)


@pytest.mark.parametrize(
    ("body", "headers"),
    [("payload=%7Bnot", FORM), ("{not", JSON), ("[1, 2]", JSON), ("\udcff", JSON), ("payload=[]", FORM)],
    ids=["no JSON in a form", "no JSON", "a list", "no text", "a list in a form"],
)
async def test_what_cannot_be_read_is_refused(over_http: SlackServer, body: str, headers: dict[str, str]) -> None:
    """Signed or not, it takes nothing down."""
    http = over_http.signed_http
    sent = body.encode("utf-8", "surrogateescape").decode("latin-1")
    assert 400 <= await http.post(sent, {**http.signed(sent), **headers}) < 500
    assert await http.verify()


@pytest.mark.parametrize(
    "changed",
    [{"X-Slack-Request-Timestamp": "soon"}, {"X-Slack-Signature": "v0=é"}],
    ids=["no number", "no ASCII"],
)
async def test_headers_of_another_form_are_refused(
    over_http: SlackServer, caplog: pytest.LogCaptureFixture, changed: dict[str, str]
) -> None:
    """Nothing breaks on them, and nobody fills the log."""
    http, body = over_http.signed_http, a_command()
    assert await http.post(body, {**http.signed(body), **changed, **FORM}) == 401
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_check_of_the_certificate_does_nothing(over_http: SlackServer) -> None:
    """Slack asks for it without a signature; nobody can slip a command in beside it."""
    http = over_http.signed_http
    body = a_command(ssl_check="1", command="/subscribe", text="everything")
    assert await http.post(body, FORM) == 200
    told = json.dumps({"ssl_check": "1", "type": "event_callback", "event": {"type": "app_mention"}})
    assert await http.post(told, JSON) == 200
    assert [call.method for call in over_http.calls] == ["auth.test"]


async def test_slack_comes_again_while_nobody_is_there(server: SlackServer) -> None:
    """Until the app is connected, an event is not lost."""
    http, signed = HttpServer("127.0.0.1:0"), SignedHttp()
    http.add("POST", PATH, signed.handle)
    async with http.serving() as address:
        server.deliver_to(address + PATH)
        body = a_command()
        assert await server.signed_http.post(body, {**server.signed_http.signed(body), **FORM}) == 503


async def test_an_event_that_comes_again_is_answered_once(over_http: SlackServer) -> None:
    """With `X-Slack-Retry-Num`, while the first is being answered and long after."""
    asked = await over_http.mention("alerts", "olena", "conflicts in Portugal")
    first = over_http.signed_http.envelopes[-1]
    await asyncio.gather(*(over_http.signed_http.send_again(first) for _ in range(3)))
    assert over_http.signed_http.statuses[-4:] == [200] * 4
    assert asked.source.message is not None
    parent = asked.source.message
    await over_http.wait_until(lambda: bool(over_http.replies(parent)))
    await over_http.signed_http.send_again(first)
    await (await over_http.slash("/claimwatch", "status", channel="alerts", user="olena")).response()
    assert len(over_http.replies(parent)) == 1


async def test_forms_menus_and_buttons_work_too(over_http: SlackServer, commands: Commands) -> None:
    """What an acknowledgement carries is its body: options, and what is wrong with a form."""
    asked = await over_http.slash("/subscribe", channel="alerts", user="olena")
    view = await form_of(over_http, asked)
    wrong = await fill(over_http, view, {"place": "portug", "digest": "never o'clock"})
    assert wrong.shown_view is not None
    assert wrong.shown_view.errors
    await fill(over_http, wrong.shown_view, {"place": "portug"})
    await asked.response()
    assert len(await commands.subscriptions.of("slack:C0ALERTS1")) == 1
    panel = await (await over_http.slash("/subscriptions", channel="alerts", user="olena")).response()
    await (await choose(over_http, panel, "Portugal")).response()
    assert "Pause" in labels(over_http.current(panel))


async def test_a_missing_secret_ends_it(server: SlackServer, commands: Commands) -> None:
    """The setting is named."""
    with pytest.raises(ConfigurationError, match=r"slack\.signing_secret"):
        await SlackPlatform(server.bot_token, None, server.api_url, commands, signed=SignedHttp()).run()
