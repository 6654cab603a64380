"""Digests when they are due: what each subscription's area brought since the last one, into the outbox, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.digest import Label, digest_alert
from bot.desk.digests import next_due
from bot.model.ports import Store, Subscriptions
from bot.model.subscription import Every, Subscription

# A digest that is late comes all the same, unless the next one is as near as this: then that tells everything.
_NEAR: Final = {Every.HOUR: timedelta(minutes=5), Every.DAY: timedelta(hours=2), Every.WEEK: timedelta(hours=2)}


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestWriter:
    """Writes what is due; `clock` returns an aware time."""

    store: Store
    subscriptions: Subscriptions
    clock: Callable[[], datetime]
    label: Label = str

    async def write_due(self) -> int:
        """Write every digest that is due, and return how many had something to tell.

        After a time when the program did not run, one digest tells everything since the last: at once, or at its usual
        time where that is near. The digest and when the
        next is due are written together, so that none is lost, and none comes twice.
        """
        written = 0
        for subscription, since, due_at in await self.subscriptions.digests_due(self.clock()):
            written += await self._write(subscription, since=since, due_at=due_at)
        return written

    async def _write(self, subscription: Subscription, *, since: datetime, due_at: datetime) -> bool:
        if subscription.digest is None:
            return False
        async with self.store.unit_of_work() as work:
            # Nobody else writes now: an alert that is being written is either there to be read, or later than this.
            until = self.clock()
            next_at = next_due(subscription.digest, after=until)
            near = _NEAR[subscription.digest.every]
            if until - due_at > near >= next_at - until:
                await work.digest_written(subscription.id, due_at=due_at, until=since, next_at=next_at)
                return False
            alerts = await self.store.alerts_between(since, until)
            digest = digest_alert(subscription, alerts, since=since, until=until, now=until, label=self.label)
            mine = await work.digest_written(subscription.id, due_at=due_at, until=until, next_at=next_at)
            if mine and digest is not None:
                await work.add_alerts([digest], destinations=[subscription.destination])
        return mine and digest is not None
