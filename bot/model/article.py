"""An article on its way in (`RawArticle`) and as the stages read it (`Article`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

# What stands in a publisher's field where nobody knew it.
_NO_PUBLISHER = frozenset({"", "unknown", "unknown publisher", "n/a", "na", "none", "null"})


def names_in(value: object) -> tuple[str, ...]:
    """Return the names that a field holds, each once: a text, an object with a `name`, or a list of such."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        named = one.get("name") if isinstance(one, Mapping) else one
        found += [name for name in (named if isinstance(named, list) else [named]) if isinstance(name, str)]
    return tuple(dict.fromkeys(name.strip() for name in found if name.strip()))


@dataclass(frozen=True, kw_only=True, slots=True)
class RawArticle:
    """What a source delivered, before it is read as an article.

    `origin` names where it came from, for messages to people (a path with its line, or a URL). `key` is the file's
    stem or the object's own id. `body` is the text after front matter, or the page's HTML when `is_html`.
    `published` is the text as it stands in the input, and `received_at` (aware) is used where it is absent. `authors`
    are the names of who wrote it, as they stand there.
    """

    origin: str
    key: str
    body: str
    received_at: datetime
    is_html: bool = False
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """An article that can be read for claims.

    `id` derives from publisher and text, so that one article has one id anywhere. `published_at` is aware.
    `content_hash` is a digest of the folded text without the publisher; `shingle_signature` is its MinHash (empty for
    texts under about 50 words, which are copies only when their folded texts are equal). `byline` names who wrote it,
    where that is stated, and is not the publisher.
    """

    id: str
    key: str
    title: str | None
    publisher: str | None
    published_at: datetime
    url: str | None
    language: str
    text: str
    content_hash: str
    shingle_signature: tuple[int, ...] = ()
    byline: str | None = None

    def __hash__(self) -> int:
        """Return the id's: what is the same has the same, and a text is long to go through."""
        return hash(self.id)

    @property
    def outlet(self) -> str | None:
        """The publisher to name to a person; `None` where none is given, or only that none is known."""
        named = (self.publisher or "").strip()
        return named if named.strip("-–—?. ").casefold() not in _NO_PUBLISHER else None
