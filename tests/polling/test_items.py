"""Items of feeds: each is read once, and again where what it says was changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.article import RawArticle
from tests.polling.world import EVERY, FEED, NOW, TEASER, World, item, paged, said


async def test_the_first_poll_announces_nothing(world: World) -> None:
    """What a feed had before it was followed is read, oldest first, and nobody is told."""
    world.tell(item(1, hours=1), item(2, hours=2))
    await world.follow(FEED)
    assert await world.poll(after=timedelta(0)) == [("Report 2", False), ("Report 1", False)]
    record = await world.record()
    assert (record.title, record.read_at, record.due_at) == ("The Ell Courier", NOW, NOW + EVERY)
    assert (record.failures, record.reason) == (0, None)


async def test_what_comes_later_is_announced_once(world: World) -> None:
    """Each new item once, and what was there never again."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(item(1), item(2))
    assert await world.poll() == [("Report 2", True)]
    assert await world.poll() == []


async def test_an_empty_feed_is_read_too(world: World) -> None:
    """The first item that ever comes is news."""
    world.tell()
    await world.follow(FEED)
    assert await world.poll() == []
    world.tell(item(1))
    assert await world.poll() == [("Report 1", True)]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(item(1, title="Report 1, corrected", hours=0), id="edited-and-redated"),
        pytest.param(item(1, url="https://ell.example/moved"), id="same-guid-another-address"),
        pytest.param(item(1, guid="other"), id="same-address-another-guid"),
    ],
)
async def test_an_item_is_read_once(world: World, again: str) -> None:
    """A correction, a new address or a new guid make no new item, and what it is called now is known as well."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(again)
    assert await world.poll() == []
    world.tell(
        item(9, guid="other", url="https://ell.example/moved-9"), item(8, guid="ell-8", url="https://ell.example/moved")
    )
    known = await world.poll()
    assert len(known) == (2 if "corrected" in again else 1)


async def test_a_changed_item_is_read_again(world: World) -> None:
    """Its article may claim something else now; that is not asked with every poll, and not of what is as it was."""
    world.tell(said("They took it.", hours=1), item(2, hours=2))
    await world.follow(FEED)
    await world.poll()
    world.tell(said("They left it.", hours=1), item(2, hours=2))
    assert await world.poll() == []
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]
    assert await world.poll(after=timedelta(hours=1)) == []


async def test_a_changed_item_s_page_is_fetched_again(world: World) -> None:
    """Where its text is not in the feed, what the feed says of it shows that it was changed."""
    changed = paged(world).replace(TEASER, "Corrected.")
    world.tell(paged(world))
    await world.follow(FEED)
    await world.poll()
    world.tell(changed)
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]


async def test_an_item_is_watched_for_some_days(world: World) -> None:
    """What changes later is another article's matter."""
    world.tell(said("They took it."))
    await world.follow(FEED)
    await world.poll()
    world.tell(said("They left it."))
    assert await world.poll(after=timedelta(days=4)) == []


async def test_what_was_read_before_anybody_watched_is_watched_from_now_on(world: World) -> None:
    """Of an item that was known without what it said, the next change counts."""
    world.tell(said("They took it."))
    await world.follow(FEED)
    await world.store.feeds.add_items([f"{world.site.url(FEED)}\nell-1", "https://ell.example/1"], now=NOW)
    await world.poll()
    world.tell(said("They left it."))
    assert await world.poll(after=timedelta(hours=1)) == [("Report 1", True)]


@pytest.mark.parametrize(
    ("again", "read"),
    [
        pytest.param(item(1, guid="other", url="https://ell.example/moved"), 0, id="said-as-before"),
        pytest.param(item(1, guid="other", url="https://ell.example/moved", hours=0), 1, id="at-another-time"),
        pytest.param(item(1, guid="other", url="https://ell.example/moved", title="More"), 1, id="another-title"),
    ],
)
async def test_a_new_guid_at_a_new_address_is_no_news_where_all_else_is_as_before(
    world: World, again: str, read: int
) -> None:
    """Some sites change both at once; what is said at another time may be a report of each day."""
    world.tell(item(1))
    await world.follow(FEED)
    await world.poll()
    world.tell(again)
    assert len(await world.poll()) == read
    assert await world.poll() == []


async def test_one_address_in_two_feeds_is_read_once(world: World) -> None:
    """A section's feed and the main feed have the same articles."""
    world.tell(item(1), path="/a.xml")
    world.tell(item(1, guid="in-b"), path="/b.xml")
    await world.follow("/a.xml")
    assert len(await world.poll()) == 1
    await world.follow("/a.xml", "/b.xml")
    assert await world.poll() == []


async def test_guids_are_a_feed_s_own(world: World) -> None:
    """Two sites may both number their articles from one."""
    world.tell(item(1, guid="1", url="https://a.example/1"), path="/a.xml")
    world.tell(item(2, guid="1", url="https://b.example/1"), path="/b.xml")
    await world.follow("/a.xml", "/b.xml")
    assert len(await world.poll()) == 2


async def test_an_item_that_cannot_be_read_is_not_tried_again(world: World) -> None:
    """Its text will be no better tomorrow, and the others are read."""
    world.unreadable = {"Report 1"}
    world.tell(item(1), item(2))
    await world.follow(FEED)
    assert await world.poll() == [("Report 2", False)]
    world.unreadable = set()
    assert await world.poll() == []


async def test_an_item_is_known_only_when_it_was_read(world: World) -> None:
    """A program that ends while it reads one finds it new at the next start."""

    class EndedError(Exception):
        """The program ends."""

    async def end(raw: RawArticle, *, source: str, announce: bool) -> None:
        raise EndedError(raw.title, source, announce)

    world.tell(item(1))
    await world.follow(FEED)
    poller = world.poller_with(ask=world._poll, read=end)
    with pytest.raises(ExceptionGroup) as caught:
        await poller.poll_due()
    assert caught.group_contains(EndedError)
    assert await world.poll(after=timedelta(0)) == [("Report 1", False)]


async def test_what_is_old_when_a_feed_is_first_read_is_not_read(world: World) -> None:
    """Nor later; what is new later is read whatever its date, as is what has no date."""
    world.tell(item(1, hours=8 * 24), item(2, hours=6 * 24), item(3, hours=None))
    await world.follow(FEED)
    assert {title for title, _ in await world.poll()} == {"Report 2", "Report 3"}
    world.tell(item(1, hours=0), item(4, hours=30 * 24))
    assert await world.poll() == [("Report 4", True)]
