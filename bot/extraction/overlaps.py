"""Which of the territorial drafts of a sentence say again what another says better."""

from __future__ import annotations

from bot.extraction.drafts import Draft
from bot.model.claim import Predicate, Realis

CHANGES_HANDS = frozenset({Predicate.CAPTURED, Predicate.RETOOK})
"""Predicates that say that a place has a new holder."""


def without_repelled_assaults(drafts: list[Draft]) -> list[Draft]:
    """Leave out the assault that the same clause says was beaten back, and who it was that tried."""
    repelled = [draft for draft in drafts if draft.predicate is Predicate.REPELLED]
    if not repelled:
        return drafts
    attempts = {Predicate.CONTESTED, Predicate.ENTERED, Predicate.CAPTURED, Predicate.ADVANCED, Predicate.RETOOK}
    kept = []
    for draft in drafts:
        beaten = draft.predicate in attempts and any(
            other.place == draft.place and other.trigger < draft.trigger < other.trigger + 120 for other in repelled
        )
        # "The assault on X was beaten off", "attacked X but were repelled": the fight is told of before its end.
        beaten = beaten or (
            draft.predicate in {Predicate.CONTESTED, Predicate.ADVANCED}
            and any(
                other.place == draft.place and other.polarity is draft.polarity and other.realis is draft.realis
                and other.trigger - 80 < draft.trigger < other.trigger
                for other in repelled
            )
        )  # fmt: skip
        # "tried to storm X and were thrown back"
        beaten = beaten or (
            draft.predicate in attempts
            and draft.realis is Realis.HYPOTHETICAL
            and any(
                other.place == draft.place and other.trigger - 80 < draft.trigger < other.trigger for other in repelled
            )
        )
        if not beaten:
            kept.append(draft)
    return kept


def without_entries_into_taken(drafts: list[Draft]) -> list[Draft]:
    """Leave out that forces entered what the same sentence and speaker say they took."""
    taken = [draft for draft in drafts if draft.predicate in CHANGES_HANDS and draft.place is not None]
    return [
        draft
        for draft in drafts
        if draft.predicate is not Predicate.ENTERED or not any(_scene(draft) == _scene(other) for other in taken)
    ]


def _scene(draft: Draft) -> tuple[object, ...]:
    side = draft.actor.side if draft.actor else None
    return draft.place, side, draft.polarity, draft.realis, draft.certainty, draft.speaker
