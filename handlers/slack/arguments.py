"""What people type after a command, read as tolerantly as is safe; what cannot be told apart is said, not guessed.

Slack hands the words over as one text, in which it writes `&`, `<` and `>` as entities (docs.slack.dev, "Slash
commands"). Phones make quotation marks curly. Several words that belong together stand in quotation marks, or last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bot.model.errors import RequestError
from bot.model.subscription import Content
from handlers.slack.loosely import with_keys
from handlers.slack.words import Word, cut_words, ended, typed

_WHEN = re.compile(
    r"\d{1,2}(?:[:.h]?\d{2})?(?:am|pm)?|am|pm|noon|midnight|hourly|weekly|(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
    re.IGNORECASE,
)
_PLACE = "place"
_CONTENTS = {"claims": Content.CLAIMS, "conflicts": Content.CONFLICTS}
_DIGEST_KEYS = ("content", "digest", "zone", "filter", "quiet", "repeat", "side", "outlet")
# "only" stands without a colon in "digest only" too.
_ALIASES = {
    "timezone": "zone",
    "tz": "zone",
    "area": _PLACE,
    "only": "filter",
    "publisher": "outlet",
    "source": "outlet",
}
_BARE = {"since": "since", "after": "since", "until": "until", "before": "until"}
_DAYS = frozenset({"since", "until"})
_DAY = re.compile(
    r"today|yesterday|last|this|past|the|of|ago|now|days?|weeks?|months?|years?|hours?|mon|tue|tues|wed|thu|thur|thurs"
    r"|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    r"|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|\d{1,4}(?:st|nd|rd|th|d|w|m|h)?"
    r"|\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?",
    re.IGNORECASE,
)
_YES = frozenset({"yes", "true", "on", "1"})
# Words between the parts of a sentence that say nothing by themselves.
_FILLERS = frozenset({"and", "with", "at", "in", "daily", "only", "a", "the", "+", ","})


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What claims are searched by."""

    place: str | None = None
    radius: str | None = None
    side: str | None = None
    domain: str | None = None
    kind: str | None = None
    asset: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None


_SEARCH_KEYS = tuple(one.name for one in fields(Search))
_SEARCH_ALIASES = {
    "area": _PLACE,
    "in": _PLACE,
    "within": "radius",
    "by": "side",
    "actor": "side",
    "type": "kind",
    "predicate": "kind",
    "state": "kind",
    "after": "since",
    "from": "since",
    "before": "until",
    "to": "until",
    "words": "text",
    "with": "text",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """What a channel wants to follow, and what it is told of it."""

    place: str
    content: Content = Content.CLAIMS
    digest_at: str | None = None
    zone: str | None = None
    only: str | None = None
    quiet: str | None = None
    repeat: bool = False
    side: str | None = None
    outlet: str | None = None


def read_search(text: str, *, question: bool = False) -> Search:
    """Return what `search Kupiansk since monday side:ukraine` asks for; RequestError where it cannot be told.

    A `question` has many words that name no place, and may mean something else by those that are keys.
    """
    words = cut_words(text, (*_SEARCH_KEYS, *_SEARCH_ALIASES), _SEARCH_ALIASES)
    return Search(**_parts(with_keys(_after(words, "search"), question=question), bare=_BARE))


def read_place(text: str, *, verb: str | None = None) -> str | None:
    """Return the place of a command that takes nothing else (`list Kharkiv region`); `None` where it has none."""
    words = cut_words(text, (_PLACE,), _ALIASES)
    return _parts(words if verb is None else _after(words, verb), bare={}).get(_PLACE)


def read_following(text: str) -> Following:
    """Return what `Kharkiv region conflicts digest 08:00 Europe/Kyiv` asks for: a place, then what is told of it.

    `digest` with a time adds a digest to what is told at once; `digest only` puts it in its place.
    """
    words = cut_words(text, (_PLACE, *_DIGEST_KEYS, *_ALIASES), _ALIASES)
    at = next((n for n, word in enumerate(words) if _begins_terms(word, first=n == 0)), len(words))
    while at and words[at - 1].folded in _FILLERS and at < len(words):
        at -= 1
    place = _parts(words[:at], bare={}).get(_PLACE)
    terms = _terms(words[at:])
    if (named := terms.pop(_PLACE, None)) is not None:
        if place is not None:
            raise _unclear(named)
        place = named
    if place is None:
        raise RequestError("Name a place first: Kharkiv region, Sudan, everything.")
    content = _content(terms.get("content"), digest_only="only" in terms or ("digest" in terms and not terms["digest"]))
    return Following(
        place=place,
        content=content,
        digest_at=terms.get("digest") or None,
        zone=terms.get("zone"),
        only=terms.get("filter"),
        quiet=terms.get("quiet"),
        repeat=terms.get("repeat", "").casefold() in _YES,
        side=terms.get("side"),
        outlet=terms.get("outlet"),
    )


def read_mute(text: str) -> tuple[str, str | None]:
    """Return what `Kupiansk for 2h` names, and for how long; RequestError where it names nothing."""
    what, _, how_long = typed(text).rpartition(" for ")
    if not what:
        what, how_long = how_long, ""
    if not what.strip():
        raise RequestError("Name a place, the id of a dispute, or everything.")
    return what.strip().strip('"“”'), how_long.strip() or None


def _begins_terms(word: Word, *, first: bool) -> bool:
    if word.key is not None:
        return word.key in _DIGEST_KEYS
    return not first and (word.folded in _CONTENTS or word.folded == "digest")


def _terms(words: Sequence[Word]) -> dict[str, str]:
    """Return what is told: content, digest (empty where it has no time), zone; `only` where it was said."""
    found: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        key, value = word.key, word.text
        if word.folded in _CONTENTS:
            key, value = "content", word.folded
        elif word.folded == "digest" or (key == "content" and value.casefold() == "digest"):
            # "content:digest digest:08:00" says the same as "digest only 08:00".
            key, value = ("only", "only") if key else ("digest", _when_of(waiting))
        elif key is None and "digest" in found and not found["digest"] and _WHEN.fullmatch(value):
            found["digest"] = " ".join(filter(None, (value, _when_of(waiting))))
            continue
        elif word.folded == "only":
            key = "only"
        elif word.folded in _FILLERS:
            continue
        elif key is None and "digest" in found and "zone" not in found:
            key = "zone"
        elif key is not None and not value and waiting and waiting[0].key is None:
            value = waiting.pop(0).text
        if key is None:
            raise _unclear(value)
        if found.get(key):
            raise RequestError(f"{key!r} is given twice.")
        found[key] = value
    return found


def _when_of(waiting: list[Word]) -> str:
    """Take the words of a time that stand next, if there are any; return them, or nothing."""
    taken: list[str] = []
    while waiting and waiting[0].key is None and _WHEN.fullmatch(waiting[0].text):
        taken.append(waiting.pop(0).text)
    return " ".join(taken)


def _content(named: str | None, *, digest_only: bool) -> Content:
    if named is None:
        return Content.DIGEST if digest_only else Content.CLAIMS
    if named.casefold() not in _CONTENTS:
        raise RequestError(f"{named!r} is nothing that can be told. Choose claims, conflicts, or digest.")
    return _CONTENTS[named.casefold()]


def _parts(words: Sequence[Word], *, bare: Mapping[str, str]) -> Mapping[str, str]:
    """Return the place, which stands without a key, and the values of keys, each once.

    A key's value goes on to the next key where the place was named before; otherwise it is one word, or the words of a
    day, or what stands in quotation marks, and the place follows.
    """
    found: dict[str, list[str]] = {}
    now, is_open = _PLACE, True
    for word in words:
        key = word.key or bare.get(word.folded)
        if key is not None:
            if key in found:
                raise RequestError(f"{key!r} is given twice. Put several words in quotation marks.")
            now, found[key] = key, []
            is_open = not (word.key and word.text) or key in _DAYS or (_PLACE in found and not word.quoted)
            if not word.key or not word.text:
                continue
        elif not is_open or _ends_day(now, found, word):
            if _PLACE in found:
                raise _unclear(word.text)
            now, is_open = _PLACE, True
        found.setdefault(now, []).append(word.text)
        is_open = is_open and (now == _PLACE or not word.quoted)
    said = {key: ended(" ".join(values)) for key, values in found.items()}
    for key, values in found.items():
        if not said[key] and not (key == _PLACE and values):
            raise RequestError(f"{key!r} needs a value after it.")
    return {key: value for key, value in said.items() if value}


def _ends_day(now: str, found: Mapping[str, Sequence[str]], word: Word) -> bool:
    """Whether a word that follows a day is none of it, but the place, which was not named yet."""
    return now in _DAYS and bool(found[now]) and _PLACE not in found and _DAY.fullmatch(word.bare) is None


def _after(words: Sequence[Word], verb: str) -> Sequence[Word]:
    """Return the words after the one that says what to do, which may be left out."""
    return words[1:] if words and words[0].folded == verb else words


def _unclear(text: str) -> RequestError:
    return RequestError(f"I cannot tell what {text!r} belongs to. Put several words in quotation marks.")
