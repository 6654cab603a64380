"""Where pages are read: in this process, or in one that a page cannot take the program down with.

A page of some megabytes takes seconds, and a hostile one as long as it likes: in `claimwatch run` the event loop
answers people meanwhile. What breaks a limit is no article that can be read, as a page without text is none; where no
process can be started, the page is not to blame, and another try is worth its while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from bot.article.reading import read_article
from bot.bounded import BoundedError, BoundedWorker, Fault
from bot.model.article import Article, RawArticle
from bot.model.errors import ReaderError, SourceError, UnreadableError, UnsupportedLanguageError
from config.schema import Settings

SHORT: Final = 50_000
"""A text of so many characters, which is no page, is read at once: milliseconds."""
_TRIES: Final = 2
_SENTENCE: Final = (
    "This page is here to be read once, so that all that it takes to read one is there when the first comes. "
)
_TRIAL: Final = "<html lang='en'><body><article><p>{}</p></article></body></html>"


class ArticleReader(Protocol):
    """Reads what came in as an article."""

    async def read(self, raw: RawArticle, *, now: datetime) -> Article:
        """Return the article; raises SourceError where it is none that can be read. `now` is aware."""
        ...


@dataclass(frozen=True, slots=True)
class DirectReader:
    """Reads here, and lets nothing else run meanwhile: for who has nothing else to do."""

    async def read(self, raw: RawArticle, *, now: datetime) -> Article:
        """Return the article; raises UnreadableError and UnsupportedLanguageError."""
        return read_article(raw, now=now)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    raw: RawArticle
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Refused:
    """An error on its way between processes: errors with named arguments do not survive it."""

    reason: str
    foreign: bool


class ReadingPool:
    """Reads pages and long texts in a process of its own, one after the other; close it to end that."""

    def __init__(self, settings: Settings) -> None:
        """Prepare, and start nothing yet."""
        limits = settings.intake
        self._limits = limits
        self._worker = BoundedWorker(
            _prepare, None, seconds=limits.seconds_per_page, megabytes=limits.megabytes_per_page
        )

    async def read(self, raw: RawArticle, *, now: datetime) -> Article:
        """Return the article; raises UnreadableError, for what breaks a limit too, and UnsupportedLanguageError.

        ReaderError where no process can be started that would read it.
        """
        if not raw.is_html and len(raw.body) <= SHORT:
            return read_article(raw, now=now)
        found = await self._read(_Page(raw=raw, now=now))
        if isinstance(found, _Refused):
            kind: type[SourceError] = UnsupportedLanguageError if found.foreign else UnreadableError
            raise kind(origin=raw.origin, reason=found.reason)
        return found

    async def close(self) -> None:
        """End the process; what it was reading is given up."""
        await self._worker.close()

    async def _read(self, page: _Page) -> Article | _Refused:
        for tries_left in reversed(range(_TRIES)):
            try:
                return await self._worker.run(page)
            except BoundedError as error:
                # Somebody else may have killed it, which the page has no part in.
                if error.fault is Fault.DIED and tries_left:
                    continue
                kind = ReaderError if error.fault is Fault.UNSTARTABLE else UnreadableError
                raise kind(origin=page.raw.origin, reason=self._words(error)) from error
        raise AssertionError

    def _words(self, error: BoundedError) -> str:
        match error.fault:
            case Fault.TOO_SLOW:
                return f"reading the page took longer than {self._limits.seconds_per_page:g} seconds"
            case Fault.TOO_MUCH_MEMORY:
                return f"reading the page took more than {self._limits.megabytes_per_page:,} MB of memory"
            case Fault.DIED:
                return f"the page's reader died with code {error.detail}"
            case Fault.UNSTARTABLE:
                return f"no reader of pages can be started: {error.detail}"
            case Fault.FAILED:
                return f"the page cannot be read ({error.detail})"


# --- In the worker ---------------------------------------------------------------------------------------------------


def _prepare(_given: None) -> Callable[[_Page], Article | _Refused]:
    """Read a small page, which loads all that reading takes: under the limit of memory, a library may not load."""
    now = datetime.now(UTC)
    raw = RawArticle(origin="trial", key="trial", body=_TRIAL.format(_SENTENCE * 5), received_at=now, is_html=True)
    _read_page(_Page(raw=raw, now=now))
    return _read_page


def _read_page(page: _Page) -> Article | _Refused:
    try:
        return read_article(page.raw, now=page.now)
    except SourceError as error:
        return _Refused(reason=error.reason, foreign=isinstance(error, UnsupportedLanguageError))
