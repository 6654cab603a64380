"""`claimwatch intake …`: articles that were accepted."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Config, Database, Json, Limit, config_path


def make_intake() -> typer.Typer:
    """Return the commands about articles that were accepted."""
    intake = typer.Typer(
        help="Show articles that wait to be read or were set aside, or read one again.", invoke_without_command=True
    )
    intake.callback()(intake_list)
    intake.command("retry")(intake_retry)
    return intake


def intake_list(
    context: typer.Context,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only what was set aside.")] = False,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show articles that were accepted and are not read: since when they wait, and why some were set aside."""
    if context.invoked_subcommand is not None:
        return 0
    from bot.commands.queueing import list_intake

    return list_intake(config_path(context, config), failed=failed, limit=limit, as_json=as_json, database=database)


def intake_retry(
    context: typer.Context,
    arrival: Annotated[str, typer.Argument(help="The article's number in the list, or all.", metavar="ID")],
    *,
    config: Config = None,
    database: Database = None,
) -> int:
    """Read an article again that was set aside, or all of them."""
    from bot.commands.queueing import retry

    return retry(config_path(context, config), arrival, database=database)
