"""Finding the place names of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.places.cues import Cues
from bot.places.gazetteer import Gazetteer
from bot.places.toponyms import find_toponyms

WORDS = st.sampled_from(
    [
        "Kharkiv", "Kupiansk’s", "the", "of", "Deir ez-Zor", "al-", "Al-Hasakah", "President", "Zelensky", "“Kherson”",
        "U.S.", "St. Petersburg", "and,", "in", "near", "region", "Oblast", "People's Republic", "50km", "(30 miles)",
        "İstanbul", "Łódź", "\u00a0", "\n", "•", "Nice", "Reading",
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Troops retook Kupiansk and Balakliya.", ["Kupiansk", "Balakliya"], id="two towns"),
        pytest.param("Kharkiv’s centre was shelled", ["Kharkiv"], id="possessive"),
        pytest.param("clashes in Deir ez-Zor and Al-Hasakah", ["Deir ez-Zor", "Al-Hasakah"], id="articles"),
        pytest.param("rebels seized Jisr al-Shughur", ["Jisr al-Shughur"], id="another article within the name"),
        pytest.param("an ambush near Datta Khell", ["Datta Khell"], id="another spelling of two words"),
        pytest.param("in al-Bab, Syria", ["al-Bab", "Syria"], id="small article"),
        pytest.param("from Port-au-Prince to N'Djamena", ["Port-au-Prince", "N'Djamena"], id="hyphens, apostrophes"),
        pytest.param("a drone over St. Petersburg", ["St. Petersburg"], id="abbreviated saint"),
        pytest.param("the Democratic Republic of the Congo", ["Democratic Republic of the Congo"], id="particles"),
        pytest.param("The Donetsk People's Republic", ["Donetsk People's Republic"], id="self-declared republic"),
        pytest.param("U.S. and UAE envoys", ["U.S.", "UAE"], id="initials"),
        pytest.param("KYIV (Reuters)", ["KYIV"], id="dateline"),
        pytest.param("Ukraine Retakes Kupiansk From Russia", ["Ukraine", "Kupiansk", "Russia"], id="headline"),
        pytest.param("Russian-held Kherson", ["Kherson"], id="holder before"),
        pytest.param("Northern Aleppo", ["Aleppo"], id="direction before"),
        pytest.param("Abha International Airport", ["Abha"], id="facility after"),
        pytest.param("a shop in Nice, France", ["Nice", "France"], id="ordinary word with its country"),
        pytest.param("the Jordan River", ["Jordan River"], id="river"),
        pytest.param("Borno State", ["Borno State"], id="type as part of the name"),
        pytest.param("Kharkiv Oblast", ["Kharkiv"], id="type after the name"),
        pytest.param("the village of Qwxzyvakk fell", ["Qwxzyvakk"], id="unknown, called a village"),
    ],
)
def test_place_names_are_found(gazetteer: Gazetteer, cues: Cues, text: str, names: list[str]) -> None:
    """Each place name is found once, as long as the gazetteer knows it."""
    assert [toponym.text for toponym in find_toponyms(text, gazetteer, cues)] == names


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("President Volodymyr Zelensky said so.", id="person with a title"),
        pytest.param("Volodymyr Zelensky came. Later Zelensky left.", id="surname after its first mention"),
        pytest.param("Kirill Stremousov, the deputy head", id="person"),
        pytest.param("Jack London wrote it", id="person with a town's surname"),
        pytest.param("Mr Jackson was there", id="title"),
        pytest.param("cleric Moqtada al-Sadr called", id="surname with an article"),
        pytest.param("Paris Saint-Germain won", id="club"),
        pytest.param("The New York Times reported", id="newspaper"),
        pytest.param("(The Sydney Morning Herald)", id="newspaper with a longer name"),
        pytest.param("Al Jazeera reports", id="broadcaster"),
        pytest.param("the Islamic State of Iraq and the Levant", id="organisation"),
        pytest.param("al-Qaeda and Al-Shabaab", id="names with an article"),
        pytest.param("Ukrainian and Russian troops", id="demonyms"),
        pytest.param("Reading the reports took long", id="ordinary word at the start"),
        pytest.param("Police said March was cold", id="ordinary words"),
        pytest.param("ISIS and NATO", id="acronyms"),
        pytest.param("the town was taken by troops", id="nothing capitalised"),
        pytest.param("Operation Olive Branch", id="operation"),
        pytest.param("a senior White House official", id="seat of power"),
    ],
)
def test_other_names_are_left_out(gazetteer: Gazetteer, cues: Cues, text: str) -> None:
    """Persons, organisations, peoples and ordinary words are no places."""
    assert find_toponyms(text, gazetteer, cues) == ()


@settings(deadline=None)
@given(words=st.lists(WORDS, max_size=30))
def test_offsets_slice_back(gazetteer: Gazetteer, cues: Cues, words: list[str]) -> None:
    """The offsets give the name, in order, without overlap."""
    text = " ".join(words)
    end = 0
    for toponym in find_toponyms(text, gazetteer, cues):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.start >= end
        end = toponym.end


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_may_be_searched(gazetteer: Gazetteer, cues: Cues, text: str) -> None:
    """No text makes the search fail."""
    for toponym in find_toponyms(text, gazetteer, cues):
        assert text[toponym.start : toponym.end] == toponym.text


def test_an_unknown_village_is_marked(gazetteer: Gazetteer, cues: Cues) -> None:
    """A name that only the text calls a place is known as such."""
    assert [name.known for name in find_toponyms("the village of Qwxzyvakk, near Kherson", gazetteer, cues)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("a man from Reno, Nev., and another", ["Reno", "Nev."], id="short state with a point"),
        pytest.param("in Dallas, TX, on Monday", ["Dallas", "TX"], id="postal state"),
        pytest.param("He said no, TX or not", [], id="letters behind no place are none"),
        pytest.param("a ship in the Tasman Sea", ["Tasman Sea"], id="sea that is not the town"),
        pytest.param("two climbers on Mount Zorvath", ["Mount Zorvath"], id="mountain that the data lacks"),
        pytest.param("people on Paris Hilton's yacht", [], id="city as a given name"),
        pytest.param("a visit by Paris Mayor Anne Hidalgo to a school", ["Paris"], id="title behind a city"),
        pytest.param("shares of the Bank of America", [], id="bank of"),
        pytest.param("the banks of America's lakes", ["America"], id="banks of"),
        pytest.param("deputies from Lamar County, Texas", ["Lamar County", "Texas"], id="county"),
    ],
)
def test_names_of_all_news_are_found(gazetteer: Gazetteer, cues: Cues, text: str, names: list[str]) -> None:
    """Short forms, waters, counties are places; people and banks are not."""
    assert [name.text for name in find_toponyms(text, gazetteer, cues)] == names
