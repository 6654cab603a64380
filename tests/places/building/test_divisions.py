"""Regions and districts from points that name them."""

from __future__ import annotations

import pytest

from bot.places.building.divisions import centres, districts, main_name, plain_region_name, region_names
from bot.places.building.rows import City, Located


def city(
    number: int, name: str, *, admin1: str = "07", lat: float = 50.0, lon: float = 36.0, people: int = 100
) -> City:
    """Return a city of an invented list."""
    return City(
        geonameid=number,
        name=name,
        alternates=(),
        iso2="UA",
        admin1=admin1,
        lat=lat,
        lon=lon,
        population=people,
    )


def point(lat: float, lon: float, admin1: str | None, admin2: str | None = None) -> Located:
    """Return a point that names its divisions."""
    return Located(iso2="UA", lat=lat, lon=lon, admin1=admin1, admin2=admin2)


@pytest.mark.parametrize(
    ("name", "iso2", "plain"),
    [
        ("Amur Oblast", "RU", "Amur"),
        ("Borno State", "NG", "Borno"),
        ("Abyan Governorate", "YE", "Abyan"),
        ("Maidan Wardak Province", "AF", "Maidan Wardak"),
        ("Wāsiţ", "IQ", "Wasit"),
        ("Ma’rib", "YE", "Marib"),
        ("Al Jabal al Akhḑar", "LY", "Al Jabal al Akhdar"),
        ("Nuevo León", "MX", "Nuevo León"),
        ("Norte de Santander Department", "CO", "Norte de Santander"),
        ("Northern Province", "ZM", "Northern Province"),
        ("Free State", "ZA", "Free State"),
        ("Northern Ireland", "GB", "Northern Ireland"),
        ("Republic of Tyva", "RU", "Tyva"),
    ],
)
def test_regions_lose_their_type(name: str, iso2: str, plain: str) -> None:
    """The type goes, except where it is the name; scholars' marks go where news has none."""
    assert plain_region_name(name, iso2) == plain


@pytest.mark.parametrize(
    ("name", "iso2", "plain"),
    [("Al Qāmishlī", "SY", "Al Qamishli"), ("‘Ayn al ‘Arab", "SY", "Ayn al Arab"), ("Łódź", "PL", "Łódź")],
)
def test_settlements_are_named_as_news_prints_them(name: str, iso2: str, plain: str) -> None:
    """Romanised Arabic loses its marks, Polish does not."""
    assert main_name(name, iso2) == plain


def test_a_code_is_named_by_the_vote_of_its_places() -> None:
    """One misplaced point does not rename a region."""
    cities = [city(1, "A", lat=50.0), city(2, "B", lat=51.0), city(3, "C", lat=52.0)]
    points = [point(50.0, 36.0, "Kharkiv"), point(51.0, 36.0, "Kharkiv"), point(52.0, 36.0, "Sumy")]
    assert region_names(cities, points) == {("UA", "07"): "Kharkiv"}


def test_a_code_without_points_has_no_name() -> None:
    """No name is made up."""
    assert region_names([city(1, "A")], [point(10.0, 10.0, "Elsewhere")]) == {}


def test_a_district_lies_in_the_middle_of_its_points() -> None:
    """Its coordinates are the mean, its region that of its places."""
    cities = [city(1, "A", lat=50.0), city(2, "B", lat=52.0)]
    found = districts(
        cities, [point(50.0, 36.0, "Kharkiv", "Izium Raion"), point(52.0, 36.0, "Kharkiv", "Izium Raion")]
    )
    assert [(each.name, each.admin1, each.lat, each.points) for each in found] == [("Izium", "07", 51.0, 2)]


def test_a_district_that_a_town_is_named_like_is_left_to_the_town() -> None:
    """The name means the town."""
    assert districts([city(1, "Izium")], [point(50.0, 36.0, "Kharkiv", "Izium Raion")]) == ()


def test_the_middle_of_a_region_leans_to_its_people() -> None:
    """A large city weighs more than a village."""
    lat, lon = centres([city(1, "A", lat=50.0, people=1_000_000), city(2, "B", lat=60.0, people=100)])["UA", "07"]
    assert 50.0 < lat < 51.0
    assert lon == pytest.approx(36.0)
