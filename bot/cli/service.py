"""`claimwatch run`, `doctor` and `schedule`: the program at work."""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

import typer

from bot.cli.options import Config, Database, Json, Limit, config_path


def run(context: typer.Context, *, config: Config = None, database: Database = None) -> int:
    """Watch feeds and the inbox folder, and tell what conflicts: in Discord and Slack, or here.

    A platform is served when it has a token (CLAIMWATCH_DISCORD__TOKEN; CLAIMWATCH_SLACK__BOT_TOKEN and
    CLAIMWATCH_SLACK__APP_TOKEN). Without any, alerts come here, and an empty database gets the sample articles first.
    Ctrl-C stops.
    """
    from bot.commands.running import run as do_run

    return do_run(config_path(context, config), database=database)


def doctor(context: typer.Context, *, config: Config = None, database: Database = None) -> int:
    """Check database, places, language model, feeds, tokens and permissions, and say what to do."""
    from bot.commands.doctoring import doctor as do_doctor

    return do_doctor(config_path(context, config), database=database)


def schedule(
    context: typer.Context,
    *,
    limit: Limit = 30,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """Show what the program does next: feeds, digests, retention, vacuum and backup."""
    from bot.commands.upkeeping import show_schedule

    return show_schedule(config_path(context, config), limit=limit, as_json=as_json, database=database)
