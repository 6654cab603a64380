"""Figures in a sentence: distances, areas, shares, volumes, power, counts of settlements and assets, people cut off.

What the words around a figure allow becomes its bound: "at least 30" is open above (`low` 30, `high` `None`), "up to
50" open below, "about 30" open on both sides (`low` and `high` `None`), "30" exact (`low` = `high` = 30), and "10 to
15" lies between (`value` is the middle, bound `about`). A converted figure in brackets is no second quantity.
Casualties, troops, ages, prices, dates and weapons are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.extraction.figure_units import (
    CUSTOMERS,
    MEASURE,
    PERSONS,
    SETTLEMENTS,
    THINGS,
    Measure,
    measure_of,
    plural,
    singular,
)
from bot.extraction.numerals import DIGITS, DIGITS_AFTER_DASH, NUMBER, number
from bot.model.claim import Bound, Quantity, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantitySpan:
    """A figure in a sentence; `sentence[start:end]` is `quantity.text`, in code points.

    `noun` is what is counted, in the singular ("settlement"), or what a share is of ("a third of the city": "city");
    `None` for plain measures. `fall` is true where the figure says by how much something fell.
    """

    start: int
    end: int
    quantity: Quantity
    noun: str | None
    fall: bool


# "A mile" and "half a kilometre" are figures too, right before such a unit.
_ONE_UNIT: Final = r"\b(?i:half\s+an?|an?)(?=\s+(?:square\s+|nautical\s+)?(?:kilomet(?:er|re)|mile|hectare|megawatt)\b)"
_SECOND: Final = NUMBER.replace(DIGITS, DIGITS_AFTER_DASH)
_FIGURE: Final = re.compile(
    rf"(?P<low>{NUMBER})(?P<unit>\s?(?:km|miles?|%|m))?(?:\s?(?:-|–|—)\s?|\s+(?:to|and|or)\s+)(?P<high>{_SECOND})"
    rf"|(?P<one>{NUMBER}|{_ONE_UNIT})",
)
_DOZENS: Final = re.compile(
    r"\b(?P<word>(?:(?i:many|several)\s+)?(?i:tens|dozens|scores|hundreds|thousands|millions)"
    r"(?:\s+of\s+(?i:thousands|millions))?)\s+of\b",
)
_DOZENS_VALUE: Final = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2e6}
_SHARE: Final = re.compile(
    r"\b(?:(?P<n>(?i:an?|one|two|three|four|five|six|seven|eight|nine))[\s-]+)?(?P<part>(?i:hal(?:f|ves)|thirds?|quarters?"
    r"|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?))\s+(?:(?P<of>(?i:of))\s+)?"
    r"(?P<det>(?:(?i:the|an?|its|their|his|all|that|this)|[A-Z]\w+['’]s)\s+)?"
    r"(?:(?:[a-z]+-[a-z]+|(?:north|south|east|west)(?:ern|east|west|eastern|western)?|central)\s+){0,2}(?P<noun>[^\W\d][\w-]*)",
)
_PARTS: Final = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TIME_NOUNS: Final = frozenset(
    [
        "hour",
        "century",
        "year",
        "day",
        "month",
        "week",
        "decade",
        "minute",
        "match",
        "season",
        "game",
        "million",
        "billion",
        "dozen",
        "time",
    ],
)

# Of two that end before the same figure the longer counts, so that "no more than" is not read as "more than".
_BOUNDS: Final[Mapping[Bound, str]] = MappingProxyType(
    {
        Bound.ABOUT: (
            r"about|around|nearly|almost|roughly|approximately|approx\.?|circa|some|close\s+to|just\s+(?:over|under)"
            r"|an?\s+estimated|estimated|~|≈"
        ),
        Bound.AT_MOST: (
            r"(?:no|not)\s+more\s+than|up\s+to|at\s+most|less\s+than|fewer\s+than|under|below|within"
            r"|as\s+(?:much|many|far)\s+as|a\s+maximum\s+of"
        ),
        Bound.AT_LEAST: (
            r"(?:no|not)\s+(?:fewer|less)\s+than|(?:more|greater)\s+than|over|at\s+least|upwards?\s+of"
            r"|in\s+excess\s+of|above|exceeding|a\s+minimum\s+of"
        ),
    }
)
_BOUND_BEFORE: Final = tuple(
    (
        bound,
        re.compile(
            rf"(?:(?<=\W)|^)(?P<b>{words})\s*(?:(?:the|an?|another|a\s+further|a\s+total\s+of)\s+)?$",
            re.IGNORECASE,
        ),
    )
    for bound, words in _BOUNDS.items()
)
_BOUND_AFTER: Final = re.compile(
    r"\s+(?:(?P<more>or\s+more)|(?P<less>or\s+(?:less|fewer))|(?P<so>or\s+so))\b", re.IGNORECASE
)
_FALL_BEFORE: Final = re.compile(
    r"\b(?:down|fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)"
    r"|shr(?:ank|unk|inks?|inking)|slump(?:s|ed)?|plung(?:e|es|ed|ing)|plummet(?:s|ed|ing)?|cut(?:s|ting)?|slash(?:es|ed)?"
    r"|los(?:t|es|e|ing)|lower(?:ed)?)(?:\s+(?:[a-z]+\s+){0,4}by|\s+of)?\s*$",
    re.IGNORECASE,
)
_FALL_AFTER: Final = re.compile(
    r"[\s-]+(?:(?:of|in)\s+)?(?:drop|fall|decline|decrease|reduction|cut|slump|loss|lower|less|down)\b(?!\s+of\s+life)",
    re.IGNORECASE,
)
_CONVERTED: Final = re.compile(
    r"\s*(?:\((?:[^()\d]{0,20})|/\s?|,\s+or\s+(?:about\s+)?|,?\s+\(?or\s+(?:about\s+)?)$", re.IGNORECASE
)
_MODIFIER: Final = (
    r"(?!(?:of|in|and|or|at|on|the|to|a|an|near|from|for|with|by|were|was|is|are|had|has|have|as|that|who|into|over|after"
    r"|people|men|women|children|police|troops|civilians|aircraft|militia|dead|wounded|killed|injured|more\s+than"
    r"|United|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"(?:[^\W\d](?:[\w’'-]*[^\Ws])?|arms|communications|telecommunications|goods|fuels|sports|barracks|Houthis)"
)
_COUNTED: Final = re.compile(
    rf"(?:\s+(?:of\s+(?:the\s+)?)?(?:(?:more|other|new|further|additional)\s+)?)(?:{_MODIFIER}\s+){{0,3}}?"
    rf"(?:(?P<fuel>(?:oil|fuel|gas)\s+tankers?)|(?P<place>{'|'.join(map(plural, SETTLEMENTS))})"
    rf"|(?P<thing>{'|'.join(plural(one) for one in THINGS if one != 'tanker')})"
    rf"|(?P<customer>{'|'.join(map(plural, CUSTOMERS))})|(?P<person>{'|'.join(map(plural, PERSONS))}))\b"
    rf"(?![-’'])(?:\s+and\s+(?:{'|'.join(map(plural, SETTLEMENTS))})\b)?",
    re.IGNORECASE,
)
_DEPRIVED_AFTER: Final = re.compile(
    r"^(?:[^.;:]{0,50}\s)?(?:without|cut\s+off|lack(?:s|ed|ing)?|in\s+(?:the\s+dark|darkness)|with\s+no|no\s+longer\s+ha(?:d|ve)"
    r"|los(?:t|ing)|deprived|disconnected|experienc\w+\s+(?:power|water))\b",
    re.IGNORECASE,
)
_DEPRIVED_BEFORE: Final = re.compile(
    r"\b(?:depriv\w+|(?:power|electricity|gas|water|heating|heat|internet|supply|supplies|light)\s+(?:has\s+been\s+|was\s+|is\s+)?"
    r"(?:restored\s+)?(?:to|for)|cut(?:ting|s)?\s+off(?:\s+\w+)?(?:\s+(?:to|for|from))?|supply(?:ing)?|serv(?:es|ing|ed))"
    r"\s+(?:[a-z]+\s+){0,3}$",
    re.IGNORECASE,
)
_NOUN_ENDS: Final = re.compile(
    r"\s*(?:$|[^\w\s’'-]|(?:in|on|at|of|near|from|to|by|and|or|was|were|is|has|had|have|that|which|where|with|for|after"
    r"|along|outside|inside|without|there|out|only)\b)",
)
_YEAR_BEFORE: Final = re.compile(r"\b(?:in|since|of|by|until|early|late|mid|during|from)[\s-]$", re.IGNORECASE)


def find_quantities(sentence: str) -> tuple[QuantitySpan, ...]:
    """Return the sentence's quantities, sorted and not overlapping; deterministic, never raises."""
    found = [*_figures(sentence), *_dozens(sentence), *_shares(sentence)]
    found.sort(key=lambda span: (span.start, -span.end))
    kept: list[QuantitySpan] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _figures(sentence: str) -> list[QuantitySpan]:
    found: list[QuantitySpan] = []
    position = 0
    while match := _FIGURE.search(sentence, position):
        position = match.end()
        span = _figure(sentence, match, found[-1] if found else None)
        if span is None and match["low"] is not None:  # "80 and 30 villages": no range, so each figure alone
            position = match.end("low")
        elif span is not None:
            found.append(span)
            position = span.end
    return found


def _figure(sentence: str, match: re.Match[str], before: QuantitySpan | None) -> QuantitySpan | None:
    first, last = number(match["low"] or match["one"]), number(match["high"] or match["one"])
    if first is None or last is None:
        return None
    start = match.start()
    if match["low"] is not None:
        first = _same_scale(match["low"], match["high"], first)
        if first >= last or (
            re.search(r"\s(?:and|or)\s", match[0]) and not re.search(r"\bbetween\s+$", sentence[:start][-12:])
        ):
            return None
    unit = MEASURE.match(sentence, match.end())
    if unit is not None:
        return _measured(sentence, match, (first, last), unit, before)
    if match["unit"]:
        return None
    return _counted(sentence, match, (first, last))


def _same_scale(low: str, high: str, value: float) -> float:
    """Return the low end in the high end's scale: in "10 to 15 million" the ten are millions too."""
    scale = re.search(r"(?:million|billion|thousand)$", high, re.IGNORECASE)
    if scale and not re.search(r"[a-z]$", low, re.IGNORECASE):
        return value * (number(scale[0]) or 1.0)
    return value


def _measured(
    sentence: str,
    match: re.Match[str],
    figure: tuple[float, float],
    unit: re.Match[str],
    before: QuantitySpan | None,
) -> QuantitySpan | None:
    measure = measure_of(unit)
    if before is not None and before.quantity.unit is measure.unit:
        between = sentence[before.end : match.start()]
        if len(between) < 40 and _CONVERTED.match(between):
            return None
    if unit[0] == "m" and figure[1] < 20:  # "5m": as often millions as metres
        return None
    fall = _falls(sentence, match.start(), unit.end())
    noun = _share_of(sentence, unit.end()) if measure.unit is Unit.PERCENT else None
    return _span(sentence, match, unit.end(), figure, measure, noun=noun, fall=fall)


_PLAIN: Final = Measure(pattern="", unit=Unit.COUNT, factor=1.0)
_HEADS: Final = Measure(pattern="", unit=Unit.PEOPLE, factor=1.0)


def _counted(sentence: str, match: re.Match[str], figure: tuple[float, float]) -> QuantitySpan | None:
    counted = _COUNTED.match(sentence, match.end())
    if counted is None or figure[1] < 1 or not _agrees(sentence, counted, figure[1]):
        return None
    if re.fullmatch(r"(?:1[89]|20)\d\d", match[0]) and _YEAR_BEFORE.search(sentence[: match.start()][-8:]):
        return None
    if re.match(r"\s+of\b", counted[0]) and match[0].lower() == "one":  # "one of the villages" is a pronoun
        return None
    if (counted["person"] or counted["customer"]) and not _deprived(sentence, match.start(), counted.end()):
        return None
    noun = singular(counted[counted.lastgroup or 0])
    measure = _HEADS if counted["person"] else _PLAIN
    return _span(sentence, match, counted.end(), figure, measure, noun=noun, fall=False)


def _agrees(sentence: str, counted: re.Match[str], value: float) -> bool:
    """Whether noun and figure agree: "17 Obolon district" counts no districts, "one prison guard" no prison."""
    noun = counted[counted.lastgroup or 0].lower()
    if value > 1:
        return noun != singular(noun) or noun in {"people", "barracks"}
    return bool(_NOUN_ENDS.match(sentence, counted.end()))


def _deprived(sentence: str, start: int, end: int) -> bool:
    """Whether the words around people or customers say that they get no power, water and the like, or get it again."""
    return bool(
        _DEPRIVED_AFTER.match(sentence[end : end + 80]) or _DEPRIVED_BEFORE.search(sentence[max(0, start - 80) : start])
    )


def _dozens(sentence: str) -> list[QuantitySpan]:
    found = []
    for match in _DOZENS.finditer(sentence):
        counted = _COUNTED.match(sentence, match.end())
        if counted is None:
            continue
        words = match["word"].lower().split()
        value = 1.0
        for word in words:
            value *= _DOZENS_VALUE.get(word, 1)
        if "of" in words:  # "tens of thousands": twenty thousand, not twenty times two thousand
            value /= 2
        if (counted["person"] or counted["customer"]) and not _deprived(sentence, match.start(), counted.end()):
            continue
        quantity = Quantity(
            unit=Unit.PEOPLE if counted["person"] else Unit.COUNT,
            value=float(value),
            low=float(value),
            high=None,
            bound=Bound.AT_LEAST,
            text=sentence[match.start() : counted.end()],
        )
        found.append(
            QuantitySpan(
                start=match.start(),
                end=counted.end(),
                quantity=quantity,
                noun=singular(counted[counted.lastgroup or 0]),
                fall=False,
            ),
        )
    return found


def _shares(sentence: str) -> list[QuantitySpan]:
    found = []
    for match in _SHARE.finditer(sentence):
        part = match["part"].lower()
        part = "half" if part.startswith("hal") else part.removesuffix("s")
        denominator = _PARTS.index(part) + 2
        numerator = number(match["n"]) if match["n"] else None
        det = (match["det"] or "").strip().lower()
        plain_half = part == "half" and (match["of"] or det not in {"", "a", "an"})
        if match["noun"].lower() in _TIME_NOUNS or (numerator is None and not plain_half):
            continue
        if not (match["of"] or match["det"]) or re.search(
            r"\b(?:first|second|last|other)\s+$", sentence[: match.start()][-8:]
        ):
            continue
        value = round(100.0 * (numerator or 1.0) / denominator, 2)
        figure = (value, value)
        end = match.end("of") if match["of"] else match.end("part")
        if value <= 100:
            measure = Measure(pattern="", unit=Unit.PERCENT, factor=1.0)
            found.append(_span(sentence, match, end, figure, measure, noun=match["noun"].lower(), fall=False))
    return found


def _falls(sentence: str, start: int, end: int) -> bool:
    before = sentence[max(0, start - 60) : start]
    bounded = _bound(before)[1]
    if _FALL_BEFORE.search(before[: len(before) - bounded] if bounded else before):
        return not re.match(r"\s+of\b", sentence[end : end + 5])  # "lost 20 per cent of its land" is a share
    return bool(_FALL_AFTER.match(sentence, end))


def _share_of(sentence: str, end: int) -> str | None:
    of = re.compile(r"\s+of\s+(?:(?:the|its|their|all|that|this)\s+|[A-Z]\w+['’]s\s+)?(?:[a-z]+al\s+)?([^\W\d][\w-]*)")
    match = of.match(sentence, end)
    return match[1].lower() if match else None


def _bound(before: str) -> tuple[Bound, int]:
    """Return the bound that the words before a figure set, and how many characters they take."""
    best = (Bound.EXACT, 0)
    for bound, pattern in _BOUND_BEFORE:
        match = pattern.search(before)
        if match and len(before) - match.start() > best[1]:
            best = (bound, len(before) - match.start())
    return best


def _span(
    sentence: str,
    match: re.Match[str],
    end: int,
    figure: tuple[float, float],
    measure: Measure,
    *,
    noun: str | None,
    fall: bool,
) -> QuantitySpan:
    start = match.start()
    bound, length = _bound(sentence[max(0, start - 40) : start])
    start -= length
    after = _BOUND_AFTER.match(sentence, end)
    if after:
        bound = Bound.AT_LEAST if after["more"] else Bound.AT_MOST if after["less"] else Bound.ABOUT
        end = after.end()
    sign = -1.0 if fall and measure.unit is Unit.PERCENT else 1.0
    low, high = sorted(round(sign * value * measure.factor, 6) for value in figure)
    ranged = low != high
    value = round((low + high) / 2, 6)
    open_low, open_high = bound in {Bound.AT_MOST, Bound.ABOUT}, bound in {Bound.AT_LEAST, Bound.ABOUT}
    if ranged:
        between = re.search(r"\b(?:between|from)\s+$", sentence[:start], re.IGNORECASE)
        start = between.start() if between else start
        bound, open_low, open_high = Bound.ABOUT, False, False
    quantity = Quantity(
        unit=measure.unit,
        value=value,
        low=None if open_low else low,
        high=None if open_high else high,
        bound=bound,
        text=sentence[start:end],
    )
    return QuantitySpan(start=start, end=end, quantity=quantity, noun=noun, fall=fall)
