"""The processes of a test: which there are, and none more."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def children() -> list[int]:
    """Return the processes that this one has started and that read articles."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            command = (process / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and "spawn_main" in command:
            found.append(int(process.name))
    return found


@contextmanager
def no_more_files() -> Iterator[None]:
    """Keep this process from opening files, pipes and so processes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
