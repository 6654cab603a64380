from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from bot.sources.inbox import watch

SOON = 2.0


class Dropped:
    """Runs a watch and takes what it yields."""

    def __init__(self, folder: Path) -> None:
        self.stop = asyncio.Event()
        self.files: asyncio.Queue[Path] = asyncio.Queue()
        self._folder = folder

    async def run(self) -> None:
        """Watch until `stop` is set."""
        async for file in watch(self._folder, stop=self.stop):
            self.files.put_nowait(file)

    async def next(self, within: float = SOON) -> str:
        """Return the next file, as it is called in the folder."""
        async with asyncio.timeout(within):
            return str((await self.files.get()).relative_to(self._folder))


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Dropped]:
    """Watch a folder for the length of a block, then stop the watch."""
    dropped = Dropped(folder)
    task = asyncio.create_task(dropped.run())
    try:
        yield dropped
    finally:
        dropped.stop.set()
        async with asyncio.timeout(SOON):
            await task


async def appears(folder: Path) -> None:
    """Wait until a folder is there."""
    while not folder.is_dir():  # noqa: ASYNC110, ASYNC240 - a test folder is quick, and sets no event
        await asyncio.sleep(0.01)


async def test_files_that_are_there_come_first(tmp_path: Path) -> None:
    """What was dropped before the start is given out, sorted."""
    for name in ("b.txt", "a.txt", "sub.txt"):
        (tmp_path / name).write_text(name)
    async with watched(tmp_path) as inbox:
        assert [await inbox.next() for _ in range(3)] == ["a.txt", "b.txt", "sub.txt"]


async def test_new_file_comes_within_two_seconds(tmp_path: Path) -> None:
    """What is dropped is given out soon."""
    async with watched(tmp_path) as inbox:
        await asyncio.sleep(0.5)
        (tmp_path / "a.txt").write_text("new")
        assert await inbox.next() == "a.txt"


async def test_folder_is_made(tmp_path: Path) -> None:
    """A folder that is not there is made, and files in it are found, in new subfolders too."""
    async with watched(tmp_path / "in" / "box") as inbox:
        await appears(tmp_path / "in" / "box")
        (tmp_path / "in" / "box" / "today").mkdir()
        (tmp_path / "in" / "box" / "today" / "a.txt").write_text("new")
        assert await inbox.next() == "today/a.txt"


async def test_changed_file_comes_again(tmp_path: Path) -> None:
    """A file is given out once, and once more for each change."""
    file = tmp_path / "a.txt"
    file.write_text("first")
    async with watched(tmp_path) as inbox:
        assert await inbox.next() == "a.txt"
        with pytest.raises(TimeoutError):
            await inbox.next(within=1.0)
        file.write_text("second, longer")
        assert await inbox.next() == "a.txt"


async def test_unfinished_names_wait_for_their_real_one(tmp_path: Path) -> None:
    """Hidden and unfinished files are passed over until they are renamed."""
    unfinished = [".a.txt", "b.txt~", "c.txt.tmp", "d.txt.part", ".hidden/e.txt"]
    async with watched(tmp_path) as inbox:
        (tmp_path / ".hidden").mkdir()
        for name in unfinished:
            (tmp_path / name).write_text("half")
        with pytest.raises(TimeoutError):
            await inbox.next(within=1.0)
        for number, name in enumerate(unfinished):
            (tmp_path / name).rename(tmp_path / f"{number}.txt")
        assert len({await inbox.next() for _ in unfinished}) == len(unfinished)


async def test_file_is_given_out_when_its_writer_is_done(tmp_path: Path) -> None:
    """A file that still grows is waited for, and given out once."""
    file = tmp_path / "a.txt"
    async with watched(tmp_path) as inbox:
        await asyncio.sleep(0.2)
        with file.open("w") as writing:
            for _ in range(10):
                writing.write("another sentence. ")
                writing.flush()
                await asyncio.sleep(0.1)
        assert await inbox.next() == "a.txt"
        with pytest.raises(TimeoutError):
            await inbox.next(within=1.0)


async def test_folder_may_go_and_come_back(tmp_path: Path) -> None:
    """A folder that is removed is made again, and watched again."""
    folder = tmp_path / "inbox"
    async with watched(folder) as inbox:
        await asyncio.sleep(0.3)
        shutil.rmtree(folder)
        await appears(folder)
        (folder / "a.txt").write_text("new")
        assert await inbox.next() == "a.txt"


async def test_watch_may_be_left(tmp_path: Path) -> None:
    """Whoever has enough closes the watch; nothing is left running."""
    (tmp_path / "a.txt").write_text("new")
    async with aclosing(watch(tmp_path, stop=asyncio.Event())) as files:
        assert (await anext(files)).name == "a.txt"


async def test_watch_may_be_cancelled(tmp_path: Path) -> None:
    """A cancelled watch ends at once."""
    task = asyncio.create_task(Dropped(tmp_path).run())
    await asyncio.sleep(0.3)
    task.cancel()
    async with asyncio.timeout(SOON):
        with pytest.raises(asyncio.CancelledError):
            await task
