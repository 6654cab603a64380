"""`places parse` keeps what it has reached on the marked texts."""

from __future__ import annotations

from bot.extraction.sides import SideIndex
from bot.places.gazetteer import bundled_gazetteer
from config.knowledge import load_sides
from tests.golden.places.scoring import figures, outcomes, read_marked


def test_the_marked_texts_keep_their_figures() -> None:
    """Spans, distances and ids do not fall below what docs/places.md says."""
    with bundled_gazetteer() as gazetteer:
        scored = figures(list(outcomes(read_marked(), gazetteer, SideIndex(load_sides()))))
    assert scored.f1 >= 0.95
    assert scored.near >= 0.97
    assert scored.exact >= 0.97
    assert scored.given_near >= 0.95
