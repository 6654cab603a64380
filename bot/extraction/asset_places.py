"""Where an asset stands: in its own phrase, in its name, in the clause, or where the text just was."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.sides import SideForm, SideMention
from bot.extraction.syntax import base, children, coordinated, entity_type, lemma, preposition
from bot.extraction.unlisted import is_person
from bot.model.claim import AssetKind
from bot.model.place import Feature, Place, PlaceMention, PlaceRelation

_WHOSE = re.compile(r"-\w+ed\b")
_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "on", "around", "inside", "across", "of", "to", "from", "within", "between"}
)
_AT = frozenset({"in", "at", "near"})
_SUPPLIED = frozenset({Feature.SETTLEMENT, Feature.REGION})
# What is cut off from a town, or restored to it.
_SERVICES = frozenset({AssetKind.POWER, AssetKind.WATER, AssetKind.GAS, AssetKind.TELECOM})
# What a service runs through is no town that it serves.
_PASSING = frozenset({"through", "via", "across"})

# What a cable or plant does for a place.
_SERVING = frozenset({"link", "connect", "serve", "supply", "feed", "power", "join"})
_OTHERS = frozenset({"other", "many", "several", "some", "various", "different"})


class AssetPlaceFinder:
    """Finds the places of assets."""

    def __init__(self, regional: Collection[str]) -> None:
        """Take the words for offices that speak for a region or town."""
        self._regional = regional

    def find(self, span: AssetSpan, *, head: Token, trigger: Token, reading: Reading) -> Place | None:
        """Return where the asset stands: in its own phrase, in its name, in the clause, or where the text just was."""
        counted = [head.head] if head.dep_ == "nmod" and preposition(head) == "of" and head.head.i != trigger.i else []
        vague = False
        unlisted: PlaceRef | None = None
        # "stopped flowing in X"
        for node in (head, *counted, trigger, *children(trigger, "xcomp")):
            for child in node.children:
                if span.kind in _SERVICES and preposition(child) in _PASSING and _some(child):
                    # "stopped the gas through a station on the border": not where the text just was.
                    vague = True
                if base(child.dep_) in {"nmod", "obl", "appos"} and preposition(child) in _LOCATIVE:
                    if reading.asset_at(child.idx) is not None and node.i != head.i:
                        continue
                    if (nearer := self._beyond(child, reading)) is not None:
                        return nearer
                    in_name = self._in_a_name(child, reading)
                    ref = None if in_name else reading.places.ground(child)
                    if (
                        ref is None
                        and not in_name
                        and unlisted is None
                        and (preposition(child) in _AT or (preposition(child) == "to" and span.kind in _SERVICES))
                        and _is_name(child)
                    ):
                        # "the clinic in Lesk": a place, whatever the model takes the name for.
                        unlisted = reading.places.unlisted(child, called=True)
                    if ref is None or ref.place is None or not ref.anchored:
                        # "in many other areas": not where the rest of the sentence is.
                        vague = vague or (ref is not None and _elsewhere(child))
                        continue
                    if ref.place.feature is Feature.COUNTRY and preposition(child) == "between":
                        # "a pipeline between Norland and Sudland in the desert of Lesk" lies in the desert.
                        continue
                    if ref.place.feature is Feature.COUNTRY and (inner := self._in_name(span, reading)) is not None:
                        return inner
                    supplied = span.kind in _SERVICES and ref.place.feature is None
                    if preposition(child) != "to" or supplied or ref.place.feature in _SUPPLIED:
                        return ref.place
        if (served := _served(head, reading)) is not None:
            return served
        own: Place | None = None
        for child in children(head, "nmod:poss", "compound"):
            ref = reading.places.ground(child)
            if ref is not None and ref.place is not None and ref.place.geonameid is not None:
                own = ref.place
                break
        named = self._in_name(span, reading)
        if own is not None and own.feature is Feature.COUNTRY:
            # "Norland's Lesk Airport" is named after the town; "the Norland Oil refinery in Lesk" stands in it.
            own = next(
                (place for place in (named, self._town_around(trigger, own, reading)) if _finer(place, own)), own
            )
        if own is not None and own.feature is not Feature.FACILITY:
            return own
        if named is not None:
            return named
        if vague:
            return None
        around = reading.places.locative(trigger)
        if around is not None and around.place is not None:
            return around.place
        office = self._office_place(trigger, reading)
        if office is not None:
            return office
        return unlisted.place if unlisted is not None else self._near_by(trigger, reading)

    def _beyond(self, thing: Token, reading: Reading) -> Place | None:
        """Return Y of "a bridge on the X railway near Y": what a line is named after is not where its bridge stands."""
        span = reading.asset_at(thing.idx)
        if span is None or span.kind not in {AssetKind.RAIL, AssetKind.ROAD}:
            return None
        for child in children(thing, "nmod", "obl"):
            ref = reading.places.ground(child) if preposition(child) in _AT else None
            if ref is not None and ref.place is not None and ref.anchored:
                return ref.place
        return None

    def _in_a_name(self, child: Token, reading: Reading) -> bool:
        """Whether a phrase stands for a side or a person: "a base of the Lesk Liberation Front"."""
        mention = reading.context.side_over(reading.index, child)
        if mention is None:
            return entity_type(child) == "PERSON" and preposition(child) == "of" and is_person(child, reading)
        if mention.form is SideForm.METONYM:
            return False
        return preposition(child) == "of" and not reading.places.is_country(child)

    def _town_around(self, trigger: Token, country: Place, reading: Reading) -> Place | None:
        """Return the town of the clause, if it lies in the country."""
        around = reading.places.locative(trigger)
        place = around.place if around is not None else None
        return place if place is not None and place.country == country.country else None

    def beside(self, head: Token, trigger: Token, first: Place | None, *, reading: Reading) -> list[Place]:
        """Return the further places of assets: Y of "power stations in X and Y", whose first place is X."""
        found: list[Place] = []
        below = [*children(head, "nmod", "obl"), *children(trigger, "obl")]
        below += [item for verb in children(trigger, "xcomp") for item in children(verb, "obl")]
        for child in below:
            if preposition(child) in _LOCATIVE:
                # "in the towns of X and Y"
                listed = [item for item in children(child, "nmod") if preposition(item) == "of"]
                several = child.tag_ == "NNS" and listed
                for other in coordinated(listed[0])[1:] if several else coordinated(child)[1:]:
                    ref = reading.places.ground(other) if reading.asset_at(other.idx) is None else None
                    place = ref.place if ref is not None and ref.anchored else None
                    # "in X and Y, Norland": the country holds them, and is no third place.
                    holds = place is not None and place.feature is Feature.COUNTRY and first is not None
                    # "in X, Y Province": Y holds X.
                    holds = holds or (place is not None and first is not None and place.name == first.region)
                    if (
                        place is not None
                        and place not in (first, *found)
                        and not (holds and first is not None and first.feature is not Feature.COUNTRY)
                    ):
                        found.append(place)
        return found

    def _near_by(self, trigger: Token, reading: Reading) -> Place | None:
        """Return the one place that the sentence names, or the last town of the three sentences before."""
        told = self._places_of(reading)
        offices = self._where_spoken(trigger, reading)
        named = [item for item in told if item.start not in offices]
        if not named:
            # "Police in Lesk said": it was there; "Lesk radio said", "Lesk denied": a state's seat is not where it was.
            named = [item for item in told if not _seat(reading.context.side_at(reading.index, item.start, item.end))]
        here = [
            item.place
            for item in named
            if item.place is not None
            and item.place.feature is not Feature.COUNTRY
            # "the Lesk Liberation Front" is not where it strikes.
            and not _is_side(reading.context.side_at(reading.index, item.start, item.end))
        ]
        towns = [place for place in here if place.feature is Feature.SETTLEMENT]
        if towns and all(place.region == towns[0].region and place in (towns[0], *_around(here)) for place in here):
            return towns[0]
        if len({(place.name, place.region) for place in here}) == 1:
            return here[0]
        if any(not self._acts_here(item, reading) for item in named):
            return None
        for back in (1, 2, 3):
            before = reading.context.places.get(reading.index - back, ())
            settled = [item.place for item in before if item.place and item.place.feature is Feature.SETTLEMENT]
            if settled:
                return replace(settled[-1], relation=PlaceRelation.IN)
        return None

    def _where_spoken(self, trigger: Token, reading: Reading) -> frozenset[int]:
        """Return the offsets of where who speaks sits: "the ministry in Lesk said"."""
        source = reading.attributions.find(trigger, context=reading.context, index=reading.index)
        if source.verb is None or source.verb.doc is not reading.doc:
            return frozenset()
        return frozenset(item.idx for one in children(source.verb, "nsubj") for item in one.subtree)

    def _acts_here(self, mention: PlaceMention, reading: Reading) -> bool:
        """Whether a country's name stands for the state: in "Norland sent troops to secure the airport" it acts."""
        country = mention.place is None or mention.place.feature is Feature.COUNTRY
        token = reading.token_at(mention.start)
        return country and token is not None and token.dep_ in {"nsubj", "nsubj:pass"}

    def _places_of(self, reading: Reading) -> list[PlaceMention]:
        """Return the places that the sentence names, without whose somebody is: "a Moscow-appointed governor"."""
        return [
            item
            for item in reading.context.places.get(reading.index, ())
            if not _WHOSE.match(reading.doc.text, item.end)
        ]

    def _in_name(self, span: AssetSpan, reading: Reading) -> Place | None:
        """Return the place that an asset is named after: "Jalalabad Airport"."""
        for mention in reading.context.places.get(reading.index, ()):
            if mention.place is not None and span.start <= mention.start < span.end:
                return mention.place
        return None

    def _office_place(self, trigger: Token, reading: Reading) -> Place | None:
        """Return the region that a governor or mayor speaks for: what he reports happened there."""
        source = reading.attributions.find(trigger, context=reading.context, index=reading.index)
        if source.verb is None or source.speaker is None:
            return None
        said = f"{source.speaker.name} {source.speaker.affiliation or ''}".lower()
        if not any(word in said for word in self._regional):
            return None
        for mention in self._places_of(reading):
            place = mention.place
            if place is not None and place.feature in {Feature.REGION, Feature.SETTLEMENT}:
                return place
        return None


def _served(head: Token, reading: Reading) -> Place | None:
    """Return X of "the cable that links X to Y", "the plant which supplies X"."""
    for clause in children(head, "acl:relcl", "acl"):
        if lemma(clause) in _SERVING:
            for thing in children(clause, "obj"):
                ref = reading.places.ground(thing)
                if ref is not None and ref.place is not None and ref.place.feature is not Feature.COUNTRY:
                    return ref.place
    return None


def _is_side(mention: SideMention | None) -> bool:
    return mention is not None and mention.form is not SideForm.METONYM


def _seat(mention: SideMention | None) -> bool:
    return mention is not None and mention.form is SideForm.METONYM


def _around(places: Collection[Place]) -> list[Place]:
    return [place for place in places if place.feature is Feature.REGION]


def _elsewhere(noun: Token) -> bool:
    """Whether a place without a name is another than those named: "other areas", "a settlement"."""
    words = {item.lower_ for item in noun.children}
    return bool(words & _OTHERS) or (noun.lower_ in {"settlement", "town", "village"} and bool(words & {"a", "an"}))


def _some(noun: Token) -> bool:
    """Whether a thing is new to the text: "a hub"."""
    return any(child.lower_ in {"a", "an"} for child in children(noun, "det"))


def _finer(place: Place | None, country: Place) -> bool:
    towns = {Feature.SETTLEMENT, Feature.REGION}
    return place is not None and place.feature in towns and place.country == country.country


def _is_name(token: Token) -> bool:
    """Whether a word is written like a name; the tagger takes some for common nouns."""
    named = token.pos_ == "PROPN" or (token.tag_ == "NN" and token.i > 0)
    return named and token.text[:1].isupper() and not children(token, "det", "nummod")
