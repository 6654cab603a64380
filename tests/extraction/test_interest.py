"""A speaker speaks against interest where its own side loses by what it says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.extraction.context import Speaker
from bot.extraction.interest import against_interest, is_belligerent
from bot.model.claim import Asset, AssetKind, AssetState, Domain, Polarity, Predicate, SpeechAct
from bot.model.place import Scope
from bot.model.side import Side, SideCatalogue, SideKind
from tests.builders import NORLAND, SUDMARK, make_place, make_side
from tests.extraction.contexts import context_of
from tests.extraction.test_drafts import make_draft

WESTLAND = "XWE"
GUARD = "ell_guard"
CATALOGUE = SideCatalogue(
    sides={
        NORLAND: Side(id=NORLAND, kind=SideKind.COUNTRY, name="Norland", allies=(GUARD,)),
        SUDMARK: Side(id=SUDMARK, kind=SideKind.COUNTRY, name="Sudmark"),
        WESTLAND: Side(id=WESTLAND, kind=SideKind.COUNTRY, name="Westland"),
        GUARD: Side(id=GUARD, kind=SideKind.NON_STATE, name="Ell Guard", countries=(SUDMARK,)),
    }
)


def says(side: str | None) -> Speaker:
    """Return a spokesman of a side."""
    return Speaker(name="the spokesman", affiliation=None, side=side, type=None, named=False)


@pytest.mark.parametrize(
    ("speaker", "changes", "against"),
    [
        pytest.param(SUDMARK, {}, True, id="owner-admits-capture"),
        pytest.param(NORLAND, {}, False, id="taker-boasts"),
        pytest.param(GUARD, {}, False, id="ally-boasts"),
        pytest.param(WESTLAND, {}, False, id="third-party-reports"),
        pytest.param(None, {}, False, id="nobody"),
        pytest.param(SUDMARK, {"polarity": Polarity.DENIED}, False, id="owner-denies-capture"),
        pytest.param(SUDMARK, {"speech_act": SpeechAct.NOT_CONFIRMED}, False, id="owner-does-not-say"),
        pytest.param(NORLAND, {"predicate": Predicate.WITHDREW}, True, id="own-retreat"),
        pytest.param(GUARD, {"predicate": Predicate.WITHDREW}, True, id="the-allys-retreat"),
        pytest.param(SUDMARK, {"predicate": Predicate.WITHDREW}, False, id="the-enemys-retreat"),
        pytest.param(
            NORLAND, {"predicate": Predicate.CONTROLS, "polarity": Polarity.DENIED}, True, id="own-loss-of-control"
        ),
        pytest.param(NORLAND, {"predicate": Predicate.CONTROLS}, False, id="own-control"),
        pytest.param(SUDMARK, {"predicate": Predicate.CONTROLS}, True, id="the-enemys-control"),
        pytest.param(SUDMARK, {"predicate": Predicate.CONTESTED}, False, id="a-fight-is-no-gain"),
        pytest.param(SUDMARK, {"actor": None}, False, id="no-actor"),
        pytest.param(
            WESTLAND, {"opponent": make_side(WESTLAND)}, True, id="named-as-the-opponent"
        ),
        pytest.param(SUDMARK, {"opponent": make_side(WESTLAND)}, False, id="another-one-is-the-opponent"),
        pytest.param(
            SUDMARK,
            {
                "domain": Domain.INFRASTRUCTURE, "predicate": None, "state": AssetState.DESTROYED,
                "asset": Asset(kind=AssetKind.DAM, text="the dam"),
            },
            False,
            id="infrastructure",
        ),
    ],
)  # fmt: skip
def test_against_interest(speaker: str | None, changes: dict[str, Any], against: bool) -> None:
    """Norland captured Ellbruck in Sudmark, unless something else is said."""
    draft = make_draft(speaker=says(speaker) if speaker else None, **changes)
    assert against_interest(draft, context_of(["x"], catalogue=CATALOGUE)) is against


def test_a_side_is_a_party_where_it_is_at_home() -> None:
    """By the place's country, by the countries it acts in, or by the article's theatre."""
    context = context_of(["x"], catalogue=CATALOGUE)
    assert is_belligerent(SUDMARK, make_draft(), context)
    assert is_belligerent(GUARD, make_draft(actor=make_side(WESTLAND)), context)
    assert not is_belligerent(WESTLAND, make_draft(), context)
    about = context_of(["x"], catalogue=CATALOGUE, scope=Scope(region=None, country=SUDMARK, basis="test"))
    assert is_belligerent(SUDMARK, make_draft(place=None), about)
    assert not is_belligerent(SUDMARK, make_draft(place=None), context)


def test_the_main_adversary_of_who_acts_at_home_is_a_party() -> None:
    """Sudmark retakes its own town: Norland, of which the article speaks most, loses by it."""
    context = context_of(["x"], catalogue=CATALOGUE, theatre={SUDMARK: 9.0, NORLAND: 5.0, WESTLAND: 1.0})
    draft = make_draft(predicate=Predicate.RETOOK, actor=make_side(SUDMARK), place=make_place("Ellbruck"))
    assert is_belligerent(NORLAND, draft, context)
    assert is_belligerent(GUARD, draft, context)
    assert not is_belligerent(WESTLAND, draft, context)
