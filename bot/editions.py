"""An article's claims and those of its former editions: what is new in it, and what it no longer says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.article.editions import is_taken_out, says_still
from bot.comparison.disputes import slots_touched
from bot.comparison.geography import place_key
from bot.comparison.spelling import fold
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.decision import Decision, DecisionKind
from bot.model.ports import Sourced


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
    said, now = {_said(one.claim) for one in former}, {_said(one) for one in claims}
    return Edited(
        added=tuple(
            one
            for one in claims
            if _said(one) not in said and not (_in_body(one) and _stood(article, one.mentions[0].start, editions[-1]))
        ),
        gone=tuple(
            one
            for one in former
            if _said(one.claim) not in now
            and _in_body(one.claim)
            and is_taken_out(one.article.text, one.claim.mentions[0].start, article.text)
        ),
    )


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


def _said(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, whatever its words: the same for the same claim in two editions."""
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
        claim.time.start,
        claim.time.end,
        claim.polarity,
        claim.realis,
        claim.speech_act,
        said.side,
        fold(said.speaker or said.affiliation or ""),
    )
