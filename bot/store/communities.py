"""Communities' rows, and questions that are kept since they are too long for a button."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.community import Community
from bot.model.subscription import Quiet
from bot.model.wire import dumps
from bot.store.connections import Connections
from bot.store.rows import loads
from bot.store.tables import communities, kept

KEPT_FOR = timedelta(days=90)
"""How long the buttons of a long question work after somebody last asked it."""


class SqlCommunities:
    """What servers and workspaces have set; `bot.model.ports.Communities` states the guarantees."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, space: str) -> Community:
        """Return what it has set; of one that never set anything, nothing."""
        async with self._connections.reading() as connection:
            data = (await connection.execute(select(communities.c.data).where(communities.c.space == space))).scalar()
        if data is None:
            return Community(space=space)
        found = loads(data)
        quiet = found["quiet"]
        return Community(
            space=space,
            deciders=tuple(found["deciders"]),
            subscribers=tuple(found["subscribers"]),
            zone=found["zone"],
            quiet=quiet
            and Quiet(
                start=time.fromisoformat(quiet["start"]),
                end=time.fromisoformat(quiet["end"]),
                zone=quiet["zone"],
                conflicts=quiet["conflicts"],
            ),
        )

    async def save(self, community: Community) -> None:
        """Store it, in place of what was set before."""
        quiet = community.quiet
        data = {
            "deciders": list(community.deciders),
            "subscribers": list(community.subscribers),
            "zone": community.zone,
            "quiet": quiet
            and {
                "start": quiet.start.isoformat(),
                "end": quiet.end.isoformat(),
                "zone": quiet.zone,
                "conflicts": quiet.conflicts,
            },
        }
        row = {"space": community.space, "data": dumps(data)}
        new = insert(communities).values(row).on_conflict_do_update(index_elements=["space"], set_=row)
        async with self._connections.writing() as connection:
            await connection.execute(new)

    async def keep(self, question: str, *, now: datetime) -> str:
        """Keep a question, and return the name to find it by, the same for the same question; old ones go."""
        name = sha256(question.encode()).hexdigest()[:16]
        row = {"id": name, "data": question, "asked_at": now}
        new = insert(kept).values(row).on_conflict_do_update(index_elements=["id"], set_={"asked_at": now})
        async with self._connections.writing() as connection:
            await connection.execute(delete(kept).where(kept.c.asked_at < now - KEPT_FOR))
            await connection.execute(new)
        return name

    async def kept(self, name: str) -> str | None:
        """Return the question of that name; `None` where it has gone."""
        async with self._connections.reading() as connection:
            found: str | None = (await connection.execute(select(kept.c.data).where(kept.c.id == name))).scalar()
        return found
