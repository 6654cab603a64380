"""Decides which place a name means, from the words next to it, the countries of the text, size, and distance.

Every candidate gets a score in powers of ten of population: a town of 10,000 starts at 4, and what speaks for or
against it moves it up and down that scale. The weights are judged by reading news, not learnt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import exp

from bot.model.place import Feature, PlaceRelation
from bot.places.context import contexts
from bot.places.cues import Cues, bordering
from bot.places.entries import Entry
from bot.places.gazetteer import Gazetteer, distance_km
from bot.places.mentions import Mention, candidates_of, cities_before_regions, is_alone
from bot.places.names import fold, loose
from bot.places.parents import NAMESAKE, child_scores, parent_scores
from bot.places.priors import GREAT, fit, prior, renown
from bot.places.toponyms import Toponym

_MAIN_NAME = 1.2
_IN_COUNTRY, _IN_REGION, _NEARBY = 2.0, 1.2, 2.0
_NEARBY_KM = 150.0
# Town names of the United States are borrowed so often that an unmarked one needs to be twice as large.
_BORROWED = {"USA": 0.5}
# A town smaller than this is looked for where the sentence is set.
_WELL_KNOWN = 100_000
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z\u00c0-\u00de\"“])|\n")
_WITHIN = re.compile(r"(?:\b(?:in|across|inside|throughout)|,)\s+(?:the\s+)?(?:[a-z-]+\s+)?$")
# A place smaller than this, in a country that the text does not name, is no place without a word that says so.
_OBSCURE = 4.3
# Nor without what is done to places: "captured Lesk".
_TAKEN = 0.6
# An army is named and no country else: a city next door that is so large is meant rather than a small one at home
# ("Russian troops left Donetsk"), and a small place there is looked at with less doubt.
_GREAT_ABROAD, _NEXT_DOOR, _ABROAD = 200_000, 1.0, 1.0
# "Russian troops took Pokrovsk": a town of the neighbour's, and no village at home.
_TOWN_ABROAD, _FAR_SMALLER = 20_000, 5
# A name of more letters is nobody else's in another spelling.
_LONG = 6
# What each place that lies in a region says for it, against the city or country that bears the name too.
_INHABITED, _INHABITED_MOST = 2.2, 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """A name with the place that it means; `others` are the further candidates, best first.

    `parent` is the region or country that the text says a name lies in, for names that the gazetteer lacks.
    """

    toponym: Toponym
    entry: Entry | None
    relation: PlaceRelation
    called_settlement: bool
    others: tuple[Entry, ...]
    parent: Entry | None = None

    @property
    def stated(self) -> bool:
        """Whether the text itself says that the name is a town: by a type word, or by what it lies in."""
        return not self.toponym.known or self.called_settlement or self.parent is not None


def resolve(
    text: str,
    toponyms: Sequence[Toponym],
    gazetteer: Gazetteer,
    cues: Cues,
    *,
    countries: Mapping[str, float],
) -> tuple[Resolved, ...]:
    """Return what each name means, in the order of the names.

    `countries` weighs the countries that the text is about (alpha-3 -> weight > 0), as the caller knows from sides and
    demonyms; the countries and regions that the names themselves give are added. The answer depends on the arguments
    only.
    """
    around = contexts(text, toponyms, cues)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    mentions = [
        Mention(
            toponym=name,
            context=context,
            candidates=candidates_of(name, gazetteer),
            exact=name.region is not None or gazetteer.bears_exactly(name.text),
            sentence=bisect_right(ends, name.start),
            alone=is_alone(text, name),
            within=_WITHIN.search(text, max(0, name.start - 40), name.start) is not None,
        )
        for name, context in zip(toponyms, around, strict=True)
    ]
    scene = _Scene(mentions, gazetteer, countries, bordering(cues.neighbours))
    return tuple(scene.resolved(place) for place in range(len(mentions)))


class _Scene:
    """One text's names, weighed together in two passes: each by itself, then with the others' places near or far."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        countries: Mapping[str, float],
        bordering: Mapping[str, frozenset[str]],
    ) -> None:
        self._mentions = mentions
        self._abroad = frozenset(code for one in countries for code in bordering.get(one, ())) - set(countries)
        self._gazetteer = gazetteer
        self._countries = self._weighed(countries)
        self._witnesses: dict[str, set[str]] = {code: {""} for code in self._countries}
        self._regions = self._named_regions()
        self._parents = parent_scores(mentions, gazetteer)
        self._children = child_scores(mentions)
        first = [self._scores(place) for place in range(len(mentions))]
        self._settle_countries(first)
        first = [self._scores(place) for place in range(len(mentions))]
        anchors = [max(scores.items(), key=_best)[0] if scores else None for scores in first]
        named = {(mentions[at].key, anchor) for at, anchor in enumerate(anchors) if anchor is not None}
        first = [self._inhabited(place, scores, named) for place, scores in enumerate(first)]
        points = self._points(anchors)
        self._final = [self._with_distance(place, scores, points) for place, scores in enumerate(first)]

    def resolved(self, place: int) -> Resolved:
        mention, scores = self._mentions[place], self._final[place]
        ranked = [entry for entry, _ in sorted(scores.items(), key=_best, reverse=True)]
        best = ranked[0] if ranked else None
        stated = self._stated_parent(mention)
        if best is not None and (self._is_obscure(mention, best) or self._is_elsewhere(mention, best, stated)):
            if stated is None and mention.alone and mention.context.located:
                stated = self._stated_around(mention, best)
            best = None
        elif (around := self._stated_around(mention, best)) is not None:
            best, stated = None, around
        return Resolved(
            toponym=mention.toponym,
            entry=best,
            relation=mention.context.relation,
            called_settlement=Feature.SETTLEMENT in mention.context.kinds,
            others=tuple(entry for entry in ranked if entry is not best)[:5],
            parent=stated if best is None else None,
        )

    def _stated_parent(self, mention: Mention) -> Entry | None:
        """Return the region or country that the words next to the name put it in: "Milis in Syria's Idlib"."""
        for place in (mention.context.parent_after, mention.context.parent_before):
            if place is not None and mention.context.located and (scores := self._final[place]):
                outer = max(scores.items(), key=_best)[0]
                if outer.feature in {Feature.COUNTRY, Feature.REGION}:
                    return outer
        return None

    def _stated_around(self, mention: Mention, entry: Entry | None) -> Entry | None:
        """Return the country or region that the sentence is set in, where nothing in the text speaks for another.

        "Lesk, Brod District, Norland": a small Lesk in a country that the text never mentions is another one.
        """
        if entry is None or entry.feature not in {Feature.SETTLEMENT, Feature.AREA} or entry.country is None:
            return None
        if entry.capital or entry.usual or entry.population >= _WELL_KNOWN:
            return None
        if self._witnesses.get(entry.country, set()) - {mention.key}:
            return None
        # "Brod" is no Bröd in a country that nothing speaks for.
        accented = not entry.name.isascii() and mention.toponym.text.isascii() and fold(entry.name) == mention.key
        for other, scores in zip(self._mentions, self._final, strict=True):
            # "France's army left Menaka": whose army it is does not say where it was.
            near = (other.sentence == mention.sentence and other.within) or (
                accented and (other.context.located or not mention.context.taken)
            )
            if near and other is not mention and scores:
                outer = max(scores.items(), key=_best)[0]
                if outer.feature in {Feature.COUNTRY, Feature.REGION} and outer.country != entry.country:
                    return outer
        return None

    def _is_elsewhere(self, mention: Mention, entry: Entry, stated: Entry | None) -> bool:
        """Whether a town lies in another country than the one that the text puts it in: then it is another town."""
        if stated is None or entry.country is None or entry.usual:
            return False
        if entry.feature not in {Feature.SETTLEMENT, Feature.AREA}:
            return False
        if entry.country == stated.country:
            apart = stated.feature is Feature.REGION and entry.region_id not in {None, stated.id}
            if apart and mention.context.district_of:
                # "Brod district of Lesk" is no town in another province.
                return True
            return apart and mention.context.comma and not entry.seat and stated.region_id == stated.id
        return not entry.capital if mention.context.comma else entry.population < GREAT

    def _weighed(self, given: Mapping[str, float]) -> dict[str, float]:
        """Return the caller's countries and those that the names are, the most named one as 1."""
        weights: dict[str, float] = defaultdict(float)
        for code, weight in given.items():
            weights[code] += max(weight, 0.0)
        for mention in self._mentions:
            for entry in mention.candidates[:1]:
                if entry.feature is Feature.COUNTRY and entry.country and not mention.context.kinds:
                    weights[entry.country] += 1.0
        return _scaled(weights)

    def _settle_countries(self, scores: Sequence[Mapping[Entry, float]]) -> None:
        """Add the countries of the names that are beyond doubt."""
        weights: dict[str, float] = defaultdict(float, self._countries)
        for mention, mine in zip(self._mentions, scores, strict=True):
            ranked = sorted(mine.items(), key=_best, reverse=True)
            if ranked and ranked[0][0].country and ranked[0][0].feature is not Feature.COUNTRY:
                rival = next((score for entry, score in ranked if entry.country != ranked[0][0].country), 0.0)
                sure = ranked[0][1] - rival
                if sure > 1.0 and ranked[0][1] > _OBSCURE:
                    weights[ranked[0][0].country] += min(sure, 4.0) / 8.0
                    self._witnesses.setdefault(ranked[0][0].country, set()).add(mention.key)
        self._countries = _scaled(weights)

    def _named_regions(self) -> frozenset[int]:
        """Return the ids of the regions that the text names as such."""
        return frozenset(
            entry.id
            for mention in self._mentions
            for entry in mention.candidates
            if entry.feature is Feature.REGION
            and (entry.usual or Feature.REGION in mention.context.kinds)
            and (not self._countries or entry.country in self._countries or entry.usual)
        )

    def _scores(self, place: int) -> dict[Entry, float]:
        mention = self._mentions[place]
        scores = {entry: self._score(place, entry) for entry in mention.candidates}
        return cities_before_regions(mention, scores)

    def _score(self, place: int, entry: Entry) -> float:
        mention = self._mentions[place]
        score = prior(entry) - _BORROWED.get(entry.country or "", 0.0) * (entry.feature is Feature.SETTLEMENT)
        score += _MAIN_NAME + renown(entry) if fold(entry.name) == mention.key else 0.0
        # Another spelling of its own name, where others only bear it besides: "Sloviansk".
        score += _MAIN_NAME if fold(entry.name) != mention.key and _is_called(entry, mention) else 0.0
        score += fit(mention.context, entry)
        if entry.feature is not Feature.COUNTRY:
            if entry.country:
                score += _IN_COUNTRY * self._countries.get(entry.country, 0.0)
                score += _IN_COUNTRY * self._is_invaded(mention, entry)
                if entry.country in self._abroad and entry.population >= _GREAT_ABROAD:
                    score += 0.0 if self._is_set_by_others(mention) else _NEXT_DOOR
            if entry.region_id in self._regions and entry.region_id != entry.id:
                score += _IN_REGION
        score += self._children.get((place, entry.id), 0.0)
        return score + self._parents.get((mention.key, entry.id), 0.0)

    def _is_invaded(self, mention: Mention, entry: Entry) -> bool:
        """Whether it is a town next door, where the one army named has but far smaller ones of the name at home."""
        if entry.country not in self._abroad or entry.population < _TOWN_ABROAD or not _is_called(entry, mention):
            return False
        home = (one for one in mention.candidates if one.country in self._countries and _is_called(one, mention))
        return all(_FAR_SMALLER * one.population <= entry.population for one in home)

    def _inhabited(
        self,
        place: int,
        scores: Mapping[Entry, float],
        named: Collection[tuple[str, Entry]],
    ) -> dict[Entry, float]:
        """Return the scores with what the others `named` say for a region whose name is also a country's or a town's.

        "Georgia" beside Atlanta and Savannah is the American state, beside Batumi and Gori the country.
        """
        regions = [entry for entry in scores if entry.feature is Feature.REGION and entry.region_id == entry.id]
        rivals = [
            entry
            for entry in scores
            if entry.feature is Feature.COUNTRY or (entry.feature is Feature.SETTLEMENT and entry.population >= GREAT)
        ]
        result = dict(scores)
        mine = self._mentions[place].key
        others = {anchor for key, anchor in named if key != mine} if regions and rivals else set()
        for region in regions:
            if not any(rival.region_id != region.id for rival in rivals):
                continue
            inside = sum(anchor.region_id == region.id for anchor in others)
            abroad = sum(
                anchor.country == rival.country
                for rival in rivals
                for anchor in others
                if rival.feature is Feature.COUNTRY
            )
            if inside > abroad:
                result[region] += min(_INHABITED * inside, _INHABITED_MOST)
            elif not abroad and _are_at_home(others, region):
                result[region] += _INHABITED_MOST
        return result

    def _points(self, anchors: Sequence[Entry | None]) -> dict[Entry, set[str]]:
        """Return the likeliest places that are points, each with the names that the text has for it."""
        points: dict[Entry, set[str]] = {}
        for mention, anchor in zip(self._mentions, anchors, strict=True):
            if anchor is not None and _is_point(anchor):
                points.setdefault(anchor, set()).add(mention.key)
        return points

    def _with_distance(
        self,
        place: int,
        scores: Mapping[Entry, float],
        points: Mapping[Entry, AbstractSet[str]],
    ) -> dict[Entry, float]:
        """Return the scores with what the nearest other place of the text adds."""
        if len(scores) < 2:
            return dict(scores)
        mine = self._mentions[place].key
        others = [anchor for anchor, names in points.items() if len(names) > 1 or mine not in names]
        result = {}
        for entry, score in scores.items():
            away = [distance_km(entry, other) for other in others if _is_point(entry)]
            nearest = min((distance for distance in away if distance is not None), default=None)
            result[entry] = score if nearest is None else score + _NEARBY * exp(-nearest / _NEARBY_KM)
        return result

    def _is_set_by_others(self, mention: Mention) -> bool:
        """Whether another name of the text says for sure in which country it is set."""
        return any(names - {"", mention.key} for names in self._witnesses.values())

    def _is_obscure(self, mention: Mention, entry: Entry) -> bool:
        """Whether a small place in a country that the text is not about is too weak a reading of a capital."""
        if entry.feature in {Feature.COUNTRY, Feature.REGION} or entry.usual or (entry.noted and mention.exact):
            return False
        main = fold(entry.name) == mention.key
        # "Kabkabia" of a place that nobody else could be
        spelt = mention.context.taken and len(mention.candidates) == 1 and len(mention.key) > _LONG
        spelt = spelt and loose(fold(entry.name)) == loose(mention.key)
        if Feature.SETTLEMENT in mention.context.kinds and main:
            return False
        if entry.country is None:
            return False
        if self._countries.get(entry.country, 0.0) >= 0.2 and self._witnesses.get(entry.country, set()) - {mention.key}:
            return False
        if self._parents.get((mention.key, entry.id), 0.0) > NAMESAKE:
            return False
        limit = _OBSCURE + (0.0 if mention.context.located else 0.3) + (0.0 if main or spelt else 0.5)
        if not mention.exact and not spelt:
            limit += 0.7
        elif len(mention.candidates) == 1 and len(mention.key) > 4:
            limit -= 0.5
        if not self._is_set_by_others(mention):
            # No other town says where the text is set.
            several = len(mention.candidates) > 1 and len({one.country for one in mention.candidates}) == 1
            said = mention.context.located or mention.context.taken
            limit -= 0.5 * (several and mention.exact and said and len(mention.key) > 4)
            limit -= _TAKEN * mention.context.taken
            limit -= _ABROAD * (entry.country in self._abroad and mention.exact and len(mention.key) > 4)
        return entry.feature in {Feature.SETTLEMENT, Feature.AREA} and not entry.capital and prior(entry) < limit


def _are_at_home(others: Collection[Entry], region: Entry) -> bool:
    """Whether the towns and regions, three or more and no capitals alone, all lie in the region's own country."""
    points = [entry for entry in others if entry.feature in {Feature.REGION, Feature.SETTLEMENT} and not entry.capital]
    return len(points) > 2 and all(entry.country == region.country for entry in points)


def _is_point(entry: Entry) -> bool:
    return entry.feature is not Feature.COUNTRY and (entry.country is not None or entry.feature is Feature.RIVER)


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    most = max(weights.values(), default=0.0)
    return {code: weight / most for code, weight in weights.items() if weight > 0} if most > 0 else {}


def _best(scored: tuple[Entry, float]) -> tuple[float, int, int]:
    entry, score = scored
    return score, entry.population, -entry.id


def _is_called(entry: Entry, mention: Mention) -> bool:
    """Whether it is the entry's own name, in any spelling, and none that it bears besides."""
    return fold(entry.name) == mention.key or loose(fold(entry.name)) == loose(mention.key)
