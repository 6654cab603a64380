"""`claimwatch sources …` on the command line; `bot.commands.sourcing` does the work."""
# ruff: noqa: PLC0415 - the commands load databases and HTTP; `--help` must not wait for them

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Config, Database, Json, config_path

Url = Annotated[str, typer.Argument(help="The feed's address.", metavar="URL", show_default=False)]
Urls = Annotated[list[str], typer.Argument(help="Addresses of feeds.", metavar="URL…", show_default=False)]


def make_sources() -> typer.Typer:
    """Return the commands about feeds."""
    sources = typer.Typer(
        help="Say which feeds are read, and see how they stand.", no_args_is_help=True, rich_markup_mode="rich"
    )
    sources.command("list")(sources_list)
    sources.command("add")(sources_add)
    sources.command("remove")(sources_remove)
    sources.command("pause")(sources_pause)
    sources.command("resume")(sources_resume)
    sources.command("test")(sources_test)
    sources.command("import")(sources_import)
    sources.command("export")(sources_export)
    return sources


def sources_list(
    context: typer.Context, *, as_json: Json = False, config: Config = None, database: Database = None
) -> int:
    """List the feeds: how each stands, when it last had something new, when it is asked next, and why it fails."""
    from bot.commands.sourcing import list_sources

    return list_sources(config_path(context, config), as_json=as_json, database=database)


def sources_add(
    context: typer.Context,
    urls: Urls,
    *,
    untested: Annotated[bool, typer.Option("--untested", help="Do not ask it first whether it is a feed.")] = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Follow feeds, once each has answered; `claimwatch run` reads them from then on."""
    from bot.commands.sourcing import add

    return add(config_path(context, config), urls, untested=untested, database=database)


def sources_remove(context: typer.Context, url: Url, *, config: Config = None, database: Database = None) -> int:
    """Follow a feed no longer; what was read of it stays."""
    from bot.commands.sourcing import remove

    return remove(config_path(context, config), url, database=database)


def sources_pause(context: typer.Context, url: Url, *, config: Config = None, database: Database = None) -> int:
    """Leave a feed alone until it is resumed."""
    from bot.commands.sourcing import pause

    return pause(config_path(context, config), url, paused=True, database=database)


def sources_resume(context: typer.Context, url: Url, *, config: Config = None, database: Database = None) -> int:
    """Ask a paused feed again, at once; what it brings is news."""
    from bot.commands.sourcing import pause

    return pause(config_path(context, config), url, paused=False, database=database)


def sources_test(context: typer.Context, url: Url, *, config: Config = None) -> int:
    """Ask a feed what it has, and say it; nothing is kept."""
    from bot.commands.sourcing import test

    return test(config_path(context, config), url)


def sources_import(
    context: typer.Context,
    path: Annotated[str, typer.Argument(help="An OPML file, or - for standard input.", metavar="FILE")],
    *,
    config: Config = None,
    database: Database = None,
) -> int:
    """Follow the feeds of another program's list (OPML), untested."""
    from bot.commands.sourcing import import_list

    return import_list(config_path(context, config), path, database=database)


def sources_export(context: typer.Context, *, config: Config = None, database: Database = None) -> int:
    """Print the feeds as a list (OPML) for other programs."""
    from bot.commands.sourcing import export_list

    return export_list(config_path(context, config), database=database)
