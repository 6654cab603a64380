"""What the golden tests share: the language model is loaded once, and the seeds are read once."""

from __future__ import annotations

import asyncio

import pytest

from bot.evaluation import Gold, Score, read_gold
from bot.workers import InProcessExtractor
from tests.golden.articles import GOLD, MEMORY, read_seeds, score_articles


@pytest.fixture(scope="session")
def extractor() -> InProcessExtractor:
    """Return what finds claims here, the model and the places loaded."""
    return InProcessExtractor(MEMORY)


@pytest.fixture(scope="session")
def seed_gold() -> Gold:
    """Return what a careful reader finds in the sample articles."""
    return read_gold(GOLD)


@pytest.fixture(scope="session")
def seed_score(extractor: InProcessExtractor, seed_gold: Gold) -> Score:
    """Return how the program does on the sample articles."""
    return asyncio.run(score_articles(read_seeds(), seed_gold, extractor))
