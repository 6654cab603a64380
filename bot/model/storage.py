"""What keeps everything, as protocols whose docstrings state the guarantees.

Those of single matters stand beside them: `bot.model.arrival`, `bot.model.feed`, `bot.model.outbox` and
`bot.model.upkeep`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.model.alert import Alert
from bot.model.arrival import QueueState
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.community import Community
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.outbox import Manner, Window
from bot.model.ports import IndexEntry, Lookup, Sourced
from bot.model.relation import Relation, Telling
from bot.model.subscription import Mute, Subscription
from bot.model.upkeep import Forgotten


class UnitOfWork(Protocol):
    """One transaction: everything is written when the `async with` ends, or nothing."""

    async def known(self, article: Article) -> str | None:
        """Return the id of the stored article that this one is: the same id or URL, or publisher and content hash."""
        ...

    async def known_many(self, articles: Sequence[Article]) -> Mapping[str, str]:
        """Return what `known` does for many articles at once, by their ids; those not stored are left out."""
        ...

    async def copies(self, article: Article) -> tuple[Article, ...]:
        """Return stored articles that may be copies of it: equal content hash, or a shared MinHash band."""
        ...

    async def add_article(
        self, article: Article, claims: Sequence[Claim], index: Sequence[IndexEntry], *, edition: bool = False
    ) -> None:
        """Store an article that is not known, its claims, and the keys to find them by.

        A later `edition` of a known one is stored beside it, under the same address.
        """
        ...

    async def editions(self, article: Article) -> tuple[tuple[Article, ...], tuple[Sourced, ...]]:
        """Return the stored editions at the article's address, the first one first, and all that they claimed.

        None where it is one of them itself, was accepted before one of them, or has no address.
        """
        ...

    async def add_articles(self, articles: Sequence[Article]) -> None:
        """Store articles without claims; of those that are one article the first, and none that is known."""
        ...

    async def forget(self, url: str, *, given: str) -> Forgotten:
        """Remove what came from an address, as it is kept and as it was `given`.

        Text, title, claims with quotes and relations go, and messages that were not sent yet. The article stays
        known. Disputes on the slots are the caller's to bring up to date.
        """
        ...

    async def claims_from(self, url: str) -> tuple[str, ...]:
        """Return the ids of the claims of articles from an address."""
        ...

    async def disputes_with(self, claims: Sequence[str]) -> tuple[Dispute, ...]:
        """Return the stored disputes that any of the claims belongs to."""
        ...

    async def settle(self, article: str, *, now: datetime) -> None:
        """Record that the article of that id was read, where it was accepted into the queue of arrivals."""
        ...

    async def candidates(self, lookups: Sequence[Lookup]) -> tuple[Sourced, ...]:
        """Return the claims stored under the look-ups' keys, ordered by claim id: of each position the nearest in time.

        How many of a position is bounded, so that the cost does not follow how much is stored. None is among them that
        its outlet has taken back.
        """
        ...

    async def add_relations(self, relations: Sequence[Relation]) -> None:
        """Store relations; a pair and slot that is there already is left as it is."""
        ...

    async def refutations(self, slots: Sequence[str], *, of: Collection[str] | None = None) -> tuple[Relation, ...]:
        """Return all stored `refutes` relations on the slots, or those `of` some claims, on either side."""
        ...

    async def disputes_on(
        self, slots: Sequence[str], *, since: datetime | None = None, settled_after: datetime | None = None
    ) -> tuple[Dispute, ...]:
        """Return the stored disputes on the slots, the last updated first.

        With `since` only those updated no earlier, with `settled_after` only the open ones and those updated later.
        """
        ...

    async def add_decision(self, decision: Decision) -> None:
        """Store what a person decided; it is never changed."""
        ...

    async def decisions_about(self, subjects: Sequence[str]) -> tuple[Decision, ...]:
        """Return the decisions about any of these slots or claims, and what undoes them, oldest first."""
        ...

    async def last_told(self, dispute: str) -> datetime | None:
        """Return when something was last told of a dispute; `None` where nothing was."""
        ...

    async def told(self, outcomes: Mapping[Relation, Telling]) -> None:
        """Record of stored conflicts why each was told, or was not."""
        ...

    async def sourced(self, claims: Sequence[str]) -> tuple[Sourced, ...]:
        """Return the stored claims of these ids in the order asked, articles WITHOUT text; unknown ids are left out."""
        ...

    async def save_disputes(self, disputes: Sequence[Dispute], *, replaced: Sequence[str] = ()) -> None:
        """Insert or update disputes by id; delete the `replaced` ones (merged into another)."""
        ...

    async def add_alerts(
        self,
        alerts: Sequence[Alert],
        *,
        destinations: Sequence[str] | Mapping[str, Manner],
        announced: bool = True,
    ) -> tuple[Alert, ...]:
        """Store alerts not stored yet, with an outbox row for each destination; return the new ones.

        Those not `announced` are of a backlog: no digest tells them either.
        """
        ...

    async def window_of(self, destination: str) -> Window | None:
        """Return the destination's last window, with the disputes of which something waits."""
        ...

    async def gather(
        self,
        waiting: Sequence[tuple[Alert, datetime]],
        destination: str,
        *,
        window: Window,
        manner: Manner = Manner.THREAD,
    ) -> None:
        """Let stored alerts wait for a destination, each until it is due, and store its window."""
        ...

    async def take_gathered(self, destination: str, *, now: datetime) -> tuple[tuple[Alert, Manner], ...]:
        """Return what has waited long enough for a destination, oldest first, and let it wait no longer."""
        ...

    async def enqueue(self, alert: Alert, destination: str, *, manner: Manner = Manner.THREAD) -> None:
        """Put a stored alert into the outbox, where it is not there already."""
        ...

    async def following(self, keys: Sequence[str]) -> tuple[Subscription, ...]:
        """Return the subscriptions to areas that something with these keys lies in, oldest first."""
        ...

    async def mutes_of(self, destinations: Sequence[str]) -> tuple[Mute, ...]:
        """Return what the destinations have muted, also what is over."""
        ...

    async def digest_written(self, subscription: str, *, due_at: datetime, until: datetime, next_at: datetime) -> bool:
        """Record that the digest due at `due_at` is written up to `until`, and when the next is due.

        Return `False`, and change nothing, where it was written already.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How much there is; `waiting` counts what is to be sent, also what is held back, `failed` what was given up.

    `queue` is how much was accepted and is to be read.
    """

    articles: int
    claims: int
    open_disputes: int
    subscriptions: int
    waiting: int
    failed: int
    queue: QueueState = field(default_factory=QueueState)


class Store(Protocol):
    """Keeps everything. Writers exclude one another; readers see the last committed state."""

    def unit_of_work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Begin a writing transaction (SQLite: `BEGIN IMMEDIATE`); rolls back when the block raises."""
        ...

    async def search(self, wanted: ClaimFilter) -> tuple[Sourced, ...]:
        """Return matching claims, newest article first."""
        ...

    async def outlets(self, beginning: str, *, limit: int) -> tuple[str, ...]:
        """Return the names of publishers that begin so, folded, in the order of the alphabet."""
        ...

    async def claim(self, claim_id: str) -> Sourced | None:
        """Return the claim of that id, or of that unambiguous beginning of an id (six characters or more)."""
        ...

    async def claims(self, ids: Sequence[str]) -> tuple[Sourced, ...]:
        """Return the claims of these full ids in the order asked, articles WITHOUT text; unknown ids are left out."""
        ...

    async def relations_of(self, *claim_ids: str) -> tuple[Relation, ...]:
        """Return the stored relations of any of the claims, each once; the cost follows the answer's size."""
        ...

    async def disputes(self, wanted: DisputeFilter | None = None) -> tuple[Dispute, ...]:
        """Return matching disputes, or all, the last updated first."""
        ...

    async def dispute(self, dispute_id: str) -> Dispute | None:
        """Return the dispute of that id or unambiguous beginning of an id."""
        ...

    async def decisions_about(self, subjects: Sequence[str]) -> tuple[Decision, ...]:
        """Return the decisions about any of these slots or claims, and what undoes them, oldest first."""
        ...

    async def decision(self, decision_id: str) -> Decision | None:
        """Return the decision of that id or unambiguous beginning of an id."""
        ...

    async def decisions(self, *, limit: int) -> tuple[Decision, ...]:
        """Return the last decisions, the newest first."""
        ...

    async def tellings_of(self, *claim_ids: str) -> Mapping[tuple[str, str], Telling]:
        """Return why conflicts among the claims were told or not, by the ids of the two."""
        ...

    async def alerts_for(self, dispute_id: str) -> tuple[Alert, ...]:
        """Return the alerts about a dispute, oldest first."""
        ...

    async def alerts_between(self, since: datetime, until: datetime) -> tuple[Alert, ...]:
        """Return the alerts announced after `since` and not after `until`, oldest first."""
        ...

    async def counts(self) -> Counts:
        """Return how much there is."""
        ...

    async def first_time(self, key: str, *, now: datetime) -> bool:
        """Keep the key, and return whether it was not there: of several who ask at once, one gets True.

        A key is known for a day at least: platforms repeat what they tell within an hour.
        """
        ...


class Communities(Protocol):
    """What servers and workspaces have set, each for itself."""

    async def of(self, space: str) -> Community:
        """Return what it has set; of one that never set anything, nothing."""
        ...

    async def save(self, community: Community) -> None:
        """Store it, in place of what was set before."""
        ...

    async def keep(self, question: str, *, now: datetime) -> str:
        """Keep a question, and return the name to find it by, the same for the same question; old ones go."""
        ...

    async def kept(self, name: str) -> str | None:
        """Return the question of that name; `None` where it has gone."""
        ...


class Gathered(Protocol):
    """What waits to be told together."""

    async def due(self, now: datetime) -> tuple[str, ...]:
        """Return the destinations for which something has waited long enough."""
        ...


class Subscriptions(Protocol):
    """Who follows what: a destination follows an area once."""

    async def add(
        self, subscription: Subscription, *, digest_due_at: datetime | None, digest_since: datetime | None = None
    ) -> Subscription | None:
        """Store it, in place of the one that the destination had on that area; return that one.

        Where both have a digest, the next one begins where that one's last ended; otherwise at `digest_since`, or when
        the subscription was made.
        """
        ...

    async def one(self, subscription: str) -> Subscription | None:
        """Return the subscription of that id."""
        ...

    async def within(self, space: str) -> tuple[Subscription, ...]:
        """Return the subscriptions of a server or workspace, in the order of the areas' labels."""
        ...

    async def remove(self, subscription: str) -> bool:
        """Forget it; return whether it was there."""
        ...

    async def of(self, destination: str) -> tuple[Subscription, ...]:
        """Return what a destination follows, in the order of the areas' labels."""
        ...

    async def all(self) -> tuple[Subscription, ...]:
        """Return every subscription."""
        ...

    async def mute(self, mute: Mute) -> None:
        """Store it, in place of what the destination had muted of that subject."""
        ...

    async def unmute(self, destination: str, subject: str) -> bool:
        """Forget it; return whether it was there."""
        ...

    async def mutes(self, destination: str) -> tuple[Mute, ...]:
        """Return what the destination has muted, also what is over, in the order of the labels."""
        ...

    async def digests_due(self, now: datetime) -> tuple[tuple[Subscription, datetime, datetime], ...]:
        """Return the subscriptions whose digest is due, each with where it begins and when it was due."""
        ...
