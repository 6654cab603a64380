"""What belongs together, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(kw_only=True, slots=True)
class Grouping(Generic[Item]):
    """Items in groups, each alone until it is joined to another (Galler and Fischer, 1964: disjoint sets)."""

    _above: dict[Item, Item] = field(default_factory=dict)

    def root(self, item: Item) -> Item:
        """Return the item that stands for the whole group of this one."""
        while (above := self._above.setdefault(item, item)) != item:
            # Each step shortens the way for the next that asks: disputes of hundreds of claims make long chains.
            self._above[item] = item = self._above[above]
        return item

    def join(self, one: Item, other: Item) -> None:
        """Put the groups of both together."""
        self._above[self.root(one)] = self.root(other)

    def apart(self, one: Item, other: Item) -> bool:
        """Whether the two are in different groups."""
        return self.root(one) != self.root(other)
