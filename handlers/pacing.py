"""Keeps calls apart, so that a platform has no reason to slow them down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

# So many keys are kept before those are forgotten whose turn is over.
_KEPT = 1000


class Pacer:
    """Gives out turns, those of one key at least `every` seconds apart; of different keys at any time.

    `clock` counts seconds, `sleep` waits for so many.
    """

    def __init__(
        self,
        every: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._every = every
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}

    async def turn(self, key: str = "") -> None:
        """Wait for the key's next turn."""
        now = self._clock()
        if len(self._next) > _KEPT:
            self._next = {known: at for known, at in self._next.items() if at > now}
        at = max(self._next.get(key, now), now)
        self._next[key] = at + self._every
        if at > now:
            await self._sleep(at - now)
