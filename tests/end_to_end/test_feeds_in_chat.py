"""`claimwatch run` with both platforms: the operators change feeds from their channel, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.end_to_end.conftest import Start
from tests.end_to_end.world import SLACK_CHANNEL, SLACK_USER, World, open_world
from tests.servers.discord import ANALYST, CHANNEL_ID, DiscordServer
from tests.servers.feed import Reply, rss, rss_item
from tests.servers.slack import SlackServer

_LONG = 60.0
# Asked when it is tried, when it is added, and when it is read.
_TRIED_ADDED_READ = 3
TITLE = "The Ell Courier"

Command = Callable[[World, str, str], str]


@pytest.fixture
def world() -> Iterator[World]:
    """Run both platforms, and a site with a second feed."""
    with open_world() as opened:
        two = (rss_item(1, title="Bridge reopened"), rss_item(2, title="Rain"))
        opened.site.look(lambda site: site.tell("/second.xml", Reply(body=rss(*two, title=TITLE))))
        yield opened


def on_discord(world: World, change: str, feed: str) -> str:
    """Give the command on Discord, and return its answer."""

    async def ask(server: DiscordServer) -> str:
        options = {} if change == "list" else {"feed": feed}
        asked = await server.invoke(CHANNEL_ID, ANALYST, f"sources {change}", options, within=_LONG)
        answer = await asked.response(within=_LONG)
        assert answer.ephemeral
        return answer.text()

    return _said(world.discord.call(ask))


def on_slack(world: World, change: str, feed: str) -> str:
    """Give the command on Slack, where an address becomes a link, and return its answer."""
    words = "sources" if change == "list" else f"sources {change} " + (f"<{feed}>" if "://" in feed else feed)

    async def ask(server: SlackServer) -> str:
        asked = await server.slash("/claimwatch", words, channel=SLACK_CHANNEL, user=SLACK_USER)
        return (await asked.response(_LONG)).shown_text

    return _said(world.slack.call(ask))


def _said(answer: Any) -> str:
    return str(answer).replace("\\", "")


@pytest.mark.parametrize(
    ("operators", "here", "elsewhere"),
    [
        pytest.param(f"discord:{CHANNEL_ID}", on_discord, on_slack, id="Discord"),
        pytest.param(f"slack:{SLACK_CHANNEL}", on_slack, on_discord, id="Slack"),
    ],
)
def test_feeds_are_changed_from_the_operators_channel(
    start: Start, world: World, operators: str, here: Command, elsewhere: Command
) -> None:
    """Tried, followed, read, paused, resumed and removed there; on the other platform they are only shown."""
    feed = world.site.server.url("/second.xml")
    running = start(**world.environment(), CLAIMWATCH_DELIVERY__OPERATORS=operators)
    world.discord.call(lambda it: it.wait_for(lambda: it.gateway.identifies or None, within=_LONG, what="it"))
    world.slack.call(lambda it: it.wait_for_connections(1, _LONG))
    assert "operators' channel alone" in elsewhere(world, "add", feed).replace("’", "'")
    tried = here(world, "test", feed)
    assert all(part in tried for part in (TITLE, "2 items", "Rain"))
    assert TITLE not in here(world, "list", "")
    assert "followed from now on" in here(world, "add", feed)
    running.wait_for(lambda _: _asked(world) >= _TRIED_ADDED_READ, why="the feed being polled")
    assert "paused" in here(world, "pause", TITLE)
    assert f"{TITLE}: paused" in elsewhere(world, "list", "")
    assert "asked again" in here(world, "resume", feed)
    assert "no longer followed" in here(world, "remove", feed)
    assert TITLE not in here(world, "list", "")
    assert "404" in here(world, "add", world.site.server.url("/none.xml"))
    assert running.stop() == 0
    assert "Traceback" not in running.err


def _asked(world: World) -> int:
    return sum(one.path == "/second.xml" for one in world.site.server.asked)
