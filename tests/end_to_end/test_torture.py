"""The program is killed while it delivers: the short version of `make torture`."""

from __future__ import annotations

from tests.torture import torture


def test_nothing_is_lost_over_kills_and_faults() -> None:
    """Nothing twice on Discord, at most one message for each kill and channel on Slack, and all in order."""
    report = torture(alerts=24, kills=3, channels=4, seed=7)
    assert (report.lost, report.repeated_on_discord, report.out_of_order) == (0, 0, 0)
    assert report.repeated_on_slack <= report.kills * 2
