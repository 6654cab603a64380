"""Corpora to measure on: JSON Lines, packed or not, and the words in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bot.model.article import RawArticle
from bot.sources.documents import read_path

_SEED = 7
NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


def read_corpus(path: Path, *, limit: int | None) -> tuple[RawArticle, ...]:
    """Return the corpus's first `limit` items (all without one); what is no item is left out."""
    items = (one for one in read_path(path, now=NOW) if isinstance(one, RawArticle))
    return tuple(islice(items, limit))


def mixed(wars: Sequence[RawArticle], others: Sequence[RawArticle], *, every: int = 20) -> tuple[RawArticle, ...]:
    """Return other news with one item on a war in every so many, in an order that a seed draws."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing is secret
    number = min(len(wars), len(others) // (every - 1))
    stream = [*draw.sample(list(wars), number), *draw.sample(list(others), number * (every - 1))]
    draw.shuffle(stream)
    return tuple(stream)


def text_of(raw: RawArticle) -> str:
    """Return the title and the body of an item, as one text."""
    return f"{raw.title}\n\n{raw.body}" if raw.title else raw.body


def words_in(raws: Sequence[RawArticle]) -> int:
    """Return the number of words, parted by white space, titles included."""
    return sum(len(text_of(raw).split()) for raw in raws)
