"""A feed's address -> its items, asked for so that a feed that has not changed costs next to nothing."""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Final
from urllib.parse import urljoin

from aiohttp.abc import AbstractResolver

from bot.model.errors import UnreadableError
from bot.sources.feed_items import Feed, FeedItem, read_feed
from bot.sources.feed_text import decode, read_feed_text
from bot.sources.json_feed import read_json_feed
from bot.sources.networks import Network
from bot.sources.transfer import MAX_WAIT, NOT_MODIFIED, Answer, Turn, Wanted, get, wait_of

# Items of one answer that are kept, the newest: feeds have 10 to 100 of them, and archives a few thousand.
MAX_ITEMS: Final = 500
_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)
_ADVICE: Final = {403: "ask the site for leave, or drop the feed", 401: "Claimwatch cannot log in to a feed"}
_FEED_KINDS: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/feed+json"}
)
_ROOTS: Final = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_LONGEST_VALIDATOR: Final = 1_000
# A page's head is at its beginning.
_HEAD: Final = 200_000
_LINK: Final = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedState:
    """What is known of a feed since it was last asked: the validators go back as they came (RFC 9110 section 13)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedAnswer:
    """What a feed says now.

    `items` are oldest first, the newest where they are not the `whole`, and none where `not_modified`. `title` is the
    feed's, which as a rule names the publisher.
    `etag` and `last_modified` are for the next FeedState. `moved_to` is the address to ask from now on, where the
    server said so for good. `retry_after` is how long the server wants to be left alone, and `fresh_for` how long it
    says that nothing new is to be had (`Cache-Control`, `Expires`, or the feed's `ttl`); a week each at most.
    """

    items: tuple[FeedItem, ...]
    title: str | None
    etag: str | None
    last_modified: str | None
    not_modified: bool = False
    whole: bool = True
    moved_to: str | None = None
    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None


async def poll(
    state: FeedState,
    *,
    now: datetime,
    timeout: float = 30.0,  # noqa: ASYNC109 - the download with its redirects, and again the reading
    max_bytes: int = 10_000_000,
    max_items: int = MAX_ITEMS,
    allow_networks: Sequence[Network] = (),
    resolver: AbstractResolver | None = None,
    tls: ssl.SSLContext | None = None,
    turn: Turn | None = None,
) -> FeedAnswer:
    """Ask a feed what it has, unless it is as it was when `state` was told.

    `timeout` is in seconds, once for the download with its redirects and once for reading; the other limits are those
    of `bot.sources.transfer.get`. Nothing but the feed is fetched. Raises FetchError (whose `retry_after` and `gone`
    say what the server said of them), and UnreadableError where there is something else than a feed.
    """
    wanted = Wanted(what="feed", max_bytes=max_bytes, headers=_headers(state), advice=_ADVICE)
    answer = await get(
        state.url,
        wanted,
        now=now,
        timeout=timeout,
        allow_networks=allow_networks,
        resolver=resolver,
        tls=tls,
        turn=turn,
    )
    unchanged = answer.status == NOT_MODIFIED
    feed = None if unchanged else await _read(answer, origin=state.url, now=now, timeout=timeout, max_items=max_items)
    etag, last_modified = (_validator(answer.headers.get(name)) for name in ("ETag", "Last-Modified"))
    return FeedAnswer(
        items=feed.items if feed else (),
        title=feed.title if feed else None,
        # A 304 need not repeat them (RFC 9110 section 15.4.5).
        etag=etag or (state.etag if unchanged else None),
        last_modified=last_modified or (state.last_modified if unchanged else None),
        not_modified=unchanged,
        whole=feed is None or feed.whole,
        moved_to=str(answer.moved_to) if answer.moved_to is not None else None,
        retry_after=wait_of(answer.headers.get("Retry-After"), now=now),
        fresh_for=_longest(_fresh_for(answer.headers, now=now), _ttl(feed.ttl if feed else None)),
    )


def _headers(state: FeedState) -> dict[str, str]:
    headers = {"Accept": _ACCEPT}
    if etag := _validator(state.etag):
        headers["If-None-Match"] = etag
    if last_modified := _validator(state.last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _validator(value: str | None) -> str | None:
    """Return a validator that can be kept and sent back; others are none, as sending them would fail each time."""
    text = (value or "").strip()
    return text if text and len(text) <= _LONGEST_VALIDATOR and text.isascii() and text.isprintable() else None


async def _read(
    answer: Answer,
    *,
    origin: str,
    now: datetime,
    timeout: float,  # noqa: ASYNC109 - it stops a thread, which cannot be cancelled from outside
    max_items: int,
) -> Feed:
    stop = threading.Event()
    try:
        async with asyncio.timeout(timeout):
            return await asyncio.to_thread(_parse, answer, origin=origin, now=now, max_items=max_items, stop=stop)
    except TimeoutError as error:
        raise UnreadableError(origin=origin, reason=f"the feed cannot be read within {timeout:g} seconds") from error
    finally:
        # The thread ends by itself, at the next element.
        stop.set()


def _parse(answer: Answer, *, origin: str, now: datetime, max_items: int, stop: threading.Event) -> Feed:
    """Return the feed that an answer is; runs in a thread, as it is work for the processor."""
    if (json_feed := read_json_feed(answer.body, url=str(answer.address), now=now, max_items=max_items)) is not None:
        return json_feed
    found = read_feed_text(answer.body, charset=answer.charset)
    if found.root and not _is_page(found.root, answer):
        try:
            feed = read_feed(found.text, url=str(answer.address), now=now, max_items=max_items, stop=stop)
        except ValueError as error:
            raise UnreadableError(origin=origin, reason=f"the feed cannot be read ({error})") from error
        if feed is not None:
            return feed
    raise UnreadableError(origin=origin, reason=_no_feed(found.root, answer))


def _is_page(root: str, answer: Answer) -> bool:
    """Whether it is a page; feeds are sent as pages too, and pages begin with anything."""
    return root == "html" or (answer.kind in {"text/html", "application/xhtml+xml"} and root not in _ROOTS)


def _no_feed(root: str, answer: Answer) -> str:
    """Say what came in a feed's place."""
    start = answer.body[:_HEAD].lstrip()
    if not start:
        return "is empty: no feed"
    if _is_page(root, answer):
        there = find_feed(decode(answer.body[:_HEAD], charset=answer.charset), url=str(answer.address))
        return f"this is a page, not a feed; its feed is at {there}" if there else "this is a page, not a feed"
    if start[:1] in {b"{", b"["}:
        return "this is JSON and no JSON Feed (jsonfeed.org); feeds in RSS, Atom and JSON Feed can be read"
    shown = f"<{root[:80]}>" if root else answer.kind or "something else"
    return f"this is no feed ({shown}); feeds in RSS, Atom and JSON Feed can be read"


def find_feed(html: str, *, url: str) -> str | None:
    """Return the address of the first feed that a page names in its head (HTML standard, link type `alternate`)."""
    for link in _LINK.findall(html[:_HEAD]):
        given = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(link)}
        if "alternate" not in given.get("rel", "").lower().split() or given.get("type", "").lower() not in _FEED_KINDS:
            continue
        try:
            there = urljoin(url, given.get("href", "").strip())
        except ValueError:
            continue
        if there.lower().startswith(("http://", "https://")) and len(there) <= 1000:
            return there
    return None


def _fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Return how long an answer stays as it is (RFC 9111 section 4.2.1), less the time it lay in caches (`Age`)."""
    given: dict[str, str] = {}
    for directive in headers.get("Cache-Control", "").split(","):
        name, _, value = directive.strip().partition("=")
        given.setdefault(name.strip().lower(), value.strip().strip('"'))
    if "no-store" in given or "no-cache" in given:
        return None
    if "max-age" in given:
        lifetime = wait_of(given["max-age"], now=now) if given["max-age"].isdigit() else None
        age = headers.get("Age", "").strip()
        if lifetime is None or not age.isdecimal():
            return lifetime
        return max(timedelta(0), lifetime - (wait_of(age, now=now) or timedelta(0)))
    expires = headers.get("Expires", "").strip()
    return None if expires.isdecimal() else wait_of(expires, now=now)


def _ttl(written: str | None) -> timedelta | None:
    """Return an RSS channel's `ttl`: minutes until it is worth asking again (RSS 2.0 specification)."""
    if written is None or not re.fullmatch(r"[0-9]{1,9}", written):
        return None
    return min(timedelta(minutes=int(written)), MAX_WAIT)


def _longest(*waits: timedelta | None) -> timedelta | None:
    return max((wait for wait in waits if wait is not None), default=None)
