"""Says which place a noun phrase stands for, within its sentence and its article."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Collection, Iterator
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.antecedents import PRONOUNS, AntecedentFinder
from bot.extraction.assets import AssetSpan
from bot.extraction.bearings import BearingReader
from bot.extraction.context import PLACES_NAMED, Context
from bot.extraction.facilities import FacilityGrounding
from bot.extraction.place_refs import DEEPEST, PlaceRef
from bot.extraction.syntax import ancestors, base, children, entity_type, lemma, phrase, preposition
from bot.model.claim import Extent
from bot.model.place import Feature, Place, PlaceMention, PlaceRelation
from config.lexicon import Nouns

_CALENDAR = frozenset(word.lower() for word in (*month_name, *day_name) if word)
_AROUND = frozenset({"near", "around", "outside"})
# How adjectives of peoples and directions end, and names of valleys seldom do.
_ADJECTIVES = ("ian", "ish", "ese", "ern", "ist", "ic", "ite", "an")


class PlaceGrounding:
    """Grounds phrases of one sentence; built per sentence, holds no state of its own."""

    def __init__(self, *, context: Context, index: int, nouns: Nouns, assets: tuple[AssetSpan, ...]) -> None:
        """Take the article's context, the sentence's index in it, and the assets named in the sentence."""
        self._context = context
        self._index = index
        self._nouns = nouns
        self._assets = assets
        self._antecedents = AntecedentFinder(context=context, index=index)
        self._measures = frozenset(nouns.measures.words)
        self._counts = frozenset(nouns.collectives.words)
        self._bearings = BearingReader(nouns)
        self._facilities = FacilityGrounding(context=context, index=index, nouns=nouns, assets=assets, places=self)
        places = nouns.places
        self._features = {
            **dict.fromkeys(places.area, Feature.AREA),
            **dict.fromkeys(places.country, Feature.COUNTRY),
            **dict.fromkeys(places.region, Feature.REGION),
            **dict.fromkeys(places.settlement, Feature.SETTLEMENT),
        }

    def ground(self, head: Token, *, depth: int = 0) -> PlaceRef | None:
        """Return what place a phrase stands for; `None` when it stands for none."""
        if depth > DEEPEST:
            return None
        word = head.lower_
        if head.pos_ in {"PRON", "ADV", "SCONJ"} or word in PRONOUNS:
            return self._pronoun(head)
        noun = lemma(head)
        if noun in self._counts:
            # "a number of villages in X"
            for child in children(head, "nmod"):
                if preposition(child) == "of" and lemma(child) in self._features:
                    return self.ground(child, depth=depth + 1)
        if noun in self._measures or (head.pos_ in {"NUM", "SYM"} and noun not in self._features):
            ref = self._part(head, noun, depth, extent=Extent.PARTIAL if noun in self._measures else None)
            if ref is not None and ref.place is not None and preposition(head) == "within":
                # "to within 5 km of the city"
                return replace(ref, place=replace(ref.place, relation=PlaceRelation.NEAR), extent=None)
            return ref
        if noun == "side" and (whole := [child for child in children(head, "nmod") if preposition(child) == "of"]):
            # "the Nordish side of the crossing"
            return self.ground(whole[0], depth=depth + 1)
        facility = self._facilities.ground(head)
        if facility is not None:
            return facility
        named = self._named(head)
        if named is not None:
            return named
        # "villages in X" are a part of it; "the village of X" is X.
        several = noun not in self._features or head.tag_ in {"NNS", "NNPS"}
        inner = self._part(head, noun, depth, extent=Extent.PARTIAL) if several and self._is_part(noun) else None
        if inner is not None:
            return inner
        if depth and noun in self._nouns.directions.words and not children(head, "nmod", "nmod:poss"):
            # "most of the north": of the country that the article is about.
            country = self._antecedents.of_noun(head, Feature.COUNTRY)
            if country is not None and country.geonameid is None:
                country = replace(country, feature=Feature.AREA)
            return PlaceRef(place=country, noun=noun, extent=Extent.PARTIAL) if country is not None else None
        if noun in self._features:
            described = self._place_noun(head, noun, depth)
            # "X, a railway hub": the noun names nothing, and what it describes does.
            return described if described.anchored else self._apposed(head, depth) or described
        return self._apposed(head, depth) or self.unlisted(head)

    def _apposed(self, head: Token, depth: int) -> PlaceRef | None:
        """Ground "X, a railway hub" by X: a description stands for the place before it."""
        if head.pos_ != "NOUN":
            return None
        if head.dep_ == "appos":
            return self.ground(head.head, depth=depth + 1)
        first = phrase(head)[0].i
        if first < 2 or head.doc[first - 1].text != "," or head.doc[first].lower_ not in {"a", "an", "the"}:
            return None
        before = head.doc[first - 2]
        while before.dep_ in {"flat", "compound", "nmod"} and before.head.i < first - 1 and before.head.i != before.i:
            before = before.head
        return self.ground(before, depth=depth + 1) if before.pos_ in {"NOUN", "PROPN"} else None

    def last_settlement(self, token: Token) -> PlaceRef | None:
        """Return the last settlement named before a token, in this sentence or an earlier one."""
        for mention in self._context.mentions_before(self._index, token.idx):
            if mention.place is not None and mention.place.feature is Feature.SETTLEMENT:
                return PlaceRef(place=replace(mention.place, relation=PlaceRelation.IN), noun=lemma(token))
        return None

    def before(self, token: Token) -> PlaceRef | None:
        """Return the last place named before a token of the sentence."""
        here = [item for item in self._context.places.get(self._index, ()) if item.end <= token.idx and item.place]
        if not here:
            return None
        last = here[-1]
        head = next((item for item in token.doc if item.idx + len(item.text) >= last.end), token)
        return self._from_mention(head, last)

    def locative(self, trigger: Token, *, without: Collection[Token] = ()) -> PlaceRef | None:
        """Return the named place of the clause: "in the Kharkiv region, troops captured 30 settlements".

        `without` are phrases that fill another role.
        """
        for node in [trigger, *(parent for _, parent in ancestors(trigger))]:
            bare = [child for child in node.children if child.dep_ == "obj" or not preposition(child)]
            below = [*node.children, *(item for child in bare for item in children(child, "nmod"))]
            for child in below:
                if child in without:
                    continue
                if base(child.dep_) in {"obl", "nmod", "advmod"} and abs(child.i - trigger.i) < 40:
                    words = preposition(child)
                    if child.dep_ != "advmod" and words not in {
                        "in", "near", "around", "inside", "at", "outside", "across", "to",
                        "within", "throughout", "along", "on",
                    }:  # fmt: skip
                        continue
                    mention = self.mention_below(child)
                    if mention is not None and mention.place is not None and not self._modifies(child, mention):
                        return self._before_comma(child, mention) or self._from_mention(child, mention)
                    inner = (
                        self._part(child, lemma(child), 0, extent=Extent.PARTIAL)
                        if self._is_part(lemma(child))
                        else None
                    )
                    if inner is not None and inner.place is not None:
                        return inner
            if node.dep_ in {"ccomp", "parataxis"} and node.i != trigger.i:
                break
        return None

    def _before_comma(self, head: Token, mention: PlaceMention) -> PlaceRef | None:
        """Return X of "in X, Y": a town that no gazetteer has, in the country or region named behind it."""
        doc = head.doc
        after = next((item.i for item in doc[head.i + 1 :] if item.idx >= mention.start), len(doc))
        wide = mention.place is not None and mention.place.feature in {Feature.COUNTRY, Feature.REGION}
        if not wide or head.pos_ != "PROPN" or head.i + 1 >= len(doc) or doc[head.i + 1].text != ",":
            return None
        if preposition(head) not in {"in", "near", "at"} or after - head.i > 5 or head.idx >= mention.start:
            return None
        return self.unlisted(head, called=True)

    def _modifies(self, head: Token, mention: PlaceMention) -> bool:
        """Whether a country's name only says whose the thing is: "near the U.S. base"."""
        if mention.place is None or mention.place.feature is not Feature.COUNTRY or lemma(head) in self._features:
            return False
        return any(item.idx == mention.start for item in children(head, "compound", "amod"))

    def is_country(self, head: Token) -> bool:
        """Whether a phrase is a country's name."""
        mention = self._context.place_over(self._index, head)
        return mention is not None and mention.place is not None and mention.place.feature is Feature.COUNTRY

    # -- named ------------------------------------------------------------------------------------------------------

    def _named(self, head: Token) -> PlaceRef | None:
        mention = self._context.place_over(self._index, head)
        if mention is not None and lemma(head) in self._nouns.places.facility and not self.opens_a_name(head):
            # "Mitiga International Airport" is no town called Airport.
            return None
        if mention is None and lemma(head) in self._features and self._of_a_name(head):
            # "the port of X" is X; "the X Governorate of Y" is X too.
            before = head.doc[head.i - 1] if head.i else head
            mention = self._context.place_over(self._index, before) if before.head.i == head.i else None
            same = (
                mention is not None
                and mention.place is not None
                and (mention.place.feature is self._features[lemma(head)])
            )
            if not same:
                return None
        if mention is None:
            inside = [item for item in phrase(head) if item.i != head.i and item.dep_ != "nmod:poss"]
            hits = [self._context.place_over(self._index, item) for item in inside]
            near = [hit for hit in hits if hit is not None]
            if not near or (lemma(head) not in self._features and not self._is_part(lemma(head))):
                return None
            mention = near[-1]
        if mention.place is None:
            return None
        return self._from_mention(head, mention)

    def opens_a_name(self, head: Token) -> bool:
        """Whether a word for a facility begins a town's name: "Port Sudan", "Fort Portal"."""
        mention = self._context.place_over(self._index, head)
        return mention is not None and mention.start == head.idx and mention.end > head.idx + len(head.text)

    def _of_a_name(self, head: Token) -> bool:
        """Whether "of" and a name follow: in "the Black Sea port of Kherson" Kherson is meant."""
        return any(
            preposition(child) == "of" and self._context.place_over(self._index, child) is not None
            for child in children(head, "nmod")
        )

    def _from_mention(self, head: Token, mention: PlaceMention) -> PlaceRef:
        place = mention.place
        if place is None:
            raise ValueError("a mention without a place grounds nothing")
        relation, extent = self._bearings.read(head, mention)
        if relation is PlaceRelation.IN and head.dep_ == "conj" and preposition(_first_of_list(head)) in _AROUND:
            # "near X, Y and Z" is near each.
            relation = PlaceRelation.NEAR
        inside = {item.lower_ for item in phrase(head)} | {lemma(item) for item in phrase(head)}
        if extent is None and "no" not in inside and inside & {"most", "much", "part", "half", "parts", "some"}:
            extent = Extent.PARTIAL
        if extent is None and inside & {"all", "whole", "entire"}:
            extent = Extent.WHOLE
        place = replace(place, relation=relation)
        # "Europe" and "the Sahel" are known, and lie in no one country; a river is meant where the text is.
        if place.country is None and (place.lat is None or place.feature is Feature.RIVER):
            around = self._region_around(head, beside=mention)
            place = replace(place, region=place.region or around.region, country=around.country) if around else place
        return PlaceRef(place=place, noun=lemma(head), extent=extent)

    # -- nouns for places ------------------------------------------------------------------------------------------

    def _is_part(self, noun: str) -> bool:
        parts, directions = self._nouns.parts, self._nouns.directions.words
        return (
            noun in parts.partial
            or noun in parts.whole
            or noun in parts.edges
            or noun in parts.inside
            or noun in directions
        )

    def _part(self, head: Token, noun: str, depth: int, *, extent: Extent | None) -> PlaceRef | None:
        """Ground "much of X", "parts of X", "1,000 sq km of territory in X", "its south and east"."""
        none = any(child.lower_ == "no" for child in children(head, "det"))
        for child in head.children:
            if child.dep_ in {"nmod", "obl", "nmod:desc"} and preposition(child) in {
                "of", "in", "from", "around", "near", "within", "across", "on", "along", "into", "inside",
            }:  # fmt: skip
                inner = self.ground(child, depth=depth + 1)
                if inner is not None:
                    return self._as_part(inner, noun, extent, none=none)
        for other in children(head, "conj"):
            # "the north and the east of the country"
            if (
                self._is_part(lemma(other))
                and (inner := self._part(other, lemma(other), depth, extent=extent)) is not None
            ):
                return inner
        for child in children(head, "nmod:poss"):
            inner = self._owner(child) if child.pos_ == "PRON" else self.ground(child, depth=depth + 1)
            if inner is not None and inner.anchored:
                return self._as_part(inner, noun, extent)
        if noun in self._measures:
            return PlaceRef(place=None, noun=noun, anchored=False)
        return None

    def _as_part(self, inner: PlaceRef, noun: str, extent: Extent | None, *, none: bool = False) -> PlaceRef:
        parts = self._nouns.parts
        place = inner.place
        if none:
            # "no part of X": nothing of it
            extent = None
        elif noun in parts.whole:
            extent = Extent.WHOLE
        elif noun in parts.edges:
            extent = None
            place = replace(place, relation=PlaceRelation.NEAR) if place else None
        return replace(inner, place=place, noun=noun, extent=extent or inner.extent, plural=noun in self._features)

    def _place_noun(self, head: Token, noun: str, depth: int) -> PlaceRef:
        """Ground "the town of X", "the strategic town X", "villages near X", "the town", "several villages"."""
        plural = head.tag_ in {"NNS", "NNPS"}
        own = [child for child in children(head, "compound", "nmod:desc") if child.right_edge.i == head.i - 1]
        name = own[0] if own and own[0].pos_ == "PROPN" and not self._of_a_name(head) else None
        name = name or self._taken_for_an_adjective(head, noun)
        if (
            name is not None
            and lemma(name) not in self._features
            and (proper := self.unlisted(name, called=True)) is not None
        ):
            # "the Ajristan District", which the gazetteer lacks
            return replace(proper, noun=noun)
        for child in head.children:
            if child.i <= head.i or child.dep_ not in {"appos", "nmod", "flat", "nmod:desc", "obl", "advmod"}:
                continue
            mention = self.mention_below(child)
            if mention is not None and mention.place is not None:
                named = self._from_mention(child, mention)
                if named.place is not None and preposition(child) in {"near", "around", "outside"}:
                    named = replace(named, place=replace(named.place, relation=PlaceRelation.NEAR))
                within = plural and named.place is not None and named.place.feature is not Feature.SETTLEMENT
                every = any(item.lower_ in {"all", "every"} for item in head.children)
                part = Extent.PARTIAL if within and not every else named.extent
                return replace(named, noun=noun, extent=part, plural=plural)
            inner = self.ground(child, depth=depth + 1) if self._is_part(lemma(child)) else None
            if inner is not None and inner.place is not None:
                return replace(inner, noun=noun, plural=plural)
            if child.dep_ in {"nmod", "appos"} and preposition(child) in {"of", ""}:
                # "the town of X", "X's main city, Y"
                owned = child.dep_ == "appos" and not plural and bool(children(head, "nmod:poss"))
                inner = self.unlisted(child, called=preposition(child) == "of" or owned)
                if inner is not None:
                    return replace(inner, noun=noun)
        if (beside := self._set_after(head)) is not None:
            return replace(self._from_mention(head, beside), noun=noun)
        for child in children(head, "nmod:poss", "compound", "amod"):
            if (hit := self._context.place_over(self._index, child)) is not None and hit.place is not None:
                return PlaceRef(place=hit.place, noun=noun, extent=Extent.PARTIAL, plural=plural)
        if (
            noun in self._nouns.parts.edges
            and (town := self.last_settlement(head)) is not None
            and town.place is not None
        ):
            # "driven back from the outskirts"
            return replace(town, place=replace(town.place, relation=PlaceRelation.NEAR), noun=noun)
        determiners = {child.lower_ for child in head.children if child.dep_ in {"det", "nmod:poss"}}
        definite = bool(determiners & {"the", "that", "this", "both", "its"}) or head.text[:1].isupper()
        if definite and not plural:
            back = self._antecedents.of_noun(head, self._features[noun])
            if back is not None:
                quarter = noun in self._nouns.parts.quarters and back.feature is Feature.SETTLEMENT
                return PlaceRef(place=back, noun=noun, extent=Extent.PARTIAL if quarter else None)
        return PlaceRef(place=None, noun=noun, anchored=False, plural=plural)

    def _taken_for_an_adjective(self, head: Token, noun: str) -> Token | None:
        """Return X of "the X peninsula" where the tagger holds an unknown name for an adjective."""
        before = head.doc[head.i - 1] if head.i > 1 else head
        if noun not in self._nouns.places.named_for or before.dep_ != "amod" or before.head.i != head.i:
            return None
        adjective = before.lower_.endswith(_ADJECTIVES) or before.lower_ in self._nouns.directions.words
        return before if before.text[:1].isupper() and before.pos_ == "ADJ" and not adjective else None

    def _set_after(self, head: Token) -> PlaceMention | None:
        """Return the name set after the noun: "the Yemeni capital, Sanaa", "the capital Tripoli"."""
        doc = head.doc
        after = head.i + 2 if head.i + 1 < len(doc) and doc[head.i + 1].text == "," else head.i + 1
        if after >= len(doc) or head.tag_ in {"NNS", "NNPS"}:
            return None
        mention = self._context.place_over(self._index, doc[after])
        feature = mention.place.feature if mention is not None and mention.place is not None else None
        return mention if feature is not None and feature is self._features[lemma(head)] else None

    def mention_below(self, head: Token) -> PlaceMention | None:
        """Return the place name of a phrase: on its head, else in its own words, else in what hangs on it."""
        own = sorted(phrase(head), key=lambda item: item.dep_ == "nmod:poss")
        for token in [head, *own, *self._below(head)]:
            mention = self._context.place_over(self._index, token)
            if mention is not None and mention.place is not None and preposition(token) not in {"from", "with"}:
                return mention
        return None

    def _below(self, head: Token) -> Iterator[Token]:
        for child in head.children:
            if child.dep_ in {"nmod", "appos", "compound", "flat", "nmod:desc", "advmod", "obl"} and child.i > head.i:
                yield child
                yield from sorted(phrase(child), key=lambda item: item.dep_ == "nmod:poss")
                yield from self._below(child)

    # -- reference back --------------------------------------------------------------------------------------------

    def _pronoun(self, head: Token) -> PlaceRef | None:
        place = self._antecedents.of_pronoun(head)
        return PlaceRef(place=replace(place, relation=PlaceRelation.IN), noun=head.lower_) if place else None

    def _owner(self, head: Token) -> PlaceRef | None:
        """Ground "its" in "its south and east" by the clause's subject, a country too."""
        owner = self._antecedents.subject_place(head, sides=True)
        if owner is not None:
            return PlaceRef(place=owner, noun=head.lower_, extent=Extent.PARTIAL)
        return self._pronoun(head)

    # -- places that no gazetteer knows ------------------------------------------------------------------------------

    def unlisted(self, head: Token, *, called: bool = False) -> PlaceRef | None:
        """Take an unknown proper noun for a place, inside the region or country named nearest to it.

        `called` when the text calls it a place: "the town of X".
        """
        called = called or any(lemma(item) in self._features for item in children(head, "appos"))
        if not head.text[:1].isupper():
            return None
        if not called and (head.pos_ != "PROPN" or entity_type(head) in {"PERSON", "ORG"}):
            return None
        if head.lower_ in _CALENDAR or (head.tag_ in {"NNS", "NNPS"} and children(head, "nummod")):
            # "700 Humvees" are things, whatever their capital.
            return None
        about = [item for item in head.children if item.dep_ in {"appos", "nmod:desc", "compound"}]
        if any(lemma(item) in self._nouns.people.words for item in about):
            return None
        if self._context.side_over(self._index, head) is not None:
            return None
        words = [item for item in phrase(head) if item.pos_ == "PROPN" and item.dep_ != "nmod:poss"] or [head]
        if any(self._context.side_over(self._index, item) is not None for item in words):
            return None
        if words[0].i and head.doc[words[0].i - 1].text == "(":
            # "(Lesk News)" is where it was read.
            return None
        text = head.doc[words[0].i : words[-1].i + 1].text
        around = self._region_around(head)
        place = Place(
            text=text,
            name=text,
            feature=None,
            region=around.region if around else None,
            country=around.country if around else None,
        )
        return PlaceRef(place=place, noun=lemma(head))

    def _region_around(self, head: Token, *, beside: PlaceMention | None = None) -> Place | None:
        """Return a place whose region and country hold for an unknown one: in the sentence, else the theatre."""
        mentions = self._context.places.get(self._index, ())
        here = [
            item.place
            for item in sorted(mentions, key=lambda one: abs(one.start - head.idx))
            if item is not beside
            and item.place is not None
            and item.place.country is not None
            # "the Kachin Independence Army" is not where it fights.
            and self._context.side_at(self._index, item.start, item.end) is None
        ]
        for place in here:
            if place.region is not None:
                return place
        if here:
            return here[0]
        scope = self._context.scope
        if scope is None or scope.basis != PLACES_NAMED:
            # Whose forces they are does not say where they are.
            return None
        return Place(text="", name="", region=scope.region, country=scope.country)


def _first_of_list(head: Token) -> Token:
    """Return X of "near X, Y and Z" for each of them."""
    while head.dep_ == "conj" and not preposition(head):
        head = head.head
    return head
