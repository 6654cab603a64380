"""What commands share: settings, terminals, logging, and one event loop."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import structlog
from rich.console import Console
from structlog.typing import Processor

from bot.model.errors import SourceError
from config.load import load_settings, variable_name
from config.schema import Settings
from handlers.console.screen import make_console
from handlers.text import clean

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One call of the program: its settings, where it prints what was asked for, and where it says how it goes."""

    settings: Settings
    out: Console
    err: Console

    def print_line(self, line: str) -> None:
        """Print a line of output as it is, of any length."""
        self.out.file.write(line + "\n")

    def say(self, message: str) -> None:
        """Tell how it goes, on standard error."""
        self.err.print(clean(message), soft_wrap=True)

    def complain(self, error: SourceError) -> None:
        """Tell what could not be read and why, in one line on standard error."""
        self.say(f"{error.origin}: {error.reason}")


def open_session(
    config: Path | None, *, database: str | None = None, environ: Mapping[str, str] = os.environ
) -> Session:
    """Return a session with the settings of the file and the environment, and the given database above both."""
    given = {} if database is None else {variable_name("database", "url"): database}
    settings = load_settings(config, {**environ, **given})
    _configure_logging(settings)
    return Session(settings=settings, out=make_console(sys.stdout), err=make_console(sys.stderr))


def now() -> datetime:
    """Return the time."""
    return datetime.now(tz=UTC)


def run_in_loop(main: Coroutine[Any, Any, Result]) -> Result:
    """Run it in an event loop of its own."""
    return asyncio.run(main)


def _configure_logging(settings: Settings) -> None:
    """Write log lines to standard error, as text or as JSON, from the settings' level on."""
    last: Processor
    if settings.log.as_json:
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty() and not os.environ.get("NO_COLOR"))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log.level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
