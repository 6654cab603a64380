"""Two claims under comparison, and what was decided about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.comparison.rules import Rules
from bot.comparison.slots import is_asserted
from bot.comparison.speakers import is_person, own_voice, same_speaker
from bot.comparison.timing import gap, span_of
from bot.model.article import Article
from bot.model.claim import Certainty, Claim, Realis
from bot.model.ports import Sourced
from bot.model.relation import ConflictType, Reason, RelationKind, Suppression
from bot.model.side import SideCatalogue

CopyTest = Callable[[Article, Article], bool]
"""Whether two articles are one text."""

CopySearch = Callable[[Sequence[Article]], Iterable[tuple[Article, Article]]]
"""The pairs of articles that are one text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A decision about two claims and its reason; `relation` is `None` where there is nothing to store."""

    reason: Reason
    relation: RelationKind | None = None
    conflict: ConflictType | None = None
    suppressed_by: Suppression | None = None
    slot: str | None = None
    score: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two claims, the older first, with what is needed to judge them.

    `former` holds the ids of claims that name a place's former holder in the very sentence that says it was taken.
    """

    a: Sourced
    b: Sourced
    sides: SideCatalogue
    rules: Rules
    former: frozenset[str] = frozenset()

    @property
    def gap(self) -> int | None:
        """Whole days between the two events; `None` where one is an undated past."""
        return gap(span_of(self.a), span_of(self.b))

    @property
    def same_article(self) -> bool:
        """Whether both stand in one article."""
        return self.a.article.id == self.b.article.id

    @property
    def at_once(self) -> bool:
        """Whether the two articles bear one time, so that neither is the newer."""
        return self.a.article.published_at == self.b.article.published_at

    @property
    def same_sentence(self) -> bool:
        """Whether both stand in one sentence of one article."""
        return self.same_article and any(
            one.part == other.part and one.start < other.end and other.start < one.end
            for one in self.a.claim.mentions
            for other in self.b.claim.mentions
        )

    @property
    def same_speaker(self) -> bool:
        """Whether one person, office or outlet says both."""
        return same_speaker(self.a, self.b, sides=self.sides, rules=self.rules.speakers)

    @property
    def one_breath(self) -> bool:
        """Whether one voice says both in one sentence: whatever they are, they were not meant to contradict."""
        return self.same_sentence and self.same_speaker

    @property
    def background(self) -> bool:
        """Whether exactly one of the two is background from an earlier time."""
        return (self.a.claim.realis is Realis.HISTORICAL) != (self.b.claim.realis is Realis.HISTORICAL)

    @property
    def asserted(self) -> bool:
        """Whether both are said as fact."""
        return is_asserted(self.a.claim) and is_asserted(self.b.claim)

    def within(self, days: int) -> bool:
        """Whether the two events are at most so many whole days apart."""
        return self.gap is not None and self.gap <= days

    def score(self, base: float, *, factor: float = 1.0) -> float:
        """Return the base lowered by hedges and by how indirectly each is said, rounded to three places."""
        return round(base * factor * self._plainness(self.a) * self._plainness(self.b), 3)

    def _plainness(self, sourced: Sourced) -> float:
        scores, claim = self.rules.scores, sourced.claim
        if claim.certainty is Certainty.CERTAIN:
            sure = 1.0
        else:
            sure = scores.probable if claim.certainty is Certainty.PROBABLE else scores.possible
        if own_voice(sourced) or claim.attribution.speaker is None:
            return sure * scores.unattributed
        if is_person(claim.attribution, sides=self.sides, rules=self.rules.speakers):
            return sure
        return sure * scores.indirect


def related_or_nothing(pair: Pair, *, reason: Reason, suppressed_by: Suppression | None, slot: str | None) -> Judgement:
    """Return `related` for claims near enough in time to be shown together, else a decision without a relation."""
    days = pair.rules.days
    if not pair.within(days.beside if suppressed_by is None else days.related):
        return Judgement(reason=Reason.DIFFERENT_TIME)
    return Judgement(
        reason=reason,
        relation=RelationKind.RELATED,
        suppressed_by=suppressed_by,
        slot=slot,
        score=pair.score(pair.rules.scores.related),
    )


def actor_of(claim: Claim) -> str | None:
    """Return the id of the side that holds, acts or strikes, where it is known."""
    return claim.actor.side if claim.actor else None


def actors_compatible(pair: Pair) -> bool:
    """Whether the two can have one actor: allied, or not named in one of the two."""
    a, b = actor_of(pair.a.claim), actor_of(pair.b.claim)
    return a is None or b is None or pair.sides.allied(a, b)
