"""What the program does by the clock to keep itself in order, and what a takedown removes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Chore:
    """Something that is done again and again; times are aware.

    `result` says what the last time brought, or why it `failed`.
    """

    name: str
    due_at: datetime
    done_at: datetime | None = None
    result: str | None = None
    failed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What was removed: ids of articles and claims, how many relations, and messages that were not sent yet.

    `unread` is how many of the articles waited to be read, or were set aside. `slots` are those on which a conflict
    went. `sent` counts, by destination, the messages that were sent before, and stand there still.
    """

    articles: tuple[str, ...]
    unread: int
    claims: tuple[str, ...]
    relations: int
    slots: tuple[str, ...]
    unsent: int
    sent: tuple[tuple[str, int], ...]


class Upkeep(Protocol):
    """Keeps the store in order."""

    async def plan(self, name: str, *, due_at: datetime) -> None:
        """Let a chore be due then, unless it is planned already."""
        ...

    async def drop(self, names: Sequence[str]) -> None:
        """Forget the plans of chores that are not done any more."""
        ...

    async def chores(self) -> tuple[Chore, ...]:
        """Return the chores, the next one first."""
        ...

    async def done(self, chore: Chore) -> None:
        """Store how a chore went, and when it is due again."""
        ...

    async def thin(self, *, before: datetime) -> int:
        """Remove the texts of articles published before; claims and quotes stay. Return how many.

        Of the queue goes what was done or set aside before.
        """
        ...

    async def forget_items(self, *, before: datetime, now: datetime) -> int:
        """Forget by which names the items were known that no feed has listed since `before`; return how many names.

        What a feed lists stays, however old it is, also while the feed fails, is paused, or says that nothing changed:
        nothing is taken for new again.
        """
        ...

    async def vacuum(self) -> tuple[int, int]:
        """Give back unused space and renew what queries are planned by; return the bytes before and after."""
        ...

    async def backup(self, path: Path) -> int:
        """Write a whole copy to a file that appears when it is complete; nobody has to wait. Return its bytes."""
        ...
