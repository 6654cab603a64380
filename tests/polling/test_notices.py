"""What the operators are told of feeds."""

from __future__ import annotations

from tests.polling.world import DAY, FEED, World, down, item
from tests.servers.feed import Reply, rss


async def notices(world: World) -> list[str]:
    """Return the titles of what the operators are told."""
    queued = await world.store.outbox.undelivered(limit=99)
    assert {one.item.destination for one in queued} <= {"slack:C0OPS"}
    return [one.item.alert.title for one in queued]


async def test_the_operators_hear_once_of_a_feed_that_goes_on_failing(world: World) -> None:
    """After three failures here, with the reason and the next try, and once more when it is back."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down(500))
    told = []
    for _ in range(5):
        await world.poll(after=DAY)
        told.append(await notices(world))
    fails = "A feed fails: The Ell Courier"
    assert told == [[], [], [fails], [fails], [fails]]
    (queued,) = await world.store.outbox.undelivered(limit=9)
    assert "HTTP 500" in queued.item.alert.text
    assert "Next try: 07 Jun 2031, 12:50 UTC" in queued.item.alert.text
    world.tell(item(1), item(2))
    assert await world.poll(after=DAY) == [("Report 2", True)]
    back = "A feed is back: The Ell Courier"
    assert await notices(world) == [fails, back]
    await world.poll()
    assert await notices(world) == [fails, back]
    # Another time is told anew.
    world.site.tell(FEED, down(500))
    for _ in range(3):
        await world.poll(after=DAY)
    assert await notices(world) == [fails, back, fails]


async def test_a_short_trouble_is_told_to_nobody(world: World) -> None:
    """Neither that it fails nor that it is back."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.site.tell(FEED, down(), down(), Reply(body=rss(item(1))))
    for _ in range(3):
        await world.poll(after=DAY)
    assert (await world.record()).failures == 0
    assert await notices(world) == []
