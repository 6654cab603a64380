"""How much and which part of a town a claim names: "the centre of X", "most of X"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.comparison.spelling import fold
from bot.model.claim import Claim, Extent

_HELD = re.compile(r"\b(control|possession|charge|hold|grip) (?:of|on|over)\b")


def same_part(a: Claim, b: Claim, *, parts: Mapping[str, frozenset[str]]) -> bool:
    """Whether both claims name one and the same part of their places, and no piece of it."""
    one, other = part_of(a, parts=parts), part_of(b, parts=parts)
    return one is not None and one == other


def part_of(claim: Claim, *, parts: Mapping[str, frozenset[str]]) -> str | None:
    """Return the part of its place that a claim's quote names ("centre", "east"); `None` for none or several."""
    if claim.place is None:
        return None
    name = re.escape(fold(claim.place.text))
    found = set()
    for mention in claim.mentions:
        # "In control of the centre" is no centre of another part.
        text = _HELD.sub(r"\1", fold(mention.quote))
        for part, words in parts.items():
            any_word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
            behind = rf"\bthe (?:{any_word})(?: part| half| side)? of (?:the (?:\w+ ){{0,2}}of )?{name}\b"
            before = rf"(?<!of )(?<!in )\b(?:{any_word}) {name}\b"
            if re.search(rf"(?<!of )(?<!in )(?:{behind})", text) or re.search(before, text):
                found.add(part)
    return found.pop() if len(found) == 1 else None


def is_most(claim: Claim, *, most: frozenset[str]) -> bool:
    """Whether the part that a claim speaks of leaves nothing to speak of: "still hold most of X"."""
    if claim.extent is not Extent.PARTIAL or claim.quantities:
        return False
    quotes = [f" {fold(mention.quote)} " for mention in claim.mentions]
    return any(f" {phrase} " in quote for phrase in most for quote in quotes)
