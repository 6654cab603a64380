"""The order of the stages, from an article as it came in to what people are told about it.

    read the article -> is it known? -> find its claims -> compare them -> store everything -> say what is new

Claims are found outside the transaction, since that takes long; everything that follows from them is written in one:
the article, its claims, their index, relations, disputes, alerts and the outbox rows, or nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.alerts.routing import routes_for
from bot.alerts.wording import conflict_alert, summary_alert, update_alert
from bot.article.fingerprint import similarity
from bot.article.reading import read_article
from bot.comparison.disputes import ChangeKind, DisputeChange, context_for, disputes_for, slots_touched
from bot.comparison.index import candidate_keys, index_entries
from bot.comparison.relations import relate
from bot.comparison.rules import Rules
from bot.comparison.verification import verification_of
from bot.model.alert import Alert
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.dispute import Dispute
from bot.model.errors import ClaimwatchError, SourceError
from bot.model.ports import ClaimFilter, Sourced, Store, UnitOfWork
from bot.model.relation import Relation
from bot.model.side import SideCatalogue

COPY_SIMILARITY = 0.8
"""Share of runs of five words from which on two texts are one text, edited: what agencies' customers change is less."""


BACKLOG = 256
"""Articles of a backlog that are read together; parser and database work better on many."""


class ClaimExtractor(Protocol):
    """Finds the claims of one article."""

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Return them in text order; raises SourceError where they cannot be found."""
        ...


class ManyExtractor(Protocol):
    """Finds the claims of many articles, which is faster than one by one."""

    def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:
        """Yield the claims of each article, in order."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingested:
    """What became of an article; a known one brings nothing new.

    `claims` carry the verification that follows from the relations so far. `relations`, `disputes` (as they stand now)
    and `alerts` are those that this article brought.
    """

    article: Article
    known: bool
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipeline:
    """Takes articles in; `always` are destinations that get every alert, `clock` returns an aware time."""

    store: Store
    sides: SideCatalogue
    rules: Rules
    clock: Callable[[], datetime]
    always: tuple[str, ...] = ()

    async def ingest(self, raw: RawArticle, extractor: ClaimExtractor, *, announce: bool = True) -> Ingested:
        """Take one article in; raises SourceError where it cannot be read.

        Without `announce` nobody is told: it is known from then on, and what comes later is compared with it.
        """
        article = read_article(raw, now=self.clock())
        if await self.is_known(article):
            return Ingested(article=article, known=True)
        claims = await extractor.extract(article)
        return await self.record(article, claims, announce=announce)

    async def ingest_many(
        self, articles: Sequence[Article], extractor: ManyExtractor, *, batch: int = BACKLOG
    ) -> AsyncIterator[Ingested | SourceError]:
        """Take articles in, in the order given, a batch at a time. No channel is told: it is a backlog.

        A batch is one transaction, and so is told of when all of it is stored: what a crash loses is read again.
        """
        for start in range(0, len(articles), batch):
            group = articles[start : start + batch]
            unknown = await self._unknown(group)
            found = _extract(unknown, extractor)
            recorded = await self._record_many(unknown, found)
            for article in group:
                # The same object twice is new once.
                result = recorded.pop(id(article), None)
                yield Ingested(article=article, known=True) if result is None else result

    async def record(self, article: Article, claims: Sequence[Claim], *, announce: bool = True) -> Ingested:
        """Compare and store an article with its claims, and what is to be told of them; all of it, or nothing."""
        async with self.store.unit_of_work() as work:
            return await self._record(work, article, claims, announce=announce)

    async def _record_many(
        self, articles: Sequence[Article], found: Mapping[str, tuple[Claim, ...] | SourceError]
    ) -> dict[int, Ingested | SourceError]:
        """Store articles in one transaction; return what became of each, by the object's identity."""
        results: dict[int, Ingested | SourceError] = {}
        if not articles:
            return results
        async with self.store.unit_of_work() as work:
            known = await work.known_many(articles)
            await work.add_articles([article for article in articles if found[article.id] == ()])
            for article in articles:
                claims = found[article.id]
                if isinstance(claims, SourceError):
                    results[id(article)] = claims
                elif claims:
                    results[id(article)] = await self._record(work, article, claims, announce=False)
                else:
                    results[id(article)] = Ingested(article=article, known=article.id in known)
        return results

    async def _record(self, work: UnitOfWork, article: Article, claims: Sequence[Claim], *, announce: bool) -> Ingested:
        new = tuple(Sourced(claim=claim, article=article) for claim in claims)
        if await work.known(article) is not None:
            return Ingested(article=article, known=True)
        candidates = await work.candidates(candidate_keys(new, rules=self.rules))
        relations = relate(new, candidates, sides=self.sides, rules=self.rules, copies=are_copies)
        await work.add_article(article, claims, index_entries(new))
        await work.add_relations(relations)
        changes = await self._update_disputes(work, new, relations)
        alerts: list[Alert] = []
        for alert in await self._alerts(work, article, new, changes):
            to = await self._destinations(work, alert) if announce else ()
            alerts.extend(await work.add_alerts([alert], destinations=to, announced=announce))
        return Ingested(
            article=article,
            known=False,
            claims=self._verified(new, relations, candidates),
            relations=relations,
            disputes=tuple(change.dispute for change in changes),
            alerts=tuple(alerts),
        )

    async def is_known(self, article: Article) -> bool:
        """Whether the article was taken in before."""
        return not await self._unknown([article])

    async def is_empty(self) -> bool:
        """Whether no claim was ever taken in."""
        return not await self.store.search(ClaimFilter(limit=1))

    async def _destinations(self, work: UnitOfWork, alert: Alert) -> tuple[str, ...]:
        """Return who is told."""
        routes = routes_for(alert, await work.following(alert.keys), always=self.always)
        return tuple(route.destination for route in routes if route.send)

    async def _unknown(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        """Return the articles that are not stored, and of those that are one article the first."""
        unknown: dict[str, Article] = {}
        addresses: set[str] = set()
        async with self.store.unit_of_work() as work:
            known = await work.known_many(articles)
        for one in articles:
            if one.id in known or one.id in unknown or one.url in addresses:
                continue
            unknown[one.id] = one
            if one.url is not None:
                addresses.add(one.url)
        return tuple(unknown.values())

    async def _update_disputes(
        self, work: UnitOfWork, new: Sequence[Sourced], relations: Sequence[Relation]
    ) -> tuple[DisputeChange, ...]:
        """Bring the disputes up to date whose slots the new claims and relations touch; return those that changed."""
        changes: list[DisputeChange] = []
        for slot in slots_touched(new, relations):
            refutations = await work.refutations(slot)
            if not refutations:
                continue
            existing = await work.disputes_on(slot)
            claims = await work.sourced(sorted({end for one in refutations for end in (one.a, one.b)}))
            around = await self._around(work, claims)
            now = disputes_for(
                slot=slot,
                refutations=refutations,
                claims=claims,
                around=around,
                existing=existing,
                sides=self.sides,
                rules=self.rules,
                copies=are_copies,
            )
            changed = tuple(change for change in now if change.dispute not in existing)
            replaced = sorted({old for change in changed for old in change.replaced})
            await work.save_disputes([change.dispute for change in changed], replaced=replaced)
            changes.extend(changed)
        return tuple(changes)

    async def _alerts(
        self, work: UnitOfWork, article: Article, new: Sequence[Sourced], changes: Sequence[DisputeChange]
    ) -> tuple[Alert, ...]:
        """Return what is to be told: what the article claims, then what it changes in disputes."""
        now = self.clock()
        summary = summary_alert(article, [one.claim for one in new], sides=self.sides, now=now)
        told = [] if summary is None else [summary]
        for change in changes:
            alert = await self._dispute_alert(work, new, change, now)
            if alert is not None:
                told.append(alert)
        return tuple(told)

    async def _dispute_alert(
        self, work: UnitOfWork, new: Sequence[Sourced], change: DisputeChange, now: datetime
    ) -> Alert | None:
        """Return the alert about a dispute that opened or changed, and `None` where there is nothing to tell."""
        if change.kind is ChangeKind.QUIET:
            return None
        dispute = change.dispute
        if change.kind is ChangeKind.OPENED:
            a, b = await work.sourced([change.opening.a, change.opening.b])
            context = context_for((a, b), dispute, await self._around(work, (a, b)))
            return conflict_alert(dispute, change.opening, a, b, context=context, sides=self.sides, now=now)
        joined = await work.sourced(change.joined)
        # What settles a dispute does not join it: it stands beside, as the claims of this article on the same slot.
        beside = [
            one
            for one in new
            if one.claim.id not in dispute.claims and dispute.slot.key in slots_touched([one], relations=())
        ]
        return update_alert(dispute, joined, context=beside, sides=self.sides, now=now)

    async def _around(self, work: UnitOfWork, claims: Sequence[Sourced]) -> tuple[Sourced, ...]:
        return await work.candidates(candidate_keys(claims, rules=self.rules))

    def _verified(
        self, new: Sequence[Sourced], relations: Sequence[Relation], candidates: Sequence[Sourced]
    ) -> tuple[Claim, ...]:
        """Return the claims with what the relations say of them."""
        others = {one.claim.id: one for one in (*candidates, *new)}
        return tuple(
            replace(one.claim, verification=verification_of(one, relations, others, sides=self.sides)) for one in new
        )


def are_copies(one: Article, other: Article) -> bool:
    """Whether two articles are one text: equal when folded, or, where they are long enough, nearly so."""
    if one.content_hash == other.content_hash:
        return True
    return similarity(one.shingle_signature, other.shingle_signature) >= COPY_SIMILARITY


def _extract(articles: Sequence[Article], extractor: ManyExtractor) -> dict[str, tuple[Claim, ...] | SourceError]:
    """Return the claims of each article by its id; one that breaks the batch is left out alone, with the reason."""
    if not articles:
        return {}
    try:
        every = tuple(extractor.extract_many(articles))
    except ClaimwatchError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one article does to the parser, the others are read
        if len(articles) == 1:
            reason = f"its claims cannot be found ({type(error).__name__}: {error})"
            return {articles[0].id: SourceError(origin=articles[0].key, reason=reason)}
        middle = len(articles) // 2
        return {**_extract(articles[:middle], extractor), **_extract(articles[middle:], extractor)}
    return {article.id: claims for article, claims in zip(articles, every, strict=True)}
