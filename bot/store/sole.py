"""One running program for a database: two would both answer in the channels, and send to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from bot.model.errors import StoreError
from bot.store.address import parse_address

SUFFIX = ".run"
"""Beside the database stands a file of this ending, which a program that keeps running holds locked."""


@contextmanager
def sole_use(url: str) -> Iterator[None]:
    """Have the database as the only program that keeps running with it; others may read from it and write to it.

    The lock is SQLite's own on an empty file, so that it goes with the process, however that ends. Raises StoreError
    where another program has it.
    """
    address = parse_address(url)
    if address.path is None:
        yield
        return
    lock = address.path.with_name(address.path.name + SUFFIX)
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(sqlite3.connect(lock, timeout=0, isolation_level=None)))
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            reason = "another Claimwatch runs with it; stop that one, or name another database"
            if "locked" not in str(error):
                reason = f"{lock} cannot be written: {error}"
            raise StoreError(url=address.shown, reason=reason) from error
        yield
