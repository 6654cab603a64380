"""`claimwatch run`: the program that keeps running."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from pathlib import Path

from bot.app import Platform, open_application
from bot.commands.printing import Tally
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.desk.commands import Commands
from bot.model.errors import ConfigurationError, SourceError
from bot.pipeline import Ingested
from config.schema import Settings
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
    platforms = partial(_platforms, session.settings)
    chat = session.settings.discord.token is not None or session.settings.slack.bot_token is not None
    async with open_application(
        session.settings,
        clock=now,
        # Where there is a channel to tell, the terminal only says how it goes.
        messengers={} if chat else {CONSOLE: ConsoleMessenger(session.out)},
        teller=teller,
        stop=stop,
        platforms=platforms,
    ) as application:
        await application.run()
    session.say(f"Stopped. {teller.tally.sentence(failed=teller.failures)}")
    return 0


def _platforms(settings: Settings, commands: Commands) -> list[Platform]:
    """Return the chat platforms that have a token; their libraries are loaded only where one has."""
    found: list[Platform] = []
    discord, slack = settings.discord, settings.slack
    if discord.token is not None:
        from handlers.discord.platform import DiscordPlatform  # noqa: PLC0415 - half a second, and 40 MB

        token = discord.token.get_secret_value()
        found.append(DiscordPlatform(token=token, api_base=discord.api_base, commands=commands))
    if slack.bot_token is not None:
        if slack.app_token is None:
            raise ConfigurationError(where="slack.app_token", reason="is missing; Socket Mode needs it (xapp-…)")
        from handlers.slack.platform import SlackPlatform  # noqa: PLC0415 - as above

        found.append(
            SlackPlatform(
                bot_token=slack.bot_token.get_secret_value(),
                app_token=slack.app_token.get_secret_value(),
                api_base=slack.api_base,
                commands=commands,
            )
        )
    return found


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

    def serving(self, platform: str) -> None:
        """Tell that a chat platform is connected to."""
        self._session.say(f"Connecting to {platform.capitalize()}.")

    def refused(self, platform: str, error: ConfigurationError) -> None:
        """Tell that a chat platform cannot be served: nobody answers there until it can."""
        self._session.say(f"{error}. Commands are not answered on {platform.capitalize()}.")

    def watching(self, folder: Path) -> None:
        """Tell that from now on the folder is watched."""
        self._session.say(f"Watching {folder}/ for articles (.txt, .md, .html, .json, .jsonl). Ctrl-C stops.")


def _claims(count: int) -> str:
    return {0: "no claims", 1: "1 claim"}.get(count, f"{count} claims")
