"""What places, outlets and sides are called beside what an article says."""

from __future__ import annotations

import pytest

from bot.model.place import Feature
from tests.builders import make_article, make_place
from tests.comparison.worlds import SIDES


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("Ellbrück", "Ellbrück", id="another spelling"),
        pytest.param("Ellbrück's", "Ellbrück", id="possessive"),
        pytest.param("El Brugh", "El Brugh", id="two words"),
        pytest.param("al-Brugh", "al-Brugh", id="article within the word"),
        pytest.param("the city", "Ellbruck", id="stands in"),
        pytest.param("There", "Ellbruck", id="stands in, first in its sentence"),
        pytest.param("The city", "Ellbruck", id="no name behind"),
        pytest.param("ELLBRÜCK", "Ellbruck", id="a headline's capitals"),
        pytest.param("Ellbrück, Ellmoor", "Ellbruck", id="more than the name"),
        pytest.param("", "Ellbruck", id="nothing"),
    ],
)
def test_a_town_is_called_what_the_article_calls_it(text: str, wanted: str) -> None:
    """The article's spelling where it is a name, the gazetteer's elsewhere."""
    assert make_place(text=text).own_name == wanted


def test_only_towns_are_called_so() -> None:
    """A region has its usual name whatever the article calls it."""
    assert make_place("Ellmoor", text="Moorland", feature=Feature.REGION).own_name == "Ellmoor"


@pytest.mark.parametrize("publisher", [None, "", "unknown", "Unknown.", "N/A", "–"])
def test_an_outlet_that_nobody_knows_has_no_name(publisher: str | None) -> None:
    """What only says that none is known is none."""
    assert make_article(publisher=publisher).outlet is None


def test_an_outlet_has_its_name() -> None:
    """Any other publisher is named as it is given."""
    assert make_article(publisher="The Unknown Times").outlet == "The Unknown Times"


@pytest.mark.parametrize(
    ("side", "words", "wanted"),
    [
        pytest.param("XNO", ("Norland",), None, id="name"),
        pytest.param("XNO", ("Norland's defence ministry",), None, id="possessive"),
        pytest.param("XNO", ("Ann Berg", "Norlandic minister"), None, id="demonym of the office"),
        pytest.param("RUS", ("the head installed by Moscow",), "Russia", id="seat of power"),
        pytest.param("XNO", ("Ann Berg", None), "Norland", id="not named"),
        pytest.param("XNO", ("Norlanders' Club",), "Norland", id="only in a longer word"),
        pytest.param("GBR", ("A friend of us",), "United Kingdom", id="small letters"),
        pytest.param("nobody", ("Ann Berg",), "nobody", id="unknown side"),
        pytest.param(None, ("Ann Berg",), None, id="no side"),
    ],
)
def test_a_side_is_labelled_unless_the_words_name_it(
    side: str | None, words: tuple[str | None, ...], wanted: str | None
) -> None:
    """What the speaker's name or office says already is not said again."""
    assert SIDES.label_beside(side, *words) == wanted
