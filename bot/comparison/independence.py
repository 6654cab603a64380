"""Which sources are independent of one another: not one voice, not one text, and not of one side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

from bot.comparison.grouping import Grouping
from bot.comparison.judgement import CopySearch, CopyTest
from bot.comparison.rules import Rules
from bot.comparison.speakers import own_voice, same_speaker
from bot.model.claim import Attribution
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue

_Voice: TypeAlias = tuple[Attribution, str | None, str | None]


def independent(
    one: Sourced, other: Sourced, *, sides: SideCatalogue, rules: Rules, copies: CopyTest | None = None
) -> bool:
    """Whether two claims come from sources of which one does not depend on the other.

    Not one speaker, also not through two outlets; not two voices of one side or of its allies; not an outlet that says
    both in its own voice; and, where `copies` is given, not one text.
    """
    if one.claim.id == other.claim.id or same_speaker(one, other, sides=sides, rules=rules.speakers):
        return False
    a, b = one.claim.attribution.side, other.claim.attribution.side
    if a is not None and b is not None and sides.allied(a, b):
        return False
    if a is None and b is None and own_voice(one) == own_voice(other) and one.article.publisher is not None:
        outlets = one.article.publisher == other.article.publisher
        if outlets and (own_voice(one) or one.claim.attribution.speaker == other.claim.attribution.speaker):
            return False
    return copies is None or one.article.id == other.article.id or not copies(one.article, other.article)


def count_sources(claims: Sequence[Sourced], *, sides: SideCatalogue, rules: Rules, copies: CopySearch) -> int:
    """Return how many sources the claims have that do not depend on one another.

    What depends on one of a group belongs to the group, so that no chain of copies and allies counts twice.
    """
    groups: Grouping[int] = Grouping()
    # Numbers for the voices: they are looked up for every pair.
    numbers: dict[_Voice, int] = {}
    texts: dict[tuple[int, str], Sourced] = {}
    for one in claims:
        number = numbers.setdefault(_voice(one), len(numbers))
        texts.setdefault((number, one.article.id), one)
    voices = {number: one for (number, _), one in reversed(texts.items())}
    for (a, one), (b, other) in combinations(voices.items(), 2):
        if groups.apart(a, b) and not independent(one, other, sides=sides, rules=rules):
            groups.join(a, b)
    voices_of: dict[str, set[int]] = {}
    for number, article in texts:
        voices_of.setdefault(article, set()).add(number)
    for one_text, other_text in copies(list({one.article.id: one.article for one in claims}.values())):
        for a in voices_of[one_text.id]:
            for b in voices_of[other_text.id]:
                groups.join(a, b)
    return len({groups.root(number) for number in numbers.values()})


def _voice(sourced: Sourced) -> _Voice:
    """Return the same for claims that are one source whatever their texts: of one speaker for a side, or in one outlet.

    Without an outlet's name, nothing tells whether two are one.
    """
    said, publisher = sourced.claim.attribution, sourced.article.publisher
    if said.side is not None and not own_voice(sourced):
        return said, None, None
    return said, publisher, sourced.claim.id if publisher is None else None
