from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.errors import StoreError
from bot.model.filters import ClaimFilter
from bot.store.address import parse_address
from bot.store.connections import Connections
from bot.store.database import SqlStore, open_store
from bot.store.migration import migrate
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute

MINUTE = timedelta(minutes=1)


async def add(store: SqlStore, text: str = "An article.") -> None:
    """Store an article with one claim."""
    article = make_article(text=text)
    async with store.unit_of_work() as unit:
        await unit.add_article(article, [make_claim(article=article)], [])


async def count(store: SqlStore) -> int:
    """Return how many claims there are."""
    return len(await store.search(ClaimFilter(limit=1000)))


async def test_a_file_keeps_what_was_stored(tmp_path: Path) -> None:
    """Opened again, by another form of its name, a database is as it was."""
    path = tmp_path / "deep" / "er" / "claims.db"
    async with open_store(str(path)) as store:
        await add(store)

    for url in (str(path), f"sqlite:///{path}", f"sqlite+aiosqlite:///{path}"):
        async with open_store(url) as store:
            assert await count(store) == 1


async def test_memory_keeps_nothing_and_shares_nothing() -> None:
    """Two databases in memory are two, and gone when closed."""
    async with open_store(":memory:") as one, open_store(":memory:") as other:
        await add(one)
        assert await count(one) == 1
        assert await count(other) == 0
    async with open_store(":memory:") as again:
        assert await count(again) == 0


def test_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a database in memory is the name of no file."""

    async def open_and_add() -> None:
        async with open_store(":memory:") as store:
            await add(store)

    monkeypatch.chdir(tmp_path)
    asyncio.run(open_and_add())

    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """A text file is not overwritten, and the message says what it is."""
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, and long enough to be taken for a database's header. " * 20)
    before = path.read_bytes()

    with pytest.raises(StoreError, match="no SQLite database"):
        async with open_store(str(path)):
            pass

    assert path.read_bytes() == before


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """Tables of others are not mixed with ours."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()

    with pytest.raises(StoreError, match="another program"):
        async with open_store(str(path)):
            pass


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database that a newer version has migrated is left alone, and the message names its version."""
    path = tmp_path / "claims.db"
    async with open_store(str(path)) as store:
        await add(store)
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()

    with pytest.raises(StoreError, match="version 9999"):
        async with open_store(str(path)):
            pass


async def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder cannot be a database."""
    with pytest.raises(StoreError, match="folder"):
        async with open_store(str(tmp_path)):
            pass


async def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, the message says so."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match="folder cannot be made"):
        async with open_store(str(tmp_path / "file" / "claims.db")):
            pass


async def test_a_damaged_database_is_an_error(tmp_path: Path) -> None:
    """Pages that make no sense are reported as damage, with what to do."""
    path = tmp_path / "claims.db"
    async with open_store(str(path)) as store:
        await add(store)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(bytes(data))

    with pytest.raises(StoreError, match="damaged"):
        async with open_store(str(path)) as store:
            await count(store)


async def test_two_can_make_one_database_at_the_same_time(tmp_path: Path) -> None:
    """Whoever is first migrates, the others find it done."""

    async def open_and_add(number: int) -> None:
        async with open_store(str(tmp_path / "claims.db")) as store:
            await add(store, f"Article {number}.")

    await asyncio.gather(*map(open_and_add, range(4)))

    async with open_store(str(tmp_path / "claims.db")) as store:
        assert await count(store) == 4


async def test_a_file_is_written_to_be_safe(tmp_path: Path) -> None:
    """WAL, full synchronisation and foreign keys are on for the writer, and readers cannot write."""
    path = tmp_path / "claims.db"
    connections = Connections(parse_address(str(path)), path)
    await migrate(connections, parse_address(str(path)))
    async with connections.writing() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    with pytest.raises(StoreError, match="only be read"):
        async with connections.reading() as connection:
            await connection.exec_driver_sql("DELETE FROM articles")
    await connections.dispose()

    assert found == ["wal", 2, 1, 30_000]


async def test_readers_are_not_blocked_by_a_writer(tmp_path: Path) -> None:
    """While a unit of work is open, other tasks read the last committed state at once."""
    async with open_store(str(tmp_path / "claims.db")) as store:
        await add(store, "Committed.")
        article = make_article(text="Not yet.")
        async with store.unit_of_work() as unit:
            await unit.add_article(article, [make_claim(article=article)], [])
            async with asyncio.timeout(5):
                assert await asyncio.gather(*(asyncio.create_task(count(store)) for _ in range(12))) == [1] * 12
        assert await count(store) == 2


async def test_another_process_that_writes_too_long_is_an_error(tmp_path: Path) -> None:
    """Waiting has an end, and the message says what is the matter."""
    path = tmp_path / "claims.db"
    async with open_store(str(path)):
        pass
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    connections = Connections(parse_address(str(path)), path, busy_timeout=0.05)
    store = SqlStore(connections)

    with pytest.raises(StoreError, match="another process"):
        await add(store)
    assert await count(store) == 0
    other.execute("ROLLBACK")
    other.close()
    await add(store)
    assert await count(store) == 1
    await connections.dispose()


# --- Crashes ---------------------------------------------------------------------------------------------------------

CRASHING = """
import asyncio, os, sys
from datetime import timedelta
from bot.store.database import open_store
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute

async def main(url, step):
    def reached(name):
        if name == step:
            os._exit(9)
    async with open_store(url) as store:
        reached("opened")
        article = make_article()
        claim = make_claim(article=article)
        async with store.unit_of_work() as unit:
            await unit.add_article(article, [claim], [])
            reached("article")
            await unit.save_disputes([make_dispute()])
            reached("dispute")
            await unit.add_alerts([make_alert()], destinations=["console"])
            reached("alert")
        reached("committed")
        [item] = await store.outbox.lease(now=DAY, until=DAY + timedelta(minutes=1), limit=1)
        reached("leased")
        await store.outbox.sent(item.id, now=DAY, reference="m-1")
        reached("sent")

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("step", "stored", "to_send"),
    [
        pytest.param("opened", 0, 0, id="opened"),
        pytest.param("article", 0, 0, id="article-written"),
        pytest.param("dispute", 0, 0, id="dispute-written"),
        pytest.param("alert", 0, 0, id="alert-written"),
        pytest.param("committed", 1, 1, id="committed"),
        pytest.param("leased", 1, 1, id="leased"),
        pytest.param("sent", 1, 0, id="sent"),
    ],
)
async def test_a_crash_between_any_two_steps_loses_no_alert(
    tmp_path: Path, step: str, stored: int, to_send: int
) -> None:
    """A process that dies leaves all of a transaction or nothing, and what was not sent is sent by the next."""
    path = tmp_path / "claims.db"
    crash = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", CRASHING, str(path), step],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert crash.returncode == 9

    async with open_store(str(path)) as store:
        assert await count(store) == stored
        assert len(await store.disputes()) == stored
        leased = await store.outbox.lease(now=DAY + MINUTE, until=DAY + 2 * MINUTE, limit=5)
        assert [item.alert for item in leased] == [make_alert()] * to_send
        if not stored:
            await add(store)
            async with store.unit_of_work() as unit:
                await unit.save_disputes([make_dispute()])
            assert await count(store) == 1
