"""Feeds from a chat: shown to all, changed in the operators' channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.asker import Asker
from bot.desk.card import Card, Moment, Tone
from bot.desk.commands import Commands
from bot.desk.parts import ListedFeed
from bot.desk.sourcing import FeedChange
from bot.model.community import Community
from bot.sources.opml import feeds_file, read_opml
from bot.store.database import SqlStore
from tests.desk.world import FEED, LIST, NOW, OPERATORS, make_feed_desk

OPERATOR = Asker(destination=OPERATORS, space="discord:7", user="discord:1", manages=True)
MEMBER = replace(OPERATOR, user="discord:2", manages=False)


def said(card: Card) -> str:
    """Return everything that a card says."""
    lines = [*card.lead, *(line for one in card.sections for line in one.lines)]
    shown = [
        f"{span.at:%Y-%m-%d}" if isinstance(span, Moment) else str(getattr(span, "text", ""))
        for line in lines
        for span in line
    ]
    return " ".join([card.title, *shown])


async def test_a_feed_is_followed_paused_resumed_and_removed(commands: Commands, store: SqlStore) -> None:
    """Each step is said, and shows in the list; a feed may be called by its title."""
    assert "followed from now on" in said(await commands.change_feed(OPERATOR, FeedChange.ADD, f" {FEED} "))
    assert "followed already" in said(await commands.change_feed(OPERATOR, FeedChange.ADD, FEED))
    (feed,) = await store.feeds.all()
    assert (feed.url, feed.title, feed.listed) == (FEED, "The Ell Courier", True)
    await store.feeds.save(replace(feed, read_at=NOW))
    assert "The Ell Courier: read  2031-06-04 , newest article of  2031-06-03" in said(await commands.sources())
    assert "is paused" in said(await commands.change_feed(OPERATOR, FeedChange.PAUSE, "the ell courier"))
    assert "‖ The Ell Courier: paused" in said(await commands.sources())
    assert "asked again" in said(await commands.change_feed(OPERATOR, FeedChange.RESUME, FEED))
    assert "no longer followed" in said(await commands.change_feed(OPERATOR, FeedChange.REMOVE, FEED))
    assert await store.feeds.all() == ()


async def test_feeds_are_handed_out_as_a_file(commands: Commands, store: SqlStore) -> None:
    """Anybody may have it: the same as the list, for other programs; without feeds there is none."""
    assert (await commands.export_feeds()).tone is Tone.ERROR
    await store.feeds.add(FEED, now=NOW, title="The Ell Courier")
    await store.feeds.add("https://hill.example/a", now=NOW)
    card = await commands.export_feeds()
    assert card.title == "2 feeds as a file for other programs (OPML)"
    assert card.file is not None
    assert card.file.name == "claimwatch-feeds.opml"
    assert card.file.data == feeds_file(await store.feeds.all())
    assert [one.url for one in read_opml(card.file.data)] == [FEED, "https://hill.example/a"]


@pytest.mark.parametrize("failures", [0, 2])
async def test_what_was_read_in_a_feed_s_own_words_alone_is_said(
    commands: Commands, store: SqlStore, failures: int
) -> None:
    """Of how many articles, and why; in the list and in the status, and of no feed whose pages could all be read."""
    await store.feeds.add(FEED, now=NOW, title="The Ell Courier")
    (feed,) = await store.feeds.all()
    counts = replace(feed, read_at=NOW, failures=failures, articles=12)
    await store.feeds.save(counts)
    assert "own words" not in said(await commands.sources())
    await store.feeds.save(replace(counts, teasers=3, teaser_reason="asks about cookies"))
    for card in (await commands.sources(), await commands.status(MEMBER)):
        assert "only the feed's own words were read of 3 of 12 articles (asks about cookies)" in said(card)


async def test_a_feed_is_tried_and_not_kept(commands: Commands, store: SqlStore) -> None:
    """It says how many items there are, and the newest."""
    assert "2 items • Bridge reopened • Rain" in said(await commands.change_feed(OPERATOR, FeedChange.TEST, FEED))
    assert await store.feeds.all() == ()


async def test_the_feeds_of_a_list_are_followed(commands: Commands, store: SqlStore) -> None:
    """What is no address of a feed is counted, and so is what was followed before."""
    first = said(await commands.change_feed(OPERATOR, FeedChange.IMPORT, LIST))
    assert first == (
        "New feeds of the list that are followed from now on: 1 Without an address that can be fetched: 1."
    )
    assert [(feed.url, feed.title) for feed in await store.feeds.all()] == [(FEED, "The Ell Courier")]
    again = said(await commands.change_feed(OPERATOR, FeedChange.IMPORT, LIST))
    assert "from now on: 0 Followed before: 1. Without" in again
    assert "no OPML" in said(await commands.change_feed(OPERATOR, FeedChange.IMPORT, FEED))


async def test_a_list_without_end_is_refused(commands: Commands, store: SqlStore) -> None:
    """Each feed is a request every few minutes, for ever."""

    async def listed(url: str) -> tuple[ListedFeed, ...]:
        return tuple(ListedFeed(url=f"{url}/{number}") for number in range(1_001))

    many = replace(commands, feed_desk=replace(make_feed_desk(), listed=listed))
    assert "has 1,001 feeds" in said(await many.change_feed(OPERATOR, FeedChange.IMPORT, LIST))
    assert await store.feeds.all() == ()


@pytest.mark.parametrize(
    ("asker", "why"),
    [
        pytest.param(replace(OPERATOR, destination="discord:43"), "in the operators' channel alone", id="elsewhere"),
        pytest.param(replace(OPERATOR, direct=True), "in the operators' channel alone", id="directly"),
        pytest.param(MEMBER, "You may not decide this", id="a member"),
    ],
)
@pytest.mark.parametrize("change", FeedChange)
async def test_nobody_else_changes_or_tries_feeds(
    commands: Commands, store: SqlStore, asker: Asker, why: str, change: FeedChange
) -> None:
    """Not a moderator of another server, nor of another channel: feeds are read for all."""
    card = await commands.change_feed(asker, change, FEED)
    assert card.tone is Tone.ERROR
    assert why in said(card)
    assert await store.feeds.all() == ()


async def test_without_an_operators_channel_nobody_does(commands: Commands) -> None:
    """What to do instead is said."""
    alone = replace(commands, feed_desk=make_feed_desk(operators=None))
    assert "delivery.operators" in said(await alone.change_feed(OPERATOR, FeedChange.ADD, FEED))


async def test_who_may_decide_there_may_change_them(commands: Commands, store: SqlStore) -> None:
    """A role that the settings name is enough."""
    await store.communities.save(Community(space="discord:7", deciders=("desk",)))
    editor = replace(MEMBER, roles=frozenset({"desk"}))
    assert "followed from now on" in said(await commands.change_feed(editor, FeedChange.ADD, FEED))


async def test_what_cannot_be_done_is_said(commands: Commands, store: SqlStore) -> None:
    """No feed there, no address at all, none of that name, and one that the settings hold."""
    assert "404" in said(await commands.change_feed(OPERATOR, FeedChange.ADD, "https://ell.example/no"))
    assert "no address of a feed" in said(await commands.change_feed(OPERATOR, FeedChange.TEST, "ell.example/rss"))
    await store.feeds.follow([FEED], now=NOW)
    assert f"Did you mean {FEED}?" in said(await commands.change_feed(OPERATOR, FeedChange.PAUSE, f"{FEED}s"))
    assert "stands in the settings" in said(await commands.change_feed(OPERATOR, FeedChange.REMOVE, FEED))


async def test_followed_feeds_are_offered(commands: Commands, store: SqlStore) -> None:
    """By any part of title or address; an address too long for a choice goes by its title."""
    long = f"https://ell.example/{'x' * 100}"
    await store.feeds.add(FEED, now=NOW, title="The Ell Courier")
    await store.feeds.add(long, now=NOW, title="Long Post")
    assert [one.value for one in await commands.complete_feed("courier")] == [FEED]
    assert [one.value for one in await commands.complete_feed("LL.EXAMPLE")] == [FEED, "Long Post"]
    assert await commands.complete_feed("nothing") == ()
