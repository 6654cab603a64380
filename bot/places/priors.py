"""How likely a name means a place before the rest of the text is read: its kind, its size, the words next to it."""

from __future__ import annotations

from math import log10

from bot.model.place import Feature
from bot.places.context import Context
from bot.places.entries import Entry
from bot.places.names import fold, skeleton

_LEAST_PEOPLE = 300
_COUNTRY, _REGION, _AREA, _RIVER, _DISTRICT, _USUAL = 10.0, 5.8, 5.5, 4.3, 1.0, 9.0
_TYPE_FITS, _TYPE_MISSES = 6.0, -4.0
_LEANS = 1.2
# A city that the world knows, and a capital, are meant more often than their people say.
_METROPOLIS, _RENOWN = 1_000_000, 0.5
# A place as large as this stands beside a country more often than in it ("Baghdad, Iran and ...").
GREAT = 200_000


def prior(entry: Entry) -> float:
    """Return how likely a bare name means it, before anything is read."""
    if entry.usual:
        return _USUAL
    if entry.feature is Feature.COUNTRY:
        return _COUNTRY
    if entry.feature is Feature.REGION:
        return _REGION
    if entry.feature is Feature.RIVER:
        return _RIVER
    if entry.feature is Feature.AREA:
        return _DISTRICT if entry.district else _AREA
    return log10(max(entry.population, _LEAST_PEOPLE))


def renown(entry: Entry) -> float:
    """Return what a city gains that the world knows by this name."""
    if entry.feature is not Feature.SETTLEMENT:
        return 0.0
    return _RENOWN * ((entry.population >= _METROPOLIS) + (entry.capital and entry.population >= GREAT))


def fit(context: Context, entry: Entry) -> float:
    """Return what type words and the wording say for a candidate."""
    score = 0.0
    if context.kinds:
        kinds = context.kinds
        if entry.feature in kinds:
            score += _TYPE_FITS
        elif Feature.FACILITY in kinds:
            score += _LEANS if entry.feature is Feature.SETTLEMENT else 0.0
        elif Feature.AREA in kinds:
            score += _LEANS if entry.feature in {Feature.REGION, Feature.SETTLEMENT, Feature.RIVER} else 0.0
        elif Feature.REGION in kinds and entry.feature is Feature.AREA and not entry.district:
            score += _TYPE_FITS
        else:
            score += _TYPE_MISSES
    if Feature.REGION in context.leans and entry.feature is Feature.REGION:
        score += _LEANS + _TYPE_FITS / 2
    if Feature.RIVER in context.leans and entry.feature is Feature.RIVER:
        score += _TYPE_FITS / 2
    return score


def is_namesake(city: Entry, region: Entry, key: str) -> bool:
    """Whether the largest city of a region shares the name, and does not only bear it besides ("Oklahoma City")."""
    if not city.seat:
        return False
    return fold(region.name) != key or city.population >= _METROPOLIS or skeleton(fold(city.name)) == skeleton(key)
