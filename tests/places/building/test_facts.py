"""Reading the ids and points that the sources lack."""

from __future__ import annotations

import pytest

from bot.places.building.facts import Fact, read_facts
from bot.places.building.knowledge import KnowledgeError


def test_ids_and_points_are_read() -> None:
    """A country has a point, a region an id besides."""
    facts = read_facts('[countries]\nSUD = [1.0, 2.0]\n[regions]\n"SUD.01" = [7, 3.0, 4.0]\n')
    assert facts.countries["SUD"] == Fact(geonameid=None, lat=1.0, lon=2.0)
    assert facts.regions["SUD.01"] == Fact(geonameid=7, lat=3.0, lon=4.0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[towns]\n", id="unknown table"),
        pytest.param("[countries]\nSUD = [1.0]\n", id="no longitude"),
        pytest.param("[countries]\nSUD = [91.0, 2.0]\n", id="off the globe"),
        pytest.param('[regions]\n"SUD.01" = [3.0, 4.0]\n', id="no id"),
        pytest.param('[regions]\n"SUD.01" = [0, 3.0, 4.0]\n', id="id of nothing"),
        pytest.param('[regions]\n"A.1" = [7, 3.0, 4.0]\n"A.2" = [7, 3.0, 4.0]\n', id="id given twice"),
    ],
)
def test_a_mistake_stops_the_build(text: str) -> None:
    """Nothing wrong gets into the file."""
    with pytest.raises(KnowledgeError):
        read_facts(text)
