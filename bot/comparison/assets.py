"""The state of an asset, and who struck it: conflicts, successions and agreement between two claims."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.comparison.agreement import is_one_time, same_said
from bot.comparison.asset_names import one_kind, says_no_more, told_apart
from bot.comparison.geography import Containment, containment, is_within
from bot.comparison.judgement import Judgement, Pair, actor_of, actors_compatible, related_or_nothing
from bot.comparison.measures import Theatre, judge_measures
from bot.comparison.occasions import judge_days, judge_places
from bot.comparison.rules import Rules
from bot.comparison.slots import STRIKES, is_asserted, is_denied, slots_of, with_unsaid
from bot.comparison.speakers import own_voice
from bot.comparison.spelling import bare_name, fold
from bot.comparison.timing import order_key
from bot.model.claim import AssetKind, AssetState, Claim, Unit
from bot.model.dispute import SlotKind
from bot.model.place import Feature, Place
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression

_S = AssetState
# States that cannot be true of one asset at one time. A damaged bridge may be open, a hit one undamaged.
_EXCLUSIVE = frozenset(
    {
        frozenset({_S.DESTROYED, _S.OPERATIONAL}),
        frozenset({_S.DESTROYED, _S.UNDAMAGED}),
        frozenset({_S.DESTROYED, _S.RESTORED}),
        frozenset({_S.DAMAGED, _S.UNDAMAGED}),
        frozenset({_S.CUT_OFF, _S.OPERATIONAL}),
        frozenset({_S.CUT_OFF, _S.RESTORED}),
        frozenset({_S.DISRUPTED, _S.RESTORED}),
    }
)
# What a state says besides itself, so that a denial of the second denies the first.
_IMPLIES = {
    _S.DESTROYED: frozenset({_S.DESTROYED, _S.DAMAGED, _S.ATTACKED}),
    _S.DAMAGED: frozenset({_S.DAMAGED, _S.ATTACKED}),
    _S.CUT_OFF: frozenset({_S.CUT_OFF, _S.DISRUPTED}),
    _S.RESTORED: frozenset({_S.RESTORED, _S.OPERATIONAL}),
}
_HAPPENED = frozenset({_S.DESTROYED, _S.DAMAGED, _S.ATTACKED, _S.CUT_OFF, _S.DISRUPTED, _S.RESTORED, _S.SEIZED})


def same_asset(a: Claim, b: Claim, *, rules: Rules) -> bool:
    """Whether the two speak of one asset.

    One kind, and one name (in any spelling, at one place), or no two names in one settlement. Without names, two assets
    in one region are one thing only where the kind is a network (power, water, gas); "two bridges" are never one.
    """
    if a.asset is None or b.asset is None or not one_kind(a, b, rules=rules):
        return False
    one_place = _one_place(a, b)
    if a.asset.name is not None and b.asset.name is not None:
        if bare_name(a.asset.name) != bare_name(b.asset.name):
            near = one_place and not _is_country(a.place)
            return near and (_alike(a.asset.name, b.asset.name, rules) or a.asset.kind is not b.asset.kind)
        return a.place is None or b.place is None or a.place.country == b.place.country
    if a.place is None or not one_place:
        return False
    words = [frozenset(fold(one.asset.text).split()) & rules.assets.which for one in (a, b) if one.asset is not None]
    if all(words) and words[0] != words[1]:
        # "the old bridge", "the new bridge": two, and so are two substations
        return False
    if a.asset.kind in rules.assets.networks:
        return True
    if _is_several(a) or _is_several(b) or not _is_one_spot(a.place):
        return False
    if a.asset.name is None and b.asset.name is None:
        return not told_apart(a, b, rules=rules)
    said = _alike(a.asset.name or a.asset.text, b.asset.name or b.asset.text, rules)
    return said or says_no_more(a, b, rules=rules)


def denied_of_all(a: Claim, b: Claim, *, rules: Rules) -> bool:
    """Whether one denies of any asset of that kind in the area what the other says of one of them.

    "Norland denied having struck a hospital in the region" is about every hospital there.
    """
    if a.asset is None or b.asset is None or a.asset.kind is not b.asset.kind or is_denied(a) == is_denied(b):
        return False
    denial, said = (a, b) if is_denied(a) else (b, a)
    if denial.asset is None or said.asset is None or denial.asset.name is not None:
        return False
    if not _one_place(a, b) or _is_country(a.place):
        return False
    if said.asset.name is None and told_apart(denial, said, rules=rules):
        return False
    return a.asset.kind is not AssetKind.OTHER or _alike(denial.asset.text, said.asset.name or said.asset.text, rules)


def _called_otherwise(one: Claim, named: Claim) -> bool:
    """Whether one speaks of "the Nordish hospital" in Sudmark, and the other of a hospital with a name of its own."""
    owner = one.opponent.side if one.opponent is not None else None
    if owner is None or one.asset is None or one.asset.name is not None or named.asset is None or named.place is None:
        return False
    return named.asset.name is not None and owner != named.place.country


def _said_of_it(pair: Pair) -> bool:
    """Whether one denies in an article what the other says in it, of the same thing in the same words."""
    a, b = pair.a.claim, pair.b.claim
    if a.asset is None or b.asset is None or not pair.same_article or is_denied(a) == is_denied(b):
        return False
    if a.asset != b.asset or a.place is None or b.place is None:
        return a.asset == b.asset and a.place is b.place
    return containment(a.place, b.place) is not Containment.APART


def judge_assets(pair: Pair) -> Judgement:
    """Judge two infrastructure claims."""
    a, b = pair.a.claim, pair.b.claim
    if a.asset is None or b.asset is None or a.state is None or b.state is None:
        return Judgement(reason=Reason.NOTHING_SHARED)
    one = same_asset(a, b, rules=pair.rules) or denied_of_all(a, b, rules=pair.rules) or _said_of_it(pair)
    one = one and not _called_otherwise(a, b) and not _called_otherwise(b, a)
    if not one:
        return (judge_places(pair) if pair.asserted else None) or _other_asset(pair)
    slot = _slot(pair, SlotKind.ASSET_STATE)
    if not pair.asserted:
        return _not_asserted(pair, slot)
    if not _is_known(pair) and not pair.within(pair.rules.days.state):
        # A bridge of the town today and a bridge of the town next month need not be one bridge.
        return related_or_nothing(pair, reason=Reason.DIFFERENT_TIME, suppressed_by=None, slot=slot)
    if (conflict := _judge_states(pair, slot)) is not None:
        return conflict
    if (conflict := _judge_strikers(pair)) is not None:
        return conflict
    if (measured := judge_measures(pair, Theatre.SAME_PLACE)) is not None:
        return measured
    if (days := judge_days(pair)) is not None:
        return days
    return _judge_agreement(pair, slot)


def _is_country(place: Place | None) -> bool:
    return place is not None and place.feature is Feature.COUNTRY


def _is_one_spot(place: Place) -> bool:
    return place.feature not in {Feature.REGION, Feature.COUNTRY, Feature.RIVER, Feature.AREA}


def _one_place(a: Claim, b: Claim) -> bool:
    if a.place is None or b.place is None:
        return False
    if a.place.relation is not b.place.relation and not (is_within(a.place) and is_within(b.place)):
        return False
    if containment(a.place, b.place) is Containment.SAME:
        return True
    # "the pipeline at the refinery of Lesk", "the pipeline at Lesk"
    spots = {a.place.feature, b.place.feature}
    at_it = spots == {Feature.FACILITY, Feature.SETTLEMENT} and a.place.geonameid is not None
    return at_it and a.place.geonameid == b.place.geonameid


def _alike(one: str, other: str, rules: Rules) -> bool:
    """Whether two wordings can be of one thing: "the hospital", "a children's hospital"; not two states' embassies."""
    a, b = fold(one), fold(other)
    numbers = [{word for word in words.split() if word.isdigit()} for words in (a, b)]
    return numbers[0] == numbers[1] and fuzz.token_set_ratio(a, b) >= rules.speakers.spelling


def _is_several(claim: Claim) -> bool:
    return any(quantity.unit is Unit.COUNT and quantity.value != 1 for quantity in claim.quantities)


def _is_known(pair: Pair) -> bool:
    """Whether the two are surely one asset: both name it, it is a network, or a town has but one."""
    a, b = pair.a.claim.asset, pair.b.claim.asset
    if a is None or b is None:
        return False
    named = a.name is not None, b.name is not None
    return all(named) or a.kind in pair.rules.assets.networks or (a.kind in pair.rules.assets.only and not any(named))


def _slot(pair: Pair, kind: SlotKind) -> str | None:
    """Return the key of the slot of the two claims' asset; where only one names it, the named one's."""
    named = sorted(
        (pair.a, pair.b), key=lambda one: (one.claim.asset is None or one.claim.asset.name is None, order_key(one))
    )
    keys = [
        filling.slot.key
        for sourced in named
        for filling in slots_of(with_unsaid(sourced.claim))
        if filling.slot.kind is kind
    ]
    return keys[0] if keys else None


def _other_asset(pair: Pair) -> Judgement:
    a, b = pair.a.claim, pair.b.claim
    if a.asset is None or b.asset is None or a.asset.kind is not b.asset.kind or a.place is None or b.place is None:
        return Judgement(reason=Reason.NOTHING_SHARED)
    if containment(a.place, b.place) is not Containment.SAME or a.place.feature is Feature.COUNTRY:
        return Judgement(reason=Reason.DIFFERENT_THING)
    looked_like = pair.asserted and _states_clash(a, b)
    return related_or_nothing(
        pair,
        reason=Reason.DIFFERENT_THING,
        suppressed_by=Suppression.DIFFERENT_EVENT if looked_like else None,
        slot=None,
    )


def _not_asserted(pair: Pair, slot: str | None) -> Judgement:
    a, b = pair.a.claim, pair.b.claim
    alike = a.realis is b.realis and a.speech_act is b.speech_act and not is_asserted(a) and not is_asserted(b)
    if alike and a.state is b.state and is_denied(a) == is_denied(b) and pair.within(pair.rules.days.agreement):
        return same_said(pair, slot)
    return related_or_nothing(pair, reason=Reason.NOT_SAID_AS_FACT, suppressed_by=Suppression.NOT_ASSERTED, slot=slot)


def _states_clash(a: Claim, b: Claim) -> bool:
    if a.state is None or b.state is None:
        return False
    if is_denied(a) != is_denied(b):
        denial, said = (a, b) if is_denied(a) else (b, a)
        return _denies(denial, said)
    return not is_denied(a) and frozenset({a.state, b.state}) in _EXCLUSIVE


def _denies(denial: Claim, said: Claim) -> bool:
    """Whether the denial is of what is said: that it happened, or that this actor did it."""
    if denial.state is None or said.state is None:
        return False
    if denial.state not in _IMPLIES.get(said.state, frozenset({said.state})):
        return False
    return actor_of(denial) is None or actor_of(denial) == actor_of(said)


def _judge_states(pair: Pair, slot: str | None) -> Judgement | None:
    a, b, scores = pair.a.claim, pair.b.claim, pair.rules.scores
    if not _states_clash(a, b):
        return None
    denied = is_denied(a) != is_denied(b)
    factor = 1.0 if _is_known(pair) else scores.unnamed
    if denied:
        return _judge_denial(pair, slot, factor)
    if _takes_back(pair):
        return Judgement(
            reason=Reason.SPEAKER_REVERSES,
            relation=RelationKind.REFUTES,
            conflict=ConflictType.SELF_REVERSAL,
            slot=slot,
            score=pair.score(scores.self_reversal, factor=factor),
        )
    if _is_change(pair):
        return Judgement(
            reason=Reason.LATER_EVENT_CHANGES_STATE,
            relation=RelationKind.SUPERSEDES,
            suppressed_by=Suppression.SUCCESSION,
            slot=slot,
            score=pair.score(scores.supersedes, factor=factor),
        )
    return Judgement(
        reason=Reason.TWO_STATES_AT_ONCE,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.STATE,
        slot=slot,
        score=pair.score(scores.state, factor=factor),
    )


def _judge_denial(pair: Pair, slot: str | None, factor: float) -> Judgement:
    days, scores = pair.rules.days, pair.rules.scores
    denial, said = (pair.a, pair.b) if is_denied(pair.a.claim) else (pair.b, pair.a)
    if pair.background or pair.one_breath:
        return Judgement(reason=Reason.DIFFERENT_TIME)
    later_event = denial is pair.a and not pair.within(days.state)
    if later_event and said.claim.state in _HAPPENED:
        return Judgement(
            reason=Reason.LATER_EVENT_CHANGES_STATE,
            relation=RelationKind.SUPERSEDES,
            suppressed_by=Suppression.SUCCESSION,
            slot=slot,
            score=pair.score(scores.supersedes, factor=factor),
        )
    if later_event or not pair.within(days.denial if said.claim.state in _HAPPENED else days.state):
        return related_or_nothing(
            pair, reason=Reason.DIFFERENT_TIME, suppressed_by=Suppression.DIFFERENT_EVENT, slot=slot
        )
    reverses = pair.same_speaker
    return Judgement(
        reason=Reason.SPEAKER_REVERSES if reverses else Reason.ASSERTED_AND_DENIED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.SELF_REVERSAL if reverses else ConflictType.POLARITY,
        slot=slot,
        score=pair.score(scores.self_reversal if reverses else scores.polarity, factor=factor),
    )


def _takes_back(pair: Pair) -> bool:
    """Whether one speaker says of what was damaged, days later at most, that it never was."""
    first, second = sorted((pair.a, pair.b), key=lambda one: one.article.published_at)
    return (
        pair.same_speaker
        and not own_voice(first)
        and not pair.same_article
        and not pair.at_once
        and pair.within(pair.rules.days.state)
        and first.claim.state in {_S.DESTROYED, _S.DAMAGED}
        and second.claim.state in {_S.UNDAMAGED, _S.OPERATIONAL}
    )


def _is_change(pair: Pair) -> bool:
    """Whether the two exclusive states followed one another: further apart, repaired after, or one voice's update."""
    a, b = pair.a.claim, pair.b.claim
    if not pair.within(pair.rules.days.state) or pair.same_speaker or pair.same_sentence:
        return True
    return _S.RESTORED in {a.state, b.state} and not _lasts(pair)


def _lasts(pair: Pair) -> bool:
    """Whether one says that it is back, and another, of that day or later, that it is out still."""
    back, out = (pair.a, pair.b) if pair.a.claim.state is _S.RESTORED else (pair.b, pair.a)
    if pair.same_article or out.article.published_at.date() < back.article.published_at.date():
        return False
    said = {word for mention in out.claim.mentions for word in fold(mention.quote).split()}
    return bool(said & pair.rules.assets.lasting)


def _judge_strikers(pair: Pair) -> Judgement | None:
    a, b = pair.a.claim, pair.b.claim
    if is_denied(a) or is_denied(b) or not {a.state, b.state} <= STRIKES or actors_compatible(pair):
        return None
    if pair.same_article and pair.same_speaker:
        # "They were suspected at first, but others have claimed it": one voice does not contradict itself.
        return None
    slot = _slot(pair, SlotKind.STRIKER)
    if not pair.within(pair.rules.days.state):
        return related_or_nothing(
            pair, reason=Reason.DIFFERENT_TIME, suppressed_by=Suppression.DIFFERENT_EVENT, slot=slot
        )
    reverses = pair.same_speaker and not pair.same_article and not own_voice(pair.a)
    return Judgement(
        reason=Reason.SPEAKER_REVERSES if reverses else Reason.TWO_ACTORS_NAMED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.SELF_REVERSAL if reverses else ConflictType.ATTRIBUTION,
        slot=slot,
        score=pair.score(pair.rules.scores.attribution),
    )


def _judge_agreement(pair: Pair, slot: str | None) -> Judgement:
    a, b = pair.a.claim, pair.b.claim
    if a.state is None or b.state is None or is_denied(a) != is_denied(b) or not actors_compatible(pair):
        return related_or_nothing(pair, reason=Reason.SAME_PLACE_ONLY, suppressed_by=None, slot=slot)
    # A town is struck day after day: only reports of about one day are of one strike.
    days = pair.rules.days.repeatable if a.state in STRIKES and not _is_known(pair) else pair.rules.days.agreement
    if not pair.within(days) or not is_one_time(pair, pair.rules.days.window):
        return related_or_nothing(pair, reason=Reason.DIFFERENT_TIME, suppressed_by=None, slot=slot)
    if a.state is b.state:
        return same_said(pair, slot)
    if {a.state, b.state} <= STRIKES and not is_denied(a):
        if {a.state, b.state} == {_S.DAMAGED, _S.DESTROYED}:
            return related_or_nothing(
                pair, reason=Reason.WITHIN_TOLERANCE, suppressed_by=Suppression.TOLERANCE, slot=slot
            )
        # "Hit" says less than "damaged" or "destroyed" and is true with either.
        return same_said(pair, slot)
    return related_or_nothing(pair, reason=Reason.SAME_PLACE_ONLY, suppressed_by=None, slot=slot)
