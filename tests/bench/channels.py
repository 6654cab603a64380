"""How soon an item of a feed is in the channels, and how soon commands are acknowledged meanwhile.

The program runs as people run it, between local servers of both platforms and of a feed. A channel of each platform
follows everything. Items come into the feed one after the other; the clock of an item starts when the feed has it, and
stops when its message is in the channel. All the while somebody gives commands on both platforms, a search and a
submission in turn, on Slack also types into a menu that searches and chooses from an answer, and each platform measures
until the acknowledgement.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import monotonic, sleep, time

from tests.end_to_end.world import SLACK_CHANNEL, SLACK_USER, World, open_world
from tests.servers.discord import ANALYST, CHANNEL_ID, DiscordServer, Message
from tests.servers.discord import Interaction as DiscordInteraction
from tests.servers.discord.interaction import AUTOCOMPLETE, COMMAND, COMPONENT
from tests.servers.slack import Interaction as SlackInteraction
from tests.servers.slack import SlackServer

_LONGEST = 60.0
# Summaries that follow fast would be one message, and no item could be told from the next.
_EACH_ALONE = {"CLAIMWATCH_DELIVERY__GROUP_SECONDS": "0"}
_NEWEST = 30
_NAMES = ("Kupiansk", "Izium", "Balakliia", "Vovchansk", "Chuhuiv", "Lyman", "Bakhmut", "Kherson", "Melitopol", "Sumy")
_SUBMIT_EVERY = 4
# So many of the last interactions are looked through for an answer whose menu is used.
_LAST = 12
_WEATHER = "Rain is expected on the hills for the next"
# Words of news that claims nothing; an article takes them in an order of its own, so that no two are one text.
_WORDS = (
    "farmers harvest children songs mayor market prices grain garden river evening concert letters winter summer "
    "teachers library visitors stories weather mountain valley friends family bread music windows painters festival"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Seconds: how many were measured, and their median, 99th percentile and maximum."""

    number: int
    p50: float
    p99: float
    longest: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Channels:
    """Seconds from feed to message, and to acknowledgements under that load, on each platform."""

    every: float
    discord: Spread
    slack: Spread
    discord_acknowledged: Spread
    discord_used: Spread
    discord_offered: Spread
    slack_acknowledged: Spread


def measure(*, items: int, every: float) -> Channels:
    """Bring so many items, `every` seconds apart; Slack takes no more than one message a second in a channel."""
    with TemporaryDirectory(prefix="claimwatch-bench-") as name, open_world() as world:
        world.tell(_item(0))
        with running(world, Path(name), **_EACH_ALONE) as log:
            wait(lambda: "news.example/0" in log.read_text(encoding="utf-8"), what="the first item")
            subscribe(world)
            return _measure(world, items=items, every=every)


@contextmanager
def running(world: World, folder: Path, **settings: str) -> Iterator[Path]:
    """Run the program in a folder, and end it; the file says what it told, and is shown where one waits in vain."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("CLAIMWATCH_")}
    log = folder / "err.txt"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env={**own, **world.environment(), **settings, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            yield log
        except TimeoutError:
            sys.stderr.write(log.read_text(encoding="utf-8"))
            raise
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _measure(world: World, *, items: int, every: float) -> Channels:
    began: list[float] = []
    on_discord: list[DiscordInteraction] = []
    on_slack: list[SlackInteraction] = []
    for number in range(1, items + 1):
        # A feed shows its newest items only.
        world.tell(*(_item(one) for one in range(max(0, number - _NEWEST), number + 1)))
        began.append(time())
        name = _NAMES[number % len(_NAMES)]
        on_discord.append(world.discord.call(partial(ask_discord, number=number, name=name)))
        on_slack.append(world.slack.call(partial(ask_slack, number=number, name=name)))
        on_slack += world.slack.call(partial(touch_slack, asked=on_slack[-1], name=name))
        sleep(every)
    wait(lambda: min(len(_on_discord(world)), len(_on_slack(world))) >= items, what="every message")
    shown, told = _on_discord(world), _on_slack(world)
    return Channels(
        every=every,
        discord=spread(shown[number] - start for number, start in enumerate(began, 1)),
        slack=spread(told[number] - start for number, start in enumerate(began, 1)),
        discord_acknowledged=spread(one.acknowledged_after for one in on_discord),
        discord_used=spread(seconds(world, COMPONENT)),
        discord_offered=spread(seconds(world, AUTOCOMPLETE)),
        slack_acknowledged=spread(one.acknowledged_after for one in on_slack),
    )


async def ask_discord(server: DiscordServer, *, number: int, name: str) -> DiscordInteraction:
    """Give a command about a place; type into one, and press what the last answer offers, besides."""
    await server.autocomplete(CHANNEL_ID, ANALYST, "claims search", {"place": name[:3]}, focused="place")
    for asked in list(server.backend.interactions.values())[-_LAST:]:
        shown = asked.original
        if asked.kind == COMMAND and shown is not None and (offered := _offered(shown)) is not None:
            await server.click(shown, offered[0], user=ANALYST, values=[offered[1]])
            break
    if number % _SUBMIT_EVERY:
        return await server.invoke(CHANNEL_ID, ANALYST, "claims search", {"place": name})
    return await server.invoke(CHANNEL_ID, ANALYST, "submit", {"article": f"{_WEATHER} {number} days."})


def _offered(message: Message) -> tuple[str, str] | None:
    """Return the first choice of a message's menu, and the menu's id."""
    for row in message.components:
        for part in row["components"]:
            if part.get("options"):
                return str(part["custom_id"]), str(part["options"][0]["value"])
    return None


def seconds(world: World, kind: int) -> list[float | None]:
    """Return how long each interaction of a kind waited for its acknowledgement."""
    return world.discord.look(
        lambda it: [one.acknowledged_after for one in it.backend.interactions.values() if one.kind == kind]
    )


async def ask_slack(server: SlackServer, *, number: int, name: str) -> SlackInteraction:
    """Give a command about a place on Slack."""
    if number % _SUBMIT_EVERY:
        command, text = "/claims", f"search {name}"
    else:
        command, text = "/submit", f"{_WEATHER} {number} nights."
    return await server.slash(command, text, channel=SLACK_CHANNEL, user=SLACK_USER)


async def touch_slack(server: SlackServer, *, asked: SlackInteraction, name: str) -> list[SlackInteraction]:
    """Type into the menu of places of an open form, and press what the last answer offers, where it has come."""
    if not server.views(SLACK_USER):
        form = await server.slash("/claims", channel=SLACK_CHANNEL, user=SLACK_USER)
        await form.opened_view(30)
    (view, *_) = server.views(SLACK_USER)
    typed = await server.suggest("pick:area", name[:3], target=view)
    menus = (block for one in asked.answers for block in one.blocks if block["type"] == "actions")
    menu = next((one for block in menus for one in block["elements"] if one["type"] == "static_select"), None)
    if menu is None:
        return [typed]
    value = menu["options"][0]["value"]
    return [typed, await server.click(asked.answers[0], menu["action_id"], user=SLACK_USER, value=value)]


def subscribe(world: World) -> None:
    """Have a channel of each platform follow everything."""

    async def on_discord(server: DiscordServer) -> None:
        asked = await server.invoke(CHANNEL_ID, ANALYST, "subscribe", {"place": "everything"}, within=60)
        await asked.response(within=30)

    async def on_slack(server: SlackServer) -> None:
        await server.wait_for_connections(1, 60)
        asked = await server.slash("/subscribe", "everything", channel=SLACK_CHANNEL, user=SLACK_USER)
        await asked.response(30)

    world.discord.call(on_discord)
    world.slack.call(on_slack)


def _item(number: int) -> str:
    """Return an item with an article of a few hundred words, one claim among them."""
    place = _NAMES[number % len(_NAMES)]
    claim = f"Report {number}: the army captured the town of {place} on Monday, officials in Kyiv said."
    shuffled = (
        sorted(_WORDS.split(), key=lambda word: sha256(f"{number} {turn} {word}".encode()).digest())
        for turn in range(6)
    )
    filling = "".join(f"<p>People spoke of {', '.join(words)}.</p>" for words in shuffled)
    text = f"<p>{claim}</p>{filling}"
    return (
        f"<item><title>Report {number}</title><guid>report-{number}</guid>"
        f"<link>https://news.example/{number}</link><description>In short.</description>"
        f"<content:encoded>{escape(text)}</content:encoded></item>"
    )


def _on_discord(world: World) -> dict[int, float]:
    """Return when the message of each item came, in seconds of the clock; answers to commands are passed over."""
    found = world.discord.look(lambda it: [(one.text(), one.sent_at.timestamp()) for one in it.messages(CHANNEL_ID)])
    return _reports(found)


def _on_slack(world: World) -> dict[int, float]:
    found = world.slack.look(lambda it: [(one.text, float(one.ts)) for one in it.messages(SLACK_CHANNEL)])
    return _reports(found)


def _reports(found: Iterable[tuple[str, float]]) -> dict[int, float]:
    numbered = ((re.search(r"Report (\d+)", text), at) for text, at in found)
    return {int(number[1]): at for number, at in numbered if number is not None and number[1] != "0"}


def spread(measured: Iterable[float | None]) -> Spread:
    """Return how the seconds that are known are spread."""
    known = sorted(one for one in measured if one is not None)
    cuts = quantiles(known, n=100, method="inclusive")
    return Spread(number=len(known), p50=cuts[49], p99=cuts[98], longest=known[-1])


def wait(done: Callable[[], bool], *, what: str) -> None:
    """Wait until it is done; raises TimeoutError after a minute."""
    began = monotonic()
    while not done():
        if monotonic() - began > _LONGEST:
            raise TimeoutError(f"waited in vain: {what}")
        sleep(0.2)
