"""What people search: claims and disputes by place, time, side and words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, false, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.area import EVERYTHING, KeyKind
from bot.model.dispute import Dispute
from bot.model.ports import ClaimFilter, DisputeFilter, Sourced
from bot.store import queries
from bot.store.folding import fold, match_query
from bot.store.tables import claim_words, claims, dispute_claims, disputes


async def search_claims(connection: AsyncConnection, wanted: ClaimFilter) -> tuple[Sourced, ...]:
    """Return the claims that match every given field, newest article first.

    `place` is found anywhere in the place's name, its wording or its region, folded; `side` acts, is acted against or
    speaks; `since` and `until` touch the days of the event (of publication, where none is known); `text` is words of
    the quotes, speaker or place, each whole or begun. Empty text is as good as none.
    """
    conditions: list[ColumnElement[bool]] = []
    if place := fold(wanted.place or ""):
        names = (claims.c.place_fold, claims.c.place_text_fold, claims.c.region_fold)
        conditions.append(or_(*(name.contains(place, autoescape=True) for name in names)))
    if wanted.geonameid is not None:
        conditions.append(claims.c.geonameid == wanted.geonameid)
    if wanted.region:
        conditions.append(claims.c.region_fold == fold(wanted.region))
    if wanted.keys:
        conditions.append(or_(*(_bears(claims, key) for key in wanted.keys)))
    if wanted.side:
        sides = (claims.c.actor_side, claims.c.opponent_side, claims.c.speaker_side)
        conditions.append(or_(*(side == wanted.side for side in sides)))
    if wanted.domain is not None:
        conditions.append(claims.c.domain == wanted.domain.value)
    if wanted.predicate is not None:
        conditions.append(claims.c.predicate == wanted.predicate.value)
    if wanted.since is not None:
        conditions.append(claims.c.last_day >= wanted.since)
    if wanted.until is not None:
        conditions.append(claims.c.first_day <= wanted.until)
    if wanted.text and wanted.text.strip():
        matching = _with_words(wanted.text)
        if matching is None:
            return ()
        conditions.append(claims.c.id.in_(matching))
    newest = (
        select(claims.c.id)
        .where(*conditions)
        .order_by(claims.c.published_at.desc(), claims.c.id.desc())
        .limit(max(wanted.limit, 0))
    )
    return await queries.claims_of(connection, (await connection.execute(newest)).scalars().all())


async def search_disputes(connection: AsyncConnection, wanted: DisputeFilter) -> tuple[Dispute, ...]:
    """Return the disputes that match every given field, the last updated first; `DisputeFilter` says what matches."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(disputes.c.status == wanted.status.value)
    if place := fold(wanted.place or ""):
        names = (disputes.c.place_fold, disputes.c.region_fold, disputes.c.asset_fold)
        conditions.append(or_(*(name.contains(place, autoescape=True) for name in names)))
    if wanted.region:
        conditions.append(disputes.c.region_fold == fold(wanted.region))
    if wanted.keys:
        conditions.append(or_(*(_bears(disputes, key) for key in wanted.keys)))
    if wanted.since is not None:
        conditions.append(disputes.c.updated_at >= datetime.combine(wanted.since, time.min, UTC))
    if wanted.until is not None:
        conditions.append(disputes.c.opened_at < datetime.combine(wanted.until + timedelta(days=1), time.min, UTC))
    if wanted.text and wanted.text.strip():
        matching = _with_words(wanted.text)
        if matching is None:
            return ()
        within = select(dispute_claims.c.dispute_id).where(dispute_claims.c.claim_id.in_(matching))
        conditions.append(disputes.c.id.in_(within))
    return await queries.disputes_where(connection, *conditions, limit=wanted.limit)


def _with_words(words: str) -> Select[Any] | None:
    """Return the query for the claims that hold the words; `None` where there are none in the text."""
    asked = match_query(words)
    if asked is None:
        return None
    return select(claim_words.c.claim_id).where(text("claim_words MATCH :words").bindparams(words=asked))


def _bears(table: Table, key: str) -> ColumnElement[bool]:
    """Return whether a claim or a dispute bears a key of an area."""
    if key == EVERYTHING:
        return true()
    kind, _, rest = key.partition(":")
    match kind:
        case KeyKind.COUNTRY:
            return table.c.country == rest
        case KeyKind.REGION:
            country, _, region = rest.partition(":")
            return (table.c.country == country) & (table.c.region_fold == fold(region))
        case KeyKind.PLACE:
            return table.c.geonameid == int(rest) if rest.isascii() and rest.isdigit() else false()
        case KeyKind.AREA:
            country, _, inner = rest.partition(":")
            region, _, name = inner.partition(":")
            within = (table.c.country == (country or None)) & (table.c.region_fold == (fold(region) or None))
            return table.c.geonameid.is_(None) & within & (table.c.place_fold == fold(name))
        case _:
            return false()
