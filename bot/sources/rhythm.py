"""How often a feed is asked: as often as it really changes.

What a feed did lately says most: what it did six hours ago counts half. The interval is a quarter of the mean time
between two changes, so that news waits an eighth of that time on average, and is bounded on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_HALF_LIFE: Final = timedelta(hours=6)
# Looks between two changes; with four, two changes seldom fall between two looks.
_LOOKS: Final = 4
_JITTER: Final = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """A feed had `changes` in `watched_seconds`; both fade with time, together."""

    changes: float = 0.0
    watched_seconds: float = 0.0

    def after(self, elapsed: timedelta, *, changed: bool) -> Rhythm:
        """Return it when some time has passed, and the feed has something new at the end of it or has not."""
        kept = 0.5 ** (max(elapsed, timedelta(0)) / _HALF_LIFE)
        return Rhythm(
            changes=self.changes * kept + changed,
            # What is watched fades while it is watched: its integral, so that long and short looks count alike.
            watched_seconds=self.watched_seconds * kept + _faded(kept),
        )

    def interval(self, *, shortest: timedelta, longest: timedelta) -> timedelta:
        """Return when to look again; a feed that is not known yet is taken for one that often changes."""
        gap = (timedelta(seconds=self.watched_seconds) + _LOOKS * shortest) / (self.changes + 1)
        return max(shortest, min(gap / _LOOKS, longest))


def jittered(pause: timedelta, chance: float) -> timedelta:
    """Return the pause, up to a tenth shorter or longer, for a `chance` from 0 to 1: feeds shall not come in herds."""
    return pause * (1 - _JITTER + 2 * _JITTER * chance)


def _faded(kept: float) -> float:
    # The integral of 0.5 ** (t / half life) from 0 to the time after which `kept` is left.
    return _HALF_LIFE.total_seconds() / 0.6931471805599453 * (1 - kept)
