"""Names of who wrote an article, as pages and feeds state them -> one line to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# More names than this are a masthead, and a longer line is a text.
_MOST: Final = 6
_LONGEST: Final = 160
_READ: Final = 1_000
# "By Ada Writer", "Written by Ada Writer".
_BY: Final = re.compile(r"^(?:written\s+|reported\s+)?by\b[\s:]+", re.IGNORECASE)
# An address of mail, alone, in brackets behind a name, or before one in brackets (RSS 2.0: "a@b.example (Ada Writer)").
_MAIL: Final = re.compile(r"[<(\[]?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b[>)\]]?")
_BRACKETED: Final = re.compile(r"\(\s*([^()]+?)\s*\)")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
# What systems write where nobody was named.
_NOBODY: Final = frozenset(
    {
        "admin",
        "administrator",
        "anonymous",
        "author",
        "editor",
        "guest",
        "n/a",
        "na",
        "none",
        "null",
        "root",
        "undefined",
        "unknown",
        "unknown author",
        "webmaster",
    }
)


def byline_of(names: Iterable[str], publisher: str | None) -> str | None:
    """Return the names on one line, parted by commas; `None` where they name nobody, or only the publisher itself."""
    outlet = _folded(publisher or "")
    kept: dict[str, str] = {}
    for given in names:
        name = _name(given)
        if any(map(str.isalpha, name)) and _folded(name) not in _NOBODY | {outlet}:
            kept.setdefault(_folded(name), name)
    if not kept or len(kept) > _MOST:
        return None
    line = ", ".join(kept.values())
    return line if len(line) <= _LONGEST else None


def _name(given: str) -> str:
    """Return a name without addresses and the word "by"."""
    bare = _MAIL.sub(" ", given[:_READ]).strip()
    if alone := _BRACKETED.fullmatch(bare):
        bare = alone[1]
    bare = _BY.sub("", _ADDRESS.sub(" ", bare).strip(), count=1)
    return " ".join(bare.split()).strip(" ,;|-–—")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
