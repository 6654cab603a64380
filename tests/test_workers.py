"""Extraction in a worker process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.article import Article
from bot.model.errors import ConfigurationError, ReaderError
from bot.workers import ExtractionError, ExtractionPool, InProcessExtractor, open_gazetteer
from config.load import load_settings
from config.schema import Settings
from tests.builders import make_article
from tests.processes import children, no_more_files

TEXT = "Ukrainian forces have retaken the town of Vovchansk, Ukraine's defence ministry said on Monday."


def make_settings(**environ: str) -> Settings:
    """Return the default settings with these changed."""
    return load_settings(None, {f"CLAIMWATCH_{name}": value for name, value in environ.items()})


def make_long(times: int) -> Article:
    """Return an article that takes its reader a while."""
    return make_article(text=" ".join(f"Number {n}: {TEXT}" for n in range(times)), key="long")


@pytest.fixture
async def pool() -> AsyncIterator[ExtractionPool]:
    """Return a pool with the default settings; it is closed in the end."""
    made = ExtractionPool(make_settings())
    yield made
    await made.close()


async def test_a_worker_finds_what_this_process_finds(pool: ExtractionPool) -> None:
    """The same claims with the same ids, and a second article by the same worker."""
    article = make_article(text=TEXT)
    (here,) = InProcessExtractor(make_settings()).extract_many([article])
    assert here
    assert await pool.extract(article) == here
    before = children()
    assert await pool.extract(make_article(text=f"Later: {TEXT}"))
    assert children() == before


async def test_no_worker_is_started_before_the_first_article(pool: ExtractionPool) -> None:
    """A start that finds everything known loads no model."""
    assert children() == []
    await pool.close()
    assert children() == []


async def test_a_worker_that_dies_takes_one_article_with_it(pool: ExtractionPool) -> None:
    """The article is set aside with the reason, and the next is read by another worker."""
    await pool.extract(make_article(text=TEXT))
    (worker,) = children()
    reading = asyncio.create_task(pool.extract(make_long(20_000)))
    await asyncio.sleep(1)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(ExtractionError, match="long: "):
        await reading
    assert await pool.extract(make_article(text=f"Later: {TEXT}"))
    await pool.close()
    assert children() == []


async def test_an_article_that_no_worker_can_be_started_for_may_be_read_later(pool: ExtractionPool) -> None:
    """It has no part in that: the same article is read when there is room."""
    with no_more_files(), pytest.raises(ReaderError, match="no reader can be started"):
        await pool.extract(make_article(text=TEXT))
    assert await pool.extract(make_article(text=TEXT))


async def test_an_article_that_takes_too_much_memory_is_set_aside() -> None:
    """The limit is the worker's, whatever the article; the reason names it."""
    pool = ExtractionPool(make_settings(INTAKE__MEGABYTES_PER_WORKER="256"))
    try:
        with pytest.raises(ExtractionError, match=r"memory|died"):
            await pool.extract(make_article(text=f"{TEXT} " * 100_000, key="heavy"))
    finally:
        await pool.close()


async def test_a_pipeline_that_is_not_there_is_named() -> None:
    """The setting that is wrong is in the error of every article, in a worker as in this process."""
    settings = make_settings(LANGUAGE__PIPELINE="no_such_pipeline")
    pool = ExtractionPool(settings)
    try:
        with pytest.raises(ExtractionError, match=r"language\.pipeline"):
            await pool.extract(make_article(text=TEXT))
    finally:
        await pool.close()
    with pytest.raises(ConfigurationError, match=r"language\.pipeline"):
        list(InProcessExtractor(settings).extract_many([make_article(text=TEXT)]))


def test_a_file_of_places_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The setting that is wrong is in the error."""
    with pytest.raises(ConfigurationError, match=r"places\.gazetteer"):
        open_gazetteer(make_settings(PLACES__GAZETTEER=str(tmp_path / "missing.sqlite")))
