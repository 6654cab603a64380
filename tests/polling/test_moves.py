"""Feeds that move to another address."""

from __future__ import annotations

from tests.polling.world import DAY, FEED, World, down, item
from tests.servers.feed import Reply, rss


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(world: World) -> None:
    """Under its own name, and its items stay known."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))))
    world.site.tell(FEED, Reply(status=301, headers={"Location": "/new.xml"}))
    await world.follow(FEED)
    assert await world.poll() == [("Report 1", False)]
    assert (await world.record()).moved_to == world.site.url("/new.xml")
    world.site.tell("/new.xml", Reply(body=rss(item(1, url="https://ell.example/other"), item(2))))
    assert await world.poll() == [("Report 2", True)]
    assert [len(world.site.asked_for(path)) for path in (FEED, "/new.xml")] == [1, 2]


async def test_a_feed_that_moved_for_a_while_is_asked_where_it_was(world: World) -> None:
    """302 and 307 say nothing about the next time; nor does a move to what is no feed."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))), Reply(body="<html>Sorry</html>", kind="text/html"))
    world.site.tell(
        FEED,
        Reply(status=302, headers={"Location": "/new.xml"}),
        Reply(status=301, headers={"Location": "/new.xml"}),
    )
    await world.follow(FEED)
    await world.poll()
    assert (await world.record()).moved_to is None
    await world.poll()
    record = await world.record()
    assert (record.moved_to, record.failures) == (None, 1)
    assert len(world.site.asked_for(FEED)) == 2


async def test_a_feed_that_fails_where_it_moved_to_is_looked_for_where_it_was(world: World) -> None:
    """A redirect that a broken site gave once must not lose a feed, nor one that fails for an hour its new address."""
    world.site.tell("/new.xml", Reply(body=rss(item(1))), down())
    world.site.tell(FEED, Reply(status=308, headers={"Location": "/new.xml"}), Reply(body=rss(item(1), item(2))))
    await world.follow(FEED)
    await world.poll()
    assert await world.poll(after=DAY) == await world.poll(after=DAY) == []
    assert (await world.record()).moved_to == world.site.url("/new.xml")
    assert await world.poll(after=DAY) == [("Report 2", True)]
    record = await world.record()
    assert (record.moved_to, record.failures) == (None, 0)
