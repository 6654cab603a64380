"""What holds of disputes in a store, whatever comes in and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.policy import load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.disputes import slots_touched
from bot.disputing import Disputing
from bot.model.dispute import Dispute
from bot.model.filters import ClaimFilter
from bot.model.ports import Sourced
from bot.model.relation import Relation
from bot.pipeline import Pipeline
from bot.store.database import open_store
from tests.comparison.generated import articles_of_claims
from tests.comparison.worlds import SIDES, rules

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2035, 1, 1, tzinfo=UTC)
# Days that meet as conflicts, only as candidates, only as changes of hands, and not at all.
FAR_AND_NEAR = st.sampled_from((0, 1, 2, 9, 30, 45, 200, 390, 391, 800, 1200))


async def taken_in(articles: Sequence[list[Sourced]]) -> tuple[set[str], set[Relation], dict[str, Dispute]]:
    """Take articles in, check that their disputes are up to date, and return all claims, relations and disputes."""
    async with open_store(":memory:") as store:
        pipeline = Pipeline(store=store, sides=SIDES, rules=rules(), policy=load_policy(), clock=lambda: NOW)
        for one in articles:
            await pipeline.record(one[0].article, [sourced.claim for sourced in one])
        every = [sourced for one in articles for sourced in one]
        claims = {one.claim.id for one in await store.search(ClaimFilter(limit=1000))}
        relations = set(await store.relations_of(*claims))
        disputes = {one.id: one for one in await store.disputes()}
        disputing = Disputing(
            sides=SIDES,
            rules=rules(),
            policy=load_policy(),
            copies=are_copies,
            copy_pairs=copy_pairs,
            clock=lambda: NOW,
        )
        async with store.unit_of_work() as work:
            assert await disputing.update_slots(work, slots_touched(every, relations)) == ()
    return claims, relations, disputes


@FEW
@given(st.lists(articles_of_claims(FAR_AND_NEAR), min_size=2, max_size=7), st.randoms(use_true_random=False))
async def test_articles_in_any_order_end_in_the_same_disputes(
    found: list[list[Sourced]], chance: random.Random
) -> None:
    """Claims, relations and disputes do not follow the order of arrival, and nothing is left to be brought up to date.

    That each article touches only what its claims can change is so no less exact than looking at everything again.
    """
    articles = list({one[0].article.id: one for one in found}.values())
    shuffled = articles[:]
    chance.shuffle(shuffled)
    assert await taken_in(articles) == await taken_in(shuffled)
