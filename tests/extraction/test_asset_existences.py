"""What is there no longer."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import infrastructure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Nothing is left of the bridge in Sarajevo, witnesses said.", "bridge", id="nothing-left"),
        pytest.param("Nothing remains of the fuel depot at Klin after the drone attack.", "oil", id="nothing-remains"),
        pytest.param("No bridge is left standing in Severodonetsk, the governor said.", "bridge", id="none-standing"),
        pytest.param("Severodonetsk has no bridge left, the governor said.", "bridge", id="has-none-left"),
        pytest.param("The bridge at Ramadi no longer exists, an officer said.", "bridge", id="exists-no-longer"),
    ],
)
def test_what_is_gone_was_destroyed(claims_of: ClaimsOf, text: str, kind: str) -> None:
    """That nothing is left says that it was destroyed, and nothing else."""
    found = infrastructure(claims_of(text))
    assert [(str(one.asset.kind), str(one.state), str(one.polarity)) for one in found if one.asset] == [
        (kind, "destroyed", "affirmed")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The rebels left no soldier standing at the bridge in Bor.", id="who-is-left"),
        pytest.param("There is no power left in Bor, the rebels said.", id="a-service-runs-out"),
        pytest.param("Nothing was said of the bridge in Bor after the battle.", id="nothing-said"),
        pytest.param("The rebels attacked the village of Bor in darkness.", id="at-night"),
    ],
)
def test_what_else_is_not_left_destroys_nothing(claims_of: ClaimsOf, text: str) -> None:
    """Soldiers who fell and power that ran out are no things destroyed; a night is no blackout."""
    found = {(str(one.asset.kind), str(one.state)) for one in infrastructure(claims_of(text)) if one.asset}
    assert not {state for _, state in found} & {"destroyed"}
    assert ("power", "attacked") not in found


def test_a_country_lacks_a_service(claims_of: ClaimsOf) -> None:
    """Who has none is where there is none."""
    found = infrastructure(claims_of("Sudan has no internet, the army said."))
    assert [one.place.country for one in found if one.place] == ["SDN"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "Pyongyang radio claimed that the Suiho power plant is still supplying electricity.", None, id="a-seat"
        ),
        pytest.param("Police in Kandahar said that a power pylon had been blown up.", "Kandahar", id="police-there"),
    ],
)
def test_where_a_state_speaks_is_not_where_it_happened(claims_of: ClaimsOf, text: str, place: str | None) -> None:
    """A capital's radio tells of the whole country; the police of a town tell of the town."""
    assert {one.place.name if one.place else None for one in infrastructure(claims_of(text))} == {place}
