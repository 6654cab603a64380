"""What a feed lists no more is forgotten in the end, and what it lists never is."""

from __future__ import annotations

import pytest

from tests.polling.world import DAY, FEED, World, down, item, page, paged


async def forget(world: World, *, days: int) -> int:
    """Forget, so many days later, the names of what was listed no more for 60; return how many names."""
    world.now += days * DAY
    return await world.store.upkeep.forget_items(before=world.now - 60 * DAY, now=world.now)


async def test_what_a_feed_lists_no_more_is_forgotten_in_the_end(world: World) -> None:
    """All its names are; what is still listed after years stays known by all of its own."""
    world.tell(item(1), item(2), paged(world, 3, down(), page()))
    await world.follow(FEED)
    await world.poll()
    await world.poll()
    world.tell(item(1))
    await world.poll()
    assert await forget(world, days=59) == 0
    assert await forget(world, days=2) > 0
    async with world.store._connections.reading() as connection:
        left = (await connection.exec_driver_sql("SELECT key FROM feed_items")).scalars().all()
    assert {one for one in left if "said" not in one} == {"https://ell.example/1", f"{world.site.url(FEED)}\nell-1"}
    assert await forget(world, days=3650) == 0
    assert await world.poll() == []


@pytest.mark.parametrize("silent", ["unchanged", "failing", "paused"])
async def test_what_is_listed_is_never_told_anew(world: World, silent: str) -> None:
    """Though its feed says for long that nothing changed, fails, or is left alone."""
    world.tell(item(1), item(2), etag='"v1"')
    await world.follow(FEED)
    await world.poll()
    if silent == "failing":
        world.site.tell(FEED, down())
    await world.store.feeds.pause(world.site.url(FEED), now=world.now, paused=silent == "paused")
    for _ in range(4):
        await forget(world, days=50)
        assert await world.poll(after=DAY) == []
    await world.store.feeds.pause(world.site.url(FEED), now=world.now, paused=False)
    world.tell(item(1), item(2), item(3), etag='"v2"')
    assert await world.poll(after=DAY) == [("Report 3", True)]
