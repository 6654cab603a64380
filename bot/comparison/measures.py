"""Figures about one thing over one window: agreement within bounds, or a conflict of figures."""

from __future__ import annotations

from enum import Enum

from bot.comparison.figures import agree, close, equal, narrower
from bot.comparison.geography import Containment, containment
from bot.comparison.judgement import Judgement, Pair, actors_compatible, related_or_nothing
from bot.comparison.slots import is_denied, measured_thing, slots_of
from bot.comparison.speakers import one_side
from bot.comparison.spelling import fold
from bot.comparison.timing import span_of
from bot.model.claim import Bound, Claim, Domain, Predicate, Quantity, TimeBasis, Unit
from bot.model.dispute import SlotKind
from bot.model.place import Feature, Place, Scope
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression


class Theatre(Enum):
    """Whether two figures are about one area."""

    SAME_PLACE = "same_place"
    COMPATIBLE = "compatible"
    DIFFERENT = "different"


def theatre_of(a: Claim, b: Claim) -> Theatre:
    """Return whether two territorial claims speak of one area; a claim that names no place has the article's scope."""
    if a.place is not None and b.place is not None:
        if containment(a.place, b.place) is Containment.SAME:
            return Theatre.SAME_PLACE if a.place.relation == b.place.relation else Theatre.DIFFERENT
        wide = {Feature.REGION, Feature.COUNTRY}
        nested = containment(a.place, b.place) is not Containment.APART
        return Theatre.COMPATIBLE if nested and {a.place.feature, b.place.feature} <= wide else Theatre.DIFFERENT
    if any(
        place is not None and place.feature not in {Feature.REGION, Feature.COUNTRY} for place in (a.place, b.place)
    ):
        return Theatre.DIFFERENT
    (country_a, region_a), (country_b, region_b) = (_area(claim.place or claim.scope) for claim in (a, b))
    if country_a is not None and country_b is not None and country_a != country_b:
        return Theatre.DIFFERENT
    if region_a is not None and region_b is not None and fold(region_a) != fold(region_b):
        return Theatre.DIFFERENT
    return Theatre.COMPATIBLE


def shared_figures(a: Claim, b: Claim) -> tuple[tuple[Quantity, Quantity], ...]:
    """Return the figures of the two that measure one thing, in the older claim's order."""
    return tuple(
        (one, other)
        for one in a.quantities
        for other in b.quantities
        if one.unit is other.unit
        and (thing := measured_thing(a, one)) is not None
        and thing == measured_thing(b, other)
    )


def judge_measures(pair: Pair, theatre: Theatre) -> Judgement | None:
    """Judge two asserted claims that measure the same; `None` where they share no measure or no area."""
    a, b = pair.a.claim, pair.b.claim
    if theatre is Theatre.DIFFERENT or is_denied(a) or is_denied(b) or not actors_compatible(pair):
        return None
    shared = shared_figures(a, b)
    if not shared:
        return None
    slot = _slot(pair, shared[0])
    if not pair.within(pair.rules.days.measure):
        return _apart(pair, theatre, slot, Reason.DIFFERENT_TIME, None)
    for one, other in shared:
        if not agree(one, other, rules=pair.rules.figures):
            return _disagreement(pair, theatre, one, other)
    one, other = shared[0]
    if theatre is Theatre.COMPATIBLE and a.place is not None and b.place is not None and not equal(one, other):
        return Judgement(reason=Reason.DIFFERENT_THING)
    return _agreement(pair, one, other, slot)


def _area(where: Place | Scope | None) -> tuple[str | None, str | None]:
    if where is None:
        return None, None
    if isinstance(where, Place) and where.feature is Feature.REGION:
        return where.country, where.region or where.name
    return where.country, where.region


def _slot(pair: Pair, shared: tuple[Quantity, Quantity]) -> str | None:
    """Return the key of the measure's slot, of the two claims' the one with a place, else the smaller."""
    keys = sorted(
        (filling.slot.place is None, filling.slot.key)
        for sourced in (pair.a, pair.b)
        for filling in slots_of(sourced.claim)
        if filling.slot.kind is SlotKind.MEASURE and filling.quantity in shared
    )
    return keys[0][1] if keys else None


def _agreement(pair: Pair, one: Quantity, other: Quantity, slot: str | None) -> Judgement:
    scores = pair.rules.scores
    if not pair.same_speaker:
        return Judgement(
            reason=Reason.FIGURES_AGREE,
            relation=RelationKind.SUPPORTS,
            slot=slot,
            score=pair.score(scores.supports),
        )
    first = pair.a.article.published_at <= pair.b.article.published_at
    older, newer = (one, other) if first else (other, one)
    if narrower(newer, older) or (pair.at_once and narrower(older, newer)):
        return Judgement(
            reason=Reason.MORE_EXACT_FIGURE, relation=RelationKind.REFINES, slot=slot, score=pair.score(scores.refines)
        )
    return Judgement(
        reason=Reason.SAME_SPEAKER_REPEATS,
        relation=RelationKind.IDENTICAL,
        slot=slot,
        score=pair.score(scores.identical),
    )


def _disagreement(pair: Pair, theatre: Theatre, one: Quantity, other: Quantity) -> Judgement:
    slot = _slot(pair, (one, other))
    if close(one, other, rules=pair.rules.figures):
        return _apart(pair, theatre, slot, Reason.WITHIN_TOLERANCE, Suppression.TOLERANCE)
    if pair.same_speaker or (pair.a.claim.domain is Domain.TERRITORY and one_side(pair.a, pair.b, sides=pair.sides)):
        # One side's count goes on: the next figure is a newer one, not another one.
        return _apart(pair, theatre, slot, Reason.DIFFERENT_TIME, Suppression.DIFFERENT_EVENT)
    if not _one_window(pair, theatre, one.unit) and not _capped(pair, theatre, one, other):
        return _apart(pair, theatre, slot, Reason.DIFFERENT_THING, Suppression.DIFFERENT_EVENT)
    return Judgement(
        reason=Reason.FIGURES_DISAGREE,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.NUMERIC,
        slot=slot,
        score=pair.score(pair.rules.scores.numeric),
    )


def _one_window(pair: Pair, theatre: Theatre, unit: Unit) -> bool:
    """Whether the two figures are of one window: one stated length of days, or a state at one place on one day."""
    a, b = pair.a.claim, pair.b.claim
    if pair.gap is None or pair.gap > 1:
        return False
    if a.time.days is not None or b.time.days is not None:
        return a.time.days == b.time.days and span_of(pair.a) == span_of(pair.b)
    if theatre is not Theatre.SAME_PLACE:
        return False
    if _one_stated_time(pair):
        # "29 settlements since the start of October", "five since the start of October"
        return True
    if a.domain is Domain.INFRASTRUCTURE:
        return True
    if a.predicate is b.predicate is Predicate.CONTROLS:
        # How much a side holds is one figure a day; what it took comes in parts.
        return unit in {Unit.PERCENT, Unit.KM2, Unit.COUNT}
    # What was taken in a region on one day, and how far troops came, has many parts; a share of a town has one.
    settlement = a.place is not None and a.place.feature in {Feature.SETTLEMENT, Feature.FACILITY}
    return unit is Unit.PERCENT or (settlement and unit is Unit.KM2)


def _capped(pair: Pair, theatre: Theatre, one: Quantity, other: Quantity) -> bool:
    """Whether one side says on the same day that another's count is no more than so many, in the very same place."""
    caps = [item for item in (one, other) if item.bound is Bound.AT_MOST]
    same = pair.a.claim.predicate is pair.b.claim.predicate and theatre is Theatre.SAME_PLACE
    return len(caps) == 1 and same and pair.gap is not None and pair.gap <= 1


def _one_stated_time(pair: Pair) -> bool:
    """Whether both name one and the same longer time, by its first day, up to the day on which each speaks."""
    one, other = (span_of(sourced) for sourced in (pair.a, pair.b))
    stated = all(sourced.claim.time.basis is TimeBasis.EXPLICIT for sourced in (pair.a, pair.b))
    if not stated or one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start == other.start < min(one.end, other.end) and abs((one.end - other.end).days) <= 1


def _apart(
    pair: Pair, theatre: Theatre, slot: str | None, reason: Reason, suppressed_by: Suppression | None
) -> Judgement:
    if theatre is Theatre.SAME_PLACE:
        return related_or_nothing(pair, reason=reason, suppressed_by=suppressed_by, slot=slot)
    return Judgement(reason=reason)
