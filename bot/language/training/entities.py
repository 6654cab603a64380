"""Named entities out of GUM's nested mentions.

GUM marks every mention, pronouns and descriptions too, with all its modifiers. Here a mention counts when its head
word is a proper noun, and is cut down to the name itself: "the late [Ban Ki-moon] of Korea", not the whole phrase.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LABELS = ("PERSON", "ORG", "PLACE", "EVENT", "MISC")

# GUM's types; "time" ("Monday") is left out: dates are read by rules.
_TYPES = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "PLACE",
    "event": "EVENT",
    "abstract": "MISC",
    "object": "MISC",
    "animal": "MISC",
    "plant": "MISC",
    "substance": "MISC",
}
_BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")
# What can stand inside a name beside its head.
_INNER = frozenset({"flat", "compound", "amod", "nummod", "goeswith", "punct", "case", "det", "nmod", "nmod:poss"})
_LINKS = frozenset({"-", "–", ".", "de"})
_PROPER = frozenset({"NNP", "NNPS"})
_IN_NAMES = frozenset({"NNP", "NNPS", "CD", "FW"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A named entity over the words `start` to `end` (exclusive) of its sentence."""

    start: int
    end: int
    label: str


def named_entities(
    marks: Sequence[str], *, words: Sequence[str], tags: Sequence[str], heads: Sequence[int], labels: Sequence[str]
) -> tuple[Entity, ...]:
    """Return the names in a sentence, in order and without overlap; of nested names the outermost stays.

    `marks` are the `Entity=` values of the words, empty where there is none; `tags` are PTB's; `heads` count from 0.
    """
    found: list[Entity] = []
    for start, end, kind in _mentions(marks):
        label = _TYPES.get(kind)
        if label is None:
            continue
        head = next(i for i in range(start, end) if not start <= heads[i] < end or heads[i] == i)
        if tags[head] not in _PROPER:
            continue
        first, last = _name(
            head, start, end, words=words, tags=tags, heads=heads, labels=labels, person=label == "PERSON"
        )
        found.append(Entity(start=first, end=last + 1, label=label))
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda e: (e.start - e.end, e.start)):
        if all(entity.end <= other.start or entity.start >= other.end for other in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda e: e.start))


def _mentions(marks: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of every mention; one that is not closed inside the sentence is dropped."""
    opened: list[tuple[str, int, str]] = []
    closed: list[tuple[int, int, str]] = []
    for index, mark in enumerate(marks):
        for body, single, closing in _BRACKET.findall(mark):
            if closing:
                match = next((o for o in reversed(opened) if o[0] == closing), None)
                if match is not None:
                    opened.remove(match)
                    closed.append((match[1], index + 1, match[2]))
                continue
            group, _, rest = body.partition("-")
            kind = rest.partition("-")[0]
            if single:
                closed.append((index, index + 1, kind))
            else:
                opened.append((group, index, kind))
    return closed


def _name(
    head: int,
    start: int,
    end: int,
    *,
    words: Sequence[str],
    tags: Sequence[str],
    heads: Sequence[int],
    labels: Sequence[str],
    person: bool,
) -> tuple[int, int]:
    """Widen from the head word over the neighbours that belong to the name."""

    def belongs(index: int) -> bool:
        if not (start <= index < end) or labels[index] not in _INNER:
            return False
        if tags[index] in _IN_NAMES or (tags[index] == "JJ" and words[index][0].isupper()):
            return _inside(index, head, heads, labels)
        return False

    # "Nathan Law of Demosisto" is a person and a party, "the Church of England" one name.
    links = _LINKS if person else _LINKS | {"of", "for", "'s", "’s"}
    first = last = head
    # A short function word, hyphen or "of" counts when a word of the name stands behind it.
    while True:
        if belongs(first - 1):
            first -= 1
        elif belongs(first - 2) and words[first - 1] in {"-", "–", "'", "."}:
            first -= 2
        else:
            break
    while True:
        if belongs(last + 1):
            last += 1
        elif belongs(last + 2) and words[last + 1].lower() in links:
            last += 2
        elif belongs(last + 3) and [w.lower() for w in words[last + 1 : last + 3]] == ["of", "the"] and "of" in links:
            last += 3
        else:
            break
    return first, last


def _inside(index: int, head: int, heads: Sequence[int], labels: Sequence[str]) -> bool:
    """Say whether the path from a word up to the name's head runs over labels that occur inside names."""
    while index != head:
        if labels[index] not in _INNER or heads[index] == index:
            return False
        index = heads[index]
    return True
