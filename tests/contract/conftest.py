"""The stores that keep the contract: add a backend to `BACKENDS`, and the whole suite runs over it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.store.database import SqlStore, open_store

BACKENDS: dict[str, Callable[[Path], str]] = {
    "memory": lambda _folder: ":memory:",
    "file": lambda folder: f"sqlite:///{folder}/new/claimwatch.db",
}


@pytest.fixture(params=BACKENDS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """Return an empty store of each backend."""
    async with open_store(BACKENDS[request.param](tmp_path)) as opened:
        yield opened
