"""Serving an application on 127.0.0.1, with an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

# How many turns of the event loop asyncio takes, at most, to make a transport of a connection it has accepted.
TURNS = 8


@asynccontextmanager
async def listen(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve an application until the block ends; gives the address that it has, without a slash at its end."""
    listener = socket.create_server(("127.0.0.1", port))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # A client may be connecting again at this very moment. asyncio loses a connection that it has accepted but not
        # finished when its server closes, and warns of an unclosed socket: so none is accepted any more, and those
        # under way are finished first.
        asyncio.get_running_loop().remove_reader(listener)
        for _ in range(TURNS):
            await asyncio.sleep(0)
        await runner.cleanup()
        listener.close()
