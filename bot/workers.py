"""Where extraction runs: in this process for many articles at once, or in a worker that one article cannot take down.

The parent process of `claimwatch run` never loads the language model: it starts a worker when the first article comes
that is not known, and the worker loads the model once. An article that takes too long or too much memory ends its
worker; the article is set aside with the reason, and the next gets a new worker.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import resource
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.errors import ClaimwatchError, ConfigurationError, SourceError
from bot.places.finder import GazetteerPlaceFinder
from bot.places.gazetteer import Gazetteer, GazetteerError
from config.knowledge import load_assets, load_sides
from config.lexicon import load_lexicon
from config.schema import Settings

if TYPE_CHECKING:
    from bot.extraction.extractor import Extractor


BUNDLED_PLACES = Path(__file__).parent / "places" / "gazetteer.sqlite"

_MEGABYTE = 1_000_000
_LEAST_ROOM = 256 * _MEGABYTE


class ExtractionError(SourceError):
    """An article was read, but its claims could not be found. `origin` is the article's key."""

    def __init__(self, *, origin: str, reason: str, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(origin=origin, reason=reason)


def build_extractor(settings: Settings, *, gated: bool = True) -> Extractor:
    """Load the language model, the knowledge and the places, and return what finds claims; takes seconds.

    Not `gated` it parses every sentence, and finds the same.
    """
    # spaCy and the model: 200 MB and a second or two, only where claims are looked for.
    from bot.extraction.assets import AssetIndex  # noqa: PLC0415
    from bot.extraction.extractor import Extractor  # noqa: PLC0415
    from bot.extraction.sides import SideIndex  # noqa: PLC0415
    from bot.language.pipeline import PipelineError, load_pipeline  # noqa: PLC0415

    with _lasting():
        try:
            nlp = load_pipeline(settings.language.pipeline)
        except PipelineError as error:
            raise ConfigurationError(where="language.pipeline", reason=str(error)) from error
        knowledge = load_sides()
        side_index = SideIndex(knowledge)
        return Extractor(
            nlp=nlp,
            lexicon=load_lexicon(),
            catalogue=knowledge.catalogue,
            side_index=side_index,
            asset_index=AssetIndex(load_assets(), peoples=side_index.peoples),
            finder=GazetteerPlaceFinder(open_gazetteer(settings)),
            gated=gated,
        )


@contextmanager
def _lasting() -> Iterator[None]:
    """Tell the garbage collector that what the block loads is there to stay.

    It would otherwise look through a million objects again and again while articles are read, a tenth of a second
    each time, and many times while they are loaded.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if enabled:
            gc.enable()


def open_gazetteer(settings: Settings) -> Gazetteer:
    """Open the file of places that the settings name, or the bundled one."""
    try:
        return Gazetteer(settings.places.gazetteer or BUNDLED_PLACES)
    except GazetteerError as error:
        raise ConfigurationError(where="places.gazetteer", reason=str(error)) from error


@dataclass(slots=True)
class InProcessExtractor:
    """Finds the claims of many articles here, loading what that needs when the first one comes."""

    settings: Settings
    _extractor: Extractor | None = None

    def extract_many(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Claim, ...]]:
        """Yield the claims of each article, in order."""
        if self._extractor is None:
            self._extractor = build_extractor(self.settings)
        return self._extractor.extract_many(articles, batch=batch)


class ExtractionPool:
    """Finds claims in a worker process; close it to end the worker.

    Several articles may be asked for at once; they are read one after the other. After a worker was ended, articles
    that waited are read by the next one.
    """

    def __init__(self, settings: Settings) -> None:
        """Prepare, and start nothing yet."""
        self._settings = settings
        self._pool: ProcessPool | None = None

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Return the article's claims; raises ExtractionError where they cannot be found."""
        seconds = self._settings.intake.seconds_per_article
        try:
            with _interrupts_are_ours():
                future = self._running().schedule(_extract, args=(article,), timeout=seconds)
            found: tuple[Claim, ...] | str = await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise ExtractionError(
                origin=article.key, reason=f"reading it took longer than {seconds:g} seconds"
            ) from error
        except ProcessExpired as error:
            raise ExtractionError(
                origin=article.key, reason=f"its reader died with code {error.exitcode}", passing=True
            ) from error
        except (BrokenProcessPool, RuntimeError) as error:
            # The next article gets a new pool.
            await self.close()
            raise ExtractionError(
                origin=article.key, reason=f"no reader can be started: {error}", passing=True
            ) from error
        if isinstance(found, str):
            raise ExtractionError(origin=article.key, reason=found)
        return found

    async def close(self) -> None:
        """End the worker; what it was reading is given up."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves this one without types
            await asyncio.to_thread(pool.join)

    def _running(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=1,
                initializer=_prepare,
                initargs=(self._settings,),
                # A fork would copy the event loop's threads and locks in whatever state they are.
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool


@contextmanager
def _interrupts_are_ours() -> Iterator[None]:
    """Keep Ctrl-C from workers that start here: it reaches the whole group, and only the parent knows how to stop.

    Threads and processes that start inside inherit the blocked signal.
    """
    # multiprocessing's own helper unblocks the signal when it starts: so it starts before, and not with the worker.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- In the worker ---------------------------------------------------------------------------------------------------


class _Worker:
    """What a worker process keeps between its tasks: pebble hands tasks a function and arguments, and nothing else."""

    extractor: Extractor | None = None
    failure: str = "the reader was not prepared"


def _prepare(settings: Settings) -> None:
    """Load everything once, then limit the memory; a failure is kept for the tasks to report, as a pool cannot."""
    try:
        _Worker.extractor = build_extractor(settings)
    except Exception as error:  # noqa: BLE001 - reported with each article, by the process that can tell people
        _Worker.failure = _said(error)
        return
    # Addresses are counted, and libraries reserve more of them than they use: there is always some room above.
    limit = max(settings.intake.megabytes_per_worker * _MEGABYTE, _address_space() + _LEAST_ROOM)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _extract(article: Article) -> tuple[Claim, ...] | str:
    """Return the claims, or why there are none: an exception of any library's need not survive the way back."""
    if _Worker.extractor is None:
        return _Worker.failure
    try:
        return _Worker.extractor.extract(article)
    except MemoryError:
        return "reading it took more memory than it may"
    except Exception as error:  # noqa: BLE001 - one article must not end the others' worker
        return _said(error)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, ClaimwatchError) else f"{type(error).__name__}: {error}"


def _address_space() -> int:
    """Return this process's address space in bytes (Linux; the limit counts addresses, not resident pages)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
