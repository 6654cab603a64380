"""Finds many known phrases in a text at once (Aho-Corasick), at word boundaries, the longest first.

Hyphens and spaces count as the same, and so do straight and curly apostrophes; capitals count. Offsets stay those of
the text, in code points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from unicodedata import combining, normalize

import ahocorasick

T = TypeVar("T")

_FOLDED: Final = str.maketrans(dict.fromkeys("-‐‑‒–—\u00a0\u202f\n\t", " ") | dict.fromkeys("’‘ʼ`", "'"))
_SHORT: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit(Generic[T]):
    """A phrase found at `start:end`, with what it stands for."""

    start: int
    end: int
    value: T


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as prose, for closed classes of words in the code."""
    return tuple(text.split())


def folded(text: str) -> str:
    """Return the text with hyphens as spaces and apostrophes straight, code point for code point."""
    return text.translate(_FOLDED)


def unaccented(text: str) -> str:
    """Return the text with letters in place of accented ones."""
    return "".join(one for one in normalize("NFKD", text) if not combining(one))


def lowered(text: str) -> str:
    """Return the text in lower case, code point for code point (what would grow or shrink stays as it is)."""
    low = text.lower()
    # A sigma becomes another letter at the end of a word, so that it is looked at alone.
    if len(low) == len(text) and "\u03a3" not in text:
        return low
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def spellings(phrase: str) -> tuple[str, ...]:
    """Return the ways to capitalise a name: as it is, with "Al-" for "al-", and in capitals where it is long enough."""
    forms = [phrase]
    if phrase.startswith("al-"):
        forms.append("Al" + phrase[2:])
    forms.extend(form.upper() for form in tuple(forms) if len(form) > _SHORT)
    return tuple(dict.fromkeys(forms))


class PhraseIndex(Generic[T]):
    """Known phrases with a value each; of two values for one phrase, the first stays."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, value in phrases:
            key = folded(phrase)
            if key and key not in self._automaton:
                self._automaton.add_word(key, (len(key), value))
        if len(self._automaton):
            self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Hit[T], ...]:
        """Return the phrases in the text that no longer phrase overlaps, sorted."""
        if not len(self._automaton):
            return ()
        plain = folded(text)
        hits: list[Hit[T]] = [
            Hit(start=last + 1 - length, end=last + 1, value=value)
            for last, (length, value) in self._automaton.iter(plain)
            if _bounded(plain, last + 1 - length, last + 1)
        ]
        return longest(hits)


def longest(hits: Iterable[Hit[T]]) -> tuple[Hit[T], ...]:
    """Return the hits that no longer (or equally long, earlier) hit overlaps, sorted."""
    kept: dict[int, Hit[T]] = {}
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda one: (one.start - one.end, one.start)):
        if hit.start not in taken and hit.end - 1 not in taken:
            kept[hit.start] = hit
            taken.update(range(hit.start, hit.end))
    return tuple(kept[start] for start in sorted(kept))


def _bounded(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after in {"_", "$"})
