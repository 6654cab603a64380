"""Double clicks: what was pressed a moment ago is not done twice."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

DOUBLE = 2.0
"""A second press within so many seconds is the same."""
TAKEN = 600.0
"""For so many seconds a form that was taken is not taken again."""
AT_ONCE = 0.6
"""So long a form that is sent waits for what is wrong with it, since it is acknowledged only then; in seconds."""


class Once:
    """Remembers what was begun; `clock` gives seconds since any moment."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def begins(self, key: str, *, seconds: float) -> bool:
        """Return whether it is new, and remember it for so long."""
        now = self._clock()
        self._until = {known: until for known, until in self._until.items() if until > now}
        if key in self._until:
            return False
        self._until[key] = now + seconds
        return True

    def forget(self, key: str) -> None:
        """Let it be done again: it came to nothing."""
        self._until.pop(key, None)
