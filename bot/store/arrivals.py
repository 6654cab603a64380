"""The durable queue of articles: accepted, waiting, being read, done or set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.arrival import Arrival, ArrivalState, AsideNotices, New, QueueState, Reading
from bot.model.article import Article
from bot.model.outbox import Notice
from bot.model.wire import dumps
from bot.store.connections import Connections
from bot.store.outbox import tell
from bot.store.tables import arrival_keys, arrivals

_KEPT = [column for column in arrivals.c if column.name != "data"]
_WAITING, _READING = ArrivalState.WAITING.value, ArrivalState.READING.value
_DONE, _FAILED = ArrivalState.DONE.value, ArrivalState.FAILED.value


class SqlArrivals:
    """What was accepted; `bot.model.arrival.Arrivals` states the guarantees."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def add(self, new: New, *, now: datetime) -> Arrival:
        """Let an article wait to be read, unless it is there already; return how it stands."""
        row = {
            "article_id": new.article.id,
            "origin": new.origin,
            "source": new.source,
            "state": _WAITING,
            "announce": new.announce,
            "received_at": now,
            "published_at": new.article.published_at,
            "data": _packed(new.article),
        }
        async with self._connections.writing() as connection:
            await connection.execute(sqlite_insert(arrivals).values(row).on_conflict_do_nothing())
            its = select(*_KEPT).where(arrivals.c.article_id == new.article.id)
            return _arrival((await connection.execute(its)).mappings().one())

    async def next(self, now: datetime) -> Reading | None:
        """Take the article that is due and has waited longest; `None` where there is none."""
        due = (arrivals.c.state == _WAITING) & or_(arrivals.c.due_at.is_(None), arrivals.c.due_at <= now)
        first = select(arrivals.c.id).where(due).order_by(arrivals.c.id).limit(1)
        # Asked of a reader first: most times nothing waits, and nobody has to stand back for that.
        async with self._connections.reading() as connection:
            if (await connection.execute(first)).scalar() is None:
                return None
        async with self._connections.writing() as connection:
            found = (await connection.execute(first)).scalar()
            return None if found is None else await _taken(connection, found)

    async def take(self, arrival: int) -> Reading | None:
        """Take this article, due or not; `None` where it does not wait."""
        async with self._connections.writing() as connection:
            return await _taken(connection, arrival)

    async def released(self, arrival: int) -> None:
        """Record that reading it was given up before its end, for no fault of its own: it waits as before."""
        await self._ended(arrival, state=_WAITING, attempts=arrivals.c.attempts - 1)

    async def postponed(self, arrival: int, *, due_at: datetime, reason: str, counted: bool = True) -> None:
        """Record that reading it failed for what may pass: it waits until it is due."""
        attempts = arrivals.c.attempts - (not counted)
        await self._ended(arrival, state=_WAITING, due_at=due_at, reason=reason, attempts=attempts)

    async def done(self, arrival: int, *, now: datetime) -> None:
        """Record that there was nothing to read, as it is known."""
        await self._ended(arrival, state=_DONE, done_at=now, due_at=None, reason=None, data=None)

    async def failed(self, arrival: int, *, now: datetime, reason: str, notice: Notice | None = None) -> None:
        """Set it aside, with its text, and queue what is told of it: it is not read until a person asks for it."""
        async with self._connections.writing() as connection:
            if await _ended(connection, arrival, state=_FAILED, done_at=now, due_at=None, reason=reason):
                await tell(connection, notice)

    async def restarted(self, *, now: datetime, most: int, notices: AsideNotices | None = None) -> int:
        """Let wait what was being read when the program ended, and set aside what it ended over `most` times."""
        cut = arrivals.c.state == _READING
        reason = f"the program ended {most} times while it was read"
        async with self._connections.writing() as connection:
            worn = select(*_KEPT).where(cut, arrivals.c.attempts >= most).order_by(arrivals.c.id)
            aside = [_arrival(row) for row in (await connection.execute(worn)).mappings()]
            for arrival in aside:
                await _ended(connection, arrival.id, state=_FAILED, done_at=now, reason=reason)
                await tell(connection, notices(arrival, reason, now=now) if notices is not None else None)
            await connection.execute(update(arrivals).where(cut).values(state=_WAITING))
            return len(aside)

    async def retry(self, arrival: int | None) -> int:
        """Let what was set aside wait again, one or all of it; return how many."""
        chosen = arrivals.c.state == _FAILED
        if arrival is not None:
            # What waits until it is due is tried at once as well.
            chosen = (arrivals.c.id == arrival) & arrivals.c.state.in_([_FAILED, _WAITING])
        fresh = {"state": _WAITING, "attempts": 0, "due_at": None, "done_at": None, "reason": None}
        async with self._connections.writing() as connection:
            return (await connection.execute(update(arrivals).where(chosen).values(fresh))).rowcount

    async def find(self, article: str) -> Arrival | None:
        """Return how the article of that id stands; `None` where it was never accepted here."""
        async with self._connections.reading() as connection:
            its = select(*_KEPT).where(arrivals.c.article_id == article)
            row = (await connection.execute(its)).mappings().one_or_none()
        return None if row is None else _arrival(row)

    async def listed(self, states: Sequence[ArrivalState], *, limit: int) -> tuple[Arrival, ...]:
        """Return what is in these states, oldest first."""
        wanted = select(*_KEPT).where(arrivals.c.state.in_([state.value for state in states]))
        async with self._connections.reading() as connection:
            rows = (await connection.execute(wanted.order_by(arrivals.c.id).limit(max(limit, 0)))).mappings()
            return tuple(_arrival(row) for row in rows)

    async def state(self) -> QueueState:
        """Return how much waits and how much was set aside."""
        async with self._connections.reading() as connection:
            return await queue_state(connection)

    async def newest(self) -> Mapping[str, datetime]:
        """Return for each source when its newest article was published."""
        newest = select(arrivals.c.source, func.max(arrivals.c.published_at)).group_by(arrivals.c.source)
        async with self._connections.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(newest)}

    async def named(self, key: str, *, digest: str, article: str, now: datetime) -> tuple[str, str]:
        """Keep that a request of this key was for the article; return digest and article of the first one."""
        row = {"key": key, "digest": digest, "article_id": article, "at": now}
        async with self._connections.writing() as connection:
            await connection.execute(sqlite_insert(arrival_keys).values(row).on_conflict_do_nothing())
            first = select(arrival_keys.c.digest, arrival_keys.c.article_id).where(arrival_keys.c.key == key)
            found = (await connection.execute(first)).one()
            return found.digest, found.article_id

    async def _ended(self, arrival: int, **values: object) -> None:
        async with self._connections.writing() as connection:
            await _ended(connection, arrival, **values)


async def settle(connection: AsyncConnection, article: str, *, now: datetime) -> None:
    """Record that the article was read, where it was accepted here; its text is kept where articles are."""
    its = update(arrivals).where(arrivals.c.article_id == article, arrivals.c.state != _DONE)
    await connection.execute(its.values(state=_DONE, done_at=now, due_at=None, reason=None, data=None))


async def queue_state(connection: AsyncConnection) -> QueueState:
    """Return how much waits and how much was set aside."""
    open_ones = arrivals.c.state.in_([_WAITING, _READING])
    waits = (await connection.execute(select(func.count(), func.min(arrivals.c.received_at)).where(open_ones))).one()
    aside = select(func.count()).select_from(arrivals).where(arrivals.c.state == _FAILED)
    return QueueState(waiting=waits[0], oldest=waits[1], failed=(await connection.execute(aside)).scalar_one())


async def forget_old(connection: AsyncConnection, *, before: datetime) -> None:
    """Forget what was done or set aside before, and old keys of requests."""
    await connection.execute(delete(arrival_keys).where(arrival_keys.c.at < before))
    for state in (_DONE, _FAILED):
        await connection.execute(delete(arrivals).where(arrivals.c.state == state, arrivals.c.done_at < before))


async def _ended(connection: AsyncConnection, arrival: int, **values: object) -> bool:
    """Write how reading it ended; return whether it was being read."""
    its = update(arrivals).where(arrivals.c.id == arrival, arrivals.c.state == _READING)
    return bool((await connection.execute(its.values(**values))).rowcount)


async def open_from(connection: AsyncConnection, url: str, *, given: str) -> tuple[Article, ...]:
    """Return the articles of an address, as it is kept and as it was `given`, that are not read yet or set aside.

    What brought them need not be the address: an item of a feed or a file states its own.
    """
    stated = func.json_extract(arrivals.c.data, "$.url")
    its = or_(arrivals.c.origin.in_([url, given]), stated == url, stated.startswith(f"{url}#", autoescape=True))
    wanted = select(arrivals.c.article_id, arrivals.c.data).where(
        arrivals.c.state.in_([_WAITING, _READING, _FAILED]), arrivals.c.data.is_not(None), its
    )
    rows = await connection.execute(wanted.order_by(arrivals.c.id))
    return tuple(_unpacked(row.article_id, row.data) for row in rows)


async def _taken(connection: AsyncConnection, arrival: int) -> Reading | None:
    its = update(arrivals).where(arrivals.c.id == arrival, arrivals.c.state == _WAITING)
    taken = await connection.execute(its.values(state=_READING, attempts=arrivals.c.attempts + 1))
    if not taken.rowcount:
        return None
    row = (await connection.execute(select(arrivals).where(arrivals.c.id == arrival))).mappings().one()
    return Reading(arrival=_arrival(row), article=_unpacked(row["article_id"], row["data"]))


def _arrival(row: RowMapping) -> Arrival:
    values = {name: value for name, value in row.items() if name != "data"}
    return Arrival(**{**values, "state": ArrivalState(row["state"])})


def _packed(article: Article) -> str:
    """Return an article as JSON, whole."""
    return dumps(
        {
            "key": article.key,
            "title": article.title,
            "publisher": article.publisher,
            "published_at": article.published_at.isoformat(),
            "url": article.url,
            "language": article.language,
            "text": article.text,
            "content_hash": article.content_hash,
            "shingle_signature": list(article.shingle_signature),
            "byline": article.byline,
        }
    )


def _unpacked(article_id: str, data: str) -> Article:
    found: dict[str, Any] = json.loads(data)
    return Article(
        **{
            **found,
            "id": article_id,
            "published_at": datetime.fromisoformat(found["published_at"]),
            "shingle_signature": tuple(found["shingle_signature"]),
        }
    )
