"""Feeds and how they stand, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from bot.desk.words import day, teasers_of
from bot.model.feed import FeedRecord
from handlers.console.text import Wrapped


def sources_table(feeds: Sequence[FeedRecord], newest: Mapping[str, datetime]) -> RenderableType:
    """Return one row a feed: its name and address, how it stands, why it fails, and when it was read and will be.

    `newest` is when the newest article of a feed was published, by the feed's address. What a feed says stands in one
    column, one thing a line, so that there is room for it on a terminal of 80 columns.
    """
    table = Table(box=SIMPLE_HEAD, pad_edge=False, leading=1)
    table.add_column("Feed", ratio=1)
    table.add_column("State", no_wrap=True)
    table.add_column("When (UTC)", no_wrap=True)
    for feed in feeds:
        table.add_row(_feed(feed), _state(feed), _times(feed, newest.get(feed.url)))
    return table


def _feed(feed: FeedRecord) -> RenderableType:
    lines = [Wrapped(text=feed.title, style="bold")] if feed.title else []
    lines.append(Wrapped(text=feed.url))
    lines += [Wrapped(text=f"→ {feed.moved_to}")] if feed.moved_to else []
    lines += [Wrapped(text=f"why: {feed.reason}", style="dim")] if feed.reason else []
    own_words = teasers_of(feed)
    lines += [Wrapped(text=own_words, style="dim")] if own_words else []
    return Group(*lines)


def _times(feed: FeedRecord, newest: datetime | None) -> RenderableType:
    """Return when it was read, when that last brought something, its newest article, and when it is asked next."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row("read", "never" if feed.read_at is None else _minute(feed.read_at))
    others = {"new": feed.changed_at, "article": newest, "next": None if feed.paused else feed.due_at}
    for what, at in others.items():
        if at is not None:
            grid.add_row(what, _minute(at))
    return grid


def _minute(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{day(there)}, {there:%H:%M}"


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
