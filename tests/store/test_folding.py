from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.folding import fold, match_query


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("ÉLLBRÜCK", "ellbruck", id="case-and-accents"),
        pytest.param("El’b'ruʼk", "elbruk", id="apostrophes"),
        pytest.param("  Ell \u00a0 bruck\n", "ell bruck", id="white-space"),
        pytest.param("Ell–bruck", "ell-bruck", id="dashes"),
        pytest.param("Straße", "strasse", id="sharp-s"),
        pytest.param("Їжак", "іжак", id="cyrillic"),
        pytest.param("'", "", id="nothing-left"),
    ],
)
def test_names_are_compared_without_case_accents_and_apostrophes(text: str, folded: str) -> None:
    """The same name written in two ways is one."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded name can be folded again, wherever it came from."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_does_not_matter(text: str) -> None:
    """Upper case and lower case fold to the same."""
    assert fold(text.casefold()) == fold(text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("bridge", '"bridge"*', id="word"),
        pytest.param(" two  words ", '"two"* "words"*', id="words"),
        pytest.param('say "so"', '"say"* """so"""*', id="quotes"),
        pytest.param("NEAR(a", '"NEAR(a"*', id="operator"),
        pytest.param("a\0b", '"a"* "b"*', id="null-character"),
        pytest.param('- * "', None, id="signs-alone"),
        pytest.param("", None, id="empty"),
    ],
)
def test_every_word_is_quoted(text: str, query: str | None) -> None:
    """No word can be read as an operator."""
    assert match_query(text) == query
