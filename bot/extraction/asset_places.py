"""Where an asset stands: in its own phrase, in its name, in the clause, or where the text just was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.assets import AssetSpan
from bot.extraction.place_refs import PlaceRef
from bot.extraction.reading import Reading
from bot.extraction.syntax import base, children, coordinated, preposition
from bot.model.place import Feature, Place, PlaceRelation

_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "on", "around", "inside", "across", "of", "to", "from", "within", "between"}
)
_AT = frozenset({"in", "at", "near"})


class AssetPlaceFinder:
    """Finds the places of assets."""

    def __init__(self, regional: Collection[str]) -> None:
        """Take the words for offices that speak for a region or town."""
        self._regional = regional

    def find(self, span: AssetSpan, *, head: Token, trigger: Token, reading: Reading) -> Place | None:
        """Return where the asset stands: in its own phrase, in its name, in the clause, or where the text just was."""
        unlisted: PlaceRef | None = None
        for node in (head, trigger):
            for child in node.children:
                if base(child.dep_) in {"nmod", "obl", "appos"} and preposition(child) in _LOCATIVE:
                    if reading.asset_at(child.idx) is not None and node.i != head.i:
                        continue
                    ref = reading.places.ground(child)
                    if ref is None and unlisted is None and preposition(child) in _AT and _is_name(child):
                        # "the clinic in Lesk": a place, whatever the model takes the name for.
                        unlisted = reading.places.unlisted(child, called=True)
                    if ref is None or ref.place is None or not ref.anchored:
                        continue
                    if ref.place.feature is Feature.COUNTRY and preposition(child) == "between":
                        # "a pipeline between Norland and Sudland in the desert of Lesk" lies in the desert.
                        continue
                    if ref.place.feature is Feature.COUNTRY and (inner := self._in_name(span, reading)) is not None:
                        return inner
                    if preposition(child) != "to" or ref.place.feature in {Feature.SETTLEMENT, Feature.REGION}:
                        return ref.place
        for child in children(head, "nmod:poss", "compound"):
            ref = reading.places.ground(child)
            if ref is not None and ref.place is not None and ref.place.geonameid is not None:
                return ref.place
        if (inner := self._in_name(span, reading)) is not None:
            return inner
        around = reading.places.locative(trigger)
        if around is not None and around.place is not None:
            return around.place
        office = self._office_place(trigger, reading)
        if office is not None:
            return office
        return unlisted.place if unlisted is not None else self._near_by(reading)

    def beside(self, head: Token, first: Place | None, *, reading: Reading) -> list[Place]:
        """Return the further places of assets: Y of "power stations in X and Y", whose first place is X."""
        found: list[Place] = []
        for child in children(head, "nmod", "obl"):
            if preposition(child) in _LOCATIVE:
                for other in coordinated(child)[1:]:
                    ref = reading.places.ground(other) if reading.asset_at(other.idx) is None else None
                    place = ref.place if ref is not None and ref.anchored else None
                    # "in X and Y, Norland": the country holds them, and is no third place.
                    holds = place is not None and place.feature is Feature.COUNTRY and first is not None
                    if (
                        place is not None
                        and place not in (first, *found)
                        and not (holds and first is not None and first.feature is not Feature.COUNTRY)
                    ):
                        found.append(place)
        return found

    def _near_by(self, reading: Reading) -> Place | None:
        """Return the one place that the sentence names, or the last town of the three sentences before."""
        here = [
            item.place
            for item in reading.context.places.get(reading.index, ())
            if item.place is not None and item.place.feature is not Feature.COUNTRY
        ]
        if len({(place.name, place.region) for place in here}) == 1:
            return here[0]
        if reading.context.places.get(reading.index):
            return None
        for back in (1, 2, 3):
            before = reading.context.places.get(reading.index - back, ())
            settled = [item.place for item in before if item.place and item.place.feature is Feature.SETTLEMENT]
            if settled:
                return replace(settled[-1], relation=PlaceRelation.IN)
        return None

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
        for mention in reading.context.places.get(reading.index, ()):
            place = mention.place
            if place is not None and place.feature in {Feature.REGION, Feature.SETTLEMENT}:
                return place
        return None


def _is_name(token: Token) -> bool:
    """Whether a word is written like a name; the tagger takes some for common nouns."""
    named = token.pos_ == "PROPN" or (token.tag_ == "NN" and token.i > 0)
    return named and token.text[:1].isupper() and not children(token, "det", "nummod")
