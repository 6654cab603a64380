"""OPML: lists of feeds, as feed readers write and read them (opml.org, versions 1 and 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from bot.model.feed import FeedRecord
from bot.sources.feed_text import read_feed_text

# What XML cannot hold (XML 1.0 section 2.2).
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """A feed in a list, with what it is called there."""

    url: str
    title: str | None = None


def read_opml(data: bytes) -> tuple[Outline, ...]:
    """Return the feeds of a list, folders included, each once; raises ValueError where it is none."""
    found = read_feed_text(data, charset=None)
    if found.root != "opml":
        raise ValueError("is no OPML file")
    try:
        root = ET.fromstring(found.text)  # noqa: S314 -- `read_feed_text` has taken the document type, so no entity expands
    except ET.ParseError as error:
        raise ValueError(f"is broken: {error}") from error
    outlines: dict[str, Outline] = {}
    for element in root.iter():
        if str(element.tag).rpartition("}")[2].lower() != "outline":
            continue
        given = {name.lower(): " ".join(value.split()) for name, value in element.attrib.items()}
        if url := given.get("xmlurl"):
            title = given.get("title") or given.get("text") or None
            outlines.setdefault(url, Outline(url=url, title=title if title != url else None))
    return tuple(outlines.values())


def write_opml(outlines: Iterable[Outline], *, title: str) -> str:
    """Return a list of feeds for other programs, in the order given."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for one in outlines:
        name = _ILLEGAL.sub("", one.title or one.url)
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=one.url)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def feeds_file(feeds: Iterable[FeedRecord]) -> bytes:
    """Return the feeds as an OPML file (UTF-8), each at the address that it is asked at now."""
    outlines = [Outline(url=feed.moved_to or feed.url, title=feed.title) for feed in feeds]
    written = write_opml(outlines, title="Feeds that Claimwatch reads")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
