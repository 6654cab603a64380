"""Numbers as an article writes them: "1,000", "72 million", "twenty-five", "a dozen"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_ONES: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL: Final[Mapping[str, int]] = MappingProxyType(
    {word: value for value, word in enumerate(_ONES, 1)} | {word: value * 10 for value, word in enumerate(_TENS, 2)},
)
_SCALES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1e3,
        "k": 1e3,
        "million": 1e6,
        "m": 1e6,
        "mn": 1e6,
        "mln": 1e6,
        "billion": 1e9,
        "bn": 1e9,
    },
)

NUMBER_WORDS: Final = (*_ONES[1:], *_TENS, "dozen", "hundred")
"""Words for more than one of something: "ten", "a hundred"."""

_SMALL_PATTERN: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[-‐-–\s](?:{'|'.join(_ONES[:9])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
_SCALE_WORD: Final = r"(?:dozen|hundred|thousand|million|billion)"
_GROUPED: Final = r"(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE_AFTER: Final = r"(?:\s?(?:million|billion|thousand|hundred|mln|mn|bn|k)\b)?"

DIGITS: Final = rf"(?<![\w.,/:$€£¥-]){_GROUPED}{_SCALE_AFTER}"
"""A figure in digits with its scale; not inside a word, a price, a clock time or a longer figure."""

DIGITS_AFTER_DASH: Final = rf"(?<![\w.,/:$€£¥]){_GROUPED}{_SCALE_AFTER}"
"""The same where a dash may stand before it: the high end of a range."""

WORDS: Final = (
    rf"\b(?i:half\s+a\s+(?:dozen|million)|(?:an?|{_SMALL_PATTERN})\s+{_SCALE_WORD}"
    rf"(?:\s+(?:thousand|million|(?:and\s+)?{_SMALL_PATTERN}(?!\s+{_SCALE_WORD})))?|{_SMALL_PATTERN})\b"
)
"""A figure in words. "An" and "a" count only before "dozen", "hundred" and the like."""

NUMBER: Final = rf"(?:{DIGITS}|{WORDS})"
"""A figure in digits or words, as a regular expression without groups."""

_TOKEN: Final = re.compile(r"\d[\d,.   ]*|[^\W\d]+")


def number(text: str) -> float | None:
    """Return the value of what `NUMBER` matches ("1,000", "a dozen", "2.5 million"), or `None` where it is none."""
    total, current = 0.0, None
    for word in _TOKEN.findall(text.lower()):
        if word[0].isdigit():
            digits = re.sub(r"[,\s]", "", word).rstrip(".")
            try:
                current = float(digits)
            except ValueError:
                return None
        elif word == "half":
            current = 0.5
        elif word in {"a", "an"}:
            current = 1.0 if current is None else current
        elif word in _SMALL:
            value = _SMALL[word]
            current = value if current is None else current + value
        elif word in _SCALES:
            current = (1.0 if current is None else current) * _SCALES[word]
            if _SCALES[word] >= 1e3:
                total, current = total + current, None
        elif word != "and":
            return None
    if current is None and not total:
        return None
    return total + (current or 0.0)
