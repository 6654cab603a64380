"""What is told at once, and what waits a little to be told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.alert import Alert, AlertKind
from bot.model.outbox import Window

_OF_DISPUTES = {AlertKind.CONFLICT, AlertKind.UPDATE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathering:
    """After an article's summary the next ones wait until the window ends, and are then one message.

    Conflicts do not wait, unless there are more than `burst` of them in a window. Without a window nothing waits.
    """

    every: timedelta = timedelta(0)
    burst: int = 6

    def place(
        self, alerts: Sequence[Alert], window: Window | None, *, now: datetime
    ) -> tuple[tuple[datetime | None, ...], Window]:
        """Return for each alert that one destination is to get now until when it waits, and the window after that.

        `None` is at once. An alert never overtakes one of the same dispute that waits.
        """
        open_now = window is not None and window.until > now
        current = window if window is not None and open_now else Window(until=now + self.every)
        waiting = set(window.disputes if window is not None else ())
        if not self.every:
            return tuple(None for _ in alerts), current
        # Where all is quiet, what comes in one burst waits for nothing more.
        ends = current.until if open_now else now
        of_disputes = sum(one.kind in _OF_DISPUTES for one in alerts)
        burst = current.conflicts + of_disputes > self.burst
        placed: list[datetime | None] = []
        for one in alerts:
            if one.kind in _OF_DISPUTES:
                waits = burst or one.dispute in waiting
                current = current if waits else replace(current, conflicts=current.conflicts + 1)
            else:
                waits = one.kind is AlertKind.SUMMARY and (burst or current.summaries > 0)
                current = current if waits else replace(current, summaries=current.summaries + 1)
            placed.append(ends if waits else None)
        return tuple(placed), current
