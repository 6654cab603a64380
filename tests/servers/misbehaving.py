"""A site on 127.0.0.1 whose answers are given byte by byte, so that they can be wrong in every way."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Final, Self

# The first byte of a handshake (RFC 8446 section 5.1).
_TLS: Final = b"\x16"
_REASONS: Final = {200: "OK", 301: "Moved Permanently", 304: "Not Modified"}

Act = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Answers a request as it likes; the connection is closed after."""


def answer(
    body: bytes | str = b"", *, status: int = 200, kind: str | None = "application/rss+xml", **headers: str
) -> bytes:
    """Return a whole answer; a header's name is written with "_" for "-", and `None` for `kind` sends no type."""
    data = body.encode() if isinstance(body, str) else body
    given = {"Content-Length": str(len(data)), "Connection": "close"}
    given |= {"Content-Type": kind} if kind is not None else {}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [
        f"HTTP/1.1 {status} {_REASONS.get(status, 'Other')}",
        *(f"{name}: {value}" for name, value in given.items()),
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


class MisbehavingServer:
    """Answers each path with what it was told, in its order, and with the last from then on.

    An answer is bytes, or an `Act`. `{site}` in the bytes becomes the server's own address.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.heads: list[Mapping[str, str]] = []
        self._answers: defaultdict[str, deque[bytes | Act]] = defaultdict(deque)
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()
        self._port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str = "", *, scheme: str | None = None) -> str:
        """Return the address of a path."""
        return f"{scheme or ('https' if self._tls else 'http')}://127.0.0.1:{self._port}{path}"

    def tell(self, path: str, *answers: bytes | Act) -> str:
        """Have a path answered from now on with these; return its address."""
        self._answers[path] = deque(answers)
        return self.url(path)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went, as it should with some answers, or the test ends
        finally:
            writer.close()
            if task is not None:
                self._tasks.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if first == _TLS:
            # Somebody speaks TLS to a server that does not.
            writer.write(answer(status=400))
            return
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        self.asked.append(path)
        self.heads.append(
            {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        )
        answers = self._answers[path.partition("?")[0]]
        if not answers:
            writer.write(answer(status=404))
        else:
            act = answers.popleft() if len(answers) > 1 else answers[0]
            if isinstance(act, bytes):
                writer.write(_addressed(act, self.url()))
            else:
                await act(writer)
        await writer.drain()


def _addressed(given: bytes, site: str) -> bytes:
    """Put the server's address in, and the length that the body has then."""
    if b"{site}" not in given:
        return given
    head, _, body = given.replace(b"{site}", site.encode()).partition(b"\r\n\r\n")
    return re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(body), head) + b"\r\n\r\n" + body
