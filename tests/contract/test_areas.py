"""What lies in an area or came in a time: claims by keys, alerts between two moments, and how much there is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.model.area import EVERYTHING, area_key, country_key, place_key, region_key, whole_key
from bot.model.dispute import DisputeStatus
from bot.model.filters import ClaimFilter
from bot.model.place import Feature, Place, Scope
from bot.model.storage import Counts
from bot.store.database import SqlStore
from tests.builders import (
    DAY,
    SUDMARK,
    make_alert,
    make_article,
    make_claim,
    make_dispute,
    make_place,
    make_subscription,
)

MOMENT, HOUR = timedelta(microseconds=1), timedelta(hours=1)
ELLMOOR = make_place("Ellmoor", feature=Feature.REGION, geonameid=None)
MOORS = make_place("The Moors", feature=Feature.AREA, geonameid=None, region=None)
RIVER = make_place("Ell", feature=Feature.RIVER, geonameid=None, region=None, country=None)


async def add(store: SqlStore, where: Place | Scope | None) -> None:
    """Store a claim about a place, a theatre or nowhere."""
    article = make_article(text=f"Norland captured it. {where}")
    place, scope = (where if isinstance(where, kind) else None for kind in (Place, Scope))
    async with store.unit_of_work() as work:
        await work.add_article(article, [make_claim(article=article, place=place, scope=scope)], [])


async def found(store: SqlStore, *keys: str) -> bool:
    """Whether a claim bears one of the keys."""
    return bool(await store.search(ClaimFilter(keys=keys)))


@pytest.mark.parametrize(
    ("where", "keys", "matches"),
    [
        pytest.param(make_place(geonameid=7), [place_key(7)], True, id="place"),
        pytest.param(make_place(geonameid=7), [region_key(SUDMARK, "Ellmoor")], True, id="region"),
        pytest.param(make_place(geonameid=7), [country_key(SUDMARK)], True, id="country"),
        pytest.param(make_place(geonameid=7), [place_key(8), place_key(7)], True, id="one-of-several"),
        pytest.param(make_place(geonameid=7), [EVERYTHING], True, id="everything"),
        pytest.param(make_place(geonameid=7), [place_key(8)], False, id="another-place"),
        pytest.param(make_place(geonameid=7), [region_key("XNO", "Ellmoor")], False, id="same-name-elsewhere"),
        pytest.param(make_place(geonameid=7), [region_key(SUDMARK, "Ell")], False, id="part-of-a-name"),
        pytest.param(make_place(geonameid=7), [country_key("XNO")], False, id="another-country"),
        pytest.param(
            Scope(region="Ellmoor", country=SUDMARK, basis="title"), ["region:XSU:Ellmoor"], True, id="theatre"
        ),
        pytest.param(ELLMOOR, [whole_key(SUDMARK, "Ellmoor")], True, id="region-as-such"),
        pytest.param(make_place(geonameid=7), [whole_key(SUDMARK, "Ellmoor")], False, id="town-of-the-region"),
        pytest.param(MOORS, [area_key("The Moors", country=SUDMARK, region=None)], True, id="area"),
        pytest.param(MOORS, [area_key("The Moors", country="XNO", region=None)], False, id="area-elsewhere"),
        pytest.param(MOORS, [area_key("The Moors", country=SUDMARK, region="Ellmoor")], False, id="area-in-a-region"),
        pytest.param(RIVER, [area_key("Ell", country=None, region=None)], True, id="river-between-countries"),
        pytest.param(None, [EVERYTHING], True, id="nowhere-everything"),
        pytest.param(None, [country_key(SUDMARK)], False, id="nowhere"),
        pytest.param(
            make_place(), ["place:x", "place:", "town:7", "", "area:", "area:x", "region:XSU"], False, id="no-keys"
        ),
    ],
)
async def test_a_claim_is_found_by_the_keys_of_its_place(
    store: SqlStore, where: Place | Scope | None, keys: list[str], *, matches: bool
) -> None:
    """It bears those of the place and of what that lies in, and one in common is enough."""
    await add(store, where)

    assert await found(store, *keys) is matches


async def test_no_keys_do_not_narrow_and_keys_do(store: SqlStore) -> None:
    """Beside other fields, both have to match."""
    await add(store, make_place(geonameid=7))

    assert await found(store)
    assert await store.search(ClaimFilter(keys=(place_key(7),), side="XNO"))
    assert not await store.search(ClaimFilter(keys=(place_key(7),), side="XME"))


@pytest.mark.parametrize(
    ("at", "within"),
    [
        pytest.param(DAY - MOMENT, False, id="before"),
        pytest.param(DAY, False, id="at-the-beginning"),
        pytest.param(DAY + MOMENT, True, id="just-after"),
        pytest.param(DAY + HOUR, True, id="at-the-end"),
        pytest.param((DAY + HOUR).astimezone(timezone(timedelta(hours=9))), True, id="at-the-end-elsewhere"),
        pytest.param(DAY + HOUR + MOMENT, False, id="after"),
    ],
)
async def test_alerts_are_found_by_when_they_were_made(store: SqlStore, at: datetime, *, within: bool) -> None:
    """After the beginning, and up to the end: windows that follow one another share nothing and leave nothing out."""
    told = make_alert(created_at=at)
    async with store.unit_of_work() as work:
        await work.add_alerts([told], destinations=[])

    assert await store.alerts_between(DAY, DAY + HOUR) == ((told,) if within else ())


async def test_alerts_come_oldest_first(store: SqlStore) -> None:
    """Whatever the order in which they were stored."""
    alerts = [make_alert(str(number), created_at=DAY + number * MOMENT) for number in (3, 1, 2)]
    async with store.unit_of_work() as work:
        await work.add_alerts(alerts, destinations=[])

    assert [one.claims for one in await store.alerts_between(DAY, DAY + HOUR)] == [("1",), ("2",), ("3",)]


async def test_an_empty_store_counts_nothing(store: SqlStore) -> None:
    """Every count is there."""
    nothing = Counts(articles=0, claims=0, open_disputes=0, subscriptions=0, waiting=0, failed=0)
    assert await store.counts() == nothing


async def test_what_there_is_is_counted(store: SqlStore) -> None:
    """Disputes only while they are open; an item waits until it is sent or has failed."""
    await add(store, make_place())
    await add(store, None)
    await store.subscriptions.add(make_subscription(), digest_due_at=None)
    async with store.unit_of_work() as work:
        await work.save_disputes([make_dispute("a", "b"), make_dispute("c", "d", status=DisputeStatus.RESOLVED)])
        await work.add_alerts([make_alert()], destinations=["sent", "failed", "leased", "pending"])
    for item in await store.outbox.lease(now=DAY, until=DAY + HOUR, limit=9):
        if item.destination == "sent":
            await store.outbox.sent(item.id, now=DAY, reference=None)
        elif item.destination == "failed":
            await store.outbox.failed(item.id, now=DAY, reason="gone")
        elif item.destination == "pending":
            await store.outbox.postponed(item.id, due_at=DAY, reason="busy")

    assert await store.counts() == Counts(articles=2, claims=2, open_disputes=1, subscriptions=1, waiting=2, failed=1)
