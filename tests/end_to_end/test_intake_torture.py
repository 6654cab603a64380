"""The program is killed while it reads what it has accepted: the short version of `tests.intake_torture`."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from tests.correction_torture import torture_corrections
from tests.end_to_end.conftest import Start
from tests.intake_torture import torture


def test_every_accepted_article_is_read_exactly_once(tmp_path: Path) -> None:
    """Killed in the midst of the queue, with nothing left in the inbox: none is lost, none is read twice."""
    report = torture(tmp_path, articles=60, kills=3, seed=5)
    assert (report.lost, report.twice, report.set_aside) == (0, 0, 0)


def test_every_correction_is_told_to_each_channel_once(tmp_path: Path) -> None:
    """Killed while articles are changed after publication: no channel misses one, and none hears of one twice."""
    report = torture_corrections(tmp_path, articles=6, kills=2, seed=5)
    assert (report.lost, report.twice) == (0, 0)


def test_what_was_answered_with_202_is_read_after_a_kill(start: Start) -> None:
    """A program hands an article over, and Claimwatch is killed at once; the next start reads it."""
    changes = {
        "CLAIMWATCH_SAMPLES__READ": "false",
        "CLAIMWATCH_WEB__LISTEN": "127.0.0.1:0",
        "CLAIMWATCH_WEB__TOKEN": "let-me-in",
    }
    first = start(**changes)
    first.wait_for(lambda it: "Listening on" in it.err, why="listening")
    text = "Ukrainian forces have retaken the town of Vovchansk, Ukraine's defence ministry said on Monday."
    told = _ask(_address(first.err) + "/articles", {"text": text, "published": "2022-09-12", "publisher": "Post"})
    first.kill()
    second = start(**changes)
    second.wait_for(lambda it: "1 claim" in it.err, why="the article being read")
    second.wait_for(lambda it: "Listening on" in it.err, why="listening")
    assert _ask(f"{_address(second.err)}/articles/{told['id']}")["state"] == "done"
    assert second.stop() == 0


def _address(err: str) -> str:
    return str(re.findall(r"Listening on (http://[0-9.:]+[0-9])", err)[0])


def _ask(url: str, article: dict[str, str] | None = None) -> dict[str, Any]:
    headers = {"Authorization": "Bearer let-me-in", "Content-Type": "application/json"}
    body = None if article is None else json.dumps(article).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers), timeout=60) as answer:  # noqa: S310 - http, to this machine
        found: dict[str, Any] = json.load(answer)
    return found
