"""`claimwatch outbox …`: alerts that have not arrived."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Config, Database, Json, Limit, config_path


def make_outbox() -> typer.Typer:
    """Return the commands about alerts."""
    outbox = typer.Typer(help="Show alerts that have not arrived, or try one again.", invoke_without_command=True)
    outbox.callback()(outbox_list)
    outbox.command("retry")(outbox_retry)
    return outbox


def outbox_list(
    context: typer.Context,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only what is not tried again by itself.")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Only numbers, and the age of the oldest.")] = False,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show alerts that have not arrived: where they go, why they did not, and when they are tried again."""
    if context.invoked_subcommand is not None:
        return 0
    from bot.commands.outboxing import list_outbox, show_figures

    if metrics:
        return show_figures(config_path(context, config), as_json=as_json, database=database)
    return list_outbox(config_path(context, config), failed=failed, limit=limit, as_json=as_json, database=database)


def outbox_retry(
    context: typer.Context,
    item: Annotated[int, typer.Argument(help="The alert's number in the list.", metavar="ID")],
    *,
    config: Config = None,
    database: Database = None,
) -> int:
    """Try an alert again that has failed or waits."""
    from bot.commands.outboxing import retry

    return retry(config_path(context, config), item, database=database)
