"""The keys under which spellings of one name meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.names import fold, loose, skeleton

LATIN = st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=40)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str) -> None:
    """A folded key folds to itself, whatever the text."""
    assert fold(fold(name)) == fold(name)


@given(LATIN)
def test_case_does_not_matter(name: str) -> None:
    """Capitals fold to the key of the small letters."""
    assert fold(name.casefold()) == fold(name)


@given(st.text(max_size=60))
def test_a_key_has_single_spaces_only(name: str) -> None:
    """No key begins, ends or breaks with more than one space."""
    assert " ".join(fold(name).split(" ")) == " ".join(fold(name).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Kup'yans'k", "Kupyansk", id="soft signs"),
        pytest.param("Kup”yans’k", "Kupyansk", id="curly quotes"),
        pytest.param("Sana'a", "Sanaa", id="apostrophe"),
        pytest.param("Ta‘izz", "Taizz", id="ayn"),
        pytest.param("Nuevo León", "nuevo leon", id="accent"),
        pytest.param("Łódź", "Lodz", id="barred l"),
        pytest.param("Ağcabǝdi", "Agcabedi", id="schwa"),
        pytest.param("Port-au-Prince", "Port au Prince", id="hyphens"),
        pytest.param("St. Petersburg", "Saint Petersburg", id="saint"),
        pytest.param("U.S.", "US", id="initials"),
        pytest.param("Jammu & Kashmir", "Jammu and Kashmir", id="ampersand"),
        pytest.param("  New   York ", "New York", id="spaces"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    """Differences that mean nothing vanish."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Lyman", "Limany", id="another town"),
        pytest.param("Mali", "Male", id="a vowel"),
        pytest.param("Donetsk", "Donets", id="a town and its river"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    """Neither key brings together what are two names."""
    assert fold(one) != fold(other)
    assert loose(fold(one)) != loose(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Al-Fallujah", "Fallujah", id="article"),
        pytest.param("Ar Raqqah", "Al-Raqqa", id="assimilated article"),
        pytest.param("Deir ez-Zor", "Deir al-Zor", id="inner article"),
        pytest.param("The Gambia", "Gambia", id="the"),
        pytest.param("Basrah", "Basra", id="final h"),
        pytest.param("Avdiyivka", "Avdiivka", id="iyi"),
        pytest.param("Qandahar", "Kandahar", id="q"),
    ],
)
def test_loose_keys_bring_articles_and_sounds_together(one: str, other: str) -> None:
    """The loose key forgets articles, doubled letters and spellings of one sound."""
    assert loose(fold(one)) == loose(fold(other))


@pytest.mark.parametrize("name", ["Al", "El", "The", "An"])
def test_an_article_alone_stays(name: str) -> None:
    """A name that is nothing but an article keeps it."""
    assert loose(fold(name)) == fold(name)


@given(st.text(max_size=60))
def test_a_loose_key_is_empty_only_for_an_empty_key(name: str) -> None:
    """Nothing that has a folded key lacks a loose one."""
    assert bool(loose(fold(name))) == bool(fold(name))


@pytest.mark.parametrize("spelling", ["Kupyansk", "Koupiansk", "Kupjansk", "Kup'yans'k"])
def test_a_skeleton_keeps_what_is_heard(spelling: str) -> None:
    """Transliterations of one name share a skeleton."""
    assert skeleton(fold(spelling)) == skeleton("kupiansk")
