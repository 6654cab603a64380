"""What the tests of extraction share: the lexicon and the sides, and the whole extractor, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.extraction.attribution import AttributionReader
from bot.extraction.extractor import Extractor
from bot.extraction.sides import SideIndex
from bot.extraction.speakers import SpeakerReader
from bot.model.claim import Claim
from bot.workers import build_extractor
from config.knowledge import SideKnowledge, load_sides
from config.lexicon import Lexicon, load_lexicon
from config.schema import Settings
from tests.builders import make_article

ClaimsOf = Callable[..., tuple[Claim, ...]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """Read the word lists that ship with the program."""
    return load_lexicon()


@pytest.fixture(scope="session")
def knowledge() -> SideKnowledge:
    """Read the sides that ship with the program."""
    return load_sides()


@pytest.fixture(scope="session")
def side_index(knowledge: SideKnowledge) -> SideIndex:
    """Index the names of all sides."""
    return SideIndex(knowledge)


@pytest.fixture(scope="session")
def attributions(lexicon: Lexicon, side_index: SideIndex) -> AttributionReader:
    """Return what finds sources, over the lexicon that ships."""
    return AttributionReader(lexicon=lexicon, speakers=SpeakerReader(lexicon=lexicon.reporting, side_index=side_index))


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return what finds claims: the bundled pipeline, knowledge and places."""
    return build_extractor(Settings())


@pytest.fixture(scope="session")
def claims_of(extractor: Extractor) -> ClaimsOf:
    """Return a function that reads a text as an article and returns its claims."""

    def read(
        text: str, *, title: str | None = None, published: str = "2023-05-10", publisher: str = "Example News"
    ) -> tuple[Claim, ...]:
        article = make_article(text=text, title=title, published_at=date.fromisoformat(published), publisher=publisher)
        return extractor.extract(article)

    return read
