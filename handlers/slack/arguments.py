"""The free text after a slash command, read as people type it.

/claims search Kupiansk since monday text:bridge
/claims "north of Kharkiv" since=3d
/subscribe Kharkiv region conflicts digest 08:00 Europe/Kyiv
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from bot.model.subscription import Content

# Phones write curly quotation marks.
_STRAIGHT = str.maketrans("“”„«»‟", '""""""')
_WORD = re.compile(r'(?:(?P<key>[a-z]+)\s*[:=]\s*)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))', re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\d{1,2}h(?:\d{2})?", re.IGNORECASE)
_HELP = frozenset({"", "help", "?", "-h", "--help"})
_CONTENTS = {
    **{content.value: content for content in Content},
    "claim": Content.CLAIMS,
    "conflict": Content.CONFLICTS,
    "alerts": Content.CONFLICTS,
}
_FILLERS = frozenset({"only", "and", "at", "daily", "a", "with", "in", "to"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What to search claims by."""

    place: str | None = None
    since: str | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """What to follow, and how it is told."""

    place: str
    content: Content = Content.CLAIMS
    digest_at: str | None = None
    zone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    key: str | None
    text: str
    quoted: bool


def wants_help(text: str) -> bool:
    """Whether the usage is asked for; nothing at all asks for it too."""
    return text.strip().casefold() in _HELP


def without_verb(text: str, verb: str) -> str:
    """Return the text without the word that says what to do, which may be left out."""
    head, _, rest = text.strip().partition(" ")
    return rest.strip() if head.casefold() == verb else text.strip()


def read_search(text: str) -> Search:
    """Return what is searched: a place, and what follows "since" and "text", with ":", "=" or a space."""
    parts: dict[str, list[str]] = {"place": [], "since": [], "text": []}
    now = "place"
    for word in _words(text):
        key = (word.key or "").casefold()
        if key in parts:
            now = key
        elif word.key is None and not word.quoted and word.text.casefold() in {"since", "text"}:
            now = word.text.casefold()
            continue
        elif word.key is not None:
            parts[now].append(f"{word.key}:{word.text}")
            continue
        parts[now].append(word.text)
    found = {name: " ".join(words) or None for name, words in parts.items()}
    return Search(place=found["place"], since=found["since"], text=found["text"])


def read_following(text: str) -> Following:
    """Return what is followed: a place, then "conflicts", "digest" with a time of day, and a time zone.

    The place is what comes before the first of those words.
    """
    place: list[str] = []
    content: Content | None = None
    digest_at = zone = None
    wants_digest = False
    options = False
    words = _words(text)
    for at, word in enumerate(words):
        plain = word.text.casefold()
        if word.key is not None and word.key.casefold() in {"place", "area"}:
            place.append(word.text)
        elif word.key is not None and word.key.casefold() in {"digest", "daily"}:
            digest_at, wants_digest, options = word.text, True, True
        elif word.key is not None and word.key.casefold() in {"zone", "timezone", "tz"}:
            zone, options = word.text, True
        elif word.key is not None and word.key.casefold() == "content" and plain in _CONTENTS:
            content, options = _CONTENTS[plain], True
        elif word.key is None and _CLOCK.fullmatch(word.text) and place:
            digest_at, options = word.text, True
        elif word.key is None and place and plain == "digest":
            wants_digest = options = True
        elif word.key is None and place and plain in _CONTENTS:
            content, options = _CONTENTS[plain], True
        elif word.key is None and place and (options or _is_option_ahead(words[at:])) and _is_zone(word.text):
            zone, options = word.text, True
        elif options and plain in _FILLERS:
            continue
        else:
            place.append(f"{word.key}:{word.text}" if word.key is not None else word.text)
    only_digest = wants_digest and content is None and "only" in text.casefold().split()
    chosen = Content.DIGEST if only_digest or (wants_digest and digest_at is None) else content or Content.CLAIMS
    return Following(place=" ".join(place), content=chosen, digest_at=digest_at, zone=zone)


def _words(text: str) -> Sequence[_Word]:
    return [
        _Word(key=found["key"], text=found["quoted"] if found["quoted"] is not None else found["bare"], quoted=quoted)
        for found in _WORD.finditer(text.translate(_STRAIGHT))
        if (quoted := found["quoted"] is not None) or found["bare"]
    ]


def _is_option_ahead(words: Sequence[_Word]) -> bool:
    return any(_CLOCK.fullmatch(word.text) for word in words)


def _is_zone(text: str) -> bool:
    return text.upper() == "UTC" or ("/" in text and text in available_timezones())
