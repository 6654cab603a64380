"""What is told at once, and what waits to be told together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.alerts.gathering import Gathering
from bot.model.alert import Alert, AlertKind
from bot.model.outbox import Window
from tests.builders import DAY, make_alert

MINUTE = timedelta(minutes=1)
GATHERING = Gathering(every=MINUTE, burst=3)


def summary(number: int = 1) -> Alert:
    """Return what an article claims."""
    return make_alert(f"claim-{number}")


def conflict(number: int = 1, kind: AlertKind = AlertKind.CONFLICT) -> Alert:
    """Return an alert about a dispute."""
    return make_alert(f"claim-{number}", kind=kind, dispute=f"dispute-{number}")


def test_in_quiet_times_nothing_waits() -> None:
    """The first article of a window is told at once, and begins it."""
    assert GATHERING.place([summary(), conflict()], None, now=DAY) == (
        (None, None),
        Window(until=DAY + MINUTE, summaries=1, conflicts=1),
    )


def test_a_window_that_is_over_holds_nothing_back() -> None:
    """A new one begins."""
    over = Window(until=DAY, summaries=5, conflicts=5)
    places, window = GATHERING.place([summary()], over, now=DAY)
    assert (places, window.until, window.summaries) == ((None,), DAY + MINUTE, 1)


def test_further_articles_wait_for_the_windows_end_and_conflicts_do_not() -> None:
    """What matters most is told when it is known."""
    window = Window(until=DAY + MINUTE, summaries=1)
    places, after = GATHERING.place([summary(), conflict()], window, now=DAY)
    assert places == (DAY + MINUTE, None)
    assert after == replace(window, conflicts=1)


def test_more_conflicts_than_a_channel_can_read_wait_too() -> None:
    """All that came with them, so that they are one message."""
    window = Window(until=DAY + MINUTE, conflicts=2)
    many = [summary(), conflict(1), conflict(2)]
    assert GATHERING.place(many, window, now=DAY)[0] == (DAY + MINUTE,) * 3
    assert GATHERING.place(many[:2], window, now=DAY)[0] == (None, None)


def test_a_burst_out_of_the_blue_waits_for_nothing_more() -> None:
    """An article with many conflicts is one message at once."""
    many = [summary(), *(conflict(number) for number in range(4))]
    assert GATHERING.place(many, None, now=DAY)[0] == (DAY,) * 5


def test_news_does_not_overtake_its_conflict() -> None:
    """Of a dispute of which something waits, the rest waits too, even where its window is over."""
    window = Window(until=DAY - MINUTE, disputes=frozenset({"dispute-1"}))
    news = [conflict(1, AlertKind.UPDATE), conflict(2, AlertKind.UPDATE)]
    assert GATHERING.place(news, window, now=DAY)[0] == (DAY, None)


def test_without_a_window_nothing_is_gathered() -> None:
    """As the setting says."""
    many = [conflict(number) for number in range(40)]
    assert set(Gathering().place(many, Window(until=DAY + MINUTE), now=DAY)[0]) == {None}
