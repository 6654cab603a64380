"""What people search disputes by: place, time, status and words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.dispute import Dispute
from bot.model.filters import DisputeFilter
from bot.store import queries
from bot.store.folding import fold, match_query
from bot.store.searching import bearing, named
from bot.store.tables import dispute_claims, disputed_words, disputes


async def search_disputes(connection: AsyncConnection, wanted: DisputeFilter) -> tuple[Dispute, ...]:
    """Return the disputes that match every given field, the last updated first; `DisputeFilter` says what matches."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(disputes.c.status == wanted.status.value)
    if place := fold(wanted.place or ""):
        conditions.append(named(disputes, place, "place_fold", "region_fold", "label_fold"))
    if wanted.region:
        conditions.append(disputes.c.region_fold == fold(wanted.region))
    if wanted.keys:
        conditions.append(bearing(disputes, wanted.keys))
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
    """Return the query for the claims of disputes that hold the words; `None` where there are none in the text."""
    asked = match_query(words)
    if asked is None:
        return None
    return select(disputed_words.c.claim_id).where(text("disputed_words MATCH :words").bindparams(words=asked))
