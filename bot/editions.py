"""An article's claims and those of its former editions: what is new in it, and what it no longer says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.article.editions import is_edition, is_taken_out, names_in, rewritten, says_still
from bot.comparison.disputes import slots_touched
from bot.comparison.geography import place_key
from bot.comparison.spelling import fold
from bot.model.article import Article
from bot.model.claim import AssetState, Claim, Polarity, Predicate, TimeBasis
from bot.model.decision import Decision, DecisionKind
from bot.model.ports import Sourced

_FURTHEST = frozenset({Predicate.CAPTURED, Predicate.RETOOK, Predicate.CONTROLS, Predicate.TRANSFERRED})
# How far an attack has come, or the damage, and what ends it: what is later in a live report stands further on.
_STEPS: tuple[frozenset[Predicate | AssetState | None], ...] = (
    frozenset({Predicate.ADVANCED, AssetState.THREATENED}),
    frozenset({Predicate.CONTESTED, Predicate.ENTERED, Predicate.ENCIRCLED, AssetState.ATTACKED}),
    frozenset({AssetState.DAMAGED, AssetState.DISRUPTED}),
    _FURTHEST | {AssetState.DESTROYED, AssetState.CUT_OFF, AssetState.SEIZED},
    frozenset({Predicate.WITHDREW, AssetState.RESTORED}),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """What a new edition of an article changes: claims that it adds, and former ones that it no longer makes."""

    added: tuple[Claim, ...]
    gone: tuple[Sourced, ...]


def edited(former: Sequence[Sourced], editions: Sequence[Article], article: Article, claims: Sequence[Claim]) -> Edited:
    """Compare a new edition's claims with those that the former editions made and none has taken back.

    `editions`, one or more, are in their order. A claim is added where it says something new in a sentence that the
    last has not; it is gone where nothing says the same any more and its sentence was changed or taken out. What only
    moved, or was cut off with its surroundings, is neither.
    """
    said = [one.claim for one in former]
    return Edited(
        added=tuple(
            one
            for one in claims
            if not _is_said(one, said) and not (_in_body(one) and _stood(article, one.mentions[0].start, editions[-1]))
        ),
        gone=tuple(
            one
            for one in former
            if not _is_said(one.claim, claims) and _in_body(one.claim) and _is_taken_back(one, article, claims)
        ),
    )


def is_edition_of(former: Article, article: Article) -> bool:
    """Whether the article, of the same address, is the former one, edited."""
    titles = [fold(one.title or "") for one in (former, article)]
    return is_edition(former.text, article.text, same_title=bool(titles[0]) and titles[0] == titles[1])


def _is_taken_back(one: Sourced, article: Article, claims: Sequence[Claim]) -> bool:
    """Whether a claim's sentence is gone, or was rewritten about the same without anything having happened since.

    Of two short texts nothing else tells a correction from the next entry of a live report.
    """
    former, start = one.article.text, one.claim.mentions[0].start
    if is_taken_out(former, start, article.text):
        return True
    became = rewritten(former, start, article.text)
    if became is None:
        return False
    names = _names(one.claim)
    return (not names or names_in(became, *names)) and not any(_goes_on(one.claim, now) for now in claims)


def _names(claim: Claim) -> tuple[str, ...]:
    """Return the names of what the claim is about."""
    place, asset = claim.place, claim.asset
    found = (place and place.text, place and place.name, asset and not place and (asset.name or asset.text))
    return tuple(name for name in found if name)


def _goes_on(former: Claim, now: Claim) -> bool:
    """Whether a claim tells what came of a former one: somebody else has the place, it went further, or it is later."""
    if _about(former) != _about(now) or Polarity.DENIED in {former.polarity, now.polarity}:
        return False
    if former.time.end is not None and now.time.start is not None and now.time.start > former.time.end:
        return True
    sides = [one.actor and (one.actor.side or fold(one.actor.name)) for one in (former, now)]
    if sides[0] != sides[1] and now.predicate in _FURTHEST:
        return True
    return _step(now) > _step(former)


def _about(claim: Claim) -> tuple[object, ...]:
    asset, place = claim.asset, claim.place
    return asset and (asset.kind, fold(asset.name or "")), place and place_key(place)


def _step(claim: Claim) -> int:
    return next((n for n, step in enumerate(_STEPS) if claim.predicate in step or claim.state in step), 0)


def withdrawal(article: Article, gone: Sequence[Sourced], *, at: datetime) -> Decision:
    """Return what it means that an article no longer makes claims: their outlet has taken them back."""
    return Decision(
        id=sha256(f"withdrawn\x1f{article.id}".encode()).hexdigest()[:16],
        kind=DecisionKind.WITHDRAWN,
        author=article.outlet or "The outlet",
        at=at,
        claims=tuple(one.claim.id for one in gone),
        slots=slots_touched(gone, ()),
    )


def _in_body(claim: Claim) -> bool:
    return claim.mentions[0].part == "body"


def _stood(article: Article, start: int, last: Article) -> bool:
    return says_still(article.text, start, last.text)


def _is_said(claim: Claim, among: Iterable[Claim]) -> bool:
    """Whether one of the claims says the same, at the same time where both tell one: an article's date is none."""
    said, when = _said(claim), _told_time(claim)
    alike = [_told_time(one) for one in among if said == _said(one)]
    return any(when is None or other is None or when == other for other in alike)


def _told_time(claim: Claim) -> tuple[object, ...] | None:
    time = claim.time
    return None if time.basis is TimeBasis.PUBLICATION else (time.start, time.end)


def _said(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, whatever its words and when: the same for the same claim in two editions."""
    asset, place, said = claim.asset, claim.place, claim.attribution
    return (
        claim.domain,
        claim.predicate,
        claim.state,
        asset and (asset.kind, fold(asset.name or "")),
        claim.actor and (claim.actor.side or fold(claim.actor.name)),
        claim.opponent and (claim.opponent.side or fold(claim.opponent.name)),
        place and place_key(place),
        place and place.relation,
        claim.extent,
        tuple((one.unit, one.value, one.low, one.high) for one in claim.quantities),
        claim.polarity,
        claim.realis,
        claim.speech_act,
        said.side,
        fold(said.speaker or said.affiliation or ""),
    )
