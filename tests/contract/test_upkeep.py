"""Keeping the store in order: chores, old texts, space and copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.arrival import ArrivalState, New
from bot.model.errors import StoreError
from bot.model.filters import ClaimFilter
from bot.model.upkeep import Chore
from bot.store.database import SqlStore, open_store
from tests.builders import make_article, make_claim

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_chore_is_planned_once(store: SqlStore) -> None:
    """A start does not put it off; how it went is kept, and what is done no more is forgotten."""
    await store.upkeep.plan("backup", due_at=NOW)
    await store.upkeep.plan("backup", due_at=NOW + DAY)
    await store.upkeep.plan("vacuum", due_at=NOW - DAY)
    assert [(one.name, one.due_at) for one in await store.upkeep.chores()] == [("vacuum", NOW - DAY), ("backup", NOW)]
    done = Chore(name="vacuum", due_at=NOW + DAY, done_at=NOW, result="no space", failed=True)
    await store.upkeep.done(done)
    assert (await store.upkeep.chores())[1] == done
    await store.upkeep.drop(["backup", "never there"])
    assert await store.upkeep.chores() == (done,)


async def test_old_texts_go_and_claims_stay(store: SqlStore) -> None:
    """By the day of publication; the queue forgets what was done or set aside before, and not what waits."""
    old = make_article(text="An old report.", published_at=NOW - 100 * DAY)
    new = make_article(text="A new report.", published_at=NOW)
    async with store.unit_of_work() as work:
        await work.add_article(old, [make_claim(article=old, quote="An old report.")], [])
        await work.add_article(new, [make_claim(article=new, quote="A new report.")], [])
    for number, article in enumerate((old, new, make_article(text="Another."), make_article(text="It waits.")), 1):
        await store.arrivals.add(New(article=article, origin="x", source="inbox"), now=NOW - 100 * DAY)
        if number < 4:
            await store.arrivals.take(number)
    await store.arrivals.done(1, now=NOW - 99 * DAY)
    await store.arrivals.done(2, now=NOW)
    await store.arrivals.failed(3, now=NOW - 99 * DAY, reason="took too long")
    assert await store.upkeep.thin(before=NOW - 90 * DAY) == 1
    assert await store.upkeep.thin(before=NOW - 90 * DAY) == 0
    found = {one.claim.mentions[0].quote: one.article.text for one in await store.search(ClaimFilter())}
    assert found == {"An old report.": "", "A new report.": "A new report."}
    assert [one.id for one in await store.arrivals.listed(list(ArrivalState), limit=9)] == [2, 4]
    async with store.unit_of_work() as work:
        assert await work.known(old) == old.id


async def test_space_is_given_back(store: SqlStore) -> None:
    """After much was removed, the file is smaller; everything else is there."""
    old = [
        replace(make_article(text=f"{number} " + "An old report. " * 2_000), published_at=NOW - 100 * DAY)
        for number in range(40)
    ]
    async with store.unit_of_work() as work:
        await work.add_articles(old)
    await store.upkeep.thin(before=NOW)
    before, after = await store.upkeep.vacuum()
    assert after < before / 2
    assert (await store.counts()).articles == 40


async def test_a_copy_is_made_while_others_write(store: SqlStore, tmp_path: Path) -> None:
    """It holds what was committed, and opens as a database of its own."""
    article = make_article()
    async with store.unit_of_work() as work:
        await work.add_article(article, [make_claim(article=article)], [])
    path = tmp_path / "copies" / "one.db"
    async with store.unit_of_work() as work:
        await work.add_article(make_article(text="Not committed."), [], [])
        size = await store.upkeep.backup(path)
    assert size == path.stat().st_size > 0
    assert [one.name for one in path.parent.iterdir()] == ["one.db"]
    async with open_store(str(path)) as copy:
        assert (await copy.counts()).articles == 1
        assert len(await copy.search(ClaimFilter())) == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_copy_that_cannot_be_written_is_said(store: SqlStore, tmp_path: Path) -> None:
    """With the place and the reason."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        await store.upkeep.backup(tmp_path / "file" / "one.db")
