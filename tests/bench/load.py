"""How soon commands are acknowledged and answered while more is to be read than can be, over a store of any size.

The program runs as people run it, between local servers of both platforms, over a copy of a store that `--scale` kept
with `--keep`. Its inbox holds more long articles than it can read in the time, so extraction never waits. Meanwhile
somebody gives commands on both platforms, types into what completes places, and uses the menus of answers.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from tests.bench.channels import Spread, ask_discord, ask_slack, running, seconds, spread, subscribe, touch_slack, wait
from tests.end_to_end.world import World, open_world
from tests.servers.discord import Interaction as DiscordInteraction
from tests.servers.discord.interaction import AUTOCOMPLETE, COMPONENT
from tests.servers.slack import Interaction as SlackInteraction

_ARTICLES = 600
_PARAGRAPHS = 60
_PAUSE = 0.3
_PLACES = ("Kupiansk", "Izium", "Town 7", "Town 14", "Region 3", "Town 28")
_WORDS = (
    "the army captured town near river bridge power station shelling officials said retreat village district road "
    "front brigade troops residents hospital railway airfield drone missile night morning commander spokesman hills"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """Seconds to acknowledgements on each platform; `claims` are stored, `waiting` articles were unread at the end."""

    claims: int
    waiting: int
    read: int
    discord_acknowledged: Spread
    discord_used: Spread
    discord_offered: Spread
    slack_acknowledged: Spread
    slack_used: Spread


def measure(*, lasting: float, store: Path | None) -> Load:
    """Ask for so many seconds, over a copy of the store where one is given."""
    with TemporaryDirectory(prefix="claimwatch-bench-") as name, open_world() as world:
        folder = Path(name)
        database = folder / "claimwatch.db"
        if store is not None:
            shutil.copy(store, database)
        inbox = folder / "inbox"
        inbox.mkdir()
        for number in range(_ARTICLES):
            (inbox / f"{number:04}.txt").write_text(_article(number), encoding="utf-8")
        settings = {
            "CLAIMWATCH_DATABASE__URL": str(database),
            "CLAIMWATCH_INBOX__FOLDER": str(inbox),
            "CLAIMWATCH_FEEDS__URLS": "",
        }
        with running(world, folder, **settings):
            subscribe(world)
            wait(lambda: _state(database)[1] > 0, what="the first article")
            before = _state(database)[1]
            measured = _ask(world, lasting=lasting)
            waiting, read, claims = _state(database)
    return Load(
        claims=claims,
        waiting=waiting,
        read=read - before,
        discord_acknowledged=measured["discord"],
        discord_used=measured["discord menus"],
        discord_offered=measured["discord typing"],
        slack_acknowledged=measured["slack"],
        slack_used=measured["slack menus"],
    )


def _ask(world: World, *, lasting: float) -> dict[str, Spread]:
    began, number = monotonic(), 0
    on_discord: list[DiscordInteraction] = []
    on_slack: list[SlackInteraction] = []
    touched: list[SlackInteraction] = []
    while monotonic() - began < lasting:
        number += 1
        name = _PLACES[number % len(_PLACES)]
        on_discord.append(world.discord.call(partial(ask_discord, number=number, name=name)))
        on_slack.append(world.slack.call(partial(ask_slack, number=number, name=name)))
        touched += world.slack.call(partial(touch_slack, asked=on_slack[-1], name=name))
        sleep(_PAUSE)
    return {
        "discord": spread(one.acknowledged_after for one in on_discord),
        "discord menus": spread(seconds(world, COMPONENT)),
        "discord typing": spread(seconds(world, AUTOCOMPLETE)),
        "slack": spread(one.acknowledged_after for one in on_slack),
        "slack menus": spread(one.acknowledged_after for one in touched),
    }


def _state(database: Path) -> tuple[int, int, int]:
    """Return how many articles wait, how many were read, and how many claims are stored."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:

        def number(query: str) -> int:
            return int(connection.execute(query).fetchone()[0])

        return (
            number("SELECT count(*) FROM arrivals"),
            number("SELECT count(*) FROM articles"),
            number("SELECT count(*) FROM claims"),
        )


def _article(number: int) -> str:
    """Return an article of some thousand words that no gate lets pass by."""
    return "\n\n".join((f"Report {number}", *_paragraphs(number)))


def _paragraphs(number: int) -> Iterator[str]:
    words = _WORDS.split()
    for turn in range(_PARAGRAPHS):
        order = sorted(words, key=lambda word: sha256(f"{number} {turn} {word}".encode()).digest())
        told = f"{' '.join(order).capitalize()}, {' '.join(reversed(order))}."
        place = _PLACES[turn % 2]
        yield f"The army captured the town of {place}, officials said. {told}"
