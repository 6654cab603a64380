"""`claimwatch run`: the program that keeps running."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from bot.app import open_application
from bot.commands.printing import Tally
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.model.errors import SourceError
from bot.pipeline import Ingested
from handlers.console.messenger import ConsoleMessenger

CONSOLE = "console"


def run(config: Path | None, *, database: str | None) -> int:
    """Run until Ctrl-C or SIGTERM."""
    session = open_session(config, database=database)
    return run_in_loop(_run(session))


async def _run(session: Session) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    teller = _StandardError(session)
    async with open_application(
        session.settings,
        clock=now,
        messengers={CONSOLE: ConsoleMessenger(session.out)},
        teller=teller,
        stop=stop,
    ) as application:
        await application.run()
    session.say(f"Stopped. {teller.tally.sentence(failed=teller.failures)}")
    return 0


class _StandardError:
    """Tells on standard error how it goes; what is to be told about claims goes through the outbox."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.tally = Tally()
        self.failures = 0

    def ingested(self, result: Ingested, *, origin: str) -> None:
        """Tell that an article was taken in, or was known."""
        self.tally.count(result)
        what = "known already" if result.known else _claims(len(result.claims))
        self._session.say(f"{origin}: {what}")

    def failed(self, error: SourceError) -> None:
        """Tell that an input could not be read, and why."""
        self.failures += 1
        self._session.complain(error)

    def reading_samples(self, count: int, *, known: int) -> None:
        """Tell that the sample articles are read, or that they were."""
        told = f"{count} sample articles are known already" if known == count else f"Reading {count} sample articles …"
        self._session.say(told)

    def watching(self, folder: Path) -> None:
        """Tell that from now on the folder is watched."""
        self._session.say(f"Watching {folder}/ for articles (.txt, .md, .html, .json, .jsonl). Ctrl-C stops.")


def _claims(count: int) -> str:
    return {0: "no claims", 1: "1 claim"}.get(count, f"{count} claims")
