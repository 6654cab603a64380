"""What the tests of stores put into them."""

from __future__ import annotations

from datetime import timedelta

from bot.model.article import Article
from bot.model.claim import Claim, Predicate
from bot.model.ports import IndexEntry, Lookup
from bot.store.database import SqlStore
from tests.builders import DAY, make_article, make_claim

LATER = DAY + timedelta(hours=1)


def entry(claim: Claim, key: str) -> IndexEntry:
    """Return a key for a claim, of one position on one day."""
    return IndexEntry(claim=claim.id, key=key, position=1, day=DAY.date())


def under(*keys: str) -> tuple[Lookup, ...]:
    """Return a look-up of keys on the same day."""
    return (Lookup(day=DAY.date(), keys=keys),)


async def add(store: SqlStore, article: Article, *claims: Claim, key: str = "holder:Ellbruck") -> None:
    """Store an article in a transaction of its own, every claim under the key."""
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, [entry(claim, key) for claim in claims])


async def two_claims(store: SqlStore) -> tuple[Claim, Claim]:
    """Store an article with two claims."""
    article = make_article()
    one, other = make_claim(article=article), make_claim(article=article, predicate=Predicate.CONTROLS)
    await add(store, article, one, other)
    return one, other
