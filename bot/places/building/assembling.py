"""Puts the sources together: settlements, regions, districts, countries and areas become rows with names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.model.place import Feature
from bot.places.building.divisions import District, centres, main_name, plain_region_name
from bot.places.building.facts import Fact, Facts
from bot.places.building.knowledge import AreaFact, Knowledge, KnowledgeError, RegionNames
from bot.places.building.pruning import kept_alternates
from bot.places.building.rows import ENGLISH, City, CountryFact, Row
from bot.places.names import fold, loose, skeleton

# A main name that a place of this size bears is no longer an alternate of places a hundred times smaller.
_GREAT = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Everything that the rows are made of."""

    cities: Sequence[City]
    countries: Sequence[CountryFact]
    region_names: Mapping[tuple[str, str], str]
    districts: Sequence[District]
    knowledge: Knowledge
    barred: frozenset[str]
    facts: Facts = field(default_factory=Facts)


def assemble(sources: Sources) -> tuple[Row, ...]:
    """Return all rows, sorted by id."""
    iso3 = {country.iso2: country.iso3 for country in sources.countries}
    middles = centres(sources.cities)
    regions = _regions(sources, iso3, middles)
    settlements = _settlements(sources, iso3, regions)
    countries = _countries(sources, middles)
    settlements = _with_region_names(regions, settlements)
    named_regions = _with_seat_names(regions, settlements, sources.knowledge)
    lowest = -len(named_regions)
    areas = _areas(sources, named_regions, countries, lowest)
    lowest -= len(areas)
    extra = _extra_settlements(sources, named_regions, iso3, lowest)
    lowest -= len(extra)
    small = _districts(sources, named_regions, iso3, lowest)
    rows = [*settlements.values(), *named_regions.values(), *countries, *areas, *extra, *small]
    seen: set[int] = set()
    for row in rows:
        if row.id in seen:
            raise KnowledgeError(f"{row.name}: the id {row.id} is taken")
        seen.add(row.id)
    return tuple(sorted(rows, key=lambda row: row.id))


def _regions(
    sources: Sources,
    iso3: Mapping[str, str],
    middles: Mapping[tuple[str, str], tuple[float, float]],
) -> dict[tuple[str, str], Row]:
    people: dict[tuple[str, str], int] = defaultdict(int)
    for city in sources.cities:
        people[city.iso2, city.admin1] += city.population
    known = {region.code: region for region in sources.knowledge.regions}
    iso2 = {three: two for two, three in iso3.items()}
    codes = set(sources.region_names)
    for code in known:
        country, _, admin1 = code.partition(".")
        if (iso2.get(country, ""), admin1) not in people:
            raise KnowledgeError(f"region {code}: no place of GeoNames lies in it")
        codes.add((iso2[country], admin1))
    rows = {}
    for number, (two, admin1) in enumerate(sorted(codes), start=1):
        ours = known.get(f"{iso3[two]}.{admin1}", RegionNames(code=""))
        theirs = sources.region_names.get((two, admin1), ours.name)
        plain = plain_region_name(theirs, two)
        fact = sources.facts.regions.get(f"{iso3[two]}.{admin1}")
        lat, lon = (fact.lat, fact.lon) if fact else middles[two, admin1]
        known_as = _id(fact, -number)
        rows[two, admin1] = Row(
            id=known_as,
            name=ours.name or plain,
            feature=Feature.REGION,
            region_id=known_as,
            country=iso3[two],
            lat=lat,
            lon=lon,
            population=people[two, admin1],
            names=tuple(sorted({theirs, plain, *ours.aliases} - {""})),
            usual=ours.usual,
        )
    return rows


def _settlements(
    sources: Sources,
    iso3: Mapping[str, str],
    regions: Mapping[tuple[str, str], Row],
) -> dict[int, Row]:
    seats = _largest(sources.cities)
    capitals = _capitals(sources.cities, sources.countries)
    ours = {place.geonameid: place for place in sources.knowledge.settlements if place.geonameid}
    great = _great_names(sources.cities)
    rows = {}
    for city in sources.cities:
        own = ours.pop(city.geonameid, None)
        alternates = kept_alternates(
            city.alternates,
            main=city.name,
            english=city.iso2 in ENGLISH,
            barred=sources.barred,
        )
        limit = 100 * max(city.population, 500)
        region = regions.get((city.iso2, city.admin1))
        rows[city.geonameid] = Row(
            id=city.geonameid,
            name=(own.name if own else "") or _usual_name(city, region if city.geonameid in seats else None),
            feature=Feature.SETTLEMENT,
            region_id=region.id if region else None,
            country=iso3[city.iso2],
            lat=city.lat,
            lon=city.lon,
            population=(own.population if own else 0) or city.population,
            names=(
                city.name,
                *(own.aliases if own else ()),
                *(name for name in alternates if great.get(fold(name), 0) <= limit),
            ),
            seat=city.geonameid in seats,
            capital=city.geonameid in capitals,
            noted=own is not None,
        )
    if ours:
        raise KnowledgeError(f"settlements that GeoNames lacks: {sorted(ours)}")
    return rows


def _usual_name(city: City, named_after: Row | None) -> str:
    """Return the name in print; that of the region where the city only spells it otherwise ("Hamah" in "Hama")."""
    name = main_name(city.name, city.iso2)
    if named_after is not None and loose(fold(name)) == loose(fold(named_after.name)):
        return named_after.name
    return name


def _largest(cities: Iterable[City]) -> frozenset[int]:
    """Return the ids of the largest place of each region."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for city in cities:
        if city.population:
            size = (city.population, -city.geonameid)
            best[city.iso2, city.admin1] = max(size, best.get((city.iso2, city.admin1), size))
    return frozenset(-negative for _, negative in best.values())


def _capitals(cities: Iterable[City], countries: Iterable[CountryFact]) -> frozenset[int]:
    """Return the ids of the capitals: in each country the largest place that bears the capital's name."""
    wanted = {(country.iso2, fold(country.capital)) for country in countries if country.capital}
    best: dict[str, tuple[bool, int, int]] = {}
    for city in cities:
        main = (city.iso2, fold(city.name)) in wanted
        if main or any((city.iso2, fold(name)) in wanted for name in city.alternates):
            size = (main, city.population, -city.geonameid)
            best[city.iso2] = max(size, best.get(city.iso2, size))
    return frozenset(-negative for _, _, negative in best.values())


def _great_names(cities: Iterable[City]) -> dict[str, int]:
    great: dict[str, int] = {}
    for city in cities:
        if city.population >= _GREAT:
            key = fold(city.name)
            great[key] = max(city.population, great.get(key, 0))
    return great


def _with_region_names(regions: Mapping[tuple[str, str], Row], settlements: Mapping[int, Row]) -> dict[int, Row]:
    """Give the largest city of a region the region's other spellings of the name they share ("Hodeidah")."""
    by_id = {row.id: row for row in regions.values()}
    result = dict(settlements)
    for place in settlements.values():
        region = by_id.get(place.region_id or 0)
        if place.seat and region is not None:
            sounds = skeleton(fold(place.name))
            shared = [name for name in (region.name, *region.names) if skeleton(fold(name)) == sounds]
            result[place.id] = replace(place, names=tuple(dict.fromkeys((*place.names, *shared))))
    return result


def _with_seat_names(
    regions: Mapping[tuple[str, str], Row],
    settlements: Mapping[int, Row],
    knowledge: Knowledge,
) -> dict[tuple[str, str], Row]:
    """Give a region the spellings of the city it shares its name with: "Kharkov" means the region as well."""
    fixed = {region.code for region in knowledge.regions if region.aliases}
    namesakes: dict[int, Row] = {}
    for place in sorted(settlements.values(), key=lambda row: (row.population, row.id)):
        if place.seat and place.region_id is not None:
            namesakes[place.region_id] = place
    result = {}
    for code, row in regions.items():
        city = namesakes.get(row.id)
        shares = city is not None and {fold(city.name), *map(fold, city.names)} & {fold(row.name)}
        if city is None or not shares or f"{row.country}.{code[1]}" in fixed:
            result[code] = row
        else:
            result[code] = replace(row, names=tuple(sorted({*row.names, city.name, *city.names})))
    return result


def _countries(sources: Sources, middles: Mapping[tuple[str, str], tuple[float, float]]) -> list[Row]:
    ours = {country.code: country for country in sources.knowledge.countries}
    rows = []
    for country in sources.countries:
        own = ours.pop(country.iso3, None)
        fact = sources.facts.countries.get(country.iso3)
        lat, lon = (fact.lat, fact.lon) if fact else middles.get((country.iso2, ""), (0.0, 0.0))
        rows.append(
            Row(
                id=country.geonameid,
                name=(own.name if own else "") or country.name,
                feature=Feature.COUNTRY,
                region_id=None,
                country=country.iso3,
                lat=lat,
                lon=lon,
                population=country.population,
                names=(country.name, *(own.aliases if own else ())),
            ),
        )
    if ours:
        raise KnowledgeError(f"countries that GeoNames lacks: {sorted(ours)}")
    return rows


def _areas(
    sources: Sources,
    regions: Mapping[tuple[str, str], Row],
    countries: Sequence[Row],
    lowest: int,
) -> list[Row]:
    named = {(row.country, row.name): row for row in regions.values()}
    known = {row.country: row for row in countries}
    rows = []
    for number, area in enumerate(sources.knowledge.areas, start=1):
        if area.country and area.country not in known:
            raise KnowledgeError(f"{area.name}: no country {area.country}")
        region = named.get((area.country, area.region))
        if area.region and region is None:
            raise KnowledgeError(f"{area.name}: no region {area.region!r} in {area.country}")
        rows.append(
            Row(
                id=area.geonameid or lowest - number,
                name=area.name,
                feature=area.feature,
                region_id=region.id if region else None,
                country=area.country or None,
                lat=area.lat,
                lon=area.lon,
                population=0,
                names=area.aliases,
                holds=tuple(_held(area, name, named, known) for name in area.holds),
                usual=area.usual,
            ),
        )
    return rows


def _held(
    area: AreaFact,
    name: str,
    regions: Mapping[tuple[str | None, str], Row],
    countries: Mapping[str | None, Row],
) -> int:
    """Return the id of what an area holds: "Donetsk" (in its own country), "UKR.Donetsk", or a country's code."""
    country, _, rest = name.rpartition(".")
    row = regions.get((country or area.country, rest)) or (countries.get(name) if not country else None)
    if row is None:
        raise KnowledgeError(f"{area.name} holds {name!r}, which is neither a region nor a country")
    return row.id


def _extra_settlements(
    sources: Sources,
    regions: Mapping[tuple[str, str], Row],
    iso3: Mapping[str, str],
    lowest: int,
) -> list[Row]:
    named = {(row.country, row.name): row for row in regions.values()}
    rows = []
    for number, place in enumerate((place for place in sources.knowledge.settlements if not place.geonameid), start=1):
        region = named.get((place.country, place.region))
        if (place.region and region is None) or place.country not in iso3.values():
            raise KnowledgeError(f"settlement {place.name}: no region {place.region!r} in {place.country!r}")
        rows.append(
            Row(
                id=lowest - number,
                name=place.name,
                feature=Feature.SETTLEMENT,
                region_id=region.id if region else None,
                country=place.country,
                lat=place.lat or 0.0,
                lon=place.lon or 0.0,
                population=place.population,
                names=place.aliases,
                noted=True,
            ),
        )
    return rows


def _id(fact: Fact | None, own: int) -> int:
    """Return GeoNames' id where it is known, else the file's own."""
    return own if fact is None or fact.geonameid is None else fact.geonameid


def _districts(
    sources: Sources,
    regions: Mapping[tuple[str, str], Row],
    iso3: Mapping[str, str],
    lowest: int,
) -> list[Row]:
    rows = []
    for number, district in enumerate(sources.districts, start=1):
        region = regions.get((district.iso2, district.admin1))
        fact = sources.facts.districts.get(f"{iso3[district.iso2]}.{district.admin1}.{district.name}")
        rows.append(
            Row(
                id=_id(fact, lowest - number),
                name=district.name,
                feature=Feature.AREA,
                region_id=region.id if region else None,
                country=iso3[district.iso2],
                lat=fact.lat if fact else district.lat,
                lon=fact.lon if fact else district.lon,
                population=0,
                names=(district.full,) if district.full else (),
                district=True,
            ),
        )
    return rows
