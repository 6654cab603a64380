"""The pairs are well made, and the pipeline does not get worse at them."""

from __future__ import annotations

from bot.workers import InProcessExtractor
from tests.golden.pairs.pairs import outcomes, read_pairs

PRECISION, RECALL, RELATIONS = 0.97, 0.78, 0.83


def test_every_pair_is_told_apart_and_speaks_of_words_that_are_there() -> None:
    """Ids are unique, and what a pair is about stands in its articles."""
    cases = read_pairs()
    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        for side in (case.a, case.b):
            assert side.about in side.text or side.about in (side.title or ""), case.id


async def test_most_alerts_are_right_and_most_conflicts_are_told(extractor: InProcessExtractor) -> None:
    """The floors are a little below what was measured; docs/comparison.md has the figures."""
    found = await outcomes(read_pairs(), extractor)
    raised, due = [one for one in found if one.alert], [one for one in found if one.case.alert]
    hits = [one for one in raised if one.case.alert]
    assert len(hits) >= PRECISION * len(raised)
    assert len(hits) >= RECALL * len(due)
    assert sum(one.right for one in found) >= RELATIONS * len(found)
