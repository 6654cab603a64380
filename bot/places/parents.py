"""What a text says of a name by what it puts it in: "Marte in Borno", "Atlanta, Georgia".

What is said for a candidate is counted on the scale of `bot.places.resolution`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp
from typing import Final

from bot.model.place import Feature
from bot.places.entries import Entry, is_in
from bot.places.gazetteer import Gazetteer, distance_km
from bot.places.mentions import Mention, has_namesake
from bot.places.priors import prior

NAMESAKE: Final = 1.5
"""What a region says for a place in it where the name may as well be a town's."""
_COUNTRY, _REGION = 6.0, 4.5
_CHILD = 1.0
_NEARBY, _DISTRICT_KM = 2.0, 40.0


def parent_scores(mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[tuple[str, int], float]:
    """Return (folded name, entry) -> what "Marte in Borno", said anywhere in the text, adds to it."""
    found: dict[tuple[str, int], float] = defaultdict(float)
    for mention in mentions:
        context = mention.context
        for place in (context.parent_after, context.parent_before):
            if place is None:
                continue
            parent = mentions[place]
            for entry in mention.candidates:
                gain = _gain(entry, parent, gazetteer)
                key = mention.key, entry.id
                found[key] = max(found[key], gain)
    return found


def child_scores(mentions: Sequence[Mention]) -> dict[tuple[int, int], float]:
    """Return (name, entry) -> what a town before the comma adds: "Atlanta, Georgia" is the American state."""
    found: dict[tuple[int, int], float] = defaultdict(float)
    for child in mentions:
        place = child.context.parent_after
        if place is None or not child.context.comma:
            continue
        for outer in mentions[place].candidates:
            if outer.feature in {Feature.COUNTRY, Feature.REGION}:
                inner = (prior(entry) for entry in child.candidates if is_in(entry, outer))
                found[place, outer.id] = max(found[place, outer.id], _CHILD * max(inner, default=0.0))
    return found


def _gain(entry: Entry, parent: Mention, gazetteer: Gazetteer) -> float:
    if entry.feature is Feature.COUNTRY:
        return 0.0
    gain = 0.0
    for outer in parent.candidates:
        if outer.id == entry.id:
            continue
        if outer.feature is Feature.COUNTRY:
            if outer.country == entry.country:
                gain = max(gain, _COUNTRY)
        elif outer.feature is Feature.REGION or outer.usual:
            if _lies_in(entry, outer, gazetteer):
                marked = outer.usual or Feature.REGION in parent.context.kinds or not has_namesake(outer, parent)
                gain = max(gain, _REGION if marked else NAMESAKE)
        elif Feature.AREA in parent.context.kinds and outer.region_id and outer.region_id == entry.region_id:
            gain = max(gain, NAMESAKE + _NEARBY * exp(-(distance_km(entry, outer) or 0.0) / _DISTRICT_KM))
        elif outer.feature is Feature.SETTLEMENT and outer.region_id and outer.region_id == entry.region_id:
            gain = max(gain, NAMESAKE / 2 if outer.seat else 0.0)
    return gain


def _lies_in(entry: Entry, outer: Entry, gazetteer: Gazetteer) -> bool:
    if entry.region_id is not None and entry.region_id == outer.id:
        return True
    return outer.region_id != outer.id and entry.country == outer.country and gazetteer.contains(outer, entry)
