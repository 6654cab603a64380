"""Which sources are independent of one another: not one voice, not one text, and not of one side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.comparison.judgement import CopyTest
from bot.comparison.rules import Rules
from bot.comparison.speakers import own_voice, same_speaker
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue


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


def count_sources(claims: Sequence[Sourced], *, sides: SideCatalogue, rules: Rules, copies: CopyTest) -> int:
    """Return how many sources the claims have that do not depend on one another.

    What depends on one of a group belongs to the group, so that no chain of copies and allies counts twice.
    """
    groups: list[list[Sourced]] = []
    for one in claims:
        tied = [
            group
            for group in groups
            if any(not independent(one, member, sides=sides, rules=rules, copies=copies) for member in group)
        ]
        groups = [group for group in groups if group not in tied]
        groups.append([one, *(member for group in tied for member in group)])
    return len(groups)
