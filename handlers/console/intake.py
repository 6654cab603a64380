"""What waits to be read and what was set aside, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from bot.desk.words import age, minute
from bot.model.arrival import Arrival, ArrivalState, QueueState
from handlers.console.text import shown

_STATES = {
    ArrivalState.WAITING: "… waits",
    ArrivalState.READING: "→ is being read",
    ArrivalState.DONE: "✓ read",
    ArrivalState.FAILED: "✗ set aside",
}


def arrivals_table(arrivals: Sequence[Arrival]) -> RenderableType:
    """Return one row an article: where it comes from, how it stands, since when, when it is tried again, and why."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Id", no_wrap=True, style="cyan")
    table.add_column("Article", ratio=2, overflow="fold")
    table.add_column("From", ratio=1, overflow="fold")
    table.add_column("State", no_wrap=True)
    table.add_column("Accepted", no_wrap=True)
    table.add_column("Tries", justify="right")
    table.add_column("Due", no_wrap=True)
    table.add_column("Why", ratio=2, overflow="fold")
    for one in arrivals:
        due = minute(one.due_at) if one.due_at is not None and one.state is ArrivalState.WAITING else ""
        table.add_row(
            str(one.id), shown(one.origin), shown(one.source), _STATES[one.state], minute(one.received_at),
            str(one.attempts), due, shown(one.reason or ""),
        )  # fmt: skip
    return table


def queue_line(state: QueueState, *, now: datetime) -> str:
    """Say how much waits, since when, and how much was set aside."""
    waits = "Nothing waits to be read"
    if state.oldest is not None:
        waits = f"{state.waiting} waiting to be read, the oldest for {age(now - state.oldest)}"
    aside = f"{state.failed} set aside; `claimwatch intake retry ID` reads one again" if state.failed else ""
    return f"{waits}; {aside}." if aside else f"{waits}."


def arrival_object(one: Arrival) -> dict[str, Any]:
    """Return it as JSON."""
    return {
        "type": "arrival",
        "id": one.id,
        "article": one.article_id,
        "origin": one.origin,
        "source": one.source,
        "state": one.state.value,
        "received_at": one.received_at.isoformat(),
        "published_at": one.published_at.isoformat(),
        "attempts": one.attempts,
        "due_at": None if one.due_at is None else one.due_at.isoformat(),
        "reason": one.reason,
    }
