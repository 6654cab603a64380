"""How long the event loop waits while a large page is read, here and in a process of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from bot.model.article import RawArticle
from bot.page_reading import ArticleReader, DirectReader, ReadingPool
from config.load import load_settings

_NOW = datetime(2031, 5, 15, 12, tzinfo=UTC)
_SENTENCE = "Norland's army said on Wednesday that it had taken the town of Ellbruck, which Sudmark denied."
_TICK = 0.005


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Seconds: the longest time that the loop did not come round, and how long the page took."""

    longest: float
    taken: float


def make_page(characters: int) -> RawArticle:
    """Return a page of about so many characters, each paragraph with a number of its own."""
    paragraphs = range(characters // (len(_SENTENCE) + 20))
    body = "".join(f"<p>Report {n:06}: {_SENTENCE}</p>" for n in paragraphs)
    html = f'<html lang="en"><body><article>{body}</article></body></html>'
    return RawArticle(origin="page", key="page", body=html, received_at=_NOW, is_html=True)


async def measure_gap(reader: ArticleReader, page: RawArticle) -> Gap:
    """Read a small page, so that everything is loaded, then the page, and return how long the loop stood still."""
    await reader.read(make_page(2_000), now=_NOW)
    started = last = perf_counter()
    longest = 0.0
    reading = asyncio.ensure_future(reader.read(page, now=_NOW))
    while not reading.done():
        await asyncio.sleep(_TICK)
        here = perf_counter()
        longest, last = max(longest, here - last), here
    await reading
    return Gap(longest=longest, taken=perf_counter() - started)


async def main(characters: int = 4_200_000) -> None:
    """Print both."""
    page = make_page(characters)
    pool = ReadingPool(load_settings(None, {}))
    try:
        for name, reader in (("here", DirectReader()), ("in a process of its own", pool)):
            gap = await measure_gap(reader, page)
            print(f"{name:24}  longest gap {gap.longest:6.3f} s  page read in {gap.taken:6.3f} s")  # noqa: T201
    finally:
        await pool.close()


if __name__ == "__main__":
    asyncio.run(main())
