"""Run a server in a thread of its own, for tests that start the program as another process.

The server's objects belong to the event loop of that thread: reading lists is safe from outside, waiting and acting
goes through `call` (from plain code) or `wait` (from another event loop).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any, Generic, TypeVar

Server = TypeVar("Server")
Result = TypeVar("Result")


class Threaded(Generic[Server]):
    """A server that runs in another thread."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self.server = server
        self._loop = loop

    def call(self, act: Callable[[Server], Coroutine[Any, Any, Result]], *, within: float = 60.0) -> Result:
        """Run `act(server)` in the server's loop, block until it is done, and return its result."""
        return asyncio.run_coroutine_threadsafe(act(self.server), self._loop).result(within)

    async def wait(self, act: Callable[[Server], Coroutine[Any, Any, Result]]) -> Result:
        """Run `act(server)` in the server's loop and wait for it in this one."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(act(self.server), self._loop))

    def look(self, question: Callable[[Server], Result]) -> Result:
        """Ask the server something in its own loop, so that nothing changes meanwhile."""

        async def ask(server: Server) -> Result:
            return question(server)

        return self.call(ask)


@contextmanager
def threaded(opening: Callable[[], AbstractAsyncContextManager[Server]]) -> Iterator[Threaded[Server]]:
    """Open a server in a new thread, and close it when the block ends.

    `opening` makes the context manager, in the new thread: `threaded(lambda: open_discord_server(...))`.
    """
    started: Future[tuple[Server, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        async with opening() as server:
            done = asyncio.Event()
            started.set_result((server, asyncio.get_running_loop(), done))
            await done.wait()

    ended: Future[None] = Future()

    def serve() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the test's thread
            (ended if started.done() else started).set_exception(error)
        finally:
            if not ended.done():
                ended.set_result(None)

    thread = threading.Thread(target=serve, name="server", daemon=True)
    thread.start()
    server, loop, done = started.result(timeout=30)
    try:
        yield Threaded(server, loop)
    finally:
        loop.call_soon_threadsafe(done.set)
        ended.result(timeout=30)
        thread.join(timeout=30)
