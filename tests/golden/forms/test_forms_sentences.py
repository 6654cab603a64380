"""Claims are found in whatever form they are made: many sentences on places and on assets, read once."""

from __future__ import annotations

import pytest

from bot.workers import InProcessExtractor
from tests.golden.forms.sentences import FOLDER, KINDS, read_forms
from tests.golden.modality.sentences import read_cases

LEAST = {"holders": 250, "infrastructure": 100, "territory": 150}


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_sentences(kind: str) -> None:
    """Each file has its sentences, none of them twice, some of which claim nothing."""
    cases = read_cases(kind, folder=FOLDER)
    assert len({case.text for case in cases}) == len(cases) >= LEAST[kind]
    assert any(not case.claims for case in cases)


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_marked_sentences_are_wrong(extractor: InProcessExtractor, kind: str) -> None:
    """Every sentence is read as it should be but those marked as wrong; a mark that no longer holds fails too."""
    read = read_forms(kind, extractor)
    broken = [one.tell() for one in read if not one.right and one.outcome.case.wrong is None]
    mended = [one.tell() for one in read if one.right and one.outcome.case.wrong is not None]
    assert (broken, mended) == ([], [])
