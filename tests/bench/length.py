"""How the cost of an article grows with its length: milliseconds a kilobyte for longer and longer ones.

The articles are made: sentences that claim, sentences that refer back to them ("the town", "he", a quotation), and
plain ones, over invented people and places of the gazetteer, in an order that a seed draws.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time

from bot.app import open_ground
from bot.article.reading import read_article
from bot.model.article import RawArticle
from bot.workers import build_extractor
from config.schema import DatabaseSettings, Settings
from tests.bench.corpus import NOW

_SIZES = (10, 100, 1000)
_SEED = 11
_MEMORY = Settings(database=DatabaseSettings(url=":memory:"))
_PLACES = ("Kupiansk", "Izium", "Balakliia", "Vovchansk", "Chuhuiv", "Lyman", "Bakhmut", "Kherson", "Melitopol", "Sumy")
_NAMES = ("Orlen", "Tavik", "Berenko", "Maltsov", "Hrynko", "Dolan")
_FORMS = (
    "Ukrainian forces captured the town of {place} on day {number} of the campaign, General {name} said.",
    "He added that the town had been shelled before.",
    "“We hold it,” {name} told reporters near {place}.",
    "A strike destroyed a bridge near {place}, and {number} homes were left without power.",
    "Russia's defence ministry denied that its troops had withdrawn from {place}.",
)
_PLAIN = (
    "Farmers in {place} spoke of rain and of the price of grain, which rose by {number} hryvnias.",
    "The market opened at noon, and {name} sang for the children of the school choir number {number}.",
    "Nobody there remembered a winter so mild, said {name}, who keeps {number} bees.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """An article of so many kilobytes: its claims, and milliseconds of processor time a kilobyte, finding and all."""

    kilobytes: float
    claims: int
    extraction: float
    ingest: float


async def measure(sizes: Sequence[int] = _SIZES) -> tuple[Growth, ...]:
    """Read articles of so many kilobytes, each into an empty store."""
    extractor = build_extractor(_MEMORY)
    tuple(extractor.extract_many([read_article(_article(1), now=NOW)]))
    found = []
    for size in sizes:
        raw = _article(size)
        async with open_ground(_MEMORY, clock=lambda: NOW) as ground:
            began = process_time()
            article = read_article(raw, now=NOW)
            claims = next(iter(extractor.extract_many([article])))
            extracted = process_time()
            await ground.pipeline().record(article, claims, announce=False)
            ended = process_time()
        kilobytes = len(raw.body.encode()) / 1000
        found.append(
            Growth(
                kilobytes=kilobytes,
                claims=len(claims),
                extraction=(extracted - began) * 1000 / kilobytes,
                ingest=(ended - began) * 1000 / kilobytes,
            )
        )
    return tuple(found)


def _article(kilobytes: int) -> RawArticle:
    """Return an article of that length; one sentence in four belongs to a claim, as in a long report on a war."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing is secret
    paragraphs: list[str] = []
    length = 0
    number = 0
    while length < kilobytes * 1000:
        sentences = []
        for _ in range(4):
            number += 1
            form = draw.choice(_FORMS if draw.random() < 0.25 else _PLAIN)
            sentences.append(form.format(place=draw.choice(_PLACES), name=draw.choice(_NAMES), number=number))
        paragraphs.append(" ".join(sentences))
        length += len(paragraphs[-1]) + 2
    return RawArticle(
        key=f"long-{kilobytes}",
        body="\n\n".join(paragraphs),
        origin=f"long-{kilobytes}",
        received_at=NOW,
        title="A long report",
        publisher="Bench",
        published=NOW.isoformat(),
    )
