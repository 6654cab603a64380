"""One article as a JSON object: `{"id", "url", "title", "publisher", "published", "author", "text"}`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.model.article import RawArticle, names_in
from bot.model.errors import UnreadableError

_TEXTS: Final = ("title", "publisher", "published", "url", "language")
# Halves of a surrogate pair and zero characters can stand in JSON but in no database.
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def parse_json(text: str, *, origin: str, line: int | None = None) -> object:
    """Return what the JSON says; UnreadableError, with line and column, where it is cut short or wrong."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = line if line is not None else error.lineno
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        reason = "the JSON ends too early: it is cut short" if cut else f"is no valid JSON: {error.msg}"
        raise UnreadableError(origin=f"{origin}:{at}", reason=f"{reason} (column {error.colno})") from error
    except (RecursionError, ValueError) as error:
        # Nested too deep, or an integer of more digits than Python reads.
        raise UnreadableError(origin=origin, reason=f"is no JSON that can be read: {error}") from error


def read_record(record: object, *, origin: str, key: str, now: datetime) -> RawArticle:
    """Return the article that a JSON object holds; `key` is used where it has no `id`.

    The body is its `text`, or else its `html`. Other keys are passed over. Raises UnreadableError.
    """
    if not isinstance(record, Mapping):
        raise UnreadableError(origin=origin, reason=f'has to be a JSON object with a "text", and is {_kind(record)}')
    texts = {name: _text(record, name, origin=origin) for name in _TEXTS}
    body = _text(record, "text", origin=origin)
    html = _text(record, "html", origin=origin) if body is None else None
    if body is None and html is None and "" in (record.get("text"), record.get("html")):
        raise UnreadableError(origin=origin, reason="its text is empty")
    if body is None and html is None:
        there = ", ".join(f'"{name}"' for name in list(record)[:12]) or "nothing"
        raise UnreadableError(origin=origin, reason=f'has no "text" and no "html"; it has {there}')
    identity = record.get("id")
    if identity is not None and (isinstance(identity, bool) or not isinstance(identity, str | int)):
        raise UnreadableError(origin=origin, reason=f'"id" has to be a text or a number, and is {_kind(identity)}')
    return RawArticle(
        origin=origin,
        key=_storable(str(identity)) if identity not in (None, "") else key,
        body=body if body is not None else html or "",
        is_html=body is None,
        received_at=now,
        authors=tuple(_storable(one) for one in names_in(record.get("author"))),
        **texts,
    )


def _text(record: Mapping[str, object], name: str, *, origin: str) -> str | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(origin=origin, reason=f'"{name}" has to be a text, and is {_kind(value)}')
    # An empty field is a field that says nothing.
    return _storable(value) or None


def _storable(text: str) -> str:
    """Put U+FFFD for what cannot be stored: one for one, so that offsets stay what they are."""
    return _UNSTORABLE.sub("�", text)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)
