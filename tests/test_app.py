"""The program that keeps running, with readers and listeners of the test's own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Application, Platform, open_application, open_ground
from bot.intake import SAMPLES
from bot.model.alert import Alert, AlertKind
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, SourceError, StoreError
from bot.model.outbox import OutboxItem
from bot.model.outcome import Done, Outcome, Temporary
from bot.pipeline import Ingested
from config.load import load_settings
from config.schema import Settings
from tests.builders import make_article, make_claim

NOW = datetime(2031, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class Heard:
    """Hears how it goes, and stops the program when it has heard enough."""

    stop: asyncio.Event
    enough: Callable[[Heard], bool]
    results: list[tuple[str, Ingested]] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)
    samples: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)
    watched: Path | None = None

    def ingested(self, result: Ingested, *, origin: str) -> None:
        """Hear of an article."""
        self.results.append((origin, result))
        self._check()

    def failed(self, error: SourceError) -> None:
        """Hear of a failure."""
        self.failures.append(error)
        self._check()

    def reading_samples(self, count: int, *, known: int) -> None:
        """Hear of the samples."""
        self.samples, self.known_samples = count, known

    def watching(self, folder: Path) -> None:
        """Hear of the inbox."""
        self.watched = folder
        self._check()

    def serving(self, platform: str) -> None:
        """Hear of a chat platform."""

    def refused(self, platform: str, error: ConfigurationError) -> None:
        """Hear that a platform cannot be served."""
        self.refusals.append((platform, str(error)))
        self._check()

    def _check(self) -> None:
        if self.enough(self):
            self.stop.set()


@dataclass
class Screen:
    """Takes alerts."""

    alerts: list[Alert] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Done)
    never: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, item: OutboxItem) -> Outcome:
        """Take it."""
        self.begun.set()
        if self.never is not None:
            await self.never.wait()
        self.alerts.append(item.alert)
        return self.outcome


@dataclass
class OneClaim:
    """Finds the same one claim in every article, or breaks on those with a word."""

    breaks_on: str = "unreadable"
    asked: list[str] = field(default_factory=list)
    waits: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Find it."""
        self.asked.append(article.key)
        self.begun.set()
        if self.waits is not None:
            await self.waits.wait()
        if self.breaks_on in article.text:
            raise ValueError("a fault of ours")
        return (make_claim(article=article),)


def make_settings(folder: Path, **environ: str) -> Settings:
    """Return settings that keep everything in the folder."""
    here = {"DATABASE__URL": str(folder / "claims.db"), "INBOX__FOLDER": str(folder / "inbox"), **environ}
    return load_settings(None, {f"CLAIMWATCH_{name}": value for name, value in here.items()})


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    enough: Callable[[Heard], bool],
    extractor: OneClaim | None = None,
    screen: Screen | None = None,
    platforms: Sequence[Platform] = (),
) -> AsyncIterator[tuple[Application, Heard, Screen, OneClaim]]:
    """Build the program over these parts."""
    stop = asyncio.Event()
    heard, shown, found = Heard(stop, enough), screen or Screen(), extractor or OneClaim()
    async with open_application(
        settings,
        clock=lambda: NOW,
        messengers={"console": shown},
        teller=heard,
        stop=stop,
        platforms=lambda _commands: platforms,
        extractor=found,
    ) as application:
        yield application, heard, shown, found


@dataclass
class Chat:
    """A platform that serves until it is cancelled, or refuses its token."""

    name: str
    refuses: bool = False
    messenger: Screen = field(default_factory=Screen)
    served: bool = False

    async def run(self) -> None:
        """Serve."""
        if self.refuses:
            raise ConfigurationError(where=f"{self.name}.token", reason="is refused")
        self.served = True
        await asyncio.Event().wait()


def watching(heard: Heard) -> bool:
    """Whether the inbox is watched."""
    return heard.watched is not None


async def test_an_empty_database_reads_the_samples(tmp_path: Path) -> None:
    """In order of publication; each summary goes to the console."""
    async with opened(make_settings(tmp_path), enough=watching) as (application, heard, screen, _):
        await asyncio.wait_for(application.run(), timeout=30)
    published = [result.article.published_at for _, result in heard.results]
    assert heard.samples == len(published) == len(list(SAMPLES.glob("*-*.md")))
    assert published == sorted(published)
    assert {origin.split()[0] for origin, _ in heard.results} == {"sample"}
    assert all(alert.kind is not AlertKind.NOTICE for alert in screen.alerts)


async def test_a_second_start_finds_everything_known(tmp_path: Path) -> None:
    """Nothing is extracted, nothing is told again; what was left in the outbox is told now."""
    settings = make_settings(tmp_path)
    async with opened(settings, enough=watching) as (application, heard, first, _):
        await asyncio.wait_for(application.run(), timeout=30)
        ids = {alert.id for _, result in heard.results for alert in result.alerts}
    async with opened(settings, enough=watching) as (application, heard, second, extractor):
        await asyncio.wait_for(application.run(), timeout=30)
    assert all(result.known for _, result in heard.results)
    assert extractor.asked == []
    told = [alert.id for alert in (*first.alerts, *second.alerts)]
    assert len(told) == len(set(told))
    assert set(told) <= ids


async def test_samples_cut_short_are_completed(tmp_path: Path) -> None:
    """A start that was killed after the first sample goes on with the others."""
    settings = make_settings(tmp_path)
    async with opened(settings, enough=lambda heard: len(heard.results) == 1) as (application, heard, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert len(heard.results) == 1
    async with opened(settings, enough=watching) as (application, heard, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert [result.known for _, result in heard.results] == [True, False, False]


async def test_a_database_of_ones_own_is_left_without_samples(tmp_path: Path) -> None:
    """Whoever began with their own articles does not get the samples among them."""
    settings = make_settings(tmp_path)
    async with open_ground(settings, clock=lambda: NOW) as ground:
        claim = make_claim()
        await ground.pipeline().record(_article_of(claim), (claim,))
    async with opened(settings, enough=watching) as (application, heard, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert (heard.samples, heard.results) == (0, [])


async def test_samples_can_be_turned_off(tmp_path: Path) -> None:
    """`samples.read = false` leaves an empty database empty."""
    async with opened(make_settings(tmp_path, SAMPLES__READ="false"), enough=watching) as (application, heard, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert heard.results == []


async def test_the_inbox_is_read_and_what_fails_is_told(tmp_path: Path) -> None:
    """A bad file and a fault of our own are told with the file's name, and the others are read."""
    settings = make_settings(tmp_path, SAMPLES__READ="false")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, text in (("a", "It is unreadable for us."), ("b", ""), ("c", "The bridge is open again.")):
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    record = {"id": "d", "text": "The road is open again.", "published": "2031-05-01"}
    (inbox / "d.json").write_text(json.dumps(record), encoding="utf-8")
    async with opened(settings, enough=lambda heard: len(heard.results) + len(heard.failures) == 4) as parts:
        application, heard, _, _ = parts
        await asyncio.wait_for(application.run(), timeout=30)
    assert sorted(result.article.key for _, result in heard.results) == ["c", "d"]
    assert sorted(Path(error.origin).name for error in heard.failures) == ["a.txt", "b.txt"]
    assert any("a fault of ours" in error.reason for error in heard.failures)


async def test_an_inbox_that_cannot_be_made_is_a_wrong_setting(tmp_path: Path) -> None:
    """The setting is named, and the program ends."""
    (tmp_path / "inbox").write_text("a file", encoding="utf-8")
    async with opened(make_settings(tmp_path, SAMPLES__READ="false"), enough=watching) as (application, _, _, _):
        with pytest.raises(ConfigurationError, match=r"inbox\.folder"):
            await asyncio.wait_for(application.run(), timeout=30)


async def test_a_delivery_that_fails_ends_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking in without telling is not carried on with."""

    async def fail(*_: object, **__: object) -> None:
        raise StoreError(url="claims.db", reason="the disk is full")

    async with opened(make_settings(tmp_path), enough=lambda _: False) as (application, _, _, _):
        monkeypatch.setattr(application.delivery.outbox, "lease", fail)
        with pytest.raises(StoreError, match="the disk is full"):
            await asyncio.wait_for(application.run(), timeout=30)


async def test_it_stops_while_an_article_is_read(tmp_path: Path) -> None:
    """A reader that never answers does not hold up the end."""
    never = OneClaim(waits=asyncio.Event())
    async with opened(make_settings(tmp_path), enough=lambda _: False, extractor=never) as (application, _, _, found):
        running = asyncio.create_task(application.run())
        await asyncio.wait_for(found.begun.wait(), timeout=30)
        application.stop.set()
        await asyncio.wait_for(running, timeout=10)
    assert len(found.asked) == 1


async def test_what_could_not_be_sent_is_kept_with_its_reason(tmp_path: Path) -> None:
    """A console that is away leaves every alert in the outbox."""
    away = Screen(outcome=Temporary(reason="away"))
    settings = make_settings(tmp_path)
    async with opened(settings, enough=lambda heard: len(heard.results) == 1, screen=away) as (
        application,
        heard,
        _,
        _,
    ):
        running = asyncio.create_task(application.run())
        await asyncio.wait_for(running, timeout=30)
        left = await application.ground.store.outbox.undelivered()
    assert {one.item.alert.id for one in left} == {alert.id for _, result in heard.results for alert in result.alerts}


async def test_a_second_program_on_one_database_is_told_why(tmp_path: Path) -> None:
    """Two would both answer in the channels; the first goes on."""
    settings = make_settings(tmp_path)
    async with opened(settings, enough=watching):
        with pytest.raises(StoreError, match="another Claimwatch runs with it"):
            async with opened(settings, enough=watching):
                pass


async def test_it_stops_while_a_platform_slows_a_send(tmp_path: Path) -> None:
    """What has not arrived by then is sent at the next start, though it was leased."""
    settings = make_settings(tmp_path)
    slow = Screen(never=asyncio.Event())
    async with opened(settings, enough=lambda _: False, screen=slow) as (application, heard, _, _):
        application.delivery.pace = replace(application.delivery.pace, farewell=timedelta(milliseconds=10))
        running = asyncio.create_task(application.run())
        await asyncio.wait_for(slow.begun.wait(), timeout=30)
        application.stop.set()
        await asyncio.wait_for(running, timeout=10)
        made = [alert.id for _, result in heard.results for alert in result.alerts]
    quick = Screen()
    async with opened(settings, enough=lambda _: bool(quick.alerts), screen=quick) as (application, heard, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert quick.alerts[0].id == made[0]


@pytest.mark.parametrize(("asked", "told"), [(None, True), (timedelta(hours=1), False)], ids=["fault", "asked"])
async def test_a_new_start_tries_at_once_what_nobody_asked_to_wait_with(
    tmp_path: Path, asked: timedelta | None, *, told: bool
) -> None:
    """A token that was mended meanwhile is no reason to wait; a platform that asked for an hour gets it."""
    settings = make_settings(tmp_path)
    away = Screen(outcome=Temporary(delay=asked, reason="away"))
    async with opened(settings, enough=watching, screen=away) as (application, _, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert away.alerts
    back = Screen()
    async with opened(settings, enough=watching, screen=back) as (application, _, _, _):
        await asyncio.wait_for(application.run(), timeout=30)
    assert bool(back.alerts) is told


async def test_a_refused_platform_does_not_take_down_the_other(tmp_path: Path) -> None:
    """It is told, and the other goes on being served."""
    chats = (Chat("discord", refuses=True), Chat("slack"))
    async with opened(make_settings(tmp_path), enough=lambda heard: bool(heard.refusals), platforms=chats) as parts:
        application, heard, _, _ = parts
        await asyncio.wait_for(application.run(), timeout=30)
    assert heard.refusals == [("discord", "discord.token: is refused")]
    assert chats[1].served


async def test_a_program_whose_every_platform_is_refused_ends(tmp_path: Path) -> None:
    """With the setting that has to be mended."""
    chats = (Chat("discord", refuses=True), Chat("slack", refuses=True))
    async with opened(make_settings(tmp_path), enough=lambda _: False, platforms=chats) as (application, _, _, _):
        with pytest.raises(ConfigurationError, match=r"token: is refused"):
            await asyncio.wait_for(application.run(), timeout=30)


async def test_the_samples_are_for_the_terminal(tmp_path: Path) -> None:
    """With a chat platform, an empty database stays empty."""
    async with opened(make_settings(tmp_path), enough=watching, platforms=(Chat("slack"),)) as parts:
        application, heard, _, _ = parts
        await asyncio.wait_for(application.run(), timeout=30)
    assert (heard.samples, heard.results) == (0, [])


def _article_of(claim: Claim) -> Article:
    article = make_article()
    assert claim.article_id == article.id
    return article
