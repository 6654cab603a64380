"""Figures as intervals."""

from __future__ import annotations

import pytest

from bot.comparison.figures import agree, close, equal, narrower
from bot.model.claim import Bound, Quantity, Unit
from tests.comparison.worlds import rules

RULES = rules().figures


def figure(value: float, low: float | None, high: float | None, bound: Bound = Bound.EXACT) -> Quantity:
    """Return a figure in kilometres."""
    return Quantity(unit=Unit.KM, value=value, low=low, high=high, bound=bound, text=f"{value:g} km")


EXACT, MORE, LESS = figure(50, 50, 50), figure(50, 50, None, Bound.AT_LEAST), figure(50, None, 50, Bound.AT_MOST)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (EXACT, EXACT, True),
        (EXACT, LESS, True),
        (EXACT, MORE, True),
        (EXACT, figure(52, 52, 52), True),
        (EXACT, figure(60, 60, 60), False),
        (figure(60, 54, 66, Bound.ABOUT), EXACT, True),
        (figure(52, None, None, Bound.ABOUT), EXACT, True),
        (figure(90, None, None, Bound.ABOUT), EXACT, False),
        (MORE, figure(30, 30, 30), False),
        (LESS, figure(70, 70, None, Bound.AT_LEAST), False),
        (MORE, figure(900, 900, None, Bound.AT_LEAST), True),
        (LESS, figure(-5, -5, -5), False),
    ],
    ids=[
        "same",
        "up to",
        "at least",
        "rounding",
        "beyond rounding",
        "about",
        "about, no bounds given",
        "not about",
        "too few",
        "too many",
        "both open",
        "a fall",
    ],
)
def test_agree(one: Quantity, other: Quantity, *, expected: bool) -> None:
    """Two figures agree where one value satisfies both, rounding allowed."""
    assert agree(one, other, rules=RULES) is expected
    assert agree(other, one, rules=RULES) is expected


def test_close() -> None:
    """Figures less than a quarter apart, after rounding, are too close for a conflict."""
    assert close(EXACT, figure(65, 65, 65), rules=RULES)
    assert not close(EXACT, figure(90, 90, 90), rules=RULES)


def test_shares_are_close_by_points() -> None:
    """Of percentages it is the points of the whole that count: from 60 to 80 % of a town is no rounding."""

    def share(value: float) -> Quantity:
        return Quantity(unit=Unit.PERCENT, value=value, low=value, high=value, bound=Bound.EXACT, text=f"{value} %")

    assert close(share(80), share(95), rules=RULES)
    assert not close(share(60), share(80), rules=RULES)


def test_narrower() -> None:
    """A figure is more exact where it allows less, and nothing that the other does not."""
    assert narrower(EXACT, MORE)
    assert not narrower(MORE, EXACT)
    assert not narrower(EXACT, EXACT)
    assert not narrower(figure(40, 40, 40), MORE)


def test_equal() -> None:
    """Figures are equal in value and bounds."""
    assert equal(EXACT, EXACT)
    assert not equal(EXACT, MORE)
