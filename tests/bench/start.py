"""How long a start takes until somebody sees something, and how much memory the running program holds.

The program runs as people run it, as processes of its own in an empty folder. Memory is read from `/proc` (Linux),
summed over its processes: resident (RSS) counts pages that several share in each of them, proportional (PSS) counts
them once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

_READY = "Watching "
_CONFLICT = "CONFLICTING CLAIMS"
_POLL = 0.01
_QUIET = 1.5
"""Seconds in which the program says nothing more, after which it is idle."""
_LONGEST = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """Of a program's processes: how many, and their memory in MB (10**6 bytes)."""

    processes: int
    rss: float
    pss: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """Seconds from the start with an empty database, and of a second start with the same one; memory when idle."""

    first_line: float
    first_conflict: float
    ready: float
    again_ready: float
    memory: Memory
    memory_again: Memory


class NotReadyError(RuntimeError):
    """The program ended, or took too long, before it said what was waited for."""


def measure() -> Start:
    """Start the program in an empty folder, let it settle, stop it, and start it once more."""
    with TemporaryDirectory(prefix="claimwatch-bench-") as name:
        folder = Path(name)
        with _running(folder, "first") as run:
            first_line = run.wait(lambda: bool(run.printed().strip()))
            first_conflict = run.wait(lambda: _CONFLICT in run.printed())
            ready = run.wait(lambda: _READY in run.said())
            run.settle()
            memory = memory_of(run.pid)
        with _running(folder, "second") as run:
            again_ready = run.wait(lambda: _READY in run.said())
            run.settle()
            memory_again = memory_of(run.pid)
    return Start(
        first_line=first_line,
        first_conflict=first_conflict,
        ready=ready,
        again_ready=again_ready,
        memory=memory,
        memory_again=memory_again,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Run:
    """A program that runs, with what it prints and says so far in files."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path
    began: float

    @property
    def pid(self) -> int:
        return self.process.pid

    def printed(self) -> str:
        return self.out.read_text(encoding="utf-8", errors="replace")

    def said(self) -> str:
        return self.err.read_text(encoding="utf-8", errors="replace")

    def wait(self, done: Callable[[], bool]) -> float:
        """Return the seconds from the start until it is done."""
        while not done():
            if self.process.poll() is not None or monotonic() - self.began > _LONGEST:
                raise NotReadyError(f"the program did not get ready:\n{self.said()}")
            sleep(_POLL)
        return monotonic() - self.began

    def settle(self) -> None:
        """Wait until it has said nothing for a while."""
        before = -1
        while (now := len(self.printed()) + len(self.said())) != before:
            before = now
            sleep(_QUIET)


@contextmanager
def _running(folder: Path, name: str) -> Iterator[_Run]:
    """Run the program in the folder while the block runs; it is asked to stop, and waited for."""
    out, err = folder / f"{name}.out", folder / f"{name}.err"
    own = {key: value for key, value in os.environ.items() if not key.startswith("CLAIMWATCH_")}
    # A folder of its own in the folder: the database and the inbox, and nothing that the measurement writes.
    work = folder / "work"
    work.mkdir(exist_ok=True)
    with out.open("wb") as printed, err.open("wb") as said:
        began = monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=work,
            env={**own, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=said,
        )
        try:
            yield _Run(process=process, out=out, err=err, began=began)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def memory_of(pid: int) -> Memory:
    """Return the memory of a process and of all that it started."""
    processes = [pid, *_below(pid)]
    rss = pss = 0
    for process in processes:
        resident, proportional = _rollup(process)
        rss += resident
        pss += proportional
    return Memory(processes=len(processes), rss=rss / 1e6, pss=pss / 1e6)


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            yield int(child)
            yield from _below(int(child))


def _rollup(pid: int) -> tuple[int, int]:
    """Return the resident and the proportional memory of a process, in bytes."""
    sums = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _, rest = line.partition(":")
        if name in sums:
            sums[name] = int(rest.split()[0]) * 1024
    return sums["Rss"], sums["Pss"]
