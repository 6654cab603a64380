"""A feed's items where the program ends in the midst of them, or a page does not come: no change is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.model.article import RawArticle
from bot.sources.feeds import FeedState, poll
from bot.store.database import open_store
from tests.polling.world import FEED, HOUR, TEASER, World, down, page, paged, said
from tests.servers.feed import HERE, FeedServer

BEFORE, AFTER = "They took it.", "They left it."


class KilledError(BaseException):
    """The program ends here: nothing that follows is done."""


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Return a site and a store, which follows a feed that was read once with nothing in it."""
    async with FeedServer() as site, open_store(":memory:") as store:
        made = World(site=site, store=store)
        made.tell()
        await made.follow(FEED)
        await made.poll()
        yield made


async def read_until_killed(world: World, *, accepted: bool) -> None:
    """Read the feed; the program ends when an article was accepted, or just before that."""
    world.now += HOUR

    async def read(raw: RawArticle, *, source: str, announce: bool) -> None:
        if accepted:
            await world.poller.items.read(raw, source=source, announce=announce)
        raise KilledError

    answer = await poll(FeedState(url=world.site.url(FEED)), now=world.now, allow_networks=HERE)
    items = replace(world.poller.items, read=read)
    with pytest.raises(KilledError):
        await items.read_all(answer.items, await world.record(), title=answer.title)


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_change_is_read_again_where_the_program_ended_over_it(world: World, *, accepted: bool) -> None:
    """Whether its article was accepted by then or not: once too often is known where it is read, too seldom is lost."""
    world.tell(said(BEFORE))
    await world.poll()
    world.tell(said(AFTER))
    await read_until_killed(world, accepted=accepted)
    assert await world.poll() == [("Report 1", True)]
    assert await world.poll(after=2 * HOUR) == []


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_new_item_that_changes_while_the_program_is_down_is_read(world: World, *, accepted: bool) -> None:
    """What it says then is read, and not taken for what was read."""
    world.tell(said(BEFORE))
    await read_until_killed(world, accepted=accepted)
    world.tell(said(AFTER))
    assert await world.poll() == [("Report 1", True)]


async def test_what_an_item_says_is_stored_with_the_item(world: World) -> None:
    """In one: known without what it said, its next change would not be seen."""
    world.tell(said(BEFORE))
    await world.poll()
    (look,) = (await world.store.feeds.looks([f"{world.site.url(FEED)}\nell-1"])).values()
    assert look.digest is not None
    assert look.looked_at is not None


@pytest.mark.parametrize(("status", "again"), [(503, [("Report 1", True)]), (410, [])])
async def test_a_changed_page_that_does_not_come_is_asked_for_again(
    world: World, *, status: int, again: list[tuple[str, bool]]
) -> None:
    """An hour later, as long as it is not gone for good."""
    changed = paged(world).replace(TEASER, "Corrected.")
    world.tell(paged(world))
    await world.poll()
    world.tell(changed)
    world.site.tell("/news/1", down(status))
    assert await world.poll(after=HOUR) == []
    world.site.tell("/news/1", page())
    assert await world.poll() == []
    assert await world.poll(after=HOUR) == again
    assert await world.poll(after=HOUR) == []
