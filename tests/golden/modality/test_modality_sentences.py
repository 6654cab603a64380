"""What is said not to be, or not to be yet, is not read as a fact: many sentences of each kind, read once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.workers import InProcessExtractor
from tests.golden.modality.confusion import table
from tests.golden.modality.sentences import Outcome, kinds, outcomes, read_cases

LEAST = 60
KINDS = ("attempts", "background", "certainty", "conditions", "near_misses", "negation", "plans", "repulsed")


@pytest.fixture(scope="session")
def read(extractor: InProcessExtractor) -> Mapping[str, tuple[Outcome, ...]]:
    """Return what the program reads every sentence of every kind as."""
    return {kind: outcomes(read_cases(kind), extractor) for kind in KINDS}


def test_every_file_is_a_kind() -> None:
    """The folder holds the eight kinds and no other."""
    assert kinds() == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_sentences(kind: str) -> None:
    """Each kind has its sentences, none of them twice, some of which claim a plain fact or nothing."""
    cases = read_cases(kind)
    assert len({case.text for case in cases}) == len(cases) >= LEAST
    assert any(not case.claims or {one.mood for one in case.claims} == {"plain"} for case in cases)


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_marked_sentences_are_wrong(read: Mapping[str, tuple[Outcome, ...]], kind: str) -> None:
    """Every sentence is read as it should be but those marked as wrong; a mark that no longer holds fails too."""
    broken = [one.tell() for one in read[kind] if not one.right and one.case.wrong is None]
    mended = [one.tell() for one in read[kind] if one.right and one.case.wrong is not None]
    assert (broken, mended) == ([], []), table(kind, read[kind])
