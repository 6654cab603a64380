"""Decisions' rows: what people decided, found by the slots and the claims that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.decision import Decision
from bot.model.reading import decision_from_object
from bot.model.wire import decision_object, dumps
from bot.store.queries import chunks, full_id
from bot.store.rows import loads
from bot.store.tables import decision_subjects, decisions


async def add_decision(connection: AsyncConnection, decision: Decision) -> None:
    """Store a decision; it is never changed."""
    row = {
        "id": decision.id,
        "kind": decision.kind.value,
        "author": decision.author,
        "at": decision.at,
        "data": dumps(decision_object(decision)),
    }
    await connection.execute(insert(decisions).values(row))
    subjects = [{"subject": one, "decision_id": decision.id} for one in (*decision.slots, *decision.claims)]
    if subjects:
        await connection.execute(sqlite_insert(decision_subjects).on_conflict_do_nothing(), subjects)


async def decisions_about(connection: AsyncConnection, subjects: Sequence[str]) -> tuple[Decision, ...]:
    """Return the decisions about any of these slots or claims, and what undoes them, oldest first."""
    found: dict[str, tuple[datetime, str]] = {}
    for some in chunks(list(dict.fromkeys(subjects))):
        about = select(decision_subjects.c.decision_id).where(decision_subjects.c.subject.in_(some))
        rows = await connection.execute(
            select(decisions.c.id, decisions.c.at, decisions.c.data).where(decisions.c.id.in_(about))
        )
        found.update({row.id: (row.at, row.data) for row in rows})
    ordered = sorted(found, key=lambda one: (found[one][0], one))
    return tuple(decision_from_object(loads(found[one][1])) for one in ordered)


async def decision_of(connection: AsyncConnection, beginning: str) -> Decision | None:
    """Return the decision of that id, or of that unambiguous beginning of an id."""
    found = await full_id(connection, decisions, beginning)
    if found is None:
        return None
    data = (await connection.execute(select(decisions.c.data).where(decisions.c.id == found))).scalar_one()
    return decision_from_object(loads(data))


async def newest_decisions(connection: AsyncConnection, limit: int) -> tuple[Decision, ...]:
    """Return the last decisions, the newest first."""
    ordered = select(decisions.c.data).order_by(decisions.c.at.desc(), decisions.c.id).limit(limit)
    return tuple(decision_from_object(loads(data)) for data in (await connection.execute(ordered)).scalars())
