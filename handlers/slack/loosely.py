"""What a search says without its keys: "Kupiansk side ukraine", "within 20 km of Kupiansk", "Kupiansk last week"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.slack.words import Word

_UNIT = r"km|kms|kilomet(?:er|re)s?"
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")
_DISTANCE = re.compile(rf"({_NUMBER.pattern})-?(?:{_UNIT})", re.IGNORECASE)
_UNITS = re.compile(_UNIT, re.IGNORECASE)
# What stands before and after a distance, and says no more than it does.
_BEFORE = frozenset({"within", "around", "near", "radius", "in", "a", "of", "up", "to", "about"})
_AFTER = frozenset({"of", "from", "around", "near", "radius", "about"})
# Words before a place that are none of its name; "In Salah" and "At Taybah" are names, so those have to be small and
# followed by a name that is not.
_NEAR = frozenset({"near", "around", "about"})
_AT = frozenset({"in", "on", "at"})
_BARE = {
    "side": "side",
    "by": "side",
    "kind": "kind",
    "type": "kind",
    "status": "status",
    "asset": "asset",
    "domain": "domain",
    "text": "text",
    "words": "text",
}
_SINCE, _UNTIL = "since", "until"
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.{2,3}|–|—|/)(\d{4}-\d{2}-\d{2})")
_LAST = frozenset({"last", "past", "this"})
_SPANS = re.compile(r"(?:hours?|days?|weeks?|months?|years?)", re.IGNORECASE)
_LEADS = frozenset({"in", "during", "over", "within", "for", "the", "on", "from"})
_DATED = re.compile(
    r"today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}-\d{2}-\d{2}"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
_OF_DAY = re.compile(rf"{_DATED.pattern}|may|last|this|the|of|\d{{1,4}}(?:st|nd|rd|th)?", re.IGNORECASE)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*", re.IGNORECASE)


def with_keys(words: Sequence[Word], *, question: bool = False) -> list[Word]:
    """Return the words with the keys that were left out; what has its own stays as it is.

    In a `question` only days and distances are read so: "which side holds it", "hit by a drone" name no side.
    """
    placed = _placed(_distance(list(words)))
    return _spans(placed if question else _keys(placed))


def _distance(words: list[Word]) -> list[Word]:
    """Make a radius of "20km", whatever stands around it."""
    if any(word.key == "radius" for word in words):
        return words
    for at, word in enumerate(words):
        if word.quoted or word.key:
            continue
        one = _DISTANCE.fullmatch(word.bare)
        two = _NUMBER.fullmatch(word.bare) if at + 1 < len(words) and _UNITS.fullmatch(words[at + 1].folded) else None
        if one is None and two is None:
            continue
        number = one[1] if one is not None else word.bare
        start, end = at, at + (1 if one is not None else 2)
        while start and words[start - 1].folded in _BEFORE:
            start -= 1
        while end < len(words) and words[end].folded in _AFTER:
            end += 1
        return [*words[:start], *words[end:], Word(text=f"{number.replace(',', '.')} km", key="radius", quoted=True)]
    return words


def _placed(words: list[Word]) -> list[Word]:
    """Take away what stands before the place: "near Kupiansk", "in Kupiansk"."""
    if len(words) < 2 or words[0].quoted or words[0].key or words[1].key:
        return words
    first, following = words[0].text, words[1].text
    named = first in _AT and not following[:1].islower()
    return words[1:] if first in _NEAR or named else words


def _keys(words: list[Word]) -> list[Word]:
    """Read "side ukraine" behind a place as if it had its colon."""
    found: list[Word] = []
    for at, word in enumerate(words):
        key = _BARE.get(word.folded)
        follows = at + 1 < len(words) and not words[at + 1].key and words[at + 1].folded not in {_SINCE, _UNTIL}
        given = any(one.key == key for one in words)
        found.append(Word(text="", key=key) if key and found and follows and not given else word)
    return found


def _spans(words: list[Word]) -> list[Word]:
    """Make days of "between … and …", "from … to …", "in the last 3 days", "yesterday", and the like."""
    if any(word.key in {_SINCE, _UNTIL} or word.folded in {_SINCE, _UNTIL, "after", "before"} for word in words):
        return words
    for at, word in enumerate(words):
        end = next((n for n in range(at, len(words)) if words[n].key or words[n].quoted), len(words))
        said = [one.folded for one in words[at:end]]
        days = _days(said) if at or word.folded in {"between", "from"} else None
        if days is not None:
            # Before the other keys, whose values go on to the next one.
            return [*words[:at], *days, *words[end:]]
    return words


def _days(said: Sequence[str]) -> list[Word] | None:
    """Return the days that the last words before a key say, as keys; `None` where these are anything else."""
    if len(said) == 1 and (both := _RANGE.fullmatch(said[0])) is not None:
        return _from(both[1], both[2])
    for first, second in (("between", "and"), ("from", "to"), ("from", "until")):
        if said and said[0] == first and second in said[2:-1]:
            middle = said.index(second)
            if _is_day(said[1:middle]) and _is_day(said[middle + 1 :]):
                return _from(" ".join(said[1:middle]), " ".join(said[middle + 1 :]))
    rest = list(said)
    while rest and rest[0] in _LEADS:
        rest.pop(0)
    if len(rest) > 1 and rest[0] in _LAST and _SPANS.fullmatch(rest[-1]):
        number = rest[1] if len(rest) == 3 and rest[1].isdecimal() else "1" if len(rest) == 2 else None
        return None if number is None else [Word(text=f"{number} {rest[-1]} ago", key=_SINCE, quoted=True)]
    if said and said[0] == "from" and _is_day(rest):
        return [Word(text=" ".join(rest), key=_SINCE, quoted=True)]
    if rest == ["today"]:
        return [Word(text="today", key=_SINCE, quoted=True)]
    return _from(" ".join(rest), " ".join(rest)) if _is_day(rest) else None


def _from(first: str, last: str) -> list[Word]:
    return [Word(text=first, key=_SINCE, quoted=True), Word(text=last, key=_UNTIL, quoted=True)]


def _is_day(said: Sequence[str]) -> bool:
    """Whether the words are one day: all of them words of a date, one that dates, and of a month its day."""
    if not all(_OF_DAY.fullmatch(one) for one in said) or not any(_DATED.fullmatch(one) for one in said):
        return False
    return not any(_MONTH.fullmatch(one) for one in said) or any(one[0].isdecimal() for one in said)
