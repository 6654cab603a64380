"""What the operators are told of articles that were set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.model.alert import Alert, AlertKind
from bot.model.arrival import Arrival
from bot.model.outbox import Notice


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrivalNotices:
    """Words notices about articles for the operators' channel; without one nobody is told.

    For one reason one article is told in an hour: what is wrong with the program sets all of them aside.
    """

    destination: str | None

    def __call__(self, arrival: Arrival, reason: str, *, now: datetime) -> Notice | None:
        """Return what is told of an article that is set aside."""
        if self.destination is None:
            return None
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        lines = [
            f"From: {arrival.source}",
            f"Reason: {reason}",
            f"It is not tried again by itself; `claimwatch intake retry {arrival.id}` tries it.",
            "Others with this reason are not told one by one within the hour: `claimwatch intake --failed` lists all.",
        ]
        title = f"An article was set aside: {arrival.origin}"
        alert = Alert(
            id=sha256(f"notice\x1faside\x1f{reason}\x1f{hour.isoformat()}".encode()).hexdigest()[:16],
            kind=AlertKind.NOTICE,
            title=title,
            text="\n".join([title, "", *lines]),
            claims=(),
            created_at=now,
        )
        return Notice(alert=alert, destination=self.destination)
