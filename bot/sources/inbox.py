"""A folder that articles are dropped into."""

from __future__ import annotations

import asyncio
import stat
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from watchfiles import awatch

from bot.sources.folders import article_files

# A file whose size and time of change stay the same this long is taken for finished.
_STABLE_SECONDS: Final = 0.3
# How long the system's notices are waited for before the folder is looked at anyway: notices get lost on network
# drives and when very many come at once.
_LOOK_AGAIN_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _State:
    """What tells one content of a file from another without reading it."""

    inode: int
    size: int
    changed_ns: int


@dataclass(slots=True)
class _Folder:
    """Which files have been given out, and which wait for their writers to finish."""

    path: Path
    given: dict[Path, _State] = field(default_factory=dict)
    waiting: dict[Path, tuple[_State, float]] = field(default_factory=dict)

    def look(self, now: float) -> list[Path]:
        """Return the files that are new or changed and have been the same for long enough; `now` in seconds."""
        self.path.mkdir(parents=True, exist_ok=True)
        states = {file: state for file in article_files(self.path) if (state := _state(file)) is not None}
        ready: list[Path] = []
        waiting: dict[Path, tuple[_State, float]] = {}
        for file, state in states.items():
            if self.given.get(file) == state:
                continue
            seen, since = self.waiting.get(file, (state, now))
            if seen != state:
                since = now
            if now - since >= _STABLE_SECONDS:
                ready.append(file)
            else:
                waiting[file] = (state, since)
        self.waiting = waiting
        # A file that is gone is forgotten: if it comes back, it is new.
        self.given = {file: state for file, state in self.given.items() if file in states}
        self.given |= {file: states[file] for file in ready}
        return ready


async def watch(folder: Path, *, stop: asyncio.Event) -> AsyncGenerator[Path, None]:
    """Yield the files of the folder and its subfolders that are complete, until `stop` is set.

    First, sorted, those that are there; then each new one within two seconds of the end of its writing, and each that
    is changed, again. Hidden files and names of unfinished ones (`~`, `.tmp`, `.part` …) are passed over. The folder is
    made where there is none. Raises OSError when it cannot be made or watched. Cancelling sets `stop`.
    """
    inbox = _Folder(folder)
    # In a thread: a folder of many files takes a while to look through.
    await asyncio.to_thread(inbox.look, time.monotonic())
    looked = time.monotonic()
    notices = awatch(
        folder,
        stop_event=stop,
        watch_filter=None,
        debounce=200,
        rust_timeout=int(_STABLE_SECONDS * 1000),
        yield_on_timeout=True,
    )
    async with aclosing(notices):
        async for changes in notices:
            if not (changes or inbox.waiting or time.monotonic() - looked >= _LOOK_AGAIN_SECONDS):
                continue
            files = await asyncio.to_thread(inbox.look, time.monotonic())
            looked = time.monotonic()
            for file in files:
                if stop.is_set():
                    return
                yield file


def _state(file: Path) -> _State | None:
    """Return a file's state; None where it is gone again, or is a pipe or a device."""
    try:
        status = file.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return _State(status.st_ino, status.st_size, status.st_mtime_ns)
