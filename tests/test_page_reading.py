"""Pages read in a process of their own."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model.article import Article, RawArticle
from bot.model.errors import ReaderError, UnreadableError, UnsupportedLanguageError
from bot.page_reading import SHORT, DirectReader, ReadingPool
from config.load import load_settings
from tests.processes import children, no_more_files

NOW = datetime(2031, 5, 15, 12, tzinfo=UTC)
TEXT = "Norland's army said on Wednesday that it had taken the town of Ellbruck, which Sudmark denied in the evening."


def make_page(paragraphs: int = 1, *, key: str = "page") -> RawArticle:
    """Return a page of so many paragraphs, each of its own words."""
    body = "".join(f"<p>Report {n}: {TEXT}</p>" for n in range(paragraphs))
    html = f'<html lang="en"><body><article><h1>Who holds Ellbruck?</h1>{body}</article></body></html>'
    return RawArticle(origin=key, key=key, body=html, received_at=NOW, is_html=True)


def make_pool(**environ: str) -> ReadingPool:
    """Return a pool with the default settings but for these."""
    return ReadingPool(load_settings(None, {f"CLAIMWATCH_INTAKE__{name}": value for name, value in environ.items()}))


async def read_ticking(pool: ReadingPool, raw: RawArticle) -> tuple[Article, int]:
    """Return the article, and how often this loop came round while it was read."""
    reading = asyncio.create_task(pool.read(raw, now=NOW))
    ticks = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        ticks += 1
    return await reading, ticks


async def test_a_process_reads_what_this_one_reads() -> None:
    """The same article, field by field, and the loop comes round meanwhile."""
    pool = make_pool()
    try:
        found, ticks = await read_ticking(pool, make_page(2_000))
    finally:
        await pool.close()
    assert found == await DirectReader().read(make_page(2_000), now=NOW)
    assert ticks > 1


async def test_a_short_text_starts_no_process() -> None:
    """It is read at once; a long one is not."""
    pool = make_pool()
    short = replace(make_page(), body=TEXT, is_html=False)
    try:
        await pool.read(short, now=NOW)
        assert children() == []
        await pool.read(replace(short, body=f"{TEXT}\n" * (SHORT // len(TEXT) + 1)), now=NOW)
        assert len(children()) == 1
    finally:
        await pool.close()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [("SECONDS_PER_PAGE", "0.5", "longer than 0.5 seconds"), ("MEGABYTES_PER_PAGE", "256", "256 MB of memory")],
)
async def test_a_page_over_a_limit_is_unreadable_and_the_next_is_read(setting: str, value: str, words: str) -> None:
    """The reason names the limit; a small page is within it."""
    pool = make_pool(**{setting: value})
    try:
        with pytest.raises(UnreadableError, match=words):
            await pool.read(make_page(200_000, key="huge"), now=NOW)
        assert TEXT in (await pool.read(make_page(), now=NOW)).text
    finally:
        await pool.close()


async def test_a_page_whose_reader_is_killed_is_read_by_the_next() -> None:
    """Somebody else may have killed it: the page is tried once more, and so is the page after it."""
    pool = make_pool()
    try:
        await pool.read(make_page(), now=NOW)
        (worker,) = children()
        reading = asyncio.create_task(pool.read(make_page(3_000, key="long"), now=NOW))
        await asyncio.sleep(0.2)
        os.kill(worker, signal.SIGKILL)
        assert (await reading).key == "long"
        assert children() != [worker]
        assert TEXT in (await pool.read(make_page(), now=NOW)).text
    finally:
        await pool.close()


class Deadly(str):
    """A page that ends whatever reads it, as one may that finds a fault in a library."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> str:
        """Read it."""
        os.kill(os.getpid(), signal.SIGKILL)
        return super().strip(chars)


async def test_a_page_whose_reader_dies_twice_is_refused_and_the_next_is_read() -> None:
    """It is the page then, and not somebody else: it is not tried again."""
    pool = make_pool()
    deadly = replace(make_page(), origin="deadly", body=Deadly(make_page().body))
    try:
        with pytest.raises(UnreadableError, match=r"deadly: .* died with code -9") as caught:
            await pool.read(deadly, now=NOW)
        assert not caught.value.passing
        assert TEXT in (await pool.read(make_page(), now=NOW)).text
    finally:
        await pool.close()


async def test_a_page_that_no_process_can_be_started_for_may_be_read_later() -> None:
    """The page has no part in that: the error says so, and the same page is read when there is room."""
    pool = make_pool()
    try:
        with no_more_files(), pytest.raises(ReaderError, match="no reader of pages can be started") as caught:
            await pool.read(make_page(), now=NOW)
        assert caught.value.passing
        assert TEXT in (await pool.read(make_page(), now=NOW)).text
    finally:
        await pool.close()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", UnreadableError),
        (
            (
                "<html lang='de'><body><p>Die Armee hat die Stadt am Mittwoch eingenommen, was die Gegenseite am "
                "Abend bestritt, und niemand konnte es bisher von dort aus prüfen.</p></body></html>"
            ),
            UnsupportedLanguageError,
        ),
    ],
)
async def test_a_refusal_is_the_same_from_either_reader(body: str, kind: type[Exception]) -> None:
    """Kind and words of an error survive the way between processes."""
    raw = replace(make_page(), body=body)
    pool = make_pool()
    said = []
    try:
        for reader in (pool, DirectReader()):
            with pytest.raises(kind) as caught:
                await reader.read(raw, now=NOW)
            said.append((type(caught.value), str(caught.value)))
    finally:
        await pool.close()
    assert said[0] == said[1]
