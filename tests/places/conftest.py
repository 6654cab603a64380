"""What the tests of places share: the bundled gazetteer, the word lists, a finder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.places.cues import Cues, load_cues
from bot.places.finder import GazetteerPlaceFinder
from bot.places.gazetteer import Gazetteer, bundled_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """Open the file that ships with the package."""
    with bundled_gazetteer() as opened:
        yield opened


@pytest.fixture(scope="session")
def cues() -> Cues:
    """Read the word lists that ship with the package."""
    return load_cues()


@pytest.fixture(scope="session")
def finder(gazetteer: Gazetteer, cues: Cues) -> GazetteerPlaceFinder:
    """Build a finder over the bundled gazetteer."""
    return GazetteerPlaceFinder(gazetteer, cues)
