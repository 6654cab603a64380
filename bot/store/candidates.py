"""Which stored claims a new one is compared with: under each key, of all that say the same, the nearest in time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.ports import Lookup, Sourced
from bot.store.queries import chunks, claims_of

NEAREST = 8
"""So many claims of one position are compared with a new one: all of them, but where dozens of outlets say the same."""

# For each position the index is entered at the day, and read a few steps backwards and a few forwards.
_AROUND = """
WITH wanted AS MATERIALIZED (SELECT DISTINCT key, position FROM claim_keys WHERE key IN :keys)
SELECT found.position, found.day, found.claim_id FROM wanted JOIN claim_keys AS found ON found.id IN (
    SELECT before.id FROM claim_keys AS before
    WHERE before.key = wanted.key AND before.position = wanted.position AND before.day <= :day
    ORDER BY before.day DESC, before.claim_id DESC LIMIT :nearest)
UNION
SELECT found.position, found.day, found.claim_id FROM wanted JOIN claim_keys AS found ON found.id IN (
    SELECT later.id FROM claim_keys AS later
    WHERE later.key = wanted.key AND later.position = wanted.position AND later.day > :day
    ORDER BY later.day, later.claim_id LIMIT :nearest)
"""
AROUND = text(_AROUND.strip()).bindparams(bindparam("keys", expanding=True))


REMEMBERED = 2048
"""So many claims are kept as they were read: those on the places of the day are looked at with every article."""


class Memory:
    """The claims that were read last, with their articles; what is stored of them never changes."""

    def __init__(self) -> None:
        self._claims: OrderedDict[str, Sourced] = OrderedDict()

    async def claims_of(self, connection: AsyncConnection, ids: Sequence[str]) -> tuple[Sourced, ...]:
        """Return the stored claims of these ids in the order asked, articles without text."""
        known = {one: self._claims[one] for one in ids if one in self._claims}
        for read in await claims_of(connection, [one for one in ids if one not in known], with_text=False):
            known[read.claim.id] = self._claims[read.claim.id] = read
        for one in known:
            self._claims.move_to_end(one)
        while len(self._claims) > REMEMBERED:
            self._claims.popitem(last=False)
        return tuple(known[one] for one in ids if one in known)


async def candidates_for(
    connection: AsyncConnection, lookups: Iterable[Lookup], *, memory: Memory
) -> tuple[Sourced, ...]:
    """Return the claims under the look-ups' keys by claim id, of each position the nearest; articles without text."""
    found: set[str] = set()
    for lookup in lookups:
        near: set[tuple[int, int, str]] = set()
        for keys in chunks(sorted(set(lookup.keys))):
            asked = {"keys": keys, "day": lookup.day.toordinal(), "nearest": NEAREST}
            near.update((row.position, row.day, row.claim_id) for row in await connection.execute(AROUND, asked))
        found |= _nearest(near, lookup.day.toordinal())
    return await memory.claims_of(connection, sorted(found))


def _nearest(near: Iterable[tuple[int, int, str]], day: int) -> set[str]:
    """Return of each position the claims nearest to the day; one may stand under several of its keys."""
    by_position: dict[int, dict[str, int]] = {}
    for position, own, claim in near:
        distances = by_position.setdefault(position, {})
        distances[claim] = min(abs(own - day), distances.get(claim, abs(own - day)))
    return {
        claim
        for distances in by_position.values()
        for claim in sorted(distances, key=lambda one: (distances[one], one))[:NEAREST]
    }
