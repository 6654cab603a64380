"""Who is told what comes out of the pipeline, and when: subscriptions, grouping, quiet hours, mutes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.gathering import Gathering
from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.gathering import GroupWriter
from bot.model.alert import AlertKind
from bot.model.area import Area, country_key, everything, keys_of
from bot.model.filters import ClaimFilter
from bot.model.outbox import Manner
from bot.model.subscription import Content, Mute, Quiet
from bot.pipeline import Pipeline
from bot.store.database import SqlStore, open_store
from tests.builders import SUDMARK, make_area, make_article, make_claim, make_place
from tests.pipelines import (
    NOW,
    TAKEN,
    Scripted,
    follow,
    make_captured,
    make_denied,
    make_raw,
    make_sides,
    third_voice,
    told,
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
