"""The pipeline: known or new, compared, stored in one transaction, told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot import disputing as disputing_module
from bot.alerts.gathering import Gathering
from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.gathering import GroupWriter
from bot.model.alert import AlertKind
from bot.model.area import Area, country_key, everything, keys_of
from bot.model.arrival import New
from bot.model.article import Article, RawArticle
from bot.model.claim import Claim, Polarity, SpeechAct, Verification
from bot.model.dispute import DisputeStatus
from bot.model.errors import ConfigurationError, SourceError, UnreadableError
from bot.model.filters import ClaimFilter
from bot.model.outbox import Manner, State
from bot.model.relation import ConflictType, Reason, RelationKind
from bot.model.side import Side, SideCatalogue, SideKind
from bot.model.subscription import Content, Mute, Quiet
from bot.pipeline import Ingested, Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import NORLAND, SUDMARK, make_area, make_article, make_claim, make_place, make_subscription

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)
TAKEN = "Norland said that its troops had captured the town of Ellbruck on Wednesday."
DENIED = "Sudmark denied that Norland's troops had captured Ellbruck."


def make_sides() -> SideCatalogue:
    """Return the two sides of the invented war."""
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    return SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})


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


def make_captured(text: str = TAKEN, **changes: object) -> tuple[Article, tuple[Claim, ...]]:
    """Return an article in which Norland says that it took Ellbruck."""
    article = make_article(text=text, **changes)
    return article, (make_claim(article=article, quote=text),)


def make_denied(text: str = DENIED, **changes: object) -> tuple[Article, tuple[Claim, ...]]:
    """Return another outlet's article in which Sudmark denies it."""
    article = make_article(**{"text": text, "publisher": "Moor Radio", "title": "Sudmark: Ellbruck stands", **changes})
    claim = make_claim(
        article=article, quote=text, attribution=SUDMARK, polarity=Polarity.DENIED, speech_act=SpeechAct.DENY
    )
    return article, (claim,)


@dataclass
class Scripted:
    """Finds in an article what it was told, and remembers which articles it was asked about."""

    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: frozenset[str] = frozenset()

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Answer for one."""
        self.asked.append(article.id)
        return self.claims.get(article.id, ())

    def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:
        """Answer for many."""
        assert batch
        for article in articles:
            self.asked.append(article.id)
            if article.id in self.broken:
                raise ValueError("no parse")
            yield self.claims.get(article.id, ())


def make_raw(text: str = TAKEN, **changes: object) -> RawArticle:
    """Return an article as a source delivers it."""
    values: dict[str, object] = {
        "origin": "inbox/ell.txt",
        "key": "ell",
        "body": text,
        "received_at": NOW,
        "publisher": "The Ell Courier",
        "published": "2031-05-14",
    }
    return RawArticle(**{**values, **changes})  # type: ignore[arg-type]  # a builder takes any field


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


async def told(store: SqlStore) -> list[tuple[str, AlertKind]]:
    """Return where each alert in the outbox goes, in order, and what it tells."""
    return [(one.item.destination, one.item.alert.kind) for one in await store.outbox.undelivered()]


async def follow(store: SqlStore, channel: str, **changes: object) -> None:
    """Let a channel follow Ellmoor, or what is given."""
    one = make_subscription(**{"destination": channel, "id": channel, **changes})
    await store.subscriptions.add(one, digest_due_at=None)


@pytest.fixture
def quiet(pipeline: Pipeline) -> Pipeline:
    """Return the pipeline without a console."""
    return replace(pipeline, always=())


async def test_a_channel_is_told_of_what_it_follows(quiet: Pipeline, store: SqlStore) -> None:
    """Of its region, its country or everything; not of another region, and of conflicts only where it asked so."""
    sudmark = Area(key="country:XSU", label="Sudmark", feature=None, keys=(country_key(SUDMARK),))
    await follow(store, "a-region")
    await follow(store, "b-country", area=sudmark)
    await follow(store, "c-all", area=everything())
    await follow(store, "d-elsewhere", area=make_area("Hills"))
    await follow(store, "e-conflicts", content=Content.CONFLICTS)
    await follow(store, "f-digest", content=Content.DIGEST)
    await quiet.record(*make_captured())
    assert await told(store) == [(to, AlertKind.SUMMARY) for to in ("a-region", "b-country", "c-all")]
    await quiet.record(*make_denied())
    conflicts = [to for to, kind in await told(store) if kind is AlertKind.CONFLICT]
    assert conflicts == ["a-region", "b-country", "c-all", "e-conflicts"]


async def test_a_channel_with_two_subscriptions_is_told_once(quiet: Pipeline, store: SqlStore) -> None:
    """Whatever of them the alert is about."""
    await follow(store, "discord:1", id="one")
    await follow(store, "discord:1", id="two", area=everything())
    await quiet.record(*make_captured())
    assert await told(store) == [("discord:1", AlertKind.SUMMARY)]


async def test_a_claim_of_no_place_reaches_who_follows_everything(quiet: Pipeline, store: SqlStore) -> None:
    """It is in no region, and not lost."""
    await follow(store, "region")
    await follow(store, "all", area=everything())
    article = make_article(text=TAKEN)
    await quiet.record(article, (make_claim(article=article, quote=TAKEN, place=None),))
    assert await told(store) == [("all", AlertKind.SUMMARY)]


async def test_a_new_channel_is_told_nothing_old(quiet: Pipeline, store: SqlStore) -> None:
    """Only what comes after it followed the area; known articles bring nothing."""
    taken = make_captured()
    await quiet.record(*taken)
    await follow(store, "discord:1", created_at=NOW)
    await quiet.record(*taken)
    assert await told(store) == []
    await replace(quiet, clock=lambda: NOW + timedelta(seconds=1)).record(*make_denied())
    assert await told(store) == [("discord:1", AlertKind.SUMMARY), ("discord:1", AlertKind.CONFLICT)]


async def test_an_alert_bears_the_keys_of_its_claims_places(quiet: Pipeline) -> None:
    """Which is what decides who is told."""
    result = await quiet.record(*make_captured())
    assert [alert.keys for alert in result.alerts] == [keys_of([make_place()])]


async def test_without_announcing_nobody_is_told(pipeline: Pipeline, store: SqlStore) -> None:
    """Not even the console; but it is known, and what comes later is compared with it, and told."""
    await follow(store, "discord:1")
    article, claims = make_captured()
    extractor = Scripted(claims={article.id: claims})
    await pipeline.record(article, claims, announce=False)
    await pipeline.ingest(make_raw("Quite another text."), extractor, announce=False)
    assert await told(store) == []
    assert await store.alerts_between(NOW - timedelta(days=9999), NOW) == ()
    assert len(await store.search(ClaimFilter())) == 1
    await pipeline.record(*make_denied())
    assert await told(store) == [
        ("console", AlertKind.SUMMARY),
        ("console", AlertKind.CONFLICT),
        ("discord:1", AlertKind.SUMMARY),
        ("discord:1", AlertKind.CONFLICT),
    ]


async def test_a_backlog_is_announced_to_nobody(pipeline: Pipeline, store: SqlStore) -> None:
    """Thousands of articles at once are no news."""
    await follow(store, "discord:1")
    article, claims = make_captured()
    async for _ in pipeline.ingest_many([article], Scripted(claims={article.id: claims})):
        pass
    assert await told(store) == []


async def test_an_item_has_one_name_towards_a_platform(quiet: Pipeline, store: SqlStore) -> None:
    """The same at every attempt, no other's, and of the length that fits: 25 characters at Discord."""
    for channel in ("discord:1", "discord:2"):
        await follow(store, channel)
    await quiet.record(*make_captured())
    await quiet.record(*make_denied())
    items = [one.item for one in await store.outbox.undelivered()]
    first = {one.id: one.nonce for one in items}
    later = {one.item.id: one.item.nonce for one in await store.outbox.undelivered()}
    assert first == later
    assert len(set(first.values())) == len(items) == 6
    assert all(len(nonce) == 22 and nonce.isalnum() for nonce in first.values())
    assert replace(items[0], attempts=9).nonce == items[0].nonce


def third_voice() -> tuple[Article, tuple[Claim, ...]]:
    """Return an article of a third outlet, which joins the dispute on Ellbruck."""
    text = "A spokesman of Norland's army repeated to reporters that Ellbruck had been captured on Wednesday."
    article = make_article(text=text, publisher="Hill Post")
    return article, (make_claim(article=article, quote=text, attribution="XNO"),)


@pytest.mark.parametrize(("minutes", "manner"), [(1, Manner.EDIT), (60, Manner.THREAD)], ids=["soon", "later"])
async def test_what_joins_a_dispute_soon_after_changes_its_message_alone(
    quiet: Pipeline, store: SqlStore, minutes: int, manner: Manner
) -> None:
    """While it cools down nobody is called; the message says how it stands all the same."""
    await follow(store, "discord:1", content=Content.CONFLICTS)
    await quiet.record(*make_captured())
    await quiet.record(*make_denied())
    later = replace(quiet, clock=lambda: NOW + timedelta(minutes=minutes))
    await later.record(*third_voice())
    items = [one.item for one in await store.outbox.undelivered()]
    assert [(one.alert.kind, one.manner) for one in items] == [
        (AlertKind.CONFLICT, Manner.THREAD),
        (AlertKind.UPDATE, manner),
    ]


async def test_the_terminal_prints_no_silent_changes(pipeline: Pipeline, store: SqlStore) -> None:
    """It cannot change what it has printed."""
    for article, claims in (make_captured(), make_denied(), third_voice()):
        await pipeline.record(article, claims)
    assert [kind for _, kind in await told(store)] == [
        AlertKind.SUMMARY,
        AlertKind.SUMMARY,
        AlertKind.CONFLICT,
        AlertKind.SUMMARY,
    ]


async def test_articles_that_follow_one_another_are_one_message(quiet: Pipeline, store: SqlStore) -> None:
    """The first is told at once, and so are conflicts; further ones wait for the window's end."""
    await follow(store, "discord:1")
    gathering = replace(quiet, gathering=Gathering(every=timedelta(minutes=1)))
    writer = GroupWriter(
        store=store, gathered=store.gathered, clock=lambda: NOW + timedelta(minutes=1), every=timedelta(minutes=1)
    )
    for article, claims in (make_captured(), make_denied(), third_voice()):
        await gathering.record(article, claims)
    assert await writer.gathered.due(NOW) == ()
    assert await writer.write_due() == 1
    assert await writer.write_due() == 0
    items = [one.item.alert for one in await store.outbox.undelivered() if one.item.manner is Manner.THREAD]
    assert [one.kind for one in items] == [AlertKind.SUMMARY, AlertKind.CONFLICT, AlertKind.DIGEST]
    assert items[-1].title == "Just in: 2 articles with claims (2 claims)"
    assert len(items[-1].parts[0].entries) == 2


async def test_what_comes_in_quiet_hours_comes_when_they_end(quiet: Pipeline, store: SqlStore) -> None:
    """Together, and not with what is gathered meanwhile; conflicts come at once."""
    hours = Quiet(start=NOW.time(), end=(NOW + timedelta(hours=2)).time(), zone="UTC")
    await follow(store, "discord:1", quiet=hours)
    minute = timedelta(minutes=1)
    gathering = replace(quiet, gathering=Gathering(every=minute))
    for article, claims in (make_captured(), make_denied()):
        await gathering.record(article, claims)
    assert await told(store) == [("discord:1", AlertKind.CONFLICT)]
    for hour, kinds in ((1, []), (2, [AlertKind.DIGEST])):
        at = NOW + timedelta(hours=hour)
        writer = GroupWriter(store=store, gathered=store.gathered, clock=lambda at=at: at, every=minute)  # type: ignore[misc] # the hour
        await writer.write_due()
        assert [kind for _, kind in await told(store)][1:] == kinds


async def test_what_is_muted_is_told_to_others(quiet: Pipeline, store: SqlStore) -> None:
    """And stands in the digest of who muted it."""
    for channel in ("discord:1", "discord:2"):
        await follow(store, channel)
    keys = keys_of([make_place()])
    place = next(key for key in keys if key.startswith("place:"))
    mute = Mute(destination="discord:1", subject=place, label="Ellbruck", keys=(place,), until=None, by="discord:9")
    await store.subscriptions.mute(mute)
    await quiet.record(*make_captured())
    assert await told(store) == [("discord:2", AlertKind.SUMMARY)]
    assert len(await store.alerts_between(NOW - timedelta(days=1), NOW)) == 1


async def test_what_is_forgotten_leaves_nothing_but_its_address(store: SqlStore, pipeline: Pipeline) -> None:
    """Text, claims, quotes, the dispute and what was to be told go; the address stays known."""
    url = "https://ell.example/a"
    await pipeline.record(*make_captured(url=url))
    await pipeline.record(*make_denied(url="https://moor.example/b"))
    assert len(await store.disputes()) == 1
    (first,) = await store.outbox.lease(now=NOW, until=NOW + timedelta(minutes=1), limit=9)
    await store.outbox.sent(first.id, now=NOW, reference="m-1")

    gone, changed = await pipeline.forget(url + "?utm_source=feed")
    assert (len(gone.articles), len(gone.claims), gone.relations, changed) == (1, 1, 1, 1)
    # The summary of the first was sent; the conflict was not.
    assert (gone.sent, gone.unsent) == ((("console", 1),), 1)
    assert await store.disputes() == ()
    (left,) = await store.search(ClaimFilter())
    assert left.claim.mentions[0].quote == DENIED
    assert await store.search(ClaimFilter(text="captured")) == (left,)
    assert await store.relations_of(left.claim.id) == ()
    waiting = [one for one in await store.outbox.undelivered() if one.state is State.PENDING]
    assert [one.item.alert.kind for one in waiting] == [AlertKind.SUMMARY]
    failed = [one for one in await store.outbox.undelivered() if one.state is State.FAILED]
    assert [(one.item.alert.title, one.item.alert.statements) for one in failed] == [("Taken down", ())]
    async with store.unit_of_work() as work:
        assert await work.known(make_captured(url=url)[0]) is not None
    assert (await pipeline.record(*make_captured(url=url))).known
    assert (await pipeline.forget("https://ell.example/other"))[0].articles == ()


async def test_a_dispute_lives_on_without_what_is_forgotten(store: SqlStore, pipeline: Pipeline) -> None:
    """With the claims of the others, as if it had never been said."""
    await pipeline.record(*make_captured(url="https://ell.example/a"))
    await pipeline.record(*make_denied(url="https://moor.example/b"))
    said = "A spokesman of Norland's army repeated to reporters that Ellbruck had been captured on Wednesday."
    article = make_article(text=said, publisher="Hill Post", url="https://hill.example/c")
    third = make_claim(article=article, quote=said, attribution="XNO")
    await pipeline.record(article, (third,))
    (before,) = await store.disputes()
    gone, _ = await pipeline.forget("https://ell.example/a")
    (after,) = await store.disputes()
    assert set(after.claims) == set(before.claims) - set(gone.claims)
    assert third.id in after.claims
    async with store._connections.reading() as connection:
        words = set((await connection.execute(text("SELECT claim_id FROM disputed_words"))).scalars())
    assert words == set(after.claims)


async def test_what_waits_to_be_read_is_forgotten_too(store: SqlStore, pipeline: Pipeline) -> None:
    """Nothing of it stands in the queue any more, and it is known from then on."""
    article = make_article(url="https://ell.example/a")
    await store.arrivals.add(New(article=article, origin="https://ell.example/a", source="push"), now=NOW)
    gone, _ = await pipeline.forget("https://ell.example/a")
    assert (gone.articles, gone.unread) == ((article.id,), 1)
    assert await store.arrivals.next(NOW) is None
    assert await pipeline.is_known(article)


async def test_what_is_forgotten_while_it_is_read_is_not_recorded(store: SqlStore, pipeline: Pipeline) -> None:
    """Its claims come too late: they find that it is known."""
    article, claims = make_captured(url="https://ell.example/a")
    await store.arrivals.add(New(article=article, origin="a.txt", source="inbox"), now=NOW)
    assert await store.arrivals.next(NOW) is not None
    await pipeline.forget("https://ell.example/a")
    assert (await pipeline.record(article, claims)).known
    assert await store.search(ClaimFilter()) == ()
