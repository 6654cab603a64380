"""Kills the program again and again while it reads what it has accepted: `python -m tests.intake_torture`.

With `--corrections` it follows a feed whose articles are changed after publication (`tests.correction_torture`).

Articles are dropped into the inbox, and taken out of it again once they are accepted, so that only the queue has them.
Then the program is killed at random moments and started again. In the end nobody disturbs it any more, and the store is
asked what became of each: which were lost, which made their claims or alerts twice, and which were set aside.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.correction_torture import torture_corrections
from tests.end_to_end.conftest import Running

_TOWNS = ("Vovchansk", "Kupiansk", "Izium", "Lyman", "Balakliia", "Chuhuiv")
_VERBS = ("captured", "retaken", "entered", "surrounded")
_PATIENCE = 600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What became of the articles; `twice` are articles or alerts that stand in the store more than once."""

    articles: int
    kills: int
    lost: int
    twice: int
    set_aside: int
    seconds: float


def torture(folder: Path, *, articles: int, kills: int, seed: int = 0, longest: float = 6.0) -> Report:
    """Have so many articles read over so many kills, each after `longest` seconds at most; say how it went."""
    chance = random.Random(seed)  # noqa: S311 - the same run again, for the same seed
    inbox = folder / "inbox"
    inbox.mkdir()
    began = time.monotonic()
    changes = {"CLAIMWATCH_SAMPLES__READ": "false"}
    dropped = inbox / "news.jsonl"
    dropped.write_text("\n".join(json.dumps(_article(number)) for number in range(articles)), encoding="utf-8")
    running = Running(folder, changes)
    database = folder / "data" / "claimwatch.db"
    running.wait_for(lambda _: _count(database, "SELECT count(*) FROM arrivals") == articles, why="all being accepted")
    running.kill()
    dropped.unlink()
    for _ in range(kills):
        running = Running(folder, changes)
        time.sleep(chance.uniform(0.2, longest))
        running.kill()
    last = Running(folder, changes)
    open_ones = "SELECT count(*) FROM arrivals WHERE state IN ('waiting', 'reading')"
    while _count(database, open_ones) != 0 and time.monotonic() - began < _PATIENCE:
        time.sleep(0.1)
    last.stop(signal.SIGTERM)
    count = _count(database, "SELECT count(DISTINCT key) FROM articles")
    again = "SELECT count(*) - count(DISTINCT {what}) FROM {table}"
    return Report(
        articles=articles,
        kills=kills,
        lost=articles - count,
        twice=_count(database, again.format(what="key", table="articles"))
        + _count(database, again.format(what="alert_id || destination", table="outbox"))
        + _count(database, "SELECT count(*) - count(DISTINCT article) FROM alerts WHERE kind = 'summary'"),
        set_aside=_count(database, "SELECT count(*) FROM arrivals WHERE state = 'failed'"),
        seconds=round(time.monotonic() - began, 1),
    )


def _article(number: int) -> dict[str, str]:
    town, verb = _TOWNS[number % len(_TOWNS)], _VERBS[number // len(_TOWNS) % len(_VERBS)]
    said = f"Ukrainian forces have {verb} the town of {town}, officer number {number} of the army said."
    filling = " ".join(f"Resident {one} of street {number} spoke of rain and of cold nights." for one in range(20))
    return {"id": f"n{number}", "publisher": f"Post {number}", "published": "2022-09-12", "text": f"{said} {filling}"}


def _count(database: Path, question: str) -> int:
    """Return a number from the store, or -1 while it is being made."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
            return int(connection.execute(question).fetchone()[0])
    except sqlite3.OperationalError:
        return -1


def main() -> int:
    """Print what became of the articles; 1 where one was lost or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corrections", action="store_true", help="articles of a feed that are changed meanwhile")
    given = parser.parse_args()
    tortured = torture_corrections if given.corrections else torture
    with TemporaryDirectory(prefix="claimwatch-intake-") as name:
        report = tortured(Path(name), articles=given.articles, kills=given.kills, seed=given.seed)
    sys.stdout.write(json.dumps(asdict(report)) + "\n")
    return 1 if report.lost or report.twice else 0


if __name__ == "__main__":
    sys.exit(main())
