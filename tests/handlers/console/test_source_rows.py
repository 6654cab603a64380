"""What a row of the table of feeds says beside its state, and a feed as JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.feed import FeedRecord
from handlers.console.sources import source_object, sources_table
from tests.builders import DAY
from tests.handlers.console.conftest import Render

FEED = FeedRecord(url="https://ell.example/rss", title="The Ell Courier", due_at=DAY, read_at=DAY, articles=12)


@pytest.mark.parametrize("reason", [None, "the server says 503"])
def test_what_was_read_in_a_feed_s_own_words_alone_stands_in_its_row(render: Render, reason: str | None) -> None:
    """Of how many articles and why, beside why the feed fails; nothing where every page could be read."""
    feed = replace(FEED, teasers=3, teaser_reason="asks about cookies", reason=reason, failures=int(reason is not None))
    text = " ".join(render(sources_table([feed], {})).split())
    assert "cookies" in text
    assert "3 of 12" in text
    assert ("503" in text) == (reason is not None)
    assert "own words" not in render(sources_table([FEED], {}))


def test_a_feed_as_json_counts_its_articles() -> None:
    """With those of which only the feed's own words were read, and why the newest of them."""
    found = source_object(replace(FEED, teasers=3, teaser_reason="asks about cookies"))
    assert (found["articles"], found["teasers"], found["teaser_reason"]) == (12, 3, "asks about cookies")
    assert source_object(FEED)["teaser_reason"] is None
