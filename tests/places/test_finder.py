"""Names in context become places."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.place import Feature, Place, PlaceRelation
from bot.places.cues import bordering, load_cues
from bot.places.finder import GazetteerPlaceFinder

NOBODY: Mapping[str, float] = {}


def places(finder: GazetteerPlaceFinder, text: str, countries: Mapping[str, float] = NOBODY) -> list[Place]:
    """Return the places of a text."""
    return [mention.place for mention in finder.find(text, countries=countries) if mention.place]


def first(finder: GazetteerPlaceFinder, text: str, name: str, countries: Mapping[str, float] = NOBODY) -> Place:
    """Return the place of a name in the text."""
    return next(place for place in places(finder, text, countries) if place.text == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("more than 30 settlements in the Kharkiv region", "Kharkiv", id="region after"),
        pytest.param("fighting in Donetsk Oblast", "Donetsk", id="oblast"),
        pytest.param("the eastern region of Donetsk", "Donetsk", id="region of"),
        pytest.param("the Russian-held part of Kharkiv", "Kharkiv", id="part of"),
        pytest.param("in the Donetsk direction", "Donetsk", id="direction"),
        pytest.param("the Donetsk and Luhansk regions", "Donetsk", id="first of two regions"),
        pytest.param("the Donetsk and Luhansk regions", "Luhansk", id="second of two regions"),
        pytest.param("the provinces of Idlib, Aleppo and Hama", "Hama", id="last of a list"),
        pytest.param("Sumy, Kharkiv, and Zhytomyr Oblasts", "Sumy", id="first of a list"),
        pytest.param("three villages in Idlib", "Idlib", id="villages in"),
        pytest.param("militants in Idlib province", "Idlib", id="province"),
        pytest.param("Panjshir resisted", "Panjshir", id="region without a town of the name"),
        pytest.param("Mekelle, the capital of Tigray", "Tigray", id="capital of a region"),
        pytest.param("Crimea was annexed", "Crimea", id="usual"),
        pytest.param("strikes on Gaza", "Gaza", id="Gaza is the Strip"),
    ],
)
def test_the_words_around_a_name_make_it_a_region(finder: GazetteerPlaceFinder, text: str, name: str) -> None:
    """Type words, parts and lists say that a region is meant."""
    assert first(finder, text, name).feature is Feature.REGION


@pytest.mark.parametrize(
    ("text", "name", "geonameid"),
    [
        pytest.param("shells fell on Kharkiv", "Kharkiv", 706483, id="city by default"),
        pytest.param("the city of Kherson is ours", "Kherson", 706448, id="city of"),
        pytest.param("the town of Balakliya", "Balakliya", 712926, id="town of"),
        pytest.param("Kherson city", "Kherson", 706448, id="city after"),
        pytest.param("the frontline near Kharkiv", "Kharkiv", 706483, id="near"),
        pytest.param("Idlib city in Idlib province", "Idlib", 169389, id="city beside its region"),
        pytest.param("the capital, Kyiv, in March", "Kyiv", 703448, id="capital"),
        pytest.param("Gaza City was struck", "Gaza City", 281133, id="Gaza City"),
        pytest.param("the northern outskirts of Aleppo", "Aleppo", 170063, id="outskirts"),
    ],
)
def test_a_bare_name_is_the_city(finder: GazetteerPlaceFinder, text: str, name: str, geonameid: int) -> None:
    """Where city and region share a name, the city is meant until the words say otherwise."""
    place = first(finder, text, name)
    assert (place.feature, place.geonameid) == (Feature.SETTLEMENT, geonameid)


@pytest.mark.parametrize(
    ("text", "name", "country", "region"),
    [
        pytest.param("protests in Tripoli, Lebanon", "Tripoli", "LBN", "North Lebanon", id="town, country"),
        pytest.param("Haftar advanced on Tripoli", "Tripoli", "LBY", "Tripoli", id="the larger"),
        pytest.param("the town of Marte in Borno State", "Marte", "NGA", "Borno", id="in a region"),
        pytest.param("Lyman, in Donetsk Oblast", "Lyman", "UKR", "Donetsk", id="in an oblast"),
        pytest.param("Lyman fell, then Bakhmut and Soledar", "Lyman", "UKR", "Donetsk", id="by its neighbours"),
        pytest.param("Atlanta, Georgia", "Georgia", "USA", "Georgia", id="the state of the town before it"),
        pytest.param("Tbilisi, Georgia", "Georgia", "GEO", None, id="the country of the town before it"),
        pytest.param("Syria's Hama province", "Hama", "SYR", "Hama", id="possessive country"),
        pytest.param("in Balad, north of Baghdad", "Balad", "IRQ", "Saladin", id="near its neighbour"),
        pytest.param("Hyderabad, Pakistan", "Hyderabad", "PAK", "Sindh", id="not the larger namesake"),
    ],
)
def test_the_text_decides_between_namesakes(
    finder: GazetteerPlaceFinder,
    text: str,
    name: str,
    country: str,
    region: str | None,
) -> None:
    """What stands after the comma, what else is named, and size decide."""
    place = first(finder, text, name)
    assert (place.country, place.region) == (country, region)


def test_the_callers_countries_decide(finder: GazetteerPlaceFinder) -> None:
    """Sides that act in the text say which country's town is meant."""
    text = "Clashes broke out in Tripoli on Monday"
    assert first(finder, text, "Tripoli", {"LBN": 3.0}).country == "LBN"
    assert first(finder, text, "Tripoli", {"LBY": 3.0}).country == "LBY"


def test_a_mention_with_its_region_decides_the_others(finder: GazetteerPlaceFinder) -> None:
    """Said once which Marte is meant, it is meant throughout."""
    found = places(finder, "Militants took Marte. The army left Marte, a town in Borno State, Nigeria.")
    assert {place.geonameid for place in found if place.text == "Marte"} == {2330719}


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("north of Kharkiv", "Kharkiv", PlaceRelation.NORTH_OF),
        ("southeast of Kharkiv", "Kharkiv", PlaceRelation.SOUTH_OF),
        ("south of the second largest city of Kharkiv", "Kharkiv", PlaceRelation.SOUTH_OF),
        ("near Izyum", "Izyum", PlaceRelation.NEAR),
        ("15km (9 miles) from Kupiansk", "Kupiansk", PlaceRelation.NEAR),
        ("on the outskirts of Sidon", "Sidon", PlaceRelation.NEAR),
        ("part of Kharkiv", "Kharkiv", PlaceRelation.PART_OF),
        ("in Kherson", "Kherson", PlaceRelation.IN),
        ("the town of Balakliya", "Balakliya", PlaceRelation.IN),
    ],
)
def test_the_relation_is_read(finder: GazetteerPlaceFinder, text: str, name: str, relation: PlaceRelation) -> None:
    """Directions, nearness and parts are kept with the place."""
    assert first(finder, text, name).relation is relation


def test_a_town_in_the_wrong_country_is_not_taken(finder: GazetteerPlaceFinder) -> None:
    """Where the gazetteer's only town of a name lies elsewhere, the text's own words stand without an id."""
    place = first(finder, "an air strike in the town of Milis in Syria's Idlib province", "Milis")
    assert (place.geonameid, place.country) == (None, "SYR")


def test_an_unknown_village_keeps_its_name(finder: GazetteerPlaceFinder) -> None:
    """A village that the gazetteer lacks is a place with the article's name and what the text says it lies in."""
    place = first(finder, "the village of Qwxzyvakk in Kherson region", "Qwxzyvakk")
    assert (place.name, place.geonameid, place.region, place.country) == ("Qwxzyvakk", None, "Kherson", "UKR")


def test_a_tiny_namesake_far_away_is_left_out(finder: GazetteerPlaceFinder) -> None:
    """A surname that some village bears, in a country that the text is not about, is no place."""
    assert [place.text for place in places(finder, "Ganchev denied that Kharkiv had fallen, Bell wrote")] == ["Kharkiv"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("troops crossed the Dnipro", "Dnipro"),
        ("the Siverskyi Donets River", "Siverskyi Donets"),
        ("east of the Euphrates", "Euphrates"),
    ],
)
def test_rivers_of_wars_are_rivers(finder: GazetteerPlaceFinder, text: str, name: str) -> None:
    """With its article or its type word the river is meant, not the city."""
    assert first(finder, text, name).feature is Feature.RIVER


def test_near_misses_are_kept(finder: GazetteerPlaceFinder) -> None:
    """A mention says what else its name could be."""
    mention = finder.find("Clashes in Tripoli", countries={"LBY": 1.0})[0]
    assert "LBN" in {place.country for place in mention.near_misses}


@settings(deadline=None)
@given(
    sentences=st.lists(
        st.sampled_from(
            [
                "Kupiansk fell.",
                "Rebels hold the Donetsk region.",
                "Tripoli, Lebanon.",
                "Clashes in Idlib!",
                "“Kherson” said so",
                "He left.\n\n•",
            ]
        ),
        max_size=8,
    ),
    countries=st.dictionaries(st.sampled_from(["UKR", "RUS", "SYR", "LBN", "USA"]), st.floats(0, 5), max_size=3),
)
def test_mentions_are_sorted_exact_and_repeatable(
    finder: GazetteerPlaceFinder,
    sentences: list[str],
    countries: dict[str, float],
) -> None:
    """Offsets slice back, nothing overlaps, and the same text gives the same places."""
    text = " ".join(sentences)
    found = finder.find(text, countries=countries)
    assert all(mention.place is None or text[mention.start : mention.end] == mention.place.text for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert finder.find(text, countries=dict(reversed(countries.items()))) == found


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_may_be_read(finder: GazetteerPlaceFinder, text: str) -> None:
    """No text makes the finder fail."""
    finder.find(text, countries={})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fighting north of the city of Kharkiv, UK officials have confirmed", id="officials"),
        pytest.param("shells fell on Kharkiv, Russia's ministry said", id="possessive"),
    ],
)
def test_a_country_that_describes_who_speaks_holds_no_town(finder: GazetteerPlaceFinder, text: str) -> None:
    """A town before "…, UK officials said" lies where it lies, and not in that country."""
    assert first(finder, text, "Kharkiv").country == "UKR"


def test_a_country_after_a_comma_decides_which_town_is_meant(finder: GazetteerPlaceFinder) -> None:
    """The near miss: "Tripoli, Lebanon" is not Libya's."""
    assert first(finder, "an explosion in Tripoli, Lebanon, killed nobody", "Tripoli").country == "LBN"


@pytest.mark.parametrize(
    ("text", "name", "geonameid"),
    [
        pytest.param(
            "Polls closed in Georgia, from Atlanta to Savannah and Macon.", "Georgia", 4197000, id="towns of the state"
        ),
        pytest.param("Polls closed in Georgia, from Batumi to Gori.", "Georgia", 614540, id="towns of the country"),
        pytest.param(
            "Labs in Iowa, Alabama and Texas are open; the one in Georgia is not.",
            "Georgia",
            4197000,
            id="among other states",
        ),
        pytest.param("The United States supports Georgia, Washington said.", "Georgia", 614540, id="capital alone"),
        pytest.param("A tornado crossed Oklahoma on Sunday.", "Oklahoma", 4544379, id="state, not its seat"),
        pytest.param("Prices rose in New York on Sunday.", "New York", 5128581, id="city before its state"),
        pytest.param("Washington sent an envoy to Vienna.", "Vienna", 2761369, id="capital before a near suburb"),
        pytest.param("He was held in Sacramento, Calif., on Friday.", "Calif.", 5332921, id="short form"),
    ],
)
def test_the_other_places_decide(finder: GazetteerPlaceFinder, text: str, name: str, geonameid: int) -> None:
    """A name of several places is the one that the rest of the text is about."""
    assert first(finder, text, name).geonameid == geonameid


def test_a_sea_that_the_data_lacks_keeps_its_name(finder: GazetteerPlaceFinder) -> None:
    """It is no town of the same name, and gets no id and no point."""
    place = first(finder, "A ferry sank in the Zorvath Sea.", "Zorvath Sea")
    assert (place.feature, place.geonameid, place.lat) == (Feature.AREA, None, None)


def test_a_name_behind_the_word_that_describes_it_is_that_kind(finder: GazetteerPlaceFinder) -> None:
    """Of "the capital, Kyiv" the city is meant, also where most other names lie in the region of that name."""
    text = "From positions around the capital, Kyiv, to Bucha, Irpin and Brovary in the Kyiv region."
    assert first(finder, text, "Kyiv", {"UKR": 5.0}).feature is Feature.SETTLEMENT


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        pytest.param("its troops had left Menaka on 13 June", "Menaka", "MLI", id="what troops leave"),
        pytest.param("fighters in Libya now hold Brega", "Brega", "LBY", id="what fighters hold"),
        pytest.param(
            "Shushi remains under the control of its defenders", "Shushi", "AZE", id="what remains under control"
        ),
        pytest.param("troops have retaken Hit in Anbar", "Hit", "IRQ", id="a word that is a town of the region named"),
    ],
)
def test_what_forces_do_makes_a_small_name_a_place(
    finder: GazetteerPlaceFinder, text: str, name: str, country: str
) -> None:
    """Behind "left" and "hold" a name is a place that would be too small to be meant elsewhere."""
    assert first(finder, text, name).country == country


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Menaka smiled and went home", id="nothing is done to it"),
        pytest.param("a record Hit in the charts", id="a word of its own"),
        pytest.param("troops captured Baga", id="too small in countries that are not meant"),
    ],
)
def test_a_small_name_by_itself_is_no_place(finder: GazetteerPlaceFinder, text: str) -> None:
    """Without such a word, or with a village of two far countries, nothing is found."""
    assert all(place.lat is None for place in places(finder, text))


@pytest.mark.parametrize(
    ("text", "country", "name", "where"),
    [
        pytest.param("Armenian officials said Shushi had fallen.", "ARM", "Shusha", "AZE", id="small, next door"),
        pytest.param("Russian officials said Donetsk had fallen.", "RUS", "Donetsk", "UKR", id="great, next door"),
        pytest.param("Turkish troops entered Jarablus.", "TUR", "Jarabulus", "SYR", id="another spelling"),
    ],
)
def test_an_army_is_named_and_a_town_next_door(
    finder: GazetteerPlaceFinder, text: str, country: str, name: str, where: str
) -> None:
    """Where only a people is named, a town of a neighbour is found, and a great one before a small one at home."""
    assert [(place.name, place.country) for place in places(finder, text, {country: 1.0})] == [(name, where)]


def test_a_town_at_home_keeps_a_name_of_next_door_out(finder: GazetteerPlaceFinder) -> None:
    """Where another town says in which country the text is set, a name is not looked for across the border."""
    found = places(finder, "Iraqi forces recaptured Al-Karmah, about 16 km northeast of Fallujah.", {"IRQ": 1.0})
    assert {place.country for place in found} == {"IRQ"}


def test_neighbours_are_mutual_and_near() -> None:
    """The list of neighbours holds for both, and knows borders that are in dispute."""
    known = bordering(load_cues().neighbours)
    assert all(one in known[other] for one in known for other in known[one])
    assert {"UKR", "GEO"} <= known["RUS"]
    assert "FRA" not in known["RUS"]
