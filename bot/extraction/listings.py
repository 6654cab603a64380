"""Lists of places in one phrase: "the towns of X and Y", "X and Y districts", "several villages, including X"."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spacy.tokens import Token

from bot.extraction.syntax import Functions, children, coordinated, lemma, preposition

# What names some of those that a plural counts.
_EXAMPLES = ("including", "such as", "among")


def each_named(heads: Iterable[Token], place_nouns: Collection[str]) -> list[Token]:
    """Take "the towns of X and Y", and "X and Y districts", for X and Y."""
    found: list[Token] = []
    for head in heads:
        several = head.tag_ in {"NNS", "NNPS"} and lemma(head) in place_nouns
        found.extend((_names(head) if several else []) or [head])
    return found


def _names(head: Token) -> list[Token]:
    after = [
        child
        for child in children(head, "nmod", "appos", "flat")
        if child.i > head.i and child.pos_ == "PROPN" and (child.dep_ != "nmod" or preposition(child) == "of")
    ]
    before = [child for child in children(head, "compound", "nmod") if child.i < head.i and child.pos_ == "PROPN"]
    for names in (after, before):
        if names and len(coordinated(names[0])) > 1:
            return coordinated(names[0])
    return []


def examples(heads: Iterable[Token], functions: Functions, place_nouns: Collection[str]) -> list[Token]:
    """Return the places named of those that a plural counts: X and Y of "several villages, including X and Y"."""
    plurals = [head for head in heads if head.tag_ in {"NNS", "NNPS"} and lemma(head) in place_nouns]
    if not plurals:
        return []
    named = [item for name in _EXAMPLES for item in functions.get(name)]
    below = [
        item
        for head in plurals
        for child in children(head, "nmod", "obl", "appos")
        if preposition(child) in _EXAMPLES
        for item in coordinated(child)
    ]
    seen = {item.i: item for item in (*named, *below) if item.pos_ in {"PROPN", "NOUN"}}
    return [seen[number] for number in sorted(seen)]
