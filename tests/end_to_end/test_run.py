"""`claimwatch run`: first start, inbox, second start, stopping, dying."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Running, Start, call, read_lines

RETAKEN = "Ukrainian forces have retaken the town of Vovchansk, Ukraine's defence ministry said on Monday."


def drop(folder: Path, name: str, text: str, *, publisher: str = "Hill Post") -> None:
    """Put an article into the inbox as programs should: whole, or not at all."""
    inbox = folder / "inbox"
    article = {"id": name, "publisher": publisher, "published": "2022-09-12", "text": text}
    (inbox / f".{name}").write_text(json.dumps(article), encoding="utf-8")
    (inbox / f".{name}").rename(inbox / f"{name}.json")


def panels(out: str) -> list[str]:
    """Return the titles of the alerts that were printed."""
    return re.findall(r"(CONFLICTING CLAIMS|UPDATE|ARTICLE)  ─", out)


def distinct_panels(lives: list[Running]) -> set[tuple[str, str]]:
    """Return the title and first words of every alert that was printed in any life."""
    found = (re.findall(r"(CONFLICTING CLAIMS|UPDATE|ARTICLE)  ─[^\n]*\n([^\n]*)\n", one.out) for one in lives)
    return {panel for life in found for panel in life}


def resident_kilobytes(group: int) -> int:
    """Return the resident memory of all processes of a group."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                status = (process / "status").read_text()
                total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]  # a live process has it
        except (OSError, TypeError):  # it has ended in between
            continue
    return total


def test_the_first_and_the_second_start(start: Start, tmp_path: Path) -> None:
    """Samples, conflicts, an article and a bad file in the inbox, Ctrl-C; then all is known and nothing is told."""
    running = start()
    running.wait_until_watching()
    running.wait_for(lambda it: len(panels(it.out)) == 5, why="three summaries and two conflicts")
    assert sorted(panels(running.out)).count("CONFLICTING CLAIMS") == 2

    drop(tmp_path, "vovchansk", RETAKEN)
    took = running.wait_for(lambda it: "vovchansk" in it.err, why="the dropped article")
    # Two seconds by itself; this machine may be busy with other tests.
    assert took < 10
    running.wait_for(lambda it: "Hill Post" in it.out, why="its summary")

    (tmp_path / "inbox" / "broken.json").write_text('{"id": "x", "text": ', encoding="utf-8")
    running.wait_for(lambda it: "broken.json" in it.err, why="the complaint")
    drop(tmp_path, "later", "Rain fell on the hills for the whole of the week.")
    running.wait_for(lambda it: "later.json: no claims" in it.err, why="the loop going on")

    assert resident_kilobytes(running.process.pid) < 700_000
    assert running.stop(signal.SIGINT) == 0
    assert "Traceback" not in running.err
    assert "Stopped." in running.err

    second = start()
    second.wait_until_watching()
    second.wait_for(lambda it: it.err.count("known already") == 6, why="the samples and the inbox found known")
    assert "3 sample articles are known already" in second.err
    assert "Reading" not in second.err
    assert second.out == ""
    assert resident_kilobytes(second.process.pid) < 250_000, "the language model is not loaded"
    assert second.stop(signal.SIGTERM) == 0
    assert "Traceback" not in second.err


def test_no_alert_is_lost_when_the_program_is_killed(start: Start, tmp_path: Path) -> None:
    """Killed at several points, then started again: each alert is told, and again only where a kill cut its sending."""
    lives: list[Running] = []
    for moment in ("sample kharkiv", "sample bbc"):
        running = start()
        lives.append(running)
        running.wait_for(lambda it, moment=moment: moment in it.err, why=moment)  # type: ignore[misc]
        running.kill()
    last = start()
    lives.append(last)
    last.wait_until_watching()
    last.wait_for(lambda _: len(distinct_panels(lives)) >= 5, why="all alerts")
    time.sleep(1.5)
    assert sorted(title for title, _ in distinct_panels(lives)) == ["ARTICLE"] * 3 + ["CONFLICTING CLAIMS"] * 2
    # What was on its way when the program was killed may come again: it was not yet recorded.
    assert sum(len(panels(one.out)) for one in lives) <= 5 + 2
    assert last.stop() == 0
    whole = read_lines(call(tmp_path, "disputes", "--json").stdout)
    assert len(whole) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_it_stops_at_once_while_an_article_is_read(start: Start, number: signal.Signals) -> None:
    """The first article is given up, the exit is clean, and no process is left behind."""
    running = start()
    running.wait_for(lambda it: "Reading" in it.err, why="the samples being read")
    assert running.stop(number) == 0
    assert "Traceback" not in running.err
    # multiprocessing's helper ends by itself a moment after the program.
    deadline = time.monotonic() + 30
    while resident_kilobytes(running.process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert resident_kilobytes(running.process.pid) == 0


def test_an_article_that_takes_too_long_is_set_aside(start: Start, tmp_path: Path) -> None:
    """It is named with the reason, and the next one is read by a new worker."""
    running = start(CLAIMWATCH_SAMPLES__READ="false", CLAIMWATCH_INTAKE__SECONDS_PER_ARTICLE="2")
    running.wait_until_watching()
    drop(tmp_path, "endless", " ".join(f"{n}: {RETAKEN}" for n in range(20_000)))
    running.wait_for(lambda it: "longer than 2 seconds" in it.err, why="giving up")
    drop(tmp_path, "short", RETAKEN)
    running.wait_for(lambda it: "short.json: 1 claim" in it.err, why="the next article")
    assert running.stop() == 0
