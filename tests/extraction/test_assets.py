"""Assets are found with their kind and their own name."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.extraction.assets import AssetIndex, AssetSpan
from bot.model.claim import AssetKind
from config.knowledge import load_assets

INDEX = AssetIndex(load_assets(), peoples=("Russian", "Syrian", "Houthi", "Kenya", "African Union"))


def only(sentence: str) -> AssetSpan:
    """Return the one asset of a sentence."""
    found = INDEX.find_assets(sentence)
    assert len(found) == 1, [item.text for item in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        pytest.param("It hit a maternity hospital.", "hospital", id="hospital"),
        pytest.param("It hit a university.", "school", id="school"),
        pytest.param("It hit a railway bridge.", "bridge", id="longest-is-bridge"),
        pytest.param("It left them without power.", "power", id="bare-power"),
        pytest.param("It hit a substation.", "power", id="substation"),
        pytest.param("It restored power to homeless people.", "power", id="power-to"),
        pytest.param("It cut natural gas.", "gas", id="gas"),
        pytest.param("It hit the pipeline.", "gas", id="pipeline"),
        pytest.param("The crude in the pipeline burns.", "oil", id="pipeline-with-crude"),
        pytest.param("It hit a refinery.", "oil", id="refinery"),
        pytest.param("It hit a water treatment plant.", "water", id="longest-is-water"),
        pytest.param("It hit a cell tower.", "telecom", id="cell-tower"),
        pytest.param("It cut the internet.", "telecom", id="internet"),
        pytest.param("It took the railway junction.", "rail", id="rail"),
        pytest.param("It shut the highway.", "road", id="road"),
        pytest.param("It took the seaport.", "port", id="port"),
        pytest.param("It took the airport.", "airport", id="airport"),
        pytest.param("It took the air base.", "military", id="air-base"),
        pytest.param("It took the airbase.", "military", id="airbase"),
        pytest.param("It blew up the dam.", "dam", id="dam"),
        pytest.param("It took a nuclear power plant.", "nuclear", id="nuclear"),
        pytest.param("It hit an apartment block.", "residential", id="residential"),
        pytest.param("It took a police station.", "government", id="police-station"),
        pytest.param("It hit a mosque.", "religious", id="religious"),
        pytest.param("It hit a warehouse.", "industrial", id="industrial"),
        pytest.param("It hit an ammunition depot.", "military", id="depot"),
        pytest.param("It took a border crossing.", "border", id="border"),
        pytest.param("It cut the supply route.", "supply", id="supply"),
        pytest.param("It hit a market.", "other", id="market"),
    ],
)
def test_each_kind_is_found(sentence: str, kind: str) -> None:
    """The longest phrase decides on the kind, and an asset without a name of its own has none."""
    found = only(sentence)
    assert found.kind is AssetKind(kind)
    assert found.name is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        pytest.param("They hit the Darnytskyi Bridge again.", "Darnytskyi Bridge", id="capital-noun"),
        pytest.param(
            "They took the Khmelnytskyi nuclear power plant.", "Khmelnytskyi nuclear power plant", id="small-noun"
        ),
        pytest.param("They hit Al-Ahli Hospital.", "Al-Ahli Hospital", id="al-capital"),
        pytest.param("They took Al Asad Air Base.", "Al Asad Air Base", id="al-with-space"),
        pytest.param("They took al-Omar oil field.", "al-Omar oil field", id="al-small"),
        pytest.param("They took his Qasr al-Shaab compound.", "Qasr al-Shaab compound", id="inner-al"),
        pytest.param("They hit the Church of the Nativity.", "Church of the Nativity", id="of-behind"),
        pytest.param("They hit Our Lady of Peace Cathedral.", "Our Lady of Peace Cathedral", id="of-inside"),
        pytest.param("They hit St. Luke's Hospital.", "St. Luke's Hospital", id="possessive-in-name"),
        pytest.param("They took Aden International Airport.", "Aden International Airport", id="international-airport"),
        pytest.param("Nord Stream stopped.", "Nord Stream", id="known-name"),
        pytest.param("The Druzhba pipeline burns.", "Druzhba pipeline", id="known-name-and-noun"),
        pytest.param("A Russian hospital burns.", None, id="demonym"),
        pytest.param("They left the Syrian Embassy.", None, id="people"),
        pytest.param("Damaged bridge lies there.", None, id="first-word"),
        pytest.param("Garissa's airport is shut.", None, id="possessive"),
        pytest.param("They hit Juba's Kator Hospital.", "Kator Hospital", id="possessive-before-a-name"),
        pytest.param("They took Ra's Isa Refinery.", "Ra's Isa Refinery", id="no-possessive"),
        pytest.param("They took an African Union base.", None, id="people-of-two-words"),
        pytest.param("They hit a Sunni mosque.", None, id="creed"),
        pytest.param("They hit a Bologna home.", None, id="home"),
    ],
)
def test_a_name_of_its_own_is_kept(sentence: str, name: str | None) -> None:
    """Capitalised words that run up to the noun are its name; demonyms, articles and possessives are not."""
    assert only(sentence).name == name


def test_neighbours_keep_their_own_names() -> None:
    """Two assets joined by "and" are two."""
    names = [item.name for item in INDEX.find_assets("The Darnytskyi Bridge and the Kakhovka dam fell.")]
    assert names == ["Darnytskyi Bridge", "Kakhovka dam"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("He took power in a coup.", id="took-power"),
        pytest.param("He is in power.", id="in-power"),
        pytest.param("They agreed on power-sharing.", id="power-sharing"),
        pytest.param("It shows military power.", id="military-power"),
        pytest.param("Police fired tear gas.", id="tear-gas"),
        pytest.param("Gas prices rose.", id="gas-prices"),
        pytest.param("He wore a gas mask.", id="gas-mask"),
        pytest.param("It is a school of thought.", id="school-of-thought"),
        pytest.param("They bridge the gap.", id="bridge-the-gap"),
        pytest.param("It is a long road to peace.", id="road-to-peace"),
        pytest.param("They came by road and by rail.", id="by-road"),
        pytest.param("They fled to Port Sudan.", id="port-in-a-name"),
        pytest.param("He lives in Port-au-Prince.", id="port-in-a-hyphened-name"),
        pytest.param("She bases her view on it.", id="bases-the-verb"),
        pytest.param("Someone plants a bomb.", id="plants-the-verb"),
        pytest.param("They agreed to supply arms.", id="supply-the-verb"),
        pytest.param("Market prices rose.", id="market-prices"),
        pytest.param("Hospital officials said so.", id="officials"),
        pytest.param("The White House said so.", id="white-house"),
        pytest.param("They live in the West Bank.", id="west-bank"),
        pytest.param("He was taken to hospital.", id="taken-to-hospital"),
        pytest.param("A train, a ship, a truck and an aircraft burn.", id="what-moves"),
        pytest.param("It is based there.", id="based"),
        pytest.param("Street-to-street fighting goes on.", id="street-to-street"),
        pytest.param("It is a rebel stronghold.", id="stronghold"),
    ],
)
def test_what_is_no_asset(sentence: str) -> None:
    """Words of assets that mean something else, and what moves, are none."""
    assert INDEX.find_assets(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "facility", "plural"),
    [
        pytest.param("They took the base.", True, False, id="base"),
        pytest.param("They took two border crossings.", True, True, id="crossings"),
        pytest.param("They took the refineries.", True, True, id="irregular-plural"),
        pytest.param("They hit the hospital.", False, False, id="hospital"),
        pytest.param("They cut electricity.", False, False, id="stuff"),
    ],
)
def test_facilities_and_plurals_are_marked(sentence: str, *, facility: bool, plural: bool) -> None:
    """What one can hold by force is a facility, and more than one is plural."""
    found = only(sentence)
    assert (found.facility, found.plural) == (facility, plural)


PIECES = st.lists(
    st.sampled_from(
        [
            "the",
            "Kerch",
            "Bridge",
            "al-",
            "al-Omar",
            "oil",
            "field",
            "Port",
            "of",
            "Odesa",
            "hospital",
            "power",
            "in",
            "’s",
            ",",
            "and",
            "Russian",
            "gas",
            "İ",
            "(",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.text(max_size=200) | PIECES)
@example('PORT"PORT PORT')
def test_offsets_slice_back_to_the_text(sentence: str) -> None:
    """Any text gives sorted, disjoint assets whose offsets slice back, with the noun inside of them."""
    position = 0
    for item in INDEX.find_assets(sentence):
        assert item.start >= position
        assert sentence[item.start : item.end] == item.text
        assert item.start <= item.noun_start < item.end
        position = item.end


def test_long_text_comes_to_an_end() -> None:
    """Ten thousand words: a pattern that backtracks without bound would never return."""
    found = INDEX.find_assets("The Great Old Kerch Al-Of power to in the Bridge of Home took hospital " * 700)
    assert len(list(found)) >= 700


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        pytest.param("It hit the old bridge.", "old bridge", id="which-of-two"),
        pytest.param("It hit the children's hospital.", "children's hospital", id="which-of-several"),
        pytest.param("It hit an open-air market.", "market", id="half-a-word"),
        pytest.param("It hit the busy bridge.", "bridge", id="any-adjective"),
        pytest.param("It hit two old bridges.", "bridges", id="several"),
    ],
)
def test_the_words_say_which(sentence: str, text: str) -> None:
    """What tells a thing from another of its kind belongs to its words, and makes no name."""
    found = only(sentence)
    assert (found.text, found.name) == (text, None)


def test_with_capitals_it_is_a_name() -> None:
    """The Old Bridge is called so; a sentence that begins with "Old" says nothing of a name."""
    assert only("It hit the Old Bridge.").name == "Old Bridge"
    assert only("Old bridges were hit.").name is None
