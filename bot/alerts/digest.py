"""The digest: what an area brought between two moments, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from bot.alerts.statements import moment
from bot.model.alert import Alert, AlertKind
from bot.model.subscription import Subscription

# Conflicts are few, and each is worth its line; of articles the newest stand for the rest.
_SHOWN = {AlertKind.CONFLICT: 15, AlertKind.UPDATE: 10, AlertKind.SUMMARY: 10}
_HEADINGS = {
    AlertKind.CONFLICT: "New conflicts",
    AlertKind.UPDATE: "New in open conflicts",
    AlertKind.SUMMARY: "Articles",
}


def digest_alert(
    subscription: Subscription, alerts: Sequence[Alert], *, since: datetime, until: datetime, now: datetime
) -> Alert | None:
    """Return the digest of those alerts that are about the subscription's area; `None` where there are none.

    Conflicts come first, the newest first. Its id is that of the subscription and the window's end, so that a window
    is told once.
    """
    about = sorted(
        (one for one in alerts if one.kind in _SHOWN and subscription.area.holds(one.keys)),
        key=lambda one: (one.created_at, one.id),
        reverse=True,
    )
    if not about:
        return None
    by_kind = {kind: [one for one in about if one.kind is kind] for kind in _SHOWN}
    counts = (
        (len(by_kind[AlertKind.CONFLICT]), "new conflict"),
        (len(by_kind[AlertKind.UPDATE]), "update"),
        (len(by_kind[AlertKind.SUMMARY]), "article with claims"),
    )
    told = ", ".join(_count(number, thing) for number, thing in counts if number)
    title = f"Digest of {subscription.area.label}: {told}"
    lines = [title, f"{moment(since)} to {moment(until)}"]
    for kind, ones in by_kind.items():
        if ones:
            lines += ["", f"{_HEADINGS[kind]}:", *(f"• {one.title}" for one in ones[: _SHOWN[kind]])]
            if len(ones) > _SHOWN[kind]:
                lines.append(f"• and {len(ones) - _SHOWN[kind]} more")
    return Alert(
        id=sha256(f"digest\x1f{subscription.id}\x1f{until.isoformat()}".encode()).hexdigest()[:16],
        kind=AlertKind.DIGEST,
        title=title,
        text="\n".join(lines),
        claims=(),
        keys=tuple(sorted({key for one in about for key in one.keys})),
        created_at=now,
    )


def _count(number: int, thing: str) -> str:
    head, _, tail = thing.partition(" with ")
    plural = head if number == 1 else f"{head}s"
    return f"{number} {plural}" + (f" with {tail}" if tail else "")
