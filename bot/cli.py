"""The command line: what each command is called, what it takes, and what its help says.

What a command does stands in `bot.commands`, which is imported when the command is called, so that help and errors in
usage come at once. Exit codes: 0 done, 1 something could not be read or found, 2 wrong usage or settings.
"""
# ruff: noqa: PLC0415 - the commands load databases, HTTP and language; `--help` must not wait for them

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.intake_cli import forget, make_intake, schedule
from bot.model.claim import Domain, Predicate
from bot.model.decision import What
from bot.model.dispute import DisputeStatus
from bot.model.errors import ClaimwatchError, ConfigurationError
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.options import Config, Database, Json, config_path
from bot.sourcing_cli import make_sources

_DAY = ["%Y-%m-%d"]

Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders, URLs, or - for standard input.", metavar="PATH…", show_default=False),
]
ClaimId = Annotated[
    str, typer.Argument(help="A claim's id, or six or more characters of its beginning.", metavar="CLAIM")
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (default: the process's own) and return its exit code."""
    _write_what_can_be_written()
    try:
        result = make_app()(
            prog_name="claimwatch", args=list(arguments) if arguments is not None else None, standalone_mode=False
        )
        # Here and not when the interpreter ends, where a reader that is gone would be a trace of an ignored error.
        sys.stdout.flush()
    except typer.Exit as error:
        return error.exit_code
    except typer.Abort:
        return 130
    except BrokenPipeError:
        return _reader_is_gone()
    except KeyboardInterrupt:
        return 130
    except ClaimwatchError as error:
        typer.echo(f"claimwatch: {_one_line(error)}", err=True)
        return 2 if isinstance(error, ConfigurationError) else 1
    except Exception as error:
        shown = _usage_error(error)
        if shown is None:
            raise
        return shown
    return result if isinstance(result, int) else 0


def make_app() -> typer.Typer:
    """Return the program's commands."""
    app = typer.Typer(
        name="claimwatch",
        help="Reads war news, writes down who claims what, and shows when two sources cannot both be right.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_program)
    app.command("run")(run)
    app.command("ingest")(ingest)
    app.command("doctor")(doctor)
    for name, command in (("claims", claims), ("claim", claim), ("disputes", disputes), ("dispute", dispute)):
        app.command(name, rich_help_panel="What is known")(command)
    app.command("explain", rich_help_panel="What is known")(explain)
    app.command("decide", rich_help_panel="What is known")(decide)
    app.command("decisions", rich_help_panel="What is known")(decisions)
    outbox = typer.Typer(help="Show alerts that have not arrived, or try one again.", invoke_without_command=True)
    outbox.callback()(outbox_list)
    outbox.command("retry")(outbox_retry)
    app.add_typer(outbox, name="outbox")
    app.add_typer(make_intake(), name="intake")
    app.add_typer(make_sources(), name="sources")
    app.command("schedule")(schedule)
    app.command("forget")(forget)
    places = typer.Typer(help="Look places up, or find them in articles.", no_args_is_help=True)
    places.command("lookup")(places_lookup)
    places.command("parse")(places_parse)
    app.add_typer(places, name="places", rich_help_panel="Tools")
    app.command("evaluate", rich_help_panel="Tools")(evaluate)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimwatch {version('claimwatch')}")
        raise typer.Exit


def _program(
    context: typer.Context,
    *,
    config: Config = None,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    context.obj = config


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


def claims(
    context: typer.Context,
    *,
    place: Annotated[str | None, typer.Option(help="Part of the place's name.")] = None,
    region: Annotated[str | None, typer.Option(help="The region's name.")] = None,
    side: Annotated[str | None, typer.Option(help="The side that acts or speaks: UKR, Ukraine, hamas, …")] = None,
    domain: Annotated[Domain | None, typer.Option(help="Territory or infrastructure.")] = None,
    predicate: Annotated[Predicate | None, typer.Option(help="What is claimed of the place.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Claims of this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Claims of this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the quote.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List claims, those of the newest articles first."""
    from bot.commands.asking import list_claims

    wanted = ClaimFilter(
        place=place,
        region=region,
        side=side,
        domain=domain,
        predicate=predicate,
        since=_day(since),
        until=_day(until),
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


def disputes(
    context: typer.Context,
    *,
    status: Annotated[DisputeStatus | None, typer.Option(help="Only those that stand so.")] = None,
    place: Annotated[str | None, typer.Option(help="Part of the name of the place, the region or the asset.")] = None,
    region: Annotated[str | None, typer.Option(help="The region's name.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Still changed on this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Begun on this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the claims in dispute.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List disputes, the last changed first."""
    from bot.commands.asking import list_disputes

    wanted = DisputeFilter(
        status=status, place=place, region=region, since=_day(since), until=_day(until), text=text, limit=limit
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
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: Json = False,
    config: Config = None,
    database: Database = None,
) -> int:
    """List what people decided, the newest first."""
    from bot.commands.deciding import list_decisions

    return list_decisions(config_path(context, config), limit=limit, as_json=as_json, database=database)


def outbox_list(
    context: typer.Context,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only what is not tried again by itself.")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Only numbers, and the age of the oldest.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
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


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _one_line(error: ClaimwatchError) -> str:
    return " ".join(str(error).split())


def _usage_error(error: Exception) -> int | None:
    """Show what is wrong with the arguments and return the exit code; `None` where it is another kind of error."""
    show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
    if not callable(show) or not isinstance(code, int):
        return None
    show()
    return code


def _reader_is_gone() -> int:
    """End quietly when whoever reads the output has closed it (`claimwatch claims | head`), as typer does."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return 1


def _write_what_can_be_written() -> None:
    """Let a character that the terminal's encoding lacks become a question mark, and not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if callable(reconfigure):
            reconfigure(errors="replace")
