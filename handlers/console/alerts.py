"""Alerts as panels: what is said, by whom, where, when, and in which words. Never who is right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from rich.box import ROUNDED, SQUARE
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.desk.words import CONFLICTS, SHORT_ID, STATUSES, day, minute, who
from bot.model.alert import Alert, AlertKind, Statement
from handlers.console.text import quoted, shown
from handlers.text import clean, isolated

_SIDE_BY_SIDE_WIDTH = 84
"""Columns under which two positions stand one below the other."""

LABELS = {
    AlertKind.CONFLICT: ("!! CONFLICTING CLAIMS", "bold red"),
    AlertKind.UPDATE: ("!. UPDATE", "yellow"),
    AlertKind.SUMMARY: ("#  ARTICLE", "cyan"),
    AlertKind.CORRECTION: ("~  CHANGED ARTICLE", "yellow"),
    AlertKind.DIGEST: ("## DIGEST", "cyan"),
    AlertKind.NOTICE: ("i  NOTICE", "magenta"),
}


def render_alert(alert: Alert) -> RenderableType:
    """Return the alert as a person reads it on a terminal of any width."""
    label, style = LABELS[alert.kind]
    conflict = alert.kind in {AlertKind.CONFLICT, AlertKind.UPDATE}
    if not alert.statements:
        body: RenderableType = Text(clean(alert.text, lines=True))
    elif conflict:
        body = _conflict(alert)
    elif alert.kind is AlertKind.CORRECTION:
        body = _correction(alert)
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

    def __init__(self, statements: Sequence[Statement], *, with_time: bool) -> None:
        self._statements = tuple(statements)
        self._with_time = with_time

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the statements in the arrangement that the width allows."""
        if options.max_width >= _SIDE_BY_SIDE_WIDTH and len(self._statements) > 1:
            grid = Table.grid(expand=True, padding=(0, 2))
            grid.add_column(ratio=1)
            grid.add_column(ratio=1)
            for start in range(0, len(self._statements), 2):
                cells: list[RenderableType] = [
                    _position(one, with_time=self._with_time) for one in self._statements[start : start + 2]
                ]
                grid.add_row(*cells, *[""] * (2 - len(cells)))
            yield grid
        else:
            for number, statement in enumerate(self._statements):
                if number:
                    yield Text("— against —" if len(self._statements) == 2 else "—", style="dim", justify="center")
                yield _position(statement, with_time=self._with_time)


def _conflict(alert: Alert) -> RenderableType:
    opposed = [one for one in alert.statements if one.claim in alert.claims]
    others = [one for one in alert.statements if one.claim not in alert.claims]
    parts: list[RenderableType] = [Text(isolated(alert.title), style="bold")]
    if alert.status is not None:
        parts.append(_labelled("Dispute", STATUSES[alert.status]))
    parts.append("")
    if opposed:
        # Beside what was said before, and of one day, the time of day matters.
        with_time = bool(alert.positions) or not _days_differ(opposed)
        parts.extend((Positions(opposed, with_time=with_time), ""))
    if alert.positions:
        parts.append(_labelled("Said so far", ""))
        parts.extend(Padding(Text(f"• {isolated(line)}"), (0, 0, 0, 2)) for line in alert.positions)
    if alert.conflict_type is not None:
        parts.append(_labelled("Conflict", CONFLICTS[alert.conflict_type]))
    if alert.why:
        parts.append(_labelled("Why", alert.why))
    parts.extend(_doubts(alert))
    if others:
        parts.append(_labelled("Also said", ""))
        parts.extend(Padding(_brief(one), (0, 0, 0, 2)) for one in others)
    parts.append(Text("Shown as published; who is right is not said here.", style="dim"))
    if alert.dispute:
        parts.append(Text(f"More: claimwatch dispute {alert.dispute[:SHORT_ID]}", style="dim"))
    return Group(*parts)


def _correction(alert: Alert) -> RenderableType:
    """Return what an article said, and what it was changed to say."""
    former = [one for one in alert.statements if one.claim in alert.claims]
    now_said = [one for one in alert.statements if one.claim not in alert.claims]
    parts: list[RenderableType] = [Text(isolated(alert.title), style="bold"), ""]
    parts += [_labelled("It said", ""), Positions(former, with_time=True), ""]
    parts.append(_labelled("It says now", "" if now_said else "no longer so"))
    parts += [Positions(now_said, with_time=True)] if now_said else []
    return Group(*parts)


def _summary(alert: Alert) -> RenderableType:
    """Return the article's claims under the places that they are about; a place's name stands above its first."""
    parts: list[RenderableType] = [Text(isolated(alert.title), style="bold")]
    # A digest is of many articles, and no one's date is its own.
    sources = dict.fromkeys((one.url, minute(one.published_at)) for one in alert.statements)
    if alert.kind is AlertKind.SUMMARY and len(sources) == 1:
        ((url, when),) = sources
        parts.append(shown(", ".join(part for part in (when, url) if part), "dim"))
    about = None
    for one in alert.statements:
        if one.about != about and one.about is not None:
            parts.append(Text(isolated(one.about), style="underline"))
        about = one.about
        parts.append(Padding(_line(one), (0, 0, 0, 2)))
    return Group(*parts, *_doubts(alert))


def _doubts(alert: Alert) -> list[RenderableType]:
    """Return who was asked and did not confirm, and who could not check."""
    named = (("Not confirmed by", alert.unconfirmed_by), ("Not verified by", alert.unverified_by))
    return [_labelled(label, "; ".join(names)) for label, names in named if names]


def _days_differ(statements: Sequence[Statement]) -> bool:
    """Whether the day alone tells the reports apart."""
    days = [one.published_at.astimezone(UTC).date() for one in statements]
    return len(set(days)) == len(days)


def _heading(statement: Statement) -> Text:
    heading = Text(isolated(statement.heading), style="bold")
    if statement.certainty and statement.certainty != "certain":
        heading.append(f" ({statement.certainty})", style="dim not bold")
    return heading


def _position(statement: Statement, *, with_time: bool) -> RenderableType:
    """Return one position: what, who and for whom, where and when, and the words."""
    speaker = who(statement.speaker, statement.affiliation, statement.side_label)
    when = minute(statement.published_at) if with_time else day(statement.published_at)
    source = ", ".join(part for part in (statement.publisher, when) if part)
    parts: list[RenderableType] = [
        _heading(statement),
        _labelled("says", speaker or "the article itself"),
        shown(source, "dim"),
    ]
    if statement.happened:
        parts.append(_labelled("time of the event", statement.happened))
    if statement.title:
        parts.append(shown(statement.title, "dim"))
    if statement.url:
        parts.append(shown(statement.url, "dim"))
    parts.append(quoted(statement.quote))
    parts.append(Text(f"claim {statement.claim[:SHORT_ID]}", style="dim"))
    return Group(*parts)


def _line(statement: Statement) -> RenderableType:
    """Return a statement in two lines: what and who, and the words."""
    speaker = who(statement.speaker, statement.affiliation, statement.side_label)
    heading = Text("• ")
    heading.append(_heading(statement))
    if speaker:
        heading.append(f" – {isolated(speaker)}")
    heading.append(f"  {statement.claim[:SHORT_ID]}", style="dim")
    return Group(heading, Padding(quoted(statement.quote, "dim italic"), (0, 0, 0, 2)))


def _brief(statement: Statement) -> RenderableType:
    """Return a statement in one line: what, who, where and when."""
    speaker = who(statement.speaker, statement.affiliation, statement.side_label)
    line = Text("• ")
    line.append(_heading(statement))
    outlet = statement.publisher
    if speaker and outlet and speaker.casefold() in outlet.casefold():
        speaker = None
    said = ", ".join(part for part in (speaker, outlet, day(statement.published_at)) if part)
    line.append(f" – {isolated(said)}")
    line.append(f"  {statement.claim[:SHORT_ID]}", style="dim")
    return line


def _labelled(label: str, value: str) -> Text:
    return Text.assemble((f"{label}: ", "bold"), isolated(value))
