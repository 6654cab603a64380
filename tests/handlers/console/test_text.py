"""Text from articles on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.console.text import quoted, shown
from handlers.text import clean, isolated


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colour"),
        pytest.param("\x1b]0;a title\x07the text", "the text", id="window title"),
        pytest.param("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link", id="hyperlink"),
        pytest.param("\x9b2Jgone", "gone", id="one-byte control sequence"),
        pytest.param("\x1bPdevice\x1b\\string", "string", id="device control string"),
        pytest.param("\x1bcreset", "reset", id="two-byte escape"),
        pytest.param("a\x00b\x08c\x7fd", "abcd", id="control characters"),
        pytest.param("a\tb\r\nc\u2028d", "a b c d", id="white space and line ends"),
        pytest.param("evil\u202etxt.exe", "eviltxt.exe", id="direction override"),
        pytest.param("zero\u200bwidth\ufeff", "zerowidth", id="invisible characters"),
        pytest.param("half \ud83d of a pair", "half \ufffd of a pair", id="lone surrogate"),
        pytest.param("می\u200cرود", "می\u200cرود", id="a joiner belongs to the spelling"),
        pytest.param("50 km² – “Kyiv’s”", "50 km² – “Kyiv’s”", id="ordinary text stays"),
    ],
)
def test_nothing_is_left_that_a_terminal_obeys(text: str, wanted: str) -> None:
    """Escape sequences go whole; control and invisible characters go; the rest stays."""
    assert clean(text) == wanted


def test_line_breaks_stay_where_they_are_wanted() -> None:
    """A text of several lines keeps its lines, each folded."""
    assert clean("one  two\r\n\r\nthree\x1b[1m", lines=True) == "one two\nthree"


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    """Whatever comes in, no control, format (but joiners) or surrogate character goes out."""
    kept = [one for one in clean(text) if unicodedata.category(one) in {"Cc", "Cf", "Cs"}]
    assert set(kept) <= {"\u200c", "\u200d"}


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """No new escape sequence is put together by taking another away."""
    assert clean(clean(text)) == clean(text)


def test_right_to_left_words_are_set_apart() -> None:
    """A name in Arabic letters is isolated, and the words around it are not."""
    assert isolated("Gen. محمد علي of the army") == "Gen. \u2068محمد علي\u2069 of the army"


def test_left_to_right_text_is_left_alone() -> None:
    """Nothing is put around text that reads from left to right."""
    assert isolated("General Müller") == "General Müller"


def test_brackets_are_no_markup() -> None:
    """Rich's markup in an article is text."""
    assert shown("[red]x[/red]").plain == "[red]x[/red]"
    assert quoted("[b]y[/b]").plain == "“[b]y[/b]”"


def test_what_is_absent_is_a_dash() -> None:
    """An absent value takes its place in a table visibly."""
    assert shown(None).plain == "–"
