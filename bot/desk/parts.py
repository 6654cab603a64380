"""What the commands stand on, and what they share: areas by name, and ids as people write them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.deciding import Decider
from bot.desk.desk import Desk
from bot.model.area import Area
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.errors import NotFoundError
from bot.model.feed import FeedRecord, Feeds
from bot.model.ports import AreaFinder
from bot.model.storage import Communities, Store, Subscriptions
from bot.pipeline import Ingested


class Submissions(Protocol):
    """Takes in what people hand over."""

    async def submit(self, what: str) -> Ingested:
        """Read an article from its address or its text; raises SourceError where it cannot be read."""
        ...

    async def submit_file(self, name: str, data: bytes) -> Sequence[Ingested]:
        """Read the articles of a file; raises SourceError where none can be read."""
        ...

    async def find(self, text: str) -> tuple[Article, tuple[Claim, ...]]:
        """Return what a text claims, without storing or telling anything; raises SourceError."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Probed:
    """What a feed says when it is asked: its title, how many items it has, and the newest of them, newest first."""

    title: str | None
    items: int
    newest: tuple[str, ...]
    moved_to: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedFeed:
    """A feed as another program's list has it."""

    url: str
    title: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class FeedDesk:
    """What feeds are changed with.

    `probe` asks a feed what it has, and keeps nothing; it raises SourceError where the feed does not say. `listed` gets
    a list of feeds (OPML) from its address; it raises SourceError where there is none. `as_file` makes such a list.
    `newest` is when the newest article of each feed was published, by its address. `operators` is the channel of who
    runs the program: feeds are read for everybody, so that nobody else may change them.
    """

    probe: Callable[[str], Awaitable[Probed]]
    listed: Callable[[str], Awaitable[Sequence[ListedFeed]]]
    newest: Callable[[], Awaitable[Mapping[str, datetime]]]
    operators: str | None
    as_file: Callable[[Iterable[FeedRecord]], bytes]


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Parts:
    """What the commands stand on; `new_id` makes an id that was never used, `clock` returns an aware time.

    `resume` has alerts to a destination tried again at once, if they were refused there; `paused` says why they are.
    `record` stores what a person decided, and returns the disputes that it changed.
    """

    desk: Desk
    store: Store
    subscriptions: Subscriptions
    communities: Communities
    feeds: Feeds
    feed_desk: FeedDesk
    areas: AreaFinder
    submissions: Submissions
    record: Callable[[Decision], Awaitable[tuple[Dispute, ...]]]
    resume: Callable[[str], Awaitable[object]]
    paused: Callable[[str], Awaitable[str | None]]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    version: str
    started_at: datetime

    @property
    def decider(self) -> Decider:
        """What records decisions."""
        return Decider(store=self.store, record=self.record, new_id=self.new_id, clock=self.clock)

    async def areas_named(self, place: str) -> tuple[Area, ...]:
        """Return the areas of that name, the likeliest first."""
        # The gazetteer is a file: a look into it may wait for the disk.
        return await asyncio.to_thread(self.areas.named, place)

    async def area(self, place: str) -> Area:
        """Return the likeliest area of that name; raises NotFoundError with the nearest names."""
        found = await self.areas_named(place)
        if not found:
            raise await self.no_place(place)
        return found[0]

    async def no_place(self, place: str) -> NotFoundError:
        """Return the error that says that nobody knows the place, and which could be meant."""
        near = await asyncio.to_thread(self.areas.near_names, place)
        hint = f"Did you mean {' or '.join(near)}?" if near else "Try another spelling, or a larger place near it."
        return NotFoundError(kind="place", wanted=place, hint=hint)


_ID = re.compile(r"[0-9a-f]{6,16}")


def is_id(text: str) -> bool:
    """Whether the text may be the id of a claim or a dispute, or the beginning of one."""
    return _ID.fullmatch(text.casefold()) is not None


def given(text: str | None) -> str | None:
    """Return what was typed, `None` where nothing was."""
    return text.strip() or None if text is not None else None
