"""Where extraction runs: in this process for many articles at once, or in a worker that one article cannot take down.

The parent process of `claimwatch run` never loads the language model: it starts a worker when the first article comes
that is not known, and the worker loads the model once. An article that takes too long or too much memory ends its
worker; the article is set aside with the reason, and the next gets a new worker.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bounded import BoundedError, BoundedWorker, Fault
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.errors import ConfigurationError, ReaderError, SourceError
from bot.places.finder import GazetteerPlaceFinder
from bot.places.gazetteer import Gazetteer, GazetteerError
from config.knowledge import load_assets, load_sides
from config.lexicon import load_lexicon
from config.schema import Settings

if TYPE_CHECKING:
    from bot.extraction.extractor import Extractor


BUNDLED_PLACES = Path(__file__).parent / "places" / "gazetteer.sqlite"


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
        limits = settings.intake
        self._worker = BoundedWorker(
            _prepare, settings, seconds=limits.seconds_per_article, megabytes=limits.megabytes_per_worker
        )

    async def extract(self, article: Article) -> tuple[Claim, ...]:
        """Return the article's claims; raises ExtractionError where they cannot be found, ReaderError where not now."""
        try:
            return await self._worker.run(article)
        except BoundedError as error:
            if error.fault is Fault.UNSTARTABLE:
                raise ReaderError(origin=article.key, reason=_words(error)) from error
            raise ExtractionError(
                origin=article.key, reason=_words(error), passing=error.fault is Fault.DIED
            ) from error

    async def close(self) -> None:
        """End the worker; what it was reading is given up."""
        await self._worker.close()


def _words(error: BoundedError) -> str:
    match error.fault:
        case Fault.TOO_SLOW:
            return f"reading it took longer than {error.detail}"
        case Fault.TOO_MUCH_MEMORY:
            return "reading it took more memory than it may"
        case Fault.DIED:
            return f"its reader died with code {error.detail}"
        case Fault.UNSTARTABLE:
            return f"no reader can be started: {error.detail}"
        case Fault.FAILED:
            return error.detail


# --- In the worker ---------------------------------------------------------------------------------------------------


def _prepare(settings: Settings) -> Callable[[Article], tuple[Claim, ...]]:
    return build_extractor(settings).extract
