"""Why two claims conflict, in a sentence or two for an alert: what matters beyond the kind of conflict."""

from __future__ import annotations

from datetime import date

from bot.alerts.headings import place_phrase
from bot.model.claim import Claim, Domain, EventTime, Extent, Polarity, Predicate
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, Relation
from bot.model.words import days_words

_WHY = {
    ConflictType.NUMERIC: "The two figures are given for the same thing and time, and cannot both be right",
    ConflictType.STATE: "The two states exclude one another at the same time",
    ConflictType.TIME: "The same event is given two times that cannot both be right",
    ConflictType.PLACE: "The same event is put in two different places",
    ConflictType.ATTRIBUTION: "Different sides are named as the one that did it",
    ConflictType.SELF_REVERSAL: "The same voice has said first the one, then the other",
}
_TAKEN = {Predicate.CAPTURED, Predicate.RETOOK, Predicate.TRANSFERRED}


def why_of(relation: Relation, first: Sourced, second: Sourced) -> str:
    """Return what makes the two a conflict, with the days that they speak of; never which of them is right.

    Of a change of hands it says that it may be a succession.
    """
    when = _when(first, second)
    match relation.conflict_type:
        case ConflictType.POLARITY:
            return f"{_denied(first.claim, second.claim)} ({when})."
        case ConflictType.CONTROL if first.claim.predicate is second.claim.predicate is Predicate.ANNEXED:
            return f"Two sides say of the same place that it is their own ({when})."
        case ConflictType.CONTROL:
            between = "reports" if first.article.id != second.article.id else "statements"
            where = next((place_phrase(one.claim.place) for one in (first, second) if one.claim.place), "the place")
            return (
                f"{_hands(relation, first.claim, second.claim, where)} ({when}). "
                f"This may be a succession: {where} may have changed hands between the two {between}."
            )
        case None:
            return "The two claims conflict."
    return f"{_WHY[relation.conflict_type]} ({when})."


def _denied(first: Claim, second: Claim) -> str:
    """Say what stands against what; a part against the whole is told, since that is easily read as no conflict."""
    if Polarity.DENIED not in {first.polarity, second.polarity}:
        # "denied losing X" says that X is held.
        where = next((place_phrase(one.place) for one in (first, second) if one.place), "the place")
        return f"One says that {where} changed hands, the other denies that it was lost"
    said, denied = (second, first) if first.polarity is Polarity.DENIED else (first, second)
    if said.domain is Domain.TERRITORY and said.place is not None and said.extent is Extent.PARTIAL:
        part, where = (
            ("parts" if said.place.feature in {"region", "country", "area"} else "a part"),
            place_phrase(said.place),
        )
        if said.predicate in _TAKEN and denied.predicate in _TAKEN:
            return f"That {part} of {where} was taken stands against a denial that it was taken at all"
        return f"One speaks of {part} of {where}, the other denies it of the whole"
    if said.predicate is denied.predicate is not None or (said.state is denied.state is not None):
        return "The denial is of the very thing that the other says"
    return "What the one denies follows from what the other says"


def _hands(relation: Relation, first: Claim, second: Claim, where: str) -> str:
    if relation.reason is Reason.TAKEN_WHILE_HELD or {first.predicate, second.predicate} & _TAKEN:
        return (
            f"One says that {where} is held, the other that it was taken, "
            "and the side that would have lost it has not said so"
        )
    return f"{where} cannot be held by two sides at the same time"


def _when(first: Sourced, second: Sourced) -> str:
    """Return the days that the two speak of; where a claim says nothing, those of its report."""
    a, b = _days(first), _days(second)
    stated = any(one.claim.time.basis != "publication" for one in (first, second))
    if a == b:
        return f"both of {a}" if stated else f"both reports are of {a}"
    return f"{a}, and {b}"


def _days(sourced: Sourced) -> str:
    time: EventTime = sourced.claim.time
    published: date = sourced.article.published_at.date()
    start = time.start or time.end or published
    return days_words(start, max(start, time.end or start))
