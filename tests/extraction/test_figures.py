"""Figures in a sentence become quantities in the contract's units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.figures import QuantitySpan, find_quantities
from bot.model.claim import Bound, Unit


def only(sentence: str) -> QuantitySpan:
    """Return the one quantity of a sentence."""
    found = find_quantities(sentence)
    assert len(found) == 1, [item.quantity.text for item in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "unit", "value"),
    [
        pytest.param("They stand 15km from it.", Unit.KM, 15.0, id="km-joined"),
        pytest.param("They stand 15 kilometres from it.", Unit.KM, 15.0, id="kilometres"),
        pytest.param("A 30-kilometer stretch fell.", Unit.KM, 30.0, id="hyphen"),
        pytest.param("They came to a depth of fifty kilometers.", Unit.KM, 50.0, id="number-words"),
        pytest.param("They stand 500 metres from it.", Unit.KM, 0.5, id="metres"),
        pytest.param("They stand 10 miles from it.", Unit.KM, 16.09344, id="miles"),
        pytest.param("They stand half a kilometre from it.", Unit.KM, 0.5, id="half-a"),
        pytest.param("They stand a mile (1.6 km) from it.", Unit.KM, 1.609344, id="a-mile"),
        pytest.param("They stand 20 nautical miles off.", Unit.KM, 37.04, id="nautical-miles"),
        pytest.param("They took 1,000 sq km there.", Unit.KM2, 1000.0, id="sq-km"),
        pytest.param("They took 1,000km² there.", Unit.KM2, 1000.0, id="km-superscript"),
        pytest.param("They took 1,000 km2 there.", Unit.KM2, 1000.0, id="km2"),
        pytest.param("They took 10 square miles there.", Unit.KM2, 25.89988, id="square-miles"),
        pytest.param("They took 200 hectares there.", Unit.KM2, 2.0, id="hectares"),
        pytest.param("They took 1000 acres there.", Unit.KM2, 4.046856, id="acres"),
        pytest.param("Output is at 60 per cent.", Unit.PERCENT, 60.0, id="per-cent"),
        pytest.param("Output is at 60%.", Unit.PERCENT, 60.0, id="percent-sign"),
        pytest.param("A quarter of the city is dark.", Unit.PERCENT, 25.0, id="quarter"),
        pytest.param("Two-thirds of the city is dark.", Unit.PERCENT, 66.67, id="two-thirds"),
        pytest.param("Half the city is dark.", Unit.PERCENT, 50.0, id="half"),
        pytest.param("It lost 2.5 GW of capacity.", Unit.MW, 2500.0, id="gigawatts"),
        pytest.param("It lost 260 megawatts of imports.", Unit.MW, 260.0, id="megawatts"),
        pytest.param("It sent 72 million cubic metres.", Unit.M3, 72e6, id="cubic-metres"),
        pytest.param("It sent 3 bcm of gas.", Unit.M3, 3e9, id="bcm"),
        pytest.param("It lost 1,000 barrels of oil.", Unit.M3, 158.987295, id="barrels"),
        pytest.param("They freed 20 villages.", Unit.COUNT, 20.0, id="villages"),
        pytest.param("They freed eleven small border towns.", Unit.COUNT, 11.0, id="modified-noun"),
        pytest.param("They hit three key bridges.", Unit.COUNT, 3.0, id="bridges"),
        pytest.param("They freed a dozen towns.", Unit.COUNT, 12.0, id="dozen"),
        pytest.param("It left 12,000 people without power.", Unit.PEOPLE, 12000.0, id="people-without"),
        pytest.param("The strike cut power to 300 residents.", Unit.PEOPLE, 300.0, id="power-to-residents"),
        pytest.param("The strike cut power to 300 households.", Unit.COUNT, 300.0, id="households"),
    ],
)
def test_units_are_converted(sentence: str, unit: Unit, value: float) -> None:
    """Each way to write a measure or a count gives one quantity in the contract's unit."""
    quantity = only(sentence).quantity
    assert quantity.unit is unit
    assert quantity.value == pytest.approx(value)
    assert (quantity.low, quantity.high, quantity.bound) == (quantity.value, quantity.value, Bound.EXACT)


@pytest.mark.parametrize(
    ("sentence", "bound", "low", "high"),
    [
        pytest.param("more than 30 villages", Bound.AT_LEAST, 30, None, id="more-than"),
        pytest.param("over 30 villages", Bound.AT_LEAST, 30, None, id="over"),
        pytest.param("at least 30 villages", Bound.AT_LEAST, 30, None, id="at-least"),
        pytest.param("no fewer than 30 villages", Bound.AT_LEAST, 30, None, id="no-fewer-than"),
        pytest.param("upwards of 30 villages", Bound.AT_LEAST, 30, None, id="upwards-of"),
        pytest.param("30 villages or more", Bound.AT_LEAST, 30, None, id="or-more"),
        pytest.param("up to 30 villages", Bound.AT_MOST, None, 30, id="up-to"),
        pytest.param("no more than 30 villages", Bound.AT_MOST, None, 30, id="no-more-than"),
        pytest.param("fewer than 30 villages", Bound.AT_MOST, None, 30, id="fewer-than"),
        pytest.param("under 30 villages", Bound.AT_MOST, None, 30, id="under"),
        pytest.param("about 30 villages", Bound.ABOUT, None, None, id="about"),
        pytest.param("nearly 30 villages", Bound.ABOUT, None, None, id="nearly"),
        pytest.param("some 30 villages", Bound.ABOUT, None, None, id="some"),
        pytest.param("an estimated 30 villages", Bound.ABOUT, None, None, id="estimated"),
        pytest.param("between 20 and 40 villages", Bound.ABOUT, 20, 40, id="between"),
        pytest.param("20-40 villages", Bound.ABOUT, 20, 40, id="dash"),
        pytest.param("20 to 40 villages", Bound.ABOUT, 20, 40, id="to"),
        pytest.param("30 villages", Bound.EXACT, 30, 30, id="plain"),
    ],
)
def test_words_around_a_figure_bound_it(sentence: str, bound: Bound, low: float | None, high: float | None) -> None:
    """Low and high are what the words allow, and the words are part of the quantity's text."""
    quantity = only(f"They took {sentence} there.").quantity
    assert (quantity.value, quantity.bound, quantity.low, quantity.high) == (30, bound, low, high)
    assert quantity.text == sentence


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        pytest.param("They took dozens of villages.", 24, id="dozens"),
        pytest.param("They burnt hundreds of homes.", 200, id="hundreds"),
        pytest.param("They burnt tens of thousands of homes.", 20_000, id="tens-of-thousands"),
    ],
)
def test_vague_multitudes_are_lower_bounds(sentence: str, value: float) -> None:
    """Dozens are two dozen at least."""
    quantity = only(sentence).quantity
    assert (quantity.value, quantity.low, quantity.high, quantity.bound) == (value, value, None, Bound.AT_LEAST)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        pytest.param("Flows were down 25 per cent.", -25, id="down"),
        pytest.param("Flows fell by 25%.", -25, id="fell-by"),
        pytest.param("Flows dropped about 25 percent.", -25, id="dropped-about"),
        pytest.param("There was a 25% drop in flows.", -25, id="drop-after"),
        pytest.param("It lost 25 percent of its land.", 25, id="share-lost"),
        pytest.param("Flows rose by 25%.", 25, id="rose"),
    ],
)
def test_a_percentage_that_falls_is_negative(sentence: str, value: float) -> None:
    """The sign says fall; a share of something that was lost is no fall of a measure."""
    span = only(sentence)
    assert span.quantity.value == value
    assert span.fall is (value < 0)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("They took 1,000 sq km (385 sq miles) there.", id="area"),
        pytest.param("They stand 15km (9 miles) from it.", id="distance"),
        pytest.param("They stand 15km (about 9 miles) from it.", id="about"),
        pytest.param("They stand 15 kilometres, or 9 miles, from it.", id="or"),
    ],
)
def test_a_converted_figure_is_no_second_quantity(sentence: str) -> None:
    """What stands in brackets in other units says the same again."""
    assert only(sentence).quantity.bound is Bound.EXACT


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("It carries 80 soldiers.", id="soldiers"),
        pytest.param("The blast killed 12 people.", id="casualties"),
        pytest.param("They shot down three drones.", id="drones"),
        pytest.param("They use the Mi-26 and the T-72.", id="weapon-names"),
        pytest.param("They fired 155mm shells.", id="calibre"),
        pytest.param("It costs $5m or 300 million dollars.", id="price"),
        pytest.param("The 45-year-old is well.", id="age"),
        pytest.param("On 8 September villages burnt.", id="date"),
        pytest.param("In 2014 villages burnt.", id="year"),
        pytest.param("They drive at 100 km/h.", id="speed"),
        pytest.param("It makes 300 MWh.", id="energy"),
        pytest.param("Several towns fell.", id="several"),
        pytest.param("It took half an hour and a quarter of a century.", id="time-share"),
        pytest.param("One of the villages fell.", id="one-of"),
        pytest.param("In the second half of the year it fell.", id="second-half"),
        pytest.param("80 soldiers destroyed bridges.", id="noun-behind-a-verb"),
        pytest.param("They shot 32 Obolon district men.", id="singular-noun"),
        pytest.param("One prison guard is hurt.", id="noun-before-a-noun"),
        pytest.param("The 2021 United States vote is over.", id="united-states"),
        pytest.param("3 and 4 are numbers.", id="bare-numbers"),
    ],
)
def test_what_is_no_quantity(sentence: str) -> None:
    """Casualties, troops, weapons, prices, ages, dates and shares of time give none."""
    assert find_quantities(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        pytest.param("They freed 20 villages and towns.", "village", id="village"),
        pytest.param("Two power pylons fell.", "pylon", id="head-noun"),
        pytest.param("A third of Lebanon's power is gone.", "power", id="share-of"),
        pytest.param("40 percent of the country is theirs.", "country", id="percent-of"),
        pytest.param("They stand 5 km off.", None, id="measure"),
    ],
)
def test_the_noun_says_what_is_counted(sentence: str, noun: str | None) -> None:
    """A count names its noun in the singular, a share what it is of, a measure nothing."""
    assert only(sentence).noun == noun


def test_two_figures_in_a_sentence_are_two() -> None:
    """A figure that is no conversion stands beside another of the same unit."""
    assert [item.quantity.value for item in find_quantities("It is 10 km from A and 20 km from B.")] == [10, 20]


PIECES = st.lists(
    st.sampled_from(
        [
            "more",
            "than",
            "up",
            "to",
            "1,000",
            "30",
            "ten",
            "-",
            "–",
            "and",
            "between",
            "sq",
            "km",
            "miles",
            "(",
            ")",
            "%",
            "per",
            "cent",
            "villages",
            "people",
            "without",
            "power",
            "half",
            "of",
            "the",
            "a",
            "third",
            "dozens",
            "million",
            "cubic",
            "metres",
            "about",
            "or",
            "fell",
            "by",
            "2014",
            ",",
            ".",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.text(max_size=200) | PIECES)
def test_offsets_slice_back_to_the_text(sentence: str) -> None:
    """Any text gives sorted, disjoint quantities whose offsets slice back, and bounds that hold the value."""
    position = 0
    for item in find_quantities(sentence):
        quantity = item.quantity
        assert item.start >= position
        assert sentence[item.start : item.end] == quantity.text
        assert quantity.low is None or quantity.low <= quantity.value
        assert quantity.high is None or quantity.value <= quantity.high
        position = item.end


@pytest.mark.parametrize(
    ("text", "least"),
    [("more than 1,000 000 - 5 large old villages of two and half a 1 , " * 1000, 1000), ("1" * 20_000, 0)],
    ids=["many figures", "one endless figure"],
)
def test_long_text_comes_to_an_end(text: str, least: int) -> None:
    """Ten thousand figures: a pattern that backtracks without bound would never return."""
    assert len(list(find_quantities(text))) >= least
