"""What every store promises about claims: which a new one is compared with, and how they stand to one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model.decision import Decision, DecisionKind
from bot.model.ports import IndexEntry
from bot.model.relation import Reason, RelationKind
from bot.store.database import SqlStore
from tests.builders import DAY, make_article, make_claim, make_relation
from tests.contract.filling import LATER, add, entry, two_claims, under

# --- Candidates ------------------------------------------------------------------------------------------------------


async def test_candidates_are_the_claims_under_any_key(store: SqlStore) -> None:
    """A claim under two of the keys comes once, one under none does not come, and the order is that of the ids."""
    article = make_article()
    claims = [make_claim(article=article, id=name) for name in ("c", "a", "b")]
    async with store.unit_of_work() as unit:
        index = [entry(claims[0], "x"), entry(claims[0], "y"), entry(claims[1], "x"), entry(claims[2], "z")]
        await unit.add_article(article, claims, index)
        found = await unit.candidates(under("x", "y", "nothing"))

    assert [one.claim.id for one in found] == ["a", "c"]


async def test_candidates_articles_come_without_text(store: SqlStore) -> None:
    """A comparison needs everything of an article but its text, which is most of it."""
    article = make_article(shingle_signature=(1, 2, 3))
    await add(store, article, make_claim(article=article))

    async with store.unit_of_work() as unit:
        [found] = await unit.candidates(under("holder:Ellbruck"))

    assert found.article == replace(article, text="")


async def test_of_many_that_say_the_same_the_nearest_in_time_come(store: SqlStore) -> None:
    """A place that all the world writes about costs no more than others, and another position is not crowded out."""
    article = make_article()
    claims = [make_claim(article=article, id=f"claim-{number:02d}") for number in range(41)]
    entries = [
        IndexEntry(claim=one.id, key=f"k@{number % 3}", position=1, day=DAY.date() + timedelta(days=number - 20))
        for number, one in enumerate(claims[:40])
    ]
    entries.append(IndexEntry(claim=claims[40].id, key="k@0", position=2, day=DAY.date() - timedelta(days=20)))
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, entries)
        found = await unit.candidates(under("k@0", "k@1", "k@2"))

    assert [one.claim.id for one in found] == [
        f"claim-{number}" for number in (16, 17, 18, 19, 20, 21, 22, 23, 40)
    ] or [one.claim.id for one in found] == [f"claim-{number}" for number in (17, 18, 19, 20, 21, 22, 23, 24, 40)]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1500])
async def test_any_number_of_keys_can_be_asked_for(store: SqlStore, count: int) -> None:
    """Lists longer than a statement takes are asked for in parts."""
    article = make_article()
    claim = make_claim(article=article)
    keys = [f"key:{number}" for number in range(count)]
    async with store.unit_of_work() as unit:
        await unit.add_article(article, [claim], [entry(claim, key) for key in keys])
        assert len(await unit.candidates(under(*keys))) == min(count, 1)


async def test_claims_come_in_the_order_asked(store: SqlStore) -> None:
    """`sourced` keeps the order, leaves out what it does not know, and brings articles without their text."""
    one, other = await two_claims(store)

    async with store.unit_of_work() as unit:
        found = await unit.sourced([other.id, "unknown", one.id])

    assert [source.claim for source in found] == [other, one]
    assert found[0].article == replace(make_article(), text="")


# --- Relations, disputes, alerts -------------------------------------------------------------------------------------


async def test_a_relation_that_is_there_is_left_as_it_is(store: SqlStore) -> None:
    """The first decision on a pair and slot stays; another slot of the same pair is another relation."""
    one, other = await two_claims(store)
    first = make_relation(one.id, other.id, slot="s")
    async with store.unit_of_work() as unit:
        await unit.add_relations([first])
        await unit.add_relations([replace(first, score=0.9), replace(first, slot=None), replace(first, slot=None)])

    assert await store.relations_of(one.id) == (first, replace(first, slot=None))
    assert await store.relations_of(other.id) == (first, replace(first, slot=None))


async def test_a_relation_of_an_unknown_claim_is_refused(store: SqlStore) -> None:
    """A relation points at stored claims."""
    one, _ = await two_claims(store)
    with pytest.raises(IntegrityError):
        async with store.unit_of_work() as unit:
            await unit.add_relations([make_relation(one.id, "unknown")])


async def test_refutations_are_those_of_the_slot(store: SqlStore) -> None:
    """Other relations on the slot, and refutations on other slots, are left out."""
    one, other = await two_claims(store)
    refuted = make_relation(
        one.id, other.id, slot="s", relation=RelationKind.REFUTES, reason=Reason.TWO_HOLDERS_AT_ONCE
    )
    async with store.unit_of_work() as unit:
        await unit.add_relations([refuted, replace(refuted, slot="t"), make_relation(other.id, one.id, slot="s")])
        assert await unit.refutations(["s"]) == (refuted,)
        assert await unit.refutations(["u"]) == ()


async def test_refutations_of_claims_are_those_on_either_side(store: SqlStore) -> None:
    """Asked for those of some claims, what hangs on others is left out."""
    article = make_article()
    names = ("a", "b", "c", "d")
    await add(store, article, *(make_claim(article=article, id=name) for name in names))
    made = [
        make_relation(one, other, slot="s", relation=RelationKind.REFUTES, reason=Reason.TWO_HOLDERS_AT_ONCE)
        for one, other in (("a", "b"), ("b", "c"), ("c", "d"))
    ]
    async with store.unit_of_work() as unit:
        await unit.add_relations(made)
        assert await unit.refutations(["s", "t"], of=["b"]) == tuple(made[:2])
        assert await unit.refutations(["s"], of=[]) == ()
        assert await unit.refutations(["t"], of=names) == ()


async def test_what_its_outlet_has_taken_back_is_no_candidate(store: SqlStore) -> None:
    """Unless that was undone; what a person calls false is compared as before."""
    one, other = await two_claims(store)
    withdrawn = Decision(id="w", kind=DecisionKind.WITHDRAWN, author="The Ell Courier", at=LATER, claims=(one.id,))
    false = Decision(id="f", kind=DecisionKind.FALSE, author="Ann", at=LATER, claims=(other.id,))
    async with store.unit_of_work() as unit:
        await unit.add_decision(withdrawn)
        await unit.add_decision(false)
        found = await unit.candidates(under("holder:Ellbruck"))
    assert {one.claim.id for one in found} == {other.id}
    undone = Decision(id="u", kind=DecisionKind.UNDONE, author="Ann", at=LATER, claims=(one.id,), undoes="w")
    async with store.unit_of_work() as unit:
        await unit.add_decision(undone)
        found = await unit.candidates(under("holder:Ellbruck"))
    assert {one.claim.id for one in found} == {one.id, other.id}
