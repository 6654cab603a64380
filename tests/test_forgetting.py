"""What is taken down: nothing of it is left but its address, and disputes go on without it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.model.alert import AlertKind
from bot.model.arrival import New
from bot.model.filters import ClaimFilter
from bot.model.outbox import State
from bot.pipeline import Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import make_article, make_claim
from tests.pipelines import (
    DENIED,
    NOW,
    make_captured,
    make_denied,
    make_sides,
)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def pipeline(store: SqlStore) -> Pipeline:
    """Return the pipeline over the empty database; the console gets every alert."""
    return Pipeline(
        store=store,
        sides=make_sides(),
        rules=load_rules(),
        policy=load_policy(),
        clock=lambda: NOW,
        always=("console",),
    )


async def test_what_is_forgotten_leaves_nothing_but_its_address(store: SqlStore, pipeline: Pipeline) -> None:
    """Text, claims, quotes, the dispute and what was to be told go; the address stays known."""
    url = "https://ell.example/a"
    await pipeline.record(*make_captured(url=url))
    await pipeline.record(*make_denied(url="https://moor.example/b"))
    assert len(await store.disputes()) == 1
    (first,) = await store.outbox.lease(now=NOW, until=NOW + timedelta(minutes=1), limit=9)
    await store.outbox.sent(first.id, now=NOW, reference="m-1")

    gone, changed = await pipeline.forget(url + "?utm_source=feed")
    assert (len(gone.articles), len(gone.claims), gone.relations, changed) == (1, 1, 1, 1)
    # The summary of the first was sent; the conflict was not.
    assert (gone.sent, gone.unsent) == ((("console", 1),), 1)
    assert await store.disputes() == ()
    (left,) = await store.search(ClaimFilter())
    assert left.claim.mentions[0].quote == DENIED
    assert await store.search(ClaimFilter(text="captured")) == (left,)
    assert await store.relations_of(left.claim.id) == ()
    waiting = [one for one in await store.outbox.undelivered() if one.state is State.PENDING]
    assert [one.item.alert.kind for one in waiting] == [AlertKind.SUMMARY]
    failed = [one for one in await store.outbox.undelivered() if one.state is State.FAILED]
    assert [(one.item.alert.title, one.item.alert.statements) for one in failed] == [("Taken down", ())]
    async with store.unit_of_work() as work:
        assert await work.known(make_captured(url=url)[0]) is not None
    assert (await pipeline.record(*make_captured(url=url))).known
    assert (await pipeline.forget("https://ell.example/other"))[0].articles == ()


async def test_a_dispute_lives_on_without_what_is_forgotten(store: SqlStore, pipeline: Pipeline) -> None:
    """With the claims of the others, as if it had never been said."""
    await pipeline.record(*make_captured(url="https://ell.example/a"))
    await pipeline.record(*make_denied(url="https://moor.example/b"))
    said = "A spokesman of Norland's army repeated to reporters that Ellbruck had been captured on Wednesday."
    article = make_article(text=said, publisher="Hill Post", url="https://hill.example/c")
    third = make_claim(article=article, quote=said, attribution="XNO")
    await pipeline.record(article, (third,))
    (before,) = await store.disputes()
    gone, _ = await pipeline.forget("https://ell.example/a")
    (after,) = await store.disputes()
    assert set(after.claims) == set(before.claims) - set(gone.claims)
    assert third.id in after.claims
    async with store._connections.reading() as connection:
        words = set((await connection.execute(text("SELECT claim_id FROM disputed_words"))).scalars())
    assert words == set(after.claims)


async def test_what_waits_to_be_read_is_forgotten_too(store: SqlStore, pipeline: Pipeline) -> None:
    """Nothing of it stands in the queue any more, and it is known from then on."""
    article = make_article(url="https://ell.example/a")
    await store.arrivals.add(New(article=article, origin="https://ell.example/a", source="push"), now=NOW)
    gone, _ = await pipeline.forget("https://ell.example/a")
    assert (gone.articles, gone.unread) == ((article.id,), 1)
    assert await store.arrivals.next(NOW) is None
    assert await pipeline.is_known(article)


async def test_what_is_forgotten_while_it_is_read_is_not_recorded(store: SqlStore, pipeline: Pipeline) -> None:
    """Its claims come too late: they find that it is known."""
    article, claims = make_captured(url="https://ell.example/a")
    await store.arrivals.add(New(article=article, origin="a.txt", source="inbox"), now=NOW)
    assert await store.arrivals.next(NOW) is not None
    await pipeline.forget("https://ell.example/a")
    assert (await pipeline.record(article, claims)).known
    assert await store.search(ClaimFilter()) == ()
