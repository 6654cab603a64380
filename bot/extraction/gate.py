"""The gate: which sentences can carry a claim at all, found without parsing.

An Aho-Corasick automaton (Aho and Corasick, 1975) over all forms of the lexicon's triggers runs over the lower-case
text in one pass. A word that is a trigger only with a particle ("force … out") counts where the particle follows. A
trigger may only fire on a word that the gate found, so the gate changes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import ahocorasick

from bot.extraction.names import lowered as lowered_in_place

# How far behind its verb a particle may stand, in characters.
_REACH = 90


class Gate:
    """Finds the trigger words of a text."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """Build the automaton from lower-case words, each with the particles it needs (none: it stands alone)."""
        self._automaton = ahocorasick.Automaton()
        for word in sorted(words):
            particles = tuple(sorted(set(words[word])))
            needs = re.compile(rf"\b(?:{'|'.join(map(re.escape, particles))})\b") if particles else None
            self._automaton.add_word(word, (len(word), needs))
        self._automaton.make_automaton()

    def hits(self, text: str) -> frozenset[int]:
        """Return the offsets at which a trigger word begins; words within longer words do not count."""
        lowered = lowered_in_place(text)
        last = len(lowered) - 1
        found = set()
        for end, (length, needs) in self._automaton.iter(lowered):
            start = end - length + 1
            if start and lowered[start - 1].isalnum():
                continue
            if end < last and lowered[end + 1].isalnum():
                continue
            if needs is None or needs.search(lowered, end + 1, end + _REACH):
                found.add(start)
        return frozenset(found)


def gate_words(*, plain: Iterable[str], phrased: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Join words that stand alone with words that need a particle; a word in both stands alone."""
    words: dict[str, set[str]] = {word: set(particles) for word, particles in phrased.items()}
    words.update({word: set() for word in plain})
    return words
