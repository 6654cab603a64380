"""The store: opened once, shared by all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from bot.model.alert import Alert
from bot.model.decision import Decision
from bot.model.dispute import Dispute
from bot.model.errors import StoreError
from bot.model.filters import ClaimFilter, DisputeFilter
from bot.model.ports import Sourced
from bot.model.relation import Relation, Telling
from bot.model.storage import Counts, UnitOfWork
from bot.store import queries, searching, searching_disputes, tables
from bot.store.address import parse_address
from bot.store.arrivals import SqlArrivals
from bot.store.candidates import Memory
from bot.store.communities import SqlCommunities
from bot.store.connections import BUSY_TIMEOUT, Connections
from bot.store.decisions import decision_of, decisions_about, newest_decisions
from bot.store.feeds import SqlFeeds
from bot.store.gathering import SqlGathered
from bot.store.handled import first_time
from bot.store.migration import migrate
from bot.store.outbox import SqlOutbox
from bot.store.subscriptions import SqlSubscriptions
from bot.store.upkeep import SqlUpkeep
from bot.store.writing import SqlUnitOfWork


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[SqlStore]:
    """Open the database at a file's path, `sqlite:///path`, `sqlite+aiosqlite:///path` or `:memory:`; close it after.

    A file that does not exist is made, with its folder; an older database is brought up to date. Raises StoreError
    where it cannot be opened, is no database of Claimwatch's, or is a newer Claimwatch's.

    `:memory:` is a file as well, in a folder of its own that goes when it is closed: SQLite's own databases in memory
    have no snapshots and do not wait for a lock, so they would behave otherwise than what they stand in for.
    """
    address = parse_address(url)
    async with AsyncExitStack() as stack:
        if address.path is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="claimwatch-"))
            connections = Connections(address, Path(folder, "claimwatch.db"), durable=False)
        else:
            await asyncio.to_thread(_make_folder, address.path, address.shown)
            await asyncio.to_thread(_use_wal, address.path)
            connections = Connections(address, address.path)
        stack.push_async_callback(connections.dispose)
        await migrate(connections, address)
        yield SqlStore(connections)


class SqlStore:
    """Keeps everything; `bot.model.ports.Store` states the guarantees.

    `outbox` is the queue of what is to be sent, `subscriptions` who follows what, `feeds` what is read,
    `gathered` what waits to be told together, `communities` what servers and workspaces have set, `arrivals` what waits
    to be read, `upkeep` keeps it all in order.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._memory = Memory()
        self.outbox = SqlOutbox(connections)
        self.subscriptions = SqlSubscriptions(connections)
        self.feeds = SqlFeeds(connections)
        self.gathered = SqlGathered(connections)
        self.communities = SqlCommunities(connections)
        self.arrivals = SqlArrivals(connections)
        self.upkeep = SqlUpkeep(connections)

    def unit_of_work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Begin a writing transaction; rolls back when the block raises. One at a time: others wait.

        Raises RuntimeError inside another unit of work of the same task.
        """
        return self._unit_of_work()

    @asynccontextmanager
    async def _unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        async with self._connections.writing() as connection:
            yield SqlUnitOfWork(connection, self._memory)

    async def search(self, wanted: ClaimFilter) -> tuple[Sourced, ...]:
        """Return matching claims, newest article first; `bot.store.searching` says what matches."""
        async with self._connections.reading() as connection:
            return await searching.search_claims(connection, wanted)

    async def outlets(self, beginning: str, *, limit: int) -> tuple[str, ...]:
        """Return the names of publishers that begin so, folded, in the order of the alphabet."""
        async with self._connections.reading() as connection:
            return await searching.outlets(connection, beginning, limit=limit)

    async def claim(self, claim_id: str) -> Sourced | None:
        """Return the claim of that id, or of that unambiguous beginning of an id (six characters or more)."""
        async with self._connections.reading() as connection:
            found = await queries.full_id(connection, tables.claims, claim_id)
            return None if found is None else (await queries.claims_of(connection, [found]))[0]

    async def claims(self, ids: Sequence[str]) -> tuple[Sourced, ...]:
        """Return the claims of these full ids in the order asked, articles WITHOUT text; unknown ids are left out."""
        async with self._connections.reading() as connection:
            return await queries.claims_of(connection, ids, with_text=False)

    async def relations_of(self, *claim_ids: str) -> tuple[Relation, ...]:
        """Return the stored relations of any of the claims, each once, in the order stored."""
        async with self._connections.reading() as connection:
            return await queries.relations_of(connection, claim_ids)

    async def disputes(self, wanted: DisputeFilter | None = None) -> tuple[Dispute, ...]:
        """Return matching disputes, or all, the last updated first; `DisputeFilter` says what matches."""
        async with self._connections.reading() as connection:
            return await searching_disputes.search_disputes(connection, wanted or DisputeFilter())

    async def dispute(self, dispute_id: str) -> Dispute | None:
        """Return the dispute of that id or unambiguous beginning of an id."""
        async with self._connections.reading() as connection:
            found = await queries.full_id(connection, tables.disputes, dispute_id)
            if found is None:
                return None
            return (await queries.disputes_where(connection, tables.disputes.c.id == found))[0]

    async def alerts_for(self, dispute_id: str) -> tuple[Alert, ...]:
        """Return the alerts about a dispute, and about those merged into it, oldest first."""
        async with self._connections.reading() as connection:
            return await queries.alerts_for(connection, dispute_id)

    async def alerts_between(self, since: datetime, until: datetime) -> tuple[Alert, ...]:
        """Return the alerts announced after `since` and not after `until`, oldest first."""
        async with self._connections.reading() as connection:
            return await queries.alerts_between(connection, since, until)

    async def decisions_about(self, subjects: Sequence[str]) -> tuple[Decision, ...]:
        """Return the decisions about any of these slots or claims, and what undoes them, oldest first."""
        async with self._connections.reading() as connection:
            return await decisions_about(connection, subjects)

    async def decision(self, decision_id: str) -> Decision | None:
        """Return the decision of that id or unambiguous beginning of an id."""
        async with self._connections.reading() as connection:
            return await decision_of(connection, decision_id)

    async def decisions(self, *, limit: int) -> tuple[Decision, ...]:
        """Return the last decisions, the newest first."""
        async with self._connections.reading() as connection:
            return await newest_decisions(connection, limit)

    async def tellings_of(self, *claim_ids: str) -> Mapping[tuple[str, str], Telling]:
        """Return why conflicts among the claims were told or not, by the ids of the two."""
        async with self._connections.reading() as connection:
            return await queries.tellings_of(connection, claim_ids)

    async def first_time(self, key: str, *, now: datetime) -> bool:
        """Keep the key, and return whether it was not there; `bot.store.handled` says for how long."""
        async with self._connections.writing() as connection:
            return await first_time(connection, key, now=now)

    async def counts(self) -> Counts:
        """Return how much there is."""
        async with self._connections.reading() as connection:
            return await queries.counts(connection)


def _make_folder(path: Path, shown: str) -> None:
    try:
        if path.is_dir():
            raise StoreError(url=shown, reason="this is a folder; name a file in it")
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(url=shown, reason=f"its folder cannot be made: {error.strerror}") from error


def _use_wal(path: Path) -> None:
    """Put the file into WAL mode, which stays.

    While two do it at once, SQLite refuses one of them without waiting. Whatever else is wrong with the file is said
    by the first connection that uses it.
    """
    ends = monotonic() + BUSY_TIMEOUT
    while monotonic() < ends:
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return
            sleep(0.02)
        except sqlite3.DatabaseError:
            return
        else:
            return
