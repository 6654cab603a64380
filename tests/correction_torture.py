"""Kills the program while the articles of a feed are changed after publication, and counts who was told of it.

`python -m tests.intake_torture --corrections` runs it. A feed's articles are read; then one after the other is changed
while the program is killed at random moments, between two channels on local servers of both platforms. In the end
nobody disturbs it any more, and each channel is read: every correction has to be there, and once.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model.area import everything
from bot.model.subscription import Content
from bot.store.database import open_store
from tests.builders import make_subscription
from tests.end_to_end.conftest import Running
from tests.end_to_end.world import SLACK_CHANNEL, World, open_world
from tests.servers.discord import CHANNEL_ID
from tests.servers.feed import rss_item

_TOWNS = ("Vovchansk", "Kupiansk", "Izium", "Lyman", "Balakliia", "Chuhuiv")
_TOLD = "Changed after publication"
_PATIENCE = 600.0
_CHANNELS = (f"discord:{CHANNEL_ID}", f"slack:{SLACK_CHANNEL}")


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionReport:
    """What became of the corrections, of which each channel is to get one message.

    `set_aside` are articles that the program was killed over so often that it reads them only when a person asks.
    `lost` are other corrections that a channel did not get, `twice` those that the store tells a channel twice, that
    stand in a Discord channel twice, or that took something back twice. `repeated_on_slack` are messages beyond the
    first there, which a kill may cause where the answer to a message was lost.
    """

    articles: int
    kills: int
    lost: int
    twice: int
    repeated_on_slack: int
    set_aside: int
    seconds: float


def torture_corrections(
    folder: Path, *, articles: int, kills: int, seed: int = 0, longest: float = 6.0
) -> CorrectionReport:
    """Have so many articles corrected over so many kills, each after `longest` seconds at most; say how it went."""
    chance = random.Random(seed)  # noqa: S311 - the same run again, for the same seed
    began = time.monotonic()
    database = folder / "data" / "claimwatch.db"
    asyncio.run(_subscribe(database))
    with open_world() as world:
        changes = {
            **world.environment(),
            "CLAIMWATCH_FEEDS__CHANGED_SECONDS": "1",
            "CLAIMWATCH_LOG__LEVEL": "error",
        }
        world.tell()
        running = Running(folder, changes)
        # What a feed had before it was followed is told to nobody: it has to be read once with nothing in it.
        running.wait_for(lambda _: len(world.site.server.asked) > 1, why="the feed being read once")
        corrected: set[int] = set()
        _publish(world, articles, corrected)
        running.wait_for(lambda _: _count(database, _ACCEPTED) == articles, why="all being accepted")
        running.kill()
        for kill in range(kills):
            corrected |= set(range(articles * kill // kills, articles * (kill + 1) // kills))
            _publish(world, articles, corrected)
            running = Running(folder, changes)
            time.sleep(chance.uniform(0.2, longest))
            running.kill()
        corrected |= set(range(articles))
        _publish(world, articles, corrected)
        last = Running(folder, changes)
        while time.monotonic() - began < _PATIENCE:
            aside = _count(database, _SET_ASIDE)
            if min(map(len, _told(world).values())) + aside >= articles:
                break
            time.sleep(0.2)
        # What would come twice has its time to come.
        time.sleep(3)
        told, aside = _told(world), _count(database, _SET_ASIDE)
        last.stop(signal.SIGTERM)
    repeated = {to: sum(its.values()) - len(its) for to, its in told.items()}
    return CorrectionReport(
        articles=articles,
        kills=kills,
        lost=sum(max(articles - aside - len(its), 0) for its in told.values()),
        twice=_count(database, _TWICE_QUEUED) + _count(database, _TWICE_TAKEN_BACK) + repeated[_CHANNELS[0]],
        repeated_on_slack=repeated[_CHANNELS[1]],
        set_aside=aside,
        seconds=round(time.monotonic() - began, 1),
    )


_ACCEPTED = "SELECT count(*) FROM arrivals"
_SET_ASIDE = "SELECT count(*) FROM arrivals WHERE state = 'failed'"
_TWICE_QUEUED = """
SELECT count(*) - count(DISTINCT json_extract(alerts.data, '$.title') || outbox.destination)
FROM outbox JOIN alerts ON alerts.id = outbox.alert_id WHERE alerts.kind = 'correction'
"""
_TWICE_TAKEN_BACK = """
SELECT count(*) - count(DISTINCT subject) FROM decision_subjects JOIN decisions ON decisions.id = decision_id
WHERE decisions.kind = 'withdrawn' AND subject IN (SELECT id FROM claims)
"""


async def _subscribe(database: Path) -> None:
    """Let both channels follow everything."""
    async with open_store(str(database)) as store:
        for number, destination in enumerate(_CHANNELS):
            await store.subscriptions.add(
                make_subscription(
                    id=f"all-{number}",
                    destination=destination,
                    area=everything(),
                    content=Content.CLAIMS,
                    created_at=datetime.now(UTC) - timedelta(days=1),
                ),
                digest_due_at=None,
            )


def _publish(world: World, articles: int, corrected: set[int]) -> None:
    """Have the feed hold all articles, some of them as they were corrected."""
    world.tell(*(_item(number, corrected=number in corrected) for number in range(articles)))


def _item(number: int, *, corrected: bool) -> str:
    """Return an article that claims a town, or as it is corrected that its outskirts were entered."""
    town, done = _TOWNS[number % len(_TOWNS)], "entered the outskirts of" if corrected else "captured the town of"
    claim = f"Ukrainian forces {done} {town} on Sunday, the defence ministry said."
    before = f"Rain made the roads of district {number} hard to use for everybody."
    filling = " ".join(f"Resident {one} of street {number} spoke of cold nights and long queues." for one in range(20))
    return rss_item(number, title=f"War report {number:04}", html=f"<p>{before} {claim} {filling}</p>")


def _told(world: World) -> dict[str, Counter[str]]:
    """Return for each channel how many messages tell of the correction of each article."""
    on_discord = world.discord.look(lambda it: [one.text() for one in it.messages(CHANNEL_ID)])
    on_slack = world.slack.look(lambda it: [one.shown_text for one in it.messages(SLACK_CHANNEL)])
    return {
        to: Counter(text.partition("War report ")[2][:4] for text in had if _TOLD in text)
        for to, had in zip(_CHANNELS, (on_discord, on_slack), strict=True)
    }


def _count(database: Path, question: str) -> int:
    """Return a number from the store, or -1 while it is being made."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
            return int(connection.execute(question).fetchone()[0])
    except sqlite3.OperationalError:
        return -1
