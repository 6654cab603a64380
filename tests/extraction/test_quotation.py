"""Quotation marks open and close within a paragraph."""

from __future__ import annotations

import pytest

from bot.extraction.quotation import in_quotes
from tests.extraction.contexts import context_of


@pytest.mark.parametrize(
    ("sentences", "word", "inside"),
    [
        pytest.param(["“Goma fell,” he said."], "fell", True, id="curly"),
        pytest.param(["“Goma fell,” he said."], "said", False, id="after-it"),
        pytest.param(['"Goma fell," he said.'], "fell", True, id="straight"),
        pytest.param(['"Goma fell," he said.'], "said", False, id="straight-closed"),
        pytest.param(["He said Goma fell."], "fell", False, id="none"),
        pytest.param(["“Sake held.", "Goma fell,” he said."], "fell", True, id="opened-in-the-sentence-before"),
        pytest.param(["“Sake held.", "Goma fell,” he said."], "said", False, id="closed-in-this-sentence"),
        pytest.param(["“Sake held,” he said.", "Goma fell."], "fell", False, id="closed-before"),
        pytest.param(['"One," he said. "Two."', 'He wept: "Goma fell."'], "fell", True, id="opened-again"),
        pytest.param(["“Goma's fall,” he said."], "fall", True, id="an-apostrophe-closes-nothing"),
    ],
)
def test_inside_or_outside(sentences: list[str], word: str, inside: bool) -> None:
    """The last sentence's word is looked at."""
    context = context_of(sentences)
    index = len(sentences) - 1
    assert in_quotes(context, index, sentences[index].index(word)) is inside


def test_a_quotation_does_not_run_into_the_next_paragraph() -> None:
    """A mark that nobody closed ends with its paragraph."""
    context = context_of(["“Sake held.", "Goma fell."], paragraphs=[0, 1])
    assert not in_quotes(context, 1, 5)
