"""What an asset is called beyond its noun and name."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import infrastructure


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("The rebels blocked the road from Goma to Rutshuru.", "road from Goma to Rutshuru", id="from-to"),
        pytest.param(
            "The road between Goma and Rutshuru was closed by the army.", "road between Goma and Rutshuru", id="between"
        ),
        pytest.param("The rebels blocked the road to Rutshuru.", "road", id="one-end"),
        pytest.param("The rebels destroyed the bridge between Goma and Rutshuru.", "bridge", id="no-road"),
    ],
)
def test_a_road_is_called_by_both_its_ends(claims_of: ClaimsOf, text: str, wanted: str) -> None:
    """Two roads lead out of a town; where a report tells both ends of one, they tell it from the other."""
    assert [one.asset.text for one in infrastructure(claims_of(text)) if one.asset is not None] == [wanted]
