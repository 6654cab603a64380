"""A feed's text -> its items: who says what when, under which address."""

from __future__ import annotations

import hashlib
import html
import re
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from bot.sources.feed_dates import read_date
from bot.sources.feed_parser import parse
from bot.sources.markup import has_tags, plain_text

# No feed that is written for readers has longer ones; a database's index does not take any length.
_LONGEST_ID: Final = 500
LONGEST_NAME: Final = 1_000
_LONGEST_URL: Final = 4_000
# Entries that are read to find the newest of them; the largest archives in one feed have a few thousand.
MOST_READ: Final = 20_000
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_WRITTEN: Final = _HTML | {"text/plain"}
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
# Halves of surrogate pairs and zero characters can stand in no database.
_ITEM: Final = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedItem:
    """One item of a feed.

    `id` is its guid, or else its address, or else a hash of title and text; one feed has no two items of one id. `url`
    is an http(s) address or None. `title`, `author` and `publisher` are plain text on one line; `publisher` is another
    than the feed's own (RSS `source`, Atom `source/title`). `published` is ISO 8601 with the zone that the feed gave,
    None where the item has no date that can be right. `content` is the text that the item carries as its content
    (`content:encoded`, Atom `content`), `summary` what it has beside that. `is_html` is about `content`, or about
    `summary` where there is no content; a summary beside a content is plain text. `updated` is when the item says that
    it was changed, as it is written there.
    """

    id: str
    url: str | None
    title: str | None
    published: str | None
    content: str | None
    summary: str | None
    is_html: bool
    author: str | None = None
    publisher: str | None = None
    updated: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed: its `items` oldest first, all of them where it is `whole`; `ttl` in minutes as it is written."""

    title: str | None
    ttl: str | None
    items: tuple[FeedItem, ...]
    whole: bool = True


def read_feed(text: str, *, url: str, now: datetime, max_items: int, stop: threading.Event) -> Feed | None:
    """Return the feed that the text is (RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0); None where it is none.

    `text` is what `read_feed_text` gives; `url` is where it came from. The newest `max_items` are kept. Raises
    ValueError where feedparser fails, or finds none of the items that there are, and StoppedError soon after `stop` is
    set.
    """
    parsed = parse(text, base=url, most=MOST_READ, stop=stop)
    if not parsed.version and not parsed.entries:
        return None
    if not parsed.entries and _ITEM.search(text):
        # What is broken around them must not pass for a feed that has nothing.
        raise ValueError("its items are hidden by broken XML")
    items = distinct([_item(entry, now=now) for entry in parsed.entries])
    return Feed(
        title=_line(parsed.feed, "title"),
        ttl=_string(parsed.feed, "ttl"),
        items=tuple(oldest_first(items)[-max_items:] if max_items > 0 else ()),
        whole=len(items) <= max_items,
    )


def _item(entry: Mapping[str, Any], *, now: datetime) -> FeedItem:
    url = _address(entry)
    title = _line(entry, "title")
    content, content_is_html = _content(entry)
    summary, summary_is_html = as_text(_string(entry, "summary"), _kind(entry, "summary"))
    if content is not None and summary is not None:
        # feedparser gives an item without a summary its content as one.
        same = _string(entry, "summary") == _raw_content(entry)
        summary = None if same else plain_text(summary) if summary_is_html else summary
    stated = _string(entry, "id")
    return FeedItem(
        id=identity(stated or url, title, content or summary),
        url=url,
        title=title,
        published=_published(entry, now=now),
        content=content,
        summary=summary,
        is_html=content_is_html if content is not None else summary_is_html,
        author=_line(entry, "author"),
        publisher=_publisher(entry),
        updated=_string(entry, "updated"),
    )


def digest(item: FeedItem) -> str:
    """Return a hash of all that an item says of its article: another one where that may have been changed."""
    said = "\x1f".join(one or "" for one in (item.title, item.content, item.summary, item.updated))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()


def identity(stated: str | None, title: str | None, text: str | None) -> str:
    """Return what an item is known by: what it states, or a hash of what it says."""
    if stated and len(stated) <= _LONGEST_ID:
        return stated
    said = stated or "\n".join((title or "", text or ""))
    return f"sha256:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"


def _address(entry: Mapping[str, Any]) -> str | None:
    """Return where the article stands, and not where readers are counted on the way to it."""
    links = entry.get("links")
    others = [
        link.get("href")
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, Mapping) and link.get("rel", "alternate") == "alternate"
    ]
    # FeedBurner puts its own address into `link`, and the publisher's beside it.
    for given in (entry.get("feedburner_origlink"), entry.get("link"), *others):
        if isinstance(given, str) and (url := web_address(given)):
            return url
    return None


def web_address(given: str) -> str | None:
    """Return an http(s) address that can be kept; None for anything else."""
    url = clean(given)
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable and len(url) <= _LONGEST_URL and not re.search(r"\s", url) else None


def _raw_content(entry: Mapping[str, Any]) -> str | None:
    best = _best_content(entry)
    return str(best["value"]) if best is not None else None


def _best_content(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the longest of an item's contents that are text; other kinds (video, a link to a file) are none."""
    contents = entry.get("content")
    texts = [
        content
        for content in (contents if isinstance(contents, list) else ())
        if isinstance(content.get("value"), str)
        and content["value"].strip()
        and content.get("type") in _WRITTEN
        and "src" not in content
    ]
    return max(texts, key=lambda content: len(content["value"]), default=None)


def _content(entry: Mapping[str, Any]) -> tuple[str | None, bool]:
    best = _best_content(entry)
    return as_text(best["value"], best["type"]) if best is not None else (None, False)


def as_text(value: str | None, kind: str) -> tuple[str | None, bool]:
    """Return a text, and whether it is HTML: what is called HTML and has no tags is a plain text with entities."""
    if value is None:
        return None, False
    if kind not in _HTML:
        return value, False
    if has_tags(value):
        return value, True
    return clean(html.unescape(value)) or None, False


def _published(entry: Mapping[str, Any], *, now: datetime) -> str | None:
    """Return the first of an item's dates that can be right."""
    for name in ("published", "updated", "created"):
        found = read_date(_string(entry, name), entry.get(f"{name}_parsed"), now=now)
        if found is not None:
            return found.isoformat()
    return None


def _publisher(entry: Mapping[str, Any]) -> str | None:
    source = entry.get("source")
    return _line(source, "title") if isinstance(source, Mapping) else None


def _line(values: Mapping[str, Any], name: str) -> str | None:
    """Return a value as plain text on one line."""
    value = _string(values, name)
    if value is None:
        return None
    text = plain_text(value) if _kind(values, name) in _HTML else " ".join(value.split())
    return clean(text)[:LONGEST_NAME] or None


def _kind(values: Mapping[str, Any], name: str) -> str:
    detail = values.get(f"{name}_detail")
    return str(detail.get("type", "text/plain")) if isinstance(detail, Mapping) else "text/plain"


def _string(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return clean(value) or None if isinstance(value, str) else None


def clean(text: str) -> str:
    """Return a text that a database can hold, without space around it."""
    return _UNSTORABLE.sub("\ufffd", text).strip()


def distinct(items: Sequence[FeedItem]) -> list[FeedItem]:
    """Return the items with ids that tell them apart.

    Items of one id and one address are one, told again: the latest counts, and of equal ones the first. Where one id
    stands for several addresses (some sites write their own address into every guid), it is the address that counts.
    """
    by_id: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.url is not None:
            by_id[item.id].add(item.url)
    kept: dict[str, FeedItem] = {}
    for given in items:
        several = given.url is not None and len(by_id[given.id]) > 1
        item = replace(given, id=identity(given.url, None, None)) if several else given
        known = kept.get(item.id)
        if known is None or _moment(item, _NEVER) > _moment(known, _NEVER):
            kept[item.id] = item
    return list(kept.values())


def oldest_first(items: Sequence[FeedItem]) -> list[FeedItem]:
    """Return the items by date; what has none stays beside the item that stands below it, as feeds begin with the new.

    Items of one date stand in reversed order of the feed.
    """
    at = _NEVER
    dated: list[tuple[datetime, FeedItem]] = []
    for item in reversed(items):
        at = _moment(item, at)
        dated.append((at, item))
    return [item for _, item in sorted(dated, key=lambda pair: pair[0])]


def _moment(item: FeedItem, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(item.published) if item.published is not None else otherwise
