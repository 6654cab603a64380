"""`claimwatch run`: the program that keeps running."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path

from pydantic import SecretStr

from bot.app import Platform, open_application, spare_collector
from bot.commands.printing import Tally
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.desk.commands import Commands
from bot.model.arrival import Door
from bot.model.errors import ConfigurationError, SourceError
from bot.pipeline import Ingested
from config.schema import Settings, SlackSettings
from handlers.console.messenger import ConsoleMessenger
from handlers.http_server import HttpServer
from handlers.push.keys import Keys
from handlers.push.routes import ArticleRoutes

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
    listen = session.settings.web.listen
    server = None if listen is None else HttpServer(listen)
    platforms = partial(_platforms, session.settings, server=server)
    chat = session.settings.discord.token is not None or session.settings.slack.bot_token is not None
    async with AsyncExitStack() as stack:
        application = await stack.enter_async_context(
            open_application(
                session.settings,
                clock=now,
                # Where there is a channel to tell, the terminal only says how it goes.
                messengers={} if chat else {CONSOLE: ConsoleMessenger(session.out)},
                teller=teller,
                stop=stop,
                platforms=platforms,
            )
        )
        if server is not None:
            _take_articles(session.settings, server, application.door)
        if server is not None and server.is_wanted:
            session.say(f"Listening on {await stack.enter_async_context(server.serving())}.")
        spare_collector()
        await application.run()
    session.say(f"Stopped. {teller.tally.sentence(failed=teller.failures)}")
    return 0


def _platforms(settings: Settings, commands: Commands, *, server: HttpServer | None = None) -> list[Platform]:
    """Return the chat platforms that have a token; their libraries are loaded only where one has."""
    found: list[Platform] = []
    discord, slack = settings.discord, settings.slack
    if discord.token is not None:
        from handlers.discord.platform import DiscordPlatform  # noqa: PLC0415 - half a second, and 40 MB

        token = discord.token.get_secret_value()
        found.append(DiscordPlatform(token=token, api_base=discord.api_base, commands=commands))
    if slack.bot_token is not None:
        found.append(_slack(slack, commands, server))
    return found


def _take_articles(settings: Settings, server: HttpServer, door: Door) -> None:
    """Let other programs post articles, where they have something to show that they may."""
    token, secret = settings.web.token, settings.web.signing_secret
    if token is not None or secret is not None:
        keys = Keys(token=_secret(token) or None, secret=_secret(secret) or None)
        most = settings.intake.max_bytes
        routes = ArticleRoutes(door=door, keys=keys, clock=now, most_bytes=most, version=version("claimwatch"))
        routes.add_to(server)


def _slack(slack: SlackSettings, commands: Commands, server: HttpServer | None) -> Platform:
    """Return the Slack app; ConfigurationError where what its transport needs is missing."""
    from handlers.slack.platform import SlackPlatform  # noqa: PLC0415 - loads slack_bolt
    from handlers.slack.signed_http import PATH, SignedHttp  # noqa: PLC0415 - as above

    bot_token = _secret(slack.bot_token)
    if slack.chosen_transport == "socket":
        if slack.app_token is None:
            raise ConfigurationError(where="slack.app_token", reason="is missing; Socket Mode needs it (xapp-…)")
        return SlackPlatform(bot_token, _secret(slack.app_token), slack.api_base, commands)
    if slack.signing_secret is None:
        raise ConfigurationError(
            where="slack.signing_secret", reason="is missing; requests over HTTP are signed with it"
        )
    if server is None:
        raise ConfigurationError(where="web.listen", reason="is missing; Slack's requests come there, as 0.0.0.0:8080")
    signed = SignedHttp()
    server.add("POST", PATH, signed.handle)
    secret = _secret(slack.signing_secret)
    return SlackPlatform(bot_token, None, slack.api_base, commands, signed=signed, signing_secret=secret)


def _secret(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()


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
