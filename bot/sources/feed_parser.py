"""feedparser on a feed that may be hostile: nothing is fetched, nothing unfolds, and the work can be stopped.

`feedparser.parse` cannot be stopped, and hostile authors and categories keep it busy for hours (its pattern for e-mail
addresses and its list of tags take quadratic time: github.com/kurtmckee/feedparser issue 562). So its two parsers, the
strict and the loose, are run here in the order in which `parse` runs them, with those two parts switched off.
"""

from __future__ import annotations

import contextlib
import io
import threading
import xml.sax
import xml.sax.handler
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from feedparser.api import LooseFeedParser, StrictFeedParser

# Longer than any author's name with an address (RFC 5321 section 4.5.3.1 allows an address 254).
_LONGEST_AUTHOR: Final = 500


class StoppedError(Exception):
    """Somebody asked for the parser to stop."""


class _EnoughError(Exception):
    """There are as many entries as were wanted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What feedparser found: `version` is empty where this is no feed that it knows."""

    version: str
    feed: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]


class _Watched:
    """What both parsers do otherwise here. Names with an underscore are feedparser's (6.0.14, which is pinned)."""

    stop: threading.Event
    most: int
    entries: list[Any]
    elementstack: list[Any]
    guidislink: bool

    def unknown_starttag(self, tag: str, attrs: Any) -> Any:  # noqa: ANN401 - feedparser has no types
        self._watch()
        return super().unknown_starttag(tag, attrs)  # type: ignore[misc] # the class beside this one has it

    def handle_data(self, text: str, escape: int = 1) -> None:
        self._watch()
        super().handle_data(text, escape)  # type: ignore[misc] # the class beside this one has it

    def _watch(self) -> None:
        if self.stop.is_set():
            raise StoppedError
        if len(self.entries) > self.most:
            raise _EnoughError

    def _sync_author_detail(self, key: str = "author") -> None:
        """Take an author apart into name and address only where that is short work."""
        written = self._get_context().get(key)  # type: ignore[attr-defined] # the class beside this one has it
        if not isinstance(written, str) or len(written) <= _LONGEST_AUTHOR:
            super()._sync_author_detail(key)  # type: ignore[misc] # the class beside this one has it

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:  # noqa: ANN401 - feedparser has no types
        """Keep no tags, which nobody reads; only their list has to be there."""
        del term, scheme, label
        self._get_context().setdefault("tags", [])  # type: ignore[attr-defined] # the class beside this one has it

    def _end_guid(self) -> None:
        """Take a guid for a link only where it is an address; "12345" is a permalink only because nobody said no."""
        pieces = self.elementstack[-1][2] if self.elementstack else []
        if not any("://" in str(piece) for piece in pieces):
            self.guidislink = False
        super()._end_guid()  # type: ignore[misc] # the class beside this one has it

    def _start_media_description(self, attrs: Any) -> None:  # noqa: ANN401 - feedparser has no types
        """Keep a picture's caption apart; feedparser takes a second description for the article's text."""
        del attrs
        self.push("media_description", 1)  # type: ignore[attr-defined] # the class beside this one has it

    def _end_media_description(self) -> None:
        self.pop("media_description")  # type: ignore[attr-defined] # the class beside this one has it


class _Strict(_Watched, StrictFeedParser):  # type: ignore[misc] # feedparser has no types
    """For feeds that are XML."""


class _Loose(_Watched, LooseFeedParser):  # type: ignore[misc] # feedparser has no types
    """For feeds that nearly are."""


def parse(text: str, *, base: str, most: int, stop: threading.Event) -> Parsed:
    """Return what feedparser finds in a document from its root element on, as `read_feed_text` gives it.

    `base` is the feed's address, against which links are resolved; at most `most` entries are read, the first. The
    document is read as XML, and if it is none, as what looks like it. Raises StoppedError soon after `stop` is set;
    ValueError where feedparser fails on the document.
    """
    try:
        return _run_strict(text, base=base, most=most, stop=stop)
    except StoppedError:
        raise
    except Exception:  # noqa: BLE001, S110 - whatever broke the strict parser, the loose one is for it
        pass
    try:
        return _run_loose(text, base=base, most=most, stop=stop)
    except StoppedError:
        raise
    except Exception as error:
        # It raises KeyError, IndexError and others on documents that no feed is.
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _run_strict(text: str, *, base: str, most: int, stop: threading.Event) -> Parsed:
    handler = _prepare(_Strict(base, None, "utf-8"), most=most, stop=stop)
    reader = xml.sax.make_parser()  # noqa: S317 - no document type, and so no entity, reaches it
    reader.setFeature(xml.sax.handler.feature_namespaces, 1)
    reader.setFeature(xml.sax.handler.feature_external_ges, 0)
    reader.setFeature(xml.sax.handler.feature_external_pes, 0)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source = xml.sax.xmlreader.InputSource()
    source.setEncoding("utf-8")
    source.setByteStream(io.BytesIO(text.encode()))
    with contextlib.suppress(_EnoughError):
        reader.parse(source)
    return _result(handler, most=most)


def _run_loose(text: str, *, base: str, most: int, stop: threading.Event) -> Parsed:
    handler = _prepare(_Loose(base, None, "utf-8", {}), most=most, stop=stop)
    with contextlib.suppress(_EnoughError):
        handler.feed(text)
    return _result(handler, most=most)


def _prepare(handler: Any, *, most: int, stop: threading.Event) -> Any:  # noqa: ANN401 - feedparser has no types
    handler.stop, handler.most = stop, most
    # Links inside articles are not followed, and articles are read for their text only.
    handler.resolve_relative_uris = handler.sanitize_html = False
    return handler


def _result(handler: Any, *, most: int) -> Parsed:  # noqa: ANN401 - feedparser has no types
    # An entry that is still open is cut off, and half a text must not pass for a whole one.
    entries = handler.entries[:-1] if handler.inentry else handler.entries
    # Plain mappings: feedparser's own answer for names that are not there, with a warning.
    return Parsed(
        version=handler.version or "",
        feed=dict(handler.feeddata),
        entries=tuple(dict(entry) for entry in entries[:most]),
    )
