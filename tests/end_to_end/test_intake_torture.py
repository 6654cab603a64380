"""The program is killed while it reads what it has accepted: the short version of `tests.intake_torture`."""

from __future__ import annotations

from pathlib import Path

from tests.intake_torture import torture


def test_every_accepted_article_is_read_exactly_once(tmp_path: Path) -> None:
    """Killed in the midst of the queue, with nothing left in the inbox: none is lost, none is read twice."""
    report = torture(tmp_path, articles=60, kills=3, seed=5)
    assert (report.lost, report.twice, report.set_aside) == (0, 0, 0)
