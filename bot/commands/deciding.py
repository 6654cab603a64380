"""`claimwatch decide …`: record what a person decided, and list what was."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from bot.app import open_ground
from bot.commands.session import now, open_session, run_in_loop
from bot.desk.deciding import Author, Decider
from bot.model.decision import What
from bot.model.wire import decision_object, dispute_object, dumps
from handlers.console.decisions import decided_lines, decisions_table


def decide(
    config: Path | None,
    what: What,
    ids: Sequence[str],
    *,
    position: str | None,
    by: str,
    reason: str,
    as_json: bool,
    database: str | None,
) -> int:
    """Record a decision, and print what followed from it."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            decider = Decider(
                store=ground.store,
                record=ground.pipeline().decide,
                new_id=lambda: secrets.token_hex(8),
                clock=now,
            )
            made = await decider.decide(what, ids, position=position, by=Author(name=by, reason=reason))
        if as_json:
            session.print_line(dumps(decision_object(made.decision)))
            for dispute in made.disputes:
                session.print_line(dumps(dispute_object(dispute)))
        else:
            for line in decided_lines(made.decision, made.disputes):
                session.out.print(line)
        return 0

    return run_in_loop(run())


def list_decisions(config: Path | None, *, limit: int, as_json: bool, database: str | None) -> int:
    """Print the last decisions, the newest first."""
    session = open_session(config, database=database)

    async def run() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            found = await ground.store.decisions(limit=limit)
        if as_json:
            for one in found:
                session.print_line(dumps(decision_object(one)))
        elif found:
            session.out.print(decisions_table(found))
        else:
            session.say("Nobody has decided anything yet. `claimwatch decide --help` says what can be.")
        return 0

    return run_in_loop(run())
