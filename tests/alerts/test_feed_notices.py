"""What the operators are told of feeds."""

from __future__ import annotations

from datetime import timedelta

from bot.alerts.feed_notices import FeedNotices
from bot.model.alert import AlertKind
from bot.model.feed import FeedRecord
from tests.builders import DAY

FEED = FeedRecord(
    url="https://ell.example/rss", due_at=DAY + timedelta(hours=3), failures=5, reason="the site has trouble (HTTP 500)"
)
NOTICES = FeedNotices(destination="discord:42")


def test_a_failing_feed_is_told_with_reason_and_next_try() -> None:
    """And with its address, by which it can be tested."""
    notice = NOTICES.fails(FEED, now=DAY)
    assert notice is not None
    assert (notice.destination, notice.alert.kind) == ("discord:42", AlertKind.NOTICE)
    assert notice.alert.title == "A feed fails: https://ell.example/rss"
    text = notice.alert.text
    assert "Reason: the site has trouble (HTTP 500)" in text
    assert "It was never read yet; it has failed 5 times in a row." in text
    assert f"Next try: {DAY + timedelta(hours=3):%d %b %Y, %H:%M} UTC" in text
    assert "claimwatch sources test https://ell.example/rss" in text


def test_a_feed_that_is_back_says_what_it_brings() -> None:
    """And how long it was away."""
    told = [NOTICES.works(FEED, new=new, now=DAY) for new in (0, 1, 2)]
    lines = [notice.alert.text.splitlines()[-1] for notice in told if notice is not None]
    assert lines == [
        f"It had failed 5 times, and brings {what}." for what in ("nothing new", "1 new article", "2 new articles")
    ]


def test_each_time_is_told_anew_and_each_only_once() -> None:
    """A notice's id is its feed's and its time's."""
    ids = {
        notice.alert.id
        for moment in (DAY, DAY + timedelta(seconds=1))
        for notice in (NOTICES.fails(FEED, now=moment), NOTICES.fails(FEED, now=moment))
        if notice is not None
    }
    assert len(ids) == 2


def test_without_a_channel_nobody_is_told() -> None:
    """The list of feeds says it all the same."""
    silent = FeedNotices(destination=None)
    assert silent.fails(FEED, now=DAY) is silent.works(FEED, new=1, now=DAY) is None
