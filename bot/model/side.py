"""Sides: the states and armed groups that hold, act and speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class SideKind(StrEnum):
    """What kind of side."""

    COUNTRY = "country"
    NON_STATE = "non_state"
    INTERNATIONAL = "international"


@dataclass(frozen=True, kw_only=True, slots=True)
class SideRef:
    """A side as a claim names it: its id, and the article's wording."""

    side: str | None
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """A side and the words for it.

    `id` is ISO 3166-1 alpha-3 for countries, a lower-case id otherwise. `names` stand alone ("Ukraine", "Hamas"),
    `demonyms` mark people and things as its own ("Ukrainian", "Houthi"), `metonyms` are seats of power ("Kyiv", "the
    Kremlin"), `country` is where a non-state side mainly acts, `allies` are ids whose side it takes, and `roles` are
    generic words it answers to where its war is the topic ("rebels", "junta", "separatists"); `regions` are the ones
    that are its own, where others of its country answer to the same words.
    """

    id: str
    kind: SideKind
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SideCatalogue:
    """All known sides by id."""

    sides: Mapping[str, Side]

    def __getitem__(self, side_id: str) -> Side:
        """Return the side; KeyError if there is none."""
        return self.sides[side_id]

    def label(self, side_id: str) -> str:
        """Return the name to show a person, or the id itself where it is not known."""
        side = self.sides.get(side_id)
        return side.name if side else side_id

    def label_beside(self, side_id: str | None, *words: str | None) -> str | None:
        """Return the label of a speaker's side, and `None` where the words that it would stand beside name it already.

        A name or a demonym names it ("Ukrainian military"), a seat of power does not: "installed by Moscow".
        """
        if side_id is None:
            return None
        side = self.sides.get(side_id)
        names = {side.name, *side.names, *side.demonyms} if side else {side_id}
        beside = " ".join(word for word in words if word)
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", beside) for name in names):
            return None
        return self.label(side_id)

    def allied(self, one: str, other: str) -> bool:
        """Whether the two are one party to a war: the same, or one takes the other's side."""
        if one == other:
            return True
        a, b = self.sides.get(one), self.sides.get(other)
        return bool((a and other in a.allies) or (b and one in b.allies))
