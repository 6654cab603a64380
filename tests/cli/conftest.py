"""What every test of the command line begins with."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.alerts.policy import load_policy
from bot.cli.program import main
from bot.comparison.rules import load_rules
from bot.pipeline import Pipeline
from bot.store.database import open_store
from config.knowledge import load_sides
from tests.desk.test_desk import NOW, make_three

Run = Callable[..., tuple[int, str, str]]


async def _fill(path: Path) -> None:
    async with open_store(str(path)) as store:
        pipeline = Pipeline(
            store=store, sides=load_sides().catalogue, rules=load_rules(), policy=load_policy(), clock=lambda: NOW
        )
        for article, claim in make_three():
            await pipeline.record(article, (claim,))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with two claims that conflict and one about somewhere else."""
    path = tmp_path_factory.mktemp("filled") / "claims.db"
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return what runs the program in an empty folder: its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CLAIMWATCH_")]:
        monkeypatch.delenv(name)

    def call(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    yield call
    structlog.reset_defaults()
