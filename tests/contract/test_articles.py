"""What every store promises about articles: each is stored once, and its copies are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model.claim import Predicate
from bot.model.filters import ClaimFilter
from bot.store.database import SqlStore
from tests.builders import DAY, make_article, make_claim
from tests.contract.filling import add, under

# --- Articles --------------------------------------------------------------------------------------------------------


async def test_an_article_comes_back_as_it_was(store: SqlStore) -> None:
    """Text, signature, who wrote it and the offset of the time of publication are kept to the letter."""
    article = make_article(
        text="Elle\u0301n \r\n  said:\x00 \U0001f9ed",
        url="https://ell.example/1?a=b",
        published_at=datetime(2031, 5, 14, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        shingle_signature=tuple(range(2**32 - 128, 2**32)),
        byline="Ada Writer, Bo Penn",
    )
    claim = make_claim(article=article)
    await add(store, article, claim)

    found = await store.claim(claim.id)

    assert found is not None
    assert found.article == article
    assert found.article.published_at.date() == date(2031, 5, 14)
    assert found.claim == claim


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the-same"),
        pytest.param({"text": "Rewritten.", "content_hash": "other", "publisher": "Another"}, id="same-url"),
        pytest.param({"id": "other", "url": "https://ell.example/2"}, id="same-publisher-and-text"),
        pytest.param(
            {"id": "other", "url": None, "publisher": "THE  ELL COURIER"},
            id="same-publisher-written-otherwise",
        ),
    ],
)
async def test_an_article_is_known_again(store: SqlStore, changes: dict[str, str | None]) -> None:
    """The same id, URL, or publisher with the same text is the article that was stored."""
    article = make_article(url="https://ell.example/1")
    await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.known(replace(article, **changes)) == article.id  # type: ignore[arg-type] # fields by name


async def test_many_articles_are_asked_about_at_once(store: SqlStore) -> None:
    """Of many articles those that are stored come back, each under the id that it has there."""
    one, other = make_article(), make_article(text="Another text", url="u:another")
    async with store.unit_of_work() as unit:
        await unit.add_article(one, [], [])
        moved = replace(one, id="f" * 16)
        assert await unit.known_many([moved, other]) == {moved.id: one.id}
        assert await unit.known_many([]) == {}


async def test_articles_without_claims_are_stored_together(store: SqlStore) -> None:
    """Of articles that are one article the first is stored; the same ones again change nothing."""
    one, other = make_article(), make_article(text="Another text", url="u:another")
    again = replace(other, id="f" * 16, content_hash="e" * 64)
    for _ in range(2):
        async with store.unit_of_work() as unit:
            await unit.add_articles([one, other, again, one])
    async with store.unit_of_work() as unit:
        assert await unit.known_many([one, other, again]) == {one.id: one.id, other.id: other.id, again.id: other.id}


async def test_what_was_asked_about_is_asked_again_once_something_is_stored(store: SqlStore) -> None:
    """That an article was not known is forgotten when another one comes that is the same."""
    one = make_article(url="u:same")
    edited = replace(one, id="f" * 16, content_hash="e" * 64)
    async with store.unit_of_work() as unit:
        assert await unit.known(one) is None
        assert await unit.known(edited) is None
        await unit.add_article(one, [], [])
        await unit.add_article(edited, [], [])
        assert await unit.known(edited) == one.id


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"id": "other", "url": None, "publisher": "The Sud Post"}, id="another-publisher"),
        pytest.param({"id": "other", "url": "https://ell.example/2", "content_hash": "other"}, id="another-text"),
        pytest.param({"id": "other", "url": None, "content_hash": "other"}, id="no-url"),
    ],
)
async def test_another_article_is_not_known(store: SqlStore, changes: dict[str, str | None]) -> None:
    """Another publisher's copy, and another text of the same publisher, are articles of their own."""
    article = make_article(url="https://ell.example/1")
    await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.known(replace(article, **changes)) is None  # type: ignore[arg-type] # fields by name


async def test_the_same_article_twice_changes_nothing(store: SqlStore) -> None:
    """An article that is known is left as it is, with its claims and keys, whatever comes with it."""
    article = make_article()
    first = make_claim(article=article)
    await add(store, article, first)
    await add(store, article, first, make_claim(article=article, predicate=Predicate.CONTROLS))

    assert [found.claim for found in await store.search(ClaimFilter())] == [first]
    async with store.unit_of_work() as unit:
        assert [found.claim for found in await unit.candidates(under("holder:Ellbruck"))] == [first]


async def test_an_article_without_claims_is_stored(store: SqlStore) -> None:
    """Most articles claim nothing that is looked for; they are known all the same."""
    await add(store, make_article())

    async with store.unit_of_work() as unit:
        assert await unit.known(make_article()) is not None


async def test_two_claims_of_one_id_are_refused(store: SqlStore) -> None:
    """Claims are append-only: different content under one id is an error, and the article is not stored either."""
    article = make_article()
    claim = make_claim(article=article)
    with pytest.raises(IntegrityError):
        await add(store, article, claim, replace(claim, means="drone"))

    async with store.unit_of_work() as unit:
        assert await unit.known(article) is None


async def test_a_claim_given_twice_is_stored_once(store: SqlStore) -> None:
    """The very same claim twice in a call is one claim."""
    article = make_article()
    claim = make_claim(article=article)
    await add(store, article, claim, claim)

    assert len(await store.search(ClaimFilter(text="Ellbruck"))) == 1


# --- Copies ----------------------------------------------------------------------------------------------------------


def signature(*, different: int) -> tuple[int, ...]:
    """Return a signature of 128 values, the first so many of them different from the next signature's."""
    return tuple(range(1000, 1000 + different)) + tuple(range(different, 128))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"content_hash": "same"}, True, id="same-text"),
        pytest.param({"shingle_signature": signature(different=0)}, True, id="same-signature"),
        pytest.param({"shingle_signature": signature(different=124)}, True, id="one-band-in-common"),
        pytest.param({"shingle_signature": signature(different=125)}, False, id="no-whole-band-in-common"),
        pytest.param({"shingle_signature": ()}, False, id="short-and-different"),
    ],
)
async def test_possible_copies_share_a_text_or_a_band(
    store: SqlStore, changes: dict[str, object], *, found: bool
) -> None:
    """A copy is looked for by content hash and by bands of the signature."""
    stored = make_article(content_hash="same", shingle_signature=signature(different=0), url="https://ell.example/1")
    await add(store, stored)
    copy = make_article(**{"publisher": "The Sud Post", "content_hash": "other", **changes})

    async with store.unit_of_work() as unit:
        assert await unit.copies(copy) == ((stored,) if found else ())


async def test_an_article_is_no_copy_of_itself(store: SqlStore) -> None:
    """Looked up after it was stored, an article finds the others, oldest first."""
    older = make_article(publisher="A", published_at=DAY - timedelta(days=1))
    newer = make_article(publisher="B")
    own = make_article(publisher="C", published_at=DAY - timedelta(days=2))
    for article in (newer, own, older):
        await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.copies(own) == (older, newer)
