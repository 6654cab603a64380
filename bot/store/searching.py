"""What people search: claims and disputes by place, time, side and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, false, literal_column, or_, select, text, true, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.area import EVERYTHING, KeyKind
from bot.model.dispute import Dispute
from bot.model.ports import ClaimFilter, DisputeFilter, Sourced
from bot.store import queries
from bot.store.folding import fold, match_query
from bot.store.tables import (
    IS_LASTING,
    LASTING,
    articles,
    claim_names,
    claim_words,
    claims,
    dispute_claims,
    disputes,
    place_names,
)

MANY_NAMES = 300
"""Where more names of places hold what is asked for, looking through the newest claims is faster than through each."""

# As long as most events last. What lasted longer is in an index of its own.
_USUAL = timedelta(days=LASTING)
_NARROW = timedelta(days=400)
# Greater than any number in the index of words.
_LAST = 2**63 - 1


async def search_claims(connection: AsyncConnection, wanted: ClaimFilter) -> tuple[Sourced, ...]:
    """Return the claims that match every given field, newest article first.

    `place` is found anywhere in the place's name, its wording or its region, folded; `side` acts, is acted against or
    speaks; `since` and `until` touch the days of the event (of publication, where none is known); `text` is words of
    the quotes, speaker or place, each whole or begun. Empty text is as good as none.
    """
    conditions = _conditions(wanted)
    limit = max(wanted.limit, 0)
    place = fold(wanted.place or "")
    found: Sequence[str]
    if wanted.text and wanted.text.strip():
        if place:
            conditions.append(_named(claims, place, "place_fold", "place_text_fold", "region_fold"))
        found = await _by_words(connection, wanted.text, conditions, limit)
    elif place:
        found = await _by_place(connection, place, conditions, limit)
    elif wanted.since is not None and wanted.until is not None and wanted.until - wanted.since < _NARROW:
        found = await _by_days(connection, wanted.since, wanted.until, conditions, limit)
    else:
        found = await _ids(connection, _newest(conditions).limit(limit))
    return await queries.claims_of(connection, found)


async def outlets(connection: AsyncConnection, beginning: str, *, limit: int) -> tuple[str, ...]:
    """Return the names of publishers that begin so, each as one article spells it.

    Each step looks up the next name in the index, however many articles bear the last one.
    """
    begun, last, found = fold(beginning), fold(beginning), list[str]()
    key = articles.c.publisher_fold
    while len(found) < limit:
        after = key > last if found or not begun else key >= last
        row = (await connection.execute(select(key, articles.c.publisher).where(after).order_by(key).limit(1))).first()
        if row is None or not row.publisher_fold.startswith(begun):
            break
        last = row.publisher_fold
        found.append(row.publisher or last)
    return tuple(found)


def _conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """Return what the columns of a claim have to be, but for place and words."""
    made: list[ColumnElement[bool]] = []
    if wanted.geonameid is not None:
        made.append(claims.c.geonameid == wanted.geonameid)
    if wanted.region:
        made.append(claims.c.region_fold == fold(wanted.region))
    if wanted.keys:
        made.append(or_(*(_bears(claims, key) for key in wanted.keys)))
    if wanted.side:
        sides = (claims.c.actor_side, claims.c.opponent_side, claims.c.speaker_side)
        made.append(or_(*(side == wanted.side for side in sides)))
    if wanted.domain is not None:
        made.append(claims.c.domain == wanted.domain.value)
    if wanted.predicate is not None:
        made.append(claims.c.predicate == wanted.predicate.value)
    if wanted.asset is not None:
        made.append(claims.c.asset_kind == wanted.asset.value)
    if wanted.state is not None:
        made.append(claims.c.state == wanted.state.value)
    if wanted.since is not None:
        made.append(claims.c.last_day >= wanted.since)
    if wanted.until is not None:
        made.append(claims.c.first_day <= wanted.until)
    return made


def _newest(conditions: Sequence[ColumnElement[bool]], *, walk: bool = True) -> Select[Any]:
    """Return the query for the ids, newest first; without `walk` it sorts instead of going through the newest."""
    published = claims.c.published_at if walk else literal_column("+claims.published_at")
    return select(claims.c.id).where(*conditions).order_by(published.desc(), claims.c.id.desc())


async def _ids(connection: AsyncConnection, query: Select[Any]) -> Sequence[str]:
    found: Sequence[str] = (await connection.execute(query)).scalars().all()
    return found


async def _by_words(
    connection: AsyncConnection, words: str, conditions: Sequence[ColumnElement[bool]], limit: int
) -> list[str]:
    """Return the newest claims with the words; the index of words is in the order of publication."""
    asked = match_query(words)
    found: list[str] = []
    if asked is None:
        return found
    before = _LAST
    while len(found) < limit:
        number = claim_words.c.rowid
        matching = (
            select(number, claim_words.c.claim_id)
            .where(text("claim_words MATCH :words").bindparams(words=asked), number < before)
            .order_by(number.desc())
            .limit(queries.CHUNK if conditions else limit - len(found))
        )
        rows = (await connection.execute(matching)).all()
        if not rows:
            break
        before = rows[-1].rowid
        among = [row.claim_id for row in rows]
        found += await _ids(connection, _newest([claims.c.id.in_(among), *conditions], walk=False))
    return found[:limit]


async def _by_place(
    connection: AsyncConnection, place: str, conditions: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[str]:
    """Return the newest claims on places whose names hold the text."""
    holding = select(place_names.c.name).where(place_names.c.name.contains(place, autoescape=True))
    names = (await connection.execute(holding.limit(MANY_NAMES + 1))).scalars().all()
    if len(names) > MANY_NAMES:
        anywhere = _named(claims, place, "place_fold", "place_text_fold", "region_fold")
        return await _ids(connection, _newest([anywhere, *conditions]).limit(limit))
    mine = claim_names.c.name.in_(names)
    if conditions:
        under = claims.c.id.in_(select(claim_names.c.claim_id).where(mine))
        return await _ids(connection, _newest([under, *conditions], walk=False).limit(limit))
    order = (claim_names.c.published_at.desc(), claim_names.c.claim_id.desc())
    newest = select(claim_names.c.claim_id).where(mine).group_by(claim_names.c.claim_id).order_by(*order)
    if len(names) == 1:
        newest = select(claim_names.c.claim_id).where(mine).order_by(*order)
    return await _ids(connection, newest.limit(limit))


async def _by_days(
    connection: AsyncConnection, since: date, until: date, conditions: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[str]:
    """Return the newest claims on events within some days, whenever they were published."""
    begun = (claims.c.first_day >= since - _USUAL) & (claims.c.first_day <= until)
    lasting = text(IS_LASTING) & (claims.c.first_day <= until)
    within = claims.c.id.in_(union(select(claims.c.id).where(begun), select(claims.c.id).where(lasting)))
    return await _ids(connection, _newest([within, *conditions], walk=False).limit(limit))


async def search_disputes(connection: AsyncConnection, wanted: DisputeFilter) -> tuple[Dispute, ...]:
    """Return the disputes that match every given field, the last updated first; `DisputeFilter` says what matches."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(disputes.c.status == wanted.status.value)
    if place := fold(wanted.place or ""):
        conditions.append(_named(disputes, place, "place_fold", "region_fold", "label_fold"))
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


def _named(table: Table, place: str, *columns: str) -> ColumnElement[bool]:
    """Return whether any of the columns holds the folded name."""
    return or_(*(table.c[name].contains(place, autoescape=True) for name in columns))


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
