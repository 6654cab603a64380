"""Pieces of HTML, as feeds carry them, -> the text that a reader sees.

A piece of a page has no navigation and no advertisements around it, so that nothing has to be guessed as with whole
pages: all of it is text. Each pattern looks at a character once, however broken the HTML is.
"""

from __future__ import annotations

import html
import re
from typing import Final

# As in browsers, a comment or a script that is not closed goes to the end.
_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>script|style|template|svg)\b[^<>]*>.*?(?:</(?P=name)\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)[^<>]*>")
_BLOCK: Final = re.compile(
    "address|article|aside|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|"
    "main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_BREAK: Final = "\n"
_PARAGRAPH: Final = "\n\n"


def has_tags(text: str) -> bool:
    """Whether there is HTML in a text: a tag or a comment."""
    return _TAG.search(text) is not None or _UNSEEN.search(text) is not None


def plain_text(text: str) -> str:
    """Return the text of a piece of HTML on one line."""
    return " ".join(paragraphs(text).split())


def paragraphs(text: str) -> str:
    """Return the text of a piece of HTML: blocks with a blank line between, list items with a dash, breaks as lines."""
    flat = re.sub(r"\s+", " ", _UNSEEN.sub("", text))
    # What is left of lines now comes from tags.
    lines = _TAG.sub(_mark, flat).split(_BREAK)
    shown = [" ".join(html.unescape(line).split()) for line in lines]
    joined = _BREAK.join("" if line == "-" else line for line in shown)
    return re.sub(r"\n{3,}", _PARAGRAPH, joined).strip()


def _mark(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name == "br":
        return _BREAK
    if name == "li" and not tag[0].startswith("</"):
        return f"{_PARAGRAPH}- "
    return _PARAGRAPH if _BLOCK.fullmatch(name) else ""
