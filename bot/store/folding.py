"""Text as it is compared and searched."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans("", "", "'’‘ʼʹʻ`´′")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def fold(text: str) -> str:
    """Return text without case, accents and apostrophes, its white space folded; folding twice changes nothing."""
    small = text.casefold()
    if small.isascii():
        return " ".join(small.translate(_APOSTROPHES).split())
    spread = unicodedata.normalize("NFKD", small)
    bare = "".join(character for character in spread if not unicodedata.combining(character))
    # Folding the case of what normalisation yields again, for letters that only then have one.
    settled = unicodedata.normalize("NFC", bare.casefold().translate(_APOSTROPHES).translate(_DASHES))
    return " ".join(settled.split())


def match_query(text: str) -> str | None:
    """Return an FTS5 query for claims that hold every word of the text, or a word that begins so, in any order.

    Every word becomes a quoted string, so nothing a person types is an operator. `None` where there is nothing to
    search for: FTS5 has no tokens in signs alone.
    """
    return " ".join(f"{quoted(word)}*" for word in searched_words(text)) or None


def searched_words(text: str) -> list[str]:
    """Return the words to search for, without those of signs alone."""
    return [word for word in text.replace("\0", " ").split() if any(map(str.isalnum, word))]


def quoted(word: str) -> str:
    """Return a word as FTS5 takes it for nothing but a word."""
    return '"' + word.replace('"', '""') + '"'
