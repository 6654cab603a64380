from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.ports import IndexEntry, Lookup
from bot.store.address import parse_address
from bot.store.connections import Connections
from bot.store.database import SqlStore
from bot.store.migration import HEAD, SCRIPTS, migrate
from bot.store.tables import claim_words, metadata
from tests.builders import DAY, make_article, make_claim, make_dispute


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a database is to be."""
    return tmp_path / "claims 100%.db"


def connections_to(path: Path) -> Connections:
    """Return connections to a file."""
    return Connections(parse_address(str(path)), path)


def scripts() -> Config:
    """Return Alembic's configuration."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def test_the_head_is_the_newest_revision() -> None:
    """The constant that saves importing Alembic is right, and the history has one end."""
    assert ScriptDirectory.from_config(scripts()).get_heads() == [HEAD]


async def test_the_migrated_tables_are_those_of_the_metadata(path: Path) -> None:
    """What the queries speak of is what the migrations make: tables, columns, types, defaults, indexes, constraints."""

    def differences(connection: Connection) -> list[object]:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, _parents: (
                kind != "table" or not str(name).startswith(("claim_words", "claim_terms", "disputed_words", "alembic"))
            ),
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    connections = connections_to(path)
    assert await migrate(connections, parse_address(str(path)))
    async with connections.reading() as connection:
        assert await connection.run_sync(differences) == []
    await connections.dispose()


async def test_the_migrated_statements_are_those_of_the_metadata(path: Path) -> None:
    """Index by index: what a comparison of the parts passes over (a partial index's condition, WITHOUT ROWID)."""
    statements = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    strict = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'")

    async def schema(connections: Connections) -> tuple[list[object], list[object]]:
        async with connections.reading() as connection:
            found = (await connection.execute(statements)).all()
            ours = [tuple(row) for row in found if not row.name.startswith("sqlite")]
            tables = (await connection.execute(strict)).scalars()
            return list(ours), sorted(
                name for name in tables if not name.startswith(("claim_words", "claim_terms", "disputed_words"))
            )

    migrated, made = connections_to(path), connections_to(path.with_name("made.db"))
    await migrate(migrated, parse_address(str(path)))
    async with made.writing() as connection:
        await connection.run_sync(metadata.create_all)

    assert await schema(migrated) == await schema(made)
    await migrated.dispose()
    await made.dispose()


async def test_the_words_have_the_columns_that_are_written(path: Path) -> None:
    """The FTS5 table stands outside the metadata, and is compared by hand."""
    connections = connections_to(path)
    await migrate(connections, parse_address(str(path)))
    async with connections.reading() as connection:
        columns = (await connection.execute(text("SELECT name FROM pragma_table_info('claim_words')"))).scalars().all()
    await connections.dispose()

    assert ["rowid", *columns] == [column.name for column in claim_words.columns]


async def test_a_second_migration_does_nothing(path: Path) -> None:
    """An up-to-date database is left alone."""
    connections = connections_to(path)
    assert await migrate(connections, parse_address(str(path)))
    assert not await migrate(connections, parse_address(str(path)))
    await connections.dispose()


async def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps and their record are one transaction: a crash in the midst leaves the database as it was."""

    def upgrade_and_fail(config: Config, revision: str) -> None:
        real(config, revision)
        raise RuntimeError("the power went")

    real = command.upgrade
    connections = connections_to(path)
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", upgrade_and_fail)
        with pytest.raises(RuntimeError, match="the power went"):
            await migrate(connections, parse_address(str(path)))

    async with connections.reading() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == []
    assert await migrate(connections, parse_address(str(path)))
    await connections.dispose()


async def test_a_migration_can_be_taken_back(path: Path) -> None:
    """Every revision has its way back."""
    connections = connections_to(path)
    await migrate(connections, parse_address(str(path)))

    def downgrade(connection: Connection) -> None:
        config = scripts()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with connections.writing() as connection:
        await connection.run_sync(downgrade)
    async with connections.reading() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["alembic_version"]
    await connections.dispose()


async def test_what_is_stored_is_found_after_the_way_back_and_forth(path: Path) -> None:
    """A database of an older Claimwatch is searched like a new one: by place, words and days, claims and disputes."""
    article = make_article(url="https://ell.example/1")
    claims = [make_claim(article=article), make_claim(article=article, place="Sandbruck")]
    connections = connections_to(path)
    await migrate(connections, parse_address(str(path)))
    entries = [IndexEntry(claim=one.id, key="k", position=1, day=DAY.date()) for one in claims]
    async with SqlStore(connections).unit_of_work() as unit:
        await unit.add_article(article, claims, entries)
        await unit.save_disputes([make_dispute(claims[0].id, "another")])

    async def answers() -> list[object]:
        store = SqlStore(connections)
        async with store.unit_of_work() as unit:
            candidates = await unit.candidates([Lookup(day=DAY.date(), keys=("k",))])
        return [
            candidates,
            await store.search(ClaimFilter(place="sandb")),
            await store.search(ClaimFilter(text="captured Ellbruck")),
            await store.search(ClaimFilter(since=DAY.date(), until=DAY.date())),
            await store.disputes(DisputeFilter(place="ellb", text="captured", until=DAY.date())),
        ]

    def there_and_back(connection: Connection) -> None:
        config = scripts()
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        command.upgrade(config, HEAD)

    before = await answers()
    async with connections.writing() as connection:
        await connection.run_sync(there_and_back)

    assert all(before)
    assert await answers() == before
    await connections.dispose()


async def test_items_of_an_older_database_know_their_feed(path: Path) -> None:
    """So that what is listed stays, and what its feed lists no more, or nobody can list, is forgotten in the end."""
    connections = connections_to(path)
    await migrate(connections, parse_address(str(path)))
    feed = "https://ell.example/rss"
    mine, other, address = f"{feed}\n1", f"{feed}\n2\nold", "https://ell.example/1"
    store = SqlStore(connections)
    await store.feeds.follow([feed], now=DAY)
    await store.feeds.add_items([mine, other, address], now=DAY)

    def there_and_back(connection: Connection) -> None:
        config = scripts()
        config.attributes["connection"] = connection
        command.downgrade(config, "0020")
        command.upgrade(config, HEAD)

    async with connections.writing() as connection:
        await connection.run_sync(there_and_back)
    await store.feeds.listed(feed, [mine], now=DAY)
    for days in (0, 1):
        later = DAY + timedelta(days=2 * days)
        await store.upkeep.forget_items(before=later - timedelta(days=1), now=later)
    assert await store.feeds.known_items([mine, other, address]) == {mine}
    await connections.dispose()


def test_an_up_to_date_database_is_opened_without_alembic(path: Path) -> None:
    """The second start does not pay for what only the first needs."""
    program = (
        "import asyncio, sys\n"
        "from bot.store.database import open_store\n"
        "async def main():\n"
        "    async with open_store(sys.argv[1]):\n"
        "        pass\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules)\n"
    )

    def start() -> str:
        command_line = [sys.executable, "-c", program, str(path)]
        return subprocess.run(command_line, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 -- our own interpreter and text

    assert [start(), start()] == ["True", "False"]
