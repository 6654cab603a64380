"""What holds for any claims: symmetry, and that the order of arrival does not matter."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.comparison.explanation import explain
from bot.comparison.index import candidate_keys, index_entries
from bot.comparison.relations import compare, decide, relate
from bot.model.ports import Sourced
from bot.model.relation import RelationKind
from tests.comparison.generated import articles_of_claims, claims
from tests.comparison.ledger import Ledger
from tests.comparison.worlds import SIDES, asked, no_copies, rules

SOME = settings(max_examples=150, deadline=None)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(claims())
def test_a_claim_has_no_relation_to_itself(one: Sourced) -> None:
    """`compare(x, x)` is nothing."""
    assert asked(one, one) is None


@SOME
@given(claims(), claims())
def test_comparison_is_symmetric(one: Sourced, other: Sourced) -> None:
    """`compare(a, b)` equals `compare(b, a)`."""
    assert asked(one, other) == asked(other, one)


@SOME
@given(claims(), claims())
def test_a_relation_is_well_formed(one: Sourced, other: Sourced) -> None:
    """A conflict has a type and a slot and is not suppressed; nothing else has a type; scores lie within 0 and 1."""
    relation = asked(one, other)
    if relation is None:
        return
    assert {relation.a, relation.b} == {one.claim.id, other.claim.id}
    assert 0 < relation.score <= 1
    refutes = relation.relation is RelationKind.REFUTES
    assert (relation.conflict_type is not None) == refutes
    if refutes:
        assert relation.slot is not None
        assert relation.suppressed_by is None


@SOME
@given(claims(), claims())
def test_every_decision_can_be_explained(one: Sourced, other: Sourced) -> None:
    """There are sentences for every decision, whether a relation follows or not."""
    judged = decide(one, other, sides=SIDES, rules=rules(), copies=no_copies)
    text = explain(judged, one, other, SIDES)
    assert text.endswith(".")
    assert "None" not in text


@SOME
@given(articles_of_claims(), articles_of_claims())
def test_the_index_finds_every_refutation(some: list[Sourced], others: list[Sourced]) -> None:
    """Claims that refute one another find one another by their keys, from either side; an article's own always meet."""
    for one in some:
        for other in others:
            if one.article.id == other.article.id:
                continue
            relation = compare(one, other, sides=SIDES, rules=rules(), copies=no_copies)
            if relation is None or relation.relation is not RelationKind.REFUTES:
                continue
            for new, old in ((one, other), (other, one)):
                stored = {entry.key for entry in index_entries([old])}
                assert stored & set(candidate_keys([new], rules=rules())), relation


@FEW
@given(st.lists(articles_of_claims(), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(found: list[list[Sourced]], chance: random.Random) -> None:
    """Articles in any order end in the same claims, relations and disputes."""
    articles = list({one[0].article.id: one for one in found}.values())
    shuffled = articles[:]
    chance.shuffle(shuffled)
    ledgers = []
    for order in (articles, shuffled):
        ledger = Ledger()
        for article in order:
            ledger.take_in(article)
        ledgers.append(ledger)
    first, second = ledgers
    assert first.stored == second.stored
    assert first.relations == second.relations
    assert first.disputes == second.disputes


@FEW
@given(articles_of_claims(), articles_of_claims())
def test_relating_again_changes_nothing(some: list[Sourced], others: list[Sourced]) -> None:
    """The relations of one article's claims do not depend on the order of the claims."""
    there = relate(some, others, sides=SIDES, rules=rules(), copies=no_copies)
    back = relate(list(reversed(some)), list(reversed(others)), sides=SIDES, rules=rules(), copies=no_copies)
    assert there == back
