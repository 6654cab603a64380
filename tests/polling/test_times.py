"""When a feed is asked again: by its own rhythm, by what its site asks for, and later the longer it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.polling.world import DAY, EVERY, FEED, HOUR, World, down, item, page, paged
from tests.servers.feed import Reply, rss


async def test_an_unchanged_feed_costs_nothing(world: World) -> None:
    """The validators go back as they came; what is known stays."""
    world.tell(item(1), etag='"v1"', last_modified="Wed, 04 Jun 2031 10:00:00 GMT")
    await world.follow(FEED)
    await world.poll()
    assert await world.poll() == []
    first, second = world.site.asked_for(FEED)
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"v1"'
    assert second.headers["if-modified-since"] == "Wed, 04 Jun 2031 10:00:00 GMT"
    record = await world.record()
    assert (record.etag, record.title, record.read_at) == ('"v1"', "The Ell Courier", world.now)


async def test_validators_are_kept_only_when_all_was_read(world: World) -> None:
    """Otherwise the next answer would be that nothing changed, and what waits would never come."""
    world.tell(paged(world, 1, down(), page()), etag='"v1"', last_modified="Wed, 04 Jun 2031 10:00:00 GMT")
    await world.follow(FEED)
    assert await world.poll() == []
    record = await world.record()
    assert (record.etag, record.last_modified) == (None, None)
    assert await world.poll() == [("Report 1", False)]
    assert (await world.record()).etag == '"v1"'


async def test_a_failing_feed_is_asked_less_and_less_often(world: World) -> None:
    """Twice the time after each failure in a row, up to a day; it says why, and is never given up."""
    world.site.tell(FEED, down(500))
    await world.follow(FEED)
    pauses = []
    for number in range(1, 12):
        await world.poll(after=(await world.record()).due_at - world.now)
        record = await world.record()
        assert record.failures == number
        pauses.append((record.due_at - world.now) / EVERY)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 144, 144, 144]
    assert "500" in (record.reason or "")
    assert record.read_at is None


async def test_a_feed_that_works_again_is_as_before(world: World) -> None:
    """What came while it failed is told, and it is asked at the usual times."""
    world.tell(item(1), etag='"v1"')
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down())
    await world.poll()
    assert ((await world.record()).etag, (await world.record()).failures) == ('"v1"', 1)
    world.tell(item(1), item(2))
    assert await world.poll(after=DAY) == [("Report 2", True)]
    record = await world.record()
    assert (record.failures, record.reason, record.due_at) == (0, None, world.now + EVERY)


@pytest.mark.parametrize(
    ("headers", "status", "pause"),
    [
        pytest.param({"Retry-After": "3600"}, 429, HOUR, id="asked-for-an-hour"),
        pytest.param({"Retry-After": "1"}, 503, EVERY, id="asked-for-a-second"),
        pytest.param({"Retry-After": "9999999"}, 503, DAY, id="asked-for-months"),
        pytest.param({"Retry-After": "7200"}, 200, 2 * HOUR, id="asked-with-the-feed"),
        pytest.param({"Cache-Control": "max-age=1800"}, 200, HOUR / 2, id="fresh-for-half-an-hour"),
        pytest.param({"Cache-Control": "max-age=31536000"}, 200, HOUR, id="fresh-for-a-year"),
        pytest.param({"Cache-Control": "no-cache"}, 200, EVERY, id="never-fresh"),
        pytest.param({}, 200, EVERY, id="asked-for-nothing"),
    ],
)
async def test_a_feed_is_left_alone_for_as_long_as_it_asks(
    world: World, headers: dict[str, str], status: int, pause: timedelta
) -> None:
    """Never less than the usual time, and a day at most; what is only cached for long is asked each hour."""
    world.site.tell(FEED, Reply(body=rss(item(1)), status=status, headers=headers))
    await world.follow(FEED)
    await world.poll()
    assert (await world.record()).due_at == world.now + pause


async def test_a_quiet_feed_is_asked_less_often_and_a_busy_one_again_more(world: World) -> None:
    """Between ten minutes and an hour here; what is new after a quiet time does not wait for longer than that."""
    poller = world.poller_with(longest=HOUR)
    pauses: list[timedelta] = []

    async def step() -> None:
        world.now = (await world.record()).due_at
        await poller.poll_due()
        pauses.append((await world.record()).due_at - world.now)

    world.tell(item(1))
    await world.follow(FEED)
    for _ in range(20):
        await step()
    assert pauses[0] == EVERY
    assert pauses == sorted(pauses)
    assert pauses[-1] == HOUR
    for number in range(2, 40):
        world.tell(item(number))
        await step()
    assert pauses[-1] < 2 * EVERY
    assert min(pauses) == EVERY
    assert (await world.record()).changed_at == world.now


async def test_feeds_are_not_asked_in_herds(world: World) -> None:
    """Chance moves each look by up to a tenth; what a site asks for is never undercut."""
    world.tell(item(1))
    world.site.tell("/b.xml", Reply(body=rss(), headers={"Retry-After": "600"}))
    for chance, pause in ((0.0, 9), (1.0, 11)):
        await world.follow()
        await world.follow(FEED, "/b.xml")
        await world.poller_with(chance=chance).poll_due()
        assert (await world.record()).due_at - world.now == timedelta(minutes=pause)
        assert (await world.record("/b.xml")).due_at - world.now == timedelta(minutes=max(10, pause))
