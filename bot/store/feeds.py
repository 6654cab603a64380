"""Feeds' rows: how each stands, and which items were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

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

    async def listed(self, feed: str, keys: Iterable[str], *, now: datetime, whole: bool = True) -> None:
        """Store that the feed lists the items of these keys, and where they are the `whole`, no others."""
        there = frozenset(keys)
        its = select(feed_items.c.key).where(feed_items.c.feed == feed, feed_items.c.gone_at.is_(None))
        lost = or_(feed_items.c.feed.is_(None), feed_items.c.gone_at.is_not(None))
        back: list[str] = []
        async with self._connections.reading() as connection:
            gone = sorted(set((await connection.execute(its)).scalars()) - there) if whole else []
            for some in chunks(sorted(there)):
                found = select(feed_items.c.key).where(feed_items.c.key.in_(some), lost)
                back += (await connection.execute(found)).scalars()
        # Most answers list what the last one did: then nobody has to stand back for a write.
        if not gone and not back:
            return
        async with self._connections.writing() as connection:
            for some in chunks(gone):
                theirs = update(feed_items).where(feed_items.c.key.in_(some), feed_items.c.feed == feed)
                await connection.execute(theirs.values(gone_at=now))
            for some in chunks(back):
                found_again = update(feed_items).where(feed_items.c.key.in_(some))
                await connection.execute(found_again.values(feed=feed, gone_at=None))

    async def add_items(
        self, keys: Iterable[str], *, now: datetime, feed: str | None = None, digest: str | None = None
    ) -> None:
        """Store keys of items that were read, listed by this feed; known ones stay as they are.

        `digest` is what the first of them says.
        """
        rows = [{"key": key, "first_seen": now, "feed": feed} for key in dict.fromkeys(keys)]
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


async def forget_gone(connection: AsyncConnection, *, before: datetime, now: datetime) -> int:
    """Forget the keys of items that were no longer listed before then; return how many.

    Nobody lists what is of a feed that is not followed any more, or of none that is known: its time begins `now`.
    """
    adrift = or_(feed_items.c.feed.is_(None), feed_items.c.feed.not_in(select(feeds.c.url)))
    await connection.execute(update(feed_items).where(feed_items.c.gone_at.is_(None), adrift).values(gone_at=now))
    return (await connection.execute(delete(feed_items).where(feed_items.c.gone_at < before))).rowcount
