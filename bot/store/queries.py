"""What is read from the store: each function runs on a connection inside somebody's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert
from bot.model.article import Article
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.ports import Sourced
from bot.model.reading import alert_from_object, claim_from_object, dispute_from_object, relation_from_object
from bot.model.relation import Relation, RelationKind, Telling
from bot.model.storage import Counts
from bot.store.arrivals import queue_state
from bot.store.bands import band_keys
from bot.store.folding import fold
from bot.store.rows import article_from_row, loads
from bot.store.tables import (
    alerts,
    arrivals,
    article_bands,
    articles,
    claims,
    disputes,
    gathered,
    outbox,
    relations,
    subscriptions,
)

Item = TypeVar("Item")

# SQLite allows 32,766 parameters to a statement and PostgreSQL as many; shorter lists are planned faster.
CHUNK = 500
REMEMBERED = 8192
"""So many relations are kept as they were read."""
# Fewer characters than these are no beginning of an id.
SHORTEST_BEGINNING = 6


async def known_ids(connection: AsyncConnection, asked: Sequence[Article]) -> dict[str, str]:
    """Return, by the id of each article that is stored, the id under which it is.

    It is the stored article of the same id or URL, or the same publisher and content hash.
    """
    known: dict[str, str] = {}
    for some in chunks(asked):
        same: list[ColumnElement[bool]] = [
            articles.c.id.in_([one.id for one in some]),
            articles.c.content_hash.in_([one.content_hash for one in some]),
        ]
        if addresses := [one.url for one in some if one.url is not None]:
            same.append(articles.c.url.in_(addresses))
        columns = (articles.c.id, articles.c.url, articles.c.content_hash, articles.c.publisher_fold)
        by_sign: dict[tuple[str, ...], list[str]] = {}
        for row in await connection.execute(select(*columns).where(or_(*same))):
            for sign in _signs(row.id, row.url, row.content_hash, row.publisher_fold):
                by_sign.setdefault(sign, []).append(row.id)
        for one in some:
            found = {stored for sign in signs(one) for stored in by_sign.get(sign, ())}
            if found:
                known[one.id] = one.id if one.id in found else min(found)
    return known


async def editions(connection: AsyncConnection, article: Article) -> tuple[tuple[Article, ...], tuple[Sourced, ...]]:
    """Return the stored editions at an article's address with their claims; none where it is one of them, or older."""
    if article.url is None:
        return (), ()
    at = (articles.c.url == article.url) | (articles.c.edition_of == article.url)
    # The first has the address itself; later ones are in the order of their arrival.
    ordered = select(articles.c.id, articles.c.content_hash).where(at)
    rows = (await connection.execute(ordered.order_by(articles.c.url.is_(None), text("articles.rowid")))).all()
    if any(row.id == article.id or row.content_hash == article.content_hash for row in rows):
        return (), ()
    ids = [row.id for row in rows]
    # One that was accepted before them and is read after them, as it had failed, corrects nothing.
    mine = select(arrivals.c.id).where(arrivals.c.article_id == article.id).scalar_subquery()
    overtaken = select(arrivals.c.id).where(arrivals.c.article_id.in_(ids), arrivals.c.id > mine)
    if (await connection.execute(overtaken.limit(1))).first() is not None:
        return (), ()
    by_id = await articles_of(connection, ids)
    made = select(claims.c.article_id, claims.c.data).where(claims.c.article_id.in_(ids)).order_by(claims.c.id)
    said = [
        Sourced(claim=claim_from_object(loads(row.data)), article=by_id[row.article_id])
        for row in await connection.execute(made)
    ]
    return tuple(by_id[one] for one in ids), tuple(said)


def signs(article: Article) -> tuple[tuple[str, ...], ...]:
    """Return what no two stored articles have in common."""
    return _signs(article.id, article.url, article.content_hash, fold(article.publisher or ""))


def _signs(number: str, url: str | None, content: str, publisher: str) -> tuple[tuple[str, ...], ...]:
    same = (("id", number), ("text", publisher, content))
    return same if url is None else (*same, ("url", url))


async def possible_copies(connection: AsyncConnection, article: Article) -> tuple[Article, ...]:
    """Return other stored articles of the same content hash or with a common band, oldest first."""
    same_hash = select(articles.c.id).where(articles.c.content_hash == article.content_hash)
    found = set((await connection.execute(same_hash)).scalars())
    for bands in chunks(band_keys(article.shingle_signature)):
        common = select(article_bands.c.article_id).where(article_bands.c.band.in_(bands)).distinct()
        found.update((await connection.execute(common)).scalars())
    found.discard(article.id)
    by_id = await articles_of(connection, sorted(found))
    return tuple(sorted(by_id.values(), key=lambda copy: (copy.published_at, copy.id)))


async def articles_of(connection: AsyncConnection, ids: Sequence[str], *, with_text: bool = True) -> dict[str, Article]:
    """Return stored articles by id; without `with_text` theirs is empty."""
    columns = [one for one in articles.c if one.name != "published_at" and (with_text or one.name != "text")]
    found: dict[str, Article] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        for row in (await connection.execute(select(*columns).where(articles.c.id.in_(some)))).mappings():
            found[row["id"]] = article_from_row(row)
    return found


async def claims_of(connection: AsyncConnection, ids: Sequence[str], *, with_text: bool = True) -> tuple[Sourced, ...]:
    """Return the claims of these ids in the order asked; unknown ids are left out."""
    rows: dict[str, Any] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        wanted = select(claims.c.id, claims.c.article_id, claims.c.data).where(claims.c.id.in_(some))
        rows.update({row.id: row for row in await connection.execute(wanted)})
    return await with_articles(connection, [rows[claim] for claim in ids if claim in rows], with_text=with_text)


async def with_articles(
    connection: AsyncConnection, rows: Sequence[Any], *, with_text: bool = True
) -> tuple[Sourced, ...]:
    """Return rows of claims as claims with their articles, each article read once."""
    sources = await articles_of(connection, [row.article_id for row in rows], with_text=with_text)
    return tuple(Sourced(claim=claim_from_object(loads(row.data)), article=sources[row.article_id]) for row in rows)


async def full_id(connection: AsyncConnection, kind: Table, beginning: str) -> str | None:
    """Return the id that is, or alone begins with, the text (six characters or more); `None` for none or several."""
    if (await connection.execute(select(kind.c.id).where(kind.c.id == beginning))).scalar() is not None:
        return beginning
    if len(beginning) < SHORTEST_BEGINNING:
        return None
    # A range and no LIKE: that would pass the index by, and `%` would match anything.
    among = select(kind.c.id).where(kind.c.id >= beginning, kind.c.id < beginning + "\U0010ffff").limit(2)
    found = (await connection.execute(among)).scalars().all()
    return found[0] if len(found) == 1 else None


async def relations_of(connection: AsyncConnection, claim_ids: Sequence[str]) -> tuple[Relation, ...]:
    """Return the relations in which any of the claims is either side, each once, in the order stored."""
    found: dict[int, str] = {}
    for some in chunks(list(dict.fromkeys(claim_ids))):
        either = or_(relations.c.a.in_(some), relations.c.b.in_(some))
        rows = await connection.execute(select(relations.c.id, relations.c.data).where(either))
        found.update({row.id: row.data for row in rows})
    return tuple(_relation(found[number]) for number in sorted(found))


async def tellings_of(connection: AsyncConnection, claim_ids: Sequence[str]) -> dict[tuple[str, str], Telling]:
    """Return why the conflicts in which any of the claims is either side were told or not, by the ids of the two."""
    found: dict[tuple[str, str], Telling] = {}
    for some in chunks(list(dict.fromkeys(claim_ids))):
        either = or_(relations.c.a.in_(some), relations.c.b.in_(some)) & relations.c.telling.is_not(None)
        for row in await connection.execute(select(relations.c.a, relations.c.b, relations.c.telling).where(either)):
            found[row.a, row.b] = Telling(row.telling)
    return found


async def refutations(
    connection: AsyncConnection, slots: Sequence[str], *, of: Collection[str] | None = None
) -> tuple[Relation, ...]:
    """Return the `refutes` relations on the slots, or those in which any of the claims stands, in the order stored."""
    on_slots = relations.c.slot.in_(list(dict.fromkeys(slots))) & (relations.c.relation == RelationKind.REFUTES.value)
    wanted = select(relations.c.id, relations.c.data)
    # A query for each side: joined by "or", SQLite reads the whole slot.
    ends = (
        [on_slots]
        if of is None
        else [on_slots & end.in_(some) for some in chunks(sorted(of)) for end in (relations.c.a, relations.c.b)]
    )
    found: dict[int, str] = {}
    for condition in ends:
        found.update({row.id: row.data for row in await connection.execute(wanted.where(condition))})
    return tuple(_relation(found[number]) for number in sorted(found))


@lru_cache(maxsize=REMEMBERED)
def _relation(data: str) -> Relation:
    """Return the stored relation; those of a dispute are read again with every claim that joins it."""
    return relation_from_object(loads(data))


async def disputes_where(
    connection: AsyncConnection, *conditions: ColumnElement[bool], limit: int | None = None
) -> tuple[Dispute, ...]:
    """Return disputes, the last updated first."""
    ordered = select(disputes.c.data).where(*conditions).order_by(disputes.c.updated_at.desc(), disputes.c.id)
    ordered = ordered.limit(limit)
    return tuple(dispute_from_object(loads(data)) for data in (await connection.execute(ordered)).scalars())


async def alerts_for(connection: AsyncConnection, dispute_id: str) -> tuple[Alert, ...]:
    """Return the alerts about a dispute and about those merged into it, oldest first."""
    ordered = select(alerts.c.data).where(alerts.c.dispute == dispute_id).order_by(alerts.c.created_at, alerts.c.id)
    return tuple(alert_from_object(loads(data)) for data in (await connection.execute(ordered)).scalars())


async def alerts_between(connection: AsyncConnection, since: datetime, until: datetime) -> tuple[Alert, ...]:
    """Return the alerts announced after `since` and not after `until`, oldest first."""
    made = (alerts.c.created_at > since) & (alerts.c.created_at <= until) & alerts.c.announced
    ordered = select(alerts.c.data).where(made).order_by(alerts.c.created_at, alerts.c.id)
    return tuple(alert_from_object(loads(data)) for data in (await connection.execute(ordered)).scalars())


async def counts(connection: AsyncConnection) -> Counts:
    """Return how much there is."""

    async def number(kind: Table, *conditions: ColumnElement[bool]) -> int:
        found = await connection.execute(select(func.count()).select_from(kind).where(*conditions))
        return int(found.scalar_one())

    return Counts(
        articles=await number(articles),
        claims=await number(claims),
        open_disputes=await number(disputes, disputes.c.status == DisputeStatus.OPEN.value),
        subscriptions=await number(subscriptions),
        waiting=await number(outbox, outbox.c.state.in_(("pending", "leased"))) + await number(gathered),
        failed=await number(outbox, outbox.c.state == "failed"),
        queue=await queue_state(connection),
    )


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Return the items in lists that a statement can take."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
