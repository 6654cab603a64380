"""A server in a thread of its own."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack

import pytest
import yarl

from tests.servers.discord import (
    open_discord_server,
)
from tests.servers.threads import threaded


def test_another_process_uses_it() -> None:
    """In a thread of its own the server serves another process while the test blocks."""
    script = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
    with threaded(open_discord_server) as running:
        address = f"{running.server.api_base}/gateway"
        output = running.call(lambda _server: run_script(script, address))
        seen = running.look(lambda server: [one.path for one in server.requests])

    assert "ws://127.0.0.1" in output
    assert seen == ["/gateway"]


async def run_script(script: str, argument: str) -> str:
    """Return what a Python script prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, argument, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return printed.decode()


async def test_threaded_raises_what_opening_raises() -> None:
    """A server that cannot start says so in the test's thread."""
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(open_discord_server())
        port = yarl.URL(first.api_base).port or 0
        with pytest.raises(OSError, match="address already in use"), threaded(lambda: open_discord_server(port=port)):
            pass
