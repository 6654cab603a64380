"""What every store promises about a unit of work: all of it is written, or nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.model.claim import AssetKind
from bot.model.filters import ClaimFilter
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute, make_relation
from tests.contract.filling import LATER, add, entry, under

# --- All or nothing --------------------------------------------------------------------------------------------------


async def write_all(store: SqlStore, *, then: BaseException | None = None) -> None:
    """Write one of everything in one unit of work, and raise at its end."""
    article = make_article(shingle_signature=tuple(range(128)))
    claims = [make_claim(article=article), make_claim(article=article, asset=AssetKind.BRIDGE)]
    dispute = make_dispute(*(claim.id for claim in claims))
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, [entry(claim, "k") for claim in claims])
        await unit.add_relations([make_relation(claims[0].id, claims[1].id)])
        await unit.save_disputes([dispute])
        await unit.add_alerts([make_alert(claims[0].id, dispute=dispute.id)], destinations=["console"])
        if then is not None:
            raise then


async def counts(store: SqlStore) -> list[int]:
    """Return how many there are of everything that `write_all` writes."""
    async with store.unit_of_work() as unit:
        article = make_article(publisher="Another", shingle_signature=tuple(range(128)))
        copies, candidates = await unit.copies(article), await unit.candidates(under("k"))
    found = await store.search(ClaimFilter(text="Ellbruck"))
    disputes = await store.disputes()
    relations = await store.relations_of(make_claim().id)
    alerts = await store.alerts_for(disputes[0].id) if disputes else ()
    leased = await store.outbox.lease(now=DAY, until=LATER, limit=10)
    return [len(kind) for kind in (copies, candidates, found, relations, disputes, alerts, leased)]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), asyncio.CancelledError()], ids=repr)
async def test_a_raise_leaves_nothing(store: SqlStore, error: BaseException) -> None:
    """Whatever ends a unit of work early, nothing of it is there, and the store goes on."""
    with pytest.raises(type(error)):
        await write_all(store, then=error)

    assert await counts(store) == [0, 0, 0, 0, 0, 0, 0]
    await write_all(store)
    assert await counts(store) == [1, 2, 2, 1, 1, 1, 1]


async def test_a_cancelled_task_leaves_nothing(store: SqlStore) -> None:
    """A task that is cancelled anywhere in its statements gives its turn and its lock back, and the store goes on."""
    stopped = 0
    for delay in range(40):
        task = asyncio.create_task(write_all(store, then=ValueError("too fast")))
        await asyncio.sleep(delay / 4000)
        task.cancel()
        [result] = await asyncio.gather(task, return_exceptions=True)
        stopped += isinstance(result, asyncio.CancelledError)

    assert stopped > 0
    assert await counts(store) == [0, 0, 0, 0, 0, 0, 0]
    await write_all(store)
    assert await counts(store) == [1, 2, 2, 1, 1, 1, 1]


async def test_writers_exclude_one_another(store: SqlStore) -> None:
    """Twenty tasks that look first and write then store an article once."""

    async def look_and_write(number: int) -> bool:
        article = make_article(title=f"Version {number}")
        async with store.unit_of_work() as unit:
            if await unit.known(article) is not None:
                return False
            await asyncio.sleep(0)
            await unit.add_article(article, [make_claim(article=article)], [])
            return True

    assert sum(await asyncio.gather(*map(look_and_write, range(20)))) == 1


async def test_readers_never_see_a_transaction_in_half(store: SqlStore) -> None:
    """A reader beside a writer finds all claims of an article or none."""
    seen: set[int] = set()

    async def read() -> None:
        for _ in range(30):
            seen.add(len(await store.search(ClaimFilter())))
            await asyncio.sleep(0)

    async def write() -> None:
        article = make_article()
        claims = [make_claim(article=article, means=f"means {number}") for number in range(40)]
        async with store.unit_of_work() as unit:
            await unit.add_article(article, claims, [])
            await asyncio.sleep(0.01)

    await asyncio.gather(read(), write(), read())
    seen.add(len(await store.search(ClaimFilter())))

    assert seen <= {0, 40}
    assert 40 in seen


async def test_a_task_can_read_inside_its_own_unit_of_work(store: SqlStore) -> None:
    """Reading from the store while writing to it waits for nobody."""
    async with store.unit_of_work() as unit:
        await unit.save_disputes([make_dispute()])
        async with asyncio.timeout(5):
            await store.search(ClaimFilter())
            await store.disputes()


async def test_a_unit_of_work_inside_another_is_an_error(store: SqlStore) -> None:
    """It would wait for itself for ever."""
    async with store.unit_of_work():
        with pytest.raises(RuntimeError, match="unit of work already"):
            async with store.unit_of_work():
                pass


async def test_times_without_a_zone_are_refused(store: SqlStore) -> None:
    """A naive time would be read as another moment elsewhere."""
    naive = datetime(2031, 5, 14, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(Exception, match="without a zone"):
        await add(store, make_article(published_at=naive))
