"""Every feed that misbehaves comes to the end that it must: read, or failed with a reason, and never read twice."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.feed_reading import ItemReader
from bot.model.article import RawArticle
from bot.polling import FeedPoller, PollPace
from bot.sources.feeds import FeedAnswer, FeedState, poll
from bot.sources.web import fetch
from bot.store.database import open_store
from tests.feeds.library import SENT, Case, cases
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.feed import HERE
from tests.servers.misbehaving import MisbehavingServer

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
EVERY = timedelta(minutes=10)
CASES = cases()


def test_the_library_is_large_and_names_are_not_used_twice() -> None:
    """Sixty at least."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) >= 60


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Return certificates in all the ways in which they can be wrong."""
    made = make_certificates(tmp_path_factory.mktemp("certificates"))
    return made if made is not None else pytest.skip("no openssl to make certificates with")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
async def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    """Each poll reads what it must, and the feed stands as it must in the end."""
    now = NOW
    read: list[str] = []
    known: Certificates | None = request.getfixturevalue("certificates") if case.certificate else None
    trusting = known.client() if known is not None else None

    async def ask(state: FeedState) -> FeedAnswer:
        return await poll(state, now=now, allow_networks=HERE, timeout=case.within, tls=trusting)

    async def page(url: str) -> RawArticle:
        return await fetch(url, now=now, allow_networks=HERE, timeout=case.within)

    async def take(raw: RawArticle, *, source: str, announce: bool) -> None:
        assert source == record_before.url
        assert announce is (record_before.read_at is not None)
        read.append(raw.title or "")

    async with AsyncExitStack() as stack:
        tls = known.server(case.certificate) if known is not None and case.certificate else None
        site = await stack.enter_async_context(MisbehavingServer(tls=tls))
        store = await stack.enter_async_context(open_store(":memory:"))
        site.tell("/feed", *case.answers)
        for path, other in case.others:
            site.tell(path, other)
        poller = FeedPoller(
            feeds=store.feeds,
            poll=ask,
            items=ItemReader(feeds=store.feeds, fetch=page, read=take, clock=lambda: now, back=timedelta(days=7)),
            clock=lambda: now,
            chance=lambda: 0.5,
            pace=PollPace(every=EVERY, longest=EVERY, tell_after=5),
        )
        await store.feeds.follow([site.url("/feed", scheme=case.scheme)], now=now)
        for expected in case.reads:
            (record_before,) = await store.feeds.all()
            now = record_before.due_at
            read.clear()
            await poller.poll_due()
            assert tuple(read) == expected
        (record,) = await store.feeds.all()
        if case.reason is None:
            assert (record.reason, record.failures) == (None, 0)
        else:
            assert record.failures == len(case.reads)
            assert re.search(case.reason, record.reason or ""), record.reason
        assert record.moved_to == (site.url(case.moved) if case.moved else None)
        assert record.due_at - now == (case.pause or EVERY)
        assert not set(case.never).intersection(site.asked)


async def test_a_body_without_end_is_not_taken_to_its_end() -> None:
    """Of 200 MB that nobody announced, little more than the limit is sent."""
    case = next(one for one in CASES if one.name == "200-mb-unannounced")
    async with MisbehavingServer() as site:
        url = site.tell("/feed", *case.answers)
        with pytest.raises(Exception, match="is larger than"):
            await poll(FeedState(url=url), now=NOW, allow_networks=HERE)
    assert sum(SENT) < 30_000_000
