"""A URL -> RawArticle."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.model.article import RawArticle
from bot.model.errors import FetchError
from bot.sources.decoding import decode_page, decode_text, show_size
from bot.sources.front_matter import read_text
from bot.sources.networks import Network, PublicResolver, RefusedAddressError, literal_address, refusal
from bot.sources.records import parse_json, read_record

MAX_REDIRECTS: Final = 5
_SCHEMES: Final = ("http", "https")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS: Final = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_JSON: Final = frozenset({"application/json", "text/json"})
_FEEDS: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_HEADERS: Final = {
    "User-Agent": "claimwatch (reads news articles)",
    "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown, application/json;q=0.9, */*;q=0.1",
    "Accept-Language": "en",
    # Unpacked here, within the limit.
    "Accept-Encoding": "gzip, deflate",
}
_STATUS: Final = {
    401: "the page wants a login",
    402: "the page has to be paid for",
    403: "the site does not let programs read the page; save it in a browser and give the file",
    404: "there is no such page",
    410: "the page is gone",
    429: "the site has had too many requests; try again later",
    451: "the page is withheld for legal reasons",
}
_CHUNK: Final = 1 << 16


async def fetch(
    url: str,
    *,
    now: datetime,
    timeout: float = 30.0,  # noqa: ASYNC109 - the whole of it, with redirects, in one clear error
    max_bytes: int = 10_000_000,
    allow_networks: Sequence[Network] = (),
    resolver: AbstractResolver | None = None,
) -> RawArticle:
    """Return the article at an http(s) address: a page, a text, or one JSON object.

    `timeout` is in seconds, for everything together; `max_bytes` is what the unpacked body may have. Private, loopback
    and other addresses that are not public are refused, on the way through redirects too (five at most), except in
    `allow_networks`; the connection goes to the address that was checked. `resolver` looks names up (default: the
    system). Raises FetchError, or UnreadableError for a body that holds no article.
    """
    checked = PublicResolver(resolver or aiohttp.ThreadedResolver(), allowed=allow_networks)
    # No pool and no cache outlive this call: a name is looked up, checked and connected to once.
    connector = aiohttp.TCPConnector(resolver=checked, use_dns_cache=False, force_close=True)
    try:
        async with (
            asyncio.timeout(timeout),
            aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),
                headers=_HEADERS,
            ) as session,
        ):
            return await _follow(session, url, now=now, max_bytes=max_bytes, allowed=allow_networks)
    except TimeoutError as error:
        raise FetchError(origin=url, reason=f"did not answer in full within {timeout:g} seconds") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(origin=url, reason=_explain(error)) from error


async def _follow(
    session: aiohttp.ClientSession, url: str, *, now: datetime, max_bytes: int, allowed: Sequence[Network]
) -> RawArticle:
    target = _parse(url, origin=url)
    for _ in range(MAX_REDIRECTS + 1):
        _check(target, origin=url, allowed=allowed)
        async with session.get(target, allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                target = target.join(_parse(location, origin=url))
                continue
            if response.status != 200:
                raise FetchError(origin=url, reason=_refused(response.status))
            body = await _body(response, origin=url, max_bytes=max_bytes)
            return _read(body, response, origin=url, address=target, now=now)
    raise FetchError(origin=url, reason=f"is redirected more than {MAX_REDIRECTS} times")


def _parse(text: str, *, origin: str) -> URL:
    try:
        return URL(text.strip())
    except ValueError as error:
        raise FetchError(origin=origin, reason=f"{text[:200]!r} is no address: {error}") from error


def _check(target: URL, *, origin: str, allowed: Sequence[Network]) -> None:
    # A password is not repeated in messages.
    led = "" if str(target) == origin else f"leads to {target.with_user(None) if target.host else target}, which "
    if target.scheme not in _SCHEMES:
        shown = f"the scheme {target.scheme!r}" if target.scheme else "no scheme"
        raise FetchError(origin=origin, reason=f"{led}has {shown}; only http:// and https:// are fetched")
    if not target.host:
        raise FetchError(origin=origin, reason=f"{led}names no host")
    if target.user or target.password:
        raise FetchError(origin=origin, reason=f"{led}holds a user name or a password; give it without")
    address = literal_address(target.host)
    why = refusal(address, allowed=allowed) if address is not None else None
    if why is not None:
        raise FetchError(origin=origin, reason=_private(led, why))


def _private(led: str, why: str) -> str:
    return f"{led}{why} and is not fetched; sources.allow_networks opens private networks"


async def _body(response: aiohttp.ClientResponse, *, origin: str, max_bytes: int) -> bytes:
    """Read and unpack, never holding more than the limit."""
    limit = f"is larger than {show_size(max_bytes)} (intake.max_bytes, CLAIMWATCH_INTAKE__MAX_BYTES, raises the limit)"
    if (response.content_length or 0) > max_bytes:
        raise FetchError(origin=origin, reason=limit)
    unpack = _unpacker(response.headers.get("Content-Encoding", ""), origin=origin)
    parts: list[bytes] = []
    left = max_bytes + 1
    async for chunk in response.content.iter_chunked(_CHUNK):
        rest = chunk
        while rest and left > 0:
            if unpack is None:
                part, rest = rest[:left], b""
            else:
                try:
                    part = unpack.decompress(rest, left)
                except zlib.error as error:
                    raise FetchError(origin=origin, reason=f"the compressed body is damaged ({error})") from error
                rest = unpack.unconsumed_tail
            parts.append(part)
            left -= len(part)
        if left <= 0:
            raise FetchError(origin=origin, reason=limit)
    if unpack is not None and not unpack.eof:
        raise FetchError(origin=origin, reason="the compressed body is cut short")
    return b"".join(parts)


def _unpacker(encoding: str, *, origin: str) -> zlib._Decompress | None:
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            # 32: the zlib or gzip head is recognised (RFC 9110 section 8.4.1).
            return zlib.decompressobj(zlib.MAX_WBITS | 32)
        case other:
            raise FetchError(origin=origin, reason=f"is packed with {other!r}, which was not asked for")


def _read(body: bytes, response: aiohttp.ClientResponse, *, origin: str, address: URL, now: datetime) -> RawArticle:
    kind = response.content_type if "Content-Type" in response.headers else "text/html"
    key = PurePosixPath(address.path).stem or address.host or "page"
    shown = str(address)
    if kind in _PAGES:
        html = decode_page(body, origin=origin, declared=response.charset)
        return RawArticle(origin=origin, key=key, body=html, is_html=True, received_at=now, url=shown)
    if kind in _TEXTS:
        article = read_text(_text(body, response, origin=origin), origin=origin, key=key, now=now)
        return _addressed(article, shown)
    if kind in _JSON:
        parsed = parse_json(decode_text(body, origin=origin), origin=origin)
        if isinstance(parsed, list):
            if len(parsed) != 1:
                raise FetchError(
                    origin=origin, reason=f"holds {len(parsed)} articles; download it and give the file instead"
                )
            parsed = parsed[0]
        return _addressed(read_record(parsed, origin=origin, key=key, now=now), shown)
    if kind in _FEEDS:
        raise FetchError(origin=origin, reason=f"is a feed ({kind}), not an article; give an article's own address")
    raise FetchError(origin=origin, reason=f"is {kind}; pages (HTML), texts and JSON can be read")


def _text(body: bytes, response: aiohttp.ClientResponse, *, origin: str) -> str:
    charset = response.charset
    if charset is None or charset.lower() in {"utf-8", "us-ascii"}:
        return decode_text(body, origin=origin)
    return decode_page(body, origin=origin, declared=charset)


def _addressed(article: RawArticle, address: str) -> RawArticle:
    """Give the article the address that it came from, unless it says another."""
    return article if article.url else replace(article, url=address)


def _refused(status: int) -> str:
    if status in _REDIRECTS:
        return f"is redirected without saying where (HTTP {status})"
    what = _STATUS.get(status)
    if what is None:
        what = "the site has trouble of its own; try again later" if status >= 500 else "the site gives no page"
    return f"{what} (HTTP {status})"


def _explain(error: Exception) -> str:
    """Say in plain words why nothing came."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(cause, RefusedAddressError):
        return _private(f"{cause.host} ", cause.why)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"there is no host {error.host!r}, or the network is down"
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return "the host's certificate does not fit it, or there is no safe connection"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection to {error.host}:{error.port}: {error.os_error.strerror or error.os_error}"
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return "the connection broke off before the whole page had come"
    return f"cannot be fetched: {error or type(error).__name__}"
