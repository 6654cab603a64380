"""What people search claims by: place, time, side and words.

Every search is of the newest that match, so each is a walk from the newest claim backwards along an index in the order
of publication, which ends when enough are found: of a place, of a region, or of all. Days narrow the walk: of nearly
every claim the event is near its publication, and the others (`IS_FAR`) stand in an index of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    TextClause,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.area import EVERYTHING, KeyKind
from bot.model.filters import ClaimFilter
from bot.model.ports import Sourced
from bot.store import queries
from bot.store.folding import fold
from bot.store.tables import FAR, IS_FAR, articles, claim_names, claim_words, claims, place_names
from bot.store.terms import match_claims

MANY_NAMES = 300
"""Where more names of places hold what is asked for, looking through the newest claims is faster than through each."""

# Greater than any number in the index of words.
_LAST = 2**63 - 1
# So many claims with the words are looked at at once at first, and at most.
_FIRST_WORDS, _MOST_WORDS = 500, 32_000

# What the columns of a claim have to be, told of the table under whichever name a query has it.
_Conditions = Callable[[FromClause], list[ColumnElement[bool]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Walk:
    """A walk through the newest claims: what they have to be, the days that they touch, and how many are wanted."""

    conditions: _Conditions
    since: date | None
    until: date | None
    limit: int

    @property
    def looks_at_claims(self) -> bool:
        """Whether a claim's own columns matter, and not only whose it is and when it was published."""
        return bool(self.conditions(claims)) or self.since is not None or self.until is not None

    def usual(self, table: FromClause, *more: ColumnElement[bool]) -> Select[Any]:
        """Return the query for the claims published near their days; with no days asked for, for all."""
        published = table.c.published_at
        near = []
        if self.since is not None:
            near.append(published >= _midnight(self.since, -FAR - 1))
        if self.until is not None:
            near.append(published < _midnight(self.until, FAR + 2))
        return self._newest(table, *more, *near)

    def far(self, *more: ColumnElement[bool]) -> Select[Any] | None:
        """Return the query for those whose days are far from their publication; `None` where it does not matter."""
        if self.since is None and self.until is None:
            return None
        # By name: SQLite would rather go through all claims.
        far = f"SELECT id FROM claims INDEXED BY ix_claims_far WHERE ({IS_FAR}){self._bounds()}"  # noqa: S608 -- constants
        within = text(f"claims.id IN ({far})")
        bound = {name: day for name, day in (("since", self.since), ("until", self.until)) if day is not None}
        walk = self._newest(claims, *more, within.bindparams(**{name: day.isoformat() for name, day in bound.items()}))
        # With the sign SQLite sorts the few that there are, and goes through no index in their order.
        return walk.order_by(None).order_by(literal_column("+claims.published_at").desc(), claims.c.id.desc())

    def _bounds(self) -> str:
        since = "" if self.since is None else " AND last_day >= :since"
        return since if self.until is None else f"{since} AND first_day <= :until"

    def _newest(self, table: FromClause, *more: ColumnElement[bool] | TextClause) -> Select[Any]:
        every = [*self.conditions(table), *more]
        if self.since is not None:
            every.append(table.c.last_day >= self.since)
        if self.until is not None:
            every.append(table.c.first_day <= self.until)
        order = (table.c.published_at.desc(), table.c.id.desc())
        return select(table.c.id, table.c.published_at).where(*every).order_by(*order).limit(self.limit)


async def search_claims(connection: AsyncConnection, wanted: ClaimFilter) -> tuple[Sourced, ...]:
    """Return the claims that match every given field, newest article first.

    `place` is found anywhere in the place's name, its wording or its region, folded; `side` acts, is acted against or
    speaks; `since` and `until` touch the days of the event (of publication, where none is known); `text` is words of
    the quotes, speaker or place, each whole or begun. Empty text is as good as none.
    """
    place = fold(wanted.place or "")
    has_words = bool(wanted.text and wanted.text.strip())
    narrow = has_words or bool(place)

    def conditions(table: FromClause) -> list[ColumnElement[bool]]:
        made = _columns(table, wanted)
        if wanted.keys and narrow:
            made.append(bearing(table, wanted.keys))
        if place and has_words:
            made.append(named(table, place, "place_fold", "place_text_fold", "region_fold"))
        return made

    walk = _Walk(conditions=conditions, since=wanted.since, until=wanted.until, limit=max(wanted.limit, 0))
    found: Sequence[str]
    if has_words:
        found = await _by_words(connection, wanted.text or "", walk)
    elif place:
        found = await _by_place(connection, place, walk)
    elif wanted.keys and EVERYTHING not in wanted.keys:
        found = await _by_keys(connection, wanted.keys, walk)
    else:
        found = await _newest(connection, [walk.usual(claims), walk.far()], walk.limit)
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


def _columns(table: FromClause, wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    """Return what the columns of a claim have to be, but for place, keys, days and words."""
    made: list[ColumnElement[bool]] = []
    if wanted.geonameid is not None:
        made.append(table.c.geonameid == wanted.geonameid)
    if wanted.region:
        made.append(table.c.region_fold == fold(wanted.region))
    if wanted.side:
        sides = (table.c.actor_side, table.c.opponent_side, table.c.speaker_side)
        made.append(or_(*(side == wanted.side for side in sides)))
    if wanted.domain is not None:
        made.append(table.c.domain == wanted.domain.value)
    if wanted.predicate is not None:
        made.append(table.c.predicate == wanted.predicate.value)
    if wanted.asset is not None:
        made.append(table.c.asset_kind == wanted.asset.value)
    if wanted.state is not None:
        made.append(table.c.state == wanted.state.value)
    return made


def _midnight(day: date, later: int) -> datetime:
    """Return the beginning of a day so many days later, or of the first or last there is."""
    moved = min(max(day.toordinal() + later, date.min.toordinal()), date.max.toordinal())
    return datetime.combine(date.fromordinal(moved), time.min, UTC)


async def _newest(connection: AsyncConnection, walks: Iterable[Select[Any] | None], limit: int) -> list[str]:
    """Return the newest that any of the walks finds, each once."""
    found: set[tuple[datetime, str]] = set()
    for walk in walks:
        if walk is not None:
            found.update((row.published_at, row.id) for row in await connection.execute(walk))
    return [number for _, number in sorted(found, reverse=True)[:limit]]


def _each(values: Sequence[object], inner: Callable[[ColumnElement[Any]], Select[Any]]) -> Select[Any]:
    """Return the query that asks `inner` for each of the values, and gives id and time of what it finds."""
    asked = func.json_each(json.dumps(values)).table_valued("value", name="asked")
    walk = inner(asked.c.value)
    mine = claims.c.id.in_(walk.with_only_columns(walk.selected_columns[0]).correlate(asked))
    return select(claims.c.id, claims.c.published_at).select_from(asked).join(claims, mine)


async def _by_keys(connection: AsyncConnection, keys: Sequence[str], walk: _Walk) -> Sequence[str]:
    """Return the newest claims that bear any of an area's keys: each key has a walk of its own."""
    places, others = _split(keys)
    walks: list[Select[Any] | None] = [walk.usual(claims, _bears(claims, key)) for key in others]
    if places:
        mine = claims.alias("mine")
        walks.append(_each(places, lambda place: walk.usual(mine, mine.c.geonameid == place)))
    walks.append(walk.far(bearing(claims, keys)))
    return await _newest(connection, walks, walk.limit)


async def _by_words(connection: AsyncConnection, words: str, walk: _Walk) -> list[str]:
    """Return the newest claims with the words; the index of words is in the order of publication."""
    asked = await match_claims(connection, words)
    found: list[str] = []
    if asked is None:
        return found
    before, some = _LAST, _FIRST_WORDS
    while len(found) < walk.limit:
        number = claim_words.c.rowid
        matching = (
            select(number, claim_words.c.claim_id)
            .where(text("claim_words MATCH :words").bindparams(words=asked), number < before)
            .order_by(number.desc())
            .limit(some if walk.looks_at_claims else walk.limit - len(found))
        )
        rows = (await connection.execute(matching)).all()
        if not rows:
            break
        # The words are looked for anew each time, so each time more are taken.
        before, some = rows[-1].rowid, min(some * 4, _MOST_WORDS)
        among = _among(claims, [row.claim_id for row in rows])
        found += await _newest(connection, [walk.usual(claims, among), walk.far(among)], walk.limit)
    return found[: walk.limit]


def _among(table: FromClause, ids: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a claim is one of these, of which there may be more than a statement takes."""
    asked = func.json_each(json.dumps(ids)).table_valued("value", name="some")
    within: ColumnElement[bool] = table.c.id.in_(select(asked.c.value))
    return within


async def _by_place(connection: AsyncConnection, place: str, walk: _Walk) -> Sequence[str]:
    """Return the newest claims on places whose names hold the text."""
    holding = select(place_names.c.name).where(place_names.c.name.contains(place, autoescape=True))
    names = (await connection.execute(holding.limit(MANY_NAMES + 1))).scalars().all()
    if len(names) > MANY_NAMES:
        anywhere = named(claims, place, "place_fold", "place_text_fold", "region_fold")
        return await _newest(connection, [walk.usual(claims, anywhere), walk.far(anywhere)], walk.limit)
    called = exists().where(
        claim_names.c.name.in_(names),
        claim_names.c.published_at == claims.c.published_at,
        claim_names.c.claim_id == claims.c.id,
    )
    after = None
    if len(names) > walk.limit:
        # Of a hundred towns only fifty can have a claim among the newest fifty: those with the newest ones.
        heads = (await connection.execute(_newest_of_each(names, walk))).all()
        last = sorted((head.published_at for head in heads if head.published_at is not None), reverse=True)
        after = last[walk.limit - 1] if len(last) >= walk.limit > 0 else None
        names = [
            head.value for head in heads if head.published_at is not None and (not after or head.published_at >= after)
        ]
    return await _newest(connection, [_of_each(names, walk, after=after), walk.far(called)], walk.limit)


def _of_name(name: ColumnElement[Any], walk: _Walk, *, after: datetime | None = None) -> Select[Any]:
    """Return the walk through the claims of one name, in the names' own order, so that their index is walked."""
    own, mine = claim_names.alias("theirs"), claims.alias("mine")
    if walk.looks_at_claims:
        same = (own.c.claim_id == mine.c.id, own.c.published_at == mine.c.published_at)
        walked = walk.usual(mine, own.c.name == name, *same).with_only_columns(own.c.published_at, own.c.claim_id)
    else:
        walked = select(own.c.published_at, own.c.claim_id).where(own.c.name == name).limit(walk.limit)
    if after is not None:
        walked = walked.where(own.c.published_at >= after)
    return walked.order_by(None).order_by(own.c.published_at.desc(), own.c.claim_id.desc())


def _newest_of_each(names: Sequence[str], walk: _Walk) -> Select[Any]:
    """Return the query for the time of the newest claim of each name, if there is one."""
    asked = func.json_each(json.dumps(names)).table_valued("value", name="asked")
    walked = _of_name(asked.c.value, walk).limit(1)
    newest = walked.with_only_columns(walked.selected_columns[0]).correlate(asked).scalar_subquery()
    return select(asked.c.value, newest.label("published_at"))


def _of_each(names: Sequence[str], walk: _Walk, *, after: datetime | None) -> Select[Any]:
    """Return the query for the newest claims of every name."""
    asked = func.json_each(json.dumps(names)).table_valued("value", name="asked")
    walked = _of_name(asked.c.value, walk, after=after).correlate(asked)
    own = claim_names.c
    mine = (own.name == asked.c.value) & tuple_(own.published_at, own.claim_id).in_(walked)
    return select(own.claim_id.label("id"), own.published_at).select_from(asked).join(claim_names, mine)


def named(table: FromClause, place: str, *columns: str) -> ColumnElement[bool]:
    """Return whether any of the columns holds the folded name."""
    return or_(*(table.c[name].contains(place, autoescape=True) for name in columns))


def bearing(table: FromClause, keys: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a claim or a dispute bears any of an area's keys."""
    places, others = _split(keys)
    return or_(false(), *(_bears(table, key) for key in others), *([table.c.geonameid.in_(places)] if places else []))


def _split(keys: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the ids of the single places among the keys, of which an area may have hundreds, and the other keys."""
    places: list[int] = []
    others: list[str] = []
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind == KeyKind.PLACE and rest.isascii() and rest.isdigit():
            places.append(int(rest))
        else:
            others.append(key)
    return places, others


def _bears(table: FromClause, key: str) -> ColumnElement[bool]:
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
        case KeyKind.WHOLE:
            country, _, region = rest.partition(":")
            itself = table.c.geonameid.is_(None) & (table.c.place_fold == fold(region))
            return itself & (table.c.country == country) & (table.c.region_fold == fold(region))
        case KeyKind.AREA:
            country, _, inner = rest.partition(":")
            region, _, name = inner.partition(":")
            within = (table.c.country == (country or None)) & (table.c.region_fold == (fold(region) or None))
            return table.c.geonameid.is_(None) & within & (table.c.place_fold == fold(name))
        case _:
            return false()
