"""Short names that an article gives a side itself: "the Northern Army (NA) … the NA said"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.extraction.sides import SideForm, SideMention

# What stands in brackets behind a name, with or without an article.
_DEFINED = re.compile(r"\s*\((?:the )?(?P<short>[A-Z][A-Za-z]{1,7}(?:-[A-Z]+)?)\)")
# How many capitals make a short name.
_CAPITALS = 2
# "Norland Armed Forces (NAF)": words between a people's name and the brackets.
_FORCES = re.compile(r"(?:'s|’s)?\s+(?:[A-Z][a-z]+\s+){0,3}(?:Army|Forces|Force)(?=\s*\()")


def with_abbreviations(
    sentences: Sequence[str], sides: Mapping[int, tuple[SideMention, ...]]
) -> dict[int, tuple[SideMention, ...]]:
    """Add the sides that stand in the text by a short name which the article defined before."""
    result = dict(sides)
    defined: dict[str, str] = {}
    for number, text in enumerate(sentences):
        if defined:
            result[number] = _with_short_names(text, result.get(number, ()), defined)
        if "(" not in text:
            continue
        for mention in sides.get(number, ()):
            between = _FORCES.match(text, mention.end)
            found = _DEFINED.match(text, between.end() if between is not None else mention.end)
            named = mention.form is SideForm.NAME or between is not None
            if found is None or not named or sum(letter.isupper() for letter in found["short"]) < _CAPITALS:
                continue
            defined.setdefault(found["short"], mention.side)
    return result


def _with_short_names(
    text: str, mentions: tuple[SideMention, ...], defined: Mapping[str, str]
) -> tuple[SideMention, ...]:
    added: list[SideMention] = []
    for short, side in defined.items():
        if short not in text:
            continue
        added.extend(
            SideMention(start=match.start(), end=match.end(), text=short, side=side, form=SideForm.NAME)
            for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text)
            if not any(one.start < match.end() and match.start() < one.end for one in mentions)
        )
    return tuple(sorted((*mentions, *added), key=lambda one: one.start)) if added else mentions
