"""A URL -> RawArticle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from aiohttp.abc import AbstractResolver

from bot.model.article import RawArticle
from bot.model.errors import FetchError
from bot.sources.decoding import decode_page, decode_text
from bot.sources.front_matter import read_text
from bot.sources.networks import Network
from bot.sources.records import parse_json, read_record
from bot.sources.transfer import Answer, Turn, Wanted, get

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS: Final = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_JSON: Final = frozenset({"application/json", "text/json"})
_FEEDS: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_HEADERS: Final = {
    "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown, application/json;q=0.9, */*;q=0.1",
}
_ADVICE: Final = {403: "save it in a browser and give the file"}


async def fetch(
    url: str,
    *,
    now: datetime,
    timeout: float = 30.0,  # noqa: ASYNC109 - the whole of it, with redirects, in one clear error
    max_bytes: int = 10_000_000,
    allow_networks: Sequence[Network] = (),
    resolver: AbstractResolver | None = None,
    hop: Callable[[str], Awaitable[None]] | None = None,
    turn: Turn | None = None,
) -> RawArticle:
    """Return the article at an http(s) address: a page, a text, or one JSON object.

    `timeout`, `allow_networks`, `resolver`, `hop` and `turn` are those of `bot.sources.transfer.get`; `max_bytes` is
    what the unpacked body may have. Raises FetchError, or UnreadableError for a body that holds no article.
    """
    wanted = Wanted(what="page", max_bytes=max_bytes, headers=_HEADERS, advice=_ADVICE)
    answer = await get(
        url,
        wanted,
        now=now,
        timeout=timeout,
        allow_networks=allow_networks,
        resolver=resolver,
        hop=hop,
        turn=turn,
    )
    return _read(answer, origin=url, now=now)


def _read(answer: Answer, *, origin: str, now: datetime) -> RawArticle:
    kind = answer.kind or "text/html"
    body, address = answer.body, answer.address
    key = PurePosixPath(address.path).stem or address.host or "page"
    shown = str(address)
    if kind in _PAGES:
        html = decode_page(body, origin=origin, declared=answer.charset)
        return RawArticle(origin=origin, key=key, body=html, is_html=True, received_at=now, url=shown)
    if kind in _TEXTS:
        article = read_text(_text(answer, origin=origin), origin=origin, key=key, now=now)
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


def _text(answer: Answer, *, origin: str) -> str:
    charset = answer.charset
    if charset is None or charset.lower() in {"utf-8", "us-ascii"}:
        return decode_text(answer.body, origin=origin)
    return decode_page(answer.body, origin=origin, declared=charset)


def _addressed(article: RawArticle, address: str) -> RawArticle:
    """Give the article the address that it came from, unless it says another."""
    return article if article.url else replace(article, url=address)
