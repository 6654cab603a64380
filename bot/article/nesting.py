"""A page whose boxes stand too deep in one another -> the same text in fewer boxes.

libxml2 gives up where some 255 elements stand in one another, and what stands deeper is lost, which in a page that
never closes its boxes is nearly all of it. lxml's `huge_tree` only moves that limit (to 2048), and the tokenizer of
Python's `html.parser` takes a time that grows with the square of a tag that never ends. So the tags are read here, once
and from left to right, with libxml2's own rules (of version 2.14) on which tag closes which element, and the page is
parsed after that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

DEEPEST: Final = 200
"""How many elements may stand in one another: well under the parser's limit, and far over what pages need."""

_SPACE: Final = r"[ \t\n\r\f]"
# As HTML reads them (https://html.spec.whatwg.org/#tokenization). Nothing is tried twice: each part keeps what it took.
_TOKEN: Final = re.compile(
    rf"""
      (?P<text> [^<]++ | <(?![a-zA-Z/!?]) )
    | (?P<comment> <!--(?: -?> | .*?(?: --!?> | \Z ) ) | <(?: [!?] | /(?![a-zA-Z]) )[^>]*+(?: > | \Z ) )
    | <(?P<end>/?)(?P<name>[a-zA-Z][^ \t\n\r\f/>]*+)
      (?:
          (?:{_SPACE}|/(?!>))++
        | [^ \t\n\r\f/>][^ \t\n\r\f/>=]*+
          (?: {_SPACE}*+={_SPACE}*+(?: "[^"]*+" | '[^']*+' | (?!["'])[^ \t\n\r\f>]*+ ) | (?!{_SPACE}*+=) )
      )*+
      (?P<closed>/?)>
    | (?P<unended> .++ )
    """,
    re.VERBOSE | re.DOTALL,
)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Nothing stands in them.
_VOID: Final = _names("area base basefont br col frame hr img input isindex link meta param")
# What stands in them is no HTML.
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
# There is one of each, however often its tag stands there.
_FRAME: Final = frozenset(("html", "head", "body"))
# They end no line.
_INLINE: Final = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small source span "
    "strike strong sub sup time track tt u var wbr"
)
# They stay what they are, one after the other; of other boxes that stand too deep, the words stand in a `div`.
_KEPT: Final = _names(
    "address article aside blockquote div figcaption figure footer h1 h2 h3 h4 h5 h6 header main nav p pre section"
)
# Of them, the ones that often say more of themselves than what they are; without boxes in them.
_PARAGRAPHS: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS: Final = (
    "address blockquote caption center col colgroup dd dir div dl dt fieldset form frameset h1 h2 h3 h4 h5 h6 hr li "
    "listing menu ol p pre table tbody td tfoot th title tr ul xmp"
)
# Which tags end an element that is open, if no other was opened in it since.
_ENDED_BY: Final = {
    name: _names(tags)
    for names, tags in (
        ("a", "a fieldset table td th"),
        ("address", "dd dl dt form li ul"),
        ("b i", "center p td th"),
        ("big s small strike tt", "p"),
        ("caption", "col colgroup tbody tfoot thead tr"),
        ("colgroup", "colgroup tbody tfoot thead tr"),
        ("dd", "dt"),
        ("dir menu", "dd dl dt form ul"),
        ("dl", "form li"),
        ("dt", "dd dl"),
        ("font", "center td th"),
        ("form ol", "form"),
        ("h1 h2 h3 h4 h5 h6", "fieldset form li p table"),
        ("legend", "fieldset"),
        ("li", "li"),
        ("listing pre", "dd dl dt fieldset form li table ul"),
        ("option", "optgroup option"),
        ("p", _BLOCKS),
        ("span", "td th"),
        ("tbody thead", "tbody tfoot"),
        ("td th", "tbody td tfoot th tr"),
        ("tfoot", "tbody"),
        ("tr", "tbody tfoot tr"),
        ("u", "p td th"),
        ("ul", "address form menu pre"),
    )
    for name in names.split()
}
# An end tag ends nothing outside of an open element that ranks higher than its own.
_RANKS: Final = {"div": 1, "td": 2, "th": 2, "tr": 3, "thead": 4, "tbody": 4, "tfoot": 4, "table": 5}


def flatten(html: str, *, deepest: int = DEEPEST) -> str:
    """Return the page with no more than `deepest` elements in one another; the same object where it has no more.

    In deeper boxes the text is kept in its order, each block's in a box of its own; paragraphs and headings stay what
    they are. The time is linear in the page's length.
    """
    if html.count("<") <= deepest or _depth(html) <= deepest:
        return html
    return "".join(_Flattening(deepest - 1).read(html))


class _Kind(Enum):
    TEXT = auto()
    START = auto()
    END = auto()
    EMPTY = auto()
    """An element of which there is no more to come: void, or closed in its own tag."""
    OTHER = auto()
    """Stays as it is: a comment, a script with what is in it, a tag that never ends."""


class _Token(NamedTuple):
    kind: _Kind
    text: str
    name: str = ""


def _tokens(html: str) -> Iterator[_Token]:
    at = 0
    while (match := _TOKEN.match(html, at)) is not None:
        start, at = at, match.end()
        name = (match["name"] or "").lower()
        if match["text"] is not None:
            yield _Token(_Kind.TEXT, match[0])
        elif not name or name in _FRAME:
            yield _Token(_Kind.OTHER, match[0])
        elif match["end"]:
            yield _Token(_Kind.END, match[0], name)
        elif name in _VOID or (match["closed"] and name not in _RAW):
            yield _Token(_Kind.EMPTY, match[0], name)
        elif name in _RAW:
            end = _RAW[name].search(html, at)
            closing = _TOKEN.match(html, end.start()) if end is not None else None
            at = closing.end() if closing is not None else len(html)
            yield _Token(_Kind.OTHER, html[start:at], name)
        elif name == "plaintext":
            at = len(html)
            yield _Token(_Kind.OTHER, html[start:], name)
        else:
            yield _Token(_Kind.START, match[0], name)


class _Open:
    """The elements that are open, the innermost last."""

    def __init__(self) -> None:
        self._names: list[str] = []
        # Where each name stands, so that an end tag need not look through all that is open.
        self._places: defaultdict[str, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def innermost(self) -> str:
        """The name of the innermost; "" where none is open."""
        return self._names[-1] if self._names else ""

    def end_for(self, name: str) -> None:
        """Close what an element of that name ends."""
        while self._names and name in _ENDED_BY.get(self._names[-1], ()):
            self._pop()

    def start(self, name: str) -> int:
        """Open an element; return how many were left open outside of it."""
        self.end_for(name)
        self._names.append(name)
        self._places[name].append(len(self._names) - 1)
        return len(self._names) - 1

    def ended(self, name: str) -> int | None:
        """Return how many elements an end tag leaves open; None where it ends none."""
        places = self._places.get(name)
        if not places:
            return None
        rank = _RANKS.get(name, 0)
        for other, height in _RANKS.items():
            if height > rank and (walls := self._places.get(other)) and walls[-1] > places[-1]:
                return None
        return places[-1]

    def cut(self, left: int) -> None:
        """Close all but so many."""
        while len(self._names) > left:
            self._pop()

    def _pop(self) -> None:
        self._places[self._names.pop()].pop()


def _depth(html: str) -> int:
    """Return how many elements stand in one another, at most."""
    found, deepest = _Open(), 0
    for token in _tokens(html):
        if token.kind is _Kind.START:
            found.start(token.name)
            deepest = max(deepest, len(found))
        elif token.kind is not _Kind.END:
            found.end_for(token.name)
        elif (left := found.ended(token.name)) is not None:
            found.cut(left)
    return deepest


class _Flattening:
    """Writes a page with so many of its elements in one another, and at most one block more in the innermost."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = _Open()
        # The block that stands for deeper boxes, by its name, and the tag of the one that the next words begin.
        self._block: str | None = None
        self._next: str | None = None

    def read(self, html: str) -> Iterator[str]:
        """Yield the page in pieces."""
        for token in _tokens(html):
            match token.kind:
                case _Kind.TEXT:
                    yield from self._text(token)
                case _Kind.START:
                    yield from self._start(token)
                case _Kind.END:
                    yield from self._end(token)
                case _:
                    yield from self._other(token)

    @property
    def _is_deep(self) -> bool:
        return len(self._open) > self._most

    def _text(self, token: _Token) -> Iterator[str]:
        if self._next is not None and not token.text.isspace():
            tag, self._next = self._next, None
            yield from self._close()
            yield tag
            self._block = _name(tag)
        yield token.text

    def _start(self, token: _Token) -> Iterator[str]:
        if self._open.start(token.name) < self._most:
            yield from self._leave()
            yield token.text
        elif token.name in _PARAGRAPHS:
            self._next = token.text
        else:
            self._break(token)

    def _end(self, token: _Token) -> Iterator[str]:
        left = self._open.ended(token.name)
        if left is None:
            if not self._is_deep:
                yield token.text
            return
        self._open.cut(left)
        self._break(token)
        if not self._is_deep:
            yield from self._leave()
        if left < self._most:
            yield token.text

    def _other(self, token: _Token) -> Iterator[str]:
        """Yield what holds no boxes, but what would break the block that deeper boxes became."""
        self._open.end_for(token.name)
        if not self._is_deep:
            yield from self._leave()
            yield token.text
        elif token.kind is _Kind.OTHER or token.name in _VOID - _ENDED_BY["p"]:
            if token.name in _ENDED_BY["p"]:
                yield from self._close()
            yield token.text
        else:
            self._break(token)

    def _break(self, token: _Token) -> None:
        """Let the next words begin a block, unless the tag is one that ends no line."""
        if token.name not in _INLINE:
            name = self._open.innermost
            self._next = f"<{name}>" if name in _KEPT else "<div>"

    def _leave(self) -> Iterator[str]:
        """Yield the end of the block that stood for deeper boxes, if there is one."""
        self._next = None
        yield from self._close()

    def _close(self) -> Iterator[str]:
        if self._block is not None:
            yield f"</{self._block}>"
            self._block = None


def _name(tag: str) -> str:
    """Return the name of a start tag."""
    found = _TOKEN.match(tag)
    return found["name"].lower() if found else ""
