"""`claimwatch disputes` and `dispute`."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.options import DAY, Config, Database, Json, Limit, PlaceName, config_path, day
from bot.model.dispute import DisputeStatus
from bot.model.filters import DisputeFilter


def disputes(
    context: typer.Context,
    name: PlaceName = None,
    *,
    status: Annotated[DisputeStatus | None, typer.Option(help="Only those that stand so.")] = None,
    place: Annotated[str | None, typer.Option(help="Part of the name of the place, the region or the asset.")] = None,
    region: Annotated[str | None, typer.Option(help="The region's name.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="Still changed on this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Begun on this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the claims in dispute.")] = None,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List disputes, the last changed first."""
    from bot.commands.asking import list_disputes

    wanted = DisputeFilter(
        status=status, place=place or name, region=region, since=day(since), until=day(until), text=text, limit=limit
    )
    return list_disputes(config_path(context, config), wanted, as_json=as_json, database=database)


def dispute(
    context: typer.Context,
    dispute_id: Annotated[str, typer.Argument(help="A dispute's id, or its beginning.", metavar="DISPUTE")],
    *,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show one dispute: the positions, who holds them, in which words."""
    from bot.commands.asking import show_dispute

    return show_dispute(config_path(context, config), dispute_id, as_json=as_json, database=database)
