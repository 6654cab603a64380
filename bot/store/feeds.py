"""Feeds' rows: how each stands, and which items were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.model.feed import FeedRecord, Look
from bot.model.outbox import Notice
from bot.store.connections import Connections
from bot.store.outbox import tell
from bot.store.queries import chunks
from bot.store.tables import feed_items, feeds

# What commands change, and a poll does not.
_OF_PEOPLE = frozenset({"listed", "paused"})


class SqlFeeds:
    """What is known of feeds; `bot.model.feed.Feeds` states the guarantees. Each call is a transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def follow(self, urls: Sequence[str], *, now: datetime) -> None:
        """Follow these feeds and the listed ones: new ones are due at once, of others the record goes."""
        async with self._connections.writing() as connection:
            known = set((await connection.execute(select(feeds.c.url))).scalars())
            for url in dict.fromkeys(urls):
                if url not in known:
                    await connection.execute(insert(feeds).values(url=url, due_at=now))
            for url in known.difference(urls):
                await connection.execute(delete(feeds).where(feeds.c.url == url, ~feeds.c.listed))

    async def add(self, url: str, *, now: datetime, title: str | None = None) -> bool:
        """List a feed, due at once where it is new; return whether it was not listed before."""
        async with self._connections.writing() as connection:
            listed = (await connection.execute(select(feeds.c.listed).where(feeds.c.url == url))).scalar()
            if listed is None:
                await connection.execute(insert(feeds).values(url=url, title=title, due_at=now, listed=True))
            else:
                await connection.execute(update(feeds).where(feeds.c.url == url).values(listed=True))
            return not listed

    async def remove(self, url: str) -> bool:
        """Forget a feed, listed or not, but not its items; return whether it was there."""
        async with self._connections.writing() as connection:
            return bool((await connection.execute(delete(feeds).where(feeds.c.url == url))).rowcount)

    async def pause(self, url: str, *, now: datetime, paused: bool) -> bool:
        """Stop polling a feed, or poll it again, at once; return whether it is there."""
        async with self._connections.writing() as connection:
            # A person has looked at it: what it failed before counts no more.
            fresh = {"due_at": now, "failures": 0, "reason": None, "told_at": None}
            changed = update(feeds).where(feeds.c.url == url).values(paused=paused, **fresh)
            return bool((await connection.execute(changed)).rowcount)

    async def all(self) -> tuple[FeedRecord, ...]:
        """Return every feed, by address."""
        return await self._where()

    async def due(self, now: datetime) -> tuple[FeedRecord, ...]:
        """Return the feeds that are to be polled, the longest waiting first."""
        found = await self._where(feeds.c.due_at <= now, ~feeds.c.paused)
        return tuple(sorted(found, key=lambda feed: (feed.due_at, feed.url)))

    async def save(self, feed: FeedRecord, *, notice: Notice | None = None) -> None:
        """Store how a feed stands, and queue what the operators are told of it; a forgotten one stays forgotten."""
        values = {name: value for name, value in asdict(feed).items() if name not in _OF_PEOPLE}
        async with self._connections.writing() as connection:
            if (await connection.execute(update(feeds).where(feeds.c.url == feed.url).values(values))).rowcount:
                await tell(connection, notice)

    async def known_items(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those keys that were stored."""
        found: set[str] = set()
        async with self._connections.reading() as connection:
            for some in chunks(sorted(set(keys))):
                known = select(feed_items.c.key).where(feed_items.c.key.in_(some))
                found.update((await connection.execute(known)).scalars())
        return frozenset(found)

    async def looks(self, keys: Iterable[str]) -> Mapping[str, Look]:
        """Return by its key how each item that was stored stood when it was last looked at."""
        found: dict[str, Look] = {}
        async with self._connections.reading() as connection:
            for some in chunks(sorted(set(keys))):
                for row in await connection.execute(select(feed_items).where(feed_items.c.key.in_(some))):
                    found[row.key] = Look(first_seen=row.first_seen, digest=row.digest, looked_at=row.looked_at)
        return found

    async def looked(self, key: str, *, digest: str, now: datetime) -> None:
        """Store that an item was looked at; one that is not stored is not."""
        async with self._connections.writing() as connection:
            its = update(feed_items).where(feed_items.c.key == key)
            await connection.execute(its.values(digest=digest, looked_at=now))

    async def first_seen(self, key: str) -> datetime | None:
        """Return when the key was stored; `None` where it was not."""
        async with self._connections.reading() as connection:
            found = select(feed_items.c.first_seen).where(feed_items.c.key == key)
            seen: datetime | None = (await connection.execute(found)).scalar()
        return seen

    async def add_items(self, keys: Iterable[str], *, now: datetime, digest: str | None = None) -> None:
        """Store keys of items that were read; known ones stay as they are. `digest` is what the first of them says."""
        rows = [{"key": key, "first_seen": now} for key in dict.fromkeys(keys)]
        if rows:
            async with self._connections.writing() as connection:
                await connection.execute(insert(feed_items).on_conflict_do_nothing(), rows)
                if digest is not None:
                    its = update(feed_items).where(feed_items.c.key == rows[0]["key"])
                    await connection.execute(its.values(digest=digest, looked_at=now))

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[FeedRecord, ...]:
        async with self._connections.reading() as connection:
            rows = (await connection.execute(select(feeds).where(*conditions).order_by(feeds.c.url))).mappings()
            return tuple(FeedRecord(**row) for row in rows)
