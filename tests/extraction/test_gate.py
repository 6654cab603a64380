"""The gate opens on its words at their boundaries, and on nothing that only contains them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.gate import Gate, KindGate, WordSearch, gate_words

GATE = Gate({"take": (), "took": (), "air-raid": (), "fall": (), "drive": ("out", "from")})


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        pytest.param("They took it.", {5}, id="word"),
        pytest.param("took", {0}, id="whole-text"),
        pytest.param("TOOK", {0}, id="capitals"),
        pytest.param("“Took”", {1}, id="in-quotes"),
        pytest.param("re-took", {3}, id="behind-a-hyphen"),
        pytest.param("an air-raid", {3}, id="with-a-hyphen"),
        pytest.param("mistook", set(), id="end-of-a-word"),
        pytest.param("a taken town", set(), id="beginning-of-a-word"),
        pytest.param("fallen", set(), id="another-form"),
        pytest.param("fall7", set(), id="before-a-digit"),
        pytest.param("éfall", set(), id="after-an-accented-letter"),
        pytest.param("mistook, then took", {14}, id="second-hit-counts"),
        pytest.param("took and take", {0, 9}, id="two-words"),
        pytest.param("drive them out", {0}, id="particle-follows"),
        pytest.param("drive from town", {0}, id="the-other-particle"),
        pytest.param("drive a car", set(), id="no-particle"),
        pytest.param("out to drive", set(), id="particle-before"),
        pytest.param("drive an outsider", set(), id="particle-within-a-word"),
        pytest.param("drive " + "on " * 40 + "out", set(), id="particle-too-far"),
        pytest.param("", set(), id="empty"),
    ],
)
def test_hits(text: str, offsets: set[int]) -> None:
    """A word counts when no letter or digit touches it, and its particle, where it needs one, follows."""
    assert GATE.hits(text) == offsets


@given(before=st.sampled_from(" .,;(“’\n"), after=st.sampled_from(" .,;)”’\n"), rest=st.text("abç 12.–é", max_size=40))
def test_surroundings_do_not_close_the_gate(before: str, after: str, rest: str) -> None:
    """Whatever else the text says, a word between marks opens."""
    assert len(rest) + 1 in GATE.hits(f"{rest}{before}took{after}{rest}")


@given(st.text("takeo drivfuml-.7", max_size=60))
def test_hits_are_words_of_the_gate(text: str) -> None:
    """Each offset is where one of the words stands."""
    for start in GATE.hits(text):
        assert text[start:].startswith(("take", "took", "air-raid", "fall", "drive"))


def test_a_word_that_stands_alone_needs_no_particle() -> None:
    """Where one list has it bare and the other with a particle, the bare word counts."""
    words = gate_words(plain=["push"], phrased={"push": ["out"], "pull": ["out", "back"]})
    assert words == {"push": set(), "pull": {"out", "back"}}
    assert Gate(words).hits("push on, pull on") == {0}


def test_a_word_may_be_of_several_kinds() -> None:
    """Each kind counts where its own particle follows, or always where it needs none."""
    gate = KindGate({"pull": {"leave": ["out"], "move": []}})
    assert set(gate.hits("pull it out")) == {(0, "leave"), (0, "move")}
    assert set(gate.hits("pull it")) == {(0, "move")}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        pytest.param("A Rocket fell.", True, id="capital"),
        pytest.param("rocketry", True, id="begins-so"),
        pytest.param("skyrocket", False, id="ends-so"),
        pytest.param("a truce", True, id="whole-word"),
        pytest.param("a truced line", False, id="only-whole"),
        pytest.param("air strikes", True, id="two-words"),
        pytest.param("", False, id="empty"),
    ],
)
def test_words_are_searched(text: str, stands: bool) -> None:
    """A star stands for any ending, and nothing for a longer word's end."""
    assert WordSearch(["rocket*", "truce", "air strike*", "air strikes"]).stands_in(text) is stands
