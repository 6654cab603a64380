"""Asking the bundled gazetteer."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.place import Feature
from bot.places.entries import Entry
from bot.places.gazetteer import Gazetteer, GazetteerError, bundled_gazetteer, distance_km
from bot.places.names import fold


def only(gazetteer: Gazetteer, name: str, feature: Feature) -> Entry:
    """Return the first place of that name and kind."""
    return next(entry for entry in gazetteer.lookup(name) if entry.feature is feature)


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Kupiansk", 703656),
        ("Kupyansk", 703656),
        ("Kup'yans'k", 703656),
        ("Izium", 707292),
        ("Izyum", 707292),
        ("Balakliya", 712926),
        ("Balakleya", 712926),
        ("Balakliia", 712926),
        ("Kyiv", 703448),
        ("Kiev", 703448),
        ("Kharkiv", 706483),
        ("Kharkov", 706483),
        ("Kherson", 706448),
        ("Severodonetsk", 691999),
        ("Sievierodonetsk", 691999),
        ("Artemivsk", 713174),
        ("Raqqa", 172955),
        ("Al-Raqqah", 172955),
        ("Kobane", 172256),
        ("Ayn al-Arab", 172256),
        ("Sana'a", 71137),
        ("El Fasher", 379555),
        ("Al-Fashir", 379555),
        ("Hodeidah", 79415),
        ("N'Djamena", 2427123),
        ("Port-au-Prince", 3718426),
    ],
)
def test_every_usual_spelling_answers(gazetteer: Gazetteer, name: str, geonameid: int) -> None:
    """What newsrooms write finds GeoNames' place."""
    assert geonameid in {entry.id for entry in gazetteer.lookup(name)}


@pytest.mark.parametrize(
    ("name", "region", "country"),
    [
        ("Kharkiv", "Kharkiv", "UKR"),
        ("Crimea", "Crimea", "UKR"),
        ("Luhansk", "Luhansk", "UKR"),
        ("Zaporizhzhia", "Zaporizhzhia", "UKR"),
        ("Idlib", "Idlib", "SYR"),
        ("Ar-Raqqah", "Raqqa", "SYR"),
        ("Deir al-Zour", "Deir ez-Zor", "SYR"),
        ("Anbar", "Al Anbar", "IRQ"),
        ("Salahuddin", "Saladin", "IRQ"),
        ("Nineveh", "Nineveh", "IRQ"),
        ("Ma'rib", "Marib", "YEM"),
        ("Taizz", "Taiz", "YEM"),
        ("Nangarhar", "Nangarhar", "AFG"),
        ("Konduz", "Kunduz", "AFG"),
        ("Arakan", "Rakhine", "MMR"),
        ("Shan", "Shan", "MMR"),
        ("Kachin", "Kachin", "MMR"),
        ("Nord-Kivu", "North Kivu", "COD"),
        ("Ituri", "Ituri", "COD"),
        ("Northern Darfur", "North Darfur", "SDN"),
        ("Tigray", "Tigray", "ETH"),
        ("Amhara", "Amhara", "ETH"),
        ("Borno State", "Borno", "NGA"),
        ("Dagestan", "Dagestan", "RUS"),
        ("Helmand", "Helmand", "AFG"),
        ("Northern Ireland", "Northern Ireland", "GBR"),
        ("Nuevo Leon", "Nuevo León", "MEX"),
        ("Norte de Santander", "Norte de Santander", "COL"),
    ],
)
def test_regions_bear_their_usual_english_names(gazetteer: Gazetteer, name: str, region: str, country: str) -> None:
    """A first-order region is found by any spelling and named as news names it."""
    found = gazetteer.region(name, country)
    assert found is not None
    assert (found.name, found.region, found.country) == (region, region, country)


def test_a_region_is_not_found_in_another_country(gazetteer: Gazetteer) -> None:
    """Kharkiv is no region of Russia."""
    assert gazetteer.region("Kharkiv", "RUS") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("DRC", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Burma", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("UK", "GBR"),
        ("U.S.", "USA"),
        ("Palestine", "PSE"),
        ("Kosovo", "XKX"),
        ("Czech Republic", "CZE"),
    ],
)
def test_countries_answer_to_their_other_names(gazetteer: Gazetteer, name: str, country: str) -> None:
    """A country's further names come first of all places of that name."""
    first = gazetteer.lookup(name)[0]
    assert (first.feature, first.country) == (Feature.COUNTRY, country)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Crimea", "UKR"),
        ("Sevastopol", "UKR"),
        ("Golan Heights", "SYR"),
        ("Abkhazia", "GEO"),
        ("South Ossetia", "GEO"),
        ("Transnistria", "MDA"),
        ("Nagorno-Karabakh", "AZE"),
        ("Somaliland", "SOM"),
        ("West Bank", "PSE"),
        ("Western Sahara", "ESH"),
    ],
)
def test_disputed_places_have_the_country_of_geonames(gazetteer: Gazetteer, name: str, country: str) -> None:
    """Who holds a place does not move it to another country."""
    assert gazetteer.lookup(name)[0].country == country


def test_an_unknown_name_has_no_places(gazetteer: Gazetteer) -> None:
    """A name that nothing bears gives an empty answer."""
    assert gazetteer.lookup("Qwxzyvakk") == ()


@pytest.mark.parametrize("name", ["", " ", "-", "'", "。", "\x00"])
def test_names_without_letters_have_no_places(gazetteer: Gazetteer, name: str) -> None:
    """Signs alone are no name, and no error."""
    assert gazetteer.lookup(name) == ()


@settings(deadline=None)
@given(
    name=st.sampled_from(["Kup'yans'k", "Deir ez-Zor", "Nuevo León", "St. Petersburg", "AL-HASAKAH", "Łódź", "U.S."])
)
def test_a_folded_name_finds_the_same(gazetteer: Gazetteer, name: str) -> None:
    """Looking up the key is looking up the name."""
    assert gazetteer.lookup(fold(name)) == gazetteer.lookup(name)


@settings(deadline=None)
@given(name=st.text(max_size=50))
def test_any_text_may_be_asked(gazetteer: Gazetteer, name: str) -> None:
    """No text makes a lookup fail, and its folded form finds the same."""
    assert gazetteer.lookup(name) == gazetteer.lookup(fold(name))


def test_larger_kinds_and_larger_places_come_first(gazetteer: Gazetteer) -> None:
    """A country stands before a region, a region before a town, and towns by their size."""
    georgia = gazetteer.lookup("Georgia")
    assert [entry.country for entry in georgia[:2]] == ["GEO", "USA"]
    towns = [entry.population for entry in gazetteer.lookup("Tripoli") if entry.feature is Feature.SETTLEMENT]
    assert towns == sorted(towns, reverse=True)


def test_an_entry_is_found_by_its_id(gazetteer: Gazetteer) -> None:
    """The id gives the place with its region and country."""
    entry = gazetteer.entry(703656)
    assert entry is not None
    assert (entry.name, entry.region, entry.country) == ("Kupyansk", "Kharkiv", "UKR")
    assert entry.geonameid == 703656
    assert (entry.lat, entry.lon) == pytest.approx((49.71, 37.616), abs=0.01)


def test_an_unknown_id_is_no_place(gazetteer: Gazetteer) -> None:
    """An id that the file lacks gives nothing."""
    assert gazetteer.entry(1) is None


def test_a_region_has_its_geonames_id_and_point(gazetteer: Gazetteer) -> None:
    """`config/geonames.toml` gives what the sources lack."""
    region = gazetteer.region("Kharkiv", "UKR")
    assert region is not None
    assert (region.geonameid, region.lat, region.lon) == (706482, 49.5, 36.5)


def test_a_region_without_a_known_id_shows_none(gazetteer: Gazetteer) -> None:
    """The file's own negative ids are never shown."""
    region = gazetteer.region("Kavango East", "NAM")
    assert region is not None
    assert region.geonameid is None


def test_a_country_lies_where_geonames_puts_it(gazetteer: Gazetteer) -> None:
    """The middle of its towns would lie in the west of Russia."""
    country = gazetteer.country("RUS")
    assert country is not None
    assert (country.lat, country.lon) == (60.0, 100.0)


@pytest.mark.parametrize(
    ("country", "capital"),
    [
        ("UKR", "Kyiv"),
        ("RUS", "Moscow"),
        ("SYR", "Damascus"),
        ("YEM", "Sanaa"),
        ("ETH", "Addis Ababa"),
        ("MMR", "Nay Pyi Taw"),
    ],
)
def test_countries_know_their_capitals(gazetteer: Gazetteer, country: str, capital: str) -> None:
    """The capital is a settlement of the country."""
    found = gazetteer.capital(country)
    assert found is not None
    assert (found.name, found.country, found.capital) == (capital, country, True)


def test_every_country_is_there_once(gazetteer: Gazetteer) -> None:
    """Codes are alpha-3 and do not repeat."""
    codes = [entry.country for entry in gazetteer.countries()]
    assert len(codes) == len(set(codes)) == 250
    assert all(code is not None and len(code) == 3 and code.isupper() for code in codes)


def test_ancestors_go_up_the_region_tree(gazetteer: Gazetteer) -> None:
    """A town lies in its region, in areas that hold that whole, and in its country."""
    bakhmut = only(gazetteer, "Bakhmut", Feature.SETTLEMENT)
    assert [entry.name for entry in gazetteer.ancestors(bakhmut)] == ["Donetsk", "Donbas", "Ukraine"]


def test_ancestors_of_a_country_are_the_areas_around_it(gazetteer: Gazetteer) -> None:
    """A country may lie in a larger area, and in no country."""
    somalia = gazetteer.country("SOM")
    assert somalia is not None
    assert [entry.name for entry in gazetteer.ancestors(somalia)] == ["Horn of Africa"]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (("Kharkiv", Feature.REGION), ("Kupiansk", Feature.SETTLEMENT)),
        (("Ukraine", Feature.COUNTRY), ("Kupiansk", Feature.SETTLEMENT)),
        (("Ukraine", Feature.COUNTRY), ("Kharkiv", Feature.REGION)),
        (("Donbas", Feature.AREA), ("Donetsk", Feature.REGION)),
        (("Donbas", Feature.AREA), ("Bakhmut", Feature.SETTLEMENT)),
        (("Darfur", Feature.AREA), ("El Fasher", Feature.SETTLEMENT)),
        (("Sinai", Feature.AREA), ("North Sinai", Feature.REGION)),
        (("Kivu", Feature.AREA), ("Kivu", Feature.AREA)),
    ],
)
def test_a_place_lies_in_what_is_around_it(
    gazetteer: Gazetteer,
    outer: tuple[str, Feature],
    inner: tuple[str, Feature],
) -> None:
    """Settlement, region, area, country: each lies in the next, and a place in itself."""
    around, within = only(gazetteer, *outer), only(gazetteer, *inner)
    assert gazetteer.contains(around, within)
    assert gazetteer.contains(around.place(outer[0]), within.place(inner[0]))


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (("Kharkiv", Feature.REGION), ("Kherson", Feature.SETTLEMENT)),
        (("Kharkiv", Feature.SETTLEMENT), ("Kupiansk", Feature.SETTLEMENT)),
        (("Kupiansk", Feature.SETTLEMENT), ("Kharkiv", Feature.REGION)),
        (("Russia", Feature.COUNTRY), ("Crimea", Feature.REGION)),
        (("Donbas", Feature.AREA), ("Kharkiv", Feature.REGION)),
        (("Donetsk", Feature.REGION), ("Donbas", Feature.AREA)),
    ],
)
def test_a_place_lies_in_nothing_else(
    gazetteer: Gazetteer,
    outer: tuple[str, Feature],
    inner: tuple[str, Feature],
) -> None:
    """A city holds no other town, a region nothing of another, a part not the whole."""
    assert not gazetteer.contains(only(gazetteer, *outer), only(gazetteer, *inner))


def test_distance_is_the_great_circle(gazetteer: Gazetteer) -> None:
    """Kharkiv and Kupiansk lie about a hundred kilometres apart."""
    kharkiv, kupiansk = gazetteer.entry(706483), gazetteer.entry(703656)
    assert kharkiv is not None
    assert kupiansk is not None
    assert distance_km(kharkiv, kupiansk) == pytest.approx(102, abs=3)
    assert distance_km(kharkiv, kharkiv) == 0


@pytest.mark.parametrize(
    ("prefix", "name"),
    [("kup", "Kupyansk"), ("khark", "Kharkiv"), ("deir e", "Deir ez-Zor"), ("Al-H", "Al Hudaydah"), ("dniP", "Dnipro")],
)
def test_a_beginning_is_completed(gazetteer: Gazetteer, prefix: str, name: str) -> None:
    """Autocompletion offers the known places of that beginning."""
    assert name in {entry.name for entry in gazetteer.complete(prefix, limit=10)}


@pytest.mark.parametrize("prefix", ["", "k", "'"])
def test_a_single_letter_is_not_completed(gazetteer: Gazetteer, prefix: str) -> None:
    """Less than two letters would offer the whole world."""
    assert gazetteer.complete(prefix) == ()


@settings(deadline=None)
@given(limit=st.integers(min_value=0, max_value=30))
def test_completion_obeys_its_limit(gazetteer: Gazetteer, limit: int) -> None:
    """No more places than asked for."""
    assert len(gazetteer.complete("san", limit=limit)) <= limit


@pytest.mark.parametrize(
    ("misspelt", "name"),
    [
        ("Izuym", "Izyum"),
        ("Bakmut", "Bakhmut"),
        ("Kharkof", "Kharkiv"),
        ("Mariopol", "Mariupol"),
    ],
)
def test_a_misspelling_is_offered_its_name(gazetteer: Gazetteer, misspelt: str, name: str) -> None:
    """What sounds alike is suggested, never taken for the name."""
    assert gazetteer.lookup(misspelt) == () or name not in {entry.name for entry in gazetteer.lookup(misspelt)}
    assert name in gazetteer.near_names(misspelt)


def test_threads_may_ask_at_once(gazetteer: Gazetteer) -> None:
    """Each thread has its own connection, and the answers are the same."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(gazetteer.lookup, ["Kherson", "Kherson", "Idlib", "Kherson"]))
    assert found[0] == found[1] == found[3]


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    """The error names the recipe."""
    with pytest.raises(GazetteerError, match="make gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    """A file that another version built is not read."""
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        database.execute("INSERT INTO meta VALUES ('schema', '0')")
        database.commit()
    with pytest.raises(GazetteerError, match="schema"):
        Gazetteer(path)


def test_the_bundled_file_cannot_be_written() -> None:
    """The program opens its gazetteer for reading only."""
    with bundled_gazetteer() as gazetteer, pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._database().execute("DELETE FROM name")


def test_the_bundled_file_is_small() -> None:
    """The gazetteer ships with the package, so it stays under 40 MB."""
    with bundled_gazetteer() as gazetteer:
        assert gazetteer._path.stat().st_size < 40_000_000
