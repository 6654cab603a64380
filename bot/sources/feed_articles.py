"""FeedItem -> RawArticle: from the item's own text where it is whole, or from its page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.model.article import RawArticle
from bot.sources.feed_items import FeedItem
from bot.sources.markup import paragraphs

# Systems cut what they put into feeds as a teaser: WordPress after 55 words (`excerpt_length`), Drupal after 600
# characters (`teaser_length`), which are about 105 English words. What is longer was not cut by either.
FULL_TEXT_WORDS: Final = 120
# How a cut text ends. WordPress writes " […]", others dots or a link to the whole.
_CUT: Final = re.compile(
    r"(?:(?:…|\.{3})\s*[\])]?|"
    # An invitation counts as a sentence of its own only: "there was no more to read" ends an article.
    r"(?:^|[.!?…:\])»\"”’]\s*|[\[(])"
    r"(?:continue reading|read (?:more|on|the (?:full|whole|rest of the) (?:article|story|text|report))|"
    r"full (?:story|article))\b[^\n.!?]{0,150}(?:…|\.{3}|[.»→>\])]{1,3})?)\s*$",
    re.IGNORECASE,
)
# WordPress ends every item, whole or not, with "The post TITLE appeared first on SITE."
_APPENDED: Final = re.compile(r"\s*The post .{1,500}? (?:appeared first|first appeared) on .{1,300}$", re.DOTALL)
_TAIL: Final = 1_000


def has_full_text(item: FeedItem) -> bool:
    """Whether an item carries its whole article, so that its page need not be fetched.

    It does where its content has FULL_TEXT_WORDS or more and does not end as cut texts do; and where it has no address,
    whatever text it has is all there is.
    """
    if item.url is None:
        return bool(_text(item))
    if item.content is None:
        return False
    text = _text(item)
    return len(text.split()) >= FULL_TEXT_WORDS and _CUT.search(text[-_TAIL:]) is None


def raw_article(item: FeedItem, *, feed_title: str | None, feed_url: str, now: datetime) -> RawArticle | None:
    """Return the article that an item carries; None where it has no full text, and its page has to be fetched.

    The publisher is the one that the item names, or else the feed's title. HTML is read here, all of it: what looks for
    the article in a page would drop parts of what is nothing but the article, and break lines in short ones.
    """
    if not has_full_text(item):
        return None
    return _article(item, _text(item), feed_title=feed_title, feed_url=feed_url, now=now)


def _article(item: FeedItem, text: str, *, feed_title: str | None, feed_url: str, now: datetime) -> RawArticle:
    return RawArticle(
        origin=item.url or f"{feed_url} ({item.title or item.id})",
        key=item.id,
        body=text,
        received_at=now,
        title=item.title,
        publisher=item.publisher or feed_title,
        published=item.published,
        url=item.url,
        authors=_authors(item),
    )


def teaser(item: FeedItem, *, feed_title: str | None, feed_url: str, now: datetime) -> RawArticle | None:
    """Return what an item says itself, for when its page cannot be read; None where it says nothing but its title."""
    text = _text(item)
    return _article(item, text, feed_title=feed_title, feed_url=feed_url, now=now) if text else None


def overlay(page: RawArticle, item: FeedItem, *, feed_title: str | None) -> RawArticle:
    """Return what was fetched from an item's address, with what the item says where the fetched does not say it.

    Title and date of a page (HTML) are read only later, from its text; the item's are more exact, and stand. Its
    publisher is left to the page, which names the outlet where feeds name a section of it ("World news | The Ell
    Courier"); a text or a record that names none gets the item's, or the feed's title.
    """
    publisher = None if page.is_html else item.publisher or feed_title
    return replace(
        page,
        title=page.title or item.title,
        published=page.published or item.published,
        publisher=page.publisher or publisher,
        url=page.url or item.url,
        authors=page.authors or _authors(item),
    )


def _authors(item: FeedItem) -> tuple[str, ...]:
    return (item.author,) if item.author else ()


def _text(item: FeedItem) -> str:
    """Return what an item says, without what its system appends."""
    written = item.content or item.summary or ""
    text = paragraphs(written) if item.is_html else written.strip()
    return text[:-_TAIL] + _APPENDED.sub("", text[-_TAIL:])
