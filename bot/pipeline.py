"""The order of the stages, from an article as it came in to what people are told about it.

    read the article -> is it known? -> find its claims -> compare them -> store everything -> say what is new

Claims are found outside the transaction, since that takes long; everything that follows from them is written in one:
the article, its claims, their index, relations, disputes, alerts and the outbox rows, or nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.alerts.gathering import Gathering
from bot.alerts.policy import Policy
from bot.alerts.routing import Route, routes_for
from bot.alerts.wording import correction_alert, summary_alert
from bot.article.addresses import canonical_url
from bot.article.copies import are_copies, copy_pairs
from bot.article.reading import read_article
from bot.comparison.disputes import DisputeChange, slots_touched
from bot.comparison.index import index_entries, lookups_for
from bot.comparison.relations import relate
from bot.comparison.rules import Rules
from bot.comparison.verification import verification_of
from bot.disputing import Disputing, Told
from bot.editions import edited, is_edition_of, withdrawal
from bot.model.alert import Alert, AlertKind
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim
from bot.model.decision import Decision, withdrawals
from bot.model.dispute import Dispute
from bot.model.errors import ClaimwatchError, SourceError
from bot.model.filters import ClaimFilter
from bot.model.outbox import Manner
from bot.model.ports import Sourced
from bot.model.relation import Relation
from bot.model.side import SideCatalogue
from bot.model.storage import Store, UnitOfWork
from bot.model.upkeep import Forgotten

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
    """Takes articles in; `always` are destinations that get every alert, `clock` returns an aware time.

    What others get waits to be told together as `gathering` says.
    """

    store: Store
    sides: SideCatalogue
    rules: Rules
    policy: Policy
    clock: Callable[[], datetime]
    always: tuple[str, ...] = ()
    gathering: Gathering = field(default_factory=Gathering)

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
            result = await self._record(work, article, claims, announce=announce)
            # With what follows from it: killed before, it is read again, killed after, it is not.
            await work.settle(article.id, now=self.clock())
            return result

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
        gone: tuple[Sourced, ...] = ()
        known = await work.known(article) is not None
        if known:
            editions, former = await self._editions(work, article)
            if not editions:
                return Ingested(article=article, known=True)
            change = edited(former, editions, article, claims)
            claims, gone = change.added, change.gone
            if not (claims or gone):
                return Ingested(article=article, known=True)
        new = tuple(Sourced(claim=claim, article=article) for claim in claims)
        candidates = await work.candidates(lookups_for(new, rules=self.rules))
        relations = relate(new, candidates, sides=self.sides, rules=self.rules, copies=are_copies)
        await work.add_article(article, claims, index_entries(new), edition=known)
        await work.add_relations(relations)
        told = [Told(alert=one, at_once=True) for one in self._article_alerts(article, claims, gone)]
        changes, news = await self._update_disputes(
            work, article, new, gone, relations, near=candidates, announce=announce
        )
        alerts = await self._tell(work, [*told, *news], announce=announce)
        return Ingested(
            article=article,
            known=False,
            claims=self._verified(new, relations, candidates),
            relations=relations,
            disputes=tuple(change.dispute for change in changes),
            alerts=alerts,
        )

    def _article_alerts(self, article: Article, claims: Sequence[Claim], gone: Sequence[Sourced]) -> Sequence[Alert]:
        """Return what is told of an article itself: what it claims, or what it was changed to say."""
        now = self.clock()
        if gone:
            return [correction_alert(article, claims, gone, sides=self.sides, now=now)]
        summary = summary_alert(article, claims, sides=self.sides, now=now)
        return [] if summary is None else [summary]

    async def _update_disputes(
        self,
        work: UnitOfWork,
        article: Article,
        new: Sequence[Sourced],
        gone: Sequence[Sourced],
        relations: Sequence[Relation],
        *,
        near: Sequence[Sourced],
        announce: bool,
    ) -> tuple[tuple[DisputeChange, ...], tuple[Told, ...]]:
        """Bring the disputes up to date; return those that changed, and what is told of them.

        What the article no longer says is its outlet's own decision, beside those of people.
        """
        disputing = self._disputing
        if not gone:
            changes = await disputing.update(work, new=new, relations=relations, near=near)
            return changes, await disputing.tell(work, changes, new=new, relations=relations, announce=announce)
        decision = withdrawal(article, gone, at=self.clock())
        await work.add_decision(decision)
        changes = await disputing.update_slots(work, slots_touched([*new, *gone], relations))
        ids = {one.claim.id for one in gone}
        told: list[Told] = []
        for change in changes:
            by = None if ids.isdisjoint(change.dispute.claims) else decision
            told += await disputing.tell(work, [change], new=new, relations=relations, announce=announce, decision=by)
        return changes, tuple(told)

    async def _editions(self, work: UnitOfWork, article: Article) -> tuple[tuple[Article, ...], tuple[Sourced, ...]]:
        """Return the stored editions that the article is another one of, and what they claim to this day."""
        editions, said = await work.editions(article)
        if not any(is_edition_of(one, article) for one in editions):
            return (), ()
        withdrawn = withdrawals(await work.decisions_about([one.claim.id for one in said]))
        return editions, tuple(one for one in said if one.claim.id not in withdrawn)

    async def decide(self, decision: Decision) -> tuple[Dispute, ...]:
        """Store what a person decided, bring the disputes up to date, and tell of it; return those that changed."""
        async with self.store.unit_of_work() as work:
            await work.add_decision(decision)
            changes = await self._disputing.update_slots(work, decision.slots)
            await self._tell(work, await self._disputing.tell(work, changes, decision=decision), announce=True)
        return tuple(change.dispute for change in changes)

    async def forget(self, url: str) -> tuple[Forgotten, int]:
        """Take down what came from an address; return what is gone, and how many disputes that changed or ended."""
        async with self.store.unit_of_work() as work:
            address = canonical_url(url)
            touched = {one.id: one for one in await work.disputes_with(await work.claims_from(address))}
            gone = await work.forget(address, given=url)
            claims = set(gone.claims)
            slots = dict.fromkeys([*gone.slots, *(one.slot.key for one in touched.values())])
            await self._disputing.update_slots(work, slots)
            left = [one for one in await work.disputes_on(list(slots)) if not claims.isdisjoint(one.claims)]
            await work.save_disputes([], replaced=[one.id for one in left])
        return gone, len(touched)

    async def is_known(self, article: Article) -> bool:
        """Whether the article was taken in before; a later edition of it was not, whose text is another."""
        if await self._unknown([article]):
            return False
        async with self.store.unit_of_work() as work:
            editions, _ = await self._editions(work, article)
        return not editions

    async def is_empty(self) -> bool:
        """Whether no claim was ever taken in."""
        return not await self.store.search(ClaimFilter(limit=1))

    @property
    def _disputing(self) -> Disputing:
        return Disputing(
            sides=self.sides,
            rules=self.rules,
            policy=self.policy,
            copies=are_copies,
            copy_pairs=copy_pairs,
            clock=self.clock,
        )

    async def _tell(self, work: UnitOfWork, told: Sequence[Told], *, announce: bool) -> tuple[Alert, ...]:
        """Store the alerts with what is to be sent of them; return those that are new."""
        new: list[Alert] = []
        waiting: dict[str, list[tuple[Alert, Manner, Route]]] = {}
        for one in told:
            # The terminal prints at once, and cannot change what it has printed.
            always = self.always if one.at_once and announce else ()
            stored = await work.add_alerts([one.alert], destinations=always, announced=announce)
            new.extend(stored)
            if not (stored and announce):
                continue
            for manner, route in await self._routes(work, one):
                waiting.setdefault(route.destination, []).append((one.alert, manner, route))
        for destination, theirs in waiting.items():
            await self._place(work, destination, theirs)
        return tuple(new)

    async def _place(self, work: UnitOfWork, destination: str, theirs: Sequence[tuple[Alert, Manner, Route]]) -> None:
        """Put what a destination is to get into the outbox, or let it wait: for more, or for quiet hours to end."""
        silent = [alert for alert, manner, _ in theirs if manner is Manner.EDIT]
        spoken = [(alert, manner, route.until) for alert, manner, route in theirs if manner is not Manner.EDIT]
        now_told = [alert for alert, _, until in spoken if until is None]
        window = await work.window_of(destination)
        places, window = self.gathering.place(now_told, window, now=self.clock())
        due = dict(zip((alert.id for alert in now_told), places, strict=True))
        for alert, manner, until in spoken:
            if (due_at := until or due[alert.id]) is not None:
                await work.gather([(alert, due_at)], destination, window=window, manner=manner)
            else:
                await work.enqueue(alert, destination, manner=manner)
        await work.gather([], destination, window=window)
        for alert in silent:
            await work.enqueue(alert, destination, manner=Manner.EDIT)

    async def _routes(self, work: UnitOfWork, told: Told) -> tuple[tuple[Manner, Route], ...]:
        """Return who is told it, and how; what is not told at once changes the message on its dispute."""
        if not told.at_once and told.alert.kind is not AlertKind.UPDATE:
            return ()
        following = await work.following(told.alert.keys)
        mutes = await work.mutes_of([one.destination for one in following])
        routes = routes_for(told.alert, following, mutes=mutes, now=self.clock())
        sent = [route for route in routes if route.send and route.destination not in self.always]
        loud = {True: Manner.CHANNEL, False: Manner.THREAD}
        return tuple((loud[route.repeat] if told.at_once else Manner.EDIT, route) for route in sent)

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

    def _verified(
        self, new: Sequence[Sourced], relations: Sequence[Relation], candidates: Sequence[Sourced]
    ) -> tuple[Claim, ...]:
        """Return the claims with what the relations say of them."""
        others = {one.claim.id: one for one in (*candidates, *new)}
        return tuple(
            replace(one.claim, verification=verification_of(one, relations, others, sides=self.sides)) for one in new
        )


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
