"""The units and counted things that figures come in, and how each is converted to the contract's units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.extraction.names import words
from bot.model.claim import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A unit of measurement: what it is written like, what it converts to, and the factor between."""

    pattern: str
    unit: Unit
    factor: float


_METRE: Final = r"met(?:er|re)s?"
_SQUARE: Final = r"(?:square|sq\.?)[\s-]*"

# The longer spelling stands first where one begins another: "sq km" before "km", "km2" before "km".
MEASURES: Final[tuple[Measure, ...]] = (
    Measure(
        pattern=rf"{_SQUARE}(?:km|kms|kilo{_METRE})|km\s?(?:2|²)|kilo{_METRE}\s+squared", unit=Unit.KM2, factor=1.0
    ),
    Measure(pattern=rf"{_SQUARE}(?:mi|miles?)|mi\s?(?:2|²)", unit=Unit.KM2, factor=2.589988),
    Measure(pattern=rf"{_SQUARE}(?:m|{_METRE})|m\s?²", unit=Unit.KM2, factor=1e-6),
    Measure(pattern=r"hectares?|ha", unit=Unit.KM2, factor=0.01),
    Measure(pattern=r"acres?", unit=Unit.KM2, factor=0.004046856),
    Measure(pattern=r"nautical[\s-]+miles?|nm(?=\W|$)", unit=Unit.KM, factor=1.852),
    Measure(pattern=rf"kms?|kilo{_METRE}", unit=Unit.KM, factor=1.0),
    Measure(pattern=r"miles?", unit=Unit.KM, factor=1.609344),
    Measure(
        pattern=rf"(?:billion[\s-]+)cubic[\s-]+{_METRE}|bcm",
        unit=Unit.M3,
        factor=1e9,
    ),
    Measure(pattern=r"mcm", unit=Unit.M3, factor=1e6),
    Measure(pattern=rf"(?:cubic|cu\.?)[\s-]*{_METRE}|m\s?[3³](?!\d)", unit=Unit.M3, factor=1.0),
    Measure(pattern=r"(?:cubic|cu\.?)[\s-]*(?:feet|foot|ft)", unit=Unit.M3, factor=0.028316847),
    Measure(pattern=r"lit(?:er|re)s?", unit=Unit.M3, factor=0.001),
    Measure(pattern=r"gallons?", unit=Unit.M3, factor=0.003785412),
    Measure(pattern=r"barrels?|bpd", unit=Unit.M3, factor=0.158987295),
    Measure(pattern=rf"m|{_METRE}", unit=Unit.KM, factor=0.001),
    Measure(pattern=r"gigawatts?|GW", unit=Unit.MW, factor=1000.0),
    Measure(pattern=r"megawatts?|MW", unit=Unit.MW, factor=1.0),
    Measure(pattern=r"kilowatts?|kW", unit=Unit.MW, factor=0.001),
    Measure(pattern=r"%|per\s?-?cent(?:age\s+points?)?|percentage\s+points?|pct\b", unit=Unit.PERCENT, factor=1.0),
)
"""Every unit read; barrels and litres become cubic metres, miles kilometres, hectares square kilometres."""

# Energy ("MWh") and speed ("km/h") are other things than power and distance.
_AFTER_UNIT: Final = r"(?![\w²³])(?!\s*(?:/\s*h|per\s+hour|an\s+hour|-hours?\b|hours?\b))"

MEASURE: Final = re.compile(
    r"[\s-]?(?:" + "|".join(f"(?P<m{index}>{one.pattern})" for index, one in enumerate(MEASURES)) + ")" + _AFTER_UNIT,
    re.IGNORECASE,
)
"""A unit right behind a figure; the group `m<index>` that matched says which of `MEASURES`."""


def measure_of(match: re.Match[str]) -> Measure:
    """Return which measure a match of `MEASURE` is."""
    return MEASURES[int((match.lastgroup or "m0")[1:])]


SETTLEMENTS: Final = words(
    """
    settlement village town city hamlet district neighbourhood neighborhood community locality suburb municipality
    parish township commune region province county state area
    """
)
"""Places that are counted when they change hands."""

THINGS: Final = words(
    """
    position outpost checkpoint crossing base facility site installation compound camp hospital clinic school
    university kindergarten college bridge dam road highway railway station substation plant reactor pylon line
    transformer tower mast pipeline refinery depot terminal well field port harbour harbor airport airfield airbase
    runway hangar mosque church cathedral temple synagogue building house home apartment flat household block shop
    market warehouse factory mill silo mine office barracks prison wharf pier tunnel lock reservoir borehole sawmill
    tanker
    """
)
"""Things that are counted when they are hit, cut or restored ("tanker" only with oil, fuel or gas before it)."""

CUSTOMERS: Final = ["customer", "consumer", "subscriber", "user"]
"""Connections: counted where the words around speak of supply."""

PERSONS: Final = [
    "people",
    "person",
    "resident",
    "inhabitant",
    "civilian",
    "family",
    "child",
    "patient",
    "citizen",
    "villager",
]
"""Persons: counted where the words around say what they are cut off from, since casualties are no quantity here."""


def plural(noun: str) -> str:
    """Return a pattern for a noun's singular and plural."""
    if noun in {"people", "person", "barracks"}:
        return re.escape(noun)
    if noun == "child":
        return "child(?:ren)?"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{re.escape(noun[:-1])}(?:y|ies)"
    return f"{re.escape(noun)}(?:e?s)?"


def singular(word: str) -> str:
    """Return the singular of a word that `plural` matched, lower case."""
    folded = word.lower()
    if folded in {"people", "person", "barracks", "premises"}:
        return folded
    if folded == "children":
        return "child"
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    if folded.endswith(("ches", "shes", "sses", "xes")):
        return folded[:-2]
    return folded.removesuffix("s") if not folded.endswith("ss") else folded
