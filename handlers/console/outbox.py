"""What has not arrived, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.desk.words import minute
from bot.model.outbox import Pause, State, Undelivered
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
        Text(f"{isolated(one.destination)} is paused since {minute(one.since)}: {isolated(one.reason)}")
        for one in pauses
    ]


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
