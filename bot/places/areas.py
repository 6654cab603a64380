"""Areas that people can follow or ask about, found in the gazetteer by name, by the beginning of one, and by key."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.area import EVERYTHING, Area, KeyKind, country_key, everything, place_key, region_key
from bot.model.place import Feature
from bot.places.entries import Entry
from bot.places.gazetteer import Gazetteer
from bot.places.names import fold

_ALL = frozenset({"all", "anything", "anywhere", "any", "everything", "everywhere", "world", "worldwide"})
# What a region's own name may end in, so that "region" after it would be said twice.
_KINDS = frozenset({"autonomous", "capital", "city", "county", "department", "district", "governorate", "oblast"}) | {
    *("prefecture", "province", "region", "republic", "state", "strip", "territory")
}
_AREA_PREFIX = "area:"


@dataclass(frozen=True, slots=True)
class GazetteerAreas:
    """Finds areas; `bot.model.ports.AreaFinder` states the guarantees."""

    gazetteer: Gazetteer

    def named(self, name: str) -> tuple[Area, ...]:
        """Return the areas that bear the name or have it for a key, the likeliest first."""
        if fold(name) in _ALL:
            return (everything(),)
        if (found := self.by_key(name.strip())) is not None:
            return (found,)
        # "Kharkiv region" and "Kupyansk, Kharkiv, Ukraine" are how areas are shown, and what people type then.
        head, *around = (part.strip() for part in name.split(","))
        bare = _without_kind(head)
        entries = self.gazetteer.lookup(head) or (self.gazetteer.lookup(bare) if bare else ())
        wants_region = bare is not None
        found_areas = [area for entry in entries if (area := self._area(entry)) is not None]
        fitting = [area for area in found_areas if all(fold(part) in fold(area.label) for part in around)]
        fitting.sort(key=lambda area: wants_region and area.feature not in {Feature.REGION, Feature.AREA})
        return tuple(dict.fromkeys(fitting))

    def complete(self, beginning: str, *, limit: int) -> tuple[Area, ...]:
        """Return areas whose names begin so, the largest first."""
        begun = fold(beginning)
        found = [everything()] if begun and any(word.startswith(begun) for word in _ALL) else []
        head = beginning.partition(",")[0].strip()
        entries = self.gazetteer.complete(_without_kind(head) or head, limit=limit)
        found.extend(area for entry in entries if (area := self._area(entry)) is not None)
        return tuple(dict.fromkeys(found))[:limit]

    def by_key(self, key: str) -> Area | None:
        """Return the area that `Area.key` names, `None` where there is none."""
        if key == EVERYTHING:
            return everything()
        if key.startswith(_AREA_PREFIX):
            return next((area for area in self.named(key.removeprefix(_AREA_PREFIX)) if area.key == key), None)
        kind, _, rest = key.partition(":")
        entry: Entry | None = None
        match kind:
            case KeyKind.COUNTRY:
                entry = self.gazetteer.country(rest)
            case KeyKind.REGION:
                country, _, region = rest.partition(":")
                entry = self.gazetteer.region(region, country)
            case KeyKind.PLACE if rest.isascii() and rest.isdigit():
                entry = self.gazetteer.entry(int(rest))
            case _:
                pass
        return None if entry is None else self._area(entry)

    def near_names(self, name: str) -> tuple[str, ...]:
        """Return names that sound like it, for "did you mean"."""
        return self.gazetteer.near_names(name, limit=3)

    def _area(self, entry: Entry) -> Area | None:
        """Return the entry as an area; `None` for what no claim could be found by."""
        label = self._label(entry)
        if entry.feature is Feature.COUNTRY and entry.country:
            key = country_key(entry.country)
            return Area(key=key, label=label, feature=entry.feature, keys=(key,))
        if entry.feature is Feature.REGION and entry.country and entry.region and entry.region_id == entry.id:
            key = region_key(entry.country, entry.region)
            return Area(key=key, label=label, feature=entry.feature, keys=(key,))
        if entry.feature is Feature.AREA:
            parts = self.gazetteer.regions_in(entry)
            keys = tuple(sorted(region_key(part.country, part.name) for part in parts if part.country))
            return Area(key=_AREA_PREFIX + entry.name, label=label, feature=entry.feature, keys=keys) if keys else None
        if entry.geonameid is None:
            return None
        key = place_key(entry.geonameid)
        return Area(key=key, label=label, feature=entry.feature, keys=(key,))

    def _label(self, entry: Entry) -> str:
        country = self.gazetteer.country(entry.country) if entry.country else None
        around = country.name if country is not None else None
        if entry.feature is Feature.COUNTRY:
            return entry.name
        if entry.feature is Feature.REGION and not _KINDS & set(fold(entry.name).split()):
            return ", ".join(part for part in (f"{entry.name} region", around) if part)
        region = entry.region if entry.feature not in {Feature.REGION, Feature.AREA} else None
        name = entry.name if region != entry.name else f"{entry.name} (town)"
        return ", ".join(part for part in (name, region if region != entry.name else None, around) if part)


def _without_kind(name: str) -> str | None:
    """Return "Kharkiv" for "Kharkiv region"; `None` where no such word ends the name."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in _KINDS else None
