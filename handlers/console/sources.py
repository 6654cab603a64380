"""Feeds and how they stand, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from bot.desk.words import minute, teasers_of
from bot.model.feed import FeedRecord
from handlers.console.text import shown


def sources_table(feeds: Sequence[FeedRecord], newest: Mapping[str, datetime]) -> RenderableType:
    """Return one row a feed: its name and address, how it stands, when it had something new, when it is asked, why.

    `newest` is when the newest article of a feed was published, by the feed's address.
    """
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Feed", ratio=3, overflow="fold")
    table.add_column("State", no_wrap=True)
    table.add_column("Last read", no_wrap=True)
    table.add_column("Last new", no_wrap=True)
    table.add_column("Newest", no_wrap=True)
    table.add_column("Next", no_wrap=True)
    table.add_column("Why", ratio=2, overflow="fold")
    for feed in feeds:
        name = f"{feed.title}\n{feed.url}" if feed.title else feed.url
        table.add_row(
            shown(f"{name}\n→ {feed.moved_to}" if feed.moved_to else name),
            _state(feed),
            minute(feed.read_at) if feed.read_at else "never",
            minute(feed.changed_at) if feed.changed_at else "",
            minute(newest[feed.url]) if feed.url in newest else "",
            "" if feed.paused else minute(feed.due_at),
            shown("\n".join(part for part in (feed.reason, teasers_of(feed)) if part)),
        )
    return table


def source_object(feed: FeedRecord, newest: datetime | None = None) -> dict[str, Any]:
    """Return a feed as JSON, with when its newest article was published."""
    return {
        "type": "source",
        "url": feed.url,
        "moved_to": feed.moved_to,
        "title": feed.title,
        "state": _state(feed).split(" ", 1)[1],
        "listed": feed.listed,
        "read_at": feed.read_at.isoformat() if feed.read_at else None,
        "changed_at": feed.changed_at.isoformat() if feed.changed_at else None,
        "newest_at": newest.isoformat() if newest else None,
        "due_at": None if feed.paused else feed.due_at.isoformat(),
        "failures": feed.failures,
        "reason": feed.reason,
        "articles": feed.articles,
        "teasers": feed.teasers,
        "teaser_reason": feed.teaser_reason,
    }


def _state(feed: FeedRecord) -> str:
    if feed.paused:
        return "‖ paused"
    if feed.failures:
        return "✗ fails"
    return "✓ works" if feed.read_at else "… is new"
