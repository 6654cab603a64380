from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.claim import AssetKind, Claim, Domain, Predicate
from bot.model.filters import ClaimFilter
from bot.model.place import Scope
from bot.store.database import SqlStore
from bot.store.terms import FEW
from tests.builders import DAY, make_article, make_attribution, make_claim, make_dispute, make_place, make_time

TODAY = DAY.date()


async def add(store: SqlStore, **changes: object) -> Claim:
    """Store a claim in an article of its own, and return it."""
    quote = str(changes.pop("quote", "Norland captured the town."))
    article = make_article(text=f"{quote} {changes}", published_at=changes.pop("published_at", DAY))
    claim = make_claim(article=article, quote=quote, **changes)
    async with store.unit_of_work() as unit:
        await unit.add_article(article, [claim], [])
    return claim


async def found(store: SqlStore, **wanted: object) -> bool:
    """Whether anything matches."""
    return bool(await store.search(ClaimFilter(**wanted)))  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        pytest.param("Sankt-Éllbruck", True, id="as-written"),
        pytest.param("sankt-ellbruck", True, id="folded"),
        pytest.param("ellbr", True, id="part"),
        pytest.param("SANKT", True, id="beginning"),
        pytest.param("Elb’rük", True, id="the-articles-wording"),
        pytest.param("ellmoor", True, id="region"),
        pytest.param("", True, id="empty"),
        pytest.param("  ", True, id="blank"),
        pytest.param("ellbruckt", False, id="longer"),
        pytest.param("xsu", False, id="country"),
        pytest.param("%", False, id="percent"),
        pytest.param("e_lbruck", False, id="underscore"),
        pytest.param("\\", False, id="backslash"),
    ],
)
async def test_a_place_is_found_by_any_part_of_its_names(store: SqlStore, wanted: str, *, matches: bool) -> None:
    """Case, accents and apostrophes do not matter; signs mean themselves."""
    await add(store, place=make_place("Sankt-Éllbruck", text="El'brük"))

    assert await found(store, place=wanted) is matches


async def test_a_claim_without_a_place_is_found_by_its_theatre(store: SqlStore) -> None:
    """A claim that names no place is found under the region that its article is about."""
    await add(store, place=None, scope=Scope(region="Ellmoor", country="XSU", basis="title"))

    assert await found(store, place="ellmoor")
    assert await found(store, region="Ellmoor")
    assert not await found(store, place="Ellbruck")


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        pytest.param({"region": "ELLMOOR"}, True, id="region"),
        pytest.param({"region": "Ell"}, False, id="part-of-a-region"),
        pytest.param({"geonameid": 7}, True, id="geonameid"),
        pytest.param({"geonameid": 8}, False, id="another-geonameid"),
        pytest.param({"domain": Domain.TERRITORY}, True, id="domain"),
        pytest.param({"domain": Domain.INFRASTRUCTURE}, False, id="another-domain"),
        pytest.param({"predicate": Predicate.CAPTURED}, True, id="predicate"),
        pytest.param({"predicate": Predicate.RETOOK}, False, id="another-predicate"),
        pytest.param({"side": "XNO"}, True, id="actor"),
        pytest.param({"side": "XSU"}, True, id="opponent"),
        pytest.param({"side": "XME"}, True, id="speaker"),
        pytest.param({"side": "XX"}, False, id="another-side"),
        pytest.param({"side": "XSU", "predicate": Predicate.CAPTURED, "geonameid": 7}, True, id="all-match"),
        pytest.param({"side": "XSU", "predicate": Predicate.RETOOK, "geonameid": 7}, False, id="one-does-not"),
    ],
)
async def test_every_given_field_narrows(store: SqlStore, wanted: dict[str, object], *, matches: bool) -> None:
    """A claim is found when all that is asked for is so."""
    await add(
        store,
        place=make_place(geonameid=7),
        opponent="XSU",
        attribution=make_attribution(side="XME"),
    )

    assert await found(store, **wanted) is matches


@pytest.mark.parametrize(
    ("since", "until", "matches"),
    [
        pytest.param(None, None, True, id="open"),
        pytest.param(8, 10, True, id="exactly"),
        pytest.param(10, None, True, id="since-its-last-day"),
        pytest.param(11, None, False, id="since-the-day-after"),
        pytest.param(None, 8, True, id="until-its-first-day"),
        pytest.param(None, 7, False, id="until-the-day-before"),
        pytest.param(9, 9, True, id="within"),
    ],
)
async def test_days_are_those_of_the_event(
    store: SqlStore, since: int | None, until: int | None, *, matches: bool
) -> None:
    """A claim is found when its days touch the days asked for, both ends included."""
    await add(store, time=make_time(date(2031, 5, 8), end=date(2031, 5, 10)))

    wanted = {
        "since": date(2031, 5, since) if since else None,
        "until": date(2031, 5, until) if until else None,
    }
    assert await found(store, **wanted) is matches


async def test_without_days_the_day_of_publication_counts(store: SqlStore) -> None:
    """A claim whose event has no known day is found by its article's own date."""
    await add(store, time=make_time(None))

    assert await found(store, since=TODAY, until=TODAY)
    assert not await found(store, since=TODAY + timedelta(days=1))
    assert not await found(store, until=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        pytest.param("bridge", True, id="word"),
        pytest.param("BRID", True, id="beginning-of-a-word"),
        pytest.param("ridge", False, id="end-of-a-word"),
        pytest.param("ell river", True, id="words-in-any-order"),
        pytest.param("river canal", False, id="one-word-missing"),
        pytest.param("Elan", True, id="accents"),
        pytest.param("Ryd", True, id="speaker"),
        pytest.param("brigade", True, id="affiliation"),
        pytest.param("Moorgate", True, id="place"),
        pytest.param('"river Ell"', True, id="quoted"),
        pytest.param("river's", False, id="apostrophe"),
        pytest.param("", True, id="empty"),
        pytest.param(" \t", True, id="blank"),
    ],
)
async def test_words_are_found_in_quote_speaker_and_place(store: SqlStore, wanted: str, *, matches: bool) -> None:
    """Every word has to be there, whole or as a beginning."""
    await add(
        store,
        quote="They blew up the bridge of Élan over the river Ell.",
        place=make_place("Moorgate"),
        attribution=make_attribution(speaker="Anna Ryde", affiliation="4th Brigade"),
    )

    assert await found(store, text=wanted) is matches


@pytest.mark.parametrize(
    "wanted",
    [
        *(
            '"',
            '""',
            '"""',
            "'",
            "*",
            "-",
            "NEAR",
            "NEAR(a b)",
            "AND",
            "OR",
            "NOT",
            "a AND",
            "quotes:",
            "quotes:bridge",
        ),
        *(
            "-bridge",
            "^bridge",
            "bridge*",
            "{quotes}: x",
            "(",
            ")",
            "+",
            "a+b",
            ":",
            "\\",
            "?",
            ";",
            "--",
            "\0",
            "a\0b",
        ),
        *("'; DROP TABLE claims; --", "\ud83e\udded", "x" * 10_000, "a " * 2_000),
    ],
    ids=lambda wanted: ascii(wanted[:20]),
)
async def test_nothing_that_is_typed_is_an_operator(store: SqlStore, wanted: str) -> None:
    """Any text is words to search for: it finds something or nothing, and breaks nothing."""
    claim = await add(store, quote="They blew up the bridge.")

    for field in ("text", "place", "region", "side"):
        await store.search(ClaimFilter(**{field: wanted.encode("utf-16", "surrogatepass").decode("utf-16")}))  # type: ignore[arg-type] # fields by name
    assert [one.claim for one in await store.search(ClaimFilter(text="bridge"))] == [claim]


async def test_signs_alone_match_nothing(store: SqlStore) -> None:
    """A search for what has no word in it is no search for everything."""
    await add(store)

    assert not await found(store, text="-- ***")


async def test_the_newest_article_comes_first_and_the_limit_holds(store: SqlStore) -> None:
    """Order is by the time of publication, whatever its offset and the order of arrival."""
    days = [3, 1, 2]
    claims = {day: await add(store, published_at=DAY + timedelta(days=day)) for day in days}

    newest = await store.search(ClaimFilter(limit=2))

    assert [one.claim for one in newest] == [claims[3], claims[2]]
    assert newest[0].article.text.startswith("Norland captured")
    assert await store.search(ClaimFilter(limit=0)) == ()


async def test_infrastructure_is_found_by_domain(store: SqlStore) -> None:
    """An asset's claim has no predicate and is found by its domain."""
    claim = await add(store, asset=AssetKind.POWER)

    assert [one.claim for one in await store.search(ClaimFilter(domain=Domain.INFRASTRUCTURE))] == [claim]
    assert not await found(store, predicate=Predicate.CAPTURED)


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        pytest.param("abcdef0123", True, id="whole"),
        pytest.param("abcdef0", True, id="beginning"),
        pytest.param("abcdef", False, id="ambiguous"),
        pytest.param("abcde", False, id="too-short"),
        pytest.param("short", True, id="whole-and-short"),
        pytest.param("bcdef0", False, id="not-the-beginning"),
        pytest.param("abcdef%", False, id="percent"),
        pytest.param("ABCDEF0", False, id="another-case"),
        pytest.param("", False, id="empty"),
    ],
)
async def test_a_claim_or_dispute_is_found_by_the_beginning_of_its_id(
    store: SqlStore, wanted: str, *, matches: bool
) -> None:
    """Six characters are enough, where they begin one id only."""
    for name in ("abcdef0123", "abcdef9999", "short"):
        await add(store, id=name, place=name)
        async with store.unit_of_work() as unit:
            await unit.save_disputes([make_dispute(id=name)])

    claim, dispute = await store.claim(wanted), await store.dispute(wanted)

    assert (claim is not None) is matches
    assert (dispute is not None) is matches
    if claim is not None and dispute is not None:
        assert claim.claim.id == dispute.id
        assert claim.claim.id.startswith(wanted)


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9)}, True),
        ({"until": date(2021, 3, 9)}, True),
        ({"since": date(2021, 3, 9)}, False),
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9), "place": "{place}"}, True),
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9), "text": "{place}"}, True),
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9), "keys": ("place:77",)}, True),
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9), "keys": ("place:78",)}, False),
        ({"since": date(2021, 3, 1), "until": date(2021, 3, 9), "side": "XXX"}, False),
    ],
)
async def test_what_is_told_years_later_is_found_by_its_days(
    store: SqlStore, wanted: dict[str, object], *, matches: bool
) -> None:
    """An event of long before its publication is found with every other field, and once."""
    place = make_place(name="Steinau", text="Steinau", geonameid=77)
    await add(store, place=place, time=make_time(date(2021, 3, 5), end=date(2021, 3, 6)))
    asked = {name: "Steinau" if value == "{place}" else value for name, value in wanted.items()}

    assert len(await store.search(ClaimFilter(**asked))) == int(matches)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        pytest.param("bridge", FEW + 4, id="more than are asked for one by one"),
        pytest.param("bridge0", 10, id="few"),
        pytest.param("BRIDGE0 sh", 10, id="two beginnings"),
        pytest.param("bridge00", 1, id="a whole word"),
        pytest.param("bridge-h", 0, id="a sign between"),
        pytest.param("bridge bridgeheads", 0, id="no word begins so"),
        pytest.param("straße", 1, id="other letters"),
        pytest.param("strasse", 0, id="as they would be written"),
    ],
)
async def test_words_begin_as_asked_however_many_do(store: SqlStore, wanted: str, count: int) -> None:
    """A beginning finds every word that begins so, of few words and of many."""
    for number in range(FEW + 3):
        await add(store, quote=f"Forces shelled bridge{number:02} near the mill.")
    await add(store, quote="Forces took the bridgehead in Lang Straße.")

    assert len(await store.search(ClaimFilter(text=wanted))) == count
