from __future__ import annotations

import asyncio
import gzip
import json
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.model.article import RawArticle
from bot.model.errors import FetchError, UnreadableError
from bot.sources.web import fetch

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
HERE = (ip_network("127.0.0.0/8"),)
PAGE = "<!doctype html><html><head><title>Ellbruck</title></head><body><p>Norland took Ellbruck.</p></body></html>"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a server on this machine whose every path the handler answers; give its address."""
    async with AsyncExitStack() as servers:

        async def start(handler: Handler) -> str:
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", handler)
            server = await servers.enter_async_context(TestServer(app))
            return str(server.make_url("/"))

        yield start


def answer(body: str | bytes, kind: str = "text/html", **headers: str) -> Handler:
    """Return a handler that always answers the same."""

    async def handle(_: web.Request) -> web.Response:
        data = body.encode() if isinstance(body, str) else body
        return web.Response(
            body=data, headers={"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )

    return handle


async def get(url: str, *, within: float = 5) -> RawArticle:
    """Fetch from this machine, 100 kB at most."""
    return await fetch(url, now=NOW, allow_networks=HERE, timeout=within, max_bytes=100_000)


class Names(AbstractResolver):
    """Knows a few names; each look-up takes the next of a name's addresses."""

    def __init__(self, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the one address that is this look-up's turn."""
        del family
        self.asked.append(host)
        if host not in self.names:
            raise OSError(None, "unknown host")
        addresses = self.names[host]
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Have nothing to close."""


async def test_page_is_fetched(serve: Serve) -> None:
    """A page comes as HTML, with its address and a key from it."""
    url = await serve(answer(PAGE))
    article = await get(f"{url}news/ellbruck-falls.html?x=1")
    assert article == RawArticle(
        origin=f"{url}news/ellbruck-falls.html?x=1",
        key="ellbruck-falls",
        body=PAGE,
        is_html=True,
        received_at=NOW,
        url=f"{url}news/ellbruck-falls.html?x=1",
    )


async def test_page_of_the_root_is_named_by_its_host(serve: Serve) -> None:
    """An address without a path has its host for a key."""
    assert (await get(await serve(answer(PAGE)))).key == "127.0.0.1"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("text/html; charset=windows-1252", "<p>Kråkö</p>".encode("cp1252"), id="header"),
        pytest.param("text/html", '<meta charset="iso-8859-1"><p>Kråkö</p>'.encode("latin-1"), id="meta"),
        pytest.param("text/html", "<p>Kråkö</p>".encode(), id="nothing said"),
        pytest.param("text/html; charset=nonsense", "<p>Kråkö</p>".encode(), id="nonsense"),
        pytest.param("text/html; charset=idna", "<p>Kråkö</p>".encode(), id="a codec that is no encoding"),
        pytest.param("text/plain; charset=iso-8859-1", "Kråkö".encode("latin-1"), id="text"),
        pytest.param("text/plain", "Kråkö".encode(), id="text in UTF-8"),
    ],
)
async def test_encodings_are_obeyed(serve: Serve, kind: str, body: bytes) -> None:
    """The header's charset decides, then the page's own, then UTF-8."""
    assert "Kråkö" in (await get(await serve(answer(body, kind)))).body


async def test_text_is_fetched_with_its_front_matter(serve: Serve) -> None:
    """A text may have a head, as a file may."""
    article = await get(await serve(answer("---\npublisher: The Ell Courier\n---\nBody.", "text/markdown")))
    assert (article.publisher, article.body, article.is_html) == ("The Ell Courier", "Body.", False)


@pytest.mark.parametrize("wrap", [False, True], ids=["object", "list of one"])
async def test_json_object_is_fetched(serve: Serve, wrap: bool) -> None:
    """One JSON object is an article, whose own address and id count."""
    found = {"id": "ell-1", "text": "Norland took Ellbruck.", "url": "https://ell.example/1"}
    article = await get(await serve(answer(json.dumps([found] if wrap else found), "application/json")))
    assert (article.key, article.url) == ("ell-1", "https://ell.example/1")


async def test_json_list_of_many_is_refused(serve: Serve) -> None:
    """A list of articles has to be a file."""
    with pytest.raises(FetchError, match="holds 2 articles"):
        await get(await serve(answer("[{}, {}]", "application/json")))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_packed_page_is_unpacked(serve: Serve, encoding: str) -> None:
    """Compression on the way is undone."""
    packed = gzip.compress(PAGE.encode()) if encoding == "gzip" else zlib.compress(PAGE.encode())
    assert (await get(await serve(answer(packed, Content_Encoding=encoding)))).body == PAGE


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        pytest.param(answer(b"a" * 100_001), "larger than 100 kB", id="too large"),
        pytest.param(
            answer(gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip"), "larger than 100 kB", id="bomb"
        ),
        pytest.param(answer(gzip.compress(b"a" * 500)[:-9], Content_Encoding="gzip"), "cut short", id="gzip cut"),
        pytest.param(answer(b"plain", Content_Encoding="gzip"), "damaged", id="no gzip"),
        pytest.param(answer(b"x", Content_Encoding="compress"), "'compress'", id="unknown packing"),
        pytest.param(answer(b"\x89PNG", "image/png"), "is image/png", id="picture"),
        pytest.param(answer("<rss/>", "application/rss+xml"), "is a feed", id="feed"),
    ],
)
async def test_bodies_that_are_no_article_are_refused(serve: Serve, handler: Handler, reason: str) -> None:
    """What is too large, damaged or something else is refused with the reason."""
    with pytest.raises(FetchError, match=reason):
        await get(await serve(handler))


async def test_stream_without_end_is_cut_off(serve: Serve) -> None:
    """A body without a length is read up to the limit, not to its end."""

    async def pour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"a" * 1000)
        return response

    with pytest.raises(FetchError, match="larger than 100 kB"):
        await get(await serve(pour))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "login"),
        (403, "save it in a browser"),
        (404, "no such page"),
        (410, "gone"),
        (429, "later"),
        (500, "trouble"),
        (503, "trouble"),
        (418, "no page"),
        (204, "no page"),
    ],
)
async def test_other_answers_are_said_in_words(serve: Serve, status: int, reason: str) -> None:
    """A status that brings no page is said in words, with its number."""

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status)

    with pytest.raises(FetchError, match=rf"{reason}.*HTTP {status}"):
        await get(await serve(refuse))


async def test_slow_page_is_given_up(serve: Serve) -> None:
    """The time limit is for the whole of it, even if bytes keep dripping."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"a")
            await asyncio.sleep(0.02)

    with pytest.raises(FetchError, match=r"within 0\.3 seconds"):
        await get(await serve(drip), within=0.3)


async def test_broken_connection_is_said(serve: Serve) -> None:
    """A connection that breaks off in the middle is an error, not half an article."""

    async def hang_up(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return response

    with pytest.raises(FetchError, match="broke off"):
        await get(await serve(hang_up))


async def test_redirects_are_followed(serve: Serve) -> None:
    """The article's address is the one that answered."""

    async def handle(request: web.Request) -> web.Response:
        if request.path == "/old":
            raise web.HTTPMovedPermanently("/new")
        return web.Response(text=PAGE, content_type="text/html")

    url = await serve(handle)
    article = await get(f"{url}old")
    assert (article.url, article.key, article.origin) == (f"{url}new", "new", f"{url}old")


async def test_redirects_come_to_an_end(serve: Serve) -> None:
    """Five redirects are followed, and no more."""

    async def handle(request: web.Request) -> web.Response:
        left = int(request.path.strip("/"))
        if left:
            raise web.HTTPFound(f"/{left - 1}")
        return web.Response(text=PAGE, content_type="text/html")

    url = await serve(handle)
    assert (await get(f"{url}5")).key == "0"
    with pytest.raises(FetchError, match="more than 5 times"):
        await get(f"{url}6")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("http://169.254.169.254/latest", "link-local", id="link-local"),
        pytest.param("http://10.0.0.1/", "private", id="private"),
        pytest.param("http://[::ffff:10.0.0.1]/", "private", id="mapped"),
        pytest.param("http://0x0a000001/", "private", id="hexadecimal"),
        pytest.param("http://167772161/", "private", id="decimal"),
        pytest.param("file:///etc/hosts", "only http", id="file"),
        pytest.param("ftp://news.example/", "only http", id="ftp"),
        pytest.param("http://user:word@news.example/", "password", id="credentials"),
    ],
)
async def test_redirects_lead_nowhere_private(serve: Serve, target: str, reason: str) -> None:
    """What is refused as an address is refused as a redirect."""

    async def handle(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    with pytest.raises(FetchError, match=rf"leads to .*{reason}"):
        await get(await serve(handle))


async def test_redirect_without_a_target_is_said(serve: Serve) -> None:
    """A redirect has to say where."""

    async def handle(_: web.Request) -> web.Response:
        return web.Response(status=302)

    with pytest.raises(FetchError, match="without saying where"):
        await get(await serve(handle))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/", "this machine"),
        ("http://localhost:1/", "this machine"),
        ("http://LOCALHOST.:1/", "this machine"),
        ("http://[::1]:1/", "this machine"),
        ("http://127.1:1/", "this machine"),
        ("http://2130706433:1/", "this machine"),
        ("http://0177.0.0.1:1/", "this machine"),
        ("http://[::ffff:127.0.0.1]:1/", "this machine"),
        ("http://0.0.0.0:1/", "unspecified"),
        ("http://192.168.0.1/", "private"),
        ("file:///etc/hosts", "only http"),
        ("news.example/a", "no scheme"),
        ("http://", "host"),
        ("http://user@news.example/", "user name"),
        ("http://news.example:port/", "no address"),
    ],
)
async def test_addresses_that_are_not_fetched(url: str, reason: str) -> None:
    """By default nothing on this machine or a private network is fetched, whatever form its address has."""
    with pytest.raises(FetchError, match=reason):
        await fetch(url, now=NOW, timeout=5)


async def test_name_of_a_private_address_is_refused() -> None:
    """A name is judged by its address."""
    with pytest.raises(FetchError, match="is a private address"):
        await fetch("http://intranet.example/", now=NOW, resolver=Names(intranet_example=["10.0.0.1"]))


async def test_name_is_looked_up_once(serve: Serve) -> None:
    """The connection goes to the address that was checked, though the next look-up would give another."""
    url = await serve(answer(PAGE))
    port = url.rpartition(":")[2]
    names = Names(news_example=["127.0.0.1", "10.0.0.1"])
    article = await fetch(f"http://news.example:{port}", now=NOW, allow_networks=HERE, resolver=names)
    assert article.body == PAGE
    assert names.asked == ["news.example"]


async def test_name_is_judged_again_on_the_way(serve: Serve) -> None:
    """A redirect back to a name whose answer has changed is looked up and judged again."""
    url = await serve(answer(PAGE))
    port = url.rpartition(":")[2].strip("/")

    async def handle(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"http://news.example:{port}/"})

    away = (await serve(handle)).rpartition(":")[2]
    names = Names(news_example=["127.0.0.1", "10.0.0.1"])
    with pytest.raises(FetchError, match="private"):
        await fetch(f"http://news.example:{away}", now=NOW, allow_networks=HERE, resolver=names)


async def test_unknown_host_is_said() -> None:
    """A name without an address is said to be none."""
    with pytest.raises(FetchError, match=r"no host 'nowhere\.example'"):
        await fetch("http://nowhere.example/", now=NOW, resolver=Names())


async def test_closed_port_is_said() -> None:
    """A port where nobody listens is said."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match=f"no connection to 127.0.0.1:{port}"):
        await get(f"http://127.0.0.1:{port}/")


async def test_plain_server_is_no_safe_one(serve: Serve) -> None:
    """TLS to a server that speaks plain HTTP is an error about the connection."""
    url = await serve(answer(PAGE))
    with pytest.raises(FetchError, match="speaks no TLS at this port"):
        await get(url.replace("http://", "https://"))


async def test_empty_body_is_unreadable(serve: Serve) -> None:
    """A page with nothing in it holds no article."""
    with pytest.raises(UnreadableError, match="empty"):
        await get(await serve(answer(b"", "text/plain")))
