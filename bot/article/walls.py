"""What stands in an article's place: a paywall, a question about cookies, a check for robots.

An article about such things is read as usual, and so is a whole article beside a banner: only what was taken for the
article's text counts, and a wall is short.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from config.walls import Walls

# In words. A page for robots or about cookies says little else; what a paywall leaves is an opening.
_MOST_OF_CHALLENGE: Final = 100
_MOST_OF_CONSENT: Final = 400
_MOST_OF_OPENING: Final = 300
# Under this, a page that says of itself that it is not free shows its opening alone; many say so and show all.
_MOST_OF_UNFREE: Final = 120
# The offer stands in short lines at the end; a longer line with its words quotes it.
_OFFER: Final = 4
_MOST_OF_LINE: Final = 20
# A heading or a button says neither what the page is nor that there is an article.
_MOST_OF_HEADING: Final = 12


def find_wall(text: str, *, title: str | None, free: bool, walls: Walls) -> str | None:
    """Return what stands in the article's place, for a person; `None` where nothing does.

    `text` is what was found as the article's, a block a line; `free` is False where the page states that it is not
    free to read (`isAccessibleForFree` of schema.org).
    """
    lines = [_folded(line) for line in text.splitlines() if line.strip()]
    words = sum(len(line.split()) for line in lines)
    said = [*lines, *([_folded(title)] if title else [])]
    if words <= _MOST_OF_CHALLENGE and _mostly(lines, said, walls.challenge):
        return "the page is a check for robots, and not the article"
    if words <= _MOST_OF_CONSENT and _mostly(lines, lines, walls.consent):
        return "the page is a question about cookies, and not the article"
    offered = any(_has(line, walls.paywall) and len(line.split()) <= _MOST_OF_LINE for line in lines[-_OFFER:])
    if (offered and words <= _MOST_OF_OPENING) or (not free and words <= _MOST_OF_UNFREE):
        return "the page is behind a paywall: it shows the article's opening alone"
    return None


def _mostly(lines: Iterable[str], said: Iterable[str], phrases: tuple[str, ...]) -> bool:
    """Whether a phrase is said, and the lines without any are, by words, no more than those with one."""
    if not any(_has(line, phrases) for line in said):
        return False
    with_one = without = 0
    for line in lines:
        count = len(line.split())
        if _has(line, phrases):
            with_one += count
        elif count > _MOST_OF_HEADING:
            without += count
    return without <= with_one


def _has(line: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in line for phrase in phrases)


def _folded(line: str) -> str:
    return " ".join(line.casefold().replace("\u2019", "'").split())
