"""What a stage needs from another room, as small protocols whose docstrings state the guarantees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.model.area import Area
from bot.model.article import Article
from bot.model.claim import Claim
from bot.model.place import PlaceMention


class PlaceFinder(Protocol):
    """Finds the place names of a text and says which places they are."""

    def find(self, text: str, *, countries: Mapping[str, float]) -> tuple[PlaceMention, ...]:
        """Return every place name, sorted and not overlapping, resolved within the whole text.

        `countries` weighs the countries that the text is about (alpha-3 -> weight > 0), from sides and demonyms.
        Deterministic; never raises for any text.
        """
        ...


class AreaFinder(Protocol):
    """Finds areas that people can follow or ask about."""

    def named(self, name: str) -> tuple[Area, ...]:
        """Return the areas that bear the name, in any usual spelling, or have it for a key; the likeliest first."""
        ...

    def complete(self, beginning: str, *, limit: int) -> tuple[Area, ...]:
        """Return areas whose names begin so, the largest first."""
        ...

    def near_names(self, name: str) -> tuple[str, ...]:
        """Return names that sound like it, for "did you mean"."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Sourced:
    """A claim with the article that it stands in: what the comparison looks at."""

    claim: Claim
    article: Article


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexEntry:
    """A key under which a claim can be found again.

    Claims of one `position` under a key say the same of the same thing, each of its `day`, the last that it speaks of.
    """

    claim: str
    key: str
    position: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """What a claim of a day has to be compared with stands under these keys."""

    day: date
    keys: tuple[str, ...]
