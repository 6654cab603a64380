"""Known phrases are found at word boundaries, the longest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.names import PhraseIndex, folded, lowered, spellings

INDEX: PhraseIndex[str] = PhraseIndex([("al-Noor", "group"), ("al-Noor Front", "front"), ("Noor", "person")])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("the al-Noor Front left", ["front"], id="longest"),
        pytest.param("al Noor left", ["group"], id="space-for-hyphen"),
        pytest.param("al–Noor left", ["group"], id="dash-for-hyphen"),
        pytest.param("Noor and al-Noor", ["person", "group"], id="two"),
        pytest.param("Noorish, xNoor", [], id="inside-a-word"),
        pytest.param("noor", [], id="capitals-count"),
        pytest.param("(Noor's)", ["person"], id="possessive-in-brackets"),
        pytest.param("", [], id="empty"),
    ],
)
def test_phrases_are_found(text: str, values: list[str]) -> None:
    """A phrase counts where no longer one overlaps it and no letter touches it."""
    assert [hit.value for hit in INDEX.find(text)] == values


def test_an_index_of_nothing_finds_nothing() -> None:
    """No phrases, no hits."""
    empty: PhraseIndex[str] = PhraseIndex([])
    assert empty.find("anything") == ()


def test_names_are_spelt_with_capitals_too() -> None:
    """Al- for al-, and capitals for names long enough not to be words of their own."""
    assert spellings("al-Noor") == ("al-Noor", "Al-Noor", "AL-NOOR")
    assert spellings("Chad") == ("Chad",)


@given(st.text(max_size=200))
def test_folding_keeps_offsets(text: str) -> None:
    """Folded and lowered texts are as long as the text, so that offsets hold."""
    assert len(folded(text)) == len(lowered(text)) == len(text)
