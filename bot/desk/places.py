"""Places that people ask for by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model.errors import NotFoundError
from bot.model.place import Place


@dataclass(frozen=True, slots=True)
class PlaceDesk:
    """Answers which places bear a name; `find` returns them, the likeliest first."""

    find: Callable[[str], Sequence[Place]]

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places of that name in any usual spelling; NotFoundError where there is none."""
        found = tuple(self.find(name))
        if not found:
            raise NotFoundError(kind="place", wanted=name, hint="Try another spelling, or a larger place near it.")
        return found
