"""What has not arrived, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.desk.words import minute
from bot.model.outbox import Figures, Pause, State, Undelivered
from bot.model.words import channel_words
from handlers.console.text import shown
from handlers.text import isolated

_STATES = {State.PENDING: "… waits", State.LEASED: "→ is being sent", State.FAILED: "✗ failed", State.SENT: "✓ sent"}


def outbox_table(undelivered: Sequence[Undelivered]) -> RenderableType:
    """Return one row an alert: where it is to go, how it stands, since when, when it is tried again, and why."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Id", no_wrap=True, style="cyan")
    table.add_column("To", overflow="fold")
    table.add_column("State", no_wrap=True)
    table.add_column("Made", no_wrap=True)
    table.add_column("Tries", justify="right")
    table.add_column("Due", no_wrap=True)
    table.add_column("Alert", ratio=2, overflow="fold")
    table.add_column("Why", ratio=2, overflow="fold")
    for one in undelivered:
        due = minute(one.due_at) if one.due_at is not None and one.state is State.PENDING else ""
        table.add_row(
            str(one.item.id), shown(one.item.destination), _STATES[one.state], minute(one.item.alert.created_at),
            str(one.item.attempts), due, shown(one.item.alert.title), shown(one.reason or ""),
        )  # fmt: skip
    return table


def pauses_lines(pauses: Sequence[Pause]) -> list[RenderableType]:
    """Return a line for each destination that takes nothing now."""
    return [
        Text(f"{isolated(channel_words(one.destination))} is paused since {minute(one.since)}: {isolated(one.reason)}")
        for one in pauses
    ]


def figures_lines(figures: Figures, *, held: int, now: datetime) -> list[RenderableType]:
    """Return a line for each figure; `held` alerts are not in the outbox yet."""
    lines = [
        f"waiting: {figures.waiting}",
        f"held back: {held}",
        f"being sent: {figures.sending}",
        f"sent: {figures.sent}",
        f"needed more than one attempt: {figures.retried}",
        f"failed: {sum(figures.failed.values())}",
        *(
            f"  {number}: {isolated(reason) if reason else 'no reason known'}"
            for reason, number in figures.failed.items()
        ),
    ]
    if figures.oldest is not None:
        lines.append(f"the oldest that has not arrived: made {minute(figures.oldest)}, {_age(figures.oldest, now)} ago")
    return [Text(line) for line in lines]


def figures_object(figures: Figures, *, held: int, now: datetime) -> dict[str, Any]:
    """Return them as JSON."""
    oldest = figures.oldest
    return {
        "type": "outbox",
        "waiting": figures.waiting,
        "held_back": held,
        "sending": figures.sending,
        "sent": figures.sent,
        "retried": figures.retried,
        "failed": dict(figures.failed),
        "oldest_at": None if oldest is None else oldest.isoformat(),
        "oldest_seconds": None if oldest is None else max(round((now - oldest).total_seconds()), 0),
    }


def _age(then: datetime, now: datetime) -> str:
    """Return how long ago it was, as whole days, hours or minutes."""
    since = max(now - then, timedelta(0))
    for unit, length in (("days", timedelta(days=1)), ("hours", timedelta(hours=1))):
        if since >= 2 * length:
            return f"{since // length} {unit}"
    return f"{since // timedelta(minutes=1)} min"


def undelivered_object(one: Undelivered) -> dict[str, Any]:
    """Return it as JSON."""
    return {
        "type": "undelivered",
        "id": one.item.id,
        "alert": one.item.alert.id,
        "kind": one.item.alert.kind.value,
        "title": one.item.alert.title,
        "destination": one.item.destination,
        "state": one.state.value,
        "attempts": one.item.attempts,
        "created_at": one.item.alert.created_at.isoformat(),
        "due_at": None if one.due_at is None else one.due_at.isoformat(),
        "reason": one.reason,
    }
