"""Questions in plain words: `who holds Kupiansk?`, `conflicts in Kharkiv region since monday`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.model.errors import RequestError
from handlers.slack.arguments import Search, read_search, typed

_MENTION = re.compile(r"<[@#!][^<>\s]*>")
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
    open city town village and or with whose hands
"""
_ASKING = frozenset(_ASKED.split())
# What makes "Kharkiv region" of "Kharkiv".
_KINDS_OF_PLACE = (
    "region oblast province district governorate state county raion krai republic island peninsula valley front"
)
_KINDS = frozenset(_KINDS_OF_PLACE.split())
_WITHIN = frozenset({"of", "the", "and"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked for: claims, or conflicts."""

    search: Search
    conflicts: bool = False


def bare_words(text: str) -> str:
    """Return what was said to the app, without mentions of it, of people and of channels."""
    return " ".join(_MENTION.sub(" ", text).split())


def read_question(text: str) -> Question:
    """Return what a question asks for; RequestError where it names nothing to look for.

    The place is what is left of the words without those that questions are made of; of words in capitals and others, it
    is the former.
    """
    search = read_search(text)
    words = [word.strip(_ENDS) for word in (search.place or "").split()]
    conflicts = any(word.casefold() in _CONFLICTS for word in words)
    place = " ".join(_named(words)) or None
    found = replace(search, place=place)
    if found == Search() and not conflicts:
        raise RequestError("Ask about a place: who holds Kupiansk? Or: conflicts in Kharkiv region since monday.")
    return Question(search=found, conflicts=conflicts)


def asks_for(text: str) -> str:
    """Return the words of a message to the app as a person typed them."""
    return typed(bare_words(text))


def _named(words: Sequence[str]) -> Sequence[str]:
    """Return the first run of words that begin with a capital, with the kind of place after it; else all that name."""
    runs: list[list[str]] = [[]]
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        folded = word.casefold()
        inside = bool(runs[-1]) and (folded in _KINDS or (folded in _WITHIN and following[:1].isupper()))
        if inside or (word[:1].isupper() and folded not in _ASKING | _CONFLICTS):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    left = [word for word in words if word and word.casefold() not in _ASKING | _CONFLICTS]
    return next((run for run in runs if run), left)
