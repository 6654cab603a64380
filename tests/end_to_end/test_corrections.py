"""`claimwatch run` with both platforms: a feed's article is changed after publication, and both channels hear it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.conftest import Start
from tests.end_to_end.world import SLACK_CHANNEL, SLACK_USER, World, open_world
from tests.servers.discord import ANALYST, CHANNEL_ID, DiscordServer
from tests.servers.feed import rss_item
from tests.servers.slack import SlackServer

_LONG = 60.0
BEFORE = "Fighting went on around the city for a third day, and rain made the roads hard to use for everybody."
TAKEN = "Russian forces captured the town of Kupiansk on Sunday, local officials said."
NEAR = "Russian forces entered the outskirts of Kupiansk on Sunday, local officials said."
AFTER = "Residents spoke of long queues at the wells in the old town, and of shelling that lasted through the night."
# What is shorter is taken for a teaser, whose page would be fetched.
FILLING = " ".join(
    f"Shop number {number} in the main street was closed, and nobody knew for how long." for number in range(12)
)


@pytest.fixture
def world() -> Iterator[World]:
    """Run both platforms and the feed."""
    with open_world() as opened:
        yield opened


def item(claim: str) -> str:
    """Return the feed's item on the town, as it says it at one time."""
    return rss_item(1, title="War report", html=f"<p>{BEFORE} {claim} {AFTER}</p><p>{FILLING}</p>")


def _subscribe(world: World) -> None:
    async def on_discord(server: DiscordServer) -> None:
        asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "everything"}, within=_LONG)
        await asked.response(within=_LONG)

    async def on_slack(server: SlackServer) -> None:
        await server.wait_for_connections(1, _LONG)
        asked = await server.slash("/subscribe", "everything", channel=SLACK_CHANNEL, user=SLACK_USER)
        await asked.response(_LONG)

    world.discord.call(on_discord)
    world.slack.call(on_slack)


def _said(world: World, words: str) -> tuple[list[str], list[str]]:
    """Return the messages with these words in the channel of either platform."""
    on_discord = world.discord.look(lambda it: [one.text() for one in it.messages(CHANNEL_ID)])
    on_slack = world.slack.look(lambda it: [one.shown_text for one in it.messages(SLACK_CHANNEL)])
    return [one for one in on_discord if words in one], [one for one in on_slack if words in one]


def test_a_silent_correction_is_told_in_both_channels(start: Start, world: World) -> None:
    """After the summary of the article: what it said beside what it says now, once."""
    world.tell()
    running = start(**world.environment(), CLAIMWATCH_FEEDS__CHANGED_SECONDS="1")
    world.discord.call(lambda it: it.wait_for(lambda: it.gateway.identifies or None, within=_LONG, what="it"))
    _subscribe(world)
    running.wait_for(lambda _: len(world.site.server.asked) > 1, why="the feed being read once")
    world.tell(item(TAKEN))
    running.wait_for(lambda _: all(_said(world, "captured Kupiansk")), why="the article's summary")
    asked = len(world.site.server.asked)
    running.wait_for(lambda _: len(world.site.server.asked) > asked + 1, why="a second passing")
    world.tell(item(NEAR))
    running.wait_for(lambda _: all(_said(world, "Changed after publication")), why="the correction")
    asked = len(world.site.server.asked)
    running.wait_for(lambda _: len(world.site.server.asked) > asked + 1, why="the feed being read again")
    for told in _said(world, "Changed after publication"):
        (correction,) = told
        assert all(quote.split(",")[0] in correction for quote in (TAKEN, NEAR))
    assert running.stop() == 0
    assert "Traceback" not in running.err
