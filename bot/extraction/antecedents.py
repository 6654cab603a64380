"""What "it", "there", "the town" or "the country" refer back to: places named before in the article."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from bot.extraction.context import Context
from bot.extraction.syntax import ancestors, children, subjects_above
from bot.model.place import Feature, Place, PlaceMention, PlaceRelation

PRONOUNS = frozenset({"it", "its", "there", "here", "where"})
"""Words that can stand for a place, whatever part of speech the tagger takes them for."""

_STATED = re.compile(
    r"['’]s? (?:\w+ )?(?:claims?|assertions?|statements?|reports?|denials?|announcements?|troops|army|forces)\b"
)
# How far into a sentence, in characters, a name still opens it.
_OPENING = 12


class AntecedentFinder:
    """Finds the places that words of one sentence refer back to."""

    def __init__(self, *, context: Context, index: int) -> None:
        """Take the article's context and the sentence's index in it."""
        self._context = context
        self._index = index

    def of_noun(self, head: Token, feature: Feature) -> Place | None:
        """Return the nearest place before the phrase that its noun can stand for."""
        before = self._context.mentions_before(self._index, head.idx)
        here = self._context.places.get(self._index, ())
        scope = self._context.scope
        for mention in before:
            place = mention.place
            if place is None or (mention in here and self._speaks(mention)):
                continue
            if feature is Feature.COUNTRY and mention in here and _opposed(mention, head):
                continue
            if feature is Feature.COUNTRY and scope is not None and place.country == scope.country:
                # "the country" is the one that the article is about.
                return Place(
                    text=head.text,
                    name=place.name if place.feature is feature else head.text,
                    feature=feature,
                    geonameid=place.geonameid if place.feature is feature else None,
                    country=place.country,
                )
            if feature is Feature.AREA:
                if place.feature is not Feature.COUNTRY:
                    return replace(place, relation=PlaceRelation.IN)
            elif place.feature is feature and not (feature is Feature.COUNTRY and self._is_subject(mention, head)):
                return replace(place, relation=PlaceRelation.IN)
            elif feature is Feature.REGION and mention in here and place.region is not None:
                # "Despite the fight for Aleppo, it has left the region": Aleppo's, and not the one named before.
                return region_of(place)
        if feature is Feature.REGION:
            again = self._context.mentions_before(self._index, head.idx)
            settled = next((item.place for item in again if item.place is not None and item.place.region), None)
            return region_of(settled) if settled is not None else None
        return None

    def _speaks(self, mention: PlaceMention) -> bool:
        """Whether a town stands for a government: in "Lesk's claim that the town had fallen" it is not Lesk."""
        return _STATED.match(self._context.sentences[self._index].text, mention.end) is not None

    def _is_subject(self, mention: PlaceMention, head: Token) -> bool:
        """Whether a country is the subject of the clause: "Denmark withdraws from the country" means another one."""
        for _, parent in ancestors(head):
            subjects = children(parent, "nsubj", "nsubj:pass")
            if subjects:
                return any(mention is self._context.place_over(self._index, child) for child in subjects)
        return False

    def of_pronoun(self, head: Token) -> Place | None:
        """Return the place that "it", "its", "there" or "here" stands for; `None` for other words."""
        word = head.lower_
        if word not in PRONOUNS:
            return None
        subject = self.subject_place(head, sides=False)
        if subject is not None:
            return subject
        if word in {"it", "its"}:
            # What a sentence begins with is what it is about (Grosz, Joshi and Weinstein, 1995).
            opening = next(iter(self._context.places.get(self._index, ())), None)
            if (
                opening is not None
                and opening.start < _OPENING
                and opening.place is not None
                and (opening.end < head.idx and self._context.side_at(self._index, opening.start) is None)
            ):
                return opening.place
        fitting = {Feature.SETTLEMENT, Feature.AREA, Feature.FACILITY}
        if word not in {"there", "here"}:
            fitting.add(Feature.REGION)
        before = self._context.mentions_before(self._index, head.idx)
        return next((item.place for item in before if item.place is not None and item.place.feature in fitting), None)

    def subject_place(self, head: Token, *, sides: bool) -> Place | None:
        """Return the place that is a subject before the word: "X borders Y, and its capture".

        `sides` takes a name that can stand for a side ("Ukraine") too.
        """
        for subject, _ in subjects_above(head):
            mention = self._context.place_over(self._index, subject)
            if (
                mention is not None
                and mention.place is not None
                and (sides or self._context.side_over(self._index, subject) is None)
            ):
                return mention.place
        return None


def _opposed(mention: PlaceMention, head: Token) -> bool:
    """Whether a country is fought: in "Norland's forces advance against Sudland in the country's east", Norland's."""
    return head.doc.text[: mention.start].rstrip().lower().endswith(("against", "against the"))


def region_of(place: Place) -> Place | None:
    """Return the first-order region that a place lies in, as a place."""
    if place.region is None:
        return None
    return Place(
        text=place.region, name=place.region, feature=Feature.REGION, region=place.region, country=place.country
    )
