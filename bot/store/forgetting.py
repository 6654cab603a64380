"""What a takedown removes: an article's text and title, its claims with their quotes, and what was made of them.

The row of the article stays without text, so that the same address, or the same text, is known and is not read again.
What only waits to be read gets such a row too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert
from bot.model.article import Article
from bot.model.outbox import State
from bot.model.reading import alert_from_object
from bot.model.upkeep import Forgotten
from bot.store.arrivals import open_from
from bot.store.bands import pack_signature
from bot.store.queries import chunks
from bot.store.rows import alert_row, article_row, loads
from bot.store.tables import (
    alerts,
    arrivals,
    article_bands,
    articles,
    claim_keys,
    claim_names,
    claim_words,
    claims,
    dispute_claims,
    disputed_words,
    gathered,
    outbox,
    relations,
)

_UNSENT = (State.PENDING.value, State.LEASED.value)
_REASON = "taken down: what it tells of was forgotten"


async def forget(connection: AsyncConnection, url: str, *, given: str) -> Forgotten:
    """Remove what came from an address, as it is kept and as it was `given`.

    The disputes on the slots are the caller's to bring up to date.
    """
    its = or_(
        articles.c.url == url,
        articles.c.url.startswith(f"{url}#", autoescape=True),
        articles.c.edition_of == url,
    )
    found = list((await connection.execute(select(articles.c.id).where(its))).scalars())
    unread = await open_from(connection, url, given=given)
    brought = select(arrivals.c.article_id).where(arrivals.c.origin.in_([url, given]))
    queued = [*(one.id for one in unread), *(await connection.execute(brought)).scalars()]
    gone: list[str] = []
    for some in chunks(found):
        gone += (await connection.execute(select(claims.c.id).where(claims.c.article_id.in_(some)))).scalars()
    told = await _told(connection, found, gone)
    unsent, sent = await _take_back(connection, told)
    slots, related = await _unrelate(connection, gone)
    for some in chunks(gone):
        for one in (claim_names, claim_keys, dispute_claims, claim_words, disputed_words):
            await connection.execute(delete(one).where(one.c.claim_id.in_(some)))
        await connection.execute(delete(claims).where(claims.c.id.in_(some)))
    for some in chunks(found):
        await connection.execute(delete(article_bands).where(article_bands.c.article_id.in_(some)))
        bare = {"title": None, "byline": None, "text": "", "signature": pack_signature(())}
        await connection.execute(update(articles).where(articles.c.id.in_(some)).values(bare))
    for some in chunks([*found, *queued]):
        await connection.execute(delete(arrivals).where(arrivals.c.article_id.in_(some)))
    await _bury(connection, unread)
    return Forgotten(
        articles=tuple(dict.fromkeys([*found, *queued])),
        unread=len(unread),
        claims=tuple(gone),
        relations=related,
        slots=slots,
        unsent=unsent,
        sent=sent,
    )


async def _bury(connection: AsyncConnection, unread: Sequence[Article]) -> None:
    """Let articles that were never read be known by their address and text, without either's words."""
    for article in unread:
        bare = article_row(replace(article, title=None, byline=None, text="", shingle_signature=()))
        # An address is known once: another text from it is known by itself.
        for row in (bare, {**bare, "url": None}):
            await connection.execute(sqlite_insert(articles).values(row).on_conflict_do_nothing())


async def _told(connection: AsyncConnection, found: Sequence[str], gone: Sequence[str]) -> list[Alert]:
    """Return the alerts that the articles or claims stand in."""
    told: dict[str, Alert] = {}
    for some in chunks(found):
        rows = await connection.execute(select(alerts.c.id, alerts.c.data).where(alerts.c.article.in_(some)))
        told.update({row.id: alert_from_object(loads(row.data)) for row in rows})
    for claim in gone:
        # Ids are hexadecimal digits, and nothing else in an alert looks like one.
        rows = await connection.execute(select(alerts.c.id, alerts.c.data).where(alerts.c.data.contains(claim)))
        told.update({row.id: alert_from_object(loads(row.data)) for row in rows})
    return list(told.values())


async def _take_back(connection: AsyncConnection, told: Sequence[Alert]) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Empty the alerts, and let none be sent that was not; return how many, and how many stand where."""
    unsent = 0
    sent: dict[str, int] = {}
    for some in chunks([one.id for one in told]):
        held = await connection.execute(delete(gathered).where(gathered.c.alert_id.in_(some)))
        open_ones = update(outbox).where(outbox.c.alert_id.in_(some), outbox.c.state.in_(_UNSENT))
        stopped = await connection.execute(
            open_ones.values(state=State.FAILED.value, reason=_REASON, leased_until=None, due_at=None)
        )
        unsent += held.rowcount + stopped.rowcount
        there = select(outbox.c.destination, func.count()).where(
            outbox.c.alert_id.in_(some), outbox.c.state == State.SENT.value
        )
        for destination, number in await connection.execute(there.group_by(outbox.c.destination)):
            sent[destination] = sent.get(destination, 0) + number
    for alert in told:
        bare = replace(
            alert,
            title="Taken down",
            text="Taken down",
            claims=(),
            context=(),
            why=None,
            statements=(),
            unverified_by=(),
            unconfirmed_by=(),
            positions=(),
            parts=(),
        )
        await connection.execute(update(alerts).where(alerts.c.id == alert.id).values(data=alert_row(bare)["data"]))
    return unsent, tuple(sorted(sent.items()))


async def _unrelate(connection: AsyncConnection, gone: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Remove the relations of claims; return the slots that they were on, and how many they were."""
    slots: dict[str, None] = {}
    number = 0
    for some in chunks(gone):
        either = or_(relations.c.a.in_(some), relations.c.b.in_(some))
        on = (await connection.execute(select(relations.c.slot).where(either, relations.c.slot != ""))).scalars()
        slots.update(dict.fromkeys(on))
        number += (await connection.execute(delete(relations).where(either))).rowcount
    return tuple(slots), number
