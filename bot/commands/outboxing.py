"""`claimwatch outbox` and `outbox retry`: what has not arrived."""

from __future__ import annotations

from pathlib import Path

from bot.app import open_ground
from bot.commands.session import now, open_session, run_in_loop
from bot.model.errors import NotFoundError
from bot.model.outbox import State
from bot.model.wire import dumps
from handlers.console.outbox import figures_lines, figures_object, outbox_table, pauses_lines, undelivered_object


def list_outbox(config: Path | None, *, failed: bool, limit: int, as_json: bool, database: str | None) -> int:
    """Print what waits and what failed, with the reason; or what failed alone."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            states = (State.FAILED,) if failed else (State.PENDING, State.LEASED, State.FAILED)
            found = await ground.store.outbox.undelivered(limit=limit, states=states)
            paused = await ground.store.outbox.pauses()
            held = 0 if failed else await ground.store.gathered.number()
        if as_json:
            for one in found:
                session.print_line(dumps(undelivered_object(one)))
            return 0
        for line in pauses_lines(paused):
            session.out.print(line)
        if found:
            session.out.print(outbox_table(found))
        elif not held:
            session.say("Nothing has failed." if failed else "Everything was delivered.")
        if held:
            session.say(f"{held} held back, to be told together or after quiet hours.")
        if len(found) == limit:
            session.say(f"The first {limit}; --limit shows more.")
        return 0

    return run_in_loop(run())


def show_figures(config: Path | None, *, as_json: bool, database: str | None) -> int:
    """Print how many alerts wait, were sent, and failed for which reason, and how old the oldest is that waits."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            figures = await ground.store.outbox.figures()
            held = await ground.store.gathered.number()
        at = now()
        if as_json:
            session.print_line(dumps(figures_object(figures, held=held, now=at)))
        else:
            for line in figures_lines(figures, held=held, now=at):
                session.out.print(line)
        return 0

    return run_in_loop(run())


def retry(config: Path | None, item: int, *, database: str | None) -> int:
    """Try an item again, at once where the program runs."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            if not await ground.store.outbox.retry(item):
                hint = "`claimwatch outbox` lists those that have not arrived."
                raise NotFoundError(kind="undelivered alert", wanted=str(item), hint=hint)
        session.say(f"{item} is tried again: now where `claimwatch run` runs, or else at its next start.")
        return 0

    return run_in_loop(run())
