"""Inputs as people give them -> articles, in order of publication."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.article.reading import read_article
from bot.commands.session import Session
from bot.model.article import Article, RawArticle
from bot.model.errors import SourceError
from bot.sources.documents import read_path

_MANY = 20
"""Articles from which on a bar shows how far it is."""


async def read_inputs(session: Session, inputs: Sequence[str], *, now: datetime) -> tuple[tuple[Article, ...], int]:
    """Return the articles of all inputs in order of publication, and how many could not be read.

    What cannot be read is said on standard error, and the rest goes on. Articles of one moment stand in the order of
    their ids, so that the order of the inputs does not matter.
    """
    articles: list[Article] = []
    failed = 0
    async for found in _raw_articles(session, inputs, now=now):
        try:
            if isinstance(found, SourceError):
                raise found
            articles.append(read_article(found, now=now))
        except SourceError as error:
            session.complain(error)
            failed += 1
    return tuple(sorted(articles, key=_order)), failed


async def _raw_articles(
    session: Session, inputs: Sequence[str], *, now: datetime
) -> AsyncIterator[RawArticle | SourceError]:
    intake = session.settings.intake
    for given in inputs:
        if is_url(given):
            # The HTTP client takes a while to load, and most calls fetch nothing.
            from bot.sources.web import fetch  # noqa: PLC0415

            try:
                yield await fetch(
                    given,
                    now=now,
                    max_bytes=intake.max_bytes,
                    allow_networks=session.settings.sources.allow_networks,
                )
            except SourceError as error:
                yield error
        else:
            for found in read_path(Path(given), now=now, max_bytes=intake.max_bytes):
                yield found


def is_url(given: str) -> bool:
    """Whether an input is an address and not a path."""
    return "://" in given and given.partition("://")[0].isalpha()


class Steps:
    """How far a command is, on standard error, where that is a terminal and there is much to do."""

    def __init__(self, progress: Progress | None, task: TaskID | None) -> None:
        self._progress = progress
        self._task = task

    def advance(self) -> None:
        """Say that one more is done."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)


@contextmanager
def progress(session: Session, what: str, *, total: int, lines: bool) -> Iterator[Steps]:
    """Show a bar while the block runs, where there are many and somebody sees it.

    The bar stands below what is printed on the terminal; `lines` says that standard output gets lines as they are,
    among which a bar would be a mess, so that it is shown only when they go elsewhere.
    """
    below_output = session.out.is_terminal
    if total < _MANY or (lines if below_output else not session.err.is_terminal):
        yield Steps(None, None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=session.out if below_output else session.err, transient=True) as bar:
        yield Steps(bar, bar.add_task(what, total=total))


def _order(article: Article) -> tuple[datetime, str, str]:
    return (article.published_at, article.id, article.key)
