"""`claimwatch doctor`: does everything work, and what is to be done where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rich.text import Text

from bot.commands.session import Session, now, open_session, run_in_loop
from bot.examination import examine, is_well, subscribed
from bot.model.finding import Finding, Health
from config.schema import Settings
from handlers.text import clean

_SIGNS = {Health.WELL: ("ok  ", "green"), Health.IDLE: ("-   ", "dim"), Health.ILL: ("FAIL", "bold red")}


class Patient(Protocol):
    """A chat platform that can be examined."""

    async def examine(self, destinations: Sequence[str]) -> tuple[Finding, ...]:
        """Look at tokens, commands, and what may be done in each of the channels; nothing is posted or changed."""
        ...


def doctor(config: Path | None, *, database: str | None) -> int:
    """Examine everything, and print a line a part; 1 where something is ill."""
    return run_in_loop(_doctor(open_session(config, database=database)))


async def _doctor(session: Session) -> int:
    session.say("Examining …")
    found = list(await examine(session.settings, now=now()))
    for one in found:
        _show(session, one)
    destinations = await subscribed(session.settings)
    for platform, patient in _patients(session.settings):
        if isinstance(patient, Finding):
            seen: tuple[Finding, ...] = (patient,)
        else:
            seen = await patient.examine([one for one in destinations if one.partition(":")[0] == platform])
        found += seen
        for one in seen:
            _show(session, one)
    session.say("Everything works." if is_well(found) else "Something has to be mended; see above.")
    return 0 if is_well(found) else 1


def _patients(settings: Settings) -> list[tuple[str, Patient | Finding]]:
    discord, slack = settings.discord, settings.slack
    found: list[tuple[str, Patient | Finding]] = []
    if discord.token is None:
        found.append(("discord", _idle("Discord", "discord.token")))
    else:
        from handlers.discord.examination import DiscordExamination  # noqa: PLC0415 - loads discord.py

        token = discord.token.get_secret_value()
        found.append(("discord", DiscordExamination(token=token, api_base=discord.api_base)))
    if slack.bot_token is None:
        found.append(("slack", _idle("Slack", "slack.bot_token")))
    else:
        from handlers.slack.examination import SlackExamination, Transport  # noqa: PLC0415 - loads slack_sdk

        app_token = slack.app_token.get_secret_value() if slack.app_token is not None else None
        secret = slack.signing_secret.get_secret_value() if slack.signing_secret is not None else None
        over_http = slack.chosen_transport == "http"
        patient = SlackExamination(
            bot_token=slack.bot_token.get_secret_value(),
            app_token=app_token,
            api_base=slack.api_base,
            transport=Transport(listen=settings.web.listen, signing_secret=secret) if over_http else None,
        )
        found.append(("slack", patient))
    return found


def _idle(name: str, setting: str) -> Finding:
    return Finding(part=name, health=Health.IDLE, seen="is not set up", advice=f"set {setting} (README tells where)")


def _show(session: Session, one: Finding) -> None:
    sign, style = _SIGNS[one.health]
    line = Text.assemble((sign, style), f" {clean(one.part)}: {clean(one.seen)}")
    session.out.print(line, soft_wrap=True)
    if one.advice and one.health is not Health.WELL:
        session.out.print(Text(f"     → {clean(one.advice)}", style="dim"), soft_wrap=True)
