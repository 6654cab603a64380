"""What holds of disputes in a store, whatever comes in and in whatever order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.policy import load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.disputes import slots_touched
from bot.disputing import Disputing
from bot.model.claim import Polarity, Predicate, SpeechAct
from bot.model.dispute import Dispute
from bot.model.filters import ClaimFilter
from bot.model.ports import Sourced
from bot.model.relation import Relation
from bot.pipeline import Pipeline
from bot.store.database import open_store
from tests.builders import NORLAND, SUDMARK
from tests.comparison.generated import articles_of_claims
from tests.comparison.worlds import SIDES, days_later, rules, said

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2035, 1, 1, tzinfo=UTC)
# Days that meet as conflicts, only as candidates, only as changes of hands, and not at all.
FAR_AND_NEAR = st.sampled_from((0, 1, 2, 9, 30, 45, 200, 390, 391, 800, 1200))


async def taken_in(articles: Sequence[list[Sourced]]) -> tuple[set[str], set[Relation], dict[str, Dispute]]:
    """Take articles in, check that their disputes are up to date, and return all claims, relations and disputes."""
    async with open_store(":memory:") as store:
        pipeline = Pipeline(store=store, sides=SIDES, rules=rules(), policy=load_policy(), clock=lambda: NOW)
        for one in articles:
            before = await store.disputes()
            result = await pipeline.record(one[0].article, [sourced.claim for sourced in one])
            assert not set(result.disputes).intersection(before), "what is as it was has not changed"
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


async def test_a_claim_in_two_disputes_carries_nothing_from_one_to_the_other() -> None:
    """What is new in a dispute on one slot leaves that on another slot as it is, though a claim stands in both."""
    denied: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
    attack: dict[str, Any] = {"predicate": Predicate.REPELLED, "actor": SUDMARK}
    repelled = said(in_="A", side=SUDMARK, by="Sudmark's ministry", **attack)
    deny = said(in_="B", side=NORLAND, by="Norland's ministry", **attack, **denied)
    taken = said(in_="C", predicate=Predicate.CAPTURED, actor=NORLAND, side=NORLAND, by="Ann Berg")
    left = said(in_="D", predicate=Predicate.WITHDREW, actor=SUDMARK, side=SUDMARK, by="A general", day=days_later(2))
    agreed = said(in_="E", side=NORLAND, by="A soldier", day=days_later(9), **attack)
    async with open_store(":memory:") as store:
        pipeline = Pipeline(store=store, sides=SIDES, rules=rules(), policy=load_policy(), clock=lambda: NOW)
        for one in (repelled, deny, taken, left):
            await pipeline.record(one.article, [one.claim])
        on_hold, on_attack = sorted(await store.disputes(), key=lambda one: one.slot.key)
        assert repelled.claim.id in set(on_hold.claims) & set(on_attack.claims)
        result = await pipeline.record(agreed.article, [agreed.claim])
    assert on_hold.id not in {one.id for one in result.disputes}
