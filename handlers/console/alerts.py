"""Alerts as panels: what is said, by whom, where, when, and in which words. Never who is right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import ROUNDED, SQUARE
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.model.alert import Alert, AlertKind, Statement
from handlers.console.text import clean, isolated, quoted, shown
from handlers.console.words import CONFLICTS, day, who

_SIDE_BY_SIDE_WIDTH = 84
"""Columns under which two positions stand one below the other."""

_LABELS = {
    AlertKind.CONFLICT: ("!! CONFLICTING CLAIMS", "bold red"),
    AlertKind.UPDATE: ("!  UPDATE", "yellow"),
    AlertKind.SUMMARY: ("=  ARTICLE", "cyan"),
    AlertKind.DIGEST: ("=  DIGEST", "cyan"),
    AlertKind.NOTICE: ("i  NOTICE", "magenta"),
}


def render_alert(alert: Alert) -> RenderableType:
    """Return the alert as a person reads it on a terminal of any width."""
    label, style = _LABELS[alert.kind]
    conflict = alert.kind in {AlertKind.CONFLICT, AlertKind.UPDATE}
    if not alert.statements:
        body: RenderableType = Text(clean(alert.text, lines=True))
    elif conflict:
        body = _conflict(alert)
    else:
        body = _summary(alert)
    return Panel(
        body,
        title=Text(f" {label} ", style=style),
        title_align="left",
        border_style=style,
        box=SQUARE if conflict else ROUNDED,
        padding=(0, 1),
    )


class Positions:
    """The claims that conflict: side by side where the terminal is wide enough for two, one below the other if not."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = tuple(statements)

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the statements in the arrangement that the width allows."""
        if options.max_width >= _SIDE_BY_SIDE_WIDTH and len(self._statements) > 1:
            grid = Table.grid(expand=True, padding=(0, 2))
            grid.add_column(ratio=1)
            grid.add_column(ratio=1)
            for start in range(0, len(self._statements), 2):
                cells: list[RenderableType] = [_position(one) for one in self._statements[start : start + 2]]
                grid.add_row(*cells, *[""] * (2 - len(cells)))
            yield grid
        else:
            for number, statement in enumerate(self._statements):
                if number:
                    yield Text("— against —" if len(self._statements) == 2 else "—", style="dim", justify="center")
                yield _position(statement)


def _conflict(alert: Alert) -> RenderableType:
    opposed = [one for one in alert.statements if one.claim in alert.claims]
    others = [one for one in alert.statements if one.claim not in alert.claims]
    parts: list[RenderableType] = [Text(isolated(alert.title), style="bold"), "", Positions(opposed), ""]
    if alert.conflict_type is not None:
        parts.append(_labelled("Conflict", CONFLICTS[alert.conflict_type]))
    if alert.why:
        parts.append(_labelled("Why", alert.why))
    if alert.unverified_by:
        parts.append(_labelled("Not verified by", "; ".join(alert.unverified_by)))
    if others:
        parts.append(_labelled("Also said", ""))
        parts.extend(Padding(_line(one), (0, 0, 0, 2)) for one in others)
    parts.append(Text("Shown as published; who is right is not said here.", style="dim"))
    if alert.dispute:
        parts.append(Text(f"More: claimwatch dispute {alert.dispute}", style="dim"))
    return Group(*parts)


def _summary(alert: Alert) -> RenderableType:
    parts: list[RenderableType] = [Text(isolated(alert.title), style="bold")]
    parts.extend(Padding(_line(one), (0, 0, 0, 2)) for one in alert.statements)
    if alert.unverified_by:
        parts.append(_labelled("Not verified by", "; ".join(alert.unverified_by)))
    return Group(*parts)


def _position(statement: Statement) -> RenderableType:
    """Return one position: what, who and for whom, where and when, and the words."""
    speaker = who(statement.speaker, statement.affiliation, statement.side_label)
    source = ", ".join(part for part in (statement.publisher, day(statement.published_at)) if part)
    heading = Text(isolated(statement.heading), style="bold")
    if statement.certainty and statement.certainty != "certain":
        heading.append(f" ({statement.certainty})", style="dim")
    parts: list[RenderableType] = [heading, _labelled("says", speaker or "the article itself"), shown(source, "dim")]
    if statement.title:
        parts.append(shown(statement.title, "dim"))
    if statement.url:
        parts.append(shown(statement.url, "dim"))
    parts.append(quoted(statement.quote))
    parts.append(Text(f"claim {statement.claim}", style="dim"))
    return Group(*parts)


def _line(statement: Statement) -> RenderableType:
    """Return a statement in two lines: what and who, and the words."""
    speaker = who(statement.speaker, statement.affiliation, statement.side_label)
    heading = Text("• ")
    heading.append(isolated(statement.heading), style="bold")
    if statement.certainty and statement.certainty != "certain":
        heading.append(f" ({statement.certainty})", style="dim")
    if speaker:
        heading.append(f" – {isolated(speaker)}")
    heading.append(f"  {statement.claim}", style="dim")
    return Group(heading, Padding(quoted(statement.quote, "dim italic"), (0, 0, 0, 2)))


def _labelled(label: str, value: str) -> Text:
    return Text.assemble((f"{label}: ", "bold"), isolated(value))
