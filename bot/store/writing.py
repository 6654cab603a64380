"""The unit of work: everything that one transaction writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TableClause, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.alert import Alert
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.decision import Decision
from bot.model.dispute import Dispute, DisputeStatus
from bot.model.outbox import Manner, Window
from bot.model.ports import IndexEntry, Lookup, Sourced
from bot.model.reading import dispute_from_object
from bot.model.relation import Relation, Telling
from bot.model.subscription import Mute, Subscription
from bot.model.upkeep import Forgotten
from bot.store import gathering, queries, tables
from bot.store.arrivals import settle
from bot.store.candidates import Memory, candidates_for
from bot.store.decisions import add_decision, decisions_about
from bot.store.forgetting import forget
from bot.store.outbox import new_item
from bot.store.rows import (
    alert_row,
    article_row,
    band_rows,
    claim_row,
    dispute_row,
    key_rows,
    loads,
    name_rows,
    relation_row,
    word_number,
    word_row,
)
from bot.store.subscriptions import digest_written, following, mutes_of

_USUAL = Manner.THREAD


class SqlUnitOfWork:
    """One transaction on one connection; `bot.model.ports.UnitOfWork` states the guarantees."""

    def __init__(self, connection: AsyncConnection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory
        # What `known` was asked about and is not stored; nobody else writes while this transaction lasts.
        self._new: set[tuple[tuple[str, ...], ...]] = set()

    async def known(self, article: Article) -> str | None:
        """Return the id of the stored article that this one is: the same id or URL, or publisher and content hash."""
        if queries.signs(article) in self._new:
            return None
        return (await self.known_many([article])).get(article.id)

    async def known_many(self, articles: Sequence[Article]) -> dict[str, str]:
        """Return what `known` does for many articles at once, by their ids; those not stored are left out."""
        found = await queries.known_ids(self._connection, articles)
        self._new.update(queries.signs(article) for article in articles if article.id not in found)
        return found

    async def copies(self, article: Article) -> tuple[Article, ...]:
        """Return other stored articles that may be copies of it, oldest first; whether they are is the caller's look.

        They have the same content hash, or share a band of the MinHash signature (see `bot.store.bands`).
        """
        return await queries.possible_copies(self._connection, article)

    async def add_article(
        self, article: Article, claims: Sequence[Claim], index: Sequence[IndexEntry], *, edition: bool = False
    ) -> None:
        """Store an article, its claims, and the keys to find them by; an article that is known changes nothing.

        A later `edition` of a known one is stored beside it, under the same address.
        """
        if not edition and queries.signs(article) not in self._new and await self.known(article) is not None:
            return
        made = list(dict.fromkeys(claims))
        await self._insert_articles([article], edition=edition)
        await self._insert(tables.claims, [claim_row(claim, article) for claim in made])
        await self._insert(tables.claim_words, await self._word_rows(article, made))
        names = [row for claim in made for row in name_rows(claim, article)]
        await self._insert(tables.claim_names, names)
        if names:
            known = [{"name": name} for name in sorted({row["name"] for row in names})]
            await self._connection.execute(sqlite_insert(tables.place_names).on_conflict_do_nothing(), known)
        await self._insert(tables.claim_keys, key_rows(index))

    async def add_articles(self, articles: Sequence[Article]) -> None:
        """Store articles without claims; of those that are one article the first, and none that is known."""
        known = await self.known_many([one for one in articles if queries.signs(one) not in self._new])
        new: list[Article] = []
        taken: set[tuple[str, ...]] = set()
        for article in articles:
            mine = queries.signs(article)
            if article.id not in known and taken.isdisjoint(mine):
                new.append(article)
                taken.update(mine)
        await self._insert_articles(new)

    async def forget(self, url: str, *, given: str) -> Forgotten:
        """Remove what came from an address: text, title, claims, and what was made of them."""
        return await forget(self._connection, url, given=given)

    async def editions(self, article: Article) -> tuple[tuple[Article, ...], tuple[Sourced, ...]]:
        """Return the stored editions at the article's address, the first one first, and all that they claimed.

        None where it is one of them, or has no address.
        """
        return await queries.editions(self._connection, article)

    async def claims_from(self, url: str) -> tuple[str, ...]:
        """Return the ids of the claims of articles from an address."""
        at = (tables.articles.c.url == url) | (tables.articles.c.edition_of == url)
        its = select(tables.claims.c.id).join(tables.articles).where(at)
        return tuple((await self._connection.execute(its)).scalars())

    async def disputes_with(self, claims: Sequence[str]) -> tuple[Dispute, ...]:
        """Return the stored disputes that any of the claims belongs to."""
        members = tables.dispute_claims.c
        found: dict[str, Dispute] = {}
        for some in queries.chunks(claims):
            ids = select(members.dispute_id).where(members.claim_id.in_(some))
            found.update(
                {one.id: one for one in await queries.disputes_where(self._connection, tables.disputes.c.id.in_(ids))}
            )
        return tuple(found.values())

    async def settle(self, article: str, *, now: datetime) -> None:
        """Record that the accepted article of that id was read."""
        await settle(self._connection, article, now=now)

    async def candidates(self, lookups: Sequence[Lookup]) -> tuple[Sourced, ...]:
        """Return the claims under the look-ups' keys, ordered by claim id; their articles come WITHOUT text.

        Of each position come the nearest to the look-up's day (`bot.store.candidates.NEAREST`).

        A comparison looks at who published, when, and at signatures; reading the text of hundreds of articles would
        cost more than all the rest.
        """
        return await candidates_for(self._connection, lookups, memory=self._memory)

    async def add_relations(self, relations: Sequence[Relation]) -> None:
        """Store relations; a pair and slot that is there already is left as it is."""
        if relations:
            new = sqlite_insert(tables.relations).on_conflict_do_nothing()
            await self._connection.execute(new, [relation_row(relation) for relation in relations])

    async def refutations(self, slots: Sequence[str], *, of: Collection[str] | None = None) -> tuple[Relation, ...]:
        """Return all stored `refutes` relations on the slots, or those `of` some claims, in the order stored."""
        return await queries.refutations(self._connection, slots, of=of)

    async def disputes_on(
        self, slots: Sequence[str], *, since: datetime | None = None, settled_after: datetime | None = None
    ) -> tuple[Dispute, ...]:
        """Return the stored disputes on the slots, the last updated first.

        With `since` only those updated no earlier, with `settled_after` only the open ones and those updated later.
        """
        kept = tables.disputes.c
        wanted: list[ColumnElement[bool]] = [kept.slot.in_(slots)]
        if since is not None:
            wanted.append(kept.updated_at >= since)
        if settled_after is not None:
            wanted.append((kept.status == DisputeStatus.OPEN.value) | (kept.updated_at > settled_after))
        return await queries.disputes_where(self._connection, *wanted)

    async def add_decision(self, decision: Decision) -> None:
        """Store what a person decided; it is never changed."""
        await add_decision(self._connection, decision)

    async def decisions_about(self, subjects: Sequence[str]) -> tuple[Decision, ...]:
        """Return the decisions about any of these slots or claims, and what undoes them, oldest first."""
        return await decisions_about(self._connection, subjects)

    async def last_told(self, dispute: str) -> datetime | None:
        """Return when something was last told of a dispute, and of those that it took the place of."""
        mine = select(func.max(tables.alerts.c.created_at)).where(tables.alerts.c.dispute == dispute)
        found: datetime | None = (await self._connection.execute(mine)).scalar()
        return found

    async def told(self, outcomes: Mapping[Relation, Telling]) -> None:
        """Record of stored conflicts why each was told, or was not."""
        for relation, telling in outcomes.items():
            mine = (
                (tables.relations.c.a == relation.a)
                & (tables.relations.c.b == relation.b)
                & (tables.relations.c.slot == (relation.slot or ""))
            )
            await self._connection.execute(update(tables.relations).where(mine).values(telling=telling.value))

    async def sourced(self, claims: Sequence[str]) -> tuple[Sourced, ...]:
        """Return the stored claims of these ids in the order asked, articles WITHOUT text; unknown ids are left out."""
        return await self._memory.claims_of(self._connection, claims)

    async def save_disputes(self, disputes: Sequence[Dispute], *, replaced: Sequence[str] = ()) -> None:
        """Insert or update disputes by id; delete the `replaced` ones.

        What was told about a replaced dispute is found under the saved one that has taken over its claims.
        """
        kept = {dispute.id for dispute in disputes}
        await self._add_disputed_words(list(dict.fromkeys(claim for one in disputes for claim in one.claims)))
        for old in dict.fromkeys(replaced):
            if old not in kept:
                await self._replace(old, disputes)
        for dispute in disputes:
            row = dispute_row(dispute)
            new = sqlite_insert(tables.disputes).values(row)
            await self._connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))
        members = [{"claim_id": claim, "dispute_id": one.id} for one in disputes for claim in one.claims]
        if members:
            # A person's decision can take claims out again.
            gone = delete(tables.dispute_claims).where(tables.dispute_claims.c.dispute_id.in_(sorted(kept)))
            await self._connection.execute(gone)
            await self._connection.execute(insert(tables.dispute_claims), members)

    async def add_alerts(
        self,
        alerts: Sequence[Alert],
        *,
        destinations: Sequence[str] | Mapping[str, Manner],
        announced: bool = True,
    ) -> tuple[Alert, ...]:
        """Store alerts not stored yet, with an outbox row for each destination; return the new ones."""
        new: list[Alert] = []
        for alert in alerts:
            if await self._insert_new(tables.alerts, [{**alert_row(alert), "announced": announced}]):
                new.append(alert)
                manners = destinations if isinstance(destinations, Mapping) else dict.fromkeys(destinations, _USUAL)
                rows = [new_item(alert, to, manner=manner) for to, manner in manners.items()]
                await self._insert_new(tables.outbox, rows)
        return tuple(new)

    async def window_of(self, destination: str) -> Window | None:
        """Return the destination's last window, with the disputes of which something waits."""
        return await gathering.window_of(self._connection, destination)

    async def gather(
        self,
        waiting: Sequence[tuple[Alert, datetime]],
        destination: str,
        *,
        window: Window,
        manner: Manner = Manner.THREAD,
    ) -> None:
        """Let stored alerts wait for a destination, each until it is due, and store its window."""
        await gathering.save_window(self._connection, destination, window)
        for alert, due_at in waiting:
            await gathering.gather(self._connection, alert.id, destination, manner=manner, due_at=due_at)

    async def take_gathered(self, destination: str, *, now: datetime) -> tuple[tuple[Alert, Manner], ...]:
        """Return what has waited long enough for a destination, oldest first, and let it wait no longer."""
        return await gathering.take(self._connection, destination, now=now)

    async def enqueue(self, alert: Alert, destination: str, *, manner: Manner = Manner.THREAD) -> None:
        """Put a stored alert into the outbox, where it is not there already."""
        await self._insert_new(tables.outbox, [new_item(alert, destination, manner=manner)])

    async def following(self, keys: Sequence[str]) -> tuple[Subscription, ...]:
        """Return the subscriptions to areas that something with these keys lies in, oldest first."""
        return await following(self._connection, keys)

    async def mutes_of(self, destinations: Sequence[str]) -> tuple[Mute, ...]:
        """Return what the destinations have muted, also what is over."""
        return await mutes_of(self._connection, destinations)

    async def digest_written(self, subscription: str, *, due_at: datetime, until: datetime, next_at: datetime) -> bool:
        """Record that the digest due at `due_at` is written up to `until`, and when the next is due."""
        return await digest_written(self._connection, subscription, due_at=due_at, until=until, next_at=next_at)

    async def _replace(self, old: str, disputes: Sequence[Dispute]) -> None:
        data = (
            await self._connection.execute(select(tables.disputes.c.data).where(tables.disputes.c.id == old))
        ).scalar()
        if data is None:
            return
        its = set(dispute_from_object(loads(data)).claims)
        heir = max(disputes, key=lambda dispute: len(its.intersection(dispute.claims)), default=None)
        if heir is not None and its.intersection(heir.claims):
            told = update(tables.alerts).where(tables.alerts.c.dispute == old)
            await self._connection.execute(told.values(dispute=heir.id))
        await self._connection.execute(delete(tables.disputes).where(tables.disputes.c.id == old))

    async def _word_rows(self, article: Article, claims: Sequence[Claim]) -> list[Mapping[str, Any]]:
        """Return the words of claims under numbers that nothing else has."""
        wanted = {claim.id: word_number(claim.id, article.published_at) for claim in claims}
        taken: set[int] = set()
        for some in queries.chunks(sorted(wanted.values())):
            rowid = tables.claim_words.c.rowid
            taken.update((await self._connection.execute(select(rowid).where(rowid.in_(some)))).scalars())
        rows: list[Mapping[str, Any]] = []
        for claim in claims:
            number = wanted[claim.id]
            while number in taken:
                number += 1
            taken.add(number)
            rows.append(word_row(claim, number))
        return rows

    async def _add_disputed_words(self, claims: Sequence[str]) -> None:
        """Store the words of claims that come into a dispute; those of what leaves one again are never found."""
        known: set[str] = set()
        member = tables.dispute_claims.c.claim_id
        for some in queries.chunks(claims):
            known.update((await self._connection.execute(select(member).where(member.in_(some)))).scalars())
        new = await self._memory.claims_of(self._connection, [claim for claim in claims if claim not in known])
        rows = [word_row(one.claim, 0) for one in new]
        await self._insert(tables.disputed_words, [{k: v for k, v in row.items() if k != "rowid"} for row in rows])

    async def _insert_articles(self, articles: Sequence[Article], *, edition: bool = False) -> None:
        taken = {sign for article in articles for sign in queries.signs(article)}
        self._new = {signs for signs in self._new if taken.isdisjoint(signs)}
        await self._insert(tables.articles, [article_row(article, edition=edition) for article in articles])
        await self._insert(tables.article_bands, [row for article in articles for row in band_rows(article)])

    async def _insert(self, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            await self._connection.execute(insert(table), rows)

    async def _insert_new(self, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert the rows that break no unique constraint; return how many."""
        added = 0
        for row in rows:
            # A row at a time: drivers do not say how many of a batch were new.
            result = await self._connection.execute(sqlite_insert(table).values(row).on_conflict_do_nothing())
            added += result.rowcount
        return added
