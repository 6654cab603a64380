"""The gate: which sentences can carry a claim at all, found without parsing.

An Aho-Corasick automaton (Aho and Corasick, 1975) over all forms of the lexicon's triggers runs over the lower-case
text in one pass. A word that is a trigger only with a particle ("force … out") counts where the particle follows. A
trigger may only fire on a word that the gate found, so the gate changes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

from bot.extraction.names import lowered as lowered_in_place

Kind = TypeVar("Kind", bound=Hashable | None)

# How far behind its verb a particle may stand, in characters.
_REACH = 90


class KindGate(Generic[Kind]):
    """Finds words of several kinds in one pass; a word may be of many, each with particles of its own."""

    def __init__(self, words: Mapping[str, Mapping[Kind, Iterable[str]]]) -> None:
        """Build the automaton from lower-case words: for each kind the particles it needs (none: it stands alone)."""
        self._automaton = ahocorasick.Automaton()
        for word in sorted(words):
            kinds = tuple((kind, _particles(particles)) for kind, particles in words[word].items())
            self._automaton.add_word(word, (len(word), kinds))
        self._automaton.make_automaton()

    def hits(self, text: str) -> Iterator[tuple[int, Kind]]:
        """Yield where a word begins, and its kind; words within longer words do not count."""
        lowered = lowered_in_place(text)
        last = len(lowered) - 1
        for end, (length, kinds) in self._automaton.iter(lowered):
            start = end - length + 1
            if start and lowered[start - 1].isalnum():
                continue
            if end < last and lowered[end + 1].isalnum():
                continue
            for kind, needs in kinds:
                if needs is None or needs.search(lowered, end + 1, end + _REACH):
                    yield start, kind


class Gate:
    """Finds the trigger words of a text."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """Build the automaton from lower-case words, each with the particles it needs (none: it stands alone)."""
        self._words = KindGate({word: {None: tuple(particles)} for word, particles in words.items()})

    def hits(self, text: str) -> frozenset[int]:
        """Return the offsets at which a trigger word begins; words within longer words do not count."""
        return frozenset(start for start, _ in self._words.hits(text))


class WordSearch:
    """Tells whether any of many words stands in a text; one that ends in `*` stands for all that begin so."""

    def __init__(self, words: Iterable[str]) -> None:
        """Build the automaton; capitals do not count."""
        self._automaton = ahocorasick.Automaton()
        for word in sorted(set(words)):
            stem = word.removesuffix("*").lower()
            whole = not word.endswith("*") and self._automaton.get(stem, (0, True))[1]
            self._automaton.add_word(stem, (len(stem), whole))
        self._automaton.make_automaton()

    def stands_in(self, text: str) -> bool:
        """Whether one of the words stands in the text, not as a part of a longer word."""
        lowered = lowered_in_place(text)
        last = len(lowered) - 1
        for end, (length, whole) in self._automaton.iter(lowered):
            start = end - length + 1
            if start and _in_word(lowered[start - 1]):
                continue
            if not whole or end == last or not _in_word(lowered[end + 1]):
                return True
        return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _particles(particles: Iterable[str]) -> re.Pattern[str] | None:
    words = sorted(set(particles))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b") if words else None


def gate_words(*, plain: Iterable[str], phrased: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Join words that stand alone with words that need a particle; a word in both stands alone."""
    words: dict[str, set[str]] = {word: set(particles) for word, particles in phrased.items()}
    words.update({word: set() for word in plain})
    return words
