"""One event of which two days, or two places, are told.

A town is taken once, so that two days of its capture cannot both be right; and "Monday's strike on a school" was one.
"""

from __future__ import annotations

import re
from datetime import date

from bot.comparison.geography import Containment, containment
from bot.comparison.judgement import Judgement, Pair, actors_compatible
from bot.comparison.slots import TAKEN, is_denied, slots_of, strike_key
from bot.comparison.timing import is_own_day, span_of
from bot.model.claim import AssetState, Claim, Extent, Predicate
from bot.model.dispute import SlotKind
from bot.model.place import Feature
from bot.model.relation import ConflictType, Reason, RelationKind

# "Monday's air strike on a school hit X", "the missile landed in X": one that everybody knows of.
_KNOWN = (
    r"(?:['’]s|\b(?:the|that|this))(?:\s+[\w-]+){{0,2}}\s+(?:{nouns})"
    r"(?:\s+(?:on|of|against|at)\s+[^,.;]{{1,40}}?)?"
)
_WAS = r"\s+(?:hit|struck|landed|fell|happened|occurred|took place|damaged|destroyed|was)\b"
_SPOTS = frozenset({None, Feature.SETTLEMENT, Feature.FACILITY})


def judge_days(pair: Pair) -> Judgement | None:
    """Judge two asserted claims on one place or asset that name two days of what happens once; `None` for others.

    Both articles have to be from after the later of the two days: what was reported between them may have happened
    twice.
    """
    a, b = pair.a.claim, pair.b.claim
    if _event(a) is None or _event(a) != _event(b) or not actors_compatible(pair) or pair.same_article:
        return None
    if not (is_own_day(pair.a) and is_own_day(pair.b)) or pair.background:
        return None
    days, apart = pair.rules.days, pair.gap or 0
    first, second = (one.article.published_at.date() for one in (pair.a, pair.b))
    if not days.other_day <= apart <= days.occasion or abs((first - second).days) > days.denial:
        return None
    if min(first, second) < max(span_of(one).end or date.max for one in (pair.a, pair.b)):
        return None
    slot = min((one.slot.key for one in slots_of(a) if one.slot.kind is SlotKind.TIME), default=None)
    return Judgement(
        reason=Reason.TWO_DAYS_NAMED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.TIME,
        slot=slot,
        score=pair.score(pair.rules.scores.time),
    )


def _event(claim: Claim) -> str | None:
    """Return what happens to the place or asset once in a while, whole: parts of a region fall day after day."""
    if is_denied(claim) or claim.quantities or claim.extent is Extent.PARTIAL:
        return None
    if claim.asset is not None:
        return "destroyed" if claim.asset.name is not None and claim.state is AssetState.DESTROYED else None
    if claim.place is None or claim.place.feature not in _SPOTS:
        return None
    if claim.predicate in TAKEN:
        return "taken"
    return "left" if claim.predicate is Predicate.WITHDREW else None


def judge_places(pair: Pair) -> Judgement | None:
    """Judge two asserted claims that put one strike in two towns of a country; `None` for others.

    Strikes of one day on things of one kind are many: both have to speak of theirs as of one that is known.
    """
    a, b = pair.a.claim, pair.b.claim
    key = strike_key(a)
    if key is None or key != strike_key(b) or pair.same_article or is_denied(a) or is_denied(b):
        return None
    if a.place is None or b.place is None or containment(a.place, b.place) is not Containment.APART:
        return None
    if a.place.geonameid is None or b.place.geonameid is None or not actors_compatible(pair):
        return None
    if not (_is_the_one(a, pair) and _is_the_one(b, pair)):
        return None
    return Judgement(
        reason=Reason.TWO_PLACES_NAMED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.PLACE,
        slot=f"place:{key}",
        score=pair.score(pair.rules.scores.place),
    )


def _is_the_one(claim: Claim, pair: Pair) -> bool:
    nouns = "|".join(sorted(map(re.escape, pair.rules.assets.strikes)))
    pattern = _KNOWN.format(nouns=nouns) + _WAS
    return any(re.search(pattern, mention.quote, re.IGNORECASE) for mention in claim.mentions)
