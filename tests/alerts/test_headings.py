"""One clause for what a claim says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.alerts.headings import figure_phrase, heading, title_place
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
    "denies that Norland retook Ellbruck": {"predicate": P.RETOOK, **DENIED},
    "Norland did not retake Ellbruck": {"predicate": P.RETOOK, **NOT},
    "Norland does not control Ellbruck": {"predicate": P.CONTROLS, **NOT},
    "Norland to withdraw from parts of Ellmoor region (announced)": {
        "predicate": P.WITHDREW,
        "place": REGION,
        "extent": Extent.PARTIAL,
        "realis": Realis.FUTURE,
    },
    "Norland not to withdraw from Ellbruck (announced)": {"predicate": P.WITHDREW, "realis": Realis.FUTURE, **NOT},
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
    "not confirmed: Norland has forces in Ellbruck": {
        "predicate": P.ENTERED,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "not confirmed: who controls Ellbruck": {
        "predicate": P.CONTROLS,
        "actor": None,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "takes back that Norland captured Ellbruck": {"predicate": P.CAPTURED, "speech_act": SpeechAct.RETRACT},
    "Ellbruck captured": {"predicate": P.CAPTURED, "actor": None},
    "Ellbruck not captured": {"predicate": P.CAPTURED, "actor": None, **NOT},
    "Ellbruck captured from Sudmark": {"predicate": P.CAPTURED, "actor": None, "opponent": SUDMARK},
    "denies that Ellbruck was captured": {"predicate": P.CAPTURED, "actor": None, **DENIED},
    "denies that forces were in Ellbruck": {"predicate": P.ENTERED, "actor": None, **DENIED},
    "denies that Ellbruck was held": {"predicate": P.CONTROLS, "actor": None, **DENIED},
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
    "Gas supply in Ellbruck disrupted by Norland (-25 %)": {
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
    "denies that dam in Ellbruck was destroyed by Norland": {"asset": AssetKind.DAM, "state": S.DESTROYED, **DENIED},
    "Railway in Ellbruck to be restored by Norland (announced)": {
        "asset": AssetKind.RAIL,
        "state": S.RESTORED,
        "realis": Realis.FUTURE,
    },
    "not confirmed: dam in Ellbruck destroyed by Norland": {
        "asset": AssetKind.DAM,
        "state": S.DESTROYED,
        "speech_act": SpeechAct.NOT_CONFIRMED,
    },
    "denies that homes in Ellbruck were damaged by Norland": {
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


def test_figures_are_written_with_their_bounds() -> None:
    """Figures keep their bounds, thousands their commas and fractions their places."""
    assert figure_phrase(figure(72_000_000, Unit.M3)[0]) == "72,000,000 m³"
    assert figure_phrase(figure(2.5, Unit.KM, Bound.ABOUT)[0]) == "about 2.5 km"
