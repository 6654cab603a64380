"""One clause for what a claim says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.alerts.headings import heading, named_within, title_place
from bot.model.claim import (
    Asset,
    AssetKind,
    AssetState,
    Bound,
    Extent,
    Polarity,
    Predicate,
    Quantity,
    Realis,
    SpeechAct,
    TimeBasis,
    TimePrecision,
    Unit,
)
from bot.model.place import Feature, PlaceRelation
from bot.model.ports import Sourced
from tests.builders import NORLAND, SUDMARK, make_claim, make_place, make_time
from tests.comparison.generated import claims
from tests.comparison.worlds import SIDES

P, S = Predicate, AssetState
REGION = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
NEAR = make_place(relation=PlaceRelation.NEAR)
DENIED: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.DENY}
NOT: dict[str, Any] = {"polarity": Polarity.DENIED, "speech_act": SpeechAct.REPORT}
PAST: dict[str, Any] = {"realis": Realis.HISTORICAL}


def figure(value: float, unit: Unit, bound: Bound = Bound.EXACT) -> tuple[Quantity, ...]:
    """Return one figure."""
    return (Quantity(unit=unit, value=value, low=None, high=None, bound=bound, text="as written"),)


TERRITORY = {
    "Norland controls Ellbruck": {"predicate": P.CONTROLS},
    "Ell rebels control Ellbruck": {"predicate": P.CONTROLS, "actor": "ell_rebels"},
    "Ell People's Republic controls Ellbruck": {"predicate": P.CONTROLS, "actor": "ell_pr"},
    "Norland captured Ellbruck": {"predicate": P.CAPTURED},
    "Norland captured part of Ellbruck": {"predicate": P.CAPTURED, "extent": Extent.PARTIAL},
    "Norland captured all of Ellbruck": {"predicate": P.CAPTURED, "extent": Extent.WHOLE},
    "Norland captured Ellbruck from Sudmark": {"predicate": P.CAPTURED, "opponent": SUDMARK},
    "Norland retook Ellbruck": {"predicate": P.RETOOK},
    "Norland took over Ellbruck": {"predicate": P.TRANSFERRED},
    "Norland withdrew from Ellbruck": {"predicate": P.WITHDREW},
    "Norland controls parts of Ellmoor region": {"predicate": P.CONTROLS, "place": REGION, "extent": Extent.PARTIAL},
    "Norland has forces in Ellbruck": {"predicate": P.ENTERED},
    "Norland has forces near Ellbruck": {"predicate": P.ENTERED, "place": NEAR},
    "Norland encircled Ellbruck": {"predicate": P.ENCIRCLED},
    "Norland fought for Ellbruck": {"predicate": P.CONTESTED},
    "Norland fought near Ellbruck": {"predicate": P.CONTESTED, "place": NEAR},
    "Norland repelled an assault on Ellbruck": {"predicate": P.REPELLED},
    "Norland repelled an assault near Ellbruck": {"predicate": P.REPELLED, "place": NEAR},
    "Norland annexed Ellbruck": {"predicate": P.ANNEXED},
    "Norland advanced in Ellbruck": {"predicate": P.ADVANCED},
    "Norland advanced 50 km": {"predicate": P.ADVANCED, "place": None, "quantities": figure(50, Unit.KM)},
    "Norland advanced to within 15 km of Ellbruck": {
        "predicate": P.ADVANCED,
        "place": NEAR,
        "quantities": figure(15, Unit.KM),
    },
    "Norland retook territory north of Ellbruck": {
        "predicate": P.RETOOK,
        "place": make_place(relation=PlaceRelation.NORTH_OF),
    },
    "Norland retook at least 30 settlements in Ellmoor region": {
        "predicate": P.RETOOK,
        "place": REGION,
        "quantities": figure(30, Unit.COUNT, Bound.AT_LEAST),
    },
    "Norland captured up to 1,000 km²": {
        "predicate": P.CAPTURED,
        "place": None,
        "quantities": figure(1000, Unit.KM2, Bound.AT_MOST),
    },
    "Norland controls about 90 % of Ellbruck": {
        "predicate": P.CONTROLS,
        "quantities": figure(90, Unit.PERCENT, Bound.ABOUT),
    },
    "Norland did not retake Ellbruck (denial)": {"predicate": P.RETOOK, **DENIED},
    "Norland did not retake Ellbruck": {"predicate": P.RETOOK, **NOT},
    "Norland does not control Ellbruck": {"predicate": P.CONTROLS, **NOT},
    "Norland to withdraw from parts of Ellmoor region (announced)": {
        "predicate": P.WITHDREW,
        "place": REGION,
        "extent": Extent.PARTIAL,
        "realis": Realis.FUTURE,
    },
    "Norland not to withdraw from Ellbruck (announced)": {"predicate": P.WITHDREW, "realis": Realis.FUTURE, **NOT},
    "Norland will not withdraw from Ellbruck (denial)": {"predicate": P.WITHDREW, "realis": Realis.FUTURE, **DENIED},
    "Ellbruck will not be handed to Norland (denial)": {"predicate": P.TRANSFERRED, "realis": Realis.FUTURE, **DENIED},
    "Ellbruck was not handed to Norland (denial)": {"predicate": P.TRANSFERRED, **DENIED},
    "Ellbruck was not handed to Norland": {"predicate": P.TRANSFERRED, **NOT},
    "Ellbruck not to be handed to Norland (announced)": {
        "predicate": P.TRANSFERRED,
        "realis": Realis.FUTURE,
        **NOT,
    },
    "At least 3 settlements in Ellmoor region were not handed to Norland": {
        "predicate": P.TRANSFERRED,
        "place": REGION,
        "quantities": figure(3, Unit.COUNT, Bound.AT_LEAST),
        **NOT,
    },
    "Norland did not capture Ellbruck (3 March 2031; denial)": {
        "predicate": P.CAPTURED,
        "time": make_time(date(2031, 3, 3)),
        **PAST,
        **DENIED,
    },
    "Ellbruck to be captured (announced)": {"predicate": P.CAPTURED, "actor": None, "realis": Realis.FUTURE},
    "Ellbruck would be captured (hypothetical)": {
        "predicate": P.CAPTURED,
        "actor": None,
        "realis": Realis.HYPOTHETICAL,
    },
    "Forces to withdraw from Ellbruck (announced)": {"predicate": P.WITHDREW, "actor": None, "realis": Realis.FUTURE},
    "Norland captured Ellbrück": {"predicate": P.CAPTURED, "place": make_place(text="Ellbrück")},
    "Norland would capture Ellbruck (hypothetical)": {"predicate": P.CAPTURED, "realis": Realis.HYPOTHETICAL},
    "Norland captured Ellbruck (February 2031)": {
        "predicate": P.CAPTURED,
        "time": make_time(date(2031, 2, 1), end=date(2031, 2, 28), precision=TimePrecision.MONTH),
        **PAST,
    },
    "Norland annexed Ellbruck (2014)": {
        "predicate": P.ANNEXED,
        "time": make_time(date(2014, 1, 1), end=date(2014, 12, 31), precision=TimePrecision.YEAR),
        **PAST,
    },
    "Norland captured Ellbruck (3 March 2031)": {"predicate": P.CAPTURED, "time": make_time(date(2031, 3, 3)), **PAST},
    "Norland controlled Ellbruck (earlier)": {
        "predicate": P.CONTROLS,
        "time": make_time(date(2031, 3, 3), basis=TimeBasis.PUBLICATION),
        **PAST,
    },
    "Norland has forces in Ellbruck (not confirmed)": {
        "predicate": P.ENTERED,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "Who controls Ellbruck (not confirmed)": {
        "predicate": P.CONTROLS,
        "actor": None,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "Norland captured Ellbruck (taken back)": {"predicate": P.CAPTURED, "speech_act": SpeechAct.RETRACT},
    "Ellbruck captured": {"predicate": P.CAPTURED, "actor": None},
    "Ellbruck not captured": {"predicate": P.CAPTURED, "actor": None, **NOT},
    "Ellbruck captured from Sudmark": {"predicate": P.CAPTURED, "actor": None, "opponent": SUDMARK},
    "Ellbruck was not captured (denial)": {"predicate": P.CAPTURED, "actor": None, **DENIED},
    "Forces were not in Ellbruck (denial)": {"predicate": P.ENTERED, "actor": None, **DENIED},
    "Ellbruck was not held (denial)": {"predicate": P.CONTROLS, "actor": None, **DENIED},
    "Fighting for Ellbruck": {"predicate": P.CONTESTED, "actor": None},
    "Forces withdrew from Ellbruck": {"predicate": P.WITHDREW, "actor": None},
    "Forces in Ellbruck": {"predicate": P.ENTERED, "actor": None},
    "Forces near Ellbruck": {"predicate": P.ENTERED, "actor": None, "place": NEAR},
    "Forces advanced near Ellbruck": {"predicate": P.ADVANCED, "actor": None, "place": NEAR},
    "Assault repelled at Ellbruck": {"predicate": P.REPELLED, "actor": None},
}
ASSETS = {
    "Hospital in Ellmoor region destroyed by Norland": {
        "asset": AssetKind.HOSPITAL,
        "state": S.DESTROYED,
        "place": REGION,
    },
    "Ell bridge damaged": {
        "asset": Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge"),
        "state": S.DAMAGED,
        "actor": None,
        "place": None,
    },
    "Ellbruck hospital attacked by Norland": {
        "asset": Asset(kind=AssetKind.HOSPITAL, text="x", name="Ellbruck hospital"),
        "state": S.ATTACKED,
    },
    "Gas supply in Ellbruck disrupted by Norland (down 25 %)": {
        "asset": AssetKind.GAS,
        "state": S.DISRUPTED,
        "quantities": figure(-25, Unit.PERCENT),
    },
    "Bridge (3) in Ellbruck destroyed by Norland": {
        "asset": AssetKind.BRIDGE,
        "state": S.DESTROYED,
        "quantities": figure(3, Unit.COUNT),
    },
    "Power supply in Ellbruck not cut off by Norland": {"asset": AssetKind.POWER, "state": S.CUT_OFF, **NOT},
    "Dam in Ellbruck was not destroyed by Norland (denial)": {"asset": AssetKind.DAM, "state": S.DESTROYED, **DENIED},
    "Railway in Ellbruck to be restored by Norland (announced)": {
        "asset": AssetKind.RAIL,
        "state": S.RESTORED,
        "realis": Realis.FUTURE,
    },
    "Dam in Ellbruck destroyed by Norland (not confirmed)": {
        "asset": AssetKind.DAM,
        "state": S.DESTROYED,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "Homes in Ellbruck were not damaged by Norland (denial)": {
        "asset": AssetKind.RESIDENTIAL,
        "state": S.DAMAGED,
        **DENIED,
    },
    "Airport in Ellbruck working": {"asset": AssetKind.AIRPORT, "state": S.OPERATIONAL},
}


@pytest.mark.parametrize(("words", "fields"), {**TERRITORY, **ASSETS}.items(), ids={**TERRITORY, **ASSETS}.keys())
def test_heading(words: str, fields: dict[str, Any]) -> None:
    """Every predicate, state, polarity, realis, extent and figure has its clause."""
    assert heading(make_claim(**{"actor": NORLAND, **fields}), SIDES) == words


@settings(max_examples=300, deadline=None)
@given(claims())
def test_headings_are_clean(one: Sourced) -> None:
    """A heading is one line of words, whatever the claim."""
    words = heading(one.claim, SIDES)
    assert words == " ".join(words.split())
    assert words
    assert "None" not in words


def test_title_place() -> None:
    """A place is titled with what it lies in."""
    assert title_place(make_place(), SIDES) == "Ellbruck (Ellmoor, Sudmark)"
    assert title_place(REGION, SIDES) == "Ellmoor region (Sudmark)"
    country = make_place("Sudmark", feature=Feature.COUNTRY, geonameid=None, region=None)
    assert title_place(country, SIDES) == "Sudmark"


def test_another_spelling_has_the_usual_name_beside_it() -> None:
    """The article's spelling comes first, and the usual name stands in brackets once."""
    assert title_place(make_place(text="Ellbrück"), SIDES) == "Ellbrück (Ellbruck; Ellmoor, Sudmark)"


def test_a_town_named_like_its_region_is_not_named_twice() -> None:
    """A region that the name holds already is left out; one that only begins so is not."""
    assert named_within("Ellmoor", usual="Ellmoor", region="Ellmoor", country="Sudmark") == "Ellmoor (Sudmark)"
    assert named_within("Ellmoor", usual=None, region="Ell", country=None) == "Ellmoor (Ell)"
