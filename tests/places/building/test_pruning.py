"""Which alternate names the recipe keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.building.pruning import is_latin, is_worth_keeping, kept_alternates
from bot.places.names import fold


@pytest.mark.parametrize("name", ["Kup”yans’k", "al-Bāb", "Ħamrun", "Xarkʻov", "Łódź"])
def test_latin_names_are_latin(name: str) -> None:
    """Marks and modifier letters leave a name Latin."""
    assert is_latin(name)


@pytest.mark.parametrize("name", ["Харків", "حلب", "Харkiv", "ハリコフ"])
def test_other_scripts_are_not(name: str) -> None:
    """One letter of another script is enough."""
    assert not is_latin(name)


@pytest.mark.parametrize("name", ["Kharkov", "al-Hasaka", "El Fasher", "Sana'a", "N'Djamena", "’Atbara"])
def test_names_that_english_could_carry_are_kept(name: str) -> None:
    """Capitalised names, with or without an article, are worth their place."""
    assert is_worth_keeping(name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("HRK", id="airport code"),
        pytest.param("ku pi yang si ke", id="machine romanisation"),
        pytest.param("Ji", id="two letters"),
        pytest.param("61000", id="post code"),
        pytest.param("Kharkiv (city)", id="brackets"),
        pytest.param("Харків", id="another script"),
        pytest.param("A" + "a" * 60, id="too long"),
    ],
)
def test_junk_is_dropped(name: str) -> None:
    """Codes, romanisations by machine and other scripts are no English names."""
    assert not is_worth_keeping(name)


def test_one_name_is_kept_for_each_key() -> None:
    """Spellings that fold together count once, and the main name not again."""
    kept = kept_alternates(["Kup'yans'k", "Kupyansk", "Kupiansk"], main="Kupyansk", english=False, barred=frozenset())
    assert kept == ("Kupiansk",)


def test_barred_words_are_dropped() -> None:
    """An ordinary word is no alternate name."""
    assert kept_alternates(["Police"], main="Politz", english=False, barred=frozenset({"police"})) == ()


@pytest.mark.parametrize(("name", "kept"), [("Sofi", ()), ("Basra", ("Basra",))])
def test_case_endings_are_dropped_and_spellings_are_not(name: str, kept: tuple[str, ...]) -> None:
    """A name cut short by a letter is another language's, unless the two sound the same."""
    main = {"Sofi": "Sofia", "Basra": "Basrah"}[name]
    assert kept_alternates([name], main=main, english=False, barred=frozenset()) == kept


def test_where_english_is_spoken_other_names_are_foreign() -> None:
    """There only names that hold the main one, or lie in it, stay."""
    alternates = ["Rally", "Raleigh City"]
    assert kept_alternates(alternates, main="Raleigh", english=True, barred=frozenset()) == ("Raleigh City",)


@given(st.lists(st.text(max_size=20), max_size=20))
def test_what_is_kept_does_not_depend_on_order(names: list[str]) -> None:
    """The same names give the same answer in any order."""
    one = kept_alternates(names, main="Main", english=False, barred=frozenset())
    other = kept_alternates(reversed(names), main="Main", english=False, barred=frozenset())
    assert one == other
    assert len({fold(name) for name in one}) == len(one)
