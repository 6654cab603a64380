"""Reads the marked texts and counts what `places parse` finds of their names, and where it puts them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files

from bot.article.reading import read_article
from bot.commands.placing import find_mentions
from bot.extraction.sides import SideIndex
from bot.model.article import RawArticle
from bot.model.place import Feature, Place, PlaceMention
from bot.places.cues import load_cues
from bot.places.finder import GazetteerPlaceFinder
from bot.places.gazetteer import Gazetteer, distance_km
from bot.places.resolution import resolve
from bot.places.toponyms import Toponym

# What published evaluations count as near: 100 miles.
NEAR_KM = 161.0
_MARKED = re.compile(r"\[([^\]|]+)\|([^\]]*)\]")
_MOMENT = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """A place name of a marked text; `geonameid` is `None` where any point near is right."""

    start: int
    end: int
    text: str
    geonameid: int | None
    lat: float
    lon: float

    def is_near(self, place: Place) -> bool:
        """Whether the place lies within 161 km."""
        return (self.kilometres(place) or 0.0) <= NEAR_KM if place.lat is not None else False

    def kilometres(self, place: Place) -> float | None:
        """Return the distance to a place, `None` where it has no point."""
        here = replace(place, lat=self.lat, lon=self.lon)
        return distance_km(here, place)


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """One text with its names."""

    id: str
    text: str
    truths: tuple[Truth, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one name: `found` is what stands at its very span, `given` what the span means when told."""

    marked: Marked
    truth: Truth | None
    found: Place | None
    given: Place | None = None


def read_marked() -> tuple[Marked, ...]:
    """Return the marked texts that ship with the tests."""
    folder = files("tests.golden.places")
    places = tomllib.loads(folder.joinpath("places.toml").read_text(encoding="utf-8"))["places"]
    tables = tomllib.loads(folder.joinpath("texts.toml").read_text(encoding="utf-8"))["text"]
    return tuple(_marked(table["id"], table["body"], table.get("lead", []), places) for table in tables)


def _marked(name: str, body: str, lead: Sequence[Sequence[str]], places: dict[str, list[float]]) -> Marked:
    body = re.sub(r"(?<!\n)\n(?!\n)", " ", body.strip())
    text, truths, at = "", [], 0
    for found in _MARKED.finditer(body):
        text += body[at : found.start()]
        truths.append(_truth(found[1], len(text), places[found[2]]))
        text += found[1]
        at = found.end()
    text += body[at:]
    truths += [_truth(words, text.index(words), places[key]) for words, key in lead]
    return Marked(id=name, text=text, truths=tuple(sorted(truths, key=lambda truth: truth.start)))


def _truth(words: str, start: int, place: list[float]) -> Truth:
    number, lat, lon = place
    return Truth(start=start, end=start + len(words), text=words, geonameid=int(number) or None, lat=lat, lon=lon)


def outcomes(texts: Sequence[Marked], gazetteer: Gazetteer, sides: SideIndex) -> Iterator[Outcome]:
    """Yield an outcome for each name, and one without truth for each name found that is none."""
    finder = GazetteerPlaceFinder(gazetteer)
    for marked in texts:
        found = {(one.start, one.end): one.place for one in _found(marked, finder, sides)}
        given = _given(marked, gazetteer)
        for truth, told in zip(marked.truths, given, strict=True):
            yield Outcome(marked=marked, truth=truth, found=found.pop((truth.start, truth.end), None), given=told)
        for place in found.values():
            yield Outcome(marked=marked, truth=None, found=place)


def _found(marked: Marked, finder: GazetteerPlaceFinder, sides: SideIndex) -> tuple[PlaceMention, ...]:
    article = read_article(
        RawArticle(origin="test", key=marked.id, body=marked.text, received_at=_MOMENT, language="en"), now=_MOMENT
    )
    return find_mentions(article, finder=finder, side_index=sides)


def _given(marked: Marked, gazetteer: Gazetteer) -> list[Place | None]:
    toponyms = [Toponym(text=truth.text, start=truth.start, end=truth.end) for truth in marked.truths]
    resolved = resolve(marked.text, toponyms, gazetteer, load_cues(), countries={})
    return [one.entry.place(one.toponym.text) if one.entry else None for one in resolved]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The measures that published evaluations use, each between 0 and 1."""

    names: int
    precision: float
    recall: float
    f1: float
    near: float
    exact: float
    given_near: float
    given_exact: float


def figures(found: Sequence[Outcome]) -> Figures:
    """Return the figures. End to end, a name that is not found counts as a place put wrong."""
    truths = [one for one in found if one.truth is not None]
    hits = sum(one.found is not None for one in truths)
    known = [one for one in truths if one.truth is not None and one.truth.geonameid is not None]
    precision = hits / max(1, hits + len(found) - len(truths))
    recall = hits / len(truths)
    return Figures(
        names=len(truths),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(precision + recall, 1e-9),
        near=sum(is_near(one.truth, one.found) for one in truths) / len(truths),
        exact=sum(_is_exact(one.truth, one.found) for one in known) / len(known),
        given_near=sum(is_near(one.truth, one.given) for one in truths) / len(truths),
        given_exact=sum(_is_exact(one.truth, one.given) for one in known) / len(known),
    )


def is_near(truth: Truth | None, place: Place | None) -> bool:
    """Whether the name was put within 161 km; a bay or range is near where its own entry is meant."""
    if truth is None or place is None:
        return False
    if truth.geonameid is None and place.feature in {Feature.AREA, Feature.RIVER}:
        return (truth.kilometres(place) or 0.0) <= _WIDE_KM
    return truth.is_near(place)


def _is_exact(truth: Truth | None, place: Place | None) -> bool:
    return truth is not None and place is not None and place.geonameid == truth.geonameid


# Of a sea or a mountain range two sources give points far apart.
_WIDE_KM = 1000.0
