"""Whether a speaker speaks against his own side's interest."""

from __future__ import annotations

from bot.extraction.context import Context
from bot.extraction.drafts import Draft
from bot.model.claim import Domain, Polarity, Predicate, SpeechAct

# What the actor gains by it, and what it loses.
_GAINS = frozenset(
    {
        Predicate.CAPTURED,
        Predicate.RETOOK,
        Predicate.CONTROLS,
        Predicate.ADVANCED,
        Predicate.ENTERED,
        Predicate.ENCIRCLED,
    }
)


def against_interest(draft: Draft, context: Context) -> bool:
    """Return whether the speaker's side loses by what it says: it reports the other's gain, or its own retreat."""
    speaker = draft.speaker.side if draft.speaker else None
    actor = draft.actor.side if draft.actor else None
    if speaker is None or actor is None or draft.domain is not Domain.TERRITORY:
        return False
    if draft.speech_act is SpeechAct.NOT_CONFIRMED:
        return False
    affirmed = draft.polarity is Polarity.AFFIRMED
    catalogue = context.catalogue
    if catalogue.allied(speaker, actor):
        lost = draft.predicate is Predicate.CONTROLS and not affirmed
        return lost or (draft.predicate is Predicate.WITHDREW and affirmed)
    if draft.predicate not in _GAINS or not affirmed:
        return False
    return is_belligerent(speaker, draft, context)


def is_belligerent(side: str, draft: Draft, context: Context) -> bool:
    """Whether a side is a party to the fight that a draft is about: named as opponent, at home there, or its ally."""
    if draft.opponent is not None and draft.opponent.side is not None:
        return context.catalogue.allied(side, draft.opponent.side)
    country = draft.place.country if draft.place else (context.scope.country if context.scope else None)
    if side == country:
        return True
    known = context.catalogue.sides.get(side)
    if known is not None and country is not None and country in known.countries:
        return True
    actor = draft.actor.side if draft.actor else None
    others = {name: weight for name, weight in context.theatre.sides.items() if name != actor}
    heaviest = max(others, key=lambda name: (others[name], name)) if others else None
    return actor == country and heaviest is not None and context.catalogue.allied(side, heaviest)
