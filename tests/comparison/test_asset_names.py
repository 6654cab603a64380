"""Two wordings of one thing, and of two."""

from __future__ import annotations

import pytest

from bot.comparison.asset_names import own_words
from bot.comparison.rules import load_rules
from bot.model.claim import Asset, AssetKind, AssetState, Mention
from bot.model.relation import ConflictType
from tests.builders import SUDMARK
from tests.comparison.worlds import decided, said

S, K = AssetState, AssetKind


def told(kind: AssetKind, text: str, name: str | None = None) -> Asset:
    """Return an asset of Ellbruck, the town of these tests."""
    return Asset(kind=kind, text=text, name=name)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        pytest.param(
            told(K.OIL, "oil refinery"), told(K.OIL, "x", "Ellbruck refinery"), True, id="named-after-its-town"
        ),
        pytest.param(told(K.OIL, "fuel tanks"), told(K.OIL, "oil depot"), True, id="tanks-of-the-depot"),
        pytest.param(told(K.OIL, "oil refinery"), told(K.OIL, "oil depot"), False, id="refinery-and-depot"),
        pytest.param(told(K.OIL, "pipeline"), told(K.GAS, "pipeline"), True, id="oil-or-gas"),
        pytest.param(told(K.OIL, "oil pipeline"), told(K.GAS, "compressor station"), False, id="not-the-pipeline"),
        pytest.param(told(K.AIRPORT, "runway"), told(K.AIRPORT, "airfield"), True, id="runway"),
        pytest.param(
            told(K.DAM, "x", "Lesk dam"), told(K.POWER, "x", "Lesk hydroelectric station"), True, id="dam-and-station"
        ),
        pytest.param(
            told(K.INDUSTRIAL, "x", "Lesk plant"), told(K.NUCLEAR, "x", "Lesk nuclear power plant"), True, id="plant"
        ),
        pytest.param(
            told(K.INDUSTRIAL, "x", "Lesk steel plant"), told(K.POWER, "x", "Lesk power plant"), False, id="two-plants"
        ),
        pytest.param(
            told(K.DAM, "x", "Lesk dam"), told(K.POWER, "x", "Orrin power station"), False, id="another-station"
        ),
        pytest.param(
            told(K.ROAD, "road from Ellbruck to Lesk"), told(K.ROAD, "road from Ellbruck to Orrin"), False, id="roads"
        ),
        pytest.param(
            told(K.ROAD, "road from Lesk to Ellbruck"), told(K.ROAD, "Ellbruck-Lesk highway"), True, id="one-road"
        ),
    ],
)
def test_words_that_mean_one_thing_are_of_one_thing(one: Asset, other: Asset, *, conflict: bool) -> None:
    """Destroyed in one report and unharmed in another is a conflict where both mean the same thing."""
    a = said(asset=one, state=S.DESTROYED, actor=None)
    b = said(asset=other, state=S.UNDAMAGED, actor=None, side=SUDMARK, in_="Sudmark Today")
    assert (decided(a, b).conflict is ConflictType.STATE) is conflict


@pytest.mark.parametrize(
    ("quote", "conflict"),
    [
        pytest.param("There is still no power in Ellbruck.", True, id="still"),
        pytest.param("The power in Ellbruck was cut.", False, id="cut"),
    ],
)
def test_what_is_out_still_was_not_restored(quote: str, *, conflict: bool) -> None:
    """Back on in one report, and out "still" in another of the same day, cannot both be; a cut may follow."""
    power = told(K.POWER, "power")
    words = Mention(part="body", start=0, end=len(quote), quote=quote)
    back = said(asset=power, state=S.RESTORED, actor=None)
    out = said(asset=power, state=S.CUT_OFF, actor=None, side=SUDMARK, in_="Sudmark Today", mentions=(words,))
    assert (decided(back, out).conflict is ConflictType.STATE) is conflict


def test_a_name_that_is_the_town_alone_is_kept() -> None:
    """What is left of a name without its town is never nothing."""
    claim = said(asset=told(K.OIL, "x", "Ellbruck"), state=S.DESTROYED).claim
    assert own_words(claim, rules=load_rules())
