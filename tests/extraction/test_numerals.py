"""Numbers in digits and words have their value."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.numerals import NUMBER, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("1,000", 1000, id="comma"),
        pytest.param("1 000", 1000, id="space"),
        pytest.param("2.5 million", 2.5e6, id="scale"),
        pytest.param("30k", 30_000, id="k"),
        pytest.param("eleven", 11, id="word"),
        pytest.param("twenty-five", 25, id="hyphened"),
        pytest.param("a dozen", 12, id="dozen"),
        pytest.param("half a dozen", 6, id="half-a-dozen"),
        pytest.param("two hundred and five", 205, id="hundred-and"),
        pytest.param("three hundred thousand", 300_000, id="hundred-thousand"),
    ],
)
def test_numbers_have_their_value(text: str, value: float) -> None:
    """The whole of each form is matched, and read."""
    found = re.search(NUMBER, f"of {text} there")
    assert found is not None
    assert found.group() == text
    assert number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["$500", "Mi-26", "T-72", "K9", "a village", "often", ":30"])
def test_what_is_no_number(text: str) -> None:
    """Prices, parts of names and clock times, and articles are no numbers."""
    assert re.search(NUMBER, text) is None


@given(st.integers(0, 10**9))
def test_digits_with_commas_read_back(value: int) -> None:
    """A whole number written with commas reads as itself."""
    assert number(f"{value:,}") == value
