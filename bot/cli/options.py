"""Options that several commands take, and where their settings file comes from."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

DAY = ["%Y-%m-%d"]

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", help="The settings file; claimwatch.toml in this folder, if there is one.", metavar="PATH"
    ),
]
Database = Annotated[
    str | None, typer.Option("--database", help="The database: a file, a URL, or :memory:.", metavar="URL")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines, one object a line.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")]
Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders, URLs, or - for standard input.", metavar="PATH…", show_default=False),
]
PlaceName = Annotated[str | None, typer.Argument(help="The same as --place.", metavar="PLACE", show_default=False)]
ClaimId = Annotated[
    str, typer.Argument(help="A claim's id, or six or more characters of its beginning.", metavar="CLAIM")
]


def config_path(context: typer.Context, given: Path | None) -> Path | None:
    """Return the settings file given after the command, or before it."""
    before = context.find_root().obj
    return given or (before if isinstance(before, Path) else None)


def day(moment: datetime | None) -> date | None:
    """Return the day of an option that was read with `DAY`."""
    return None if moment is None else moment.date()
