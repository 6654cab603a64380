"""`claimwatch places …`: the gazetteer."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Config, Json, Paths, config_path


def make_places() -> typer.Typer:
    """Return the commands about places."""
    places = typer.Typer(help="Look places up, or find them in articles.", no_args_is_help=True)
    places.command("lookup")(places_lookup)
    places.command("parse")(places_parse)
    return places


def places_lookup(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A place's name, in any usual spelling.", metavar="NAME")],
    *,
    as_json: Json = False,
    config: Config = None,
) -> int:
    """Show the places that bear a name, the likeliest first."""
    from bot.commands.placing import lookup

    return lookup(config_path(context, config), name, as_json=as_json)


def places_parse(context: typer.Context, paths: Paths, *, as_json: Json = False, config: Config = None) -> int:
    """Show every place name that articles mention, with what it resolves to."""
    from bot.commands.placing import parse

    return parse(config_path(context, config), paths, as_json=as_json)
