"""The ten relations of the gold file, and the two conflicts that alert."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.disputes import ChangeKind
from bot.model.claim import Certainty, Predicate, SpeakerType
from bot.model.dispute import DisputeStatus
from bot.model.ports import Sourced
from bot.model.relation import RelationKind
from bot.model.side import SideRef
from tests.builders import make_attribution, make_claim
from tests.comparison.ledger import Ledger
from tests.comparison.seeds import KEYS, articles, claims, gold
from tests.comparison.worlds import asked


def _of(*, must_only: bool) -> list[Sourced]:
    optional = {row["id"] for row in gold()["claim"] if not row["must"]}
    return [one for name, one in claims().items() if not (must_only and name in optional)]


def _ingest(found: list[Sourced]) -> Ledger:
    ledger = Ledger()
    for key in KEYS:
        ledger.take_in([one for one in found if one.claim.article_key == key])
    return ledger


def _opened(ledger: Ledger) -> set[frozenset[str]]:
    names = {one.claim.id: name for name, one in claims().items()}
    return {
        frozenset({names.get(c.opening.a, c.opening.a), names.get(c.opening.b, c.opening.b)})
        for c in ledger.changes
        if c.kind is ChangeKind.OPENED and c.opening is not None
    }


THE_TWO = {
    frozenset({"bbc-balakliya-denied", "itv-balakliya"}),
    frozenset({"bbc-kupiansk-held", "itv-kupiansk-retaken"}),
}


@pytest.mark.parametrize("wanted", gold()["relation"], ids=lambda row: f"{row['a']}~{row['b']}")
def test_gold_relation(wanted: dict[str, Any]) -> None:
    """Every relation of the gold file comes out with an allowed label and the right type of conflict."""
    relation = asked(claims()[wanted["a"]], claims()[wanted["b"]])
    label = relation.relation.value if relation else "none"
    assert label in {wanted["relation"], *wanted.get("relation_also", [])}
    if relation is not None and "conflict_type" in wanted:
        assert relation.conflict_type == wanted["conflict_type"]


@pytest.mark.parametrize("must_only", [True, False], ids=["must", "with-optional"])
def test_exactly_two_conflicts_alert(*, must_only: bool) -> None:
    """The articles in order open two disputes, on Balakliya and on Kupiansk, shown by the pairs that the gold names."""
    ledger = _ingest(_of(must_only=must_only))
    assert _opened(ledger) == THE_TWO
    assert {dispute.status for dispute in ledger.disputes.values()} == {DisputeStatus.OPEN}


def test_one_dispute_is_one_alert() -> None:
    """A further claim of the same capture, less directly told, stands in the dispute and does not alert by itself."""
    itv = articles()["itv-2022-09-10"]
    kupiansk = claims()["itv-kupiansk-entered"].claim.place
    seized = make_claim(
        article=itv,
        quote="further suggesting it had been seized by Ukrainian troops",
        predicate=Predicate.CAPTURED,
        actor=SideRef(side="UKR", name="Ukrainian troops"),
        place=kupiansk,
        certainty=Certainty.PROBABLE,
        attribution=make_attribution(speaker="Security Service of Ukraine", side="UKR", type=SpeakerType.OFFICIAL),
    )
    ledger = _ingest([*_of(must_only=False), Sourced(claim=seized, article=itv)])
    assert _opened(ledger) == THE_TWO
    assert any(seized.id in dispute.claims for dispute in ledger.disputes.values())


def test_refutations_stay_on_the_two_slots() -> None:
    """Whatever else an extraction may offer on the samples, nothing but the two places is in conflict."""
    ledger = _ingest(_of(must_only=False))
    slots = {r.slot for r in ledger.relations.values() if r.relation is RelationKind.REFUTES}
    assert slots == {"holder:g:712926", "holder:g:703656"}
