"""Claims that say the same: repeats, support, and the more exact one."""

from __future__ import annotations

from bot.comparison.geography import Containment, place_key
from bot.comparison.judgement import Judgement, Pair, actor_of, actors_compatible, related_or_nothing
from bot.comparison.slots import HAPPENINGS, TAKEN, holdings_of, is_asserted, is_denied
from bot.comparison.speakers import one_side
from bot.comparison.spelling import bare_name, fold
from bot.comparison.timing import is_own_day, span_of
from bot.model.claim import Claim, Domain, Extent, Predicate, SpeechAct, TimeBasis, TimePrecision
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import Reason, RelationKind, Suppression

_PRECISION = (TimePrecision.DAY, TimePrecision.WEEK, TimePrecision.MONTH, TimePrecision.YEAR, TimePrecision.UNKNOWN)


def same_statement(a: Claim, b: Claim) -> bool:
    """Whether the two are one statement in two copies of one text."""
    return _fingerprint(a) == _fingerprint(b)


def judge_agreement(pair: Pair, where: Containment, slot: str | None) -> Judgement | None:
    """Judge two territorial claims on one place (or a place inside the other's) that may say the same."""
    a, b = pair.a.claim, pair.b.claim
    if where is not Containment.SAME:
        return _more_exact_place(pair, where, slot)
    if not _same_event(pair):
        return _same_holder(pair, slot)
    if {a.extent, b.extent} == {Extent.PARTIAL, Extent.WHOLE}:
        return related_or_nothing(
            pair, reason=Reason.PART_WITHIN_WHOLE, suppressed_by=Suppression.CONTAINMENT, slot=slot
        )
    # Fighting goes on and troops move day after day; a town is taken, left or annexed once in a while.
    days, once = pair.rules.days, a.predicate not in HAPPENINGS
    if not pair.within(days.agreement if once else days.repeatable) or not is_one_time(
        pair, days.related if once else days.window
    ):
        return related_or_nothing(pair, reason=Reason.DIFFERENT_TIME, suppressed_by=None, slot=slot)
    return same_said(pair, slot)


def is_one_time(pair: Pair, days: int) -> bool:
    """Whether the two times can be taken for one: the same days, or none longer than so many days."""
    spans = (span_of(pair.a), span_of(pair.b))
    if spans[0] == spans[1]:
        return True
    return all(
        span.start is not None and span.end is not None and (span.end - span.start).days <= days for span in spans
    )


def same_said(pair: Pair, slot: str | None) -> Judgement:
    """Judge two claims of which it is known that they say the same of the same thing and time."""
    scores = pair.rules.scores
    if pair.same_speaker:
        if _more_exact_time(pair.a, pair.b):
            return Judgement(
                reason=Reason.MORE_EXACT_TIME,
                relation=RelationKind.REFINES,
                slot=slot,
                score=pair.score(scores.refines),
            )
        return Judgement(
            reason=Reason.SAME_SPEAKER_REPEATS,
            relation=RelationKind.IDENTICAL,
            slot=slot,
            score=pair.score(scores.identical),
        )
    allied = one_side(pair.a, pair.b, sides=pair.sides)
    return Judgement(
        reason=Reason.SAME_SIDE_AGREES if allied else Reason.INDEPENDENT_AGREEMENT,
        relation=RelationKind.SUPPORTS,
        slot=slot,
        score=pair.score(scores.supports),
    )


def _fingerprint(claim: Claim) -> tuple[object, ...]:
    said = claim.attribution
    return (
        claim.domain,
        claim.predicate,
        (claim.asset.kind, claim.asset.name and bare_name(claim.asset.name)) if claim.asset else None,
        claim.state,
        actor_of(claim),
        place_key(claim.place) if claim.place else None,
        claim.place.relation if claim.place else None,
        claim.extent,
        tuple(sorted((quantity.unit, quantity.value) for quantity in claim.quantities)),
        claim.polarity,
        claim.realis,
        claim.speech_act,
        fold(said.speaker) if said.speaker and said.type not in {None, "author", "media"} else None,
    )


def _event_class(claim: Claim) -> object:
    if claim.domain is Domain.TERRITORY:
        return "taken" if claim.predicate in TAKEN else claim.predicate
    return claim.state


def _same_event(pair: Pair) -> bool:
    a, b = pair.a.claim, pair.b.claim
    if a.place is None or b.place is None:
        return False
    unsaid = SpeechAct.NOT_CONFIRMED
    return (
        _event_class(a) == _event_class(b)
        and is_denied(a) == is_denied(b)
        and is_asserted(a) == is_asserted(b)
        and (is_asserted(a) or a.realis is b.realis)
        and (a.speech_act is unsaid) == (b.speech_act is unsaid)
        and a.place.relation == b.place.relation
        and actors_compatible(pair)
    )


def _same_holder(pair: Pair, slot: str | None) -> Judgement | None:
    """Judge two claims that say in different ways that one side holds, or does not hold, the place."""
    if not pair.asserted or not pair.within(pair.rules.days.agreement):
        return None
    for x in holdings_of(pair.a.claim):
        for y in holdings_of(pair.b.claim):
            if x.side is None or y.side is None or x.holds != y.holds or not pair.sides.allied(x.side, y.side):
                continue
            if pair.same_article or pair.same_speaker or one_side(pair.a, pair.b, sides=pair.sides):
                return related_or_nothing(pair, reason=Reason.SAME_SIDE_AGREES, suppressed_by=None, slot=slot)
            return Judgement(
                reason=Reason.INDEPENDENT_AGREEMENT,
                relation=RelationKind.SUPPORTS,
                slot=slot,
                score=pair.score(pair.rules.scores.supports, factor=pair.rules.scores.implied),
            )
    return _departure_and_arrival(pair, slot)


def _departure_and_arrival(pair: Pair, slot: str | None) -> Judgement | None:
    """Judge "they left" beside "we took it": two sides of one change of hands."""
    a, b = pair.a.claim, pair.b.claim
    if not (_is_departure(a) and _is_arrival(b)) and not (_is_departure(b) and _is_arrival(a)):
        return None
    known = actor_of(a) is not None and actor_of(b) is not None
    if not holdings_of(a) or not holdings_of(b) or (known and actors_compatible(pair)):
        return None
    if not known and (a.actor is None or b.actor is None):
        return None
    spots = {one.place.feature for one in (a, b) if one.place is not None} & {Feature.SETTLEMENT, Feature.FACILITY}
    if not spots or pair.same_article:
        return None
    leaver = a if _is_departure(a) else b
    conceded = leaver.attribution.side is not None and leaver.attribution.side == actor_of(leaver)
    if one_side(pair.a, pair.b, sides=pair.sides):
        return related_or_nothing(pair, reason=Reason.SAME_SIDE_AGREES, suppressed_by=None, slot=slot)
    return Judgement(
        reason=Reason.CONCEDED_BY_LOSER if conceded else Reason.INDEPENDENT_AGREEMENT,
        relation=RelationKind.SUPPORTS,
        slot=slot,
        score=pair.score(pair.rules.scores.supports, factor=pair.rules.scores.implied),
    )


def _is_departure(claim: Claim) -> bool:
    """Whether a side left the place or lost it; that it holds it being denied is no loss."""
    if claim.predicate is Predicate.CONTROLS:
        return is_denied(claim) and claim.speech_act is not SpeechAct.DENY
    return claim.predicate is Predicate.WITHDREW and not is_denied(claim)


def _is_arrival(claim: Claim) -> bool:
    return claim.predicate in TAKEN | {Predicate.CONTROLS} and not is_denied(claim)


def _more_exact_place(pair: Pair, where: Containment, slot: str | None) -> Judgement | None:
    """Judge an event in a region and the same side's event of the same kind in a place inside it."""
    a, b = pair.a.claim, pair.b.claim
    if a.place is None or b.place is None or a.quantities or b.quantities or not pair.asserted:
        return None
    inner, outer = (pair.a, pair.b) if where is Containment.FIRST_INSIDE else (pair.b, pair.a)
    if inner.article.published_at < outer.article.published_at or outer.claim.extent is Extent.WHOLE:
        # Town after town, then the region: the wider claim is news of its own.
        return None
    named = actor_of(a) is not None and actor_of(b) is not None
    if _is_country(outer.claim) or not named or is_denied(a) or is_denied(b) or pair.same_sentence:
        return None
    if not _same_event(pair) or not pair.within(pair.rules.days.agreement):
        return None
    return Judgement(
        reason=Reason.MORE_EXACT_PLACE,
        relation=RelationKind.REFINES,
        slot=slot,
        score=pair.score(pair.rules.scores.refines, factor=pair.rules.scores.implied),
    )


def _is_country(claim: Claim) -> bool:
    return claim.place is not None and claim.place.feature is Feature.COUNTRY


def _more_exact_time(one: Sourced, other: Sourced) -> bool:
    """Whether the newer of the two names a day, and the older none, or a longer time that the day lies in."""
    older, newer = (one, other) if one.article.published_at <= other.article.published_at else (other, one)
    if one.article.published_at == other.article.published_at and is_own_day(one):
        older, newer = other, one
    if older.claim.time.basis is TimeBasis.PUBLICATION and is_own_day(newer):
        return one.article.id != other.article.id
    wide, fine = span_of(older), span_of(newer)
    if wide.start is None or wide.end is None or fine.start is None or fine.end is None:
        return False
    inside = wide.start <= fine.start and fine.end <= wide.end and (wide.start, wide.end) != (fine.start, fine.end)
    return inside and _PRECISION.index(newer.claim.time.precision) < _PRECISION.index(older.claim.time.precision)
