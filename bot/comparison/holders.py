"""Who holds a place: conflicts and successions between two claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.comparison.geography import Containment
from bot.comparison.judgement import Judgement, Pair, related_or_nothing
from bot.comparison.quarters import is_most, same_part
from bot.comparison.rules import PlaceRules
from bot.comparison.slots import TAKEN, Holding, holder_slot, holdings_of, is_denied
from bot.comparison.speakers import conceding, neutral, one_side, own_voice
from bot.comparison.spelling import fold
from bot.comparison.timing import Span, gap, is_own_day, span_of
from bot.model.claim import Claim, Extent, Predicate, SpeechAct
from bot.model.place import Feature, Place
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Two things said about who holds a place that cannot both be so at one time; `rivals` are two holders."""

    x: Holding
    y: Holding
    rivals: bool

    @property
    def polarity(self) -> bool:
        """Whether one denies what the other asserts."""
        return not self.rivals and self.x.denied != self.y.denied


def clash_of(a: Claim, b: Claim, pair: Pair) -> Clash | None:
    """Return the first thing in which the two claims differ about a holder, the actors' first; extents aside."""
    for x in holdings_of(a):
        for y in holdings_of(b):
            rivals = x.holds and y.holds
            if x.holds == y.holds and not rivals:
                continue
            if x.side is None or y.side is None:
                if not rivals and (
                    _unnamed_taker_denied(a, b, x, y, pair)
                    or _own_taking_denied(a, b, x, y, pair)
                    or _taken_back(x, y, pair)
                    or _no_rebels(x, y, pair)
                ):
                    return Clash(x=x, y=y, rivals=False)
                if rivals and (_rebels_in_a_state(a, b, x, y, pair) or _taken_by_the_other(pair, x, y)):
                    return Clash(x=x, y=y, rivals=True)
                continue
            if pair.sides.allied(x.side, y.side) != rivals:
                return Clash(x=x, y=y, rivals=rivals)
    return None


def judge_holders(pair: Pair, where: Containment) -> Judgement | None:
    """Judge two claims on one place, or on a place and one inside it; `None` where they agree about the holder."""
    a, b = pair.a.claim, pair.b.claim
    clash = clash_of(a, b, pair)
    if clash is None or a.place is None or b.place is None:
        return None
    slot = holder_slot(_narrower(a.place, b.place, where)).key
    if clash.rivals and where is Containment.SAME and _driven_from_its_part(pair, clash):
        return _succession(pair, slot, Reason.FORMER_HOLDER_IN_SAME_SENTENCE)
    if not _extents_clash(a, b, clash, where, pair.rules.places):
        if where is not Containment.SAME and Feature.COUNTRY in {a.place.feature, b.place.feature}:
            return Judgement(reason=Reason.PART_WITHIN_WHOLE)
        return related_or_nothing(
            pair, reason=Reason.PART_WITHIN_WHOLE, suppressed_by=Suppression.CONTAINMENT, slot=slot
        )
    return _judge_polarity(pair, clash, slot, where) if clash.polarity else _judge_control(pair, clash, slot, where)


def _unnamed_taker_denied(a: Claim, b: Claim, x: Holding, y: Holding, pair: Pair) -> bool:
    """Whether "the town was not taken" meets "X took the town", and it is not X who says that it was not."""
    denial, taking = (x, y) if x.side is None and x.denied else (y, x)
    denier = (a if denial is x else b).attribution.side
    if denial.side is not None:
        return False
    if not (taking.holds and denial.denied):
        return False
    theirs = denier is not None and taking.side is not None and pair.sides.allied(denier, taking.side)
    # "X has not fallen", says who fights the side that is said to hold it.
    return not theirs and (taking.change or (denier is not None and taking.side is not None))


def _own_taking_denied(a: Claim, b: Claim, x: Holding, y: Holding, pair: Pair) -> bool:
    """Whether a side says that a place was taken, not by whom, and somebody else that this side did not take it."""
    taking, denial = (x, y) if x.side is None else (y, x)
    said, denied = (a, b) if taking is x else (b, a)
    speaker, denier = said.attribution.side, denied.attribution.side
    if taking.name is not None or not (taking.change and taking.holds) or speaker is None or denial.side is None:
        return False
    theirs = denial.denied and not denial.holds and pair.sides.allied(speaker, denial.side)
    return theirs and (denier is None or not pair.sides.allied(denier, speaker))


def _taken_back(x: Holding, y: Holding, pair: Pair) -> bool:
    """Whether one voice says that a group holds the place, and then that "the militants" do not."""
    unnamed = x if x.side is None else y
    return pair.same_speaker and not pair.same_article and unnamed.name is not None and not unnamed.holds


def _no_rebels(x: Holding, y: Holding, pair: Pair) -> bool:
    """Whether "X is not in rebel hands" meets that an armed group took or holds it."""
    denial, held = (x, y) if x.side is None else (y, x)
    if denial.side is not None or held.side is None or denial.name is None or held.side.isupper():
        return False
    return denial.denied and held.holds and bool(set(fold(denial.name).split()) & pair.rules.speakers.rebels)


def _rebels_in_a_state(a: Claim, b: Claim, x: Holding, y: Holding, pair: Pair) -> bool:
    """Whether rebels whose group no catalogue knows took a place that its own state is said to hold."""
    taking, held = (x, y) if x.side is None else (y, x)
    if taking.side is not None or held.side is None or taking.name is None:
        return False
    words = set(fold(taking.name).split())
    if not words & pair.rules.speakers.rebels:
        return False
    against = a if held is x else b
    beaten = against.opponent.name if against.opponent is not None and against.opponent.side is None else ""
    if set(fold(beaten).split()) & pair.rules.speakers.rebels:
        # "drove the rebels out of X" meets "the rebels control X"
        return True
    countries = {one.place.country for one in (a, b) if one.place is not None} - {None}
    # Of a town that no gazetteer has, the side that holds it says where it lies.
    return held.side in countries or (not countries and held.side.isupper())


def _taken_by_the_other(pair: Pair, x: Holding, y: Holding) -> bool:
    """Whether one side says that a place was taken, not by whom, and the other side that it holds the place itself.

    "X has been liberated", says one president; "X is in our hands", says the other.
    """
    taking, held, said, insisting = (x, y, pair.a, pair.b) if x.side is None else (y, x, pair.b, pair.a)
    speaker = said.claim.attribution.side
    if taking.side is not None or taking.name is not None or not taking.change or held.change or speaker is None:
        return False
    return held.side is not None and not pair.sides.allied(speaker, held.side) and _insists(insisting, held, pair)


def _narrower(a: Place, b: Place, where: Containment) -> Place:
    if where is Containment.SAME:
        if Feature.REGION in {a.feature, b.feature} and a.feature is not b.feature:
            # A town, and its region by the town's bare name.
            return b if a.feature is Feature.REGION else a
        # Of one of the two less may be known: the slot is the other's, whichever came first.
        return a if b.geonameid is None or (b.region is None and a.geonameid is not None) else b
    return a if where is Containment.FIRST_INSIDE else b


def _extents_clash(a: Claim, b: Claim, clash: Clash, where: Containment, words: PlaceRules) -> bool:
    if where is Containment.SAME:
        if clash.x.extent is clash.y.extent is Extent.PARTIAL and same_part(a, b, parts=words.parts):
            return True
        if clash.rivals:
            # Who holds most of a town leaves others no more than a part of it.
            return _rival_extents(
                *(None if is_most(c, most=words.most) else h.extent for c, h in ((a, clash.x), (b, clash.y)))
            )
        return _opposed_extents(clash.x, clash.y)
    outer = clash.y if where is Containment.FIRST_INSIDE else clash.x
    inner = clash.x if where is Containment.FIRST_INSIDE else clash.y
    # Holding a city does not contradict holding a region, unless the words say all of it.
    if outer.extent is not Extent.WHOLE or clash.x.implied or clash.y.implied or (outer.denied and not outer.holds):
        return False
    return outer.holds or outer.change or inner.holds


def _rival_extents(*both: Extent | None) -> bool:
    extents = set(both)
    return Extent.PARTIAL not in extents or Extent.WHOLE in extents


def _opposed_extents(x: Holding, y: Holding) -> bool:
    positive, negative = (x, y) if x.holds else (y, x)
    if negative.denied and negative.extent is Extent.WHOLE:
        return positive.extent is not Extent.PARTIAL
    if not negative.denied and negative.extent is Extent.PARTIAL:
        return positive.extent is Extent.WHOLE
    return True


def _factor(pair: Pair, clash: Clash, where: Containment) -> float:
    implied = pair.rules.scores.implied
    factor = implied if clash.x.implied or clash.y.implied else 1.0
    return factor if where is Containment.SAME else factor * implied


def _judge_polarity(pair: Pair, clash: Clash, slot: str, where: Containment) -> Judgement:
    days, scores = pair.rules.days, pair.rules.scores
    denial, denying = (pair.a, clash.x) if clash.x.denied else (pair.b, clash.y)
    said, saying = (pair.b, clash.y) if denial is pair.a else (pair.a, clash.x)
    if denying.change:
        # "No longer holds it" is a loss: judged like any change of hands.
        return _judge_control(pair, clash, slot, where)
    vague = not (_is_dated(pair.a, pair) and _is_dated(pair.b, pair))
    if pair.gap is None or pair.background or pair.one_breath or vague:
        return Judgement(reason=Reason.DIFFERENT_TIME)
    if denial is pair.a and not pair.within(days.control):
        return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    of_event = saying.change or denial.claim.predicate in TAKEN
    if not pair.within(days.denial if of_event else days.control):
        return related_or_nothing(
            pair, reason=Reason.DIFFERENT_TIME, suppressed_by=Suppression.DIFFERENT_EVENT, slot=slot
        )
    reverses = pair.same_speaker and (
        denial.article.published_at >= said.article.published_at or denial.claim.speech_act is SpeechAct.RETRACT
    )
    return Judgement(
        reason=Reason.SPEAKER_REVERSES if reverses else Reason.ASSERTED_AND_DENIED,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.SELF_REVERSAL if reverses else ConflictType.POLARITY,
        slot=slot,
        score=pair.score(scores.self_reversal if reverses else scores.polarity, factor=_factor(pair, clash, where)),
    )


def _judge_control(pair: Pair, clash: Clash, slot: str, where: Containment) -> Judgement:
    apart = gap(_as_of(pair.a, clash.x, pair), _as_of(pair.b, clash.y, pair))
    if apart is None or apart > pair.rules.days.control:
        return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    if (pair.a.claim.id in pair.former and not clash.x.change) or (
        pair.b.claim.id in pair.former and not clash.y.change
    ):
        return _succession(pair, slot, Reason.FORMER_HOLDER_IN_SAME_SENTENCE)
    changes = clash.x.change or clash.y.change
    if (clash.x.change and not _is_dated(pair.a, pair)) or (clash.y.change and not _is_dated(pair.b, pair)):
        return related_or_nothing(
            pair, reason=Reason.DIFFERENT_TIME, suppressed_by=Suppression.DIFFERENT_EVENT, slot=slot
        )
    if changes and pair.same_sentence:
        return _succession(pair, slot, Reason.FORMER_HOLDER_IN_SAME_SENTENCE)
    if clash.x.change and clash.y.change and is_own_day(pair.a) and is_own_day(pair.b) and pair.gap:
        return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    if _takes_back(pair, clash):
        return Judgement(
            reason=Reason.SPEAKER_REVERSES,
            relation=RelationKind.REFUTES,
            conflict=ConflictType.SELF_REVERSAL,
            slot=slot,
            score=pair.score(pair.rules.scores.self_reversal, factor=_factor(pair, clash, where)),
        )
    if (settled := _settled(pair, clash, slot)) is not None:
        return settled
    if pair.same_speaker or (one_side(pair.a, pair.b, sides=pair.sides) and not _at_odds(pair, clash)):
        # One side that says first the one, then the other, tells what happened: nobody contests it.
        return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    loss_denied = _denies_the_loss(pair.a, clash.x) or _denies_the_loss(pair.b, clash.y)
    if pair.same_article and (clash.x.implied or clash.y.implied):
        return related_or_nothing(
            pair, reason=Reason.LATER_EVENT_CHANGES_HOLDER, suppressed_by=Suppression.SUCCESSION, slot=slot
        )
    if pair.same_article and not loss_denied and (changes or not _both_insist(pair, clash)):
        # One article tells a story: a state before, an event after. A conflict takes two articles, a denial, or both
        # sides' word that they hold the place.
        if not _holder_insists(pair, clash):
            return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
        return related_or_nothing(
            pair, reason=Reason.LATER_EVENT_CHANGES_HOLDER, suppressed_by=Suppression.SUCCESSION, slot=slot
        )
    reason, denied = Reason.TAKEN_WHILE_HELD if changes else Reason.TWO_HOLDERS_AT_ONCE, clash.polarity or loss_denied
    return Judgement(
        reason=Reason.ASSERTED_AND_DENIED if denied else reason,
        relation=RelationKind.REFUTES,
        conflict=ConflictType.POLARITY if denied else ConflictType.CONTROL,
        slot=slot,
        score=pair.score(
            pair.rules.scores.polarity if denied else pair.rules.scores.control,
            factor=_factor(pair, clash, where),
        ),
    )


def _at_odds(pair: Pair, clash: Clash) -> bool:
    """Whether of two speakers of one side, at one time, one tells of a loss, and the other that they hold the place."""
    return pair.at_once and _holder_insists(pair, clash) and (clash.x.change or clash.y.change)


def _denies_the_loss(said: Sourced, held: Holding) -> bool:
    """Whether it is a denial that the holder lost the place: "denied losing X"."""
    denied = said.claim.speech_act is SpeechAct.DENY and said.claim.predicate is Predicate.CONTROLS
    return denied and held.holds and not held.change


def _settled(pair: Pair, clash: Clash, slot: str) -> Judgement | None:
    """Return a succession where the loser concedes the change, or a neutral party reports it after the other claim."""
    for new, old, change, held in ((pair.a, pair.b, clash.x, clash.y), (pair.b, pair.a, clash.y, clash.x)):
        if not change.change:
            continue
        # Who takes a place that somebody says it does not hold loses nothing.
        loser = held.side if clash.rivals or held.holds else None if change.holds else change.side
        later = _published_first(old, new)
        if later and _names_former(new, change, held, pair) and (held.change or _of_earlier_day(old, new)):
            return _succession(pair, slot, Reason.FORMER_HOLDER_IN_SAME_SENTENCE)
        # What one official admits while another insists on the contrary is no word of their side's.
        insisted = pair.at_once and not pair.same_speaker and _insists(old, held, pair)
        if insisted and new.claim.speech_act is not SpeechAct.CONFIRM:
            continue
        if conceding(new, loser, sides=pair.sides):
            if later or held.change:
                return _succession(pair, slot, Reason.CONCEDED_BY_LOSER)
            return related_or_nothing(
                pair, reason=Reason.CONCEDED_BY_LOSER, suppressed_by=Suppression.SUCCESSION, slot=slot
            )
        # Of "they left" alone it is not known who drove them out: whoever speaks for a side may be that side.
        parted = clash.rivals or new.claim.attribution.side is None or new.claim.speech_act is SpeechAct.CONFIRM
        contested = pair.at_once and _insists(old, held, pair)
        # Of "X was taken", said by a side, that side is the one that took it, and no bystander.
        unsaid = change.side is None and change.name is None and new.claim.attribution.side is not None
        apart = not unsaid and neutral(new, (change.side, held.side), sides=pair.sides)
        if not held.change and later and parted and apart and not contested:
            return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    if any(
        not held.change and own_voice(old) and _of_earlier_day(old, new)
        for new, old, held in ((pair.a, pair.b, clash.y), (pair.b, pair.a, clash.x))
    ):
        # Whose an article says a town is, in passing, is what was known that day.
        return _succession(pair, slot, Reason.LATER_EVENT_CHANGES_HOLDER)
    return None


def _driven_from_its_part(pair: Pair, clash: Clash) -> bool:
    """Whether who held a part of a place one day was driven out of the place on a later one."""
    return any(
        held.extent is Extent.PARTIAL
        and change.extent is not Extent.PARTIAL
        and change.change
        and not held.change
        and _of_earlier_day(old, new)
        and _names_former(new, change, held, pair)
        for new, old, change, held in ((pair.a, pair.b, clash.x, clash.y), (pair.b, pair.a, clash.y, clash.x))
    )


def _names_former(new: Sourced, change: Holding, held: Holding, pair: Pair) -> bool:
    """Whether the words that say that a place was taken name who held it until then, as the other claim does."""
    former = new.claim.opponent.side if new.claim.opponent is not None else None
    if not change.holds or not held.holds or former is None or held.side is None:
        return False
    return pair.sides.allied(former, held.side)


def _of_earlier_day(old: Sourced, new: Sourced) -> bool:
    return old.article.published_at.date() < new.article.published_at.date()


def _takes_back(pair: Pair, clash: Clash) -> bool:
    """Whether one speaker now tells of a change before the day on which it said that there was none."""
    if not pair.same_speaker or pair.same_article or own_voice(pair.a):
        return False
    return any(
        change.change
        and not held.change
        and is_own_day(new)
        and _of_earlier_day(old, new)
        and _day_before(new, span_of(old).start or date.min)
        for new, old, change, held in ((pair.a, pair.b, clash.x, clash.y), (pair.b, pair.a, clash.y, clash.x))
    )


def _day_before(new: Sourced, day: date) -> bool:
    """Whether a change was before a day; what is said not to have been held on that very day was not held on it."""
    end = span_of(new).end or date.max
    unheld = new.claim.predicate is Predicate.CONTROLS and is_denied(new.claim)
    return end < day or (unheld and end == day)


def _holder_insists(pair: Pair, clash: Clash) -> bool:
    """Whether a side itself says that it holds the place, next to the report that it was taken."""
    return _insists(pair.a, clash.x, pair) or _insists(pair.b, clash.y, pair)


def _both_insist(pair: Pair, clash: Clash) -> bool:
    return _insists(pair.a, clash.x, pair) and _insists(pair.b, clash.y, pair)


def _insists(said: Sourced, held: Holding, pair: Pair) -> bool:
    side = said.claim.attribution.side
    if held.change or not held.holds or held.side is None or side is None:
        return False
    return pair.sides.allied(side, held.side)


def _as_of(sourced: Sourced, holding: Holding, pair: Pair) -> Span:
    """Return the days of a claim; of a state that has lasted long, the last: that is when it is said to hold."""
    span = span_of(sourced)
    return span if holding.change or _is_dated(sourced, pair) else Span(start=span.end, end=span.end)


def _is_dated(sourced: Sourced, pair: Pair) -> bool:
    """Whether an event's time is narrow enough to be told from another's: "since March" is a season, not a day."""
    span = span_of(sourced)
    if span.start is None or span.end is None:
        return False
    return (span.end - span.start).days <= pair.rules.days.window


def _published_first(one: Sourced, other: Sourced) -> bool:
    return one.article.published_at <= other.article.published_at


def _succession(pair: Pair, slot: str, reason: Reason) -> Judgement:
    return Judgement(
        reason=reason,
        relation=RelationKind.SUPERSEDES,
        suppressed_by=Suppression.SUCCESSION,
        slot=slot,
        score=pair.score(pair.rules.scores.supersedes),
    )
