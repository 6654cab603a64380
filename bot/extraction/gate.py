"""The gate: which sentences can carry a claim at all, found without parsing.

An Aho-Corasick automaton (Aho and Corasick, 1975) over all forms of the lexicon's triggers runs over the lower-case
text in one pass. A trigger may only fire on a word that the gate knows, so the gate changes no claim.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick


class Gate:
    """Says whether a text holds one of a set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Build the automaton from lower-case words."""
        self._words = frozenset(words)
        self._automaton = ahocorasick.Automaton()
        for word in sorted(self._words):
            self._automaton.add_word(word, len(word))
        self._automaton.make_automaton()

    def opens(self, text: str) -> bool:
        """Return whether the text holds any of the words, not as a part of a longer word."""
        lowered = text.lower()
        last = len(lowered) - 1
        for end, length in self._automaton.iter(lowered):
            start = end - length + 1
            if (start == 0 or not lowered[start - 1].isalnum()) and (end == last or not lowered[end + 1].isalnum()):
                return True
        return False

    def knows(self, word: str) -> bool:
        """Return whether a lower-case word is one of the words."""
        return word in self._words
