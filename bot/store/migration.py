"""Brings a database to the newest version, in one transaction, when it is opened.

Alembic is imported only where there is something to do: an up-to-date database costs one query.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model.errors import StoreError
from bot.store.address import Address
from bot.store.connections import Connections

# The newest revision in migrations/versions (a test compares the two).
HEAD = "0021"
SCRIPTS = Path(__file__).with_name("migrations")


async def migrate(connections: Connections, address: Address) -> bool:
    """Bring the database to `HEAD`; return whether anything was done.

    Raises StoreError for a database of a newer version, or one that holds another program's tables.
    """
    async with connections.reading() as connection:
        if await _version(connection, address) == HEAD:
            return False
    async with connections.writing() as connection:
        # Looked at again: another process may have been faster.
        found = await _version(connection, address)
        if found == HEAD:
            return False
        await connection.run_sync(_upgrade, address, found)
    return True


async def _version(connection: AsyncConnection, address: Address) -> str | None:
    """Return the revision that the database is at; `None` for an empty one."""
    tables = set((await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))).scalars())
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError(url=address.shown, reason="the database is another program's; name another file")
    found: str | None = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    return found


def _upgrade(connection: Connection, address: Address, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 -- slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415 -- as above
    from alembic.util import CommandError  # noqa: PLC0415 -- as above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            url=address.shown,
            reason=f"the database is at version {found}, which this Claimwatch does not know; use a newer one",
        ) from error
