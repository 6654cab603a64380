"""What the desk answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.alerts.policy import load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import load_rules
from bot.desk.desk import Desk
from bot.model.article import Article
from bot.model.claim import Claim, Polarity, SpeechAct, Verification
from bot.model.dispute import DisputeStatus
from bot.model.errors import NotFoundError
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.relation import ConflictType, Reason, RelationKind
from bot.model.side import Side, SideCatalogue, SideKind
from bot.pipeline import Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import NORLAND, SUDMARK, make_article, make_attribution, make_claim

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)


def make_three() -> tuple[tuple[Article, Claim], ...]:
    """Return Norland's claim of Ellbruck, Sudmark's denial, and a claim about somewhere else."""
    taken_text = "Norland said that its troops had captured the town of Ellbruck on Wednesday."
    taken = make_article(text=taken_text)
    denied_text = "Sudmark denied that Norland's troops had captured Ellbruck."
    denied = make_article(text=denied_text, publisher="Moor Radio")
    other_text = "Norland said that its troops had entered the village of Ostheim."
    other = make_article(text=other_text, publisher="Hill Post", published_at=datetime(2031, 5, 20, tzinfo=UTC))
    return (
        (taken, make_claim(article=taken, quote=taken_text)),
        (
            denied,
            make_claim(
                article=denied,
                quote=denied_text,
                attribution=SUDMARK,
                polarity=Polarity.DENIED,
                speech_act=SpeechAct.DENY,
            ),
        ),
        (other, make_claim(article=other, quote=other_text, place="Ostheim")),
    )


TAKEN, DENIED, ELSEWHERE = (claim for _, claim in make_three())


@pytest.fixture
def sides() -> SideCatalogue:
    """Return the two sides of the invented war."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    return SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})


@pytest.fixture
async def desk(sides: SideCatalogue) -> AsyncIterator[Desk]:
    """Return the desk over a store that holds the three."""
    rules = load_rules()
    async with open_store(":memory:") as store:
        await _fill(store, sides)
        yield Desk(store=store, sides=sides, rules=rules, copies=are_copies, copy_pairs=copy_pairs)


async def _fill(store: SqlStore, sides: SideCatalogue) -> None:
    pipeline = Pipeline(store=store, sides=sides, rules=load_rules(), policy=load_policy(), clock=lambda: NOW)
    for article, claim in make_three():
        await pipeline.record(article, (claim,))


async def test_a_search_shows_claims_in_words(desk: Desk) -> None:
    """Newest article first, each with a heading, its speaker's side and what is known of it."""
    found = await desk.search(ClaimFilter())
    assert found[0].claim.id == ELSEWHERE.id
    shown = {one.claim.id: one for one in found}
    assert shown[TAKEN.id].heading == "Norland captured Ellbruck"
    assert shown[TAKEN.id].side_label is None, "the speaker's name says it"
    assert shown[TAKEN.id].verification is Verification.DISPUTED
    assert shown[TAKEN.id].claim.verification is Verification.DISPUTED
    assert shown[ELSEWHERE.id].verification is Verification.UNVERIFIED


async def test_a_filter_narrows(desk: Desk) -> None:
    """Only what matches comes."""
    assert [one.claim.id for one in await desk.search(ClaimFilter(place="osthei"))] == [ELSEWHERE.id]


@pytest.mark.parametrize("named", ["XSU", "xsu", "Sudmark", "sudmark"])
async def test_a_side_may_be_named(desk: Desk, named: str) -> None:
    """By its id or its name, in any case."""
    assert [one.claim.id for one in await desk.search(ClaimFilter(side=named))] == [DENIED.id]


async def test_an_unknown_side_is_an_error(desk: Desk) -> None:
    """A slip in a name is told with the names that are like it."""
    with pytest.raises(NotFoundError, match=r"'Sudmrak'.*Sudmark \(XSU\)"):
        await desk.search(ClaimFilter(side="Sudmrak"))


async def test_a_side_that_only_claims_know_is_found_by_its_id(desk: Desk) -> None:
    """A side taken out of the list can still be looked for by the id that stored claims have."""
    without = replace(desk, sides=SideCatalogue(sides={NORLAND: desk.sides[NORLAND]}))
    assert [one.claim.id for one in await without.search(ClaimFilter(side=SUDMARK))] == [DENIED.id]


@pytest.mark.parametrize("named", ["Ellmoor", "ellmoor region", "Ellmoor Oblast", "the Ellmoor Province"])
async def test_a_region_may_say_what_it_is(desk: Desk, named: str) -> None:
    """With the word for a region or without, in any case."""
    assert len(await desk.search(ClaimFilter(region=named))) == 3
    assert await desk.nearest_regions(named) is None


async def test_a_region_without_claims_has_near_ones(desk: Desk) -> None:
    """A name that no claim's region bears is answered with those that are like it."""
    assert await desk.search(ClaimFilter(region="Elmoor")) == ()
    assert await desk.nearest_regions("Elmoor") == ("Ellmoor",)
    assert await desk.nearest_regions("Zzz") == ()


async def test_a_claim_comes_with_its_relations(desk: Desk) -> None:
    """Each with the other claim and the reason in a sentence, and which of the two is older."""
    detail = await desk.claim(TAKEN.id)
    (relation,) = detail.relations
    assert relation.other.claim.id == DENIED.id
    assert relation.relation.relation is RelationKind.REFUTES
    assert relation.other_is_older is (relation.relation.a == DENIED.id)
    assert "Ellbruck" in relation.why


async def test_the_beginning_of_an_id_is_enough(desk: Desk) -> None:
    """Six characters find a claim."""
    assert (await desk.claim(TAKEN.id[:6])).shown.claim.id == TAKEN.id


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [pytest.param("zzzzzzzz", "claimwatch claims", id="unknown"), pytest.param("abc", "6 characters", id="too short")],
)
async def test_an_id_that_finds_nothing_says_what_to_do(desk: Desk, wanted: str, hint: str) -> None:
    """The error names what was asked for and how to find the right one."""
    with pytest.raises(NotFoundError, match=wanted) as caught:
        await desk.claim(wanted)
    assert hint in str(caught.value)


async def test_a_dispute_comes_with_its_positions(desk: Desk) -> None:
    """Each position with the claims that hold it, and why they conflict."""
    (dispute,) = await desk.disputes(DisputeFilter(status=DisputeStatus.OPEN))
    detail = await desk.dispute(dispute.id[:8])
    assert {claim.claim.id for position in detail.positions for claim in position.claims} == {TAKEN.id, DENIED.id}
    assert len(detail.positions) == 2
    assert len(detail.whys) == 1
    assert {position.said_by for position in detail.positions} == {
        (TAKEN.attribution.speaker,),
        (DENIED.attribution.speaker,),
    }


async def test_a_reason_is_told_once_for_all_its_pairs(sides: SideCatalogue) -> None:
    """Two claims that one denial contradicts give one reason, and that it holds for another pair."""
    async with open_store(":memory:") as store:
        await _fill(store, sides)
        text = "Norland's governor said that the town of Ellbruck had been captured."
        again = make_article(text=text, publisher="Ell Journal")
        claim = make_claim(article=again, quote=text, attribution=make_attribution(speaker="Ann Berg", side=NORLAND))
        await Pipeline(store=store, sides=sides, rules=load_rules(), policy=load_policy(), clock=lambda: NOW).record(
            again, (claim,)
        )
        desk = Desk(store=store, sides=sides, rules=load_rules(), copies=are_copies, copy_pairs=copy_pairs)
        (dispute,) = await desk.disputes()
        (why,) = (await desk.dispute(dispute.id)).whys
    assert why.endswith("The same holds for 1 more pair of these claims.")


async def test_no_dispute_of_that_id_or_status(desk: Desk) -> None:
    """An unknown id is an error, a status that no dispute has an empty answer."""
    assert await desk.disputes(DisputeFilter(status=DisputeStatus.DISMISSED)) == ()
    with pytest.raises(NotFoundError, match="claimwatch disputes"):
        await desk.dispute("zzzzzzzz")


async def test_a_stored_decision_is_explained(desk: Desk) -> None:
    """The order in which the claims are given does not matter."""
    one, other = await desk.explain(TAKEN.id, DENIED.id), await desk.explain(DENIED.id, TAKEN.id)
    assert one == other
    (decision,) = one.comparisons
    assert one.stored
    assert (decision.kind, decision.conflict_type) == (RelationKind.REFUTES, ConflictType.POLARITY)
    assert decision.reason is Reason.ASSERTED_AND_DENIED
    assert decision.why


async def test_claims_without_a_relation_are_compared_on_the_spot(desk: Desk) -> None:
    """That nothing follows from one for the other is a decision too."""
    answer = await desk.explain(TAKEN.id, ELSEWHERE.id)
    assert not answer.stored
    assert [decision.kind for decision in answer.comparisons] == [None]
    assert answer.comparisons[0].reason is Reason.NOTHING_SHARED


async def test_a_claim_is_not_explained_with_itself(desk: Desk) -> None:
    """Two ids of one claim are a mistake, and it says so."""
    with pytest.raises(NotFoundError, match="same claim"):
        await desk.explain(TAKEN.id, TAKEN.id[:8])
