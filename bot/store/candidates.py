"""Which stored claims a new one is compared with: under each key, of all that say the same, the nearest in time."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.decision import withdrawals
from bot.model.ports import Lookup, Sourced
from bot.store.decisions import decisions_about
from bot.store.queries import claims_of

NEAREST = 8
"""So many claims of one position are compared with a new one: all of them, but where dozens of outlets say the same."""

MOST = 32
"""So many claims on one thing, of all positions: the nearest of each position, then the second of each, and so on."""

# For each position the index is entered at the day, and read a few steps backwards and a few forwards.
# The positions under a key are found by leaping from each to the next: between them may stand thousands of claims.
_AROUND = """
WITH RECURSIVE wanted (key, position) AS (
    SELECT asked.value, (SELECT min(position) FROM claim_keys WHERE key = asked.value) FROM json_each(:keys) AS asked
    UNION ALL
    SELECT key, (SELECT min(next.position) FROM claim_keys AS next
        WHERE next.key = wanted.key AND next.position > wanted.position)
    FROM wanted WHERE position IS NOT NULL)
SELECT found.key, found.position, found.day, found.claim_id FROM wanted JOIN claim_keys AS found ON found.id IN (
    SELECT before.id FROM claim_keys AS before
    WHERE before.key = wanted.key AND before.position = wanted.position AND before.day <= :day
    ORDER BY before.day DESC, before.claim_id DESC LIMIT :nearest)
UNION ALL
SELECT found.key, found.position, found.day, found.claim_id FROM wanted JOIN claim_keys AS found ON found.id IN (
    SELECT later.id FROM claim_keys AS later
    WHERE later.key = wanted.key AND later.position = wanted.position AND later.day > :day
    ORDER BY later.day, later.claim_id LIMIT :nearest)
"""
AROUND = text(_AROUND.strip())

REMEMBERED = 4096
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
    """Return the claims under the look-ups' keys by claim id, of each position the nearest; articles without text.

    Of a thing with many positions `MOST` come in all, and of each position at least one as long as these suffice. None
    is among them that its outlet has taken back.
    """
    found: set[str] = set()
    for lookup in lookups:
        day = lookup.day.toordinal()
        asked = {"keys": json.dumps(sorted(set(lookup.keys))), "day": day, "nearest": NEAREST}
        rows = (await connection.execute(AROUND, asked)).all()
        found |= _nearest(((row.key, row.position, row.day, row.claim_id) for row in rows), day)
    taken_back = withdrawals(await decisions_about(connection, sorted(found)))
    return await memory.claims_of(connection, sorted(found - taken_back.keys()))


def _nearest(rows: Iterable[tuple[str, int, int, str]], day: int) -> set[str]:
    """Return the claims of each thing by turns of its positions, each position's by nearness to the day.

    A claim may stand under several keys of a thing: for each month that it speaks of there is one.
    """
    things: dict[str, dict[int, dict[str, int]]] = {}
    for key, position, own, claim in rows:
        # A position's number is another under every thing, but the same in all its months.
        things.setdefault(key.rsplit("@", 1)[0], {}).setdefault(position, {})[claim] = abs(own - day)
    found: set[str] = set()
    for positions in things.values():
        turns = [
            (turn, distance, claim)
            for claims in positions.values()
            for turn, (distance, claim) in enumerate(sorted((far, one) for one, far in claims.items())[:NEAREST])
        ]
        found.update(claim for _, _, claim in sorted(turns)[:MOST])
    return found
