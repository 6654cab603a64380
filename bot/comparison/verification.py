"""What is known of a claim's truth, as it follows from its relations; a person's judgement stands above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.comparison.slots import holdings_of
from bot.comparison.speakers import own_voice
from bot.model.claim import SpeakerType, SpeechAct, Verification
from bot.model.ports import Sourced
from bot.model.relation import Relation, RelationKind
from bot.model.side import SideCatalogue

_BY_PERSON = {Verification.VERIFIED, Verification.FALSE, Verification.INCONCLUSIVE, Verification.REFUTED}
_SETTLING = {RelationKind.SUPPORTS, RelationKind.REFINES}
_HEARSAY = {SpeakerType.SOCIAL_MEDIA, SpeakerType.ANONYMOUS}


def verification_of(
    sourced: Sourced, relations: Sequence[Relation], others: Mapping[str, Sourced], *, sides: SideCatalogue
) -> Verification:
    """Return the claim's verification: a person's, else disputed, confirmed, corroborated or unverified, in that order.

    Confirmed: the losing side says it, or a neutral party confirms it. Corroborated: an independent source that is not
    of the claim's side says the same. `others` holds the claims that the relations name, by id.
    """
    if sourced.claim.verification in _BY_PERSON and sourced.claim.verification is not None:
        return sourced.claim.verification
    about = [r for r in relations if sourced.claim.id in {r.a, r.b}]
    if any(r.relation is RelationKind.REFUTES for r in about):
        return Verification.DISPUTED
    backing = [
        others[other]
        for r in about
        if r.relation in _SETTLING and (other := r.b if r.a == sourced.claim.id else r.a) in others
    ]
    parties = _parties(sourced)
    if any(_confirms(one, parties, sides) for one in (*backing, sourced)):
        return Verification.CONFIRMED
    if any(_independent(sourced, one, sides) for one in backing):
        return Verification.CORROBORATED
    return Verification.UNVERIFIED


def _parties(sourced: Sourced) -> tuple[frozenset[str], frozenset[str]]:
    """Return who gains and who loses by the claim."""
    claim = sourced.claim
    gains = {holding.side for holding in holdings_of(claim) if holding.holds and holding.side is not None}
    loses = {holding.side for holding in holdings_of(claim) if not holding.holds and holding.side is not None}
    if claim.opponent is not None and claim.opponent.side is not None:
        loses.add(claim.opponent.side)
    if claim.actor is not None and claim.actor.side is not None and claim.actor.side not in loses:
        gains.add(claim.actor.side)
    return frozenset(gains), frozenset(loses)


def _confirms(one: Sourced, parties: tuple[frozenset[str], frozenset[str]], sides: SideCatalogue) -> bool:
    said, (gains, loses) = one.claim.attribution, parties
    if said.against_interest:
        return True
    if said.side is not None and any(sides.allied(said.side, side) for side in loses):
        return not any(sides.allied(said.side, side) for side in gains)
    involved = said.side is not None and any(sides.allied(said.side, side) for side in gains)
    return one.claim.speech_act is SpeechAct.CONFIRM and not involved and said.type not in _HEARSAY


def _independent(one: Sourced, other: Sourced, sides: SideCatalogue) -> bool:
    a, b = one.claim.attribution, other.claim.attribution
    if b.type in _HEARSAY or one.article.id == other.article.id:
        return False
    if a.side is None and b.side is None:
        return own_voice(one) != own_voice(other) or one.article.publisher != other.article.publisher
    return a.side is None or b.side is None or not sides.allied(a.side, b.side)
