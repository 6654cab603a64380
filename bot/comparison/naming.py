"""One place by its name alone: where one article does not say enough to tell which it means, and the other does."""

from __future__ import annotations

from dataclasses import replace

from bot.comparison.geography import is_unplaced, names_of
from bot.comparison.rules import Rules
from bot.comparison.timing import gap, span_of
from bot.model.claim import Claim
from bot.model.place import Place
from bot.model.ports import Sourced
from bot.model.side import SideCatalogue


def placed_alike(a: Sourced, b: Sourced, *, sides: SideCatalogue, rules: Rules) -> tuple[Sourced, Sourced]:
    """Return the two claims with one place, where they name one place and only one of them says which.

    A name alone is not enough, since towns of two countries share one: the claims also have to be of about one time,
    or to share a party, as who acts, who is acted against, who speaks, or whose country it is.
    """
    one, other = a.claim.place, b.claim.place
    if one is None or other is None or not (is_unplaced(one) or is_unplaced(other)):
        return a, b
    if names_of(one).isdisjoint(names_of(other)):
        return a, b
    apart = gap(span_of(a), span_of(b))
    near = apart is not None and apart <= rules.days.control
    share = _share_a_party(a.claim, b.claim, sides)
    # Of places that no gazetteer has, the country is where the article is about; a name of two words tells more.
    guessed = is_unplaced(one) and is_unplaced(other) and near and share and " " in one.name
    possible = _is_possible(a.claim, one, other) and _is_possible(b.claim, other, one)
    if not (guessed or (possible and (near or share))):
        return a, b
    known = _better(one, other)
    return _placed(a, known), _placed(b, known)


def _is_possible(claim: Claim, place: Place, other: Place) -> bool:
    """Whether what is known of the place's country allows the other; a party's country is where it comes from."""
    if not is_unplaced(place):
        return other.geonameid is None
    return place.country in {None, other.country} or other.country is None or place.country in _parties(claim)


def _better(one: Place, other: Place) -> Place:
    if is_unplaced(one) != is_unplaced(other):
        return other if is_unplaced(one) else one
    return one if one.country is not None or other.country is None else other


def _placed(sourced: Sourced, known: Place) -> Sourced:
    own = sourced.claim.place
    if own is None or not is_unplaced(own) or own == known:
        return sourced
    place = replace(known, text=own.text, relation=own.relation)
    return replace(sourced, claim=replace(sourced.claim, place=place))


def _share_a_party(a: Claim, b: Claim, sides: SideCatalogue) -> bool:
    return any(sides.allied(one, other) for one in _parties(a) for other in _parties(b))


def _parties(claim: Claim) -> frozenset[str]:
    """Return the sides that a claim speaks of or for, and the country of a place that is known."""
    named = {ref.side for ref in (claim.actor, claim.opponent) if ref is not None}
    country = claim.place.country if claim.place is not None and claim.place.geonameid is not None else None
    return frozenset(side for side in (*named, claim.attribution.side, country) if side is not None)
