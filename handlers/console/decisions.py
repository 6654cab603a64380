"""What people decided, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.desk.words import DECISIONS, SHORT_ID, STATUSES, minute
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from handlers.console.text import shown
from handlers.text import isolated


def decisions_table(decisions: Sequence[Decision]) -> RenderableType:
    """Return one row a decision: what, by whom, when, why, and about what."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Decision", no_wrap=True, style="cyan")
    table.add_column("What", overflow="fold")
    table.add_column("By", overflow="fold")
    table.add_column("When", no_wrap=True)
    table.add_column("Why", ratio=2, overflow="fold")
    table.add_column("About", no_wrap=True)
    for one in decisions:
        about = one.undoes or one.dispute or next(iter(one.claims), "")
        table.add_row(
            one.id[:SHORT_ID], DECISIONS[one.kind], shown(one.author), minute(one.at), shown(one.reason),
            about[:SHORT_ID],
        )  # fmt: skip
    return table


def decided_lines(decision: Decision, disputes: Iterable[Dispute]) -> list[RenderableType]:
    """Return what was recorded, how it is taken back, and how the disputes now stand."""
    return [
        Text(f"Recorded: {DECISIONS[decision.kind]}, by {isolated(decision.author)}."),
        Text(f"To take it back: claimwatch decide undo {decision.id[:SHORT_ID]}", style="dim"),
        *(Text(f"{one.id[:SHORT_ID]}  {isolated(one.slot.label)}: {_standing(one)}") for one in disputes),
    ]


def _standing(dispute: Dispute) -> str:
    # The sign before the words is for tables.
    return STATUSES[dispute.status].split(maxsplit=1)[-1]
