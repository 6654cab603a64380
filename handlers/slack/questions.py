"""Questions in plain words: `who holds Kupiansk?`, `conflicts in Kharkiv region since monday`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.model.errors import RequestError
from handlers.slack.arguments import Search, read_search
from handlers.slack.words import typed

_ENDS = ".,;:!?…"
_CONFLICTS = frozenset({"conflict", "conflicts", "dispute", "disputes", "contradiction", "contradictions"})
# Words that a question is made of, and no place is.
_ASKED = """
    who what whats what's who's where when which how is are was were be been has have had does do did can could the
    a an in at on of near around about over into to from for by there here now currently right latest any some
    please tell me us show give find search list look up hi hello hey thanks holds hold held holding controls
    control controlled controlling took take takes taken taking captured capture captures lost loses left entered
    retook claims claim claimed claiming says say said saying reports reported happening happened happens going
    situation status news update updates anything something know known you we i they it this that think still really
    open city town village and or with whose hands everything side sides line lines front say says does
    thank okay ok good morning evening afternoon day great nice cool welcome yes no
"""
_ASKING = frozenset(_ASKED.split())
# What makes "Kharkiv region" of "Kharkiv".
_KINDS_OF_PLACE = (
    "region oblast province district governorate state county raion krai republic island peninsula valley front"
)
_KINDS = frozenset(_KINDS_OF_PLACE.split())
# The same, where they are written as part of the name ("New Ellbruck City").
_NAMED_KINDS = frozenset({"City", "Town", "Village", "Island", "Port", "Airport"})
_OWNERS = ("'s", "’s")
_WITHIN = frozenset({"of", "the", "and"})
# Words before a place, by which it is told from who did something there.
_WHERE = frozenset({"in", "at", "on", "of", "near", "around", "about", "over", "into", "from", "for"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked for: claims, or conflicts."""

    search: Search
    conflicts: bool = False


def read_question(text: str, *, demonyms: Collection[str] = ()) -> Question:
    """Return what a question asks for; RequestError where it names nothing to look for.

    The place is what is left of the words without those that questions are made of, and without the `demonyms` (in
    small letters); of words in capitals and others, it is the former. Of several names it is the one behind "in",
    "about" or the like, or else the last: who did something is named before where.
    """
    search = read_search(text, question=True)
    words = [word.strip(_ENDS) for word in (search.place or "").split()]
    conflicts = any(word.casefold() in _CONFLICTS for word in words)
    place = " ".join(_named(words, demonyms)) or None
    found = replace(search, place=place)
    if found == Search() and not conflicts:
        raise RequestError("Ask about a place: who holds Kupiansk? Or: conflicts in Kharkiv region since monday.")
    return Question(search=found, conflicts=conflicts)


def asks_for(text: str) -> str:
    """Return the words of a message to the app as a person typed them, without mentions of it and of people."""
    return " ".join(typed(text).split())


def _named(words: Sequence[str], demonyms: Collection[str]) -> Sequence[str]:
    """Return the run of words in capitals that is the place, with the kind of place after it; else all that name."""
    runs: list[tuple[bool, list[str]]] = []
    before = ""
    is_open = False
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        folded = word.casefold()
        inside = is_open and (
            folded in _KINDS or word in _NAMED_KINDS or (folded in _WITHIN and following[:1].isupper())
        )
        if inside or (word[:1].isupper() and not _is_asked(folded, demonyms)):
            if not is_open:
                runs.append((before in _WHERE, []))
            runs[-1][1].append(word)
            is_open = True
        else:
            is_open = False
        before = "" if inside else before if folded == "the" else folded
    if runs:
        # "In Norland's hands" says whose, not where.
        places = [one for one in runs if not one[1][-1].endswith(_OWNERS)] or runs
        return next((run for is_behind, run in reversed(places) if is_behind), places[-1][1])
    return [word for word in words if word and not _is_asked(word.casefold(), demonyms)]


def _is_asked(folded: str, demonyms: Collection[str]) -> bool:
    """Whether a word is one that questions are made of."""
    return folded in _ASKING | _CONFLICTS or folded in demonyms or folded.removesuffix("s") in demonyms
