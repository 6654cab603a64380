"""`claimwatch claims`, `claim`, `disputes`, `dispute` and `explain`: what is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.app import open_ground
from bot.commands.session import Session, now, open_session, run_in_loop
from bot.desk.answers import Explanation
from bot.desk.desk import Desk
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.wire import JsonObject, claim_object, dispute_object, dumps, relation_object
from handlers.console.claims import claim_detail, claims_table, explanation
from handlers.console.disputes import dispute_detail, disputes_table

_HOW_TO_START = (
    "No claims yet. `claimwatch run` reads the sample articles and watches a folder; "
    "`claimwatch ingest PATH…` reads articles of your own."
)


def list_claims(config: Path | None, wanted: ClaimFilter, *, as_json: bool, database: str | None) -> int:
    """Print the claims that match; where there are none at all, how to get some."""
    session = open_session(config, database=database)

    async def ask(desk: Desk) -> None:
        found = await desk.search(wanted)
        if as_json:
            for one in found:
                session.print_line(dumps(claim_object(one.claim, one.withdrawn)))
        elif found:
            session.out.print(claims_table(found))
            if len(found) == wanted.limit:
                session.say(f"The first {wanted.limit}; --limit shows more, and the other options narrow it.")
        elif await desk.search(ClaimFilter(limit=1)):
            session.say("No claim is like that." + await _region_hint(desk, wanted.region))
        else:
            session.say(_HOW_TO_START)

    return _answer(session, ask)


async def _region_hint(desk: Desk, named: str | None) -> str:
    """Say which regions have claims and are written alike, where none of that name has any."""
    offered = await desk.nearest_regions(named) if named else None
    if offered is None:
        return ""
    near = f" Nearest: {', '.join(offered)}." if offered else ""
    return f" None is about a region {named!r}.{near}"


def show_claim(config: Path | None, claim_id: str, *, as_json: bool, database: str | None) -> int:
    """Print one claim."""
    session = open_session(config, database=database)

    async def ask(desk: Desk) -> None:
        detail = await desk.claim(claim_id)
        if as_json:
            session.print_line(dumps(claim_object(detail.shown.claim, detail.shown.withdrawn)))
            for one in detail.relations:
                session.print_line(dumps(relation_object(one.relation)))
        else:
            session.out.print(claim_detail(detail))

    return _answer(session, ask)


def list_disputes(config: Path | None, wanted: DisputeFilter, *, as_json: bool, database: str | None) -> int:
    """Print the disputes."""
    session = open_session(config, database=database)

    async def ask(desk: Desk) -> None:
        found = await desk.disputes(wanted)
        if as_json:
            for one in found:
                session.print_line(dumps(dispute_object(one)))
        elif found:
            session.out.print(disputes_table(found))
        elif await desk.search(ClaimFilter(limit=1)):
            session.say(
                "No dispute is like that."
                if wanted != DisputeFilter(limit=wanted.limit)
                else "No claims are in dispute."
            )
        else:
            session.say(_HOW_TO_START)

    return _answer(session, ask)


def show_dispute(config: Path | None, dispute_id: str, *, as_json: bool, database: str | None) -> int:
    """Print one dispute."""
    session = open_session(config, database=database)

    async def ask(desk: Desk) -> None:
        detail = await desk.dispute(dispute_id)
        if as_json:
            session.print_line(dumps(dispute_object(detail.dispute)))
            for one in (*(one for position in detail.positions for one in position.claims), *detail.withdrawn):
                session.print_line(dumps(claim_object(one.claim, one.withdrawn)))
        else:
            session.out.print(dispute_detail(detail))

    return _answer(session, ask)


def show_explanation(config: Path | None, a: str, b: str, *, as_json: bool, database: str | None) -> int:
    """Print how two claims stand to each other, and why."""
    session = open_session(config, database=database)

    async def ask(desk: Desk) -> None:
        answer = await desk.explain(a, b)
        if as_json:
            for made in _comparisons(answer):
                session.print_line(dumps(made))
        else:
            session.out.print(explanation(answer))

    return _answer(session, ask)


def _comparisons(answer: Explanation) -> list[JsonObject]:
    return [
        {
            "type": "explanation",
            "a": answer.a.claim.id,
            "b": answer.b.claim.id,
            "relation": one.kind and one.kind.value,
            "conflict_type": one.conflict_type and one.conflict_type.value,
            "reason": one.reason.value,
            "suppressed_by": one.suppressed_by and one.suppressed_by.value,
            "stored": answer.stored,
            "text": one.why,
            "telling": one.telling,
        }
        for one in answer.comparisons
    ]


def _answer(session: Session, ask: Callable[[Desk], Awaitable[None]]) -> int:
    async def answered() -> int:
        async with open_ground(session.settings, clock=now) as ground:
            await ask(ground.desk())
        return 0

    return run_in_loop(answered())
