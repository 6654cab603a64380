"""Facilities that one can take and hold: "the airport in X", "X's refinery", "the base", named before."""

from __future__ import annotations

import re
from typing import Protocol

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.context import Context
from bot.extraction.place_refs import DEEPEST, PlaceRef
from bot.extraction.sides import SideForm
from bot.extraction.syntax import children, lemma, phrase, preposition
from bot.model.place import Feature, Place, PlaceMention
from config.lexicon import Nouns


class _Places(Protocol):
    """What grounds the phrases around a facility; see `bot.extraction.grounding`."""

    def ground(self, head: Token, *, depth: int = 0) -> PlaceRef | None:
        """Return what place a phrase stands for."""

    def locative(self, trigger: Token) -> PlaceRef | None:
        """Return the named place of the clause."""

    def mention_below(self, head: Token) -> PlaceMention | None:
        """Return the place name of a phrase."""

    def unlisted(self, head: Token, *, called: bool = False) -> PlaceRef | None:
        """Take an unknown name for a place."""

    def opens_a_name(self, head: Token) -> bool:
        """Whether the word begins a town's name."""


# What opens a sentence, and is no part of a name.
_NO_NAME = re.compile(r"^(?:The|A|An|In|At|On|This|That|Its|Their|His|Her|Our|Another|One)\s+")
_WIDE = frozenset({Feature.COUNTRY, Feature.REGION})


class FacilityGrounding:
    """Grounds phrases of one sentence whose head is a word for a facility."""

    def __init__(
        self, *, context: Context, index: int, nouns: Nouns, assets: tuple[AssetSpan, ...], places: _Places
    ) -> None:
        """Take the article's context, the sentence's index in it, its assets, and what grounds other phrases."""
        self._context = context
        self._index = index
        self._nouns = nouns
        self._assets = assets
        self._places = places
        kinds = nouns.places
        self._other_nouns = frozenset((*kinds.area, *kinds.country, *kinds.region, *kinds.settlement))

    def ground(self, head: Token) -> PlaceRef | None:
        """Return the facility that a phrase stands for, placed where it stands; `None` for anything else."""
        noun = lemma(head)
        if noun not in self._nouns.places.facility or self._places.opens_a_name(head):
            return None
        if noun in self._other_nouns and any(
            preposition(child) == "of" and self._places.mention_below(child) is not None for child in head.children
        ):
            return None
        span = next((item for item in self._assets if item.start <= head.idx < item.end), None)
        words = [item for item in phrase(head) if item.dep_ not in {"det", "case"}]
        named = head.text[:1].isupper()
        peoples = self._context.sides.get(self._index, ())
        proper = [
            item
            for item in words
            if item.pos_ == "PROPN"
            and item.dep_ != "nmod:poss"
            and (item.text[:1].isupper() or item.i == head.i or item.nbor().text == "-")
            # "the Nordish garrison" says whose it is, and not what it is called.
            and not any(one.form is SideForm.DEMONYM and one.start <= item.idx < one.end for one in peoples)
        ]
        if named and not proper[:-1]:
            # "Heron Pass", whatever the tagger takes its first word for
            proper = [item for item in words if item.text[:1].isupper() and item.i and item.dep_ != "nmod:poss"]
        near = self._settlement_of(head)
        if (
            not proper
            and (span is None or not span.name)
            and any(item.lower_ == "the" for item in children(head, "det"))
        ):
            before = self._named_before(noun)
            if before is not None:
                return before
        if near is not None and self._only_its_town(head, words, near):
            # "Lesque airport" is the airport of Lesk: one name for one thing.
            name = f"{near.name} {self._kind(head)}"
        elif span is not None and span.name and (proper or not words[0].text[:1].isupper()):
            name = span.name
        elif len(proper) > 1 or (proper and proper[0].i != head.i):
            # "Lesk Camp", and "Camp Lesk"
            name = head.doc[proper[0].i : max(head.i, proper[-1].i) + 1].text
        elif near is not None:
            name = f"{near.name} {self._kind(head)}"
        else:
            return None
        place = Place(
            text=head.doc[words[0].i : max(head.i, proper[-1].i if proper else head.i) + 1].text
            if words
            else head.text,
            name=name,
            geonameid=near.geonameid if near else None,
            feature=Feature.FACILITY,
            region=near.region if near else None,
            country=near.country if near else None,
            lat=near.lat if near else None,
            lon=near.lon if near else None,
        )
        return PlaceRef(place=place, noun=noun, facility=True, plural=head.tag_ == "NNS")

    def _kind(self, head: Token) -> str:
        """Return the noun, and for a "plant" or "station" the word before it, without which it says too little."""
        noun = lemma(head)
        before = head.doc[head.i - 1] if head.i else head
        said = noun in self._nouns.places.vague and before.dep_ == "compound" and before.head.i == head.i
        plain = before.pos_ == "NOUN" and before.is_lower
        return f"{before.text} {noun}" if said and plain else noun

    def _only_its_town(self, head: Token, words: list[Token], near: Place) -> bool:
        """Whether the words before a small-written noun are nothing but the town that it stands in."""
        before = [item for item in words if item.i < head.i and item.dep_ != "punct"]
        if not before or near.geonameid is None or near.feature is not Feature.SETTLEMENT or head.text[:1].isupper():
            return False
        mention = self._context.place_over(self._index, before[0])
        inside = mention is not None and mention.place is not None and mention.place.geonameid == near.geonameid
        rest = [item for item in before if mention is not None and item.idx >= mention.end]
        return inside and all(item.pos_ in {"NOUN", "ADJ"} and item.is_lower for item in rest)

    def _named_before(self, noun: str) -> PlaceRef | None:
        """Return the facility that "the airport" is: the last one of that noun with a name of its own."""
        # "the palace" may be the Republican Palace.
        spelling = f"[{noun[0].upper()}{noun[0]}]{re.escape(noun[1:])}"
        pattern = re.compile(rf"((?:[A-Z\u00c0-\u00de][\w'’-]+\s+){{1,3}}){spelling}\b")
        for index in range(self._index, -1, -1):
            text = self._context.sentences[index].text
            # "The base" at the beginning of a sentence has no name.
            named = [(one, words) for one in pattern.finditer(text) if " " in (words := _NO_NAME.sub("", one.group()))]
            if not named:
                continue
            found, text = named[-1]
            mentions = [item for item in self._context.places.get(index, ()) if item.place is not None]
            near = min(mentions, key=lambda item: abs(item.start - found.start())).place if mentions else None
            place = Place(
                text=text,
                name=text,
                feature=Feature.FACILITY,
                geonameid=near.geonameid if near else None,
                region=near.region if near else None,
                country=near.country if near else None,
                lat=near.lat if near else None,
                lon=near.lon if near else None,
            )
            return PlaceRef(place=place, noun=noun, facility=True)
        return None

    def _set_behind(self, head: Token) -> Place | None:
        """Return X of "Norland's refinery at X", wherever the parser hung X."""
        doc = head.doc
        if head.i + 2 >= len(doc) or doc[head.i + 1].lower_ not in {"at", "in", "near", "outside"}:
            return None
        mention = self._context.place_over(self._index, doc[head.i + 2])
        if mention is None and doc[head.i + 2].pos_ == "PROPN":
            there = self._places.unlisted(doc[head.i + 2], called=True)
            return there.place if there is not None else None
        place = mention.place if mention is not None else None
        return place if place is not None and place.feature is Feature.SETTLEMENT else None

    def _settlement_of(self, head: Token) -> Place | None:
        mention = self._places.mention_below(head)
        wide = mention is not None and mention.place is not None and mention.place.feature in _WIDE
        if (wide or mention is None) and (beside := self._set_behind(head)) is not None:
            return beside
        for child in children(head, "nmod") if mention is None or wide else ():
            # "the base at Lesk": a place that no gazetteer has, rather than the country around it.
            if child.pos_ == "PROPN" and preposition(child) in {"at", "in", "near", "outside", "of"}:
                known = self._places.ground(child, depth=DEEPEST)
                there = known or self._places.unlisted(child, called=True)
                if there is not None and there.place is not None:
                    return there.place
        if mention is not None:
            # "Camp Lesk, a former Nordish base north of Arn": near Arn, whosever it was.
            last = head.right_edge.idx
            towns = [
                item.place
                for item in self._context.places.get(self._index, ())
                if head.idx < item.start <= last and item.place is not None and item.place.feature not in _WIDE
            ]
            return towns[0] if wide and towns else mention.place
        for child in children(head, "nmod:poss", "compound"):
            inner = self._places.ground(child, depth=DEEPEST)
            if inner is not None and inner.place is not None:
                return inner.place
            own = self._context.place_over(self._index, child)
            if own is not None and own.place is not None:
                return own.place
        around = self._places.locative(head)
        if around is not None and around.place is not None:
            return around.place
        named = [item for item in self._context.places.get(self._index, ()) if item.place is not None]
        # "We hold the airport, a spokesman in Lesk said": where he speaks says nothing of where it stands.
        named = [item for item in named if not _of_a_speaker(head, item.start)]
        # "The base was handed over before they left for Norland" stands in no Norland.
        here = [item for item in named if item.place is not None and item.place.feature is not Feature.COUNTRY]
        nearest = min(here, key=lambda item: abs(item.start - head.idx)).place if here else None
        if nearest is not None:
            return nearest
        before = [item.place for item in self._context.places.get(self._index - 1, ()) if item.place is not None]
        towns = [place for place in before if place.feature is Feature.SETTLEMENT]
        if len(towns) == 1:
            # "in the town of Lesk, Norland. … the compound" stands in the town.
            return towns[0]
        return next((item.place for item in self._context.mentions_before(self._index, head.idx)), None)


def _of_a_speaker(head: Token, start: int) -> bool:
    """Whether the name at an offset belongs to whoever says what the phrase is part of."""
    node = next((item for item in head.doc if item.idx == start), None)
    while node is not None and node.head.i != node.i:
        if node.dep_ == "nsubj":
            return any(child.dep_ in {"ccomp", "parataxis"} and head in child.subtree for child in node.head.children)
        node = node.head
    return False
