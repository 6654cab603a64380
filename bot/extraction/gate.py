"""The gate: which sentences can carry a claim at all, found without parsing.

An Aho-Corasick automaton over the stems of the lexicon (design after Aho and Corasick, 1975) runs over the lower-case
text in one pass. A trigger may only fire in a sentence that the gate lets through, so the gate changes no claim.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick


class Gate:
    """Says whether a text holds a stem at the beginning of a word."""

    def __init__(self, stems: Iterable[str]) -> None:
        """Build the automaton from lower-case stems."""
        self._automaton = ahocorasick.Automaton()
        for stem in sorted(set(stems)):
            self._automaton.add_word(stem, len(stem))
        self._automaton.make_automaton()

    def opens(self, text: str) -> bool:
        """Return whether any stem begins a word of the text."""
        lowered = text.lower()
        for end, length in self._automaton.iter(lowered):
            start = end - length + 1
            if start == 0 or not lowered[start - 1].isalpha():
                return True
        return False


def stem(word: str) -> str:
    """Return a stem that begins every inflected form of an English word: "carries" and "carry" share "carr"."""
    irregular = _IRREGULAR.get(word)
    if irregular is not None:
        return irregular
    if len(word) > 4 and word[-1] in "ey":
        return word[:-1]
    return word


def stems(words: Iterable[str]) -> set[str]:
    """Return the stems of the first words of lexicon entries, irregular forms included."""
    found = set()
    for entry in words:
        first = entry.lower().split()[0]
        found.add(stem(first))
        found.update(_FORMS.get(first, ()))
    return found


# Prefixes shared by all forms where cutting the last letter is not enough.
_IRREGULAR = {"quit": "quit", "lie": "l", "tie": "t"}
# Forms that do not begin with the stem.
_FORMS: dict[str, tuple[str, ...]] = {
    "take": ("took",), "retake": ("retook",), "fall": ("fell",), "lose": ("lost", "losing"), "leave": ("left",),
    "hold": ("held",), "win": ("won",), "fight": ("fought",), "beat": ("beat",), "strike": ("struck",),
    "blow": ("blew",), "go": ("gone", "went"), "give": ("gave", "given"), "break": ("broke",), "withdraw": ("withdrew",),
    "drive": ("drove",), "overrun": ("overran",), "flee": ("fled",), "bring": ("brought",), "come": ("came",),
    "rebuild": ("rebuilt",), "keep": ("kept",), "lay": ("laid",), "see": ("saw",), "sink": ("sank", "sunk"),
    "have": ("has", "had"), "be": ("is", "are", "was", "were", "been"), "set": ("set",), "light": ("lit",),
    "shut": ("shut",), "run": ("ran",), "stand": ("stood",), "sweep": ("swept",), "hit": ("hit",), "show": ("show",),
    "grab": ("grab",), "press": ("press",), "wrest": ("wrest",), "land": ("land",), "lie": ("lay", "lies", "lying"),
    "burn": ("burn",),
}  # fmt: skip
