"""A site with feeds and pages on 127.0.0.1, told beforehand what to answer."""

from __future__ import annotations

import gzip
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from ipaddress import ip_network
from types import TracebackType
from typing import Final, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

# What `allow_networks` has to open for the server to be reached.
HERE: Final = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer; with an `etag` or `last_modified`, a request that names it gets 304 and no body."""

    body: str | bytes = ""
    status: int = 200
    kind: str | None = "application/rss+xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    packed: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that came, with its headers' names in lower case."""

    path: str
    headers: Mapping[str, str]


class FeedServer:
    """Answers each path with the replies it was told, in their order, and with the last one from then on.

    `async with FeedServer() as site: site.tell("/feed.xml", Reply(body=rss())); await poll(... site.url("/feed.xml"))`
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._replies: defaultdict[str, deque[Reply]] = defaultdict(deque)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return str(self._server.make_url(path))

    def tell(self, path: str, *replies: Reply) -> str:
        """Have a path answered from now on with these; return its address."""
        self._replies[path] = deque(replies)
        return self.url(path)

    def asked_for(self, path: str) -> list[Asked]:
        """Return the requests that came for a path."""
        return [asked for asked in self.asked if asked.path == path]

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(
            Asked(path=request.path, headers={name.lower(): value for name, value in request.headers.items()})
        )
        replies = self._replies[request.path]
        if not replies:
            return web.Response(status=404)
        reply = replies.popleft() if len(replies) > 1 else replies[0]
        headers = dict(reply.headers)
        if reply.kind is not None:
            headers["Content-Type"] = reply.kind
        if reply.etag is not None:
            headers["ETag"] = reply.etag
        if reply.last_modified is not None:
            headers["Last-Modified"] = reply.last_modified
        if _is_known(request, reply):
            return web.Response(status=304, headers={k: v for k, v in headers.items() if k != "Content-Type"})
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        if reply.packed:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        return web.Response(status=reply.status, body=body, headers=headers)


def _is_known(request: web.Request, reply: Reply) -> bool:
    """Whether the client has this already; an ETag counts before a date (RFC 9110 section 13.2.2)."""
    if reply.etag is not None and "If-None-Match" in request.headers:
        return request.headers["If-None-Match"] == reply.etag
    return reply.last_modified is not None and request.headers.get("If-Modified-Since") == reply.last_modified


def rss(*items: str, title: str = "The Ell Courier", head: str = "") -> str:
    """Return an RSS 2.0 feed with these items; `head` goes into its channel."""
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel><title>{escape(title)}</title>'
        f"<link>https://ell.example/</link><description>News</description>{head}{''.join(items)}</channel></rss>"
    )


def rss_item(
    number: int = 1, *, title: str | None = None, date: str | None = None, html: str | None = None, more: str = ""
) -> str:
    """Return an item of an RSS feed; `html` is its whole text, `more` goes into it as it is."""
    parts = [
        f"<title>{escape(title or f'Report {number}')}</title>",
        f"<link>https://ell.example/news/{number}</link>",
        f'<guid isPermaLink="false">ell-{number}</guid>',
        f"<description>{escape(f'In short: report {number}.')}</description>",
        f"<pubDate>{date}</pubDate>" if date else "",
        f"<content:encoded><![CDATA[{html}]]></content:encoded>" if html else "",
        more,
    ]
    return f"<item>{''.join(parts)}</item>"
