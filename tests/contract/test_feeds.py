"""What is known of feeds, and which of their items were read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from bot.alerts.feed_notices import FeedNotices
from bot.model.alert import AlertKind
from bot.model.feed import FeedRecord, Look
from bot.store.database import SqlStore
from tests.builders import DAY

HOUR = timedelta(hours=1)
ONE, TWO, THREE = (f"https://ell.example/{name}.xml" for name in ("one", "two", "three"))
FULL = FeedRecord(
    url=ONE,
    title="The Éll “Courier”",
    etag='W/"a\'b"',
    last_modified="Wed, 14 May 2031 09:00:00 GMT",
    due_at=DAY + HOUR,
    read_at=DAY,
    failures=3,
    reason="the server says 503",
    moved_to="https://ell.example/new.xml",
    changes=1.5,
    watched_seconds=3600.25,
    changed_at=DAY,
    told_at=DAY + HOUR,
    articles=12,
    teasers=3,
    teaser_reason="asks about cookies",
)


async def due(store: SqlStore, now: datetime = DAY) -> list[str]:
    """Return the addresses of the feeds that are due."""
    return [feed.url for feed in await store.feeds.due(now)]


async def test_new_feeds_are_due_at_once(store: SqlStore) -> None:
    """With nothing known of them but the address, each once."""
    await store.feeds.follow([TWO, ONE, TWO], now=DAY)

    assert await store.feeds.all() == (FeedRecord(url=ONE, due_at=DAY), FeedRecord(url=TWO, due_at=DAY))
    assert await due(store) == [ONE, TWO]
    assert await due(store, DAY - timedelta(microseconds=1)) == []


async def test_what_is_known_of_a_feed_stays(store: SqlStore) -> None:
    """A new start with the same settings asks no feed again before its time."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.save(FULL)
    await store.feeds.follow([TWO, ONE], now=DAY)

    assert await store.feeds.all() == (FULL, FeedRecord(url=TWO, due_at=DAY))
    assert await due(store) == [TWO]


async def test_a_feed_comes_back_as_it_was_saved(store: SqlStore) -> None:
    """Every field, and its times as they are, whatever their offset."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.save(replace(FULL, due_at=(DAY + HOUR).astimezone(timezone(5 * HOUR))))

    assert await store.feeds.all() == (FULL,)
    await store.feeds.save(replace(FULL, etag=None, last_modified=None, failures=0, reason=None))
    assert await store.feeds.all() == (replace(FULL, etag=None, last_modified=None, failures=0, reason=None),)


async def test_what_is_no_longer_followed_is_forgotten(store: SqlStore) -> None:
    """Its record goes, others stay; followed again, it is new, and due at once."""
    await store.feeds.follow([ONE, TWO], now=DAY)
    await store.feeds.save(FULL)
    await store.feeds.follow([TWO], now=DAY)
    assert [feed.url for feed in await store.feeds.all()] == [TWO]

    await store.feeds.follow([ONE], now=DAY + 2 * HOUR)
    assert await store.feeds.all() == (FeedRecord(url=ONE, due_at=DAY + 2 * HOUR),)

    await store.feeds.follow([], now=DAY)
    assert await store.feeds.all() == ()


async def test_saving_brings_no_forgotten_feed_back(store: SqlStore) -> None:
    """A poll that ends after the settings have changed changes nothing."""
    await store.feeds.follow([TWO], now=DAY)
    await store.feeds.save(FULL)

    assert [feed.url for feed in await store.feeds.all()] == [TWO]


async def test_the_longest_waiting_comes_first(store: SqlStore) -> None:
    """Then the address decides; what is due later is not there."""
    await store.feeds.follow([ONE, TWO, THREE], now=DAY)
    await store.feeds.save(FeedRecord(url=ONE, due_at=DAY + HOUR))
    await store.feeds.save(FeedRecord(url=TWO, due_at=DAY - HOUR))

    assert await due(store) == [TWO, THREE]
    assert await due(store, DAY + HOUR) == [TWO, THREE, ONE]


async def test_items_are_known_once_added(store: SqlStore) -> None:
    """Only those, and the same again changes nothing."""
    await store.feeds.add_items(["a", "b", "a"], now=DAY)
    await store.feeds.add_items(["b", "c"], now=DAY + HOUR)
    await store.feeds.add_items([], now=DAY)

    assert await store.feeds.known_items(["c", "a", "x", "A"]) == {"a", "c"}
    assert await store.feeds.known_items([]) == frozenset()


async def test_items_stay_known_whatever_is_followed(store: SqlStore) -> None:
    """A feed that is taken out and put back announces nothing again."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.add_items([f"{ONE}\nell-1"], now=DAY)
    await store.feeds.follow([], now=DAY)

    assert await store.feeds.known_items([f"{ONE}\nell-1"]) == {f"{ONE}\nell-1"}


async def test_many_items_can_be_asked_for_at_once(store: SqlStore) -> None:
    """More than a statement takes, with any signs in them."""
    keys = [f"{ONE}\n‘{number}’ %_\\" for number in range(2_000)]
    await store.feeds.add_items(keys, now=datetime(2031, 1, 1, tzinfo=UTC))

    assert await store.feeds.known_items([*keys, "other"]) == frozenset(keys)


async def test_a_listed_feed_stays_whatever_the_settings_say(store: SqlStore) -> None:
    """What a command added, with its title, goes when a command removes it; its items stay known."""
    assert await store.feeds.add(TWO, now=DAY, title="Two")
    assert not await store.feeds.add(TWO, now=DAY + HOUR)
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.follow([], now=DAY)
    assert await store.feeds.all() == (FeedRecord(url=TWO, title="Two", due_at=DAY, listed=True),)

    await store.feeds.add_items([f"{TWO}\nell-1"], now=DAY)
    assert await store.feeds.remove(TWO)
    assert not await store.feeds.remove(TWO)
    assert await store.feeds.all() == ()
    assert await store.feeds.known_items([f"{TWO}\nell-1"]) == {f"{TWO}\nell-1"}


async def test_listing_a_feed_of_the_settings_keeps_how_it_stands(store: SqlStore) -> None:
    """It is listed from then on, and stays when the settings drop it."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.save(FULL)
    assert await store.feeds.add(ONE, now=DAY, title="Another")
    await store.feeds.follow([], now=DAY)
    assert await store.feeds.all() == (replace(FULL, listed=True),)


async def test_a_paused_feed_is_never_due(store: SqlStore) -> None:
    """Until it is resumed, at once, and with what it failed before forgotten."""
    await store.feeds.follow([ONE, TWO], now=DAY)
    await store.feeds.save(FULL)
    assert await store.feeds.pause(ONE, now=DAY, paused=True)
    assert await due(store, DAY + 9 * HOUR) == [TWO]
    assert await store.feeds.pause(ONE, now=DAY + HOUR, paused=False)
    assert await due(store, DAY + HOUR) == [TWO, ONE]
    (one, _) = await store.feeds.all()
    assert (one.failures, one.reason, one.told_at, one.etag) == (0, None, None, FULL.etag)
    assert not await store.feeds.pause(THREE, now=DAY, paused=True)


async def test_a_poll_does_not_undo_what_a_person_did_meanwhile(store: SqlStore) -> None:
    """A feed that is paused or listed while it is polled stays so when the poll is saved."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.add(ONE, now=DAY)
    await store.feeds.pause(ONE, now=DAY, paused=True)
    await store.feeds.save(FULL)
    assert await store.feeds.all() == (replace(FULL, listed=True, paused=True),)


async def test_what_the_operators_are_told_is_saved_with_the_feed(store: SqlStore) -> None:
    """In one transaction, and nothing is told of a feed that is no longer followed."""
    notice = FeedNotices(destination="slack:C0OPS").fails(FULL, now=DAY)
    await store.feeds.save(FULL, notice=notice)
    assert await store.outbox.undelivered(limit=9) == ()

    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.save(FULL, notice=notice)
    (queued,) = await store.outbox.undelivered(limit=9)
    assert (queued.item.destination, queued.item.alert.kind) == ("slack:C0OPS", AlertKind.NOTICE)


async def test_an_item_is_looked_at(store: SqlStore) -> None:
    """What it said when it was last looked at is kept with when; of one that is not known nothing is."""
    later = DAY + timedelta(hours=1)
    await store.feeds.add_items(["one", "two"], now=DAY)
    await store.feeds.looked("one", digest="abc", now=later)
    await store.feeds.looked("three", digest="def", now=later)
    assert await store.feeds.looks(["one", "two", "three"]) == {
        "one": Look(first_seen=DAY, digest="abc", looked_at=later),
        "two": Look(first_seen=DAY, digest=None, looked_at=None),
    }


async def test_an_item_is_stored_with_what_it_says(store: SqlStore) -> None:
    """The first of its keys bears it, also where that was stored before; the others do not."""
    await store.feeds.add_items(["one"], now=DAY)
    await store.feeds.add_items(["one", "two"], now=DAY + HOUR, digest="abc")
    assert await store.feeds.looks(["one", "two"]) == {
        "one": Look(first_seen=DAY, digest="abc", looked_at=DAY + HOUR),
        "two": Look(first_seen=DAY + HOUR, digest=None, looked_at=None),
    }


async def kept(store: SqlStore, *keys: str) -> set[str]:
    """Return which of these keys are still known."""
    return set(await store.feeds.known_items(keys))


async def forget(store: SqlStore, *, at: timedelta) -> int:
    """Forget, at so long after the first day, what is listed no more since an hour."""
    return await store.upkeep.forget_items(before=DAY + at - HOUR, now=DAY + at)


async def test_what_a_feed_lists_no_more_is_forgotten_after_a_time(store: SqlStore) -> None:
    """Counted from the answer that was without it; what is listed stays, however old it is."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.add_items(["a", "b"], now=DAY, feed=ONE)
    await store.feeds.listed(ONE, ["a", "b"], now=DAY)
    await store.feeds.listed(ONE, ["b"], now=DAY + 9 * HOUR)
    await store.feeds.listed(ONE, ["b"], now=DAY + 10 * HOUR)

    assert await forget(store, at=10 * HOUR) == 0
    assert await forget(store, at=11 * HOUR) == 1
    assert await kept(store, "a", "b") == {"b"}


async def test_what_is_listed_again_in_time_stays(store: SqlStore) -> None:
    """A feed that is empty for an hour makes nothing new; another feed may list it as well."""
    await store.feeds.follow([ONE, TWO], now=DAY)
    await store.feeds.add_items(["a", "b"], now=DAY, feed=ONE)
    await store.feeds.listed(ONE, [], now=DAY)
    await store.feeds.listed(ONE, ["a"], now=DAY + HOUR)
    await store.feeds.listed(TWO, ["b"], now=DAY + HOUR)
    await store.feeds.listed(ONE, ["a"], now=DAY + 2 * HOUR)

    assert await forget(store, at=99 * HOUR) == 0
    assert await kept(store, "a", "b") == {"a", "b"}


async def test_what_stands_behind_the_end_of_a_cut_answer_stays(store: SqlStore) -> None:
    """Where not all was read that a feed lists, nothing is known to be gone."""
    await store.feeds.follow([ONE], now=DAY)
    await store.feeds.add_items(["a"], now=DAY, feed=ONE)
    await store.feeds.listed(ONE, ["b"], now=DAY, whole=False)

    assert await forget(store, at=99 * HOUR) == 0


async def test_items_of_feeds_that_are_not_followed_any_more_are_forgotten_too(store: SqlStore) -> None:
    """Their time begins when that is first seen, so that a feed may be taken out and put back."""
    await store.feeds.follow([ONE, TWO], now=DAY)
    await store.feeds.add_items(["a"], now=DAY, feed=ONE)
    await store.feeds.add_items(["b"], now=DAY, feed=TWO)
    await store.feeds.add_items(["c"], now=DAY)
    await store.feeds.follow([TWO], now=DAY)

    assert await forget(store, at=99 * HOUR) == 0
    assert await forget(store, at=101 * HOUR) == 2
    assert await kept(store, "a", "b", "c") == {"b"}
