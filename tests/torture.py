"""Kills the program again and again while it delivers, and counts what arrived: `python -m tests.torture`.

The program runs as people run it, between local servers of both platforms that keep to the platforms' limits. The
outbox is filled, then the program is killed at random moments and started again, while the platforms fail at random:
answers that are lost, connections that are closed, faults, and demands to wait. In the end nobody disturbs it any more,
and each channel is read: what is missing, what came twice, and what came out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model.alert import Alert
from bot.store.database import open_store
from tests.builders import make_alert
from tests.end_to_end.conftest import Running
from tests.servers.discord import DiscordServer, make_guild, open_discord_server
from tests.servers.discord.backend import NONCE_KEPT
from tests.servers.discord.buckets import Limits
from tests.servers.discord.world import Channel as DiscordChannel
from tests.servers.slack import SlackServer, Workspace, open_slack_server
from tests.servers.slack.workspace import Channel as SlackChannel
from tests.servers.threads import Threaded, threaded

_FIRST_CHANNEL = 910_000_000_000_000_000
_TITLE = re.compile(r"Alert (\d{5})")
# As Discord's buckets for messages are said to be, and as Slack documents its own.
_DISCORD = Limits(bucket=5, bucket_seconds=5.0)
_SLACK_SECONDS = 1.0
_PATIENCE = 600.0

_Arrived = tuple[str, float]
"""The number of an alert, and when its message came (seconds of the clock)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What became of the alerts of both platforms: `repeated` are messages beyond the first of an alert.

    Discord knows a nonce for some minutes; what was repeated `late` came after the server had forgotten it.

    Discord bans for a while who makes 10,000 `invalid_on_discord` requests (401, 403, 429) in ten minutes. From the
    first start on, half of the alerts were recorded as sent after `half_after` seconds, 99 of 100 after
    `nearly_all_after`.
    """

    alerts: int
    kills: int
    lost: int
    repeated_on_discord: int
    repeated_on_discord_late: int
    repeated_on_slack: int
    out_of_order: int
    asked_to_wait: int
    invalid_on_discord: int
    half_after: float
    nearly_all_after: float
    seconds: float


def torture(*, alerts: int, kills: int, channels: int = 4, seed: int = 0, faults: bool = True) -> Report:
    """Deliver so many alerts to so many channels, half on each platform, over so many kills; say how it went.

    Without `faults` the platforms answer 429 only where a limit was broken.
    """
    chance = random.Random(seed)  # noqa: S311 - the same run again, for the same seed
    with TemporaryDirectory(prefix="claimwatch-torture-") as name, _platforms(channels) as (discord, slack):
        folder = Path(name)
        destinations = _destinations(channels)
        wanted = asyncio.run(_fill(folder / "data" / "claimwatch.db", alerts, destinations))
        environment = _environment(discord.server, slack.server)
        began, began_at = time.monotonic(), datetime.now(UTC)
        for _ in range(kills):
            running = Running(folder, environment)
            if faults:
                _disturb(discord, slack, chance)
            # It takes about a second until it delivers: some kills come before that.
            time.sleep(chance.uniform(0.2, 4.0))
            running.kill()
        discord.look(lambda it: it.calm_down())
        slack.look(lambda it: it.state.faults.clear())
        last = Running(folder, environment)
        arrived = _wait(discord, slack, wanted)
        seconds = time.monotonic() - began
        last.stop()
        waits = _latencies(folder / "data" / "claimwatch.db", began_at)
        return Report(
            alerts=alerts,
            kills=kills,
            **_counted(arrived, wanted),
            asked_to_wait=_waits(discord, slack),
            invalid_on_discord=discord.look(lambda it: sum(one.status in {401, 403, 429} for one in it.requests)),
            half_after=_quantile(waits, 0.5),
            nearly_all_after=_quantile(waits, 0.99),
            seconds=round(seconds, 1),
        )


def _latencies(database: Path, began: datetime) -> list[float]:
    """Return for each alert that was sent after how many seconds that was recorded, in ascending order."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT sent_at FROM outbox WHERE sent_at IS NOT NULL").fetchall()
    return sorted((datetime.fromisoformat(at) - began).total_seconds() for (at,) in rows)


def _quantile(ascending: Sequence[float], share: float) -> float:
    """Return the number that so large a share of the others does not exceed; 0 of none."""
    return round(ascending[min(int(share * len(ascending)), len(ascending) - 1)], 1) if ascending else 0.0


def _counted(arrived: Mapping[str, Sequence[_Arrived]], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Count what is missing, what came twice, and the channels that are out of order."""
    firsts: dict[str, list[str]] = {}
    repeated = Counter[tuple[str, bool]]()
    for to, had in arrived.items():
        before: dict[str, float] = {}
        for number, at in had:
            if number in before:
                repeated[to.partition(":")[0], at - before[number] > NONCE_KEPT.total_seconds()] += 1
            before.setdefault(number, at)
        firsts[to] = list(before)
    return {
        "lost": sum(len(set(its) - set(firsts[to])) for to, its in wanted.items()),
        "repeated_on_discord": repeated["discord", False],
        "repeated_on_discord_late": repeated["discord", True],
        "repeated_on_slack": repeated["slack", False] + repeated["slack", True],
        "out_of_order": sum(had != sorted(had) for had in firsts.values()),
    }


@contextmanager
def _platforms(channels: int) -> Iterator[tuple[Threaded[DiscordServer], Threaded[SlackServer]]]:
    ids = [int(one.partition(":")[2]) for one in _destinations(channels) if one.startswith("discord")]
    guild = make_guild(channels=tuple(DiscordChannel(id=one, name=f"alerts-{one % 1000}") for one in ids))
    members = frozenset({"U0CLAIMBT", "U0ANALYST"})
    names = [one.partition(":")[2] for one in _destinations(channels) if one.startswith("slack")]
    workspace = Workspace(channels=tuple(SlackChannel(id=one, name=one.lower(), members=members) for one in names))
    with (
        threaded(lambda: open_discord_server(guilds=(guild,), limits=_DISCORD)) as discord,
        threaded(lambda: open_slack_server(workspace=workspace, post_interval=_SLACK_SECONDS)) as slack,
    ):
        yield discord, slack


def _destinations(channels: int) -> list[str]:
    half = range(max(channels // 2, 1))
    return [f"discord:{_FIRST_CHANNEL + n}" for n in half] + [f"slack:C0TORTURE{n:02}" for n in half]


def _environment(discord: DiscordServer, slack: SlackServer) -> dict[str, str]:
    return {
        "CLAIMWATCH_DISCORD__TOKEN": discord.token,
        "CLAIMWATCH_DISCORD__API_BASE": discord.api_base,
        "CLAIMWATCH_SLACK__BOT_TOKEN": slack.bot_token,
        "CLAIMWATCH_SLACK__APP_TOKEN": slack.app_token,
        "CLAIMWATCH_SLACK__API_BASE": slack.api_url,
        "CLAIMWATCH_LOG__LEVEL": "error",
    }


async def _fill(path: Path, alerts: int, destinations: Sequence[str]) -> dict[str, list[str]]:
    """Put alerts into the outbox, each for one channel in turn; return their numbers by channel."""
    wanted: dict[str, list[str]] = {one: [] for one in destinations}
    async with open_store(str(path)) as store, store.unit_of_work() as work:
        for number in range(alerts):
            to = destinations[number % len(destinations)]
            wanted[to].append(f"{number:05}")
            alert: Alert = make_alert(
                f"claim-{number}", title=f"Alert {number:05}", text="", created_at=datetime.now(UTC)
            )
            await work.add_alerts([alert], destinations=[to])
    return wanted


def _disturb(discord: Threaded[DiscordServer], slack: Threaded[SlackServer], chance: random.Random) -> None:
    """Order a fault of each platform, somewhere among the next requests."""
    posts = ("POST", "/channels/*/messages")
    after = chance.randrange(4)
    of_discord = chance.choice(
        [
            lambda it: it.lose_answer(*posts, after=after),
            lambda it: it.garble_answer(*posts, after=after),
            lambda it: it.close_next(*posts),
            lambda it: it.fail_next(*posts, chance.choice([500, 502, 503])),
            lambda it: it.fail_next(*posts, 429, retry_after=0.2),
        ]
    )
    of_slack = chance.choice(
        [
            lambda it: it.fail_next("chat.postMessage", drop="after", after=after),
            lambda it: it.fail_next("chat.postMessage", drop="before", after=after),
            lambda it: it.fail_next("chat.postMessage", garbled=True, after=after),
            lambda it: it.fail_next("chat.postMessage", error="internal_error", after=after),
            lambda it: it.fail_next("chat.postMessage", status=503, after=after),
            lambda it: it.fail_next("chat.postMessage", retry_after=1, after=after),
        ]
    )
    discord.look(of_discord)
    slack.look(of_slack)


def _arrived(discord: Threaded[DiscordServer], slack: Threaded[SlackServer], to: str) -> list[_Arrived]:
    """Return the numbers of the alerts that a channel got, in their order, and when."""
    platform, _, channel = to.partition(":")
    if platform == "discord":
        had = [(one.text(), one.sent_at.timestamp()) for one in discord.look(lambda it: it.messages(int(channel)))]
    else:
        had = [(str(one.blocks), float(one.ts)) for one in slack.look(lambda it: it.messages(channel))]
    return [(found[1], at) for text, at in had if (found := _TITLE.search(text))]


def _wait(
    discord: Threaded[DiscordServer], slack: Threaded[SlackServer], wanted: Mapping[str, Sequence[str]]
) -> dict[str, list[_Arrived]]:
    """Wait until all is there, or nothing more comes; return what is there."""
    ends = time.monotonic() + _PATIENCE
    while True:
        arrived = {to: _arrived(discord, slack, to) for to in wanted}
        if (
            all({number for number, _ in arrived[to]} >= set(its) for to, its in wanted.items())
            or time.monotonic() > ends
        ):
            return arrived
        time.sleep(0.5)


def _waits(discord: Threaded[DiscordServer], slack: Threaded[SlackServer]) -> int:
    """Return how often a platform answered 429."""
    on_slack = slack.look(lambda it: sum(one.status == 429 for one in it.calls))
    on_discord = discord.look(lambda it: Counter(one.status for one in it.requests)[429])
    return on_slack + on_discord


def main() -> int:
    """Run it, and print the report; the exit code says whether what is guaranteed was kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--channels", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--calm", action="store_true", help="no faults but those of limits that were broken")
    given = parser.parse_args()
    report = torture(
        alerts=given.alerts, kills=given.kills, channels=given.channels, seed=given.seed, faults=not given.calm
    )
    for name, value in asdict(report).items():
        sys.stdout.write(f"{name}: {value}\n")
    kept = not (report.lost or report.repeated_on_discord or report.out_of_order)
    return 0 if kept and report.repeated_on_slack <= report.kills * given.channels // 2 else 1


if __name__ == "__main__":
    sys.exit(main())
