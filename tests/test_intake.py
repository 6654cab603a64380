"""What people hand over: an address or a text, through the one pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.alerts.arrival_notices import ArrivalNotices
from bot.alerts.policy import load_policy
from bot.comparison.rules import load_rules
from bot.intake import MOST_TRIES, Intake, StoppedError
from bot.model.arrival import ArrivalState
from bot.model.errors import FetchError, ReaderError, SourceError, UnreadableError, UnsupportedLanguageError
from bot.model.filters import ClaimFilter
from bot.model.side import Side, SideCatalogue, SideKind
from bot.page_reading import DirectReader, ReadingPool
from bot.pipeline import Pipeline
from bot.store.database import SqlStore, open_store
from bot.workers import ExtractionError
from config.load import load_settings
from tests.builders import NORLAND, SUDMARK, make_area, make_subscription
from tests.intakes import NOW, TEXT, Heard, LateReader, OneClaim, raw
from tests.servers.feed import FeedServer, Reply
from tests.test_page_reading import make_page

PAGE = f"<html><head><title>Ellbruck</title></head><body><article><p>{TEXT * 5}</p></article></body></html>"


@dataclass
class World:
    """The intake with what stands around it."""

    intake: Intake
    store: SqlStore
    heard: Heard
    extractor: OneClaim
    woken: list[bool]
    now: datetime = NOW


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Return an intake over an empty store that may fetch from this machine."""
    settings = load_settings(
        None,
        {
            "CLAIMWATCH_SOURCES__ALLOW_NETWORKS": "127.0.0.0/8",
            "CLAIMWATCH_INBOX__FOLDER": str(tmp_path),
            "CLAIMWATCH_INTAKE__MAX_BYTES": "20000",
        },
    )
    names = {NORLAND: "Norland", SUDMARK: "Sudmark"}
    sides = SideCatalogue(sides={one: Side(id=one, kind=SideKind.COUNTRY, name=names[one]) for one in names})
    woken: list[bool] = []
    made: list[World] = []
    async with open_store(":memory:") as store:
        heard, extractor = Heard(), OneClaim()
        intake = Intake(
            settings=settings,
            pipeline=Pipeline(store=store, sides=sides, rules=load_rules(), policy=load_policy(), clock=lambda: NOW),
            arrivals=store.arrivals,
            reader=DirectReader(),
            extractor=extractor,
            teller=heard,
            clock=lambda: made[0].now if made else NOW,
            wake=lambda: woken.append(True),
            stop=asyncio.Event(),
            notices=ArrivalNotices(destination="discord:42"),
        )
        made.append(World(intake=intake, store=store, heard=heard, extractor=extractor, woken=woken))
        yield made[0]


@pytest.fixture
async def site() -> AsyncIterator[FeedServer]:
    """Return a site on this machine."""
    async with FeedServer() as server:
        yield server


async def test_a_text_is_read_as_an_article(world: World) -> None:
    """Its claims are stored, whoever runs the program hears of it, and delivery is woken."""
    result = await world.intake.submit(TEXT)
    assert not result.known
    assert [one.article_id for one in result.claims] == [result.article.id]
    assert len(await world.store.search(ClaimFilter())) == 1
    (article,) = world.extractor.asked
    assert (article.text, article.published_at, article.url, article.publisher) == (TEXT, NOW, None, None)
    assert article.key.startswith("submitted-")
    assert (world.heard.origins, world.woken) == ([article.key], [True])


async def test_a_file_is_read_by_its_format(world: World) -> None:
    """Each article in it, by the file's own name; what cannot be read is left out as long as something can."""
    lines = b'{"id": "a", "title": "One", "text": "%s"}\nnothing\n' % TEXT.encode()
    (taken,) = await world.intake.submit_file("reports/news.jsonl", lines)
    assert (taken.article.title, len(taken.claims)) == ("One", 1)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("news.pdf", b"%PDF", "says nothing about its format", id="format"),
        pytest.param("news.txt", b"", "is empty", id="empty"),
        pytest.param("news.txt.gz", b"no gzip", "gzip|Not a gz|packed", id="broken-gzip"),
    ],
)
async def test_a_file_that_cannot_be_read_is_said(world: World, name: str, data: bytes, reason: str) -> None:
    """By its name, and no folder of ours."""
    with pytest.raises(SourceError, match=reason) as caught:
        await world.intake.submit_file(name, data)
    assert str(caught.value).startswith(name)


async def test_a_message_is_looked_at_and_forgotten(world: World) -> None:
    """Its claims are returned, and nothing is stored or told."""
    _, (claim,) = await world.intake.find(TEXT)
    assert claim.mentions[0].quote
    assert (await world.store.counts()).articles == 0


async def test_the_same_text_is_known(world: World) -> None:
    """And parsed once; another text is another article."""
    await world.intake.submit(TEXT)
    assert (await world.intake.submit(TEXT)).known
    assert len(world.extractor.asked) == 1
    assert not (await world.intake.submit(TEXT + " It rained.")).known


async def test_who_follows_the_place_is_told(world: World) -> None:
    """What is handed over is news as any other."""
    area = make_area()
    await world.store.subscriptions.add(make_subscription(area=area), digest_due_at=None)
    await world.intake.submit(TEXT)
    assert [one.item.destination for one in await world.store.outbox.undelivered()] == ["discord:42"]


async def test_an_address_is_fetched(world: World, site: FeedServer) -> None:
    """The page is the article, under its address."""
    url = site.tell("/news/1", Reply(body=PAGE, kind="text/html"))
    result = await world.intake.submit(url)
    assert result.article.url == url
    assert "captured the town of Ellbruck" in result.article.text
    assert (await world.intake.submit(url)).known


@pytest.mark.parametrize(
    "text", ["See {url} for more: " + TEXT, "{url}\n" + TEXT], ids=["address-inside", "address-first"]
)
async def test_a_text_with_an_address_in_it_is_a_text(world: World, site: FeedServer, text: str) -> None:
    """Only an address alone is one."""
    url = site.tell("/news/1", Reply(body=PAGE, kind="text/html"))
    result = await world.intake.submit(text.format(url=url))
    assert "Sudmark did not reply" in result.article.text
    assert site.asked == []


async def test_a_page_that_is_not_there_is_said(world: World, site: FeedServer) -> None:
    """With its address; nothing is stored, and nobody is woken."""
    with pytest.raises(FetchError, match="404") as caught:
        await world.intake.submit(site.url("/nothing"))
    assert caught.value.gone
    assert world.woken == []


async def test_a_page_that_is_too_large_is_said(world: World, site: FeedServer) -> None:
    """The setting for what comes in holds for what people hand over."""
    url = site.tell("/news/1", Reply(body=PAGE + " " * 30_000, kind="text/html"))
    with pytest.raises(SourceError, match=r"20[ ,]?0*"):
        await world.intake.submit(url)


async def test_what_is_no_article_is_said(world: World) -> None:
    """Neither an empty text nor one in a language that is not read."""
    with pytest.raises(UnreadableError):
        await world.intake.submit(" ")
    with pytest.raises(UnsupportedLanguageError):
        await world.intake.submit("Войска заявили в среду, что они взяли город. " * 9)


async def test_a_fault_of_ours_is_an_error_that_says_so(world: World) -> None:
    """The article is set aside, and the next one is read."""
    with pytest.raises(SourceError, match=r"is set aside \(ValueError: a fault of ours\)"):
        await world.intake.submit("This one is broken. " + TEXT)
    assert not (await world.intake.submit(TEXT)).known


async def test_nothing_is_read_after_the_end(world: World) -> None:
    """Neither begun nor finished: a long article does not hold up the end."""
    world.extractor.waits = asyncio.Event()
    reading = asyncio.create_task(world.intake.submit(TEXT))
    while not world.extractor.asked:  # noqa: ASYNC110 - the extractor is the test's own, and has begun when it is asked
        await asyncio.sleep(0)
    world.intake.stop.set()
    with pytest.raises(StoppedError):
        await reading
    with pytest.raises(StoppedError):
        await world.intake.submit("Another. " + TEXT)
    assert await world.store.search(ClaimFilter()) == ()


async def test_what_is_accepted_is_read_later_and_once(world: World) -> None:
    """It is in the store before anybody hears that it is taken, and whoever brings it again changes nothing."""
    arrival = await world.intake.accept(raw(TEXT), source="inbox")
    assert arrival is not None
    assert arrival.state is ArrivalState.WAITING
    assert (world.extractor.asked, world.heard.origins) == ([], [])
    await world.intake.accept(raw(TEXT), source="push")
    await world.intake.work_off()
    assert (len(world.extractor.asked), world.heard.origins) == (1, ["a.txt"])
    assert await world.intake.accept(raw(TEXT), source="inbox") is None
    await world.intake.work_off()
    assert len(world.extractor.asked) == 1


async def test_what_somebody_waits_for_overtakes_the_queue(world: World) -> None:
    """And what is in the queue already is read at once where somebody hands it over."""
    for name in ("one", "two"):
        await world.intake.accept(raw(f"{name}: {TEXT}"), source="inbox")
    result = await world.intake.read(raw(f"two: {TEXT}"))
    assert not result.known
    assert [one.text[:3] for one in world.extractor.asked] == ["two"]
    await world.intake.work_off()
    assert [one.text[:3] for one in world.extractor.asked] == ["two", "one"]


async def test_who_hands_over_what_is_being_read_waits_for_it(world: World) -> None:
    """It is read once; the second hears that it is known."""
    world.extractor.waits = asyncio.Event()
    await world.intake.accept(raw(TEXT), source="inbox")
    working = asyncio.create_task(world.intake.work_off())
    while not world.extractor.asked:  # noqa: ASYNC110 - the extractor is the test's own, and has begun when it is asked
        await asyncio.sleep(0)
    asking = asyncio.create_task(world.intake.submit(TEXT))
    await asyncio.sleep(0.05)
    assert not asking.done()
    world.extractor.waits.set()
    assert (await asking).known
    await working
    assert len(world.extractor.asked) == 1


async def test_what_breaks_its_limits_is_set_aside_for_good(world: World) -> None:
    """It is told of, no start reads it again, and whoever hands it over hears why."""
    broken = "This one is broken. " + TEXT
    await world.intake.accept(raw(broken), source="inbox")
    await world.intake.work_off()
    assert "a fault of ours" in world.heard.failures[0].reason
    again = await world.intake.accept(raw(broken), source="inbox")
    assert again is not None
    assert again.state is ArrivalState.FAILED
    await world.intake.work_off()
    assert len(world.extractor.asked) == 1
    with pytest.raises(SourceError, match=r"set aside before .*claimwatch intake retry 1"):
        await world.intake.submit(broken)


async def test_the_operators_hear_of_what_is_set_aside(world: World) -> None:
    """At once, and of a second one for the same reason not again."""
    for number in (1, 2):
        await world.intake.accept(raw(f"This one is broken, {number}. {TEXT}"), source="inbox")
    await world.intake.work_off()
    assert world.woken
    (sent,) = await world.store.outbox.undelivered()
    assert sent.item.destination == "discord:42"
    assert "Reason: ValueError: a fault of ours" in sent.item.alert.text


async def test_what_may_pass_is_tried_again_and_then_set_aside(world: World) -> None:
    """A reader that dies may have been killed by somebody else; three times are no accident."""
    world.extractor.fails = ExtractionError(origin="a", reason="its reader died with code -9", passing=True)
    await world.intake.accept(raw(TEXT), source="inbox")
    for number in (1, 2):
        await world.intake.work_off()
        (arrival,) = await world.store.arrivals.listed([ArrivalState.WAITING], limit=9)
        assert (arrival.attempts, arrival.due_at) == (number, world.now + timedelta(minutes=number))
        world.now += timedelta(minutes=number)
    await world.intake.work_off()
    (arrival,) = await world.store.arrivals.listed([ArrivalState.FAILED], limit=9)
    assert arrival.reason == "its reader died with code -9"
    assert [one.reason.partition("; ")[2] for one in world.heard.failures] == ["it is tried again"] * 2 + [
        "it is set aside"
    ]


async def test_what_no_reader_can_be_started_for_is_tried_until_one_can(world: World) -> None:
    """The article has no part in that: no try is counted, and it is never set aside for it."""
    world.extractor.fails = ReaderError(origin="a", reason="no reader can be started: out of memory")
    await world.intake.accept(raw(TEXT), source="inbox")
    for _ in range(MOST_TRIES + 1):
        await world.intake.work_off()
        (arrival,) = await world.store.arrivals.listed([ArrivalState.WAITING], limit=9)
        assert (arrival.attempts, arrival.due_at) == (0, world.now + timedelta(minutes=1))
        world.now += timedelta(minutes=1)
    world.extractor.fails = None
    await world.intake.work_off()
    assert len(await world.store.search(ClaimFilter())) == 1


async def test_a_stop_leaves_what_is_read_for_the_next_start(world: World) -> None:
    """Neither lost nor counted as a try."""
    world.extractor.waits = asyncio.Event()
    await world.intake.accept(raw(TEXT), source="inbox")
    working = asyncio.create_task(world.intake.work_off())
    while not world.extractor.asked:  # noqa: ASYNC110 - the extractor is the test's own, and has begun when it is asked
        await asyncio.sleep(0)
    world.intake.stop.set()
    await working
    (arrival,) = await world.store.arrivals.listed([ArrivalState.WAITING], limit=9)
    assert arrival.attempts == 0
    assert await world.store.search(ClaimFilter()) == ()


async def test_a_file_waits_for_a_reader_that_cannot_be_started(world: World) -> None:
    """It is looked at once, so that it is tried until it can be read; a person hears of it each time."""
    arrived = asyncio.Event()
    intake = replace(world.intake, reader=LateReader(late=2), pause=timedelta(0), arrived=arrived.set)
    watching = asyncio.create_task(intake.watch_inbox())
    (intake.settings.inbox.folder / "late.txt").write_text(TEXT)
    await arrived.wait()
    intake.stop.set()
    await watching
    assert [one.reason.rpartition("; ")[2] for one in world.heard.failures] == ["it is tried again"] * 2


async def test_what_is_handed_over_is_read_once(world: World) -> None:
    """However it is taken in, and where another reads its claims meanwhile."""
    reader = LateReader()
    intake = replace(world.intake, reader=reader)
    await intake.accept(raw(TEXT), source="inbox")
    assert reader.read_so_far == 1
    assert (await intake.read(raw(f"{TEXT} It is a port."))).claims
    assert reader.read_so_far == 2


async def test_a_page_over_its_limits_is_refused_and_the_next_is_accepted(world: World) -> None:
    """Who handed it over hears the limit, and nothing waits to be read."""
    pool = ReadingPool(load_settings(None, {"CLAIMWATCH_INTAKE__SECONDS_PER_PAGE": "0.5"}))
    intake = replace(world.intake, reader=pool)
    try:
        with pytest.raises(UnreadableError, match=r"huge: .* longer than 0\.5 seconds"):
            await intake.accept(make_page(60_000, key="huge"), source="submitted")
        assert (await intake.arrivals.state()).waiting == 0
        assert await intake.accept(make_page(), source="submitted") is not None
    finally:
        await pool.close()
