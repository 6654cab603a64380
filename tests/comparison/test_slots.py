"""Which slots a claim fills, and with what."""

from __future__ import annotations

from typing import Any

import pytest

from bot.comparison.slots import Holding, holdings_of, is_asserted, is_denied, slots_of
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
    Unit,
)
from bot.model.dispute import SlotKind
from bot.model.place import Feature, PlaceRelation
from tests.builders import NORLAND, SUDMARK, make_claim, make_place, make_time

P = Predicate
COUNT = Quantity(unit=Unit.COUNT, value=30, low=30, high=None, bound=Bound.AT_LEAST, text="more than 30")


def holding(*, holds: bool, change: bool, denied: bool = False, side: str | None = NORLAND, **more: Any) -> Holding:
    """Return what a claim says of a side's hold."""
    return Holding(side=side, holds=holds, change=change, denied=denied, **{"extent": None, **more})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"predicate": P.CONTROLS}, [holding(holds=True, change=False)]),
        ({"predicate": P.CONTROLS, "polarity": Polarity.DENIED}, [holding(holds=False, change=True, denied=True)]),
        ({"predicate": P.CAPTURED}, [holding(holds=True, change=True)]),
        ({"predicate": P.RETOOK, "extent": Extent.PARTIAL}, [holding(holds=True, change=True, extent=Extent.PARTIAL)]),
        (
            {"predicate": P.TRANSFERRED, "opponent": SUDMARK},
            [holding(holds=True, change=True), holding(holds=False, change=True, side=SUDMARK)],
        ),
        ({"predicate": P.CAPTURED, "polarity": Polarity.DENIED}, [holding(holds=False, change=False, denied=True)]),
        ({"predicate": P.CAPTURED, "speech_act": SpeechAct.RETRACT}, [holding(holds=False, change=False, denied=True)]),
        (
            {"predicate": P.CAPTURED, "actor": None, "opponent": SUDMARK},
            [holding(holds=False, change=True, side=SUDMARK)],
        ),
        ({"predicate": P.CAPTURED, "actor": None}, [holding(holds=True, change=True, side=None)]),
        ({"predicate": P.WITHDREW}, [holding(holds=False, change=True)]),
        ({"predicate": P.WITHDREW, "polarity": Polarity.DENIED}, [holding(holds=True, change=False, denied=True)]),
        ({"predicate": P.REPELLED}, [holding(holds=True, change=False, implied=True)]),
        ({"predicate": P.ENTERED}, []),
        ({"predicate": P.CONTESTED}, []),
        ({"predicate": P.ENCIRCLED}, []),
        ({"predicate": P.ADVANCED}, []),
        ({"predicate": P.ANNEXED}, []),
        ({"predicate": P.CAPTURED, "place": make_place(relation=PlaceRelation.NEAR)}, []),
        ({"predicate": P.CAPTURED, "place": None}, []),
        ({"predicate": P.CAPTURED, "quantities": (COUNT,)}, [holding(holds=True, change=True, extent=Extent.PARTIAL)]),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_holdings(fields: dict[str, Any], expected: list[Holding]) -> None:
    """Events imply states; troops in, at or around a place say nothing about who holds it."""
    assert list(holdings_of(make_claim(**fields))) == expected


BRIDGE = Asset(kind=AssetKind.BRIDGE, text="the Ell bridge", name="Ell bridge")


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"predicate": P.CAPTURED}, [SlotKind.HOLDER, SlotKind.TIME]),
        ({"predicate": P.CAPTURED, "time": make_time(None)}, [SlotKind.HOLDER]),
        ({"predicate": P.CAPTURED, "extent": Extent.PARTIAL}, [SlotKind.HOLDER]),
        ({"predicate": P.ANNEXED}, [SlotKind.SOVEREIGNTY]),
        ({"predicate": P.CAPTURED, "quantities": (COUNT,)}, [SlotKind.HOLDER, SlotKind.MEASURE]),
        ({"predicate": P.CAPTURED, "place": None, "quantities": (COUNT,)}, [SlotKind.MEASURE]),
        ({"state": AssetState.DAMAGED, "time": make_time(None)}, [SlotKind.ASSET_STATE, SlotKind.STRIKER]),
        ({"state": AssetState.DAMAGED, "actor": None}, [SlotKind.ASSET_STATE, SlotKind.PLACE]),
        ({"state": AssetState.DESTROYED, "actor": None, "asset": BRIDGE}, [SlotKind.ASSET_STATE, SlotKind.TIME]),
        ({"state": AssetState.OPERATIONAL}, [SlotKind.ASSET_STATE]),
        ({"predicate": P.CAPTURED, "realis": Realis.FUTURE}, []),
        ({"predicate": P.CAPTURED, "realis": Realis.HYPOTHETICAL}, []),
        ({"predicate": P.CAPTURED, "speech_act": SpeechAct.NOT_CONFIRMED}, []),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_slots(fields: dict[str, Any], kinds: list[SlotKind]) -> None:
    """A claim fills the slots of its kind, and none where it is not said as fact."""
    assert [filling.slot.kind for filling in slots_of(make_claim(**fields))] == kinds


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"predicate": P.CAPTURED}, "control of Ellbruck"),
        ({"place": make_place("Ellmoor", feature=Feature.REGION, geonameid=None)}, "control of Ellmoor region"),
        ({"predicate": P.ANNEXED}, "sovereignty over Ellbruck"),
        ({"predicate": P.ENTERED}, "forces in Ellbruck"),
        ({"predicate": P.ENCIRCLED}, "encirclement of Ellbruck"),
        ({"state": AssetState.DAMAGED, "asset": AssetKind.HOSPITAL}, "state of hospital in Ellbruck"),
        ({"state": AssetState.CUT_OFF, "asset": AssetKind.SUPPLY}, "state of supply in Ellbruck"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_labels(fields: dict[str, Any], label: str) -> None:
    """A slot's label names it to a person."""
    assert slots_of(make_claim(**fields))[0].slot.label == label


def test_denied_and_retracted() -> None:
    """A denial denies; taking back an assertion denies it, taking back a denial does not."""
    assert is_denied(make_claim(polarity=Polarity.DENIED))
    assert is_denied(make_claim(speech_act=SpeechAct.RETRACT))
    assert not is_denied(make_claim(polarity=Polarity.DENIED, speech_act=SpeechAct.RETRACT))
    assert not is_denied(make_claim())


def test_background_is_asserted() -> None:
    """What happened long ago is said as fact; a plan is not."""
    assert is_asserted(make_claim(realis=Realis.HISTORICAL))
    assert not is_asserted(make_claim(realis=Realis.FUTURE))
