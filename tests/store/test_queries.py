from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.model.claim import Domain
from bot.model.filters import ClaimFilter
from bot.model.ports import IndexEntry, Lookup
from bot.store.address import parse_address
from bot.store.candidates import MOST
from bot.store.connections import Connections
from bot.store.database import SqlStore
from bot.store.migration import migrate
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute

CLAIMS = 10_000
PER_ARTICLE = 20
# The keys that are asked for.
_KEYS = "SCAN asked VIRTUAL TABLE INDEX 1:"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the module's one large database."""
    return tmp_path_factory.mktemp("large")


@pytest.fixture
async def connections(folder: Path) -> AsyncIterator[Connections]:
    """Return connections to a database of 10,000 claims, 100 of them under each key."""
    path = folder / "claims.db"
    filled = path.exists()
    opened = Connections(parse_address(str(path)), path)
    await migrate(opened, parse_address(str(path)))
    if not filled:
        async with SqlStore(opened).unit_of_work() as unit:
            for number in range(CLAIMS // PER_ARTICLE):
                first = number * PER_ARTICLE
                article = make_article(
                    text=f"Article {number}", shingle_signature=tuple(range(first, first + 128)), url=f"u:{number}"
                )
                claims = [make_claim(article=article, means=str(i)) for i in range(first, first + PER_ARTICLE)]
                index = [
                    IndexEntry(claim=claim.id, key=f"key:{(first + i) % 100}", position=first + i, day=DAY.date())
                    for i, claim in enumerate(claims)
                ]
                await unit.add_article(article, claims, index)
    yield opened
    await opened.dispose()


def under(*keys: str) -> tuple[Lookup, ...]:
    """Return a look-up of keys on the day of all claims."""
    return (Lookup(day=DAY.date(), keys=keys),)


async def plans(connections: Connections, statements: Sequence[tuple[str, Any]]) -> list[str]:
    """Return the steps that SQLite plans for the statements."""
    steps: list[str] = []
    async with connections.reading() as connection:
        for statement, parameters in statements:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps += [row.detail for row in rows]
    return steps


class Recorded:
    """The statements that run in a block."""

    def __init__(self, connections: Connections) -> None:
        self._engines = (connections._writer.sync_engine, connections._readers.sync_engine)
        self.statements: list[tuple[str, Any]] = []

    def _note(self, _connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "WITH")):
            self.statements.append((statement, parameters))

    def __enter__(self) -> list[tuple[str, Any]]:
        """Begin to note."""
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error: object) -> None:
        """End."""
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._note)


async def test_candidates_are_looked_up_in_the_index_of_keys(connections: Connections) -> None:
    """No step scans claims, keys or articles: of each position a few keys before the day are read, and a few after."""
    with Recorded(connections) as statements:
        async with SqlStore(connections).unit_of_work() as unit:
            found = await unit.candidates(under("key:7", "key:8"))

    assert len(found) == MOST * 2
    assert [one.claim.id for one in found] == sorted(one.claim.id for one in found)
    steps = await plans(connections, statements)
    index = "USING COVERING INDEX ix_claim_keys_key_position_day_claim_id (key=? AND position=? AND day"
    assert [step.split()[1] for step in steps if index in step] == ["before", "later"]
    assert {step for step in steps if step.startswith("SCAN")} <= {"SCAN wanted", _KEYS}


async def test_no_look_up_of_an_article_scans(connections: Connections) -> None:
    """Whether an article is known, what it may be a copy of and what is said of its slots is read from indexes."""
    article = make_article(text="Another", shingle_signature=tuple(range(60, 188)), url="u:other")
    claim = make_claim(article=article)
    with Recorded(connections) as statements:
        async with SqlStore(connections).unit_of_work() as unit:
            await unit.known(article)
            assert await unit.copies(article)
            await unit.add_article(article, [claim], [])
            await unit.candidates(under("key:7"))
            await unit.refutations(["slot"])
            await unit.disputes_on(["slot"])
            await unit.sourced([claim.id])
            await unit.save_disputes([make_dispute()], replaced=["other"])
            await unit.add_alerts([make_alert()], destinations=["console"])
        store = SqlStore(connections)
        await store.claim(claim.id[:8])
        await store.relations_of(claim.id)
        await store.alerts_for("dispute")

    assert len(statements) > 10
    # A virtual table is always said to be scanned; "0:=" is a look-up of a number.
    scanned = {step for step in await plans(connections, statements) if step.startswith("SCAN")}
    assert scanned <= {"SCAN wanted", _KEYS, "SCAN claim_words VIRTUAL TABLE INDEX 0:="}


async def test_the_newest_claims_are_read_in_the_order_of_an_index(connections: Connections) -> None:
    """A search sorts nothing and reads no row that does not match; finding words does not scan at all."""
    store = SqlStore(connections)
    with Recorded(connections) as statements:
        await store.search(ClaimFilter(side="XSU", since=DAY.date(), domain=Domain.TERRITORY))
    newest = await plans(connections, statements)
    with Recorded(connections) as statements:
        assert await store.search(ClaimFilter(text="ellbruck"))
    words = [step for step in await plans(connections, statements) if "claim_words" in step or "claim_terms" in step]

    assert newest[0] == "SEARCH claims USING COVERING INDEX ix_claims_search (published_at>?)"
    assert [step for step in newest if step.startswith("SCAN")] == ["SCAN claims USING COVERING INDEX ix_claims_far"]
    # A virtual table is always said to be scanned; with an index's number it is looked up.
    assert {" ".join(step.split()[:5]) for step in words} == {
        "SCAN claim_terms VIRTUAL TABLE INDEX",
        "SCAN claim_words VIRTUAL TABLE INDEX",
    }
    assert not any(step.endswith("INDEX 0:") for step in words)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (ClaimFilter(geonameid=7), "ix_claims_geonameid_published_at_id (geonameid=?)"),
        (ClaimFilter(region="Ellmoor"), "ix_claims_region_fold_published_at_id (region_fold=?)"),
        (ClaimFilter(keys=("country:XSU",)), "ix_claims_country_published_at_id (country=?)"),
        (ClaimFilter(place="llbru"), "PRIMARY KEY (name=?)"),
    ],
)
async def test_a_place_is_looked_up_in_an_index_by_time(
    connections: Connections, wanted: ClaimFilter, index: str
) -> None:
    """The newest claims of a place are read without sorting, and no claim of another place is looked at."""
    with Recorded(connections) as statements:
        await SqlStore(connections).search(wanted)
    steps = await plans(connections, statements)

    assert any(index in step for step in steps)
    assert {step for step in steps if "SCAN" in step or "TEMP B-TREE" in step} <= {"SCAN place_names", _KEYS}


async def test_days_long_ago_are_looked_up_by_days(connections: Connections) -> None:
    """What was claimed of a week is found without going through all that was claimed since."""
    with Recorded(connections) as statements:
        await SqlStore(connections).search(ClaimFilter(since=date(2020, 1, 1), until=date(2020, 1, 7)))
    steps = await plans(connections, statements)

    assert any("INDEX ix_claims_search (published_at>? AND published_at<?)" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == ["SCAN claims USING COVERING INDEX ix_claims_far"]


async def test_a_lease_reads_one_row_of_each_destination(connections: Connections) -> None:
    """What was sent stays for ever, what waits may be much, and neither costs a lease anything."""
    store = SqlStore(connections)
    async with store.unit_of_work() as unit:
        alerts = [make_alert(str(number)) for number in range(50)]
        await unit.add_alerts(alerts, destinations=["one", "two"])
    with Recorded(connections) as statements:
        await store.outbox.lease(now=DAY, until=DAY + timedelta(minutes=1), limit=5)

    steps = await plans(connections, statements)

    assert len([step for step in steps if "SEARCH outbox USING INDEX ix_outbox_unsent (destination" in step]) == 2
    assert {step for step in steps if step.startswith("SCAN") and step != "SCAN destinations"} == set()


async def test_the_number_of_statements_does_not_grow_with_the_answer(connections: Connections) -> None:
    """Hundreds of candidates are read in a few statements, not in one each."""
    with Recorded(connections) as statements:
        async with SqlStore(connections).unit_of_work() as unit:
            found = await unit.candidates(under(*[f"key:{number}" for number in range(10)]))

    assert len(found) == MOST * 10
    assert len(statements) <= 4
