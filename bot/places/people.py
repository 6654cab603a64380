"""Who of a text's capitalised words is a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.places.cues import Cues
from bot.places.words import Word


def surnames(words: Sequence[Word], keys: Sequence[str], titles: Collection[int], cues: Cues) -> frozenset[str]:
    """Return the words that follow a title or a given name somewhere in the text.

    `keys` are the words folded, `titles` the lines that are headlines in capitals.
    """
    found = set()
    for place, word in enumerate(words):
        if not place or not word.joined or not word.capital or word.line in titles:
            continue
        before = keys[place - 1]
        person = before in cues.given_names or (before in cues.titles and words[place - 1].capital)
        if person and words[place - 1].capital and keys[place] not in cues.nationalities:
            found.add(word.text)
    return frozenset(found)
