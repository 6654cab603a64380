"""What was held back to be told together: into the outbox, as one message, when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.digest import Label, group_alert
from bot.model.outbox import Window
from bot.model.storage import Gathered, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupWriter:
    """Writes what is due; `clock` returns an aware time, `every` is how long the next window lasts."""

    store: Store
    gathered: Gathered
    clock: Callable[[], datetime]
    every: timedelta
    label: Label = str

    async def write_due(self) -> int:
        """Write one message for each destination for which something has waited long enough; return how many.

        What waited and the message are changed together, so that nothing is lost and nothing comes twice.
        """
        written = 0
        for destination in await self.gathered.due(self.clock()):
            written += await self._write(destination)
        return written

    async def _write(self, destination: str) -> bool:
        async with self.store.unit_of_work() as work:
            now = self.clock()
            waiting = await work.take_gathered(destination, now=now)
            if len(waiting) == 1:
                ((alert, manner),) = waiting
                await work.enqueue(alert, destination, manner=manner)
            elif waiting:
                group = group_alert([alert for alert, _ in waiting], destination, now=now, label=self.label)
                await work.add_alerts([group], destinations=[destination])
            # Who gets much gets the next message after another window.
            await work.gather([], destination, window=Window(until=now + self.every, summaries=1))
        return bool(waiting)
