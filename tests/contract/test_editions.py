"""What every store promises about later editions of an article."""

from __future__ import annotations

from bot.model.arrival import New
from bot.model.article import Article
from bot.model.claim import Predicate
from bot.model.ports import Sourced
from bot.store.database import SqlStore
from tests.builders import make_article, make_claim

URL = "https://ell.example/1"


async def editions(store: SqlStore, article: Article) -> tuple[tuple[Article, ...], tuple[Sourced, ...]]:
    """Return the stored editions of an article and their claims."""
    async with store.unit_of_work() as unit:
        return await unit.editions(article)


async def test_editions_stand_beside_one_another(store: SqlStore) -> None:
    """All under one address, the first one first, with their texts and claims."""
    first, second, third = (make_article(text=f"Edition {number} says so.", url=URL) for number in (3, 1, 2))
    claims = [
        make_claim(article=first, quote=first.text),
        make_claim(article=second, quote=second.text, predicate=Predicate.CONTROLS),
    ]
    async with store.unit_of_work() as unit:
        await unit.add_article(first, claims[:1], ())
        await unit.add_article(second, claims[1:], (), edition=True)
    assert await editions(store, third) == (
        (first, second),
        tuple(
            sorted(
                (Sourced(claim=claims[0], article=first), Sourced(claim=claims[1], article=second)),
                key=lambda one: one.claim.id,
            )
        ),
    )
    found = await store.claim(claims[1].id)
    assert found is not None
    assert found.article.url == URL


async def test_an_edition_that_is_stored_has_no_others(store: SqlStore) -> None:
    """Neither the first nor a later one, nor what has no address, is another edition."""
    first, second = make_article(text="It says so.", url=URL), make_article(text="It says otherwise.", url=URL)
    async with store.unit_of_work() as unit:
        await unit.add_article(first, (), ())
        await unit.add_article(second, (), (), edition=True)
    for known in (first, second, make_article(text="It says more.")):
        assert await editions(store, known) == ((), ())


async def test_a_later_edition_is_known(store: SqlStore) -> None:
    """By its own text, and by the address of the first."""
    first, second = make_article(text="It says so.", url=URL), make_article(text="It says otherwise.", url=URL)
    async with store.unit_of_work() as unit:
        await unit.add_article(first, (), ())
        await unit.add_article(second, (), (), edition=True)
    async with store.unit_of_work() as unit:
        assert await unit.known(second) == second.id
        assert await unit.known(make_article(text="It says more.", url=URL)) == first.id


async def test_what_was_accepted_before_an_edition_and_is_read_after_it_is_none(store: SqlStore) -> None:
    """Reading it had failed, and a person had it tried again: it is the older text, and takes nothing back."""
    first, second = make_article(text="It says so.", url=URL), make_article(text="It says otherwise.", url=URL)
    for one in (first, second):
        await store.arrivals.add(New(article=one, origin=URL, source="feed", announce=True), now=one.published_at)
    third = make_article(text="It says more.", url=URL)
    await store.arrivals.add(New(article=third, origin=URL, source="feed", announce=True), now=third.published_at)
    async with store.unit_of_work() as unit:
        await unit.add_article(second, (), ())
    assert await editions(store, first) == ((), ())
    assert await editions(store, third) == ((second,), ())
