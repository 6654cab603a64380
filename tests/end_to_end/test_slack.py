"""`claimwatch run` with Slack alone, over Socket Mode and over signed HTTP: everything that people do there.

The workspace is a local server that speaks Slack's own protocols; the program runs as people start it, is killed, and
runs again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from bot.intake import SAMPLES
from tests.end_to_end.conftest import Running, Start
from tests.end_to_end.world import SPECS
from tests.handlers.slack.hands import choose, fill, form_of, labels, press
from tests.servers.slack import Message, SlackServer, View, open_slack_server
from tests.servers.threads import Threaded, threaded

CHANNEL, USER = "alerts", "olena"
# Seconds that a slow machine may take for what Slack gives three.
_PATIENCE = 30.0
_LONG = 60.0

Act = Callable[[SlackServer], Any]


@pytest.fixture
def slack() -> Iterator[Threaded[SlackServer]]:
    """Run a workspace."""
    spec = SPECS / "slack-web-openapi.json.gz"
    with threaded(lambda: open_slack_server(spec=spec, acknowledge_within=_PATIENCE, retry_delays=(0.0,))) as opened:
        yield opened


def environment(slack: Threaded[SlackServer], transport: str) -> dict[str, str]:
    """Return the settings that an operator would make."""
    server = slack.server
    secrets = (
        {"CLAIMWATCH_SLACK__APP_TOKEN": server.app_token}
        if transport == "socket"
        else {"CLAIMWATCH_SLACK__SIGNING_SECRET": server.signing_secret, "CLAIMWATCH_WEB__LISTEN": "127.0.0.1:0"}
    )
    return {
        "CLAIMWATCH_SLACK__BOT_TOKEN": server.bot_token,
        "CLAIMWATCH_SLACK__API_BASE": server.api_url,
        "CLAIMWATCH_DELIVERY__GROUP_SECONDS": "0",
        **secrets,
    }


def connected(running: Running, slack: Threaded[SlackServer], transport: str) -> None:
    """Wait until what people do is heard."""
    running.wait_until_watching()
    if transport == "socket":
        slack.call(lambda it: it.wait_for_connections(1, _LONG))
        return
    address = re.search(r"Listening on (http://\S+)\.", running.err)
    assert address is not None, running.err

    async def heard(server: SlackServer) -> None:
        server.deliver_to(f"{address[1]}/slack/events")
        async with asyncio.timeout(_LONG):
            while not await server.signed_http.verify():  # noqa: ASYNC110 - nothing tells that it listens
                await asyncio.sleep(0.1)

    slack.call(heard)


async def told(server: SlackServer, command: str, text: str = "") -> Message:
    """Type a command, and return its answer."""
    return await (await server.slash(command, text, channel=CHANNEL, user=USER)).response(_LONG)


async def opened(server: SlackServer, target: Message | View, label: str) -> View:
    """Press a button and return the form that opens."""
    return await form_of(server, await press(server, target, label, user=USER), _LONG)


async def follow(server: SlackServer) -> None:
    """Follow a region by the form, whose menu finds it."""
    asked = await server.slash("/subscribe", channel=CHANNEL, user=USER)
    await fill(server, await form_of(server, asked, _LONG), {"place": "kharkiv reg"})
    assert "Kharkiv region, Ukraine" in (await asked.response(_LONG)).shown_text


async def ask(server: SlackServer) -> None:
    """Ask everything that can be asked for, by words."""
    assert "Kupyansk" in (await told(server, "/claims", "Kupiansk since 2022-09-01")).shown_text
    page = await told(server, "/claims", "Kharkiv region")
    more = await (await choose(server, page, "", user=USER)).response(_LONG)
    assert "claim" in more.shown_text
    assert "open conflict" in (await told(server, "/conflicts", "Kharkiv region")).shown_text
    found = await told(server, "/conflicts", "all")
    dispute = re.search(r"dispute ([0-9a-f]{8})", found.shown_text)
    assert dispute is not None
    assert dispute[1] in (await told(server, "/conflicts", f"show {dispute[1]}")).shown_text
    assert "Timeline" in (await told(server, "/claims", f"timeline {dispute[1]}")).shown_text
    assert "Digest" in (await told(server, "/digest")).shown_text or "Nothing new" in server.messages(CHANNEL)[-1].text
    for command, text, words in (
        ("/subscriptions", "", "Kharkiv region"),
        ("/claimwatch", "status", "Claimwatch is running"),
        ("/claimwatch", "sources", "feeds"),
        ("/claimwatch", "settings", "May decide"),
        ("/claimwatch", "help", "/explain"),
        ("/claims", "help", "How to use /claims"),
    ):
        assert words in (await told(server, command, text)).shown_text


async def look_around(server: SlackServer) -> None:
    """Mention the app, use both shortcuts, open the Home tab."""
    asked = await server.mention(CHANNEL, USER, "who holds Kupiansk?")
    assert asked.source.message is not None
    parent = asked.source.message
    await server.wait_until(lambda: bool(server.replies(parent)), _LONG)
    assert "Kupyansk" in server.replies(parent)[0].shown_text
    said = await server.write(CHANNEL, USER, "Russia said on Monday that its troops had captured the town of Izium.")
    found = await (await server.shortcut("find_claims", user=USER, message=said.source.message)).response(_LONG)
    assert "captured Izium" in found.shown_text
    form = await form_of(server, await server.shortcut("submit_article", user=USER), _LONG)
    await fill(server, form, {"text": "Rain is expected on the hills for the next four days, and then some sun."})
    await server.wait_for_messages(server.direct_message(USER).id, 1, _LONG)
    await server.event({"type": "app_home_opened", "user": "U0ANALYST", "tab": "home"}, user=USER)
    await server.wait_until(lambda: server.home(USER) is not None, _LONG)
    home = server.home(USER)
    assert home is not None
    assert "Kharkiv region" in home.shown_text
    assert "open conflict" in home.shown_text
    await press(server, home, "Pause", user=USER)
    await server.wait_until(lambda: "paused" in str(server.home(USER)), _LONG)
    await press(server, server.home(USER) or home, "Resume", user=USER)
    await server.wait_until(lambda: "nothing of it is told" not in str(server.home(USER)), _LONG)


def conflict(server: SlackServer) -> Message:
    """Return the newest alert on a conflict."""
    return next(one for one in reversed(server.messages(CHANNEL)) if "Conflicting claims" in one.text)


async def decide(server: SlackServer) -> None:
    """Press the buttons of an alert; decide with a reason; take it back."""
    alert = conflict(server)
    assert labels(alert)[-1] == "Snooze"
    assert (await (await press(server, alert, "Timeline", user=USER)).response(_LONG)).ephemeral_to == "U0ANALYST"
    assert "conflict" in (await (await press(server, alert, "Explain", user=USER)).response(_LONG)).shown_text
    form = await opened(server, alert, "Not a conflict")
    sent = await fill(server, form, {"reason": "Both speak of different days."})
    assert sent.failure is None
    await server.wait_until(lambda: "dismissed" in server.current(alert).shown_text, _LONG)
    await server.wait_until(lambda: bool(recorded(server)), _LONG)
    undo = await opened(server, recorded(server)[-1], "Undo")
    await fill(server, undo, {"reason": "They do not."})
    await server.wait_until(lambda: "taken back" in server.ephemerals(CHANNEL)[-1].shown_text, _LONG)


def recorded(server: SlackServer) -> list[Message]:
    """Return what was said of decisions that can be taken back."""
    return [one for one in server.ephemerals(CHANNEL) if "Undo" in labels(one)]


def clean(server: SlackServer) -> None:
    """Check that nothing was done that Slack would refuse, that pinged, or that it does not know."""
    assert (server.violations, server.unknown_methods) == ([], [])
    assert not any(one.pings for one in server.messages(CHANNEL) if one.via != "user")


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_everything_that_people_do(start: Start, slack: Threaded[SlackServer], tmp_path: Path, transport: str) -> None:
    """Follow, be told, ask, decide, look after; killed and started again, with the old buttons still working."""
    settings = environment(slack, transport)
    running = start(**settings)
    connected(running, slack, transport)
    slack.call(follow)
    before = len(slack.server.messages(CHANNEL))
    for path in sorted(SAMPLES.glob("*-*.md"), key=lambda path: path.stem.partition("-")[2]):
        copyfile(path, tmp_path / "inbox" / path.name)
    slack.call(lambda it: it.wait_for_messages(CHANNEL, before + 5, _LONG), within=90)
    slack.call(ask, within=120)
    slack.call(look_around, within=120)

    running.kill()
    again = start(**settings)
    if transport == "socket":
        slack.call(lambda it: it.wait_until(lambda: len(it.calls_of("apps.connections.open")) > 1, _LONG))
    connected(again, slack, transport)
    slack.call(decide, within=120)
    if transport == "http":
        assert slack.call(lambda it: it.signed_http.post("command=%2Fclaims", {})) == 401
    assert again.stop() == 0
    assert "Traceback" not in running.err + again.err
    slack.look(clean)
