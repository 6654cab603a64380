"""`claimwatch decide` and `decisions`."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from bot.cli.options import Config, Database, Json, Limit, config_path
from bot.model.decision import What


def decide(
    context: typer.Context,
    what: Annotated[What, typer.Argument(help="What is decided; the list below says what each takes.", metavar="WHAT")],
    ids: Annotated[list[str], typer.Argument(help="Ids of claims, disputes or decisions.", metavar="ID…")],
    *,
    position: Annotated[
        str | None, typer.Option("--for", help="With resolve: the position's number or words.", metavar="POSITION")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides; your login name where not given.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in your words; it stands in the message.")] = "",
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Decide about claims and disputes; each decision keeps its author, time and reason, and can be taken back.

    [bold]dismiss[/] DISPUTE: it is no conflict, and comes back only for new evidence.

    [bold]resolve[/] DISPUTE --for POSITION: one position is right.

    [bold]no-conflict[/] CLAIM CLAIM: these two do not conflict.

    [bold]same[/] CLAIM CLAIM: these two are one claim.

    [bold]merge[/] DISPUTE DISPUTE: they are about one thing; the first stays.

    [bold]split[/] DISPUTE CLAIM…: these claims do not belong to it.

    [bold]verified[/], [bold]false[/], [bold]inconclusive[/] CLAIM: what you found out.

    [bold]undo[/] DECISION: take it back.
    """
    from bot.commands.deciding import decide as do_decide

    return do_decide(
        config_path(context, config),
        what,
        ids,
        position=position,
        by=by or getpass.getuser(),
        reason=reason,
        as_json=as_json,
        database=database,
    )


def decisions(
    context: typer.Context,
    *,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List what people decided, the newest first."""
    from bot.commands.deciding import list_decisions

    return list_decisions(config_path(context, config), limit=limit, as_json=as_json, database=database)
