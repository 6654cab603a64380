"""`claimwatch ingest`, `forget` and `evaluate`: what goes through articles."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Config, Database, Json, Paths, config_path


def ingest(
    context: typer.Context,
    paths: Paths,
    *,
    as_json: Json = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="With --json: print each article's text too.")] = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Read articles in order of publication and show what they claim and where it conflicts.

    An article is a .txt or .md file (with YAML front matter or without), an .html page, an object of a .json or .jsonl
    file, or a URL.
    """
    from bot.commands.ingesting import ingest as do_ingest

    return do_ingest(config_path(context, config), paths, as_json=as_json, with_text=with_text, database=database)


def forget(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The article's address.", metavar="URL", show_default=False)],
    *,
    config: Config = None,
    database: Database = None,
) -> int:
    """Take an article down: its text, its claims with their quotes, and messages about it that were not sent yet."""
    from bot.commands.upkeeping import forget as do_forget

    return do_forget(config_path(context, config), url, database=database)


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help="The gold file.", metavar="GOLD")],
    paths: Paths,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List every miss, wrong field and stray.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    config: Config = None,
) -> int:
    """Score what is found in articles against a gold file; nothing is kept."""
    from bot.commands.evaluating import evaluate as do_evaluate

    return do_evaluate(config_path(context, config), gold, paths, verbose=verbose, as_json=as_json)
