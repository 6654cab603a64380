"""One event of which two days are told: a town is taken once, so two days of its capture cannot both be right."""

from __future__ import annotations

from datetime import date

from bot.comparison.judgement import Judgement, Pair, actors_compatible
from bot.comparison.slots import TAKEN, is_denied, slots_of
from bot.comparison.timing import is_own_day, span_of
from bot.model.claim import AssetState, Claim, Extent, Predicate
from bot.model.dispute import SlotKind
from bot.model.place import Feature
from bot.model.relation import ConflictType, Reason, RelationKind

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
