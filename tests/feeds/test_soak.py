"""Feeds over days: nothing is lost, nothing read twice, and a quiet feed is asked less often."""

from __future__ import annotations

from statistics import mean

from tests.bench.soak import soak


async def test_nothing_is_lost_and_nothing_read_twice() -> None:
    """Through outages, moves, edits and changed ids; `python -m tests.bench.soak` does it at length."""
    found = await soak(feeds=8, days=1)
    assert found.items > 100
    assert (found.lost, found.twice, found.announced_old) == (0, 0, 0)
    assert mean(found.requests) < 144 * 0.75
