"""What every store promises about disputes and the alerts on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.claim import Predicate
from bot.model.dispute import DisputeStatus
from bot.model.filters import DisputeFilter
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute, make_slot
from tests.contract.filling import LATER, add, two_claims


async def test_disputes_on_slots_are_asked_for_by_time_and_status(store: SqlStore) -> None:
    """Those updated too long ago are left out, and those settled before a time, but not the open ones."""
    slots = [make_slot(f"holder:{name}") for name in ("one", "other")]
    old, settled, fresh = (
        make_dispute("a", slot=slots[0], updated_at=DAY),
        make_dispute("b", slot=slots[0], updated_at=LATER, status=DisputeStatus.SUPERSEDED),
        make_dispute("c", slot=slots[1], updated_at=LATER + timedelta(days=1), status=DisputeStatus.CONVERGED),
    )
    keys = [slot.key for slot in slots]
    async with store.unit_of_work() as unit:
        await unit.save_disputes([old, settled, fresh])
        assert await unit.disputes_on(keys) == (fresh, settled, old)
        assert await unit.disputes_on(keys[:1]) == (settled, old)
        assert await unit.disputes_on(keys, since=LATER) == (fresh, settled)
        assert await unit.disputes_on(keys, settled_after=LATER) == (fresh, old)
        assert await unit.disputes_on(keys, since=LATER, settled_after=LATER) == (fresh,)


async def test_a_dispute_is_updated_in_place(store: SqlStore) -> None:
    """Saved again under its id, a dispute is the later one."""
    dispute = make_dispute()
    closed = replace(dispute, status=DisputeStatus.CONVERGED, updated_at=LATER)
    async with store.unit_of_work() as unit:
        await unit.save_disputes([dispute])
        await unit.save_disputes([closed])
        assert await unit.disputes_on([dispute.slot.key]) == (closed,)

    assert await store.disputes(DisputeFilter(status=DisputeStatus.OPEN)) == ()
    assert await store.disputes(DisputeFilter(status=DisputeStatus.CONVERGED)) == (closed,)


async def test_disputes_come_last_updated_first(store: SqlStore) -> None:
    """What moved last is on top, whatever its slot."""
    older, newer = make_dispute(updated_at=DAY), make_dispute(slot=make_slot("t"), updated_at=LATER)
    async with store.unit_of_work() as unit:
        await unit.save_disputes([older, newer])

    assert await store.disputes() == (newer, older)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (DisputeFilter(), "two one"),
        (DisputeFilter(limit=1), "two"),
        (DisputeFilter(place="sändb"), "two"),
        (DisputeFilter(place="moor"), "one"),
        (DisputeFilter(place="old bridge"), "two"),
        (DisputeFilter(place="elbrük"), "one"),
        (DisputeFilter(place="100%"), ""),
        (DisputeFilter(region="ELLMOOR"), "one"),
        (DisputeFilter(region="Ell"), ""),
        (DisputeFilter(keys=("country:XSU",)), "one"),
        (DisputeFilter(keys=("region:XNO:Sand", "place:7")), "two one"),
        (DisputeFilter(since=DAY.date() + timedelta(days=3)), "two"),
        (DisputeFilter(since=DAY.date() + timedelta(days=9)), ""),
        (DisputeFilter(until=DAY.date()), "one"),
        (DisputeFilter(text="captured ellbr"), "one"),
        (DisputeFilter(text="captured Sandbruck"), ""),
        (DisputeFilter(text="*"), ""),
        (DisputeFilter(status=DisputeStatus.OPEN, place="Ellbruck"), "one"),
        (DisputeFilter(status=DisputeStatus.RESOLVED), ""),
    ],
)
async def test_disputes_are_found_by_place_time_and_words(store: SqlStore, wanted: DisputeFilter, found: str) -> None:
    """Every given field narrows; names are folded; the words are those of the claims in dispute."""
    article = make_article()
    one, other = make_claim(article=article), make_claim(article=article, predicate=Predicate.CONTROLS)
    await add(store, article, one, other)
    bridge = make_slot(
        "state:bridge",
        label="state of the old bridge",
        place="Sandbruck",
        region="Sand",
        country="XNO",
        geonameid=8,
        asset="the old bridge",
    )
    disputes = {
        "one": make_dispute(one.id, other.id, slot=make_slot(geonameid=7, label="control of Elbrük")),
        "two": make_dispute(slot=bridge, opened_at=DAY + timedelta(days=2), updated_at=DAY + timedelta(days=5)),
    }
    async with store.unit_of_work() as unit:
        await unit.save_disputes(list(disputes.values()))

    assert [one.id for one in await store.disputes(wanted)] == [disputes[name].id for name in found.split()]


async def test_a_dispute_without_a_claim_is_not_found_by_its_words(store: SqlStore) -> None:
    """What a person took out of a dispute is no longer in it."""
    one, other = await two_claims(store)
    dispute = make_dispute(one.id, other.id)
    async with store.unit_of_work() as unit:
        await unit.save_disputes([dispute])
        await unit.save_disputes([replace(dispute, claims=("elsewhere", "nowhere"))])

    assert await store.disputes(DisputeFilter(text="captured")) == ()


async def test_a_replaced_dispute_goes_and_its_alerts_stay(store: SqlStore) -> None:
    """What was told about a dispute that was merged into another is found under the other."""
    old, heir = make_dispute("a", "b"), make_dispute("a", "b", "c")
    stranger = make_dispute("x", "y", slot=make_slot("t"))
    told = make_alert("a", "b", dispute=old.id)
    async with store.unit_of_work() as unit:
        await unit.save_disputes([old])
        await unit.add_alerts([told], destinations=[])
    async with store.unit_of_work() as unit:
        await unit.save_disputes([stranger, heir], replaced=[old.id])

    assert {dispute.id for dispute in await store.disputes()} == {heir.id, stranger.id}
    assert await store.alerts_for(heir.id) == (told,)
    assert await store.alerts_for(stranger.id) == ()


async def test_a_dispute_saved_and_replaced_at_once_stays(store: SqlStore) -> None:
    """Replacing a dispute by itself is no deletion; replacing one that is not there is nothing."""
    dispute = make_dispute()
    async with store.unit_of_work() as unit:
        await unit.save_disputes([dispute], replaced=[dispute.id, "unknown"])

    assert await store.disputes() == (dispute,)


async def test_only_new_alerts_are_returned(store: SqlStore) -> None:
    """An alert is stored once, and goes to each destination once."""
    one, other = make_alert("a"), make_alert("b")
    async with store.unit_of_work() as unit:
        assert await unit.add_alerts([one], destinations=["console", "console"]) == (one,)
        assert await unit.add_alerts([one, other, other], destinations=["console"]) == (other,)

    leased = await store.outbox.lease(now=DAY, until=LATER, limit=10)
    assert [item.alert for item in leased] == [one]
    await store.outbox.sent(leased[0].id, now=DAY, reference=None)
    leased = await store.outbox.lease(now=DAY, until=LATER, limit=10)
    assert [item.alert for item in leased] == [other]


async def test_alerts_of_a_dispute_come_oldest_first(store: SqlStore) -> None:
    """The history of a dispute reads downwards."""
    newer = make_alert("b", dispute="d", created_at=LATER)
    older = make_alert("a", dispute="d", created_at=DAY)
    async with store.unit_of_work() as unit:
        await unit.add_alerts([newer, older, make_alert("c", dispute="e")], destinations=[])

    assert await store.alerts_for("d") == (older, newer)
