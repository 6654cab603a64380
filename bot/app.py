"""Builds the parts of the program, each in its place, and takes them down again in the opposite order."""

from __future__ import annotations

import asyncio
import gc
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Protocol

from bot.alerts.arrival_notices import ArrivalNotices
from bot.alerts.gathering import Gathering
from bot.alerts.notices import OperatorNotices
from bot.alerts.policy import Policy, load_policy
from bot.article.copies import are_copies, copy_pairs
from bot.comparison.rules import Rules, load_rules
from bot.delivery.worker import DeliveryWorker, Messenger, Pace
from bot.desk.commands import Commands
from bot.desk.desk import Desk
from bot.desk.parts import FeedDesk
from bot.digesting import DigestWriter
from bot.feeding import feed_worker, fetch_list, probe_feed
from bot.gathering import GroupWriter
from bot.intake import MOST_ENDS, Intake, StoppedError, Teller
from bot.model.arrival import Door
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.errors import ConfigurationError
from bot.model.side import SideCatalogue
from bot.page_reading import ReadingPool
from bot.pipeline import ClaimExtractor, Pipeline
from bot.places.areas import GazetteerAreas
from bot.pushing import PushDoor
from bot.schedule import Recurring, scheduled
from bot.sources.opml import feeds_file
from bot.store.database import SqlStore, open_store
from bot.store.sole import sole_use
from bot.upkeep import Housekeeper, tasks_of
from bot.workers import ExtractionPool, open_gazetteer
from config.knowledge import load_sides
from config.schema import Settings

_COLLECTING = (5_000, 10, 200)
"""After so many new objects the youngest are looked through, after so many times the next, and after so many all."""
_POLL = timedelta(seconds=1)
"""How often the outbox is looked at without being woken: what another process put there is not to wait for long."""
# How often the store is asked for digests that are due: they are due to the minute.
_DIGEST_LOOK = timedelta(seconds=20)
# How often the queue is looked at without being woken, for what has to be tried again.
_INTAKE_LOOK = timedelta(seconds=5)
# How often for messages that wait to be told together.
_GROUP_LOOK = timedelta(seconds=1)
_UPKEEP_LOOK = timedelta(minutes=1)


def spare_collector() -> None:
    """Tell the collector of garbage that what is there stays, and to walk through all the rest seldom.

    Claims and relations of the day are kept as they were read, some hundred thousand objects without cycles: to walk
    through them holds up an article for a tenth of a second, and by default that is done with every few articles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What everything that uses the database stands on."""

    settings: Settings
    store: SqlStore
    sides: SideCatalogue
    rules: Rules
    policy: Policy
    clock: Callable[[], datetime]

    def pipeline(self, *, always: tuple[str, ...] = ()) -> Pipeline:
        """Return the way in for articles; every alert goes to the destinations of `always`, and to who follows it."""
        return Pipeline(
            store=self.store,
            sides=self.sides,
            rules=self.rules,
            policy=self.policy,
            clock=self.clock,
            always=always,
            gathering=Gathering(every=timedelta(seconds=self.settings.delivery.group_seconds)),
        )

    def desk(self) -> Desk:
        """Return what answers people."""
        return Desk(store=self.store, sides=self.sides, rules=self.rules, copies=are_copies, copy_pairs=copy_pairs)


@asynccontextmanager
async def open_ground(settings: Settings, *, clock: Callable[[], datetime]) -> AsyncIterator[Ground]:
    """Load the knowledge and open the database; close it after."""
    sides, rules, policy = load_sides().catalogue, load_rules(), load_policy()
    async with open_store(settings.database.url) as store:
        yield Ground(settings=settings, store=store, sides=sides, rules=rules, policy=policy, clock=clock)


class Platform(Protocol):
    """A chat platform: it sends alerts, and serves commands while it runs.

    `name` is the first part of its destinations.
    """

    @property
    def name(self) -> str:
        """What its destinations begin with."""
        ...

    @property
    def messenger(self) -> Messenger:
        """What sends alerts; before `run` is connected, sending is a temporary failure."""
        ...

    async def run(self) -> None:
        """Connect and serve until cancelled, reconnecting by itself; raises ConfigurationError for a refused token."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """The program that keeps running: it reads what comes in and delivers what follows from it, until `stop` is set."""

    ground: Ground
    intake: Intake
    commands: Commands
    delivery: DeliveryWorker
    platforms: tuple[Platform, ...]
    feeds: Recurring
    digests: Recurring
    groups: Recurring
    reader: Recurring
    upkeep: Recurring
    door: Door
    stop: asyncio.Event

    async def run(self) -> None:
        """Deliver what is left from before, serve the platforms, take in what comes, until stopped."""
        await self.ground.store.feeds.follow(self.ground.settings.feeds.urls, now=self.ground.clock())
        await self.ground.store.outbox.restarted()
        await self.ground.store.arrivals.restarted(
            now=self.ground.clock(),
            most=MOST_ENDS,
            notices=ArrivalNotices(destination=self.ground.settings.delivery.operators),
        )
        try:
            # Whichever part fails takes the others down: taking in without telling would look like peace.
            async with asyncio.TaskGroup() as tasks:
                delivering = tasks.create_task(self.delivery.run())
                left = {platform.name for platform in self.platforms}
                serving = [tasks.create_task(self._serve(platform, left)) for platform in self.platforms]
                try:
                    with scheduled(*self._recurring, clock=self.ground.clock):
                        await self._take_in(tasks)
                finally:
                    self.delivery.stop()
                # What is being sent needs its platform until it is recorded; it ends within the worker's farewell.
                await delivering
                for task in serving:
                    task.cancel()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group

    async def _serve(self, platform: Platform, left: set[str]) -> None:
        """Serve a platform; one that refuses its token does not take down the others that are `left`."""
        self.intake.teller.serving(platform.name)
        try:
            await platform.run()
        except ConfigurationError as error:
            left.discard(platform.name)
            if not left:
                raise
            self.intake.teller.refused(platform.name, error)

    @property
    def _recurring(self) -> tuple[Recurring, ...]:
        return (self.reader, self.feeds, self.digests, self.groups, self.upkeep)

    async def _take_in(self, tasks: asyncio.TaskGroup) -> None:
        recurring = [tasks.create_task(worker.run()) for worker in self._recurring]
        try:
            # Samples are for somebody who tries it out; on a server they would be claims that nobody published today.
            if self.ground.settings.samples.read and not self.platforms:
                await self.intake.read_samples()
            await self.intake.watch_inbox()
        except StoppedError:
            pass
        finally:
            for task in recurring:
                task.cancel()


@asynccontextmanager
async def open_application(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    messengers: Mapping[str, Messenger],
    teller: Teller,
    stop: asyncio.Event,
    platforms: Callable[[Commands], Sequence[Platform]] = lambda _commands: (),
    extractor: ClaimExtractor | None = None,
) -> AsyncIterator[Application]:
    """Build the program that keeps running; `messengers` get every alert, `platforms` what their channels follow.

    Claims are found by `extractor`, or else by a worker process, which starts with the first article that is new.
    """
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(open_ground(settings, clock=clock))
        # The folder is there only now.
        stack.enter_context(sole_use(settings.database.url))
        gazetteer = stack.enter_context(closing(open_gazetteer(settings)))
        if extractor is None:
            extractor = pool = ExtractionPool(settings)
            stack.push_async_callback(pool.close)
        pages = ReadingPool(settings)
        stack.push_async_callback(pages.close)
        senders = dict(messengers)
        delivery = DeliveryWorker(
            outbox=ground.store.outbox,
            messengers=senders,
            clock=clock,
            pace=Pace(poll=_POLL, keep=timedelta(days=settings.delivery.keep_days)),
            notices=OperatorNotices(destination=settings.delivery.operators),
            follows=partial(_followed, ground),
        )

        async def work_off() -> None:
            await intake.work_off()

        reader = Recurring(name="intake", work=work_off, every=_INTAKE_LOOK)
        intake = Intake(
            settings=settings,
            pipeline=ground.pipeline(always=tuple(messengers)),
            arrivals=ground.store.arrivals,
            arrived=reader.wake,
            reader=pages,
            extractor=extractor,
            teller=teller,
            clock=clock,
            wake=delivery.wake,
            stop=stop,
            notices=ArrivalNotices(destination=settings.delivery.operators),
        )
        commands = Commands(
            desk=ground.desk(),
            store=ground.store,
            subscriptions=ground.store.subscriptions,
            communities=ground.store.communities,
            feeds=ground.store.feeds,
            feed_desk=FeedDesk(
                probe=partial(probe_feed, settings=settings, clock=clock),
                listed=partial(fetch_list, settings=settings, clock=clock),
                newest=ground.store.arrivals.newest,
                operators=settings.delivery.operators,
                as_file=feeds_file,
            ),
            areas=GazetteerAreas(gazetteer),
            submissions=intake,
            record=partial(_decide, ground, delivery),
            resume=partial(_resume, ground, delivery),
            paused=ground.store.outbox.pause_of,
            clock=clock,
            new_id=partial(secrets.token_hex, 8),
            version=version("claimwatch"),
            started_at=clock(),
        )
        served = tuple(platforms(commands))
        senders.update({platform.name: platform.messenger for platform in served})
        yield Application(
            ground=ground,
            intake=intake,
            commands=commands,
            delivery=delivery,
            platforms=served,
            feeds=feed_worker(ground.store.feeds, intake, settings, clock=clock),
            digests=_digest_worker(ground, delivery),
            groups=_group_worker(ground, delivery),
            reader=reader,
            upkeep=_housekeeping(ground),
            door=PushDoor(intake=intake, clock=clock, most=settings.intake.most_waiting),
            stop=stop,
        )


async def _decide(ground: Ground, delivery: DeliveryWorker, decision: Decision) -> tuple[Dispute, ...]:
    changed = await ground.pipeline().decide(decision)
    delivery.wake()
    return changed


async def _followed(ground: Ground, destination: str) -> tuple[str, ...]:
    return tuple(one.area.label for one in await ground.store.subscriptions.of(destination))


async def _resume(ground: Ground, delivery: DeliveryWorker, destination: str) -> None:
    if await ground.store.outbox.resume(destination):
        delivery.wake()


def _digest_worker(ground: Ground, delivery: DeliveryWorker) -> Recurring:
    writer = DigestWriter(
        store=ground.store,
        subscriptions=ground.store.subscriptions,
        clock=ground.clock,
        label=ground.sides.label,
        wait=timedelta(hours=ground.settings.delivery.digest_wait_hours),
    )

    async def write() -> None:
        if await writer.write_due():
            delivery.wake()

    return Recurring(name="digests", work=write, every=_DIGEST_LOOK)


def _housekeeping(ground: Ground) -> Recurring:
    tasks = tasks_of(ground.settings, ground.store.upkeep, clock=ground.clock)
    keeper = Housekeeper(upkeep=ground.store.upkeep, tasks=tasks, clock=ground.clock)

    async def work() -> None:
        await keeper.plan()
        await keeper.work()

    return Recurring(name="upkeep", work=work, every=_UPKEEP_LOOK)


def _group_worker(ground: Ground, delivery: DeliveryWorker) -> Recurring:
    writer = GroupWriter(
        store=ground.store,
        gathered=ground.store.gathered,
        clock=ground.clock,
        every=timedelta(seconds=ground.settings.delivery.group_seconds),
        label=ground.sides.label,
    )

    async def write() -> None:
        if await writer.write_due():
            delivery.wake()

    return Recurring(name="groups", work=write, every=_GROUP_LOOK)
