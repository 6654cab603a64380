"""Claims as plain facts, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.model.claim import Claim, Domain

_READ: Mapping[str, Callable[[Claim], Any]] = {
    "says": lambda claim: str(claim.predicate or claim.state),
    "actor": lambda claim: claim.actor.side if claim.actor else None,
    "called": lambda claim: claim.actor.name if claim.actor else None,
    "opponent": lambda claim: claim.opponent.side if claim.opponent else None,
    "place": lambda claim: claim.place.name if claim.place else None,
    "region": lambda claim: claim.place.region if claim.place else None,
    "country": lambda claim: claim.place.country if claim.place else None,
    "feature": lambda claim: _text(claim.place.feature) if claim.place else None,
    "relation": lambda claim: _text(claim.place.relation) if claim.place else None,
    "scope": lambda claim: claim.scope.country if claim.scope else None,
    "extent": lambda claim: _text(claim.extent),
    "polarity": lambda claim: str(claim.polarity),
    "realis": lambda claim: str(claim.realis),
    "certainty": lambda claim: str(claim.certainty),
    "act": lambda claim: str(claim.speech_act),
    "speaker": lambda claim: claim.attribution.speaker,
    "affiliation": lambda claim: claim.attribution.affiliation,
    "side": lambda claim: claim.attribution.side,
    "type": lambda claim: _text(claim.attribution.type),
    "against": lambda claim: claim.attribution.against_interest,
    "verification": lambda claim: _text(claim.verification),
    "unverified_by": lambda claim: claim.unverified_by,
    "figures": lambda claim: [(str(item.unit), item.value, str(item.bound)) for item in claim.quantities],
    "start": lambda claim: claim.time.start.isoformat() if claim.time.start else None,
    "end": lambda claim: claim.time.end.isoformat() if claim.time.end else None,
    "precision": lambda claim: str(claim.time.precision),
    "basis": lambda claim: str(claim.time.basis),
    "days": lambda claim: claim.time.days,
    "kind": lambda claim: _text(claim.asset.kind) if claim.asset else None,
    "asset": lambda claim: claim.asset.name if claim.asset else None,
    "means": lambda claim: claim.means,
    "parts": lambda claim: [mention.part for mention in claim.mentions],
}


def facts(claims: Iterable[Claim], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the claims as facts, each with the keys that its counterpart in `wanted` asks for; `says` for the rest."""
    keys = [list(want) for want in wanted]
    return [
        {key: _READ[key](claim) for key in (keys[number] if number < len(keys) else ["says", "actor", "place"])}
        for number, claim in enumerate(claims)
    ]


def territory(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims about who holds what."""
    return [claim for claim in claims if claim.domain is Domain.TERRITORY]


def infrastructure(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims about assets."""
    return [claim for claim in claims if claim.domain is Domain.INFRASTRUCTURE]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
