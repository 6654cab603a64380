"""Figures as intervals: what the words allow, and whether two figures can both be right."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from bot.comparison.rules import FigureRules
from bot.model.claim import Bound, Quantity, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """What a figure may be, both ends included; infinite where the words leave it open."""

    low: float
    high: float


def interval_of(quantity: Quantity, *, rules: FigureRules) -> Interval:
    """Return what the words allow, widened by what rounding allows ("50 km" is no 50.0 km)."""
    share = rules.about if quantity.bound is Bound.ABOUT else rules.exact
    low = quantity.low if quantity.low is not None else -inf
    high = quantity.high if quantity.high is not None else inf
    if quantity.bound is Bound.ABOUT and quantity.low is None and quantity.high is None:
        low = high = quantity.value
    if quantity.bound is Bound.AT_MOST and quantity.low is None and quantity.value >= 0:
        low = 0.0
    slack = abs(quantity.value) * share
    return Interval(low=low - slack, high=high + slack)


def agree(one: Quantity, other: Quantity, *, rules: FigureRules) -> bool:
    """Whether one value can satisfy both."""
    a, b = interval_of(one, rules=rules), interval_of(other, rules=rules)
    return a.low <= b.high and b.low <= a.high


def close(one: Quantity, other: Quantity, *, rules: FigureRules) -> bool:
    """Whether the two, though they do not agree, are too near one another to be called a conflict."""
    a, b = interval_of(one, rules=rules), interval_of(other, rules=rules)
    apart = max(a.low - b.high, b.low - a.high)
    if one.unit is Unit.PERCENT:
        return apart <= 100 * rules.points
    return apart <= rules.tolerance * max(abs(one.value), abs(other.value))


def equal(one: Quantity, other: Quantity) -> bool:
    """Whether the two are one figure in the same words' bounds."""
    return (one.low, one.high) == (other.low, other.high) and one.value == other.value


def narrower(one: Quantity, other: Quantity) -> bool:
    """Whether `one` allows strictly less than `other`, and nothing that `other` does not."""
    low, high = (-inf if one.low is None else one.low), (inf if one.high is None else one.high)
    outer_low, outer_high = (-inf if other.low is None else other.low), (inf if other.high is None else other.high)
    return outer_low <= low and high <= outer_high and (low, high) != (outer_low, outer_high)
