"""Areas that people can follow or ask about, found in the gazetteer by name, by the beginning of one, and by key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.model.area import (
    EVERYTHING,
    Area,
    KeyKind,
    area_key,
    country_key,
    everything,
    near_key,
    place_key,
    region_key,
    whole_key,
    wider_key,
)
from bot.model.place import Feature
from bot.places.entries import Entry
from bot.places.gazetteer import Gazetteer
from bot.places.names import fold

_ALL = frozenset({"all", "anything", "anywhere", "any", "everything", "everywhere", "world", "worldwide"})
# What a region's own name may end in, so that "region" after it would be said twice.
_KINDS = frozenset({"autonomous", "capital", "city", "county", "department", "district", "governorate", "oblast"}) | {
    *("prefecture", "province", "region", "republic", "state", "strip", "territory")
}
_REGIONS = frozenset({Feature.REGION, Feature.AREA})
# "within 30 km of Kupiansk", "30 km around Kupiansk".
_CIRCLE = re.compile(
    r"(?:within |up to )?(\d{1,3}(?:[.,]\d)?) ?(km|kms|kilomet(?:er|re)s?|mi|miles?) (?:of|around|from) (.+)",
    re.IGNORECASE,
)
# "Kupiansk and its region", as `_wider` shows it too.
_WIDER = re.compile(r"(.+?),? (?:and|with) (?:claims on )?its (?:whole )?region", re.IGNORECASE)
_KM = re.compile(r"\d{1,3}(?:\.\d)?")
_KM_PER_MILE = 1.609344
# Farther, a region or a country says it better, and the list of places would be long.
_FARTHEST_KM = 100
# What a label says of a town that bears its region's name.
_TOWN = " (town)"
_LARGEST_ID = 2**63 - 1
# Beginnings of names whose completions are kept, some megabytes.
_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class GazetteerAreas:
    """Finds areas; `bot.model.ports.AreaFinder` states the guarantees."""

    gazetteer: Gazetteer
    _begun: dict[tuple[str, int], tuple[Area, ...]] = field(default_factory=dict, repr=False, compare=False)

    def named(self, name: str) -> tuple[Area, ...]:
        """Return the areas that bear the name or have it for a key, the likeliest first."""
        if fold(name) in _ALL:
            return (everything(),)
        if (found := self.by_key(name.strip())) is not None:
            return (found,)
        if (circle := _CIRCLE.fullmatch(" ".join(name.split()))) is not None:
            km = float(circle[1].replace(",", ".")) * (_KM_PER_MILE if circle[2].casefold().startswith("mi") else 1)
            return tuple(filter(None, (self._around(area, km) for area in self._middles(circle[3]))))
        if (wider := _WIDER.fullmatch(" ".join(name.split()))) is not None:
            return tuple(filter(None, (self._wider(area) for area in self._middles(wider[1]))))
        # "Kharkiv region" and "Kupyansk, Kharkiv, Ukraine" are how areas are shown, and what people type then.
        head, *around = (part.strip().removesuffix(_TOWN) for part in name.split(","))
        bare = _without_kind(head)
        fitting = [area for area in self._found(head) if all(fold(part) in fold(area.label) for part in around)]
        if bare is not None:
            regions = [area for area in self._found(bare) if all(fold(part) in fold(area.label) for part in around)]
            fitting += [area for area in regions if not fitting or area.feature in _REGIONS]
            # "Gaza City" is a name, whatever its last word; where it is none, a region is meant.
            fitting.sort(key=lambda area: (not _is_called(area, head), area.feature not in _REGIONS))
        if around:
            # Names may have commas in them: "Bonaire, Saint Eustatius and Saba".
            fitting = [*self._found(name), *fitting]
        shown = fold(name)
        return tuple(sorted(dict.fromkeys(fitting), key=lambda area: fold(area.label) != shown))

    def complete(self, beginning: str, *, limit: int) -> tuple[Area, ...]:
        """Return areas whose names begin so, the largest first; what people type again and again is remembered."""
        asked = (" ".join(beginning.casefold().split()), limit)
        if (known := self._begun.get(asked)) is not None:
            return known
        found = self._completed(beginning, limit=limit)
        if len(self._begun) >= _REMEMBERED:
            self._begun.clear()
        self._begun[asked] = found
        return found

    def _completed(self, beginning: str, *, limit: int) -> tuple[Area, ...]:
        begun = fold(beginning)
        found = [everything()] if begun and any(word.startswith(begun) for word in _ALL) else []
        head = beginning.partition(",")[0].strip()
        entries = self.gazetteer.complete(_without_kind(head) or head, limit=limit)
        if not entries and (bare := _without_begun_kind(head)) is not None:
            entries = self.gazetteer.complete(bare, limit=limit)
        found.extend(area for entry in entries if (area := self._area(entry)) is not None)
        return tuple(dict.fromkeys(found))[:limit]

    def by_key(self, key: str) -> Area | None:
        """Return the area that `Area.key` names, `None` where there is none."""
        if key == EVERYTHING:
            return everything()
        kind, _, rest = key.partition(":")
        entry: Entry | None = None
        match kind:
            case KeyKind.AREA:
                return next((area for area in self._found(rest.rpartition(":")[2]) if area.key == key), None)
            case KeyKind.COUNTRY:
                entry = self.gazetteer.country(rest)
            case KeyKind.REGION:
                country, _, region = rest.partition(":")
                # By that very name first: another region may bear it besides its own, as cities' do ("Leningrad").
                exact = (area for area in self._found(region) if area.key == key)
                if (area := next(exact, None)) is not None:
                    return area
                entry = self.gazetteer.region(region, country)
            case KeyKind.NEAR:
                place, _, km = rest.partition(":")
                middle = self.by_key(f"{KeyKind.PLACE}:{place}")
                return self._around(middle, float(km)) if middle is not None and _KM.fullmatch(km) else None
            case KeyKind.WIDER:
                inner = self.by_key(f"{KeyKind.PLACE}:{rest}")
                return self._wider(inner) if inner is not None else None
            case KeyKind.PLACE if rest.isascii() and rest.isdigit() and int(rest) <= _LARGEST_ID:
                entry = self.gazetteer.entry(int(rest))
            case _:
                pass
        return None if entry is None else self._area(entry)

    def near_names(self, name: str) -> tuple[str, ...]:
        """Return names that sound like it, for "did you mean"."""
        return self.gazetteer.near_names(name, limit=3)

    def _middles(self, name: str) -> list[Area]:
        """Return the places of that name."""
        meant = self.named(name)
        # A country has no middle that anybody means, though somewhere a village may bear its name.
        country = bool(meant) and meant[0].feature is Feature.COUNTRY
        return [area for area in meant if area.key.startswith(f"{KeyKind.PLACE}:") and not country]

    def _around(self, middle: Area, km: float) -> Area | None:
        """Return all settlements within so many kilometres of one; `None` for a distance that is none, or too far."""
        entry = self.gazetteer.entry(int(middle.key.partition(":")[2]))
        if entry is None or not 0 < km <= _FARTHEST_KM:
            return None
        near = self.gazetteer.around(entry, km=km)
        keys = tuple(dict.fromkeys(place_key(one.geonameid) for one in near if one.geonameid is not None))
        shown = f"{km:.0f}" if km >= 10 else f"{km:.1f}".removesuffix(".0")
        return Area(
            key=near_key(entry.id, shown),
            label=f"within {shown} km of {middle.label}",
            feature=Feature.SETTLEMENT,
            keys=(middle.key, *(key for key in keys if key != middle.key)),
        )

    def _wider(self, inner: Area) -> Area | None:
        """Return a place with what is said of its whole region; `None` for what is in none."""
        entry = self.gazetteer.entry(int(inner.key.partition(":")[2]))
        if entry is None or not entry.country or not entry.region:
            return None
        return Area(
            key=wider_key(entry.id),
            label=f"{inner.label} and its whole region",
            feature=inner.feature,
            keys=(inner.key, whole_key(entry.country, entry.region)),
        )

    def _found(self, name: str) -> tuple[Area, ...]:
        return tuple(area for entry in self.gazetteer.lookup(name) if (area := self._area(entry)) is not None)

    def _area(self, entry: Entry) -> Area | None:
        """Return the entry as an area; `None` for what no claim could be found by."""
        label = self._label(entry)
        if entry.feature is Feature.COUNTRY and entry.country:
            key = country_key(entry.country)
            return Area(key=key, label=label, feature=entry.feature, keys=(key,))
        if entry.feature is Feature.REGION and entry.country and entry.region and entry.region_id == entry.id:
            key = region_key(entry.country, entry.region)
            return Area(key=key, label=label, feature=entry.feature, keys=(key,))
        if entry.geonameid is not None and not entry.district:
            key = place_key(entry.geonameid)
            return Area(key=key, label=label, feature=entry.feature, keys=(key,))
        # Of districts the gazetteer does not know what lies in them.
        if entry.feature not in {Feature.AREA, Feature.RIVER} or entry.district:
            return None
        # What is said of the area itself bears its name alone, what is said of its parts their keys.
        key = area_key(entry.name, country=entry.country, region=entry.region)
        parts = (*self.gazetteer.regions_in(entry), *self.gazetteer.countries_in(entry))
        if entry.country is None and entry.feature is Feature.AREA and not parts:
            # "Europe": nobody who follows it means what is said of it as a whole, and its parts are not known.
            return None
        inside = sorted(_part_key(part) for part in parts)
        return Area(key=key, label=label, feature=entry.feature, keys=(key, *inside))

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


def _part_key(part: Entry) -> str:
    """Return the key of a country, or of a region."""
    country = part.country or ""
    return country_key(country) if part.feature is Feature.COUNTRY else region_key(country, part.name)


def _is_called(area: Area, name: str) -> bool:
    return fold(area.label.partition(",")[0]) == fold(name)


def _without_kind(name: str) -> str | None:
    """Return "Kharkiv" for "Kharkiv region"; `None` where no such word ends the name."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in _KINDS else None


def _without_begun_kind(name: str) -> str | None:
    """Return "Kharkiv" for "Kharkiv reg" too."""
    words = name.split()
    begun = fold(words[-1]) if len(words) > 1 else ""
    return " ".join(words[:-1]) if begun and any(kind.startswith(begun) for kind in _KINDS) else None
