"""What the operators are told of feeds that fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.model.alert import Alert, AlertKind
from bot.model.feed import FeedRecord
from bot.model.outbox import Notice

_GOES_ON = "It is tried less and less often, once a day at least, and you hear when it is back."


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedNotices:
    """Words notices about feeds for the operators' channel; without one nobody is told."""

    destination: str | None

    def fails(self, feed: FeedRecord, *, now: datetime) -> Notice | None:
        """Return what is told of a feed that goes on failing; `feed` is how it stands after the last failure."""
        read = f"It was last read on {_minute(feed.read_at)}" if feed.read_at else "It was never read yet"
        return self._notice(
            f"A feed fails: {_name(feed)}",
            [
                f"Address: {feed.moved_to or feed.url}",
                f"Reason: {feed.reason}",
                f"{read}; it has failed {feed.failures} times in a row.",
                f"Next try: {_minute(feed.due_at)}",
                f"{_GOES_ON} `claimwatch sources test {feed.url}` tries it now.",
            ],
            now=now,
        )

    def works(self, feed: FeedRecord, *, new: int, now: datetime) -> Notice | None:
        """Return what is told of a feed that works again; `feed` is how it stood before, `new` what it brought."""
        since = f" since {_minute(feed.read_at)}" if feed.read_at else ""
        brought = {0: "nothing new", 1: "1 new article"}.get(new, f"{new} new articles")
        return self._notice(
            f"A feed is back: {_name(feed)}",
            [
                f"Address: {feed.moved_to or feed.url}",
                f"It had failed {feed.failures} times{since}, and brings {brought}.",
            ],
            now=now,
        )

    def _notice(self, title: str, lines: list[str], *, now: datetime) -> Notice | None:
        if self.destination is None:
            return None
        named = sha256(f"notice\x1ffeed\x1f{title}\x1f{lines[0]}\x1f{now.isoformat()}".encode()).hexdigest()[:16]
        alert = Alert(
            id=named,
            kind=AlertKind.NOTICE,
            title=title,
            text="\n".join([title, "", *lines]),
            claims=(),
            created_at=now,
        )
        return Notice(alert=alert, destination=self.destination)


def _name(feed: FeedRecord) -> str:
    return feed.title or feed.url


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %b %Y, %H:%M} UTC"
