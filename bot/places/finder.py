"""The port's finder: place names of a text with what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.place import Feature, Place, PlaceMention
from bot.places.cues import Cues, load_cues
from bot.places.gazetteer import Gazetteer
from bot.places.names import fold
from bot.places.resolution import Resolved, resolve
from bot.places.toponyms import find_toponyms


class GazetteerPlaceFinder:
    """Finds and resolves place names with a gazetteer; a `PlaceFinder`."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues | None = None) -> None:
        self._gazetteer = gazetteer
        self._cues = cues or load_cues()

    def find(self, text: str, *, countries: Mapping[str, float]) -> tuple[PlaceMention, ...]:
        """Return every place name, sorted and not overlapping, resolved within the whole text.

        A name that the gazetteer lacks is kept where the text calls it a town or village ("the village of
        Staromaryivka"): then the place has the article's name, no id and no coordinates, and the region and country
        only that the text says it lies in.
        """
        toponyms = find_toponyms(text, self._gazetteer, self._cues)
        resolved = resolve(text, toponyms, self._gazetteer, self._cues, countries=countries)
        return tuple(
            _mention(each)
            for each in resolved
            # "Mitiga International Airport" names no town called Airport, though there is one.
            if (each.entry is not None or each.stated) and fold(each.toponym.text) not in self._cues.facility_types
        )


def _mention(resolved: Resolved) -> PlaceMention:
    toponym, entry = resolved.toponym, resolved.entry
    if entry is not None:
        place = entry.place(toponym.text, relation=resolved.relation)
    else:
        place = Place(
            text=toponym.text,
            name=toponym.text,
            feature=Feature.AREA if toponym.natural else Feature.SETTLEMENT,
            region=resolved.parent.region if resolved.parent else None,
            country=resolved.parent.country if resolved.parent else None,
            relation=resolved.relation,
        )
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        place=place,
        near_misses=tuple(other.place(toponym.text) for other in resolved.others),
    )
