"""The first-order regions and the districts, from points that name the divisions they lie in.

The place data knows only a region's code ("UA", "07"); the points know only its name. Both know the coordinates, so a
code's name is the one that most of its places' points give.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.places.building.rows import ENGLISH, City, Located
from bot.places.names import fold

_TYPE_WORDS = (
    "Oblast|Oblast’|Oblast'|oblast|Governorate|Province|Povince|State|Region|Republic|Krai|Kray|District|"
    "Department|County|Municipality|Prefecture|Voivodeship|Area|Raion|Rayon|Division|Parish|Regional State"
)
_SUFFIX = re.compile(rf"^(.{{3,}}?)(?: (?:{_TYPE_WORDS}|Peoples' Region))+$")
_PREFIX = re.compile(r"^(?:Muhafazat|Raionul|Republic of|Province of|State of|Wilaya de|Région de|Region of) (.+)$")
_AYN = re.compile("[ʻʼʽʾʿ‘’'`´]")
_COMPASS = re.compile(
    r"^(?:Northern|Southern|Eastern|Western|Central|North|South|East|West|Capital|Upper|Lower|"
    r"Free|Federal|New|Northeast|Northwest|Southeast|Southwest|Northeastern|Northwestern|Southeastern|Southwestern)$",
)
# Countries whose names GeoNames gives in a scholar's romanisation of Arabic, Persian or Ethiopic script: news writes
# these without the marks ("Wāsiţ" -> "Wasit"); elsewhere accents belong to the name ("Nuevo León").
_ROMANISED = frozenset({
    "AE", "AF", "BH", "EG", "ER", "ET", "IQ", "IR", "JO", "KW", "LB", "LY", "OM", "PK", "PS",
    "QA", "SA", "SD", "SO", "SY", "YE",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """A second-order division with the middle of its points; `full` is its name with the type, if English."""

    iso2: str
    admin1: str
    name: str
    lat: float
    lon: float
    points: int
    full: str = ""


def plain_region_name(name: str, iso2: str) -> str:
    """Return a division's name without its type ("Borno State" -> "Borno"), unless it is a compass word without it."""
    bare = name.strip()
    if found := _PREFIX.match(bare):
        bare = found[1]
    if (found := _SUFFIX.match(bare)) and not _COMPASS.match(found[1]):
        bare = found[1]
    return without_marks(bare) if iso2 in _ROMANISED else bare


def main_name(name: str, iso2: str) -> str:
    """Return a settlement's name as news prints it: "Al Qāmishlī" -> "Al Qamishli", and "Nuevo León" as it is."""
    return without_marks(name) if iso2 in _ROMANISED else name


def without_marks(name: str) -> str:
    """Return a romanised name as news prints it: no marks, no ayn, capitals as they were."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _AYN.sub("", bare).strip()


def region_names(cities: Iterable[City], points: Iterable[Located]) -> dict[tuple[str, str], str]:
    """Return (country, first-order code) -> GeoNames' name of the region, by the vote of the places in it."""
    named = {_spot(point.iso2, point.lat, point.lon): point.admin1 for point in points if point.admin1}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        if city.admin1 and (name := named.get(_spot(city.iso2, city.lat, city.lon))):
            votes[city.iso2, city.admin1][name] += 1
    return {code: min(count.items(), key=lambda vote: (-vote[1], vote[0]))[0] for code, count in votes.items()}


def districts(cities: Sequence[City], points: Iterable[Located]) -> tuple[District, ...]:
    """Return the second-order divisions.

    One that shares its name with a place of the same region goes by its full name ("Lamar County"), or is left out
    where that is not English.
    """
    places = {_spot(city.iso2, city.lat, city.lon): city for city in cities}
    settled = {(city.iso2, city.admin1, fold(city.name)) for city in cities}
    found: dict[tuple[str, str, str], list[Located]] = defaultdict(list)
    titles: dict[tuple[str, str, str], str] = {}
    for point in points:
        city = places.get(_spot(point.iso2, point.lat, point.lon))
        if city and city.admin1 and point.admin2:
            name = plain_region_name(point.admin2, point.iso2)
            full = point.admin2.strip() if point.iso2 in ENGLISH else name
            if (city.iso2, city.admin1, fold(name)) in settled:
                name = full
            if len(fold(name)) > 2 and (city.iso2, city.admin1, fold(name)) not in settled:
                found[city.iso2, city.admin1, name].append(point)
                titles[city.iso2, city.admin1, name] = full
    return tuple(
        District(
            iso2=iso2,
            admin1=admin1,
            name=name,
            lat=sum(point.lat for point in members) / len(members),
            lon=sum(point.lon for point in members) / len(members),
            points=len(members),
            full=titles[iso2, admin1, name],
        )
        for (iso2, admin1, name), members in sorted(found.items())
    )


def centres(cities: Iterable[City]) -> Mapping[tuple[str, str], tuple[float, float]]:
    """Return (country, first-order code) -> the middle of its places, the more people the more weight (root)."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in cities:
        weight = max(city.population, 100) ** 0.5
        for code in sorted({(city.iso2, city.admin1), (city.iso2, "")}):
            total = sums[code]
            total[0] += weight * city.lat
            total[1] += weight * city.lon
            total[2] += weight
    return {code: (lat / weight, lon / weight) for code, (lat, lon, weight) in sums.items()}


def _spot(iso2: str, lat: float, lon: float) -> tuple[str, float, float]:
    return iso2, round(lat, 4), round(lon, 4)
