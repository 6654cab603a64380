"""The pipeline: known or new, compared, stored in one transaction, told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import timedelta

import pytest

from bot import disputing as disputing_module
from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.model.alert import AlertKind
from bot.model.article import Article
from bot.model.claim import Claim, Verification
from bot.model.dispute import DisputeStatus
from bot.model.errors import ConfigurationError, SourceError, UnreadableError
from bot.model.filters import ClaimFilter
from bot.model.relation import ConflictType, Reason, RelationKind
from bot.pipeline import Ingested, Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import make_article, make_claim
from tests.pipelines import (
    NOW,
    TAKEN,
    Scripted,
    make_captured,
    make_denied,
    make_raw,
    make_sides,
)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def pipeline(store: SqlStore) -> Pipeline:
    """Return the pipeline over the empty database; the console gets every alert."""
    return Pipeline(
        store=store,
        sides=make_sides(),
        rules=load_rules(),
        policy=load_policy(),
        clock=lambda: NOW,
        always=("console",),
    )


async def test_a_new_article_is_stored_with_its_claims_and_summarised(pipeline: Pipeline, store: SqlStore) -> None:
    """Its claims can be found, and one summary is in the outbox."""
    article, claims = make_captured()
    result = await pipeline.record(article, claims)
    assert not result.known
    assert [one.id for one in result.claims] == [one.id for one in claims]
    assert [alert.kind for alert in result.alerts] == [AlertKind.SUMMARY]
    assert [one.claim.id for one in await store.search(ClaimFilter())] == [claims[0].id]
    (item,) = await store.outbox.lease(now=NOW, until=NOW + timedelta(minutes=1), limit=9)
    assert (item.alert.id, item.destination) == (result.alerts[0].id, "console")


async def test_an_article_without_claims_is_stored_and_nothing_is_told(pipeline: Pipeline) -> None:
    """It is known the next time, and nobody is disturbed."""
    article = make_article(text="Nothing happened in Ellbruck today.")
    assert await pipeline.record(article, ()) == Ingested(article=article, known=False)
    assert (await pipeline.record(article, ())).known


async def test_reading_an_article_reads_its_claims_once(pipeline: Pipeline) -> None:
    """The second time it is known before anything is parsed."""
    extractor = Scripted()
    first = await pipeline.ingest(make_raw(), extractor)
    second = await pipeline.ingest(make_raw(), extractor)
    assert (first.known, second.known) == (False, True)
    assert extractor.asked == [first.article.id]


async def test_the_same_address_is_known_whatever_it_now_says(pipeline: Pipeline) -> None:
    """An edited page is not another article."""
    extractor = Scripted()
    await pipeline.ingest(make_raw(url="https://ell.example/a"), extractor)
    edited = await pipeline.ingest(
        make_raw("Quite another text stands here now.", url="https://ell.example/a"), extractor
    )
    assert edited.known


async def test_what_cannot_be_read_is_said(pipeline: Pipeline) -> None:
    """A source's error comes through as it is."""
    with pytest.raises(UnreadableError, match=r"inbox/ell\.txt"):
        await pipeline.ingest(make_raw(" "), Scripted())


async def test_two_claims_that_cannot_both_be_true_open_a_dispute(pipeline: Pipeline, store: SqlStore) -> None:
    """The second article brings the relation, the dispute and one conflict alert about exactly the two."""
    taken, denied = make_captured(), make_denied()
    await pipeline.record(*taken)
    result = await pipeline.record(*denied)
    (relation,) = result.relations
    assert (relation.relation, relation.conflict_type) == (RelationKind.REFUTES, ConflictType.POLARITY)
    assert relation.reason is Reason.ASSERTED_AND_DENIED
    (dispute,) = result.disputes
    assert dispute.status is DisputeStatus.OPEN
    (conflict,) = [alert for alert in result.alerts if alert.kind is AlertKind.CONFLICT]
    assert set(conflict.claims) == {taken[1][0].id, denied[1][0].id}
    assert conflict.dispute == dispute.id
    assert result.claims[0].verification is Verification.DISPUTED
    assert [one.id for one in await store.disputes()] == [dispute.id]


async def test_a_third_voice_joins_the_dispute(pipeline: Pipeline) -> None:
    """It is told as an update of the open dispute, not as another conflict."""
    await pipeline.record(*make_captured())
    await pipeline.record(*make_denied())
    text = "A spokesman of Norland's army repeated to reporters that Ellbruck had been captured on Wednesday."
    article = make_article(text=text, publisher="Hill Post")
    result = await pipeline.record(article, (make_claim(article=article, quote=text, attribution="XNO"),))
    assert [alert.kind for alert in result.alerts] == [AlertKind.SUMMARY, AlertKind.UPDATE]
    assert [len(dispute.claims) for dispute in result.disputes] == [3]


async def test_the_order_of_arrival_does_not_matter(store: SqlStore, pipeline: Pipeline) -> None:
    """The same two articles the other way round give the same relation and the same dispute."""
    taken, denied = make_captured(), make_denied()
    await pipeline.record(*taken)
    one = await pipeline.record(*denied)
    async with open_store(":memory:") as other_store:
        other = Pipeline(
            store=other_store, sides=pipeline.sides, rules=pipeline.rules, policy=pipeline.policy, clock=pipeline.clock
        )
        await other.record(*denied)
        turned = await other.record(*taken)
    assert turned.relations == one.relations
    assert turned.disputes == one.disputes
    assert {alert.id for alert in turned.alerts if alert.kind is AlertKind.CONFLICT} == {
        alert.id for alert in one.alerts if alert.kind is AlertKind.CONFLICT
    }
    assert len(await store.disputes()) == 1


async def test_a_copy_is_evidence_of_nothing(pipeline: Pipeline) -> None:
    """Another outlet's copy has claims of its own, identical to the first's, and opens nothing."""
    await pipeline.record(*make_captured())
    copy, claims = make_captured(publisher="Hill Post")
    result = await pipeline.record(copy, claims)
    assert not result.known
    assert [(one.relation, one.reason) for one in result.relations] == [
        (RelationKind.IDENTICAL, Reason.SYNDICATED_COPY)
    ]
    assert result.disputes == ()
    assert result.claims[0].verification is not Verification.CORROBORATED


async def test_all_is_written_or_nothing(pipeline: Pipeline, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, neither the article nor its claims are there, and it can be taken in again."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    await pipeline.record(*make_captured())
    article, claims = make_denied()
    with monkeypatch.context() as patched:
        patched.setattr(disputing_module, "conflict_alert", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            await pipeline.record(article, claims)
    assert await store.claim(claims[0].id) is None
    assert await store.disputes() == ()
    again = await pipeline.record(article, claims)
    assert [alert.kind for alert in again.alerts].count(AlertKind.CONFLICT) == 1


async def test_many_articles_come_out_in_the_order_given(pipeline: Pipeline) -> None:
    """Claims are found a batch at a time, and each article is told on its own."""
    made = [make_captured(f"Number {n}: {TAKEN}") for n in range(7)]
    extractor = Scripted(claims={article.id: claims for article, claims in made})
    results = [one async for one in pipeline.ingest_many([article for article, _ in made], extractor, batch=3)]
    assert [one.article.id for one in results if isinstance(one, Ingested)] == [article.id for article, _ in made]
    assert all(isinstance(one, Ingested) and len(one.claims) == 1 for one in results)


async def test_known_articles_are_not_parsed_again(pipeline: Pipeline) -> None:
    """Neither those stored before nor one that comes twice in a batch."""
    stored, new = make_captured(f"Old: {TAKEN}"), make_captured()
    await pipeline.record(*stored)
    extractor = Scripted()
    articles = [stored[0], new[0], new[0]]
    results = [one async for one in pipeline.ingest_many(articles, extractor)]
    assert extractor.asked == [new[0].id]
    assert [one.known for one in results if isinstance(one, Ingested)] == [True, False, True]


async def test_one_address_is_one_article_within_a_batch_too(pipeline: Pipeline) -> None:
    """A page that comes twice, edited in between, is taken in once."""
    one = make_captured(f"First: {TAKEN}", url="https://ell.example/a")
    other = make_captured(f"Second: {TAKEN}", url="https://ell.example/a")
    extractor = Scripted(claims={article.id: claims for article, claims in (one, other)})
    results = [result async for result in pipeline.ingest_many([one[0], other[0]], extractor)]
    assert [result.known for result in results if isinstance(result, Ingested)] == [False, True]
    assert extractor.asked == [one[0].id]


async def test_articles_without_claims_are_known_afterwards(pipeline: Pipeline) -> None:
    """They are stored, in the order given among those with claims, and not parsed again."""
    quiet = [make_article(text=f"Nothing happened on day {n}.") for n in range(3)]
    loud, claims = make_captured()
    articles = [quiet[0], loud, *quiet[1:]]
    extractor = Scripted(claims={loud.id: claims})
    first = [result async for result in pipeline.ingest_many(articles, extractor)]
    again = [result async for result in pipeline.ingest_many(articles, extractor)]
    assert [one.article.id for one in first if isinstance(one, Ingested)] == [article.id for article in articles]
    assert [one.known for one in first if isinstance(one, Ingested)] == [False] * 4
    assert [one.known for one in again if isinstance(one, Ingested)] == [True] * 4
    assert len(extractor.asked) == 4


async def test_one_article_that_breaks_the_parser_is_left_out_alone(pipeline: Pipeline) -> None:
    """The others of its batch are read."""
    made = [make_captured(f"Number {n}: {TAKEN}") for n in range(5)]
    extractor = Scripted(claims={article.id: claims for article, claims in made}, broken=frozenset({made[2][0].id}))
    results = [one async for one in pipeline.ingest_many([article for article, _ in made], extractor)]
    assert [isinstance(one, SourceError) for one in results] == [False, False, True, False, False]
    (error,) = [one for one in results if isinstance(one, SourceError)]
    assert error.origin == made[2][0].key
    assert "no parse" in error.reason


async def test_a_wrong_setting_is_no_article_s_fault(pipeline: Pipeline) -> None:
    """Where the model cannot be loaded, that is said once, and not of every article."""

    class Unset:
        def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:
            raise ConfigurationError(where="language.pipeline", reason=f"missing ({batch}, {articles})")

    with pytest.raises(ConfigurationError):
        [one async for one in pipeline.ingest_many([make_captured()[0]], Unset())]
