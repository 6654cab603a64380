"""How a feed stands, and what is kept of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.outbox import Notice


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRecord:
    """How a feed stands; times are aware. `read_at` is when it was last read in full, `None` where it never was.

    `failures` counts those in a row, and `reason` says what the last one was; `told_at` is when the operators heard of
    them. `url` is what it was named by, and `moved_to` the address that it has moved to for good since. `changes` in
    `watched_seconds` is how often it has had something new (`bot.sources.rhythm`), `changed_at` when it last had.
    `articles` counts what was read of it, and `teasers` those of them of which only the feed's own words were read, as
    their pages could not be; `teaser_reason` says why the newest could not.
    A `listed` feed was added by a command and stays whatever the settings say; one that is `paused` is never due.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime
    read_at: datetime | None = None
    failures: int = 0
    reason: str | None = None
    moved_to: str | None = None
    changes: float = 0.0
    watched_seconds: float = 0.0
    changed_at: datetime | None = None
    told_at: datetime | None = None
    articles: int = 0
    teasers: int = 0
    teaser_reason: str | None = None
    listed: bool = False
    paused: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """When a feed's item was first seen, what it said when it was last looked at (a digest), and when that was."""

    first_seen: datetime
    digest: str | None
    looked_at: datetime | None


class Feeds(Protocol):
    """What is known of feeds, and which of their items were read."""

    async def follow(self, urls: Sequence[str], *, now: datetime) -> None:
        """Follow these feeds and the listed ones: new ones are due at once, of others the record goes.

        Items stay known.
        """
        ...

    async def add(self, url: str, *, now: datetime, title: str | None = None) -> bool:
        """List a feed, due at once where it is new; return whether it was not listed before."""
        ...

    async def remove(self, url: str) -> bool:
        """Forget a feed, listed or not, but not its items; return whether it was there."""
        ...

    async def pause(self, url: str, *, now: datetime, paused: bool) -> bool:
        """Stop polling a feed, or poll it again, at once; return whether it is there."""
        ...

    async def all(self) -> tuple[FeedRecord, ...]:
        """Return every feed, by address."""
        ...

    async def due(self, now: datetime) -> tuple[FeedRecord, ...]:
        """Return the feeds that are to be polled, the longest waiting first."""
        ...

    async def save(self, feed: FeedRecord, *, notice: Notice | None = None) -> None:
        """Store how a feed stands, and queue what the operators are told of it, in one transaction.

        One that is no longer followed stays forgotten, and nothing is told of it. Whether it is listed or paused stays
        as it is: a person may have changed that while it was polled.
        """
        ...

    async def known_items(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those keys that were stored."""
        ...

    async def looks(self, keys: Iterable[str]) -> Mapping[str, Look]:
        """Return by its key how each item that was stored stood when it was last looked at."""
        ...

    async def looked(self, key: str, *, digest: str, now: datetime) -> None:
        """Store that an item was looked at; one that is not stored is not."""
        ...

    async def first_seen(self, key: str) -> datetime | None:
        """Return when the key was stored; `None` where it was not."""
        ...

    async def add_items(
        self, keys: Iterable[str], *, now: datetime, feed: str | None = None, digest: str | None = None
    ) -> None:
        """Store keys of items that were read, listed by this feed; known ones stay as they are.

        `digest` is what the first of them says.
        """
        ...

    async def listed(self, feed: str, keys: Iterable[str], *, now: datetime, whole: bool = True) -> None:
        """Store that the feed lists the items of these keys, and where they are the `whole`, no others.

        What no feed has listed since some time may be forgotten (`bot.model.upkeep.Upkeep.forget_items`); to be called
        with every whole answer, so that what is listed never is.
        """
        ...
