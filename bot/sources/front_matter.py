"""The YAML head that a text file may begin with, between two lines of three hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import yaml

from bot.model.article import RawArticle, names_in
from bot.model.errors import UnreadableError

FIELDS: Final = ("title", "publisher", "published", "url", "language")

_OPENING: Final = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
# A head of more than this is none: somebody's text begins with a line of hyphens.
_LONGEST: Final = 65_536
_NOTHING: Final = frozenset({"", "null", "Null", "NULL", "~"})


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """What a head says of its article; what it does not say is `None`."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


def split_front_matter(text: str, *, origin: str) -> tuple[FrontMatter, str]:
    """Return what the head says and the body after it, unchanged; a text without a head is all body.

    Other keys than `FIELDS` and `author` are somebody else's and are passed over. Raises UnreadableError when the head
    is not closed, is no YAML, is no list of `key: value`, or has a field that is no single value.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(), text
    closing = _CLOSING.search(text, opening.end(), opening.end() + _LONGEST)
    if closing is None:
        raise UnreadableError(
            origin=origin,
            reason="the front matter is opened by --- in line 1 and never closed; add a line --- below it",
        )
    return _read(text[opening.end() : closing.start()], origin=origin), text[closing.end() :]


def read_text(text: str, *, origin: str, key: str, now: datetime) -> RawArticle:
    """Return a text with or without front matter as an article that came in at `now`."""
    head, body = split_front_matter(text, origin=origin)
    return RawArticle(
        origin=origin,
        key=key,
        body=body,
        received_at=now,
        title=head.title,
        publisher=head.publisher,
        published=head.published,
        url=head.url,
        language=head.language,
        authors=head.authors,
    )


def _read(head: str, *, origin: str) -> FrontMatter:
    try:
        # BaseLoader keeps every value as it is written: a title "Yes" stays a text, a date stays for the article room.
        values = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only texts, lists and maps
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{origin}:{mark.line + 2}" if mark else origin
        raise UnreadableError(
            origin=where,
            reason=f"the front matter is no valid YAML: {error.problem}; values with a colon need quotation marks",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableError(origin=origin, reason="the front matter is no valid YAML") from error
    if values is None or values == "":
        return FrontMatter()
    if not isinstance(values, dict):
        raise UnreadableError(
            origin=origin, reason='the front matter is no list of "key: value" lines, such as "publisher: The Paper"'
        )
    known: dict[str, str] = {}
    for field in FIELDS:
        value = values.get(field)
        if not isinstance(value, str | None):
            raise UnreadableError(origin=origin, reason=f'"{field}" in the front matter has to be a single value')
        if value is not None and value not in _NOTHING:
            known[field] = value.strip()
    # Many programs write a list of authors there.
    authors = names_in(values.get("author")) or names_in(values.get("authors"))
    return FrontMatter(**known, authors=tuple(one for one in authors if one not in _NOTHING))
