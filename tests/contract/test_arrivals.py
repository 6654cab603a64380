"""The queue of accepted articles: each is in it once, and read once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.arrival_notices import ArrivalNotices
from bot.model.arrival import ArrivalState, New, QueueState
from bot.model.article import Article
from bot.store.database import SqlStore
from tests.builders import make_article

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def article(number: int = 1) -> Article:
    """Return one of many articles, with a signature."""
    made = make_article(text=f"Report {number} of Norland's troops in Ellbruck.", url=f"https://ell.example/{number}")
    return replace(made, shingle_signature=(number, 2**31), byline="Ada Writer")


def new(number: int = 1, *, source: str = "inbox", announce: bool = True) -> New:
    """Return one that is to be accepted."""
    return New(article=article(number), origin=f"{number}.txt", source=source, announce=announce)


async def test_what_is_accepted_is_read_whole_and_in_order(store: SqlStore) -> None:
    """The article comes back as it was, with what was said about it; nobody else gets it meanwhile."""
    first = await store.arrivals.add(new(1, announce=False), now=NOW)
    await store.arrivals.add(new(2), now=NOW)
    assert first.state is ArrivalState.WAITING
    reading = await store.arrivals.next(NOW)
    assert reading is not None
    assert reading.article == article(1)
    assert reading.arrival == replace(first, state=ArrivalState.READING, attempts=1)
    assert not reading.arrival.announce
    second = await store.arrivals.next(NOW)
    assert second is not None
    assert second.article == article(2)
    assert await store.arrivals.next(NOW) is None


async def test_an_article_is_accepted_once(store: SqlStore) -> None:
    """Whoever brings it again gets the row that is there, however it stands."""
    first = await store.arrivals.add(new(1), now=NOW)
    again = await store.arrivals.add(new(1, source="push"), now=LATER)
    assert again == first
    assert await store.arrivals.take(first.id) is not None
    await store.arrivals.failed(first.id, now=LATER, reason="took too long")
    aside = await store.arrivals.add(new(1), now=LATER)
    assert (aside.id, aside.state, aside.reason) == (first.id, ArrivalState.FAILED, "took too long")
    assert await store.arrivals.next(LATER) is None


async def test_it_is_done_with_what_follows_from_it(store: SqlStore) -> None:
    """In one transaction: where that is rolled back, the article waits to be read as before."""
    one = await store.arrivals.add(new(1), now=NOW)
    await store.arrivals.take(one.id)

    async def settle_and_die() -> None:
        async with store.unit_of_work() as work:
            await work.settle(article(1).id, now=NOW)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        await settle_and_die()
    assert await store.arrivals.restarted(now=NOW, most=10) == 0
    assert await store.arrivals.take(one.id) is not None
    async with store.unit_of_work() as work:
        await work.settle(article(1).id, now=NOW)
    found = await store.arrivals.find(article(1).id)
    assert found is not None
    assert (found.state, found.done_at) == (ArrivalState.DONE, NOW)
    assert await store.arrivals.restarted(now=NOW, most=10) == 0
    assert await store.arrivals.next(NOW) is None


async def test_what_is_given_up_waits_as_before(store: SqlStore) -> None:
    """A stop of the program is no try; a postponed one waits until it is due, and counts unless it is said not to."""
    one = await store.arrivals.add(new(1), now=NOW)
    await store.arrivals.take(one.id)
    await store.arrivals.released(one.id)
    assert (await store.arrivals.find(article(1).id)) == one
    await store.arrivals.take(one.id)
    await store.arrivals.postponed(one.id, due_at=LATER, reason="its reader died")
    assert await store.arrivals.next(NOW) is None
    found = await store.arrivals.next(LATER)
    assert found is not None
    assert (found.arrival.attempts, found.arrival.reason) == (2, "its reader died")
    await store.arrivals.postponed(one.id, due_at=LATER, reason="no reader can be started", counted=False)
    again = await store.arrivals.next(LATER)
    assert again is not None
    assert (again.arrival.attempts, again.arrival.reason) == (2, "no reader can be started")


async def test_what_ends_the_program_again_and_again_is_set_aside(store: SqlStore) -> None:
    """It waits again after each end but the last."""
    one = await store.arrivals.add(new(1), now=NOW)
    for _ in range(2):
        assert await store.arrivals.take(one.id) is not None
        assert await store.arrivals.restarted(now=NOW, most=3) == 0
    await store.arrivals.take(one.id)
    assert await store.arrivals.restarted(now=NOW, most=3) == 1
    (found,) = await store.arrivals.listed([ArrivalState.FAILED], limit=9)
    assert found.reason == "the program ended 3 times while it was read"


async def test_what_is_told_of_a_failure_is_queued_with_it(store: SqlStore) -> None:
    """Once, and only where it was being read; so is what is told of those over which the program ended."""
    word = ArrivalNotices(destination="discord:42")
    one = await store.arrivals.add(new(1), now=NOW)
    await store.arrivals.failed(one.id, now=NOW, reason="never begun", notice=word(one, "never begun", now=NOW))
    for _ in range(2):
        await store.arrivals.take(one.id)
        await store.arrivals.failed(one.id, now=NOW, reason="slow", notice=word(one, "slow", now=NOW))
        await store.arrivals.retry(one.id)
    await store.arrivals.take(one.id)
    assert await store.arrivals.restarted(now=NOW, most=1, notices=word) == 1
    told = [one.item.alert.text for one in await store.outbox.undelivered()]
    assert [text.partition("Reason: ")[2].partition("\n")[0] for text in told] == [
        "slow",
        "the program ended 1 times while it was read",
    ]


async def test_people_have_it_read_again(store: SqlStore) -> None:
    """One, or all that was set aside; its tries count anew, and what is not there is said."""
    for number in (1, 2, 3):
        one = await store.arrivals.add(new(number), now=NOW)
        await store.arrivals.take(one.id)
        await store.arrivals.failed(one.id, now=NOW, reason="took too long")
    assert await store.arrivals.state() == QueueState(waiting=0, oldest=None, failed=3)
    assert await store.arrivals.retry(1) == 1
    assert await store.arrivals.retry(99) == 0
    assert await store.arrivals.retry(None) == 2
    assert await store.arrivals.state() == QueueState(waiting=3, oldest=NOW, failed=0)
    reading = await store.arrivals.next(NOW)
    assert reading is not None
    assert (reading.article, reading.arrival.attempts) == (article(1), 1)
    assert (await store.counts()).queue == QueueState(waiting=3, oldest=NOW, failed=0)


async def test_each_source_has_its_newest(store: SqlStore) -> None:
    """By when it was published, whatever came last."""
    for number, source, days in ((1, "inbox", 0), (2, "https://ell.example/rss", 3), (3, "https://ell.example/rss", 1)):
        published = NOW - timedelta(days=days)
        made = replace(article(number), published_at=published)
        await store.arrivals.add(New(article=made, origin="x", source=source), now=NOW)
    assert await store.arrivals.newest() == {"inbox": NOW, "https://ell.example/rss": NOW - timedelta(days=1)}


async def test_a_key_stays_with_its_first_request(store: SqlStore) -> None:
    """So that a repetition is known, and another article under the same key is found out."""
    assert await store.arrivals.named("k", digest="d1", article="a1", now=NOW) == ("d1", "a1")
    assert await store.arrivals.named("k", digest="d1", article="a1", now=LATER) == ("d1", "a1")
    assert await store.arrivals.named("k", digest="d2", article="a2", now=LATER) == ("d1", "a1")
