"""Who of a text's words is a person."""

from __future__ import annotations

import pytest

from bot.places.cues import load_cues
from bot.places.names import fold
from bot.places.people import surnames
from bot.places.words import title_lines, words_of


def found_in(text: str) -> set[str]:
    """Return the surnames of a text."""
    words = words_of(text)
    return set(surnames(words, [fold(word.text) for word in words], title_lines(words), load_cues()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("President London spoke.", {"London"}, id="title"),
        pytest.param("Then Jack London spoke.", {"London"}, id="given name"),
        pytest.param("the president London trusts", set(), id="title in small letters"),
        pytest.param("General, London said", set(), id="comma between"),
        pytest.param("Near London it rained.", set(), id="neither"),
        pytest.param("Jack Russian spoke.", set(), id="nationality"),
        pytest.param("PRESIDENT LONDON SPEAKS AGAIN TODAY", set(), id="headline"),
    ],
)
def test_a_surname_follows_a_title_or_a_given_name(text: str, found: set[str]) -> None:
    """With a capital, at once, and in no headline, where a capital says nothing."""
    assert found_in(text) == found
