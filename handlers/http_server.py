"""One small HTTP server for everything in the program that is asked over HTTP: each part adds its own addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

from bot.model.errors import ConfigurationError

_WHERE = "web.listen"
_LONGEST_BODY = 1024**2
_FAREWELL = timedelta(seconds=3)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class HttpServer:
    """Listens at `host:port` (port 0: any that is free) while `serving`; addresses are added before that."""

    def __init__(self, listen: str) -> None:
        host, _, port = listen.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        self._app = web.Application(client_max_size=_LONGEST_BODY)

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to be asked."""
        return len(self._app.router.routes()) > 0

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Let the handler answer requests of that method and path."""
        self._app.router.add_route(method, path, handler)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve while the block lasts; gives the address. Raises ConfigurationError where it cannot be listened on."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=_FAREWELL.total_seconds())
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self._host, self._port).start()
            except OSError as error:
                reason = f"cannot be listened on: {error.strerror or error}"
                raise ConfigurationError(where=_WHERE, reason=reason) from None
            port = runner.addresses[0][1]
            host = f"[{self._host}]" if ":" in self._host else self._host
            yield f"http://{host}:{port}"
        finally:
            await runner.cleanup()
