"""Text from articles made safe to show: no escape sequences, no control characters, directions kept apart."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

# ECMA-48: control sequences (CSI … final byte), strings (OSC, DCS, SOS, PM, APC … terminator), two-byte escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# Joiners belong to the spelling of Persian, Hindi and emoji; every other invisible character can only mislead.
_KEPT_INVISIBLE = frozenset("\u200c\u200d")
_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean(text: str, *, lines: bool = False) -> str:
    """Return the text without what a terminal would obey or what would mislead a reader, its white space folded.

    With `lines`, line breaks stay; otherwise they become spaces. Lone surrogates become U+FFFD, so that the text can
    be written in any encoding form of Unicode.
    """
    text = _ESCAPES.sub("", text)
    text = _BREAKS.sub("\n" if lines else " ", text)
    kept = "".join(_visible(character) for character in text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n")) if lines else _fold(kept)


def isolated(text: str) -> str:
    """Return the cleaned text, its runs of right-to-left words set apart, so that they cannot reorder the line."""
    safe = clean(text)
    if not _is_right_to_left(safe):
        return safe
    runs = groupby(safe.split(" "), key=_is_right_to_left)
    return " ".join(
        f"{_FIRST_STRONG_ISOLATE}{' '.join(words)}{_POP_ISOLATE}" if backwards else " ".join(words)
        for backwards, words in runs
    )


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def _visible(character: str) -> str:
    if character == "\n" or character in _KEPT_INVISIBLE:
        return character
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cf", "Co"} else character


def _fold(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
