"""How a claim stands to a place name, read from the words left of it: "north of", "near", "the outskirts of"."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from bot.extraction.syntax import lemma
from bot.model.claim import Extent
from bot.model.place import Feature, PlaceMention, PlaceRelation
from config.lexicon import Nouns

Bearing = tuple[PlaceRelation, Extent | None]

_DIRECTIONS = {
    "north": PlaceRelation.NORTH_OF,
    "south": PlaceRelation.SOUTH_OF,
    "east": PlaceRelation.EAST_OF,
    "west": PlaceRelation.WEST_OF,
}
_NEAR = frozenset({"near", "outside", "around"})
_CLOSE = frozenset({"close", "closer", "next", "adjacent"})
# How many words left of the name are looked at.
_REACH = 9


class BearingReader:
    """Reads bearings with the lexicon's nouns for parts and places."""

    def __init__(self, nouns: Nouns) -> None:
        """Take the nouns."""
        self._parts = nouns.parts
        places = nouns.places
        self._place_nouns: Collection[str] = {*places.settlement, *places.region, *places.country, *places.area}

    def read(self, head: Token, mention: PlaceMention) -> Bearing:
        """Return the relation, and the extent where the words say how much of the place."""
        doc = head.doc
        first = next((item for item in doc if item.idx + len(item.text) > mention.start), head)
        for token in reversed(doc[max(0, first.i - _REACH) : first.i]):
            if token.lower_ == "'s":
                continue
            if token.pos_ == "ADP" or token.lower_ in _NEAR or token.dep_ == "case":
                return self._behind(token, mention)
            if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {",", ";", ":"}:
                break
        return (mention.place.relation if mention.place is not None else PlaceRelation.IN), None

    def _behind(self, token: Token, mention: PlaceMention) -> Bearing:
        """Read a preposition and the word before it."""
        if token.lower_ in _NEAR:
            return PlaceRelation.NEAR, None
        if token.i == 0:
            return PlaceRelation.IN, None
        before = token.doc[token.i - 1]
        if token.lower_ == "to" and before.lower_ in _CLOSE:
            return PlaceRelation.NEAR, None
        if token.lower_ not in {"of", "in"}:
            return PlaceRelation.IN, None
        if token.lower_ == "of" and (direction := _direction(before)) is not None:
            river = mention.place is not None and mention.place.feature is Feature.RIVER
            inside = not river and _lies_inside(before)
            return (PlaceRelation.IN, Extent.PARTIAL) if inside else (direction, None)
        word = lemma(before)
        if before.i and before.nbor(-1).lower_ == "no":
            # "no part of X": nothing of it
            return PlaceRelation.IN, None
        if word in self._parts.edges or before.lower_ in self._parts.edges:
            return PlaceRelation.NEAR, None
        if word in self._parts.inside:
            return PlaceRelation.IN, Extent.PARTIAL
        if token.lower_ == "of" and word in self._parts.whole:
            return PlaceRelation.IN, Extent.WHOLE
        settlement = mention.place is not None and mention.place.feature is Feature.SETTLEMENT
        several = before.tag_ in {"NNS", "NNPS"} and not settlement
        if token.lower_ == "of" and word in self._place_nouns and not several:
            return self._outer(before, mention)
        if token.lower_ == "of" and word in self._parts.partial:
            return PlaceRelation.IN, Extent.PARTIAL
        return PlaceRelation.IN, None

    def _outer(self, noun: Token, mention: PlaceMention) -> Bearing:
        """Read on to the left of "the town of": "much of the town of Balakliya"."""
        at = noun.i - 1
        while at >= 0 and noun.doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"} and noun.i - at < 5:
            at -= 1
        if at >= 0 and noun.doc[at].lower_ in {"of", *_NEAR}:
            return self._behind(noun.doc[at], mention)
        return PlaceRelation.IN, None


def _direction(word: Token) -> PlaceRelation | None:
    return next((value for key, value in _DIRECTIONS.items() if word.lower_.startswith(key)), None)


def _lies_inside(direction: Token) -> bool:
    """Whether it is "in the north of", "took the north of" and not "(to the) north of"; it may be of two words."""
    doc = direction.doc
    joined = direction.i > 0 and doc[direction.i - 1].text == "-"
    reach = 4 if joined else 2
    before = [item.lower_ for item in doc[max(0, direction.i - reach) : direction.i]]
    return "in" in before or "throughout" in before or ("the" in before and before[0] not in {"to", "on"})
