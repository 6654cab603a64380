"""The history of a store of any size: bulk for the older years, and the program's own way for the last weeks.

The last weeks are all that a new claim can meet with relations of its own. What is older is written in bulk, and most
of a large store's is copied within the database: the same claims under other ids, a little later, in other articles.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import TableClause, insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.app import Ground, open_ground
from bot.comparison.index import index_entries
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.ports import Sourced
from bot.model.storage import Store
from bot.store import tables
from bot.store.database import SqlStore
from bot.store.rows import Row, article_row, band_rows, claim_row, key_rows, name_rows, word_number, word_row
from config.schema import DatabaseSettings, Settings
from tests.bench.war import DAYS, FIRST, Report, reports

_LIVE = timedelta(days=62)
_TOGETHER = 500
_UNCOPIED = 200_000
# The first letter of an id is a hexadecimal digit; that of a copy's is another.
_COPIES = "ghijklmno"
_LATER = 37

_COPYING = (
    """INSERT INTO articles SELECT :letter || substr(id, 2), key || :letter, title, publisher, publisher_fold,
    strftime('%Y-%m-%dT%H:%M:%S+00:00', published, :later), strftime('%Y-%m-%dT%H:%M:%S.000000Z', published_at, :later),
    NULL, language, text, lower(hex(randomblob(16))), randomblob(length(signature)), NULL FROM articles
    WHERE id < 'g'""",
    """INSERT INTO article_bands SELECT random(), :letter || substr(article_id, 2) FROM article_bands
    WHERE article_id < 'g'""",
    """INSERT INTO claims SELECT :letter || substr(id, 2), :letter || substr(article_id, 2), domain, predicate,
    asset_kind, state, actor_side, opponent_side, speaker_side, speaker, place_fold, place_text_fold, region_fold,
    geonameid, country, first_day, last_day, strftime('%Y-%m-%dT%H:%M:%S.000000Z', published_at, :later),
    replace(data, substr(id, 1, 14), :letter || substr(id, 2, 13)) FROM claims WHERE id < 'g'""",
    """INSERT INTO claim_keys (key, claim_id, position, day) SELECT key, :letter || substr(claim_id, 2), position, day
    FROM claim_keys WHERE claim_id < 'g'""",
    """INSERT INTO claim_names SELECT name, strftime('%Y-%m-%dT%H:%M:%S.000000Z', published_at, :later),
    :letter || substr(claim_id, 2) FROM claim_names WHERE claim_id < 'g'""",
    """INSERT INTO claim_words (rowid, claim_id, quotes, speaker, place) SELECT rowid + (:seconds << 28),
    :letter || substr(claim_id, 2), quotes, speaker, place FROM claim_words WHERE claim_id < 'g'""",
)


async def build(file: Path, size: int) -> None:
    """Write about so many claims over three years into a new database; progress goes to standard error."""
    copies = len(_COPIES) if size >= _UNCOPIED else 0
    settings = Settings(database=DatabaseSettings(url=str(file)))
    live = FIRST + timedelta(days=DAYS) - _LIVE
    async with open_ground(settings, clock=lambda: FIRST + timedelta(days=DAYS)) as ground:
        await _write_all(ground.store, reports(size // (copies + 1), seed=1, until=live))
    if copies:
        await asyncio.to_thread(_multiply, file)
    async with open_ground(settings, clock=lambda: FIRST + timedelta(days=DAYS)) as ground:
        await _live(ground, list(reports(size, seed=2, since=live)))


async def _write_all(store: Store, every: Iterable[Report]) -> None:
    bulk: list[Report] = []
    for report in every:
        bulk.append(report)
        if len(bulk) == _TOGETHER:
            await _write(store, bulk)
            bulk = []
    if bulk:
        await _write(store, bulk)


def _multiply(file: Path) -> None:
    """Write every row of articles and claims again for each letter of `_COPIES`; indexes are made anew at the end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('articles', 'claims', 'claim_keys')"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for number, letter in enumerate(_COPIES, start=1):
            asked = {"letter": letter, "seconds": number * _LATER, "later": f"+{number * _LATER} seconds"}
            connection.execute("BEGIN")
            for statement in _COPYING:
                connection.execute(statement, asked)
            connection.execute("COMMIT")
            sys.stderr.write(f"{number} of {len(_COPIES)} copies\n")
        for _, made_by in indexes:
            connection.execute(made_by)
        connection.execute("PRAGMA journal_mode = WAL")


async def _live(ground: Ground, lately: Sequence[Report]) -> None:
    made = {one.article.id: one.claims for one in lately}
    done = 0
    async for _ in ground.pipeline().ingest_many([one.article for one in lately], _Made(made)):
        done += 1
        if done % 1000 == 0:
            sys.stderr.write(f"{done:,} of the last weeks' {len(lately):,} articles\n")


@dataclass(frozen=True, slots=True)
class _Made:
    """Stands for the extraction: the claims are made already."""

    claims: Mapping[str, tuple[Claim, ...]]

    def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:  # noqa: ARG002 - as the program's own
        return (self.claims[one.id] for one in articles)


async def _write(store: Store, some: Sequence[Report]) -> None:
    """Write the rows that `SqlUnitOfWork.add_article` writes, of many articles at once: a hundred times as fast."""
    numbers = set[int]()
    rows: dict[TableClause, list[Row]] = {}
    for one in some:
        sourced = [Sourced(claim=claim, article=one.article) for claim in one.claims]
        rows.setdefault(tables.articles, []).append(article_row(one.article))
        rows.setdefault(tables.article_bands, []).extend(band_rows(one.article))
        rows.setdefault(tables.claims, []).extend(claim_row(claim, one.article) for claim in one.claims)
        rows.setdefault(tables.claim_keys, []).extend(key_rows(index_entries(sourced)))
        for claim in one.claims:
            number = word_number(claim.id, one.article.published_at)
            while number in numbers:
                number += 1
            numbers.add(number)
            rows.setdefault(tables.claim_words, []).append(word_row(claim, number))
            rows.setdefault(tables.claim_names, []).extend(name_rows(claim, one.article))
    assert isinstance(store, SqlStore)
    async with store._connections.writing() as connection:
        for table, made in rows.items():
            await connection.execute(insert(table), made)
        names = [{"name": name} for name in sorted({row["name"] for row in rows.get(tables.claim_names, ())})]
        if names:
            await connection.execute(sqlite_insert(tables.place_names).on_conflict_do_nothing(), names)
