"""Disputes on the terminal: the table, and one in full."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.desk.answers import DisputeDetail
from bot.desk.words import DECISIONS, SHORT_ID, STATUSES, day, minute
from bot.model.dispute import Dispute
from handlers.console.claims import brief_claim
from handlers.console.text import shown
from handlers.text import isolated


def disputes_table(disputes: Sequence[Dispute]) -> RenderableType:
    """Return one row a dispute: what it is about, how it stands, and the positions."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Dispute", no_wrap=True, style="cyan")
    table.add_column("About", ratio=2, overflow="fold")
    table.add_column("Status", no_wrap=True)
    table.add_column("Positions", ratio=3, overflow="fold")
    table.add_column("Claims", justify="right")
    table.add_column("Since", no_wrap=True)
    for one in disputes:
        table.add_row(
            one.id[:SHORT_ID],
            shown(one.slot.label),
            STATUSES[one.status],
            shown(" / ".join(position.label for position in one.positions)),
            str(len(one.claims)),
            day(one.opened_at),
        )
    return table


def dispute_detail(detail: DisputeDetail) -> RenderableType:
    """Return a dispute with each position's claims, and why they conflict. No position is called right."""
    dispute = detail.dispute
    title = Text(isolated(dispute.slot.label), style="bold")
    title.append(f"  {dispute.id[:SHORT_ID]}", style="dim")
    place = ", ".join(part for part in (dispute.slot.place, dispute.slot.region, dispute.slot.country) if part)
    parts: list[RenderableType] = [
        title,
        Text(
            f"{STATUSES[dispute.status]}, opened {minute(dispute.opened_at)}, last change {minute(dispute.updated_at)}"
        ),
    ]
    if place:
        parts.append(shown(place, "dim"))
    parts.extend(Text(isolated(why)) for why in detail.whys)
    for position in detail.positions:
        heading = Text(isolated(position.label), style="bold underline")
        number = "1 source" if position.sources == 1 else f"{position.sources} independent sources"
        heading.append(f" – since {minute(position.since)}, {number}", style="not bold not underline")
        if position.said_by:
            heading.append(f" – said by {isolated('; '.join(position.said_by))}", style="not bold not underline")
        parts.extend(("", heading))
        parts.extend(Padding(brief_claim(one), (0, 0, 0, 2)) for one in position.claims)
    parts += _timeline(detail)
    parts += _decided(detail)
    return Group(*parts)


def _timeline(detail: DisputeDetail) -> list[RenderableType]:
    """Return everything said, in the order in which it was published."""
    if not detail.timeline:
        return []
    table = Table.grid(padding=(0, 2))
    for one in detail.timeline:
        outside = "" if one.claim.id in detail.dispute.claims else " (beside the dispute)"
        said = one.claim.attribution.speaker or one.article.outlet or "an unnamed source"
        table.add_row(
            minute(one.article.published_at), shown(f"{one.heading}{outside}"), shown(said, "dim"),
            Text(one.claim.id[:SHORT_ID], style="dim"),
        )  # fmt: skip
    return ["", Text("Timeline", style="bold underline"), table]


def _decided(detail: DisputeDetail) -> list[RenderableType]:
    """Return what people decided about it."""
    if not detail.decisions:
        return []
    lines: list[RenderableType] = ["", Text("Decided by people", style="bold underline")]
    for one in detail.decisions:
        why = f": {one.reason}" if one.reason else ""
        text = Text(isolated(f"{minute(one.at)}  {one.author}: {DECISIONS[one.kind]}{why}"))
        lines.append(text.append(f"  {one.id[:SHORT_ID]}", style="dim"))
    return lines
