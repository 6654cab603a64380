"""What is taken down before it was read: it leaves the queue, and is known from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model.arrival import ArrivalState, New
from bot.model.upkeep import Forgotten
from bot.store.database import SqlStore
from tests.builders import make_article

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
URL = "https://ell.example/a"
ARTICLE = make_article(text="Norland's troops stand in Ellbruck.", url=URL, byline="Ada Writer")


async def forget(store: SqlStore, url: str = URL) -> Forgotten:
    """Take the address down."""
    async with store.unit_of_work() as work:
        return await work.forget(url, given=url)


@pytest.mark.parametrize("origin", [URL, "inbox/a.txt", "https://ell.example/feed"])
async def test_what_waits_leaves_the_queue(store: SqlStore, origin: str) -> None:
    """By the address that it states, whatever brought it."""
    await store.arrivals.add(New(article=ARTICLE, origin=origin, source="feed"), now=NOW)
    gone = await forget(store)
    assert (gone.articles, gone.unread, gone.claims) == ((ARTICLE.id,), 1, ())
    assert await store.arrivals.listed(list(ArrivalState), limit=9) == ()


async def test_what_was_set_aside_leaves_the_queue(store: SqlStore) -> None:
    """A retry finds nothing."""
    one = await store.arrivals.add(New(article=ARTICLE, origin="a.txt", source="inbox"), now=NOW)
    await store.arrivals.take(one.id)
    await store.arrivals.failed(one.id, now=NOW, reason="took too long")
    assert (await forget(store)).unread == 1
    assert await store.arrivals.retry(None) == 0


async def test_it_is_known_when_it_comes_again(store: SqlStore) -> None:
    """The same text from elsewhere of the publisher's, and another text from its address; nothing is kept."""
    await store.arrivals.add(New(article=ARTICLE, origin="a.txt", source="inbox"), now=NOW)
    await forget(store)
    moved = replace(ARTICLE, url="https://ell.example/moved")
    edited = make_article(text="Norland's troops left Ellbruck.", url=URL)
    async with store.unit_of_work() as work:
        assert [await work.known(one) for one in (ARTICLE, moved, edited)] == [ARTICLE.id] * 3
        assert await work.copies(make_article(text="Something else.")) == ()
    async with store._connections.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT title, byline, text FROM articles")
        assert [tuple(row) for row in rows] == [(None, None, "")]


async def test_two_texts_of_one_address_are_both_known(store: SqlStore) -> None:
    """Each by its text, though an address is kept once."""
    edited = make_article(text="Norland's troops left Ellbruck.", url=URL)
    for number, article in enumerate((ARTICLE, edited)):
        await store.arrivals.add(New(article=article, origin=f"{number}.txt", source="inbox"), now=NOW)
    assert (await forget(store)).unread == 2
    async with store.unit_of_work() as work:
        assert await work.known(replace(edited, url="https://ell.example/b")) == edited.id


async def test_what_else_waits_stays(store: SqlStore) -> None:
    """An address that only begins the same is another."""
    other = make_article(text="Rain fell.", url=f"{URL}bc")
    await store.arrivals.add(New(article=other, origin="b.txt", source="inbox"), now=NOW)
    gone = await forget(store)
    assert (gone.articles, gone.unread) == ((), 0)
    assert [one.article_id for one in await store.arrivals.listed(list(ArrivalState), limit=9)] == [other.id]
    async with store.unit_of_work() as work:
        assert await work.known(other) is None
