"""`claimwatch intake` and `intake retry`: what was accepted and is not read yet, or was set aside."""

from __future__ import annotations

from pathlib import Path

from bot.app import open_ground
from bot.commands.session import now, open_session, run_in_loop
from bot.model.arrival import ArrivalState
from bot.model.errors import NotFoundError
from bot.model.wire import dumps
from handlers.console.intake import arrival_object, arrivals_table, queue_line

_OPEN = (ArrivalState.WAITING, ArrivalState.READING, ArrivalState.FAILED)


def list_intake(config: Path | None, *, failed: bool, limit: int, as_json: bool, database: str | None) -> int:
    """Print what waits to be read and what was set aside, with the reason; or the latter alone."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            states = (ArrivalState.FAILED,) if failed else _OPEN
            found = await ground.store.arrivals.listed(states, limit=limit)
            state = await ground.store.arrivals.state()
        if as_json:
            for one in found:
                session.print_line(dumps(arrival_object(one)))
            return 0
        if found:
            session.out.print(arrivals_table(found))
        session.say(queue_line(state, now=now()))
        if len(found) == limit:
            session.say(f"The first {limit}; --limit shows more.")
        return 0

    return run_in_loop(run())


def retry(config: Path | None, arrival: str, *, database: str | None) -> int:
    """Let what was set aside be read again: one by its number, or "all"."""
    session = open_session(config, database=database)

    async def run() -> int:
        number = None if arrival == "all" else _number(arrival)
        async with open_ground(session.settings, clock=now) as ground:
            found = await ground.store.arrivals.retry(number)
        if number is not None and not found:
            raise _unknown(arrival)
        what = f"{found} articles are" if number is None else f"{number} is"
        session.say(f"{what} read again: now where `claimwatch run` runs, or else at its next start.")
        return 0

    return run_in_loop(run())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _unknown(text)
    return int(text)


def _unknown(wanted: str) -> NotFoundError:
    return NotFoundError(kind="article in the queue", wanted=wanted, hint="`claimwatch intake` lists those there are.")
