"""Verbs that the parser takes for nouns."""

from __future__ import annotations

import pytest

from tests.extraction.conftest import ClaimsOf
from tests.extraction.facts import infrastructure


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("The power station at Inga ceased generating after rebels seized it.", "power", id="ceased"),
        pytest.param("The power station at Kalinovik no longer supplies Sarajevo.", "power", id="no-longer"),
    ],
)
def test_a_verb_behind_no_longer_and_ceased_is_one(claims_of: ClaimsOf, text: str, kind: str) -> None:
    """What a station no longer does, or has ceased to do, is a state of it."""
    found = {(str(one.asset.kind), str(one.state)) for one in infrastructure(claims_of(text)) if one.asset is not None}
    assert (kind, "cut_off") in found


def test_a_noun_behind_no_longer_stays_one(claims_of: ClaimsOf) -> None:
    """A plant that is no longer a supplier of the army has not stopped."""
    found = infrastructure(claims_of("The power plant at Inga has no longer pipes than before the war."))
    assert "cut_off" not in {str(one.state) for one in found}
