"""What the desk answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.article import Article
from bot.model.claim import Claim, Verification
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.relation import ConflictType, Reason, Relation, RelationKind, Suppression


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownClaim:
    """A claim as people are shown it.

    `heading` says what is claimed, in words; `side_label` names the speaker's side, where his name and office do not;
    `verification` is what the stored relations say of it (or a person has decided). Of a claim that its outlet has
    taken back, `withdrawn` is the decision that says so, and the heading says it first.
    """

    claim: Claim
    article: Article
    heading: str
    side_label: str | None
    verification: Verification
    withdrawn: Decision | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownRelation:
    """A relation seen from one of its claims: the other claim, whether that one is the older, and why in a sentence."""

    relation: Relation
    other: ShownClaim
    other_is_older: bool
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimDetail:
    """A claim with everything that is known of how it stands to others."""

    shown: ShownClaim
    relations: tuple[ShownRelation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownPosition:
    """One of the things said in a dispute, and who says it: each name once, and the claims, oldest first.

    `since` is when it was first published (aware), `sources` how many independent sources say it.
    """

    label: str
    said_by: tuple[str, ...]
    claims: tuple[ShownClaim, ...]
    since: datetime
    sources: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DisputeDetail:
    """A dispute with its claims in full; `whys` are the kinds of reason why its claims conflict, each once.

    `timeline` are its claims and those that changed its slot, by when they were published; `decisions` are those that
    stand, oldest first.
    """

    dispute: Dispute
    positions: tuple[ShownPosition, ...]
    whys: tuple[str, ...]
    timeline: tuple[ShownClaim, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def withdrawn(self) -> tuple[ShownClaim, ...]:
        """Return its claims that their outlets have taken back: none of them takes a position."""
        return tuple(one for one in self.timeline if one.withdrawn is not None and one.claim.id in self.dispute.claims)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What the comparison says of two claims, and why; `kind` is `None` where nothing follows between them.

    Of a conflict `telling` says, in a sentence, why it was told or was not, where that is known.
    """

    kind: RelationKind | None
    conflict_type: ConflictType | None
    suppressed_by: Suppression | None
    reason: Reason
    why: str
    telling: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why two claims stand to each other as they do; `a` is the older.

    `comparisons` is never empty: "they have nothing to do with each other" is one too. `stored` is false where
    they were compared only now.
    """

    a: ShownClaim
    b: ShownClaim
    comparisons: tuple[Comparison, ...]
    stored: bool
