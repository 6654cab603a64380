from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sources.rhythm import Rhythm, jittered

SHORT, LONG = timedelta(minutes=10), timedelta(hours=1)
DAY = timedelta(days=1)


def settled(gap: timedelta | None, *, days: int = 3) -> timedelta:
    """Return the interval at which a feed is asked that has something new each `gap`."""
    rhythm, now, end, last = Rhythm(), timedelta(0), days * DAY, timedelta(0)
    interval = rhythm.interval(shortest=SHORT, longest=LONG)
    while now < end:
        now += interval
        changed = gap is not None and now // gap > last // gap
        last = now
        rhythm = rhythm.after(interval, changed=changed)
        interval = rhythm.interval(shortest=SHORT, longest=LONG)
    return interval


def test_a_feed_that_is_not_known_is_asked_often() -> None:
    """Until it shows that there is no need."""
    assert Rhythm().interval(shortest=SHORT, longest=LONG) == SHORT


@pytest.mark.parametrize(
    ("gap", "least", "most"),
    [
        pytest.param(timedelta(minutes=5), 10, 10, id="every-five-minutes"),
        pytest.param(timedelta(minutes=30), 10, 12, id="every-half-hour"),
        pytest.param(timedelta(hours=2), 18, 40, id="every-two-hours"),
        pytest.param(timedelta(hours=12), 55, 60, id="twice-a-day"),
        pytest.param(None, 60, 60, id="never"),
    ],
)
def test_a_feed_is_asked_as_often_as_it_changes(gap: timedelta | None, least: int, most: int) -> None:
    """About four times between two changes, within the bounds."""
    assert timedelta(minutes=least) <= settled(gap) <= timedelta(minutes=most)


def test_how_often_it_was_asked_does_not_count() -> None:
    """A quiet hour is one, in one look or in sixty."""
    once = Rhythm(changes=3, watched_seconds=9_000).after(LONG, changed=False)
    often = Rhythm(changes=3, watched_seconds=9_000)
    for _ in range(60):
        often = often.after(LONG / 60, changed=False)
    assert often.changes == pytest.approx(once.changes)
    assert often.watched_seconds == pytest.approx(once.watched_seconds)


def test_a_clock_that_goes_back_changes_nothing() -> None:
    """No time has passed then."""
    assert Rhythm(changes=1).after(-LONG, changed=False) == Rhythm(changes=1)


def test_jitter_moves_by_a_tenth() -> None:
    """Either way."""
    assert [jittered(LONG, chance) / LONG for chance in (0.0, 0.5, 1.0)] == pytest.approx([0.9, 1.0, 1.1])
