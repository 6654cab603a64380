from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model.article import Article
from bot.model.claim import AssetKind, Claim, Predicate
from bot.model.dispute import DisputeStatus
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.ports import IndexEntry, Lookup
from bot.model.relation import Reason, RelationKind
from bot.store.database import SqlStore
from tests.builders import DAY, make_alert, make_article, make_claim, make_dispute, make_relation, make_slot

LATER = DAY + timedelta(hours=1)


def entry(claim: Claim, key: str) -> IndexEntry:
    """Return a key for a claim, of one position on one day."""
    return IndexEntry(claim=claim.id, key=key, position=1, day=DAY.date())


def under(*keys: str) -> tuple[Lookup, ...]:
    """Return a look-up of keys on the same day."""
    return (Lookup(day=DAY.date(), keys=keys),)


async def add(store: SqlStore, article: Article, *claims: Claim, key: str = "holder:Ellbruck") -> None:
    """Store an article in a transaction of its own, every claim under the key."""
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, [entry(claim, key) for claim in claims])


async def two_claims(store: SqlStore) -> tuple[Claim, Claim]:
    """Store an article with two claims."""
    article = make_article()
    one, other = make_claim(article=article), make_claim(article=article, predicate=Predicate.CONTROLS)
    await add(store, article, one, other)
    return one, other


# --- Articles --------------------------------------------------------------------------------------------------------


async def test_an_article_comes_back_as_it_was(store: SqlStore) -> None:
    """Text, signature, who wrote it and the offset of the time of publication are kept to the letter."""
    article = make_article(
        text="Elle\u0301n \r\n  said:\x00 \U0001f9ed",
        url="https://ell.example/1?a=b",
        published_at=datetime(2031, 5, 14, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        shingle_signature=tuple(range(2**32 - 128, 2**32)),
        byline="Ada Writer, Bo Penn",
    )
    claim = make_claim(article=article)
    await add(store, article, claim)

    found = await store.claim(claim.id)

    assert found is not None
    assert found.article == article
    assert found.article.published_at.date() == date(2031, 5, 14)
    assert found.claim == claim


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the-same"),
        pytest.param({"text": "Rewritten.", "content_hash": "other", "publisher": "Another"}, id="same-url"),
        pytest.param({"id": "other", "url": "https://ell.example/2"}, id="same-publisher-and-text"),
        pytest.param(
            {"id": "other", "url": None, "publisher": "THE  ELL COURIER"},
            id="same-publisher-written-otherwise",
        ),
    ],
)
async def test_an_article_is_known_again(store: SqlStore, changes: dict[str, str | None]) -> None:
    """The same id, URL, or publisher with the same text is the article that was stored."""
    article = make_article(url="https://ell.example/1")
    await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.known(replace(article, **changes)) == article.id  # type: ignore[arg-type] # fields by name


async def test_many_articles_are_asked_about_at_once(store: SqlStore) -> None:
    """Of many articles those that are stored come back, each under the id that it has there."""
    one, other = make_article(), make_article(text="Another text", url="u:another")
    async with store.unit_of_work() as unit:
        await unit.add_article(one, [], [])
        moved = replace(one, id="f" * 16)
        assert await unit.known_many([moved, other]) == {moved.id: one.id}
        assert await unit.known_many([]) == {}


async def test_articles_without_claims_are_stored_together(store: SqlStore) -> None:
    """Of articles that are one article the first is stored; the same ones again change nothing."""
    one, other = make_article(), make_article(text="Another text", url="u:another")
    again = replace(other, id="f" * 16, content_hash="e" * 64)
    for _ in range(2):
        async with store.unit_of_work() as unit:
            await unit.add_articles([one, other, again, one])
    async with store.unit_of_work() as unit:
        assert await unit.known_many([one, other, again]) == {one.id: one.id, other.id: other.id, again.id: other.id}


async def test_what_was_asked_about_is_asked_again_once_something_is_stored(store: SqlStore) -> None:
    """That an article was not known is forgotten when another one comes that is the same."""
    one = make_article(url="u:same")
    edited = replace(one, id="f" * 16, content_hash="e" * 64)
    async with store.unit_of_work() as unit:
        assert await unit.known(one) is None
        assert await unit.known(edited) is None
        await unit.add_article(one, [], [])
        await unit.add_article(edited, [], [])
        assert await unit.known(edited) == one.id


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"id": "other", "url": None, "publisher": "The Sud Post"}, id="another-publisher"),
        pytest.param({"id": "other", "url": "https://ell.example/2", "content_hash": "other"}, id="another-text"),
        pytest.param({"id": "other", "url": None, "content_hash": "other"}, id="no-url"),
    ],
)
async def test_another_article_is_not_known(store: SqlStore, changes: dict[str, str | None]) -> None:
    """Another publisher's copy, and another text of the same publisher, are articles of their own."""
    article = make_article(url="https://ell.example/1")
    await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.known(replace(article, **changes)) is None  # type: ignore[arg-type] # fields by name


async def test_the_same_article_twice_changes_nothing(store: SqlStore) -> None:
    """An article that is known is left as it is, with its claims and keys, whatever comes with it."""
    article = make_article()
    first = make_claim(article=article)
    await add(store, article, first)
    await add(store, article, first, make_claim(article=article, predicate=Predicate.CONTROLS))

    assert [found.claim for found in await store.search(ClaimFilter())] == [first]
    async with store.unit_of_work() as unit:
        assert [found.claim for found in await unit.candidates(under("holder:Ellbruck"))] == [first]


async def test_an_article_without_claims_is_stored(store: SqlStore) -> None:
    """Most articles claim nothing that is looked for; they are known all the same."""
    await add(store, make_article())

    async with store.unit_of_work() as unit:
        assert await unit.known(make_article()) is not None


async def test_two_claims_of_one_id_are_refused(store: SqlStore) -> None:
    """Claims are append-only: different content under one id is an error, and the article is not stored either."""
    article = make_article()
    claim = make_claim(article=article)
    with pytest.raises(IntegrityError):
        await add(store, article, claim, replace(claim, means="drone"))

    async with store.unit_of_work() as unit:
        assert await unit.known(article) is None


async def test_a_claim_given_twice_is_stored_once(store: SqlStore) -> None:
    """The very same claim twice in a call is one claim."""
    article = make_article()
    claim = make_claim(article=article)
    await add(store, article, claim, claim)

    assert len(await store.search(ClaimFilter(text="Ellbruck"))) == 1


# --- Copies ----------------------------------------------------------------------------------------------------------


def signature(*, different: int) -> tuple[int, ...]:
    """Return a signature of 128 values, the first so many of them different from the next signature's."""
    return tuple(range(1000, 1000 + different)) + tuple(range(different, 128))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"content_hash": "same"}, True, id="same-text"),
        pytest.param({"shingle_signature": signature(different=0)}, True, id="same-signature"),
        pytest.param({"shingle_signature": signature(different=124)}, True, id="one-band-in-common"),
        pytest.param({"shingle_signature": signature(different=125)}, False, id="no-whole-band-in-common"),
        pytest.param({"shingle_signature": ()}, False, id="short-and-different"),
    ],
)
async def test_possible_copies_share_a_text_or_a_band(
    store: SqlStore, changes: dict[str, object], *, found: bool
) -> None:
    """A copy is looked for by content hash and by bands of the signature."""
    stored = make_article(content_hash="same", shingle_signature=signature(different=0), url="https://ell.example/1")
    await add(store, stored)
    copy = make_article(**{"publisher": "The Sud Post", "content_hash": "other", **changes})

    async with store.unit_of_work() as unit:
        assert await unit.copies(copy) == ((stored,) if found else ())


async def test_an_article_is_no_copy_of_itself(store: SqlStore) -> None:
    """Looked up after it was stored, an article finds the others, oldest first."""
    older = make_article(publisher="A", published_at=DAY - timedelta(days=1))
    newer = make_article(publisher="B")
    own = make_article(publisher="C", published_at=DAY - timedelta(days=2))
    for article in (newer, own, older):
        await add(store, article)

    async with store.unit_of_work() as unit:
        assert await unit.copies(own) == (older, newer)


# --- Candidates ------------------------------------------------------------------------------------------------------


async def test_candidates_are_the_claims_under_any_key(store: SqlStore) -> None:
    """A claim under two of the keys comes once, one under none does not come, and the order is that of the ids."""
    article = make_article()
    claims = [make_claim(article=article, id=name) for name in ("c", "a", "b")]
    async with store.unit_of_work() as unit:
        index = [entry(claims[0], "x"), entry(claims[0], "y"), entry(claims[1], "x"), entry(claims[2], "z")]
        await unit.add_article(article, claims, index)
        found = await unit.candidates(under("x", "y", "nothing"))

    assert [one.claim.id for one in found] == ["a", "c"]


async def test_candidates_articles_come_without_text(store: SqlStore) -> None:
    """A comparison needs everything of an article but its text, which is most of it."""
    article = make_article(shingle_signature=(1, 2, 3))
    await add(store, article, make_claim(article=article))

    async with store.unit_of_work() as unit:
        [found] = await unit.candidates(under("holder:Ellbruck"))

    assert found.article == replace(article, text="")


async def test_of_many_that_say_the_same_the_nearest_in_time_come(store: SqlStore) -> None:
    """A place that all the world writes about costs no more than others, and another position is not crowded out."""
    article = make_article()
    claims = [make_claim(article=article, id=f"claim-{number:02d}") for number in range(41)]
    entries = [
        IndexEntry(claim=one.id, key=f"k@{number % 3}", position=1, day=DAY.date() + timedelta(days=number - 20))
        for number, one in enumerate(claims[:40])
    ]
    entries.append(IndexEntry(claim=claims[40].id, key="k@0", position=2, day=DAY.date() - timedelta(days=20)))
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, entries)
        found = await unit.candidates(under("k@0", "k@1", "k@2"))

    assert [one.claim.id for one in found] == [
        f"claim-{number}" for number in (16, 17, 18, 19, 20, 21, 22, 23, 40)
    ] or [one.claim.id for one in found] == [f"claim-{number}" for number in (17, 18, 19, 20, 21, 22, 23, 24, 40)]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1500])
async def test_any_number_of_keys_can_be_asked_for(store: SqlStore, count: int) -> None:
    """Lists longer than a statement takes are asked for in parts."""
    article = make_article()
    claim = make_claim(article=article)
    keys = [f"key:{number}" for number in range(count)]
    async with store.unit_of_work() as unit:
        await unit.add_article(article, [claim], [entry(claim, key) for key in keys])
        assert len(await unit.candidates(under(*keys))) == min(count, 1)


async def test_claims_come_in_the_order_asked(store: SqlStore) -> None:
    """`sourced` keeps the order, leaves out what it does not know, and brings articles without their text."""
    one, other = await two_claims(store)

    async with store.unit_of_work() as unit:
        found = await unit.sourced([other.id, "unknown", one.id])

    assert [source.claim for source in found] == [other, one]
    assert found[0].article == replace(make_article(), text="")


# --- Relations, disputes, alerts -------------------------------------------------------------------------------------


async def test_a_relation_that_is_there_is_left_as_it_is(store: SqlStore) -> None:
    """The first decision on a pair and slot stays; another slot of the same pair is another relation."""
    one, other = await two_claims(store)
    first = make_relation(one.id, other.id, slot="s")
    async with store.unit_of_work() as unit:
        await unit.add_relations([first])
        await unit.add_relations([replace(first, score=0.9), replace(first, slot=None), replace(first, slot=None)])

    assert await store.relations_of(one.id) == (first, replace(first, slot=None))
    assert await store.relations_of(other.id) == (first, replace(first, slot=None))


async def test_a_relation_of_an_unknown_claim_is_refused(store: SqlStore) -> None:
    """A relation points at stored claims."""
    one, _ = await two_claims(store)
    with pytest.raises(IntegrityError):
        async with store.unit_of_work() as unit:
            await unit.add_relations([make_relation(one.id, "unknown")])


async def test_refutations_are_those_of_the_slot(store: SqlStore) -> None:
    """Other relations on the slot, and refutations on other slots, are left out."""
    one, other = await two_claims(store)
    refuted = make_relation(
        one.id, other.id, slot="s", relation=RelationKind.REFUTES, reason=Reason.TWO_HOLDERS_AT_ONCE
    )
    async with store.unit_of_work() as unit:
        await unit.add_relations([refuted, replace(refuted, slot="t"), make_relation(other.id, one.id, slot="s")])
        assert await unit.refutations(["s"]) == (refuted,)
        assert await unit.refutations(["u"]) == ()


async def test_refutations_of_claims_are_those_on_either_side(store: SqlStore) -> None:
    """Asked for those of some claims, what hangs on others is left out."""
    article = make_article()
    names = ("a", "b", "c", "d")
    await add(store, article, *(make_claim(article=article, id=name) for name in names))
    made = [
        make_relation(one, other, slot="s", relation=RelationKind.REFUTES, reason=Reason.TWO_HOLDERS_AT_ONCE)
        for one, other in (("a", "b"), ("b", "c"), ("c", "d"))
    ]
    async with store.unit_of_work() as unit:
        await unit.add_relations(made)
        assert await unit.refutations(["s", "t"], of=["b"]) == tuple(made[:2])
        assert await unit.refutations(["s"], of=[]) == ()
        assert await unit.refutations(["t"], of=names) == ()


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


# --- All or nothing --------------------------------------------------------------------------------------------------


async def write_all(store: SqlStore, *, then: BaseException | None = None) -> None:
    """Write one of everything in one unit of work, and raise at its end."""
    article = make_article(shingle_signature=tuple(range(128)))
    claims = [make_claim(article=article), make_claim(article=article, asset=AssetKind.BRIDGE)]
    dispute = make_dispute(*(claim.id for claim in claims))
    async with store.unit_of_work() as unit:
        await unit.add_article(article, claims, [entry(claim, "k") for claim in claims])
        await unit.add_relations([make_relation(claims[0].id, claims[1].id)])
        await unit.save_disputes([dispute])
        await unit.add_alerts([make_alert(claims[0].id, dispute=dispute.id)], destinations=["console"])
        if then is not None:
            raise then


async def counts(store: SqlStore) -> list[int]:
    """Return how many there are of everything that `write_all` writes."""
    async with store.unit_of_work() as unit:
        article = make_article(publisher="Another", shingle_signature=tuple(range(128)))
        copies, candidates = await unit.copies(article), await unit.candidates(under("k"))
    found = await store.search(ClaimFilter(text="Ellbruck"))
    disputes = await store.disputes()
    relations = await store.relations_of(make_claim().id)
    alerts = await store.alerts_for(disputes[0].id) if disputes else ()
    leased = await store.outbox.lease(now=DAY, until=LATER, limit=10)
    return [len(kind) for kind in (copies, candidates, found, relations, disputes, alerts, leased)]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), asyncio.CancelledError()], ids=repr)
async def test_a_raise_leaves_nothing(store: SqlStore, error: BaseException) -> None:
    """Whatever ends a unit of work early, nothing of it is there, and the store goes on."""
    with pytest.raises(type(error)):
        await write_all(store, then=error)

    assert await counts(store) == [0, 0, 0, 0, 0, 0, 0]
    await write_all(store)
    assert await counts(store) == [1, 2, 2, 1, 1, 1, 1]


async def test_a_cancelled_task_leaves_nothing(store: SqlStore) -> None:
    """A task that is cancelled anywhere in its statements gives its turn and its lock back, and the store goes on."""
    stopped = 0
    for delay in range(40):
        task = asyncio.create_task(write_all(store, then=ValueError("too fast")))
        await asyncio.sleep(delay / 4000)
        task.cancel()
        [result] = await asyncio.gather(task, return_exceptions=True)
        stopped += isinstance(result, asyncio.CancelledError)

    assert stopped > 0
    assert await counts(store) == [0, 0, 0, 0, 0, 0, 0]
    await write_all(store)
    assert await counts(store) == [1, 2, 2, 1, 1, 1, 1]


async def test_writers_exclude_one_another(store: SqlStore) -> None:
    """Twenty tasks that look first and write then store an article once."""

    async def look_and_write(number: int) -> bool:
        article = make_article(title=f"Version {number}")
        async with store.unit_of_work() as unit:
            if await unit.known(article) is not None:
                return False
            await asyncio.sleep(0)
            await unit.add_article(article, [make_claim(article=article)], [])
            return True

    assert sum(await asyncio.gather(*map(look_and_write, range(20)))) == 1


async def test_readers_never_see_a_transaction_in_half(store: SqlStore) -> None:
    """A reader beside a writer finds all claims of an article or none."""
    seen: set[int] = set()

    async def read() -> None:
        for _ in range(30):
            seen.add(len(await store.search(ClaimFilter())))
            await asyncio.sleep(0)

    async def write() -> None:
        article = make_article()
        claims = [make_claim(article=article, means=f"means {number}") for number in range(40)]
        async with store.unit_of_work() as unit:
            await unit.add_article(article, claims, [])
            await asyncio.sleep(0.01)

    await asyncio.gather(read(), write(), read())
    seen.add(len(await store.search(ClaimFilter())))

    assert seen <= {0, 40}
    assert 40 in seen


async def test_a_task_can_read_inside_its_own_unit_of_work(store: SqlStore) -> None:
    """Reading from the store while writing to it waits for nobody."""
    async with store.unit_of_work() as unit:
        await unit.save_disputes([make_dispute()])
        async with asyncio.timeout(5):
            await store.search(ClaimFilter())
            await store.disputes()


async def test_a_unit_of_work_inside_another_is_an_error(store: SqlStore) -> None:
    """It would wait for itself for ever."""
    async with store.unit_of_work():
        with pytest.raises(RuntimeError, match="unit of work already"):
            async with store.unit_of_work():
                pass


async def test_times_without_a_zone_are_refused(store: SqlStore) -> None:
    """A naive time would be read as another moment elsewhere."""
    naive = datetime(2031, 5, 14, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(Exception, match="without a zone"):
        await add(store, make_article(published_at=naive))
