"""Who follows what: added, replaced, removed, found by area, by channel, and by when a digest is due."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from bot.model.area import Area, country_key, everything, keys_of, place_key, region_key
from bot.model.claim import Certainty
from bot.model.place import Feature
from bot.model.subscription import Content, Digest, Every, Mute, Quiet, Subscription, Wanted
from bot.store.database import SqlStore
from tests.builders import DAY, SUDMARK, make_area, make_place, make_subscription

HOUR = timedelta(hours=1)
MORNING = Digest(at=time(8), zone="Europe/Kyiv")
KEYS = keys_of([make_place()])
COUNTRY = Area(key=country_key(SUDMARK), label="Sudmark", feature=Feature.COUNTRY, keys=(country_key(SUDMARK),))
MOORS = Area(
    key="area:The Moors",
    label="The Moors, Sudmark",
    feature=Feature.AREA,
    keys=("area:The Moors", region_key(SUDMARK, "Ellmoor"), region_key(SUDMARK, "Highmoor")),
)
TOWN = make_area(key=place_key(7), label="Ellbruck", feature=Feature.SETTLEMENT, keys=(place_key(7),))


async def add(store: SqlStore, *ones: Subscription, due: datetime | None = None) -> None:
    """Store subscriptions."""
    for one in ones:
        await store.subscriptions.add(one, digest_due_at=due)


async def following(store: SqlStore, *keys: str) -> list[str]:
    """Return the channels that follow what bears these keys."""
    async with store.unit_of_work() as work:
        return [one.destination for one in await work.following(keys)]


async def written(store: SqlStore, subscription: str, *, due_at: datetime, until: datetime) -> bool:
    """Record that a digest is written, the next one due a day later."""
    async with store.unit_of_work() as work:
        return await work.digest_written(subscription, due_at=due_at, until=until, next_at=due_at + 24 * HOUR)


@pytest.mark.parametrize(
    "subscription",
    [
        pytest.param(make_subscription(), id="region"),
        pytest.param(make_subscription(area=everything()), id="everything"),
        pytest.param(make_subscription(area=MOORS, content=Content.CONFLICTS), id="several-regions"),
        pytest.param(make_subscription(content=Content.DIGEST, digest=MORNING), id="digest"),
        pytest.param(make_subscription(digest=Digest(at=time(23, 59), zone="UTC")), id="to-the-minute"),
        pytest.param(
            make_subscription(digest=Digest(at=time(8), zone="UTC", every=Every.WEEK, weekday=6)), id="weekly"
        ),
        pytest.param(
            make_subscription(
                wanted=Wanted(facets=("asset:dam", "side:XSU"), certainty=Certainty.PROBABLE, sources=2),
                quiet=Quiet(start=time(22), end=time(7), zone="Europe/Kyiv", conflicts=False),
                repeat=True,
            ),
            id="all-terms",
        ),
        pytest.param(
            make_subscription(created_at=datetime(2031, 5, 14, 9, 0, 0, 7, tzinfo=timezone(3 * HOUR))), id="offset"
        ),
        pytest.param(make_subscription(area=make_area("Élł“moor", label="Ćwiek: 'Élł'")), id="letters"),
    ],
)
async def test_a_subscription_comes_back_as_it_was(store: SqlStore, subscription: Subscription) -> None:
    """Every field, whichever way it is found."""
    await add(store, subscription)

    assert await store.subscriptions.all() == (subscription,)
    assert await store.subscriptions.of(subscription.destination) == (subscription,)
    async with store.unit_of_work() as work:
        assert await work.following(subscription.area.keys) == (subscription,)


async def test_a_new_one_replaces_none(store: SqlStore) -> None:
    """Another area of the channel stays, and so does the area of another channel."""
    first = make_subscription()

    assert await store.subscriptions.add(first, digest_due_at=None) is None
    assert await store.subscriptions.add(make_subscription(area=COUNTRY), digest_due_at=None) is None
    assert await store.subscriptions.add(make_subscription(destination="slack:1"), digest_due_at=None) is None
    assert len(await store.subscriptions.all()) == 3


async def test_a_channel_follows_an_area_once(store: SqlStore) -> None:
    """The new terms replace the old ones, and the old ones are returned, to be told."""
    old = make_subscription()
    new = make_subscription(id="new", content=Content.CONFLICTS, area=make_area(keys=("region:XSU:Ellmoor", "place:1")))
    await add(store, old)

    assert await store.subscriptions.add(new, digest_due_at=None) == old
    assert await store.subscriptions.all() == (new,)
    assert await following(store, "place:1") == ["discord:42"]
    assert not await store.subscriptions.remove(old.id)


async def test_the_keys_of_a_replaced_one_go(store: SqlStore) -> None:
    """An area whose regions have changed since is followed by the new ones only."""
    await add(store, make_subscription(area=make_area(keys=("region:XSU:Old", "region:XSU:Ellmoor"))))
    await add(store, make_subscription(id="new", area=make_area(keys=("region:XSU:Ellmoor",))))

    assert await following(store, "region:XSU:Old") == []
    assert await following(store, "region:XSU:Ellmoor") == ["discord:42"]


async def test_a_removed_one_is_gone(store: SqlStore) -> None:
    """It is found by nothing, its digest never due, and removing it again says that it was not there."""
    one = make_subscription(digest=MORNING)
    await add(store, one, due=DAY)

    assert await store.subscriptions.remove(one.id)
    assert not await store.subscriptions.remove(one.id)
    assert await store.subscriptions.all() == ()
    assert await following(store, *KEYS) == []
    assert await store.subscriptions.digests_due(DAY + HOUR) == ()
    assert await store.subscriptions.add(one, digest_due_at=None) is None


async def test_channels_do_not_see_one_another(store: SqlStore) -> None:
    """What one follows, changes or removes is its own."""
    ours, theirs = make_subscription(), make_subscription(destination="discord:43")
    await add(store, ours, theirs)
    await store.subscriptions.remove(ours.id)

    assert await store.subscriptions.of("discord:42") == ()
    assert await store.subscriptions.of("discord:43") == (theirs,)
    assert await store.subscriptions.of("discord:4") == ()
    assert await following(store, *KEYS) == ["discord:43"]


async def test_a_channel_s_list_is_in_the_order_of_labels(store: SqlStore) -> None:
    """Whatever the order in which it was made, and the case."""
    areas = [make_area(name, label=name) for name in ("hills", "Ellmoor", "Zell", "abbey")]
    for area in areas:
        await add(store, make_subscription(area=area))

    labels = [one.area.label for one in await store.subscriptions.of("discord:42")]
    assert labels == ["abbey", "Ellmoor", "hills", "Zell"]


@pytest.mark.parametrize(
    ("area", "keys", "follows"),
    [
        pytest.param(everything(), KEYS, True, id="everything"),
        pytest.param(everything(), (), True, id="everything-nowhere"),
        pytest.param(COUNTRY, KEYS, True, id="country"),
        pytest.param(make_area(), KEYS, True, id="region"),
        pytest.param(MOORS, KEYS, True, id="one-of-several-regions"),
        pytest.param(MOORS, ("area:The Moors",), True, id="the-area-itself"),
        pytest.param(TOWN, KEYS, False, id="another-town"),
        pytest.param(make_area("Ellmoor", keys=("region:XNO:Ellmoor",)), KEYS, False, id="same-name-elsewhere"),
        pytest.param(make_area(keys=("region:XSU:ellmoor",)), KEYS, False, id="keys-are-exact"),
        pytest.param(make_area(keys=("country:%",)), KEYS, False, id="no-pattern"),
        pytest.param(COUNTRY, (), False, id="nowhere"),
    ],
)
async def test_who_follows_is_found_by_key(
    store: SqlStore, area: Area, keys: tuple[str, ...], *, follows: bool
) -> None:
    """The store finds what the area holds, and nothing else."""
    await add(store, make_subscription(area=area))

    assert await following(store, *keys) == (["discord:42"] if follows else [])
    assert area.holds(keys) is follows


async def test_followers_come_once_and_oldest_first(store: SqlStore) -> None:
    """A subscription that shares several keys is one, and the order is that of subscribing."""
    late = make_subscription(destination="a", area=MOORS, created_at=DAY + HOUR)
    early = make_subscription(destination="b", created_at=(DAY - HOUR).astimezone(timezone(12 * HOUR)))
    await add(store, late, early)

    assert await following(store, *MOORS.keys) == ["b", "a"]


async def test_many_keys_can_be_asked_for(store: SqlStore) -> None:
    """An article may name hundreds of places."""
    await add(store, make_subscription(area=TOWN))

    assert await following(store, *(place_key(number) for number in range(3_000))) == ["discord:42"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(DAY - timedelta(microseconds=1), False, id="before"),
        pytest.param(DAY, True, id="at-its-time"),
        pytest.param(DAY.astimezone(timezone(-7 * HOUR)), True, id="at-its-time-elsewhere"),
        pytest.param(DAY + 24 * 400 * HOUR, True, id="long-after"),
    ],
)
async def test_a_digest_is_due_at_its_time(store: SqlStore, now: datetime, *, due: bool) -> None:
    """With the subscription, where it begins, and when it was due."""
    one = make_subscription(digest=MORNING, created_at=DAY - HOUR)
    await add(store, one, due=DAY)

    assert await store.subscriptions.digests_due(now) == (((one, DAY - HOUR, DAY),) if due else ())


async def test_without_a_digest_none_is_due(store: SqlStore) -> None:
    """A channel that wants none is never found."""
    await add(store, make_subscription())

    assert await store.subscriptions.digests_due(datetime(9999, 1, 1, tzinfo=UTC)) == ()


async def test_the_longest_due_comes_first(store: SqlStore) -> None:
    """Whatever the order of subscribing."""
    for number, hours in enumerate((2, 1, 3)):
        await add(
            store,
            make_subscription(id=f"s-{number}", destination=f"d:{number}", digest=MORNING),
            due=DAY + hours * HOUR,
        )

    due = await store.subscriptions.digests_due(DAY + 9 * HOUR)
    assert [one.destination for one, _, _ in due] == ["d:1", "d:0", "d:2"]


async def test_a_written_digest_is_due_again_later(store: SqlStore) -> None:
    """The next one begins where this one ended."""
    one = make_subscription(digest=MORNING, created_at=DAY - HOUR)
    await add(store, one, due=DAY)

    assert await written(store, one.id, due_at=DAY, until=DAY + HOUR)
    assert await store.subscriptions.digests_due(DAY + 23 * HOUR) == ()
    assert await store.subscriptions.digests_due(DAY + 24 * HOUR) == ((one, DAY + HOUR, DAY + 24 * HOUR),)


async def test_a_digest_is_written_once(store: SqlStore) -> None:
    """Who comes second is told so, and changes nothing; neither does who never had it to write."""
    one = make_subscription(digest=MORNING, created_at=DAY - HOUR)
    await add(store, one, due=DAY)

    assert await written(store, one.id, due_at=DAY, until=DAY)
    assert not await written(store, one.id, due_at=DAY, until=DAY + HOUR)
    assert not await written(store, "another", due_at=DAY + 24 * HOUR, until=DAY + HOUR)
    assert await store.subscriptions.digests_due(DAY + 24 * HOUR) == ((one, DAY, DAY + 24 * HOUR),)


async def test_of_two_writers_at_once_one_writes(store: SqlStore) -> None:
    """However they fall together."""
    one = make_subscription(digest=MORNING)
    await add(store, one, due=DAY)

    assert sorted(await asyncio.gather(*(written(store, one.id, due_at=DAY, until=DAY) for _ in range(5)))) == [
        False
    ] * 4 + [True]


async def test_a_digest_that_is_not_stored_is_not_written(store: SqlStore) -> None:
    """When the transaction fails, it is still due."""
    one = make_subscription(digest=MORNING, created_at=DAY - HOUR)
    await add(store, one, due=DAY)

    async def fail() -> None:
        async with store.unit_of_work() as work:
            await work.digest_written(one.id, due_at=DAY, until=DAY, next_at=DAY + 24 * HOUR)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        await fail()
    assert await store.subscriptions.digests_due(DAY) == ((one, DAY - HOUR, DAY),)


async def test_another_time_for_a_digest_leaves_no_gap(store: SqlStore) -> None:
    """A channel that moves its digest to another hour is told everything since its last one."""
    await add(store, make_subscription(digest=MORNING, created_at=DAY - HOUR), due=DAY)
    evening = make_subscription(id="new", digest=Digest(at=time(20), zone="UTC"), created_at=DAY + HOUR)
    await add(store, evening, due=DAY + 11 * HOUR)

    assert await store.subscriptions.digests_due(DAY + 12 * HOUR) == ((evening, DAY - HOUR, DAY + 11 * HOUR),)


async def test_a_first_digest_begins_with_its_subscription(store: SqlStore) -> None:
    """Where there was none before, nothing older is told, though the area was followed."""
    await add(store, make_subscription(created_at=DAY - HOUR))
    new = make_subscription(id="new", digest=MORNING, created_at=DAY)
    await add(store, new, due=DAY + HOUR)

    assert await store.subscriptions.digests_due(DAY + HOUR) == ((new, DAY, DAY + HOUR),)


async def test_a_digest_that_is_given_up_is_not_due(store: SqlStore) -> None:
    """Replaced by terms without a digest, the old due time goes with it."""
    await add(store, make_subscription(digest=MORNING), due=DAY)
    await add(store, make_subscription(id="new"))

    assert await store.subscriptions.digests_due(DAY + 48 * HOUR) == ()


async def test_subscriptions_are_counted(store: SqlStore) -> None:
    """Each once, however many keys its area has."""
    await add(store, make_subscription(area=MOORS), make_subscription(area=COUNTRY))

    assert (await store.counts()).subscriptions == 2


async def test_a_mute_is_a_channels_own_and_has_one_end(store: SqlStore) -> None:
    """Said again it has the new end; forgotten it is gone, and others stay."""
    mute = Mute(destination="discord:1", subject="place:1", label="B", keys=("place:1",), until=DAY, by="discord:9")
    other = replace(mute, subject="dispute", label="a", keys=(), until=None)
    for one in (mute, other, replace(mute, destination="discord:2")):
        await store.subscriptions.mute(one)
    await store.subscriptions.mute(replace(mute, until=DAY + HOUR))

    assert await store.subscriptions.mutes("discord:1") == (other, replace(mute, until=DAY + HOUR))
    async with store.unit_of_work() as work:
        assert len(await work.mutes_of(["discord:1", "discord:2", "discord:3"])) == 3
    assert await store.subscriptions.unmute("discord:1", "place:1")
    assert not await store.subscriptions.unmute("discord:1", "place:1")
    assert await store.subscriptions.mutes("discord:1") == (other,)
