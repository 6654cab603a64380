"""The gate changes no claim: with it and without it an article says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.article.reading import read_article
from bot.extraction.extractor import Extractor
from bot.model.article import Article, RawArticle
from bot.sources.documents import read_path
from bot.workers import build_extractor
from config.schema import Settings
from tests.bench.corpus import NOW

ROOT = Path(__file__).parents[2]
# Beside the project, or beside the folder of its worktrees.
CORPORA = next((one for up in (1, 2) if (one := ROOT.parents[up - 1] / "shared" / "corpora").is_dir()), ROOT / "none")
# The parts together are the whole corpora, spread over the workers of a test run.
PARTS = 8


@pytest.fixture(scope="module")
def extractors() -> tuple[Extractor, Extractor]:
    """Build the extractor with its gate and without."""
    return build_extractor(Settings()), build_extractor(Settings(), gated=False)


def articles(path: Path) -> list[Article]:
    """Return the articles of a file or folder."""
    return [read_article(raw, now=NOW) for raw in read_path(path, now=NOW) if isinstance(raw, RawArticle)]


def test_the_samples_say_the_same_without_a_gate(extractors: tuple[Extractor, Extractor]) -> None:
    """The program's own articles are always compared."""
    read = articles(ROOT / "bot" / "samples")
    gated, ungated = (list(one.extract_many(read)) for one in extractors)
    assert gated == ungated
    assert any(gated)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ["current-events-2002-2022", "other-2002-2022"])
def test_the_corpora_say_the_same_without_a_gate(extractors: tuple[Extractor, Extractor], name: str, part: int) -> None:
    """Every article of both corpora makes the same claims."""
    read = articles(CORPORA / f"{name}.jsonl.gz")[part::PARTS]
    gated, ungated = (one.extract_many(read) for one in extractors)
    for article, with_gate, without in zip(read, gated, ungated, strict=True):
        assert with_gate == without, article.key
