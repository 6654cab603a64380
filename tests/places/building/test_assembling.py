"""From an invented country's sources to a gazetteer file that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.place import Feature
from bot.places.building.assembling import Sources, assemble
from bot.places.building.divisions import District
from bot.places.building.knowledge import (
    AreaFact,
    CountryNames,
    Knowledge,
    KnowledgeError,
    RegionNames,
    SettlementNames,
)
from bot.places.building.rows import City, CountryFact
from bot.places.building.writing import write
from bot.places.gazetteer import Gazetteer


def city(number: int, name: str, admin1: str, people: int, *alternates: str, lat: float = 10.0) -> City:
    """Return a city of Sudmark."""
    return City(
        geonameid=number,
        name=name,
        alternates=alternates,
        iso2="XS",
        admin1=admin1,
        lat=lat,
        lon=20.0,
        population=people,
    )


SUDMARK = CountryFact(geonameid=900, name="Sudmark", iso2="XS", iso3="XSU", capital="Ellbruck", population=3_000_000)
SOURCES = Sources(
    cities=(
        city(1, "Ellbruck", "01", 900_000, "Ellbrück", "Ellbrigg", "EBK"),
        city(2, "Moorhamn", "02", 50_000, "Moorhaven"),
        city(3, "Little Moor", "02", 600, "Ellbruck", "Police"),
    ),
    countries=(SUDMARK,),
    region_names={("XS", "01"): "Ellbruck Oblast", ("XS", "02"): "Moor Province"},
    districts=(District(iso2="XS", admin1="02", name="Fenside", lat=11.0, lon=21.0, points=3),),
    knowledge=Knowledge(
        countries=(CountryNames(code="XSU", aliases=("Southmark",)),),
        regions=(RegionNames(code="XSU.02", name="Moorland", aliases=("The Moor",), usual=True),),
        settlements=(
            SettlementNames(geonameid=2, aliases=("Moorport",), population=60_000),
            SettlementNames(name="Tinford", country="XSU", region="Moorland", lat=10.5, lon=20.5),
        ),
        areas=(
            AreaFact(
                name="Elland", feature=Feature.AREA, lat=10.0, lon=20.0, country="XSU", holds=("Ellbruck", "Moorland")
            ),
            AreaFact(name="River Ell", feature=Feature.RIVER, lat=10.0, lon=20.0, aliases=("Ell",)),
        ),
    ),
    barred=frozenset({"police"}),
)


@pytest.fixture
def gazetteer(tmp_path: Path) -> Iterator[Gazetteer]:
    """Write Sudmark's gazetteer and open it."""
    path = tmp_path / "sudmark.sqlite"
    write(path, assemble(SOURCES), iso2={"XSU": "XS"}, meta={"source": "invented"})
    with Gazetteer(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ellbrück", [("Ellbruck", "region"), ("Ellbruck", "settlement")]),
        ("Ellbrigg", [("Ellbruck", "region"), ("Ellbruck", "settlement")]),
        ("Moorland", [("Moorland", "region")]),
        ("Moor Province", [("Moorland", "region")]),
        ("the Moor", [("Moorland", "region")]),
        ("Moorport", [("Moorhamn", "settlement")]),
        ("Tinford", [("Tinford", "settlement")]),
        ("Southmark", [("Sudmark", "country")]),
        ("Ell", [("River Ell", "river")]),
        ("Fenside", [("Fenside", "area")]),
        ("EBK", []),
        ("Police", []),
    ],
)
def test_the_file_answers(gazetteer: Gazetteer, name: str, found: list[tuple[str, str]]) -> None:
    """Main names, alternates and what the analyst adds answer; junk does not."""
    assert [(entry.name, entry.feature.value) for entry in gazetteer.lookup(name)] == found


def test_a_great_citys_name_is_no_alternate_of_a_village(gazetteer: Gazetteer) -> None:
    """Little Moor does not answer to the capital's name."""
    assert 3 not in {entry.id for entry in gazetteer.lookup("Ellbruck")}


def test_the_capital_and_the_seats_are_marked(gazetteer: Gazetteer) -> None:
    """The capital is the country's, a seat the largest place of its region."""
    capital = gazetteer.capital("XSU")
    assert capital is not None
    assert (capital.name, capital.capital, capital.seat) == ("Ellbruck", True, True)
    assert [entry.seat for entry in gazetteer.lookup("Little Moor")] == [False]


def test_an_analysts_population_counts(gazetteer: Gazetteer) -> None:
    """What the analyst says of a settlement replaces GeoNames' figure."""
    assert gazetteer.lookup("Moorhamn")[0].population == 60_000


def test_an_area_holds_its_regions(gazetteer: Gazetteer) -> None:
    """A town of a held region lies in the area."""
    assert gazetteer.contains(gazetteer.lookup("Elland")[0], gazetteer.lookup("Tinford")[0])


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Building twice changes nothing."""
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        write(path, assemble(SOURCES), iso2={"XSU": "XS"}, meta={})
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("knowledge", "message"),
    [
        pytest.param(Knowledge(regions=(RegionNames(code="XSU.09", name="Nowhere"),)), "no place", id="region"),
        pytest.param(Knowledge(countries=(CountryNames(code="XNO"),)), "lacks", id="country"),
        pytest.param(Knowledge(settlements=(SettlementNames(geonameid=77),)), "lacks", id="settlement"),
        pytest.param(
            Knowledge(areas=(AreaFact(name="A", feature=Feature.AREA, lat=0, lon=0, country="XSU", region="Fens"),)),
            "no region 'Fens'",
            id="area in an unknown region",
        ),
        pytest.param(
            Knowledge(areas=(AreaFact(name="A", feature=Feature.AREA, lat=0, lon=0, country="XNO"),)),
            "no country XNO",
            id="area in an unknown country",
        ),
        pytest.param(
            Knowledge(areas=(AreaFact(name="A", feature=Feature.AREA, lat=0, lon=0, country="XSU", holds=("Fens",)),)),
            "neither a region nor a country",
            id="area that holds nothing known",
        ),
    ],
)
def test_knowledge_that_fits_no_source_stops_the_build(knowledge: Knowledge, message: str) -> None:
    """A code or name that the sources lack is a mistake in the file."""
    with pytest.raises(KnowledgeError, match=message):
        assemble(replace(SOURCES, knowledge=knowledge))
