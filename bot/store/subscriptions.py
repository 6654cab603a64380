"""Subscriptions' rows: who follows what, found by area, by channel, and by when a digest is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.area import EVERYTHING, Area
from bot.model.claim import Certainty
from bot.model.place import Feature
from bot.model.subscription import Content, Digest, Every, Mute, Quiet, Subscription, Wanted
from bot.model.wire import dumps
from bot.store.connections import Connections
from bot.store.rows import loads
from bot.store.tables import mutes, subscription_keys, subscriptions


class SqlSubscriptions:
    """Who follows what; `bot.model.ports.Subscriptions` states the guarantees. Each call is a transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def add(
        self, subscription: Subscription, *, digest_due_at: datetime | None, digest_since: datetime | None = None
    ) -> Subscription | None:
        """Store it, in place of the one that the destination had on that area; return that one.

        Where both have a digest, the next one begins where that one's last ended: nothing falls between the two.
        Otherwise it begins at `digest_since`, or when the subscription was made.
        """
        same = (subscriptions.c.destination == subscription.destination) & (
            subscriptions.c.area == subscription.area.key
        )
        async with self._connections.writing() as connection:
            replaced = next(iter(await _where(connection, same)), None)
            since: datetime | None = None
            if replaced is not None:
                since = (await connection.execute(select(subscriptions.c.digest_since).where(same))).scalar()
                await connection.execute(delete(subscriptions).where(same))
            row = {
                "id": subscription.id,
                "destination": subscription.destination,
                "area": subscription.area.key,
                "digest_due_at": digest_due_at,
                "digest_since": None if digest_due_at is None else since or digest_since or subscription.created_at,
                "data": dumps(_object(subscription)),
            }
            await connection.execute(insert(subscriptions).values(row))
            keys = [{"key": key, "subscription_id": subscription.id} for key in subscription.area.keys]
            await connection.execute(sqlite_insert(subscription_keys).on_conflict_do_nothing(), keys)
        return replaced

    async def remove(self, subscription: str) -> bool:
        """Forget it; return whether it was there."""
        async with self._connections.writing() as connection:
            gone = await connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription))
            return gone.rowcount > 0

    async def of(self, destination: str) -> tuple[Subscription, ...]:
        """Return what a destination follows, in the order of the areas' labels."""
        async with self._connections.reading() as connection:
            found = await _where(connection, subscriptions.c.destination == destination)
        return tuple(sorted(found, key=lambda one: (one.area.label.casefold(), one.id)))

    async def one(self, subscription: str) -> Subscription | None:
        """Return the subscription of that id."""
        async with self._connections.reading() as connection:
            return next(iter(await _where(connection, subscriptions.c.id == subscription)), None)

    async def within(self, space: str) -> tuple[Subscription, ...]:
        """Return the subscriptions of a server or workspace, in the order of the areas' labels."""
        async with self._connections.reading() as connection:
            found = await _where(connection, func.json_extract(subscriptions.c.data, "$.space") == space)
        return tuple(sorted(found, key=lambda one: (one.area.label.casefold(), one.id)))

    async def all(self) -> tuple[Subscription, ...]:
        """Return every subscription."""
        async with self._connections.reading() as connection:
            return await _where(connection)

    async def mute(self, mute: Mute) -> None:
        """Store it, in place of what the destination had muted of that subject."""
        data = {
            "label": mute.label,
            "keys": list(mute.keys),
            "until": mute.until and mute.until.isoformat(),
            "by": mute.by,
        }
        row = {"destination": mute.destination, "subject": mute.subject, "data": dumps(data)}
        new = sqlite_insert(mutes).values(row)
        async with self._connections.writing() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=["destination", "subject"], set_=row))

    async def unmute(self, destination: str, subject: str) -> bool:
        """Forget it; return whether it was there."""
        its = (mutes.c.destination == destination) & (mutes.c.subject == subject)
        async with self._connections.writing() as connection:
            return (await connection.execute(delete(mutes).where(its))).rowcount > 0

    async def mutes(self, destination: str) -> tuple[Mute, ...]:
        """Return what the destination has muted, also what is over, in the order of the labels."""
        async with self._connections.reading() as connection:
            return await mutes_of(connection, [destination])

    async def digests_due(self, now: datetime) -> tuple[tuple[Subscription, datetime, datetime], ...]:
        """Return the subscriptions whose digest is due, with where it begins and when it was due, earliest first."""
        due = (
            select(subscriptions.c.data, subscriptions.c.digest_since, subscriptions.c.digest_due_at)
            .where(subscriptions.c.digest_due_at <= now)
            .order_by(subscriptions.c.digest_due_at, subscriptions.c.id)
        )
        async with self._connections.reading() as connection:
            rows = (await connection.execute(due)).all()
        return tuple((_subscription(row.data), row.digest_since, row.digest_due_at) for row in rows)


async def following(connection: AsyncConnection, keys: Iterable[str]) -> tuple[Subscription, ...]:
    """Return the subscriptions to areas that something with these keys lies in, oldest first."""
    theirs = select(subscription_keys.c.subscription_id).where(subscription_keys.c.key.in_([EVERYTHING, *keys]))
    return await _where(connection, subscriptions.c.id.in_(theirs))


async def mutes_of(connection: AsyncConnection, destinations: Iterable[str]) -> tuple[Mute, ...]:
    """Return what the destinations have muted, also what is over, in the order of the labels."""
    theirs = select(mutes).where(mutes.c.destination.in_(list(dict.fromkeys(destinations))))
    found = []
    for row in (await connection.execute(theirs)).all():
        data = loads(row.data)
        until = datetime.fromisoformat(data["until"]) if data["until"] else None
        found.append(
            Mute(
                destination=row.destination,
                subject=row.subject,
                label=data["label"],
                keys=tuple(data["keys"]),
                until=until,
                by=data["by"],
            )
        )
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.subject)))


async def digest_written(
    connection: AsyncConnection, subscription: str, *, due_at: datetime, until: datetime, next_at: datetime
) -> bool:
    """Record that the digest due at `due_at` is written, and when the next is; `False` where it was already."""
    mine = (subscriptions.c.id == subscription) & (subscriptions.c.digest_due_at == due_at)
    changed = update(subscriptions).where(mine).values(digest_since=until, digest_due_at=next_at)
    return (await connection.execute(changed)).rowcount > 0


async def _where(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> tuple[Subscription, ...]:
    rows = (await connection.execute(select(subscriptions.c.data).where(*conditions))).scalars()
    return tuple(sorted((_subscription(data) for data in rows), key=lambda one: (one.created_at, one.id)))


def _object(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "destination": one.destination,
        "space": one.space,
        "area": {
            "key": one.area.key,
            "label": one.area.label,
            "feature": one.area.feature and one.area.feature.value,
            "keys": list(one.area.keys),
        },
        "content": one.content.value,
        "digest": one.digest
        and {
            "at": one.digest.at.isoformat(),
            "zone": one.digest.zone,
            "every": one.digest.every.value,
            "weekday": one.digest.weekday,
        },
        "wanted": {
            "facets": list(one.wanted.facets),
            "certainty": one.wanted.certainty and one.wanted.certainty.value,
            "sources": one.wanted.sources,
        },
        "quiet": one.quiet
        and {
            "start": one.quiet.start.isoformat(),
            "end": one.quiet.end.isoformat(),
            "zone": one.quiet.zone,
            "conflicts": one.quiet.conflicts,
        },
        "repeat": one.repeat,
        "paused": one.paused,
        "created_at": one.created_at.isoformat(),
        "created_by": one.created_by,
    }


def _subscription(data: str) -> Subscription:
    """Return the subscription, also one that was stored when it had an area, contents and a daily digest only."""
    found = loads(data)
    area, digest, quiet, wanted = found["area"], found["digest"], found.get("quiet"), found.get("wanted", {})
    feature = Feature(area["feature"]) if area["feature"] else None
    certainty = wanted.get("certainty")
    return Subscription(
        **{
            **found,
            "area": Area(**{**area, "feature": feature, "keys": tuple(area["keys"])}),
            "content": Content(found["content"]),
            "digest": _digest(digest) if digest else None,
            "wanted": Wanted(
                facets=tuple(wanted.get("facets", ())),
                certainty=Certainty(certainty) if certainty else None,
                sources=wanted.get("sources", 1),
            ),
            "quiet": _quiet(quiet) if quiet else None,
            "created_at": datetime.fromisoformat(found["created_at"]),
        }
    )


def _digest(found: dict[str, Any]) -> Digest:
    every = Every(found.get("every", Every.DAY))
    return Digest(at=time.fromisoformat(found["at"]), zone=found["zone"], every=every, weekday=found.get("weekday"))


def _quiet(found: dict[str, Any]) -> Quiet:
    start, end = time.fromisoformat(found["start"]), time.fromisoformat(found["end"])
    return Quiet(start=start, end=end, zone=found["zone"], conflicts=found["conflicts"])
