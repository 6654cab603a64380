"""JSON Feed (jsonfeed.org, versions 1 and 1.1) -> the same items as those of other feeds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from bot.sources.feed_dates import read_date
from bot.sources.feed_items import (
    LONGEST_NAME,
    MOST_READ,
    Feed,
    FeedItem,
    as_text,
    clean,
    distinct,
    identity,
    oldest_first,
    web_address,
)
from bot.sources.markup import has_tags, plain_text

_VERSION: Final = "jsonfeed.org/version/"


def read_json_feed(data: bytes, *, url: str, now: datetime, max_items: int) -> Feed | None:
    """Return the feed that the bytes are; None where they are no JSON Feed.

    `url` is where it came from, and the newest `max_items` are kept. A feed counts as one when it names its version, or
    has a title and a list of items, which is what all of them have that forget it.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    try:
        # UTF-8 is the only encoding of JSON on the net (RFC 8259 section 8.1).
        feed = json.loads(data.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError):
        return None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        return None
    if _VERSION not in str(feed.get("version")) and not (
        isinstance(feed.get("title"), str) and all(isinstance(entry, dict) and "id" in entry for entry in entries)
    ):
        return None
    # Links may be written without the host, though the format says otherwise.
    items = distinct([_item(entry, base=url, now=now) for entry in entries[:MOST_READ] if isinstance(entry, dict)])
    return Feed(
        title=_line(feed, "title"),
        ttl=None,
        items=tuple(oldest_first(items)[-max_items:] if max_items > 0 else ()),
        whole=len(items) <= max_items,
    )


def _item(entry: Mapping[str, Any], *, base: str, now: datetime) -> FeedItem:
    url = next((found for name in ("url", "external_url") if (found := _address(entry, name, base=base))), None)
    title = _line(entry, "title")
    content, is_html = as_text(_string(entry, "content_html"), "text/html")
    # Where an item has both, the plain one is whole as well, and it needs no reading.
    text = _string(entry, "content_text")
    content, is_html = (text, False) if text is not None else (content, is_html)
    summary = _string(entry, "summary")
    summary = plain_text(summary) if summary is not None and has_tags(summary) else summary
    stated = entry.get("id")
    # Numbers are to be taken for texts ("Items", version 1.1).
    known = clean(str(stated)) if isinstance(stated, str | int | float) and not isinstance(stated, bool) else None
    return FeedItem(
        id=identity(known or url, title, content or summary),
        url=url,
        title=title,
        published=_published(entry, now=now),
        content=content,
        summary=summary,
        is_html=is_html,
        author=_author(entry),
        updated=_string(entry, "date_modified"),
    )


def _address(entry: Mapping[str, Any], name: str, *, base: str) -> str | None:
    given = _string(entry, name)
    try:
        return web_address(urljoin(base, given)) if given is not None else None
    except ValueError:
        return None


def _published(entry: Mapping[str, Any], *, now: datetime) -> str | None:
    for name in ("date_published", "date_modified"):
        if (found := read_date(_string(entry, name), None, now=now)) is not None:
            return found.isoformat()
    return None


def _author(entry: Mapping[str, Any]) -> str | None:
    """Return the first author's name; version 1 has one, 1.1 a list."""
    authors = entry.get("authors")
    for author in (*(authors if isinstance(authors, list) else ()), entry.get("author")):
        if isinstance(author, Mapping) and (name := _line(author, "name")):
            return name
    return None


def _line(values: Mapping[str, Any], name: str) -> str | None:
    value = _string(values, name)
    return None if value is None else clean(" ".join(value.split()))[:LONGEST_NAME] or None


def _string(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return clean(value) or None if isinstance(value, str) else None
