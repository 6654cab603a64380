"""Folding of names, so that spellings of one name compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"[’'`ʼʹ]")
_GAPS = re.compile(r"[\W_]+")
# What one report writes of a thing's name and another leaves out: the Arabic article, and words for what it deals in.
# The word for what it is stays: a refinery and a base of one name are two things.
_FILLERS = frozenset(
    {
        "a",
        "al",
        "an",
        "as",
        "at",
        "ad",
        "el",
        "international",
        "main",
        "military",
        "national",
        "oil",
        "ar",
        "power",
        "the",
        "water",
    }
)
_ONE_WORD = {"airbase": "air base", "airfield": "air base", "airstrip": "air base", "centre": "center"}


@lru_cache(maxsize=8192)  # the same few names are folded for every pair
def fold(text: str) -> str:
    """Return lower case without accents, apostrophes and punctuation, words parted by single spaces."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _GAPS.sub(" ", _APOSTROPHES.sub("", plain)).strip().casefold()


@lru_cache(maxsize=8192)  # as above
def bare_name(text: str) -> str:
    """Return a thing's own name, folded, without what some leave out: "jaili refinery" of "Al-Jaili oil refinery"."""
    words = [_ONE_WORD.get(word, word) for word in fold(text).split()]
    kept = [word for word in words if word not in _FILLERS]
    # "the main power station" is no name but for its fillers
    return " ".join(kept if len(kept) > 1 else words)


def without_fillers(text: str) -> str:
    """Return the words that say what a thing is, folded, without those that some leave out: "refinery"."""
    words = fold(text).split()
    return " ".join([word for word in words if word not in _FILLERS] or words)
