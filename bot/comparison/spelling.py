"""Folding of names, so that spellings of one name compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"[’'`ʼʹ]")
_GAPS = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)  # the same few names are folded for every pair
def fold(text: str) -> str:
    """Return lower case without accents, apostrophes and punctuation, words parted by single spaces."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _GAPS.sub(" ", _APOSTROPHES.sub("", plain)).strip().casefold()
