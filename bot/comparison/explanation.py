"""Why the comparison decided as it did, in sentences for a person."""

from __future__ import annotations

from bot.comparison.geography import is_within
from bot.comparison.judgement import Judgement
from bot.comparison.positions import voice_name
from bot.comparison.slots import asset_label, holdings_of, place_label
from bot.comparison.speakers import own_voice
from bot.comparison.timing import in_order, span_of
from bot.model.claim import Claim, Extent, Realis, SpeechAct
from bot.model.ports import Sourced
from bot.model.relation import Reason, Relation, RelationKind
from bot.model.side import SideCatalogue
from bot.model.words import days_words

_KIND = {
    RelationKind.IDENTICAL: "The second repeats the first.",
    RelationKind.SUPPORTS: "The second supports the first.",
    RelationKind.REFINES: "One says the same as the other, more exactly.",
    RelationKind.SUPERSEDES: "The later event changes what the earlier one says; this is no conflict.",
    RelationKind.REFUTES: "Both cannot be true of the same thing at the same time.",
    RelationKind.RELATED: "They belong together, and nothing follows from one for the other.",
}


def explain(relation: Relation | Judgement | None, one: Sourced, other: Sourced, sides: SideCatalogue) -> str:
    """Return two or three sentences: who said what where, how the two stand to each other, and why.

    `relation` is what `compare` or `decide` returned; a `Judgement` also gives the reason where there is no relation.
    """
    a, b = _ordered(relation, one, other)
    things = _thing(a.claim), _thing(b.claim)
    if things[0] == things[1]:
        voices = f"{_voice(a, sides)} and {_voice(b, sides)} both speak of {things[0]}."
    else:
        voices = f"{_voice(a, sides)} speaks of {things[0]}; {_voice(b, sides)} speaks of {things[1]}."
    return f"{_upper(voices)} {verdict(relation, one, other, sides)}"


def verdict(relation: Relation | Judgement | None, one: Sourced, other: Sourced, sides: SideCatalogue) -> str:
    """Return how the two stand to each other, and why, for whoever sees already who says what."""
    a, b = _ordered(relation, one, other)
    if relation is None:
        return f"No relation: {_lower(_why(Reason.NOTHING_SHARED, a, b, sides))}"
    kind = relation.relation
    said = _KIND[kind] if kind is not None else "No relation."
    return f"{said} {_upper(_why(relation.reason, a, b, sides))}"


def _ordered(relation: Relation | Judgement | None, one: Sourced, other: Sourced) -> tuple[Sourced, Sourced]:
    a, b = in_order(one, other)
    return (b, a) if isinstance(relation, Relation) and relation.a == b.claim.id else (a, b)


def _why(reason: Reason, a: Sourced, b: Sourced, sides: SideCatalogue) -> str:
    first, second = voice_name(a, sides=sides), voice_name(b, sides=sides)
    when = _when(a, b)
    thing = _thing(a.claim) if a.claim.place or a.claim.asset else _thing(b.claim)
    what = next((_held(one.claim) for one in (a, b) if one.claim.place is not None), "one place")
    match reason:
        case Reason.SAME_SPEAKER_REPEATS:
            return f"One voice says it in both ({first}; {second}): a repeat is no new evidence."
        case Reason.SYNDICATED_COPY:
            return (
                f"{_outlet(a)} and {_outlet(b)} carry the same text: a copy is no evidence. "
                "A report of its own would be needed."
            )
        case Reason.INDEPENDENT_AGREEMENT:
            return f"{first} and {second} do not speak for one side, and say the same of {thing} ({when})."
        case Reason.SAME_SIDE_AGREES:
            return (
                f"{first} and {second} say the same, but speak for one side: "
                "a source of another side would be needed to corroborate it."
            )
        case Reason.FIGURES_AGREE:
            return f"{_figures(a, b)} agree within what the words allow ({when})."
        case Reason.MORE_EXACT_FIGURE:
            return f"One gives the figure more exactly: {_figures(a, b)}."
        case Reason.MORE_EXACT_PLACE:
            return f"{_thing(a.claim)} and {_thing(b.claim)}: one place lies inside the other."
        case Reason.MORE_EXACT_TIME:
            return f"One names the time more exactly ({when})."
        case Reason.LATER_EVENT_CHANGES_HOLDER:
            return (
                f"The two speak of different times ({when}), or the later one reports a change of hands "
                "that nobody here contests."
            )
        case Reason.LATER_EVENT_CHANGES_STATE:
            return f"The two speak of different times ({when}): {thing} changed in between."
        case Reason.CONCEDED_BY_LOSER:
            return f"The side that loses by it says so itself ({first}; {second}): the change of hands is conceded."
        case Reason.FORMER_HOLDER_IN_SAME_SENTENCE:
            return "One only names who held the place until it was taken, in the sentence that says that it was taken."
        case Reason.ASSERTED_AND_DENIED:
            if Extent.PARTIAL in {a.claim.extent, b.claim.extent} and a.claim.extent is not b.claim.extent:
                return f"One speaks of a part of {what}, the other denies it altogether ({first}; {second}; {when})."
            return f"One asserts it and the other denies it ({first}; {second}; {when})."
        case Reason.TWO_HOLDERS_AT_ONCE:
            return f"{first} and {second} name two holders of {what} at one time ({when})."
        case Reason.TAKEN_WHILE_HELD:
            return (
                f"One says that {what} changed hands, the other that the other side holds it, within two days "
                f"({when}), and the losing side has not conceded it. It may be a succession: {what} may have changed "
                f"hands between the two {'reports' if a.article.id != b.article.id else 'statements'}."
            )
        case Reason.FIGURES_DISAGREE:
            return f"{_figures(a, b)} are given for one thing over one time and cannot both be right."
        case Reason.TWO_STATES_AT_ONCE:
            return f"{thing} cannot be in both states at one time ({when})."
        case Reason.TWO_ACTORS_NAMED:
            return f"{first} and {second} say of different sides that they did it."
        case Reason.TWO_DAYS_NAMED:
            return f"{first} and {second} name two days for one event ({when})."
        case Reason.TWO_PLACES_NAMED:
            return f"{first} and {second} put one event of one day in two places ({when})."
        case Reason.SPEAKER_REVERSES:
            return f"One voice says both, first one thing and then the other ({first}; {second}; {when})."
        case Reason.PART_WITHIN_WHOLE:
            return (
                "One speaks of a part of what the other speaks of, and holding the one does not contradict holding "
                "the other. Only words like “all of” would."
            )
        case Reason.WITHIN_TOLERANCE:
            return "The difference is within what such reports leave open."
        case Reason.DIFFERENT_TIME:
            return f"The two speak of different times ({when}): nothing follows from one for the other."
        case Reason.DIFFERENT_THING:
            return f"{_thing(a.claim)} and {_thing(b.claim)} need not be one thing, or one measure over one time."
        case Reason.NOT_SAID_AS_FACT:
            return f"{_unsaid(a, b, sides)} Only what is said as a fact can conflict."
        case Reason.SAME_PLACE_ONLY:
            return (
                f"Both are about {thing if a.claim.asset or b.claim.asset else what}; what they say can both be true."
            )
        case Reason.NOTHING_SHARED:
            return "They share no place, no asset and no measure that only one value could be true of."


def _voice(sourced: Sourced, sides: SideCatalogue) -> str:
    # An outlet in its own voice is not named twice.
    outlet = "" if own_voice(sourced) and sourced.article.outlet else f"{_outlet(sourced)}, "
    return f"{voice_name(sourced, sides=sides)} ({outlet}{_date(sourced)})"


def _outlet(sourced: Sourced) -> str:
    return sourced.article.outlet or "an unnamed outlet"


def _date(sourced: Sourced) -> str:
    day = sourced.article.published_at.date()
    return f"{day.day} {day:%B %Y}"


def _when(a: Sourced, b: Sourced) -> str:
    """Return the days that the two speak of, once where they are the same."""
    first, second = _days(a), _days(b)
    return f"both of {first}" if first == second else f"{first}, and {second}"


def _days(sourced: Sourced) -> str:
    span = span_of(sourced)
    if span.start is None or span.end is None:
        return "some time in the past"
    return days_words(span.start, span.end)


def _thing(claim: Claim) -> str:
    if claim.asset is not None:
        return asset_label(claim.asset, claim.place)
    if claim.place is not None:
        return f"control of {place_label(claim.place)}" if holdings_of(claim) else _held(claim)
    where = claim.scope.region or claim.scope.country if claim.scope is not None else None
    return f"a front about {where}" if where is not None else "a front it does not name"


def _held(claim: Claim) -> str:
    """Return the place itself, or the area beside it ("the area north of Ellbruck")."""
    if claim.place is None:
        return "one place"
    label = place_label(claim.place)
    return label if is_within(claim.place) else f"the area {label}"


def _figures(a: Sourced, b: Sourced) -> str:
    texts = [quantity.text for sourced in (a, b) for quantity in sourced.claim.quantities[:1]]
    return " and ".join(f"“{text}”" for text in texts) or "The figures"


def _unsaid(a: Sourced, b: Sourced, sides: SideCatalogue) -> str:
    for sourced in (a, b):
        claim = sourced.claim
        if claim.speech_act is SpeechAct.NOT_CONFIRMED:
            return f"{voice_name(sourced, sides=sides)} could not, or did not, confirm it."
        if claim.realis is Realis.FUTURE:
            return f"{voice_name(sourced, sides=sides)} speaks of a plan."
        if claim.realis is Realis.HYPOTHETICAL:
            return f"{voice_name(sourced, sides=sides)} speaks of what might be."
    return "One of the two is not said as a fact."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
