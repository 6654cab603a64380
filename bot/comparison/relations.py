"""How two claims stand to each other: the order in which everything is looked at, and the one relation it gives.

Containment comes first, then time, then independence. `decide` gives the reason for every pair, `compare` only what is
stored, `relate` all relations of an article's claims with those stored before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.comparison.agreement import judge_agreement, same_statement
from bot.comparison.assets import judge_assets
from bot.comparison.geography import Containment, containment
from bot.comparison.holders import clash_of, judge_holders
from bot.comparison.index import candidate_keys, stored_keys
from bot.comparison.judgement import (
    CopyTest,
    Judgement,
    Pair,
    actors_compatible,
    related_or_nothing,
)
from bot.comparison.measures import Theatre, judge_measures, theatre_of
from bot.comparison.naming import placed_alike
from bot.comparison.occasions import judge_days
from bot.comparison.remembering import remembered
from bot.comparison.rules import Rules
from bot.comparison.slots import holdings_of, is_asserted, is_denied, slots_of, with_unsaid
from bot.comparison.spelling import fold
from bot.comparison.timing import in_order
from bot.model.claim import Claim, Domain, Predicate, SpeechAct
from bot.model.dispute import SlotKind
from bot.model.place import Feature
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, Relation, RelationKind, Suppression
from bot.model.side import SideCatalogue

_SITE_IN_TOWN = {Feature.FACILITY, Feature.SETTLEMENT}


def compare(
    one: Sourced,
    other: Sourced,
    *,
    sides: SideCatalogue,
    rules: Rules,
    copies: CopyTest,
    former: frozenset[str] = frozenset(),
) -> Relation | None:
    """Return how two claims stand to each other, the older as `a`, or `None` where there is nothing to store.

    Pure and symmetric. `copies` says whether two articles are copies of one text; `former` holds the ids that
    `former_holders` returned for the claims around.
    """
    judged = decide(one, other, sides=sides, rules=rules, copies=copies, former=former)
    if judged.relation is None:
        return None
    a, b = in_order(one, other)
    return Relation(
        a=a.claim.id,
        b=b.claim.id,
        relation=judged.relation,
        conflict_type=judged.conflict,
        score=judged.score,
        reason=judged.reason,
        suppressed_by=judged.suppressed_by,
        slot=judged.slot,
    )


def decide(
    one: Sourced,
    other: Sourced,
    *,
    sides: SideCatalogue,
    rules: Rules,
    copies: CopyTest,
    former: frozenset[str] = frozenset(),
) -> Judgement:
    """Return the decision about two claims with its reason, also where no relation follows."""
    if one.claim.id == other.claim.id or one.claim.domain is not other.claim.domain:
        return Judgement(reason=Reason.NOTHING_SHARED)
    a, b = placed_alike(*in_order(one, other), sides=sides, rules=rules)
    pair = Pair(a=a, b=b, sides=sides, rules=rules, former=former)
    if not pair.same_article and copies(a.article, b.article):
        return _judge_copy(pair)
    if a.claim.domain is Domain.INFRASTRUCTURE:
        return judge_assets(pair)
    return _judge_territory(pair)


def relate(
    new: Sequence[Sourced],
    candidates: Sequence[Sourced],
    *,
    sides: SideCatalogue,
    rules: Rules,
    copies: CopyTest,
) -> tuple[Relation, ...]:
    """Return all relations of an article's new claims, with one another and with the candidates, sorted by ids.

    A candidate is compared only with the claims that look for it themselves, not with all of the article's: so it is
    the same pairs that are compared, whichever article came first.
    """
    fresh = {sourced.claim.id: sourced for sourced in new}
    known = {sourced.claim.id: sourced for sourced in candidates if sourced.claim.id not in fresh}
    former = former_holders((*known.values(), *fresh.values()))
    pairs = [(x, y) for x in fresh.values() for y in fresh.values() if x.claim.id < y.claim.id]
    for ours in fresh.values():
        sought = frozenset(candidate_keys((ours,), rules=rules))
        pairs += [(ours, one) for one in known.values() if not sought.isdisjoint(stored_keys(one))]
    found = (compare(x, y, sides=sides, rules=rules, copies=copies, former=former) for x, y in pairs)
    return tuple(sorted((r for r in found if r is not None), key=lambda r: (r.a, r.b)))


def former_holders(claims: Iterable[Sourced]) -> frozenset[str]:
    """Return the ids of claims that only name who held a place until then.

    "Took the government-held town" holds two claims, and the second speaks of the time before the first.
    """
    by_article: dict[str, list[Claim]] = {}
    for sourced in claims:
        if sourced.claim.domain is Domain.TERRITORY and is_asserted(sourced.claim):
            by_article.setdefault(sourced.article.id, []).append(sourced.claim)
    return frozenset(
        state.id
        for stated in by_article.values()
        for state in stated
        if state.predicate is Predicate.CONTROLS and not is_denied(state)
        for event in stated
        if _ends_hold(event, state)
    )


def _ends_hold(event: Claim, state: Claim) -> bool:
    if event.place is None or state.place is None or containment(event.place, state.place) is Containment.APART:
        return False
    shared = any(
        one.part == other.part and one.start < other.end and other.start < one.end
        for one in event.mentions
        for other in state.mentions
    )
    holder = state.actor.side if state.actor else None
    return shared and any(
        change.change and change.side is not None and (change.side != holder) == change.holds
        for change in holdings_of(event)
    )


def _judge_copy(pair: Pair) -> Judgement:
    if not same_statement(pair.a.claim, pair.b.claim):
        return Judgement(reason=Reason.SYNDICATED_COPY)
    return Judgement(
        reason=Reason.SYNDICATED_COPY,
        relation=RelationKind.IDENTICAL,
        suppressed_by=Suppression.SYNDICATION,
        slot=_common_slot(pair),
        score=1.0,
    )


def _judge_territory(pair: Pair) -> Judgement:
    a, b = pair.a.claim, pair.b.claim
    where = containment(a.place, b.place) if a.place and b.place else Containment.APART
    theatre = theatre_of(a, b)
    if where is Containment.APART and theatre is Theatre.DIFFERENT:
        return Judgement(reason=Reason.NOTHING_SHARED)
    slot = _common_slot(pair)
    if not pair.asserted:
        return _judge_unasserted(pair, where, slot)
    if where is not Containment.APART and (held := judge_holders(pair, where)) is not None:
        return held
    if where is Containment.SAME and (event := _judge_events(pair)) is not None:
        return event
    if where is Containment.SAME and (days := judge_days(pair)) is not None:
        return days
    if (measured := judge_measures(pair, theatre)) is not None:
        return measured
    if where is Containment.APART:
        return Judgement(reason=Reason.NOTHING_SHARED)
    if where is Containment.SAME and (more := _judge_figures(pair, slot)) is not None:
        return more
    if (agreed := judge_agreement(pair, where, slot)) is not None:
        return agreed
    if where is not Containment.SAME:
        if a.place is not None and b.place is not None and {a.place.feature, b.place.feature} == _SITE_IN_TOWN:
            # The headquarters that was taken, and the town that was left: one story.
            return related_or_nothing(pair, reason=Reason.PART_WITHIN_WHOLE, suppressed_by=None, slot=slot)
        return Judgement(reason=Reason.PART_WITHIN_WHOLE)
    return _same_place_only(pair, slot)


def _judge_unasserted(pair: Pair, where: Containment, slot: str | None) -> Judgement:
    """Judge pairs with a plan, a hypothesis or a non-confirmation: they can repeat one another, never conflict."""
    if where is not Containment.SAME:
        return Judgement(reason=Reason.NOT_SAID_AS_FACT)
    a, b = pair.a.claim, pair.b.claim
    if not is_asserted(a) and not is_asserted(b):
        agreed = judge_agreement(pair, where, slot)
        if agreed is not None:
            return agreed
    unsaid = clash_of(with_unsaid(a), with_unsaid(b), pair) is not None
    asked = Predicate.CONTROLS in {a.predicate, b.predicate} and slot is not None
    return related_or_nothing(
        pair,
        reason=Reason.NOT_SAID_AS_FACT,
        suppressed_by=Suppression.NOT_ASSERTED if unsaid or asked else None,
        slot=slot,
    )


def _judge_events(pair: Pair) -> Judgement | None:
    """Judge an event (or an annexation) that one asserts and the other denies."""
    a, b, days, scores = pair.a.claim, pair.b.claim, pair.rules.days, pair.rules.scores
    slot = _event_slot(pair)
    if slot is None:
        return None
    if a.predicate is Predicate.ANNEXED and not is_denied(a) and not is_denied(b):
        return _rival_sovereigns(pair, slot)
    if is_denied(a) == is_denied(b) or not actors_compatible(pair) or not _one_kind_of_actor(pair):
        return None
    denial, said = (pair.a, pair.b) if is_denied(a) else (pair.b, pair.a)
    if pair.background or pair.one_breath:
        return Judgement(reason=Reason.DIFFERENT_TIME)
    if a.predicate is Predicate.ENCIRCLED and _is_over(denial, said):
        return Judgement(
            reason=Reason.LATER_EVENT_CHANGES_HOLDER,
            relation=RelationKind.SUPERSEDES,
            suppressed_by=Suppression.SUCCESSION,
            slot=slot,
            score=pair.score(scores.supersedes),
        )
    if not pair.within(days.control if denial is pair.a else days.denial):
        return related_or_nothing(
            pair, reason=Reason.DIFFERENT_TIME, suppressed_by=Suppression.DIFFERENT_EVENT, slot=slot
        )
    reverses = pair.same_speaker
    return Judgement(
        reason=Reason.SPEAKER_REVERSES if reverses else Reason.ASSERTED_AND_DENIED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.SELF_REVERSAL if reverses else ConflictType.POLARITY,
        slot=slot,
        score=pair.score(scores.self_reversal if reverses else scores.polarity),
    )


def _one_kind_of_actor(pair: Pair) -> bool:
    """Whether, of two actors of which one is unknown, the names are of one kind: "the rebels", "no rebel"."""
    a, b = pair.a.claim.actor, pair.b.claim.actor
    if a is None or b is None or (a.side is not None and b.side is not None):
        return True
    words = [
        {word.removesuffix("s") for word in fold(one.name or "").split()} - {"force", "troop", "fighter", "soldier"}
        for one in (a, b)
    ]
    rebels = {word.removesuffix("s") for word in pair.rules.speakers.rebels}
    known = a.side or b.side
    # "Terrorists have not entered", in a state's words, of any group that fights it
    armed = known is not None and not known.isupper() and any(word & rebels for word in words)
    return armed or not words[0].isdisjoint(words[1])


def _is_over(denial: Sourced, said: Sourced) -> bool:
    """Whether "the siege was lifted" tells of another time than the siege: nobody denies that there was one."""
    if denial.claim.speech_act in {SpeechAct.DENY, SpeechAct.RETRACT}:
        return False
    days = {one.article.published_at.date() for one in (denial, said)}
    return len(days) > 1 or denial.article.id == said.article.id


def _rival_sovereigns(pair: Pair, slot: str) -> Judgement | None:
    """Judge two sides of which each says that the place is its own."""
    if actors_compatible(pair) or pair.background or pair.same_article or not pair.within(pair.rules.days.denial):
        return None
    return Judgement(
        reason=Reason.TWO_HOLDERS_AT_ONCE,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.CONTROL,
        slot=slot,
        score=pair.score(pair.rules.scores.control),
    )


def _event_slot(pair: Pair) -> str | None:
    """Return the slot of the event that both speak of, other than who holds the place."""
    if pair.a.claim.predicate is not pair.b.claim.predicate:
        return None
    keys = [
        {
            filling.slot.key
            for filling in slots_of(sourced.claim)
            if filling.holding is None and filling.slot.kind in {SlotKind.HOLDER, SlotKind.SOVEREIGNTY}
        }
        for sourced in (pair.a, pair.b)
    ]
    return min(keys[0] & keys[1], default=None)


def _judge_figures(pair: Pair, slot: str | None) -> Judgement | None:
    """Judge one event told once with a figure and once without, or with figures of different things."""
    a, b = pair.a.claim, pair.b.claim
    if not a.quantities and not b.quantities:
        return None
    if a.quantities and b.quantities:
        return _same_place_only(pair, slot)
    agreed = judge_agreement(pair, Containment.SAME, slot)
    if agreed is None or agreed.relation not in {RelationKind.IDENTICAL, RelationKind.SUPPORTS}:
        return agreed
    newer = pair.b if pair.a.article.published_at <= pair.b.article.published_at else pair.a
    if not newer.claim.quantities and not pair.at_once:
        return _same_place_only(pair, slot)
    return Judgement(
        reason=Reason.MORE_EXACT_FIGURE,
        relation=RelationKind.REFINES,
        slot=slot,
        score=pair.score(pair.rules.scores.refines),
    )


def _same_place_only(pair: Pair, slot: str | None) -> Judgement:
    place = pair.a.claim.place
    if place is not None and place.feature is Feature.COUNTRY:
        # Half of a war's claims are about one country: nothing is gained by tying them all to one another.
        return Judgement(reason=Reason.SAME_PLACE_ONLY)
    return related_or_nothing(pair, reason=Reason.SAME_PLACE_ONLY, suppressed_by=None, slot=slot)


def _common_slot(pair: Pair) -> str | None:
    """Return the slot that both fill, or would fill if they were said as fact."""
    return min(_slots_if_fact(pair.a.claim) & _slots_if_fact(pair.b.claim), default=None)


@remembered
def _slots_if_fact(claim: Claim) -> frozenset[str]:
    return frozenset(filling.slot.key for filling in slots_of(with_unsaid(claim)))
