"""What goes on at an asset, and what that says of its state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import facts, infrastructure

Fact = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "Trains were still crossing the bridge at Bor, the rebels said.",
            [{"says": "operational", "kind": "bridge", "polarity": "affirmed"}],
            id="still-crossing",
        ),
        pytest.param(
            "Traffic is moving over the bridge in Mostar, a rebel spokesman said.",
            [{"says": "operational", "kind": "bridge", "place": "Mostar"}],
            id="is-moving",
        ),
        pytest.param(
            "No vehicle can cross the bridge at Deir ez-Zor, residents said.",
            [{"says": "cut_off", "kind": "bridge", "polarity": "affirmed", "realis": "actual"}],
            id="cannot-cross",
        ),
        pytest.param(
            "Cars are crossing the bridge in Mosul once more, the army said.",
            [{"says": "restored", "kind": "bridge", "place": "Mosul"}],
            id="once-more",
        ),
        pytest.param(
            "Crude has stopped flowing through the pipeline at Homs after an explosion.",
            [{"says": "cut_off", "kind": "oil", "place": "Homs"}],
            id="stopped-flowing",
        ),
        pytest.param(
            "Gas continues to flow through the metering station at Sudzha despite the fighting.",
            [{"says": "operational", "kind": "gas"}],
            id="continues-to-flow",
        ),
        pytest.param(
            "Water is being pumped to Aleppo again, the Red Cross said.",
            [{"says": "restored", "kind": "water", "place": "Aleppo"}],
            id="a-service-itself",
        ),
        pytest.param(
            "The water station at Hasakah is not pumping, the Kurdish authorities said.",
            [{"says": "cut_off", "kind": "water", "polarity": "affirmed"}],
            id="does-not-work",
        ),
        pytest.param(
            "The power plant at Burshtyn is running at full capacity despite the missile attacks.",
            [{"says": "operational", "kind": "power", "place": "Burshtyn"}],
            id="runs",
        ),
        pytest.param(
            "Doctors are still treating patients at the hospital in Bunia, the charity said.",
            [{"says": "operational", "kind": "hospital", "place": "Bunia"}],
            id="doctors-still-treat",
        ),
        pytest.param(
            "The first plane landed at Goma airport on Friday after months of closure.",
            [{"says": "restored", "kind": "airport", "place": "Goma"}],
            id="the-first-in-months",
        ),
    ],
)
def test_what_goes_on_at_an_asset_says_whether_it_works(claims_of: ClaimsOf, text: str, wanted: list[Fact]) -> None:
    """What goes on is operational, what goes on again is restored, and what cannot be is cut off."""
    assert facts(infrastructure(claims_of(text)), wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Rebels crossed the bridge at Bor on Tuesday.", id="troops-are-no-traffic"),
        pytest.param("A convoy of aid lorries crossed the bridge at Bor during the war.", id="a-plain-deed"),
        pytest.param("No ships entered the port of Reni on the day of the battle.", id="not-done-on-a-day"),
        pytest.param("Doctors were treating the wounded in the hospital in Bunia after the clashes.", id="the-wounded"),
        pytest.param("The rebels honoured the staff of the plant in Bor who continued to work.", id="who-works"),
        pytest.param("The first plane landed at Goma airport, the army said.", id="the-first-of-many"),
    ],
)
def test_a_deed_says_nothing_of_the_asset(claims_of: ClaimsOf, text: str) -> None:
    """That somebody crossed, landed or was treated says neither that it works nor that it does not."""
    states = {str(one.state) for one in infrastructure(claims_of(text))}
    assert not states & {"operational", "cut_off", "restored"}
