"""What a new article costs with ever more claims in the store, to compare and to write down; and what a question costs.

The history is written in bulk, but for its last weeks, which take the program's own way: these are all that a new claim
can meet.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from bot.app import open_ground, spare_collector
from bot.model.dispute import DisputeStatus
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.ports import Lookup, Sourced
from bot.model.storage import Store, UnitOfWork
from bot.pipeline import Pipeline
from config.schema import DatabaseSettings, Settings
from tests.bench.history import build
from tests.bench.war import DAYS, FIRST, after

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_NEW = 400
_WARM = 100
"""So many articles come before those that are measured: the running program has read the day's claims before."""
_ASKED = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """The median, the 99th percentile and the most of some figures."""

    p50: float
    p99: float
    most: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """What is measured in a store of so many claims; times in milliseconds.

    `candidates` are those of one new claim, `compare` and `commit` are of an article and together are `both`, of which
    `cpu` is this process's processor time; `queries` are by name what people ask.
    """

    claims: int
    megabytes: float
    candidates: Spread
    compare: Spread
    commit: Spread
    both: Spread
    cpu: Spread
    queries: dict[str, Spread]


async def measure(sizes: Sequence[int] = SIZES, *, keep: Path | None = None) -> tuple[Scale, ...]:
    """Build a store of each size in a folder of its own, and measure there; progress goes to standard error.

    With `keep` the stores stay in that folder as they were built, and what is there already is not built again.
    """
    return tuple([await _measure(size, keep) for size in sizes])


async def _measure(size: int, keep: Path | None) -> Scale:
    with TemporaryDirectory(prefix="claimwatch-bench-") as folder:
        file = Path(folder, "scale.db")
        settings = Settings(database=DatabaseSettings(url=str(file)))
        kept = None if keep is None else keep / f"scale{size}.db"
        if kept is not None and kept.exists():
            shutil.copy(kept, file)
        else:
            await build(file, size)
        if kept is not None and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, kept)
        async with open_ground(settings, clock=lambda: FIRST + timedelta(days=DAYS)) as ground:
            watched = _WatchedStore(ground.store)
            pipeline = Pipeline(
                store=watched,  # type: ignore[arg-type] # it hands on whatever it does not watch
                sides=ground.sides,
                rules=ground.rules,
                policy=ground.policy,
                clock=ground.clock,
            )
            # As the running program does.
            spare_collector()
            articles = after(_WARM + _NEW, seed=size)
            for report in articles[:_WARM]:
                await pipeline.record(report.article, report.claims)
            for report in articles[_WARM:]:
                watched.begin(claims=len(report.claims))
                await pipeline.record(report.article, report.claims)
                watched.end()
            queries = {name: await _asked(ask) for name, ask in _questions(ground.store)}
            counted = await ground.store.counts()
        megabytes = _megabytes(Path(folder))
    return Scale(
        claims=counted.claims,
        megabytes=megabytes,
        candidates=_spread(watched.candidates),
        compare=_spread(watched.compare),
        commit=_spread(watched.commit),
        both=_spread([one + other for one, other in zip(watched.compare, watched.commit, strict=True)]),
        cpu=_spread(watched.cpu),
        queries=queries,
    )


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def _questions(store: Store) -> Sequence[tuple[str, Callable[[int], Awaitable[object]]]]:
    day = (FIRST + timedelta(days=DAYS)).date()

    def towns(number: int) -> str:
        return f"Town {number * 7}"

    return (
        ("claims of a town", lambda n: store.search(ClaimFilter(place=towns(n)))),
        ("claims of the hottest town", lambda n: store.search(ClaimFilter(geonameid=900_000_000, limit=50 + n))),
        ("claims of a region", lambda n: store.search(ClaimFilter(region=f"Region {n % 12}"))),
        ("claims of a week", lambda n: store.search(ClaimFilter(since=day - timedelta(days=7 + n), until=day))),
        (
            "claims of a week long ago",
            lambda n: store.search(ClaimFilter(since=FIRST.date(), until=FIRST.date() + timedelta(days=7 + n))),
        ),
        ("claims by words", lambda n: store.search(ClaimFilter(text=f"captured {towns(n)}"))),
        ("claims of nowhere", lambda n: store.search(ClaimFilter(place=f"Nowhere {n}"))),
        ("disputes on a town", lambda n: store.disputes(DisputeFilter(place=towns(n % 3), limit=50))),
        ("disputes by words", lambda n: store.disputes(DisputeFilter(text=towns(n % 3), limit=50))),
        ("open disputes", lambda _: store.disputes(DisputeFilter(status=DisputeStatus.OPEN))),
    )


async def _asked(ask: Callable[[int], Awaitable[object]]) -> Spread:
    took = []
    for number in range(_ASKED):
        began = perf_counter()
        await ask(number)
        took.append((perf_counter() - began) * 1000)
    return _spread(took)


def _spread(figures: Sequence[float]) -> Spread:
    ordered = sorted(figures)
    return Spread(
        p50=ordered[len(ordered) // 2], p99=ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], most=ordered[-1]
    )


class _WatchedStore:
    """Hands everything on to a store, and notes when the candidates were asked for and when writing began."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.candidates: list[float] = []
        self.compare: list[float] = []
        self.commit: list[float] = []
        self.cpu: list[float] = []
        self.began = self.wrote = self.began_cpu = 0.0
        self.found = self.claims = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def begin(self, *, claims: int) -> None:
        """Begin an article."""
        self.began, self.wrote, self.found, self.claims = perf_counter(), 0.0, -1, claims
        self.began_cpu = process_time()

    def end(self) -> None:
        """End it: what came before writing was comparison."""
        now = perf_counter()
        self.cpu.append((process_time() - self.began_cpu) * 1000)
        self.compare.append((self.wrote - self.began) * 1000)
        self.commit.append((now - self.wrote) * 1000)
        self.candidates.append(self.found / self.claims)

    def unit_of_work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Begin a watched transaction."""
        return self._watched()

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[UnitOfWork]:
        async with self._store.unit_of_work() as work:
            yield _WatchedWork(work, self)


class _WatchedWork:
    def __init__(self, work: UnitOfWork, watch: _WatchedStore) -> None:
        self._work = work
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    async def candidates(self, lookups: Sequence[Lookup]) -> tuple[Sourced, ...]:
        found = await self._work.candidates(lookups)
        if self._watch.found < 0:
            self._watch.found = len(found)
        return found

    async def add_article(self, *arguments: Any, **named: Any) -> None:
        self._watch.wrote = perf_counter()
        await self._work.add_article(*arguments, **named)
