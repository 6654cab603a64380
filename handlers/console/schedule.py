"""What the program does next, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from bot.desk.words import minute
from handlers.console.text import shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """Something that is due at a time; when it was done last, and how that went."""

    at: datetime
    what: str
    last: datetime | None = None
    result: str | None = None


def schedule_table(planned: Sequence[Planned]) -> RenderableType:
    """Return one row for each: when, what, when it was done last, and how that went."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Next", no_wrap=True)
    table.add_column("What", ratio=2, overflow="fold")
    table.add_column("Last", no_wrap=True)
    table.add_column("How it went", ratio=2, overflow="fold")
    for one in planned:
        table.add_row(minute(one.at), shown(one.what), minute(one.last) if one.last else "", shown(one.result or ""))
    return table


def planned_object(one: Planned) -> dict[str, Any]:
    """Return it as JSON."""
    return {
        "type": "planned",
        "at": one.at.isoformat(),
        "what": one.what,
        "last": None if one.last is None else one.last.isoformat(),
        "result": one.result,
    }
