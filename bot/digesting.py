"""Digests when they are due: what each subscription's area brought since the last one, into the outbox, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.digest import Label, digest_alert
from bot.desk.digests import last_due, next_due
from bot.model.storage import Store, Subscriptions
from bot.model.subscription import Digest, Every, Subscription

# Longer than any digest can be late: at the latest the next one is due then.
_HOWEVER_LATE: Final = timedelta(days=8)
# What is late by no more than this was not missed: the program was just then started again, or busy.
_IN_TIME: Final = timedelta(minutes=5)
# A late digest waits for the next one where that is as near as this: then that tells everything.
_NEAR: Final = {Every.HOUR: timedelta(minutes=5), Every.DAY: timedelta(hours=2), Every.WEEK: timedelta(hours=2)}


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestWriter:
    """Writes what is due; `clock` returns an aware time.

    What is late by more than `wait` is left to the next digest.
    """

    store: Store
    subscriptions: Subscriptions
    clock: Callable[[], datetime]
    label: Label = str
    wait: timedelta = _HOWEVER_LATE

    async def write_due(self) -> int:
        """Write every digest that is due, and return how many had something to tell.

        After a time when the program did not run, one digest tells everything since the last: at once, or at its usual
        time where that is near, or where it is too late for the one that was missed. The digest and when the next is
        due are written together, so that none is lost, and none comes twice.
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
            if self._waits(subscription.digest, due_at=due_at, next_at=next_at, now=until):
                await work.digest_written(subscription.id, due_at=due_at, until=since, next_at=next_at)
                return False
            alerts = await self.store.alerts_between(since, until)
            digest = digest_alert(subscription, alerts, since=since, until=until, now=until, label=self.label)
            mine = await work.digest_written(subscription.id, due_at=due_at, until=until, next_at=next_at)
            if mine and digest is not None:
                await work.add_alerts([digest], destinations=[subscription.destination])
        return mine and digest is not None

    def _waits(self, digest: Digest, *, due_at: datetime, next_at: datetime, now: datetime) -> bool:
        """Whether a digest that was due at `due_at`, and later ones since, are left to the next."""
        near = _NEAR[digest.every]
        if now - due_at > near >= next_at - now:
            return True
        # Of several that were missed, what counts is how late the last of them is.
        late = now - max(due_at, last_due(digest, by=now))
        return late > max(self.wait, _IN_TIME)
