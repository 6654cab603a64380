"""The ten relations of the gold file, and the two conflicts that alert."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.disputes import ChangeKind, DisputeChange, disputes_for, slots_touched
from bot.comparison.index import candidate_keys, index_entries
from bot.comparison.relations import relate
from bot.model.dispute import DisputeStatus
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind
from tests.comparison.seeds import KEYS, claims, gold
from tests.comparison.worlds import SIDES, asked, no_copies, rules


def _of(*, must_only: bool) -> list[Sourced]:
    optional = {row["id"] for row in gold()["claim"] if not row["must"]}
    return [one for name, one in claims().items() if not (must_only and name in optional)]


def _ingest(found: list[Sourced]) -> tuple[list[Relation], list[DisputeChange]]:
    """Take the articles in, in order of publication, as the pipeline does, with lists for a store."""
    stored: list[Sourced] = []
    relations: list[Relation] = []
    told: dict[str, DisputeChange] = {}
    for key in KEYS:
        new = [one for one in found if one.claim.article_key == key]
        wanted = set(candidate_keys(new, rules=rules()))
        near = {entry.claim for entry in index_entries(stored) if entry.key in wanted}
        candidates = [one for one in stored if one.claim.id in near]
        made = relate(new, candidates, sides=SIDES, rules=rules(), copies=no_copies)
        relations.extend(made)
        stored.extend(new)
        for slot in slots_touched(new, made):
            refuted = [r for r in relations if r.relation is RelationKind.REFUTES and r.slot == slot]
            ids = {end for r in refuted for end in (r.a, r.b)}
            for change in disputes_for(
                slot=slot,
                refutations=refuted,
                claims=[one for one in stored if one.claim.id in ids],
                around=stored,
                existing=[change.dispute for change in told.values()],
                sides=SIDES,
                rules=rules(),
                copies=no_copies,
            ):
                told[change.dispute.id] = change
    return relations, list(told.values())


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
    _, changes = _ingest(_of(must_only=must_only))
    names = {one.claim.id: name for name, one in claims().items()}
    opened = {frozenset({names[c.opening.a], names[c.opening.b]}) for c in changes if c.kind is ChangeKind.OPENED}
    assert opened == {
        frozenset({"bbc-balakliya-denied", "itv-balakliya"}),
        frozenset({"bbc-kupiansk-held", "itv-kupiansk-retaken"}),
    }
    assert all(change.dispute.status is DisputeStatus.OPEN for change in changes)


def test_refutations_stay_on_the_two_slots() -> None:
    """Whatever else an extraction may offer on the samples, nothing but the two places is in conflict."""
    relations, _ = _ingest(_of(must_only=False))
    slots = {r.slot for r in relations if r.relation is RelationKind.REFUTES}
    assert slots == {"holder:g:712926", "holder:g:703656"}
