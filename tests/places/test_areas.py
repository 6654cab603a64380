"""Areas that people can follow or ask about, found in the bundled gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.area import EVERYTHING, Area, area_key, country_key, everything, keys_of, place_key, region_key
from bot.model.place import Feature, Place
from bot.places.areas import GazetteerAreas
from bot.places.gazetteer import Gazetteer

KHARKIV_REGION = region_key("UKR", "Kharkiv")
KHARKIV_CITY = place_key(706483)


@pytest.fixture(scope="module")
def areas(gazetteer: Gazetteer) -> GazetteerAreas:
    """Return the areas of the bundled gazetteer."""
    return GazetteerAreas(gazetteer)


def first(areas: GazetteerAreas, name: str) -> Area:
    """Return the likeliest area of a name."""
    return areas.named(name)[0]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ukraine", country_key("UKR")),
        ("DR Congo", country_key("COD")),
        ("Burma", country_key("MMR")),
        ("Kharkiv", KHARKIV_REGION),
        ("Kharkiv region", KHARKIV_REGION),
        ("kharkov oblast", KHARKIV_REGION),
        ("Kharkiv region, Ukraine", KHARKIV_REGION),
        ("  Kharkiv ,  ukraine ", KHARKIV_REGION),
        ("Kharkiv (town), Ukraine", KHARKIV_CITY),
        ("Idlib province", region_key("SYR", "Idlib")),
        ("Idlib Governorate, Syria", region_key("SYR", "Idlib")),
        ("Borno State", region_key("NGA", "Borno")),
        ("Western region, Ghana", region_key("GHA", "Western")),
        ("Western region, Fiji", region_key("FJI", "Western")),
        ("Gaza", region_key("PSE", "Gaza Strip")),
        ("Gaza City", place_key(281133)),
        ("Crimea", region_key("UKR", "Crimea")),
        ("Kupyansk", place_key(703656)),
        ("Kup'yans'k", place_key(703656)),
        ("Kupyansk, Kharkiv, Ukraine", place_key(703656)),
        ("Georgia", country_key("GEO")),
        ("Georgia, United States", region_key("USA", "Georgia")),
        ("Georgia region", region_key("USA", "Georgia")),
        ("Bonaire, Saint Eustatius and Saba", country_key("BES")),
        ("Donbas", area_key("Donbas", country="UKR", region=None)),
        ("the Donbass", area_key("Donbas", country="UKR", region=None)),
        ("Darfur", "area:SDN::Darfur"),
        ("Golan Heights", "area:SYR:Quneitra:Golan Heights"),
        ("Horn of Africa", "area:::Horn of Africa"),
        ("everything", EVERYTHING),
        (" ANYWHERE ", EVERYTHING),
        ("world", EVERYTHING),
    ],
)
def test_an_area_is_found_as_people_type_it(areas: GazetteerAreas, name: str, key: str) -> None:
    """Its usual spellings, with what kind it is or where it lies, and its label as it is shown."""
    assert first(areas, name).key == key


@pytest.mark.parametrize(
    ("key", "label", "feature", "keys"),
    [
        pytest.param("country:UKR", "Ukraine", Feature.COUNTRY, ("country:UKR",), id="country"),
        pytest.param(KHARKIV_REGION, "Kharkiv region, Ukraine", Feature.REGION, (KHARKIV_REGION,), id="region"),
        pytest.param(
            "region:PSE:Gaza Strip", "Gaza Strip, Palestine", Feature.REGION, ("region:PSE:Gaza Strip",), id="strip"
        ),
        pytest.param(
            "place:703656", "Kupyansk, Kharkiv, Ukraine", Feature.SETTLEMENT, ("place:703656",), id="settlement"
        ),
        pytest.param(KHARKIV_CITY, "Kharkiv (town), Ukraine", Feature.SETTLEMENT, (KHARKIV_CITY,), id="seat"),
        pytest.param(
            "area:UKR::Donbas",
            "Donbas, Ukraine",
            Feature.AREA,
            ("area:UKR::Donbas", "region:UKR:Donetsk", "region:UKR:Luhansk"),
            id="area-of-regions",
        ),
        pytest.param(
            "area:::Horn of Africa",
            "Horn of Africa",
            Feature.AREA,
            ("area:::Horn of Africa", "country:DJI", "country:ERI", "country:ETH", "country:SOM"),
            id="area-of-countries",
        ),
        pytest.param(
            "area:SYR:Quneitra:Golan Heights",
            "Golan Heights, Syria",
            Feature.AREA,
            ("area:SYR:Quneitra:Golan Heights",),
            id="area-in-a-country",
        ),
        pytest.param(
            "area:UKR::Dnipro River", "Dnipro River, Ukraine", Feature.RIVER, ("area:UKR::Dnipro River",), id="river"
        ),
    ],
)
def test_an_area_says_what_it_is(
    areas: GazetteerAreas, key: str, label: str, feature: Feature, keys: tuple[str, ...]
) -> None:
    """Its label tells a region from the town of that name, and its keys are what claims in it bear."""
    assert areas.by_key(key) == Area(key=key, label=label, feature=feature, keys=keys)


def test_a_name_lists_what_else_it_may_mean(areas: GazetteerAreas) -> None:
    """The likeliest first, each once."""
    keys = [area.key for area in areas.named("Georgia")]
    assert keys[:2] == ["country:GEO", "region:USA:Georgia"]
    assert len(keys) == len(set(keys))


def test_a_region_asked_for_comes_before_the_country(areas: GazetteerAreas) -> None:
    """Who says what kind it is means it."""
    assert first(areas, "Georgia region").feature is Feature.REGION
    assert first(areas, "Georgia").feature is Feature.COUNTRY


@pytest.mark.parametrize(
    "name",
    ["", " ", ",", "!!!", "Qwxzyvakk", "Kharkiv, Russia", "Europe", "region", "area:", "place:", "region:", "country:"],
)
def test_what_is_no_area_is_not_found(areas: GazetteerAreas, name: str) -> None:
    """Neither a name that nothing bears nor one whose place lies elsewhere, nor an area whose parts are not known."""
    assert areas.named(name) == ()


@pytest.mark.parametrize(
    "key",
    [
        *("", "country:", "country:XXX", "country:ukr", "region:UKR", "region:UKR:", "region:RUS:Kharkiv"),
        *(
            "place:",
            "place:-5",
            "place:٣",
            "place:1",
            f"place:{2**63}",
            "place:7 ",
            "area:",
            "area:Donbas",
            "area:UKR::donbas",
        ),
        *("area:area:Donbas", "area:" * 3_000, "area:AFG:Kandahar:Arghandab", "town:7", ":", "Donbas"),
    ],
    ids=lambda key: key[:30],
)
def test_what_is_no_key_finds_nothing(areas: GazetteerAreas, key: str) -> None:
    """And breaks nothing."""
    assert areas.by_key(key) is None


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("region:RUS:Leningrad", "Leningrad region, Russia"),
        ("region:MEX:México", "México region, Mexico"),
        ("region:KAZ:Aqmola", "Aqmola region, Kazakhstan"),
    ],
)
def test_a_region_is_not_taken_for_the_city_that_bears_its_name(areas: GazetteerAreas, key: str, label: str) -> None:
    """A region whose name is another's former or further name is still found by its key."""
    found = areas.by_key(key)
    assert found is not None
    assert (found.key, found.label) == (key, label)


def test_every_country_and_region_is_found_by_key_and_by_label(gazetteer: Gazetteer, areas: GazetteerAreas) -> None:
    """What a menu offers finds what it showed, in every country."""
    lost = []
    for country in gazetteer.countries():
        area = areas.by_key(country_key(country.country or ""))
        assert area is not None
        if area not in areas.named(area.label) or area not in areas.named(area.key):
            lost.append(area.label)
    for name, code in (("Kharkiv", "UKR"), ("Northern", "GHA"), ("Kurdistan", "IRN")):
        area = areas.by_key(region_key(code, name))
        assert area is not None
        if first(areas, area.label) != area:
            lost.append(area.label)
    assert lost == []


@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("Kupyansk", "Kharkiv region"),
        ("Kupyansk", "Ukraine"),
        ("Bakhmut", "Donbas"),
        ("Donbas", "Donbas"),
        ("Donbas", "Ukraine"),
        ("El Fasher", "Darfur"),
        ("Golan Heights", "Golan Heights"),
        ("Golan Heights", "Syria"),
        ("Somalia", "Horn of Africa"),
        ("Dnipro River", "Dnieper River"),
        ("Gaza City", "Gaza"),
    ],
)
def test_a_place_lies_in_the_areas_around_it(
    gazetteer: Gazetteer, areas: GazetteerAreas, name: str, around: str
) -> None:
    """A claim's place, as the gazetteer resolves it, bears a key of each area that people can follow for it."""
    place = gazetteer.lookup(name)[0].place(name)
    assert first(areas, around).holds(keys_of([place]))


def test_a_place_lies_in_no_area_elsewhere(gazetteer: Gazetteer, areas: GazetteerAreas) -> None:
    """Kupyansk is not in Donbas."""
    place = gazetteer.lookup("Kupyansk")[0].place("Kupyansk")
    assert not first(areas, "Donbas").holds(keys_of([place]))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Khark", KHARKIV_REGION),
        ("kharkiv reg", KHARKIV_REGION),
        ("Kharkiv region, Ukr", KHARKIV_REGION),
        ("Donb", "area:UKR::Donbas"),
        ("ukrai", "country:UKR"),
        ("every", EVERYTHING),
        ("wor", EVERYTHING),
    ],
)
def test_areas_are_offered_while_one_types(areas: GazetteerAreas, typed: str, key: str) -> None:
    """From the second letter on, and for what is shown as well."""
    assert key in {area.key for area in areas.complete(typed, limit=25)}


def test_what_is_typed_again_is_offered_again(areas: GazetteerAreas) -> None:
    """Also where it is written otherwise; and as many as are asked for."""
    first_time = areas.complete("Khark", limit=25)
    assert areas.complete(" khark ", limit=25) == first_time
    assert areas.complete("Khark", limit=2) == first_time[:2]


@pytest.mark.parametrize("typed", ["", " ", "K", ",", "qwxzyvakk"])
def test_nothing_is_offered_for_nothing(areas: GazetteerAreas, typed: str) -> None:
    """One letter begins half the world."""
    assert areas.complete(typed, limit=25) == ()


@pytest.mark.parametrize("limit", [0, 1, 5])
def test_no_more_is_offered_than_asked_for(areas: GazetteerAreas, limit: int) -> None:
    """A menu has its length; "e" begins everything too."""
    assert len(areas.complete("al", limit=limit)) == limit
    assert len(areas.complete("everything", limit=limit)) <= limit


def test_what_is_offered_is_found_by_its_key(areas: GazetteerAreas) -> None:
    """The choice's value leads to the area that was shown."""
    for typed in ("kha", "san", "al", "mex", "geo"):
        for area in areas.complete(typed, limit=25):
            assert areas.named(area.key) == (area,)


def test_a_slip_has_near_names(areas: GazetteerAreas) -> None:
    """A few that sound like it, the likeliest first."""
    assert areas.near_names("Kupiyansk")[0] == "Kupyansk"
    assert len(areas.near_names("Kharkeev")) <= 3
    assert areas.near_names("") == ()


def test_an_area_names_the_regions_and_countries_that_it_holds(gazetteer: Gazetteer) -> None:
    """Regions by name, countries by code, and neither among the other."""
    darfur, horn = (gazetteer.lookup(name)[0] for name in ("Darfur", "Horn of Africa"))
    assert [entry.name for entry in gazetteer.regions_in(darfur)] == [
        "Central Darfur",
        "East Darfur",
        "North Darfur",
        "South Darfur",
        "West Darfur",
    ]
    assert gazetteer.countries_in(darfur) == gazetteer.regions_in(horn) == ()
    assert [entry.country for entry in gazetteer.countries_in(horn)] == ["DJI", "ERI", "ETH", "SOM"]
    assert gazetteer.regions_in(gazetteer.lookup("Kupyansk")[0]) == ()


def test_everything_is_one_area(areas: GazetteerAreas) -> None:
    """Whatever word it is asked for by."""
    assert areas.named("all") == (everything(),) == areas.named(EVERYTHING)


@settings(deadline=None, max_examples=200)
@given(
    name=st.text(max_size=40)
    | st.sampled_from(["area:", "place:", "region:"]).flatmap(
        lambda kind: st.text(max_size=20).map(lambda rest: kind + rest)
    )
)
def test_any_text_may_be_typed(areas: GazetteerAreas, name: str) -> None:
    """It finds something or nothing, and every area found is found again by its key."""
    areas.complete(name, limit=5)
    for area in areas.named(name)[:3]:
        assert areas.by_key(area.key) == area


@pytest.mark.parametrize(
    "name",
    ["within 30 km of Kharkiv", "30km around kharkiv", "30 kilometres from Kharkiv (town), Ukraine", "near:706483:30"],
)
def test_a_circle_is_followed(areas: GazetteerAreas, name: str) -> None:
    """Around a town, even where a region bears its name; it holds the towns in it, and none beyond."""
    circle = first(areas, name)
    assert (circle.key, circle.label) == ("near:706483:30", "within 30 km of Kharkiv (town), Ukraine")
    derhachi, chuhuiv = place_key(709611), place_key(710229)
    assert circle.holds([KHARKIV_CITY])
    assert circle.holds(areas.named("Derhachi")[0].keys), derhachi
    assert not circle.holds(areas.named("Chuhuiv")[0].keys), chuhuiv
    assert not circle.holds([KHARKIV_REGION])


@pytest.mark.parametrize(
    "name", ["Kupiansk and its region", "Kupiansk, Kharkiv with its whole region", "kupyansk and claims on its region"]
)
def test_a_town_is_followed_with_its_region_as_such(areas: GazetteerAreas, name: str) -> None:
    """What is said of the town or of all of the region; what is said of other towns there is not meant."""
    area = first(areas, name)
    assert area.label == "Kupyansk, Kharkiv, Ukraine and its whole region"
    assert areas.named(area.label) == (area,)
    region = Place(text="region", name="Kharkiv", feature=Feature.REGION, region="Kharkiv", country="UKR")
    assert area.holds(keys_of([region]))
    assert area.holds(areas.named("Kupiansk")[0].keys)
    elsewhere = areas.gazetteer.lookup("Izium")[0].place("Izium")
    assert not area.holds(keys_of([elsewhere]))


@pytest.mark.parametrize("name", ["Ukraine and its region", "Nowhereville and its region"])
def test_what_is_no_town_has_no_region_around_it(areas: GazetteerAreas, name: str) -> None:
    """A country is followed with all that lies in it anyway."""
    assert areas.named(name) == ()


def test_miles_are_longer(areas: GazetteerAreas) -> None:
    """And are shown in kilometres."""
    assert first(areas, "20 miles of Kharkiv").key == "near:706483:32"


@pytest.mark.parametrize("name", ["0 km of Kharkiv", "900 km of Kharkiv", "30 km of Atlantisburg", "30 km of Ukraine"])
def test_a_circle_without_middle_or_beyond_measure_is_none(areas: GazetteerAreas, name: str) -> None:
    """A country has no middle that anybody means."""
    assert areas.named(name) == ()


def test_a_circle_goes_over_the_date_line(gazetteer: Gazetteer) -> None:
    """What is near is near there too, whatever its longitude says."""
    middle = next(entry for entry in gazetteer.lookup("Suva") if entry.country == "FJI")
    found = gazetteer.around(middle, km=300)
    assert found[0].id == middle.id
    assert {entry.lon > 0 for entry in found if entry.lon is not None} == {True, False}
