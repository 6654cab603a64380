"""A name of a text with what it may mean, and what its own words say about that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.place import Feature
from bot.places.context import Context
from bot.places.entries import Entry
from bot.places.gazetteer import Gazetteer
from bot.places.names import fold, loose
from bot.places.priors import is_namesake
from bot.places.toponyms import Toponym

_MOST_CANDIDATES = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name, the words around it, and its candidates; `exact` where some place bears the name as it is written.

    `sentence` is its number; `within` says that "in" or a comma stands before it, `alone` that no longer name holds it.
    """

    toponym: Toponym
    context: Context
    candidates: tuple[Entry, ...]
    exact: bool
    sentence: int = 0
    within: bool = False
    alone: bool = False

    @property
    def key(self) -> str:
        """Return the folded name."""
        return fold(self.toponym.text)


def is_alone(text: str, name: Toponym) -> bool:
    """Whether the name is no part of a longer one: "Lesk" of "Lesk e Brod"."""
    before = re.search(r"[A-Z\u00c0-\u00de][\w'’-]*\s$", text[max(0, name.start - 20) : name.start])
    return before is None and re.match(r"\s(?:[a-z]{1,3}\s)?[A-Z]", text[name.end : name.end + 8]) is None


def candidates_of(name: Toponym, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Return the places that the name may mean."""
    if name.natural:
        return ()
    if name.region is not None:
        country, region = name.region
        found = gazetteer.region(region, country)
        return (found,) if found is not None else ()
    return gazetteer.lookup(name.text)[:_MOST_CANDIDATES]


def cities_before_regions(mention: Mention, scores: dict[Entry, float]) -> dict[Entry, float]:
    """Hold a region below the city that it is named after, unless the words lean to the region."""
    context = mention.context
    if context.kinds & {Feature.REGION} or Feature.REGION in context.leans:
        return scores
    result = dict(scores)
    for region, own in scores.items():
        if region.feature is Feature.REGION and not region.usual:
            names = {loose(mention.key), loose(fold(region.name))}
            cities = [
                score
                for entry, score in scores.items()
                if entry.feature is Feature.SETTLEMENT
                and entry.country == region.country
                and (entry.region_id == region.id or entry.capital)
                and (
                    is_namesake(entry, region, mention.key)
                    or (entry.population >= 10_000 and loose(fold(entry.name)) in names)
                )
            ]
            if cities:
                result[region] = min(own, max(cities) - 0.5)
    return result


def has_namesake(outer: Entry, parent: Mention) -> bool:
    """Whether a seat of the region may be meant by the name as well."""
    return any(
        entry.feature is Feature.SETTLEMENT and entry.region_id == outer.id and entry.seat
        for entry in parent.candidates
    )
