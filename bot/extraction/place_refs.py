"""A phrase that stands for a place, with what its words say beside the name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.claim import Extent
from bot.model.place import Place

DEEPEST = 4
"""How many phrases inside phrases are followed to a name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRef:
    """A phrase that stands for a place.

    `place` is `None` for a place without a name ("several villages"). `noun` is the lemma of the phrase's head.
    `anchored` tells whether the phrase itself, or what it refers back to, names the place.
    """

    place: Place | None
    noun: str
    extent: Extent | None = None
    anchored: bool = True
    facility: bool = False
    plural: bool = False
