"""Options that several commands take, and where their settings file comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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


def config_path(context: typer.Context, given: Path | None) -> Path | None:
    """Return the settings file given after the command, or before it."""
    before = context.find_root().obj
    return given or (before if isinstance(before, Path) else None)
