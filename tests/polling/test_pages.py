"""Items' pages: fetched, tried again, and where they cannot be read, the feed's own words."""

from __future__ import annotations

import pytest

from bot.model.article import RawArticle
from bot.model.errors import ReaderError
from bot.page_reading import ReadingPool
from config.load import load_settings
from tests.polling.world import DAY, EVERY, FEED, TEASER, WHOLE, World, down, item, page, paged
from tests.servers.feed import Reply


async def test_an_item_without_its_text_is_read_from_its_page(world: World) -> None:
    """With the title that the feed gives."""
    world.tell(paged(world))
    await world.follow(FEED)
    assert await world.poll() == [("Report 1", False)]
    assert len(world.site.asked_for("/news/1")) == 1
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


async def test_a_page_that_does_not_come_is_tried_again(world: World) -> None:
    """At the next poll; other items are read meanwhile."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.tell(paged(world, 1, down(), down(), page()), item(2))
    assert await world.poll() == [("Report 2", True)]
    assert await world.poll() == []
    assert await world.poll() == [("Report 1", True)]
    assert await world.poll() == []


async def test_a_page_that_comes_late_is_no_news_where_its_item_was_old(world: World) -> None:
    """What was in the feed when it was first read is announced at no later poll either."""
    world.tell(paged(world, 1, down(), page()))
    await world.follow(FEED)
    assert await world.poll() == []
    world.tell(paged(world, 1, page()), item(2))
    assert sorted(await world.poll()) == [("Report 1", False), ("Report 2", True)]


async def test_a_page_is_given_up_after_a_day(world: World) -> None:
    """What has not come by then is not asked for again."""
    world.tell(paged(world, 1, down()))
    await world.follow(FEED)
    await world.poll()
    await world.poll(after=DAY)
    asked = len(world.site.asked_for("/news/1"))
    assert asked == 2
    await world.poll()
    assert len(world.site.asked_for("/news/1")) == asked


@pytest.mark.parametrize(
    ("status", "hours"),
    [
        pytest.param(404, 1, id="not-there"),
        pytest.param(410, 1, id="gone"),
        pytest.param(403, 1, id="refused"),
        pytest.param(451, 1, id="refused-by-law"),
        pytest.param(503, 25, id="old"),
    ],
)
async def test_a_page_that_will_not_come_is_asked_for_once(world: World, status: int, hours: float | None) -> None:
    """Where there is none, none for us, or the item is no longer new; the feed's own words are read, once."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.tell(paged(world, 1, down(status), page(), hours=hours))
    assert await world.poll() == [("Report 1", True)]
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


WALLS = {
    "robots": "<title>Just a moment...</title></head><body><p>Verify you are human.</p>",
    "cookies": "<title>Ell Courier</title></head><body><p>Before you continue: we use cookies. Accept all cookies.</p>",
    "subscribers": '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    "</head><body><article><p>Norland said that its troops had taken Ellbruck.</p></article>",
}


@pytest.mark.parametrize("wall", list(WALLS.values()), ids=list(WALLS))
async def test_of_a_page_behind_a_wall_the_feed_s_own_words_are_read(world: World, wall: str) -> None:
    """Once, and the page is not asked for again: it is what its site shows to programs."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.texts.clear()
    world.tell(paged(world, 1, Reply(body=f"<html><head>{wall}</body></html>", kind="text/html"), page()))
    assert await world.poll() == [("Report 1", True)]
    assert world.texts == [TEASER]
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


async def test_of_a_page_beside_a_wall_the_page_is_read(world: World) -> None:
    """A banner about cookies does not make the article below it a wall."""
    banner = (
        f"<html><body><div>We use cookies. Accept all cookies.</div><article><p>{WHOLE}</p></article></body></html>"
    )
    world.tell(paged(world, 1, Reply(body=banner, kind="text/html")))
    await world.follow(FEED)
    await world.poll()
    assert [WHOLE.strip() in text for text in world.texts] == [True]
    record = await world.record()
    assert (record.articles, record.teasers, record.teaser_reason) == (1, 0, None)


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        pytest.param("SECONDS_PER_PAGE", "0.3", "reading the page took longer than 0.3 seconds", id="time"),
        pytest.param("MEGABYTES_PER_PAGE", "256", "reading the page took more than 256 MB of memory", id="memory"),
    ],
)
async def test_of_a_page_over_a_limit_the_feed_s_own_words_are_read(
    world: World, setting: str, value: str, why: str
) -> None:
    """Once; the source says which limit, and the other item's page is read as ever."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.texts.clear()
    huge = "".join(f"<p>{number} {TEASER}</p>" for number in range(220_000))
    world.tell(paged(world, 1, Reply(body=f"<html><body><article>{huge}", kind="text/html"), page()), paged(world, 2))
    pool = ReadingPool(load_settings(None, {f"CLAIMWATCH_INTAKE__{setting}": value}))

    async def read(raw: RawArticle, *, source: str, announce: bool) -> None:
        article = await pool.read(raw, now=world.now)
        assert source
        assert announce
        world.texts.append(article.text)

    world.now += EVERY
    try:
        await world.poller_with(read=read).poll_due()
    finally:
        await pool.close()
    teaser, whole = sorted(world.texts, key=len)
    assert teaser == TEASER
    assert whole.startswith(WHOLE.strip())
    record = await world.record()
    assert (record.teasers, record.teaser_reason) == (1, why)
    assert await world.poll() == []
    assert len(world.site.asked_for("/news/1")) == 1


async def test_what_nothing_can_be_started_for_is_read_when_it_can(world: World) -> None:
    """However old it is by then, as itself and not in the feed's own words."""
    world.tell(item(9))
    await world.follow(FEED)
    await world.poll()
    world.tell(item(1), paged(world, 2), item(3))

    async def unstartable(raw: RawArticle, *, source: str, announce: bool) -> None:
        assert source
        assert announce
        raise ReaderError(origin=raw.origin, reason="no reader of pages can be started")

    for _ in range(2):
        world.now += DAY
        await world.poller_with(read=unstartable).poll_due()
        assert (await world.record()).teasers == 0
    assert sorted(await world.poll()) == [(f"Report {number}", True) for number in (1, 2, 3)]
    assert await world.poll() == []


async def test_what_was_read_in_the_feed_s_own_words_is_counted(world: World) -> None:
    """With why the newest page could not be read; what was read whole, or could not be read at all, is none."""
    wall = Reply(body=f"<html><head>{WALLS['robots']}</body></html>", kind="text/html")
    world.tell(item(9), paged(world, 1, wall), paged(world, 2, down(403)), paged(world, 3))
    await world.follow(FEED)
    await world.poll()
    record = await world.record()
    assert (record.articles, record.teasers) == (4, 2)
    world.unreadable = {"Report 5"}
    world.tell(paged(world, 4, down(403)), item(5))
    await world.poll()
    record = await world.record()
    assert (record.articles, record.teasers) == (5, 3)
    assert "does not let programs read the page" in (record.teaser_reason or "")
    await world.poll()
    again = await world.record()
    assert (again.articles, again.teasers, again.teaser_reason) == (5, 3, record.teaser_reason)


async def test_a_page_of_an_item_without_a_date_is_tried_for_a_day(world: World) -> None:
    """It is as old as the first try."""
    world.tell(paged(world, 1, down(), down(), page(), hours=None))
    await world.follow(FEED)
    assert await world.poll() == await world.poll() == []
    assert await world.poll() == [("Report 1", False)]
    world.tell(paged(world, 2, down(), hours=None))
    await world.poll()
    await world.poll(after=DAY)
    asked = len(world.site.asked_for("/news/2"))
    await world.poll()
    assert len(world.site.asked_for("/news/2")) == asked


async def test_a_site_that_is_down_is_not_asked_for_every_page(world: World) -> None:
    """After three that do not come the rest waits for the next poll, and each is read in the end."""
    world.tell(item(99))
    await world.follow(FEED)
    await world.poll()
    world.tell(*(paged(world, number, down(), page()) for number in range(1, 9)))
    assert await world.poll() == []
    assert sum(len(world.site.asked_for(f"/news/{number}")) for number in range(1, 9)) == 3
    found = [title for _ in range(3) for title, _ in await world.poll()]
    assert sorted(found) == sorted(f"Report {number}" for number in range(1, 9))
