"""A frame opens on its words: with their particles before bare, as verbs or as nouns."""

from __future__ import annotations

import pytest

from bot.extraction.frames import FrameIndex
from config.lexicon import Frame, VerbClasses
from tests.extraction.docs import parsed

FRAMES = FrameIndex(
    [
        Frame.model_validate(entry)
        for entry in (
            {"id": "take", "verbs": ["take", "capture"], "nouns": ["capture"]},
            {"id": "take-over", "verbs": ["take over"]},
            {"id": "leave", "verbs": ["leave"], "unless": ["xcomp"]},
            {"id": "hold", "verbs": ["hold"], "present": ["occupy"]},
            {"id": "occupy", "verbs": ["occupy"]},
            {"id": "strike", "verbs": ["strike"], "nouns": ["strike", "air strike"]},
            {"id": "fight", "verbs": ["fight in"], "nouns": ["fighting"]},
        )
    ],
    verbs=VerbClasses(object_control=frozenset(), light=frozenset(), accusing=frozenset(), harming=frozenset()),
)


def opened(table: str) -> list[tuple[str, str, bool]]:
    """Return frame, trigger and whether it is a noun, for every match in a sentence."""
    doc = parsed(table)
    every = frozenset(token.i for token in doc)
    return [(match.frame.id, match.trigger.text, match.nominal) for match in FRAMES.matches(doc, every)]


TOWN = "the|DT|det|4 town|NN|obj|2 .|.|punct|2"


@pytest.mark.parametrize(
    ("table", "frames"),
    [
        pytest.param(f"They|PRP|nsubj|2 took|VBD|root|0|take {TOWN}", [("take", "took", False)], id="verb"),
        pytest.param(
            "They|PRP|nsubj|2 took|VBD|root|0|take over|RP|compound:prt|2 towns|NNS|obj|2 .|.|punct|2",
            [("take-over", "took", False)],
            id="the-particle-first",
        ),
        pytest.param(
            "The|DT|det|2 capture|NN|nsubj|5 of|IN|case|4 Goma|NNP|nmod|2 continued|VBD|root|0|continue .|.|punct|5",
            [("take", "capture", True)],
            id="noun",
        ),
        pytest.param(
            "They|PRP|nsubj|2 left|VBD|root|0|leave the|DT|det|4 town|NN|obj|2 .|.|punct|2",
            [("leave", "left", False)],
            id="leave",
        ),
        pytest.param(
            "They|PRP|nsubj|2 left|VBD|root|0|leave the|DT|det|4 town|NN|obj|2 open|JJ|xcomp|2 .|.|punct|2",
            [],
            id="unless",
        ),
        pytest.param(
            f"They|PRP|nsubj|2 occupy|VBP|root|0 {TOWN}", [("hold", "occupy", False)], id="present-tense-is-a-state"
        ),
        pytest.param(
            f"They|PRP|nsubj|2 occupied|VBD|root|0|occupy {TOWN}",
            [("occupy", "occupied", False)],
            id="past-tense-is-an-event",
        ),
        pytest.param(
            "The|DT|det|3 occupied|VBN|amod|3|occupy town|NN|nsubj|4 slept|VBD|root|0|sleep .|.|punct|4",
            [],
            id="a-participle-of-holding-is-no-event",
        ),
        pytest.param(
            "An|DT|det|3|a air|NN|compound|3 strike|NN|nsubj|5 was|VBD|aux:pass|5|be reported|VBN|root|0|report "
            ".|.|punct|5",
            [("strike", "strike", True)],
            id="noun-of-two-words",
        ),
        pytest.param(
            "Fighting|VBG|nsubj|4|fight in|IN|case|3 Goma|NNP|nmod|1 continued|VBD|root|0|continue .|.|punct|4",
            [("fight", "Fighting", True)],
            id="gerund-as-a-noun",
        ),
        pytest.param(
            "They|PRP|nsubj|3 are|VBP|aux|3|be fighting|VBG|root|0|fight in|IN|case|5 Goma|NNP|obl|3 .|.|punct|3",
            [("fight", "fighting", True)],
            id="progressive",
        ),
        pytest.param(
            "They|PRP|nsubj|2 re|NN|compound|4 -|HYPH|punct|4 captured|VBD|root|0|capture .|.|punct|2", [], id="prefix"
        ),
        pytest.param("Talks|NNS|nsubj|2 began|VBD|root|0|begin .|.|punct|2", [], id="nothing"),
    ],
)
def test_frames_open(table: str, frames: list[tuple[str, str, bool]]) -> None:
    """Each word opens at most one frame."""
    assert opened(table) == frames


def test_only_allowed_words_open_frames() -> None:
    """What the gate does not know is not looked at."""
    doc = parsed(f"They|PRP|nsubj|2 took|VBD|root|0|take {TOWN}")
    assert list(FRAMES.matches(doc, frozenset({0, 3}))) == []


def test_a_match_brings_its_functions() -> None:
    """Of the verb, or of the noun."""
    doc = parsed(f"They|PRP|nsubj|2 took|VBD|root|0|take {TOWN}")
    (match,) = FRAMES.matches(doc, frozenset({1}))
    assert [head.text for head in match.functions.get("object")] == ["town"]
    assert match.functions.get("from") == []
