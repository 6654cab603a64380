"""The program: which commands it has, and what its exit codes mean.

What a command is called and takes stands in the modules beside this one; what it does in `bot.commands`, which is
imported when the command is called, so that help and errors in usage come at once. Exit codes: 0 done, 1 something
could not be read or found, 2 wrong usage or settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli.articles import evaluate, forget, ingest
from bot.cli.claims import claim, claims, explain
from bot.cli.decisions import decide, decisions
from bot.cli.disputes import dispute, disputes
from bot.cli.intake import make_intake
from bot.cli.options import Config
from bot.cli.outbox import make_outbox
from bot.cli.places import make_places
from bot.cli.service import doctor, run, schedule
from bot.cli.sources import make_sources
from bot.model.errors import ClaimwatchError, ConfigurationError


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
    app.add_typer(make_outbox(), name="outbox")
    app.add_typer(make_intake(), name="intake")
    app.add_typer(make_sources(), name="sources")
    app.command("schedule")(schedule)
    app.command("forget")(forget)
    app.add_typer(make_places(), name="places", rich_help_panel="Tools")
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
