"""Places that only the text knows: what it calls a town, and what it does not."""

from __future__ import annotations

import pytest

from bot.extraction.described_places import described_places
from bot.model.place import Feature, PlaceMention, Scope
from tests.builders import SUDMARK, make_place

NOUNS = ("town", "village", "city", "district")
SCOPE = Scope(region=None, country=SUDMARK, basis="places named in the article")


def described(text: str, *, known: str = "", found: tuple[PlaceMention, ...] = ()) -> list[str]:
    """Return the names that a text describes; `known` is one that is a side's or a person's."""
    mentions = described_places(
        text, found, settlements=NOUNS, scope=SCOPE, is_known=lambda name: bool(known) and known in name
    )
    return [text[one.start : one.end] for one in mentions]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("They took the town of Arn Velde.", ["Arn Velde"], id="town-of"),
        pytest.param("They took the villages of Arn and Lesk.", ["Arn", "Lesk"], id="villages-of"),
        pytest.param("They took Lesk, a small trading town.", ["Lesk"], id="described-after"),
        pytest.param("They took Lesk district.", ["Lesk"], id="district-after"),
        pytest.param("Fighting in Lesk went on. They left Lesk.", ["Lesk", "Lesk"], id="twice"),
        pytest.param("The town of Lesk fell. Lesk is theirs.", ["Lesk", "Lesk"], id="every-mention"),
        pytest.param("They took the town of al-Arn.", ["al-Arn"], id="article-joined"),
    ],
)
def test_what_the_text_calls_a_town_is_a_place(text: str, names: list[str]) -> None:
    """A name behind or before a word for a town is a place, wherever the text has it."""
    assert described(text) == names


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("They spoke of Lesk.", id="nothing-said"),
        pytest.param("Fighting in Lesk went on.", id="once"),
        pytest.param("They left Reed. Reed said that it was over.", id="who-speaks"),
        pytest.param("They met in Reed. General Reed agreed.", id="who-has-a-title"),
        pytest.param("They are in NATO. They left NATO.", id="initials"),
        pytest.param("They fought in May and left in May.", id="a-month"),
        pytest.param("It is the town of The Friends.", id="an-article"),
        pytest.param("They are near the Northish town.", id="a-people"),
        pytest.param("They serve in Moor Brigade. They left Moor Brigade.", id="a-unit"),
    ],
)
def test_other_names_are_none(text: str) -> None:
    """People, bodies, months and peoples are no places, nor is what the text says nothing of."""
    assert described(text) == []


def test_a_known_name_is_none() -> None:
    """A side that forces stand in is a side."""
    assert described("They are in Norland. They left Norland.", known="Norland") == []


def test_what_the_gazetteer_found_stays() -> None:
    """A mention that was found is not described again, and its region is where an unknown neighbour lies."""
    text = "They took the town of Lesk near Ellbruck."
    found = (PlaceMention(start=32, end=40, place=make_place("Ellbruck")),)
    (one,) = described_places(text, found, settlements=NOUNS, scope=SCOPE, is_known=lambda _name: False)
    assert one.place is not None
    assert (one.place.name, one.place.feature, one.place.region) == ("Lesk", Feature.SETTLEMENT, "Ellmoor")


def test_without_a_neighbour_it_lies_in_the_theatre() -> None:
    """Where no place is named near it, the country that the article is about is its own."""
    (one,) = described_places(
        "They took the town of Lesk.", (), settlements=NOUNS, scope=SCOPE, is_known=lambda _name: False
    )
    assert one.place is not None
    assert (one.place.region, one.place.country) == (None, SUDMARK)
