"""`claimwatch run` with both tokens: subscribed by people, fed by a feed, killed half-way, asked in both places.

The platforms are local servers that speak the platforms' own protocols; the program runs as people start it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from html import escape, unescape
from pathlib import Path

import pytest
import yaml

from bot.article.dates import parse_published
from bot.intake import SAMPLES
from tests.end_to_end.conftest import Running, Start
from tests.end_to_end.world import SLACK_CHANNEL, SLACK_USER, World, open_world
from tests.servers.discord import ANALYST, CHANNEL_ID, DiscordServer
from tests.servers.slack import SlackServer

TOLD = ("ARTICLE", "ARTICLE", "ARTICLE", "CONFLICT", "CONFLICT")


@pytest.fixture
def world() -> Iterator[World]:
    """Run both platforms and the site of a feed."""
    with open_world() as opened:
        yield opened


def sample_item(path: Path) -> str:
    """Return a sample article as a feed brings it, its whole text in the item."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    known = yaml.safe_load(head)
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in body.split("\n") if paragraph.strip())
    published = format_datetime(parse_published(str(known["published"])))
    return (
        f"<item><title>{escape(known['title'])}</title><guid>{path.stem}</guid>"
        f"<link>https://news.example/{path.stem}</link><pubDate>{published}</pubDate>"
        f"<source url='https://news.example/feed'>{escape(known['publisher'])}</source>"
        f"<content:encoded>{escape(text)}</content:encoded></item>"
    )


def old_item() -> str:
    """Return an item that was in the feed before anybody followed it."""
    text = " ".join(["Russian forces captured the village of Tsyrkuny in the Kharkiv region on Monday."] * 12)
    return (
        "<item><title>Before</title><guid>before</guid><link>https://news.example/before</link>"
        f"<pubDate>Mon, 02 May 2022 09:00:00 GMT</pubDate><content:encoded>{text}</content:encoded></item>"
    )


def sample_items() -> list[str]:
    """Return the three samples, oldest first."""
    paths = sorted(SAMPLES.glob("*-*.md"), key=lambda path: path.stem.partition("-")[2])
    return [sample_item(path) for path in paths]


def kind_of(text: str) -> str:
    """Return what kind of message it is, from its title."""
    return "CONFLICT" if "Conflicting claims" in text else "ARTICLE" if re.search(r"\b\d+ claims?\b", text) else text


def subscribe(world: World) -> None:
    """Let a channel of each platform follow the region, as a person does it."""

    async def on_discord(server: DiscordServer) -> str:
        asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "Kharkiv region"}, within=60)
        return (await asked.response(within=30)).text()

    async def on_slack(server: SlackServer) -> str:
        await server.wait_for_connections(1, 60)
        asked = await server.slash("/subscribe", "Kharkiv region", channel=SLACK_CHANNEL, user=SLACK_USER)
        answer = await asked.response(30)
        return str(answer.blocks) + answer.text

    for told in (world.discord.call(on_discord), world.slack.call(on_slack)):
        assert "Kharkiv region, Ukraine" in told


def ready(running: Running) -> None:
    """Wait until the old item was read."""
    running.wait_for(lambda it: "news.example/before" in it.err, why="the first poll")


def test_both_channels_get_every_alert_once_and_in_order(start: Start, world: World) -> None:
    """Subscribed on both, killed half-way, started again: three summaries and two conflicts in each, then questions."""
    world.tell(old_item())
    running = start(**world.environment())
    ready(running)
    subscribe(world)
    before = (len(world.on_discord(0)), len(world.on_slack(0)))

    items = sample_items()
    world.tell(old_item(), items[0])
    world.on_discord(before[0] + 1)
    running.kill()
    world.tell(old_item(), *items)
    again = start(**world.environment())

    discord, slack = (
        read(count + 5)[count:] for read, count in ((world.on_discord, before[0]), (world.on_slack, before[1]))
    )
    again.wait_for(lambda it: "itv-2022-09-10" in it.err, why="the last article")
    assert [kind_of(text) for text in discord] == [kind_of(text) for text in slack]
    assert sorted(map(kind_of, discord)) == list(TOLD)
    assert len(world.on_discord(0)) == before[0] + 5
    assert len(world.on_slack(0)) == before[1] + 5

    assert answers(world, "claims search", "/claims", {"place": "Kupiansk"}, "search Kupiansk")
    assert answers(world, "conflicts list", "/conflicts", {"place": "Kharkiv region"}, "list Kharkiv region")
    assert again.stop() == 0
    assert "Traceback" not in again.err
    clean(world)


def answers(world: World, discord: str, slack: str, options: dict[str, str], text: str) -> bool:
    """Ask both; whether they say something, and the same."""

    async def on_discord(server: DiscordServer) -> str:
        asked = await server.invoke(CHANNEL_ID, ANALYST, discord, options)
        return (await asked.response(within=30)).text()

    async def on_slack(server: SlackServer) -> str:
        asked = await server.slash(slack, text, channel=SLACK_CHANNEL, user=SLACK_USER)
        answer = await asked.response(30)
        return "\n".join(texts(answer.blocks))

    one, other = told(world.discord.call(on_discord)), told(world.slack.call(on_slack))
    assert one == other
    return len(one) > 1


def texts(part: object) -> Iterator[str]:
    """Yield every text of a message's blocks, in their order."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name, inner in part.items():
            if name != "text" or not isinstance(inner, str):
                yield from texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from texts(inner)


def told(text: str) -> list[str]:
    """Return the title, and what of claims and disputes is named, in order: a quote may be cut at another word."""
    title, _, rest = unescape(text).partition("\n")
    return [" ".join(re.findall(r"\w+", title)), *re.findall(r"(?:claim|dispute) [0-9a-f]{8}", rest)]


def clean(world: World) -> None:
    """Check that nothing was sent that a platform would refuse, that pinged, or that it does not know."""
    discord, slack = world.discord.server, world.slack.server
    checks: tuple[Callable[[], object], ...] = (
        lambda: discord.violations,
        lambda: discord.unknown_routes,
        lambda: slack.violations,
        lambda: slack.unknown_methods,
    )
    assert [check() for check in checks] == [[], [], [], []]
    assert not any(one.pings for one in slack.messages(SLACK_CHANNEL))
