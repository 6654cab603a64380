"""The program as people start it: a process in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROGRAM = (sys.executable, "-m", "bot")
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds: far more than anything takes, since the machine may be busy."""


def make_environment(**changes: str) -> dict[str, str]:
    """Return the environment without settings of this machine's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWATCH_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **changes}


@dataclass
class Running:
    """`claimwatch run` in a folder; what it prints goes to files, so that no pipe can fill."""

    folder: Path
    changes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        number = len(list(self.folder.glob("out-*.txt")))
        self.out_file = self.folder / f"out-{number}.txt"
        self.err_file = self.folder / f"err-{number}.txt"
        with self.out_file.open("w") as out, self.err_file.open("w") as err:
            self.process = subprocess.Popen(  # noqa: S603 - the program under test
                [*PROGRAM, "run"],
                cwd=self.folder,
                env=make_environment(**self.changes),
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def out(self) -> str:
        """What it has printed so far."""
        return self.out_file.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has said so far."""
        return self.err_file.read_text(encoding="utf-8")

    def wait_for(self, what: Callable[[Running], bool], *, why: str) -> float:
        """Wait until it is so; return the seconds that it took."""
        started = time.monotonic()
        while not what(self):
            assert time.monotonic() - started < PATIENCE, f"waited in vain: {why}\n{self.out}\n{self.err}"
            assert self.process.poll() is None or what(self), f"it ended: {why}\n{self.out}\n{self.err}"
            time.sleep(0.05)
        return time.monotonic() - started

    def wait_until_watching(self) -> float:
        """Wait until the samples are read and the inbox is watched."""
        return self.wait_for(lambda running: "Watching" in running.err, why="watching")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send the signal to the whole group, as a terminal does, and return the exit code."""
        os.killpg(self.process.pid, number)
        return self.process.wait(timeout=PATIENCE)

    def kill(self) -> None:
        """End it at once, with its workers."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts `claimwatch run` in this test's folder; whatever still runs in the end is killed."""
    started: list[Running] = []

    def begin(**changes: str) -> Running:
        started.append(Running(tmp_path, changes))
        return started[-1]

    yield begin
    for one in started:
        one.kill()


def call(folder: Path, *arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program in the folder."""
    return subprocess.run(  # noqa: S603 - the program under test
        [*PROGRAM, *map(str, arguments)],
        cwd=folder,
        env=make_environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def read_lines(printed: str) -> list[dict[str, Any]]:
    """Return the objects of JSON Lines; anything else on standard output fails."""
    return [json.loads(line) for line in printed.splitlines()]
