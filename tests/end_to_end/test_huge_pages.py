"""`claimwatch run` while a page is read that takes longer than a page may: people are answered meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Running, Start, call, read_lines
from tests.end_to_end.world import World, open_world
from tests.servers.discord import ANALYST, CHANNEL_ID, DiscordServer
from tests.servers.feed import Reply

_LONG = 60.0
TAKEN = "Russian forces captured the town of Kupiansk on Sunday, local officials said."
HUGE = "".join(
    f"<div><p>Shop number {number} in the <a href='/{number}'>main street</a> was closed, nobody knew why.</p></div>"
    for number in range(65_000)
)


@pytest.fixture
def world() -> Iterator[World]:
    """Run both platforms and the feed."""
    with open_world() as opened:
        yield opened


def ask(world: World, command: str, **options: str) -> str:
    """Give a command on Discord, and return its answer."""

    async def asking(server: DiscordServer) -> str:
        asked = await server.invoke(CHANNEL_ID, ANALYST, command, options, within=_LONG)
        return (await asked.response(within=_LONG)).text()

    return world.discord.call(asking)


def told(world: World, words: str) -> list[str]:
    """Return the channel's messages with these words."""
    messages = world.discord.look(lambda it: [one.text() for one in it.messages(CHANNEL_ID)])
    return [one for one in messages if words in one]


def test_people_are_answered_while_a_page_is_given_up(start: Start, world: World, tmp_path: Path) -> None:
    """Again and again before its article is told, which is read in the feed's own words; the source says why."""
    world.tell()
    running = start(**world.environment(), CLAIMWATCH_INTAKE__SECONDS_PER_PAGE="2")
    assert "everything" in ask(world, "subscribe", place="everything")
    running.wait_for(lambda _: len(world.site.server.asked) > 1, why="the feed being read once")
    page = world.site.look(
        lambda site: site.tell("/huge", Reply(body=f"<html><body><article>{HUGE}", kind="text/html"))
    )
    world.tell(f"<item><title>War report</title><link>{page}</link><description>{TAKEN}</description></item>")
    running.wait_for(lambda _: bool(world.site.server.asked_for("/huge")), why="the page being fetched")
    answers: list[str] = []

    def is_told(_: Running) -> bool:
        answers.append(ask(world, "status"))
        return bool(told(world, "captured Kupiansk"))

    running.wait_for(is_told, why="the article in the feed's own words")
    assert len(answers) > 1
    assert all("waiting" in one or "Waiting" in one for one in answers)
    (source,) = read_lines(call(tmp_path, "sources", "list", "--json", **world.environment()).stdout)
    assert source["teaser_reason"] == "reading the page took longer than 2 seconds"
    assert len(world.site.server.asked_for("/huge")) == 1
    assert running.stop() == 0
    assert "Traceback" not in running.err
