from __future__ import annotations

import inspect
from typing import Any

import pytest

from bot.model.outbox import Outbox
from bot.model.storage import Store, UnitOfWork
from bot.store.database import SqlStore
from bot.store.outbox import SqlOutbox
from bot.store.writing import SqlUnitOfWork


async def test_a_store_is_what_the_ports_describe(store: SqlStore) -> None:
    """The type checker compares every signature here; at run time it is enough that they can be used as such."""
    kept: Store = store
    queue: Outbox = store.outbox
    async with kept.unit_of_work() as unit:
        written: UnitOfWork = unit

    assert (await kept.disputes(), written is unit, queue is store.outbox) == ((), True, True)


@pytest.mark.parametrize(
    ("port", "kind"),
    [
        pytest.param(Store, SqlStore, id="store"),
        pytest.param(UnitOfWork, SqlUnitOfWork, id="unit-of-work"),
        pytest.param(Outbox, SqlOutbox, id="outbox"),
    ],
)
def test_parameters_are_named_as_in_the_port(port: type[Any], kind: type[Any]) -> None:
    """Whoever calls by name calls any store."""
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if not name.startswith("_"):
            wanted, found = inspect.signature(method), inspect.signature(getattr(kind, name))
            assert list(found.parameters) == list(wanted.parameters), name
