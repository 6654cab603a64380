"""Digests when they are due: once, with everything since the last, into the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.digests import next_due
from bot.digesting import DigestWriter
from bot.model.alert import Alert, AlertKind
from bot.model.area import keys_of
from bot.model.outbox import OutboxItem
from bot.model.subscription import Content, Digest, Every, Subscription
from bot.store.database import SqlStore, open_store
from tests.builders import make_alert, make_area, make_place, make_subscription

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Eight in the morning on Kyiv's clocks, in summer.
DUE = datetime(2031, 6, 4, 5, 0, tzinfo=UTC)
START = DUE - 10 * HOUR
EIGHT = Digest(at=time(8), zone="Europe/Kyiv")
KEYS = keys_of([make_place()])


@dataclass
class Clock:
    """Tells the time that the test sets."""

    now: datetime = START
    looks: int = 0
    looked_twice: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self) -> datetime:
        """Return it."""
        self.looks += 1
        if self.looks > 1:
            self.looked_twice.set()
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock()


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """Return an empty database in memory."""
    async with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def writer(store: SqlStore, clock: Clock) -> DigestWriter:
    """Return what writes the digests of the store."""
    return DigestWriter(store=store, subscriptions=store.subscriptions, clock=clock)


async def subscribe(
    store: SqlStore, *, at: datetime = START, digest: Digest = EIGHT, **changes: object
) -> Subscription:
    """Let a channel follow Ellmoor by a daily digest from a moment on."""
    one = make_subscription(**{"content": Content.DIGEST, "digest": digest, "created_at": at, **changes})
    await store.subscriptions.add(one, digest_due_at=next_due(digest, after=at))
    return one


async def happens(
    store: SqlStore,
    at: datetime,
    *,
    kind: AlertKind = AlertKind.CONFLICT,
    keys: tuple[str, ...] = KEYS,
    announced: bool = True,
) -> Alert:
    """Store an alert that was made at that moment, which nobody is told at once."""
    told = make_alert(f"claim {at}", kind=kind, title=f"{kind} of {at:%d %H:%M}", created_at=at, keys=keys)
    async with store.unit_of_work() as work:
        await work.add_alerts([told], destinations=[], announced=announced)
    return told


async def sent(store: SqlStore) -> list[OutboxItem]:
    """Return what has been put into the outbox, in order."""
    return [one.item for one in await store.outbox.undelivered()]


async def titles(store: SqlStore) -> list[str]:
    """Return the lines of each digest in the outbox that name an alert."""
    return [line for item in await sent(store) for line in item.alert.text.splitlines() if line.startswith("• ")]


async def test_a_digest_comes_when_it_is_due_and_once(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """Not before; and whoever looks again finds nothing to do until the next day."""
    await subscribe(store)
    await happens(store, START + HOUR)
    clock.now = DUE - timedelta(seconds=1)
    assert await writer.write_due() == 0
    clock.now = DUE
    assert await writer.write_due() == 1
    assert await writer.write_due() == 0
    clock.now = DUE + 23 * HOUR
    assert await writer.write_due() == 0
    (item,) = await sent(store)
    assert (item.destination, item.alert.kind) == ("discord:42", AlertKind.DIGEST)
    assert item.alert.title == "Digest of Ellmoor region, Sudmark: 1 new conflict"


async def test_each_alert_is_in_one_digest(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """One digest begins where the last ended: nothing is told twice, and nothing falls between them."""
    await subscribe(store)
    moments = [
        START + 1 * HOUR,
        DUE - timedelta(seconds=1),
        DUE,
        DUE + timedelta(microseconds=1),
        DUE + DAY,
        DUE + 2 * DAY,
    ]
    told = []
    for number in range(4):
        clock.now = DUE + number * DAY
        for at in [one for one in moments if one <= clock.now and one not in told]:
            await happens(store, at)
            told.append(at)
        await writer.write_due()
    found = await titles(store)
    assert sorted(found) == sorted(f"• conflict of {at:%d %H:%M}" for at in moments)


async def test_a_backlog_is_not_in_it(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """What a feed had before it was followed is no news of the day."""
    await subscribe(store)
    await happens(store, START + HOUR, announced=False)
    clock.now = DUE
    assert await writer.write_due() == 0


async def test_what_was_before_the_subscription_is_not_in_it(
    store: SqlStore, clock: Clock, writer: DigestWriter
) -> None:
    """A new subscription tells nothing old."""
    await happens(store, START - HOUR)
    await happens(store, START)
    await subscribe(store)
    clock.now = DUE
    assert await writer.write_due() == 0
    assert await sent(store) == []


async def test_after_a_time_without_the_program_one_digest_tells_all(
    store: SqlStore, clock: Clock, writer: DigestWriter
) -> None:
    """Three days late, one message comes, and the next is due at the usual time."""
    await subscribe(store)
    for days in range(3):
        await happens(store, START + HOUR + days * DAY)
    clock.now = DUE + 3 * DAY + 2 * HOUR
    assert await writer.write_due() == 1
    assert len(await titles(store)) == 3
    ((_, since, due_at),) = await store.subscriptions.digests_due(DUE + 9 * DAY)
    assert (since, due_at) == (clock.now, DUE + 4 * DAY)


@pytest.mark.parametrize(
    ("digest", "late", "comes"),
    [
        pytest.param(EIGHT, 22 * HOUR, False, id="daily-two-hours-before-the-next"),
        pytest.param(EIGHT, 22 * HOUR - timedelta(seconds=1), True, id="daily-more-before-the-next"),
        pytest.param(Digest(at=time(0), zone="UTC", every=Every.HOUR), HOUR * 11 / 12, False, id="hourly-near"),
        pytest.param(Digest(at=time(0), zone="UTC", every=Every.HOUR), HOUR / 2, True, id="hourly-late"),
        pytest.param(replace(EIGHT, every=Every.WEEK, weekday=2), 6 * DAY, True, id="weekly-late"),
    ],
)
async def test_a_late_digest_waits_for_the_next_where_that_is_near(
    store: SqlStore, clock: Clock, writer: DigestWriter, *, digest: Digest, late: timedelta, comes: bool
) -> None:
    """Then that tells everything, and none comes twice within minutes; else what was missed comes at once."""
    await subscribe(store, at=DUE - HOUR / 2, digest=digest)
    await happens(store, DUE - HOUR / 4)
    clock.now = DUE + late
    assert await writer.write_due() == comes
    assert await writer.write_due() == 0
    ((_, _, due_at),) = await store.subscriptions.digests_due(DUE + 30 * DAY)
    clock.now = due_at
    assert await writer.write_due() == (not comes)
    assert len(await titles(store)) == 1


async def test_nothing_to_tell_is_no_message(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """The next one is due all the same, and begins now."""
    await subscribe(store)
    await happens(store, START + HOUR, keys=keys_of([make_place("Hillgate", region="Hills")]))
    clock.now = DUE + HOUR
    assert await writer.write_due() == 0
    assert await sent(store) == []
    ((_, since, due_at),) = await store.subscriptions.digests_due(DUE + 9 * DAY)
    assert (since, due_at) == (DUE + HOUR, DUE + DAY)


# A night in which the clocks change, in spring and in autumn, and times of day around the hour that is skipped or comes
# twice; on Lord Howe Island it is half an hour.
ODD_HOUR = (time(1, 30), time(1, 45), time(2, 0), time(2, 15), time(2, 30), time(3, 0))
CHANGES = [
    pytest.param("Europe/Berlin", datetime(2022, 3, 27, 1, 0, tzinfo=UTC), id="Berlin-spring"),
    pytest.param("Europe/Berlin", datetime(2022, 10, 30, 1, 0, tzinfo=UTC), id="Berlin-autumn"),
    pytest.param("America/New_York", datetime(2022, 3, 13, 7, 0, tzinfo=UTC), id="New-York-spring"),
    pytest.param("America/New_York", datetime(2022, 11, 6, 6, 0, tzinfo=UTC), id="New-York-autumn"),
    pytest.param("Australia/Lord_Howe", datetime(2022, 10, 1, 15, 30, tzinfo=UTC), id="Lord-Howe-spring"),
    pytest.param("Australia/Lord_Howe", datetime(2022, 4, 2, 15, 0, tzinfo=UTC), id="Lord-Howe-autumn"),
]


@pytest.mark.parametrize("at", ODD_HOUR, ids=lambda at: f"{at:%H%M}")
@pytest.mark.parametrize(("zone", "change"), CHANGES)
async def test_one_digest_a_day_when_the_clocks_change(
    store: SqlStore, clock: Clock, writer: DigestWriter, *, zone: str, change: datetime, at: time
) -> None:
    """Once on each day of the calendar there, the day of the change too, whenever the program looks; all is told."""
    clock.now = change - 2 * DAY - 6 * HOUR
    await subscribe(store, at=clock.now - MINUTE, digest=Digest(at=at, zone=zone))
    written, happened = [], 0
    while clock.now < change + 2 * DAY + 6 * HOUR:
        await happens(store, clock.now)
        happened += 1
        if await writer.write_due():
            written.append(clock.now.astimezone(ZoneInfo(zone)).date())
            told = happened
        clock.now += HOUR / 2
    first = written[0].toordinal()
    assert [day.toordinal() for day in written] == list(range(first, first + len(written)))
    assert change.astimezone(ZoneInfo(zone)).date() in written
    assert len(written) >= 4
    counts = [item.alert.title for item in await sent(store)]
    assert sum(int(title.rpartition(": ")[2].split()[0]) for title in counts) == told


@pytest.mark.parametrize("wait", [timedelta(0), 12 * HOUR], ids=["next", "late"])
@pytest.mark.parametrize(("zone", "change"), CHANGES)
async def test_a_digest_that_was_missed_when_the_clocks_changed_is_not_lost(
    store: SqlStore, clock: Clock, writer: DigestWriter, *, zone: str, change: datetime, wait: timedelta
) -> None:
    """The program stood still over the change, until four hours after it: what was due comes late, or the next day."""
    local = change.astimezone(ZoneInfo(zone))
    await subscribe(store, at=change - 10 * HOUR, digest=Digest(at=time(2, 15), zone=zone))
    await happens(store, change - 9 * HOUR)
    late = replace(writer, wait=wait)
    clock.now = change + 4 * HOUR
    assert await late.write_due() == bool(wait)
    ((_, _, due_at),) = await store.subscriptions.digests_due(change + 9 * DAY)
    assert due_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(local.date() + DAY, time(2, 15))
    clock.now = due_at
    assert await late.write_due() == (not wait)
    assert len(await titles(store)) == 1


@pytest.mark.parametrize(
    ("wait", "down", "comes"),
    [
        pytest.param(3 * HOUR, 3 * HOUR, True, id="as-late-as-allowed"),
        pytest.param(3 * HOUR, 3 * HOUR + timedelta(seconds=1), False, id="later"),
        pytest.param(3 * HOUR, 2 * DAY + 3 * HOUR, True, id="days-missed-and-the-last-not-long-ago"),
        pytest.param(3 * HOUR, 2 * DAY + 4 * HOUR, False, id="days-missed-and-the-last-too"),
        pytest.param(timedelta(0), timedelta(minutes=5), True, id="five-minutes-are-in-time"),
        pytest.param(timedelta(0), timedelta(minutes=6), False, id="six-are-not"),
        pytest.param(7 * DAY, 21 * HOUR, True, id="however-late"),
    ],
)
async def test_how_late_a_digest_may_be_is_a_setting(
    store: SqlStore, clock: Clock, writer: DigestWriter, *, wait: timedelta, down: timedelta, comes: bool
) -> None:
    """Later than that, the next one tells everything at its usual time."""
    await subscribe(store)
    await happens(store, START + HOUR)
    writer = replace(writer, wait=wait)
    clock.now = DUE + down
    assert await writer.write_due() == comes
    assert await writer.write_due() == 0
    clock.now = next_due(EIGHT, after=clock.now)
    assert await writer.write_due() == (not comes)
    assert len(await titles(store)) == 1


async def test_an_hourly_digest_may_wait_too(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """With a quarter of an hour allowed, one that is twenty minutes late waits for the next hour."""
    await subscribe(store, at=DUE - HOUR / 2, digest=Digest(at=time(0), zone="UTC", every=Every.HOUR))
    await happens(store, DUE - HOUR / 4)
    writer = replace(writer, wait=HOUR / 4)
    clock.now = DUE + HOUR / 3
    assert await writer.write_due() == 0
    clock.now = DUE + HOUR
    assert await writer.write_due() == 1


async def test_two_writers_at_once_write_one(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """Who comes second finds it written."""
    await subscribe(store)
    await happens(store, START + HOUR)
    clock.now = DUE
    assert sorted(await asyncio.gather(*(writer.write_due() for _ in range(4)))) == [0, 0, 0, 1]
    assert len(await sent(store)) == 1


async def test_every_channel_has_its_own(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """Each when it is due, of its own area; two areas of one channel are two digests."""
    await subscribe(store)
    await subscribe(store, area=make_area("Hills"))
    await subscribe(store, destination="slack:1", digest=Digest(at=time(9), zone="Europe/Kyiv"))
    await happens(store, START + HOUR)
    await happens(store, START + 2 * HOUR, keys=keys_of([make_place("Hillgate", region="Hills")]))
    clock.now = DUE
    assert await writer.write_due() == 2
    clock.now = DUE + HOUR
    assert await writer.write_due() == 1
    assert sorted((item.destination, item.alert.title.split()[2]) for item in await sent(store)) == [
        ("discord:42", "Ellmoor"),
        ("discord:42", "Hills"),
        ("slack:1", "Ellmoor"),
    ]


async def test_a_channel_with_both_gets_alerts_and_a_digest(
    store: SqlStore, clock: Clock, writer: DigestWriter
) -> None:
    """A digest does not take the place of what is told at once."""
    await subscribe(store, content=Content.CLAIMS)
    await happens(store, START + HOUR, kind=AlertKind.SUMMARY)
    clock.now = DUE
    assert await writer.write_due() == 1


async def test_who_unsubscribed_meanwhile_gets_none(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """Neither a removed subscription nor one that was replaced is written for."""
    one = await subscribe(store)
    await happens(store, START + HOUR)
    clock.now = DUE
    await store.subscriptions.remove(one.id)
    assert await writer.write_due() == 0
    assert await sent(store) == []


async def test_an_alert_that_is_being_written_is_not_lost(store: SqlStore, clock: Clock, writer: DigestWriter) -> None:
    """Made before the digest and stored while that is written, it is in this one: no window ends while others write."""
    await subscribe(store)
    clock.now = DUE
    inside, looks = asyncio.Event(), list[int]()

    async def slow() -> None:
        async with store.unit_of_work() as work:
            inside.set()
            # The first look at the clock is for what is due, the second ends the window, and must not come now.
            with suppress(TimeoutError):
                await asyncio.wait_for(clock.looked_twice.wait(), timeout=0.3)
            looks.append(clock.looks)
            made = make_alert(kind=AlertKind.CONFLICT, title="late", created_at=DUE - HOUR, keys=KEYS)
            await work.add_alerts([made], destinations=[])

    writing = asyncio.create_task(slow())
    await inside.wait()
    assert await writer.write_due() == 1
    await writing
    assert looks == [1]
    assert await titles(store) == ["• late"]


async def test_a_moved_digest_tells_what_the_old_one_would_have(
    store: SqlStore, clock: Clock, writer: DigestWriter
) -> None:
    """An hour before the digest a channel moves it to the evening: the day is not lost."""
    await subscribe(store)
    await happens(store, START + HOUR)
    await subscribe(store, id="new", at=DUE - HOUR, digest=Digest(at=time(20), zone="Europe/Kyiv"))
    clock.now = DUE
    assert await writer.write_due() == 0
    clock.now = DUE + 12 * HOUR
    assert await writer.write_due() == 1
    assert len(await titles(store)) == 1
