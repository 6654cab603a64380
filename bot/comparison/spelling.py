"""Folding of names, so that spellings of one name compare."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"[’'`ʼʹ]")
_GAPS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return lower case without accents, apostrophes and punctuation, words parted by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _GAPS.sub(" ", _APOSTROPHES.sub("", plain)).strip().casefold()
