"""What the operators are told of alerts that do not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.model.alert import Alert, AlertKind
from bot.model.outbox import Notice, OutboxItem
from bot.model.outcome import Trouble
from bot.model.words import channel_kind, channel_words


@dataclass(frozen=True, kw_only=True, slots=True)
class OperatorNotices:
    """Words notices for the operators' channel; without one nobody is told.

    Nothing is told of that channel itself, nor of a notice: word of what does not arrive would not arrive either.
    """

    destination: str | None

    def __call__(
        self, item: OutboxItem, trouble: Trouble, reason: str, *, now: datetime, follows: Sequence[str] = ()
    ) -> Notice | None:
        """Return what is told of the trouble; of one kind at one place and for one reason, once a day.

        `follows` are the areas that the destination follows, by which people know it where its name is not to be had.
        """
        if self.destination in {None, item.destination} or item.alert.kind is AlertKind.NOTICE:
            return None
        title, advice = _TOLD[trouble]
        platform = item.destination.partition(":")[0]
        channel = None if trouble is Trouble.ACCESS else item.destination
        title = title.format(where=channel_kind(channel or platform))
        lines = [title, "", *([f"Channel: {channel_words(channel)}{_following(follows)}"] if channel else [])]
        lines += [f"Reason: {reason}", f"First alert affected: {item.alert.title}", advice]
        return Notice(
            alert=Alert(
                id=_id(trouble, channel_words(channel or platform), reason, now),
                kind=AlertKind.NOTICE,
                title=title,
                text="\n".join(lines),
                claims=(),
                created_at=now,
                channel=channel,
            ),
            destination=self.destination or "",
        )


def _following(areas: Sequence[str]) -> str:
    if not areas:
        return ""
    more = f" and {len(areas) - _AREAS} more" if len(areas) > _AREAS else ""
    return f", which follows {'; '.join(areas[:_AREAS])}{more}"


# So many areas say which channel is meant.
_AREAS = 2

_TOLD = {
    Trouble.MESSAGE: (
        "An alert was refused in {where}",
        "It is not tried again by itself. “claimwatch outbox --failed” lists it, “claimwatch outbox retry” tries it.",
    ),
    Trouble.DESTINATION: (
        "Alerts to {where} are paused",
        "They wait, and one is tried now and then; when it arrives, all follow. “claimwatch outbox” lists them.",
    ),
    Trouble.ACCESS: (
        "{where} refuses Claimwatch",
        "Its alerts wait. Mend it and start Claimwatch again: they are sent at once.",
    ),
    Trouble.AGE: (
        "Alerts to {where} were given up",
        "They could not be delivered for too long. “claimwatch outbox --failed” lists them.",
    ),
}


def _id(trouble: Trouble, where: str, reason: str, now: datetime) -> str:
    # A pause is told when it begins, which the store knows; the others once a day.
    when = now if trouble in {Trouble.DESTINATION, Trouble.ACCESS} else now.astimezone(UTC).date()
    return sha256(f"notice\x1f{trouble}\x1f{where}\x1f{reason}\x1f{when.isoformat()}".encode()).hexdigest()[:16]
