"""One running program for a database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.model.errors import StoreError
from bot.store.database import open_store
from bot.store.sole import sole_use


def test_a_second_program_is_told_why(tmp_path: Path) -> None:
    """By whatever spelling of the address it comes."""
    path = tmp_path / "claims.db"
    with (
        sole_use(str(path)),
        pytest.raises(StoreError, match="another Claimwatch runs with it"),
        sole_use(f"sqlite:///{path}"),
    ):
        pass


def test_after_the_first_has_ended_the_next_may(tmp_path: Path) -> None:
    """However it ended: a process that is gone holds nothing."""
    path = tmp_path / "claims.db"
    died = f"import os\nfrom bot.store.sole import sole_use\nwith sole_use({str(path)!r}):\n    os._exit(9)"
    assert subprocess.run([sys.executable, "-c", died], check=False).returncode == 9  # noqa: S603 - this interpreter
    for _ in range(2):
        with sole_use(str(path)):
            pass


def test_databases_in_memory_are_each_ones_own() -> None:
    """Nobody else can use them."""
    with sole_use(":memory:"), sole_use(":memory:"):
        pass


async def test_others_read_and_write_meanwhile(tmp_path: Path) -> None:
    """`claimwatch ingest` beside a running program is fine."""
    path = tmp_path / "claims.db"
    with sole_use(str(path)):
        async with open_store(str(path)) as store, store.unit_of_work():
            pass


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    """What is wrong there is not that somebody else runs."""
    with pytest.raises(StoreError, match="cannot be"), sole_use(str(tmp_path / "none" / "claims.db")):
        pass
