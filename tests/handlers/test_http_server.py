"""The one HTTP server of the program."""

from __future__ import annotations

from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.model.errors import ConfigurationError
from handlers.http_server import HttpServer


async def hello(_request: web.Request) -> web.StreamResponse:
    """Say hello."""
    return web.Response(text="hello")


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "[::1]:0"])
async def test_what_was_added_is_answered(listen: str) -> None:
    """At its address and by its method; anything else is not there."""
    server = HttpServer(listen)
    server.add("POST", "/here", hello)
    async with server.serving() as address, aiohttp.ClientSession() as session:
        async with session.post(f"{address}/here") as answer:
            assert await answer.text() == "hello"
        for method, path, status in (("GET", "/here", 405), ("POST", "/there", 404)):
            async with session.request(method, address + path) as answer:
                assert answer.status == status


async def test_a_long_body_is_refused() -> None:
    """Nobody fills the memory."""
    server = HttpServer("127.0.0.1:0")

    async def read(request: web.Request) -> web.StreamResponse:
        return web.Response(text=await request.text())

    server.add("POST", "/here", read)
    async with (
        server.serving() as address,
        aiohttp.ClientSession() as session,
        session.post(f"{address}/here", data=BytesIO(b"x" * (1024**2 + 1))) as answer,
    ):
        assert answer.status == 413


def test_a_server_without_addresses_is_not_wanted() -> None:
    """Nothing is opened for nothing."""
    server = HttpServer("127.0.0.1:0")
    assert not server.is_wanted
    server.add("POST", "/here", hello)
    assert server.is_wanted


async def test_an_address_that_is_taken_is_said() -> None:
    """By the setting's name."""
    first = HttpServer("127.0.0.1:0")
    async with first.serving() as address:
        second = HttpServer(address.removeprefix("http://"))
        with pytest.raises(ConfigurationError, match=r"web\.listen"):
            async with second.serving():
                pass
