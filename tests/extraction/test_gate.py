"""The gate opens on the lexicon's words in all their forms, and on nothing that only contains them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.extractor import trigger_forms
from bot.extraction.gate import Gate
from bot.extraction.inflection import noun_forms, verb_forms
from config.lexicon import Lexicon, load_lexicon

GATE = Gate(["take", "took", "air-raid", "fall"])
FRAMES = (*load_lexicon().territory.frame, *load_lexicon().infrastructure.frame)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        pytest.param("They took it.", True, id="word"),
        pytest.param("took", True, id="whole-text"),
        pytest.param("TOOK", True, id="capitals"),
        pytest.param("“Took”", True, id="in-quotes"),
        pytest.param("re-took", True, id="behind-a-hyphen"),
        pytest.param("an air-raid", True, id="with-a-hyphen"),
        pytest.param("mistook", False, id="end-of-a-word"),
        pytest.param("a taken town", False, id="beginning-of-a-word"),
        pytest.param("fallen", False, id="another-form"),
        pytest.param("fall7", False, id="before-a-digit"),
        pytest.param("éfall", False, id="after-an-accented-letter"),
        pytest.param("mistook, then took", True, id="second-hit-counts"),
        pytest.param("", False, id="empty"),
    ],
)
def test_words_open_the_gate_at_their_boundaries(text: str, opens: bool) -> None:
    """A word counts when no letter or digit touches it."""
    assert GATE.opens(text) is opens


def test_the_gate_knows_its_words() -> None:
    """In lower case, as they were given."""
    assert GATE.knows("took")
    assert not GATE.knows("Took")
    assert not GATE.knows("tak")


@given(before=st.sampled_from(" .,;(“’\n"), after=st.sampled_from(" .,;)”’\n"), rest=st.text(max_size=40))
def test_surroundings_do_not_close_the_gate(before: str, after: str, rest: str) -> None:
    """Whatever else the text says, a word between marks opens."""
    assert GATE.opens(f"{rest}{before}took{after}{rest}")


@pytest.mark.parametrize("verb", sorted({word.split()[0] for frame in FRAMES for word in frame.verbs}))
def test_every_form_of_every_verb_opens(verb: str, lexicon: Lexicon) -> None:
    """A frame can fire on any form of its verbs, so that the gate has to know all of them."""
    assert verb_forms(verb) <= trigger_forms(lexicon)


@pytest.mark.parametrize("noun", sorted({word.split()[-1] for frame in FRAMES for word in frame.nouns}))
def test_every_form_of_every_noun_opens(noun: str, lexicon: Lexicon) -> None:
    """The same for nouns; of two words the last is the trigger."""
    assert noun_forms(noun) <= trigger_forms(lexicon)


@pytest.mark.parametrize(
    "word", ["control", "held", "besieged", "is", "belongs", "made", "denied", "verified", "confirming", "without"]
)
def test_words_outside_frames_open_too(word: str, lexicon: Lexicon) -> None:
    """Control, participles of holding, sovereignty, responses and deprivation have rules of their own."""
    assert word in trigger_forms(lexicon)
