"""Cuts a text into words with their places, as the search for place names needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")
# "Kharkiv's" is Kharkiv, and "People's Republic" is one name.
_POSSESSIVE = re.compile(r"(?<!eople)(?<!EOPLE)(?<!\bRa)['’ʼ]s$", re.IGNORECASE)
_JOINS = frozenset({" ", "\u00a0", "-", "‑", "\u202f"})
_ABBREVIATED = frozenset({"st", "mt", "ft"})
_ENDS = re.compile(r"[.!?:;•\n\"“”»«\u2022]")


# Words that a headline in capitals leaves small.
_SMALL = frozenset({"with", "from", "into", "over", "after", "amid", "near", "than", "that", "under", "until"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word: `text[start:end]`; `joined` by a space or hyphen to the word before; `first` of its sentence."""

    text: str
    start: int
    end: int
    joined: bool
    hyphened: bool
    first: bool
    line: int

    @property
    def capital(self) -> bool:
        """Whether its first letter is a capital one (after an apostrophe too, as in "d'Ivoire")."""
        return self.text[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals, and more than one letter."""
        return len(self.text) > 1 and self.text.isupper() and "." not in self.text


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words in order; a possessive "'s" is no part of a word."""
    found: list[Word] = []
    last_end = 0
    line = 0
    for match in _WORD.finditer(text):
        body = _POSSESSIVE.sub("", match[0])
        gap = text[last_end : match.start()]
        line += gap.count("\n")
        before = found[-1].text.casefold() if found else ""
        found.append(
            Word(
                text=body,
                start=match.start(),
                end=match.start() + len(body),
                joined=bool(found) and (gap in _JOINS or (gap == ". " and before in _ABBREVIATED)),
                hyphened=gap in {"-", "‑"},
                first=not found or _ENDS.search(gap) is not None,
                line=line,
            ),
        )
        last_end = match.end() if body == match[0] else match.start() + len(body)
    return tuple(found)


def title_lines(words: tuple[Word, ...]) -> frozenset[int]:
    """Return the lines that are headlines in capitals throughout, where a capital says nothing."""
    capital: dict[int, int] = {}
    plain: set[int] = set()
    for word in words:
        if len(word.text) > 3 and word.text.casefold() not in _SMALL:
            if word.capital:
                capital[word.line] = capital.get(word.line, 0) + 1
            else:
                plain.add(word.line)
    return frozenset(line for line, count in capital.items() if count >= 4 and line not in plain)
