"""`claimwatch claims`, `claim` and `explain`."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.cli.options import DAY, ClaimId, Config, Database, Json, Limit, PlaceName, config_path, day
from bot.model.claim import Domain, Predicate
from bot.model.filters import ClaimFilter


def claims(
    context: typer.Context,
    name: PlaceName = None,
    *,
    place: Annotated[str | None, typer.Option(help="Part of the place's name.")] = None,
    region: Annotated[str | None, typer.Option(help="The region's name.")] = None,
    side: Annotated[str | None, typer.Option(help="The side that acts or speaks: UKR, Ukraine, hamas, …")] = None,
    domain: Annotated[Domain | None, typer.Option(help="Territory or infrastructure.")] = None,
    predicate: Annotated[Predicate | None, typer.Option(help="What is claimed of the place.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="Claims of this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Claims of this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the quote.")] = None,
    limit: Limit = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List claims, those of the newest articles first."""
    from bot.commands.asking import list_claims

    wanted = ClaimFilter(
        place=place or name,
        region=region,
        side=side,
        domain=domain,
        predicate=predicate,
        since=day(since),
        until=day(until),
        text=text,
        limit=limit,
    )
    return list_claims(config_path(context, config), wanted, as_json=as_json, database=database)


def claim(
    context: typer.Context,
    claim_id: ClaimId,
    *,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show one claim with its quotes and how it stands to others."""
    from bot.commands.asking import show_claim

    return show_claim(config_path(context, config), claim_id, as_json=as_json, database=database)


def explain(
    context: typer.Context,
    a: ClaimId,
    b: ClaimId,
    *,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Say why two claims conflict, or why they do not."""
    from bot.commands.asking import show_explanation

    return show_explanation(config_path(context, config), a, b, as_json=as_json, database=database)
