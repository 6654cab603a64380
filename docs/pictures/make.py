"""Draws `terminal.svg`: what `claimwatch ingest` prints of the sample articles, the conflicts first.

    .venv/bin/python docs/pictures/make.py

The picture is made by the program's own pipeline and console, from nothing but the samples; the same program gives the
same file. It names no font of the web, since pages show pictures without loading anything for them.
"""
# ruff: noqa: INP001 - a script beside the picture that it draws, no package

from __future__ import annotations

import asyncio
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, Group
from rich.segment import SegmentLines
from rich.terminal_theme import TerminalTheme

from bot.app import SAMPLES, open_ground
from bot.article.reading import read_article
from bot.model.alert import Alert, AlertKind
from bot.model.article import Article
from bot.model.errors import SourceError
from bot.sources.documents import read_path
from bot.workers import InProcessExtractor
from config.schema import DatabaseSettings, Settings
from handlers.console.alerts import render_alert

PICTURE = Path(__file__).with_name("terminal.svg")
COMMAND = "claimwatch ingest bot/samples"
COLUMNS = 100
# The window's height: the conflicts, and the beginning of an article's summary.
ROWS = 66
# After every sample was published; nothing in the picture depends on the time of drawing.
NOW = datetime(2026, 11, 22, tzinfo=UTC)

# Enough contrast between text and ground for small print: at least 7 to 1 for what is read, 4.5 to 1 for what is dim.
THEME = TerminalTheme(
    background=(24, 27, 34),
    foreground=(222, 226, 233),
    normal=[
        (24, 27, 34),
        (255, 123, 114),
        (126, 211, 133),
        (231, 190, 92),
        (121, 184, 255),
        (214, 158, 255),
        (100, 212, 226),
        (222, 226, 233),
    ],
    bright=[
        (139, 148, 162),
        (255, 158, 150),
        (158, 230, 164),
        (245, 212, 130),
        (158, 206, 255),
        (229, 190, 255),
        (146, 230, 240),
        (255, 255, 255),
    ],
)

FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">
<title>What Claimwatch prints of the three sample articles</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-family: system-ui, sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


async def sample_alerts() -> tuple[Alert, ...]:
    """Return every alert that the sample articles bring, in the order in which they come."""
    settings = Settings(database=DatabaseSettings(url=":memory:"))
    articles: list[Article] = []
    for found in read_path(SAMPLES, now=NOW):
        if isinstance(found, SourceError):
            raise found
        articles.append(read_article(found, now=NOW))
    articles.sort(key=lambda article: article.published_at)
    alerts: list[Alert] = []
    async with open_ground(settings, clock=lambda: NOW) as ground:
        async for result in ground.pipeline().ingest_many(articles, InProcessExtractor(settings)):
            if isinstance(result, SourceError):
                raise result
            alerts.extend(result.alerts)
    return tuple(alerts)


def shown(alerts: tuple[Alert, ...]) -> tuple[Alert, ...]:
    """Return what the picture has room for: every conflict, then the shorter summary of two articles that conflict."""
    conflicts = tuple(one for one in alerts if one.kind is AlertKind.CONFLICT)
    opposed = {claim for one in conflicts for claim in one.claims}
    summaries = [one for one in alerts if one.kind is AlertKind.SUMMARY and not opposed.isdisjoint(one.claims)]
    return (*conflicts, *sorted(summaries, key=lambda one: len(one.text))[:1])


def draw(alerts: tuple[Alert, ...]) -> str:
    """Return the first rows of the alerts as the console shows them, as SVG."""
    console = Console(
        record=True,
        file=io.StringIO(),
        width=COLUMNS,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    lines = console.render_lines(Group(*map(render_alert, alerts)))
    console.print(SegmentLines(lines[:ROWS], new_lines=True))
    return console.export_svg(title=COMMAND, theme=THEME, code_format=FORMAT, font_aspect_ratio=0.61)


def main() -> int:
    """Draw the picture anew, and say which conflicts it shows."""
    alerts = shown(asyncio.run(sample_alerts()))
    PICTURE.write_text(draw(alerts), encoding="utf-8")
    for alert in alerts:
        sys.stdout.write(f"{alert.kind}: {alert.title}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
