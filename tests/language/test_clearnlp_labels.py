from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.language.clearnlp import speaks_clearnlp, universal_labels
from bot.language.pipeline import load_pipeline

Row = tuple[str, str, int, str]


def converted(rows: list[Row]) -> list[tuple[int, str]]:
    """Build a ClearNLP parse of (word, part of speech, head, label) and return the (head, label) pairs in UD."""
    words, pos, heads, labels = (list(column) for column in zip(*rows, strict=True))
    doc = Doc(Vocab(), words=words, pos=pos, heads=heads, deps=labels)
    return [(token.head.i, token.dep_) for token in universal_labels(doc)]


def test_active_clause() -> None:
    """A prepositional object hangs on the verb, with the preposition as its case."""
    rows: list[Row] = [
        ("Rebels", "NOUN", 1, "nsubj"),
        ("took", "VERB", 1, "ROOT"),
        ("the", "DET", 3, "det"),
        ("town", "NOUN", 1, "dobj"),
        ("of", "ADP", 3, "prep"),
        ("Lyman", "PROPN", 4, "pobj"),
        ("on", "ADP", 1, "prep"),
        ("Friday", "PROPN", 6, "pobj"),
    ]
    assert converted(rows) == [
        (1, "nsubj"), (1, "ROOT"), (3, "det"), (1, "obj"), (5, "case"), (3, "nmod"), (7, "case"), (1, "obl"),
    ]  # fmt: skip


def test_passive_clause() -> None:
    """Passive subject, auxiliary and agent get their subtypes."""
    rows: list[Row] = [
        ("Lyman", "PROPN", 2, "nsubjpass"),
        ("was", "AUX", 2, "auxpass"),
        ("taken", "VERB", 2, "ROOT"),
        ("by", "ADP", 2, "agent"),
        ("rebels", "NOUN", 3, "pobj"),
    ]
    assert converted(rows) == [(2, "nsubj:pass"), (2, "aux:pass"), (2, "ROOT"), (4, "case"), (2, "obl:agent")]


def test_copula() -> None:
    """What something is becomes the head of the clause, also below a reporting verb."""
    rows: list[Row] = [
        ("He", "PRON", 1, "nsubj"),
        ("says", "VERB", 1, "ROOT"),
        ("Lyman", "PROPN", 3, "nsubj"),
        ("is", "AUX", 1, "ccomp"),
        ("free", "ADJ", 3, "acomp"),
    ]
    assert converted(rows) == [(1, "nsubj"), (1, "ROOT"), (4, "nsubj"), (4, "cop"), (1, "ccomp")]


def test_copula_with_a_preposition() -> None:
    """Where something is becomes the head of the clause, as in UD."""
    rows: list[Row] = [
        ("Troops", "NOUN", 1, "nsubj"),
        ("are", "AUX", 1, "ROOT"),
        ("in", "ADP", 1, "prep"),
        ("Lyman", "PROPN", 2, "pobj"),
    ]
    assert converted(rows) == [(3, "nsubj"), (3, "cop"), (3, "case"), (3, "ROOT")]


def test_existential_keeps_its_verb() -> None:
    """In "there is" the verb stays the head, and what there is becomes its subject."""
    rows: list[Row] = [("There", "PRON", 1, "expl"), ("is", "VERB", 1, "ROOT"), ("fighting", "NOUN", 1, "attr")]
    assert converted(rows) == [(1, "expl"), (1, "ROOT"), (1, "nsubj")]


def test_clause_under_a_preposition() -> None:
    """A preposition before a clause marks it."""
    rows: list[Row] = [
        ("They", "PRON", 1, "nsubj"),
        ("left", "VERB", 1, "ROOT"),
        ("after", "ADP", 1, "prep"),
        ("losing", "VERB", 2, "pcomp"),
        ("Lyman", "PROPN", 3, "dobj"),
    ]
    assert converted(rows) == [(1, "nsubj"), (1, "ROOT"), (3, "mark"), (1, "advcl"), (3, "obj")]


def test_preposition_inside_a_preposition() -> None:
    """In "from behind the hill" both prepositions are cases of the hill."""
    rows: list[Row] = [
        ("Fired", "VERB", 0, "ROOT"),
        ("from", "ADP", 0, "prep"),
        ("behind", "ADP", 1, "prep"),
        ("hills", "NOUN", 2, "pobj"),
    ]
    assert converted(rows) == [(0, "ROOT"), (3, "case"), (3, "case"), (0, "obl")]


def test_empty_doc() -> None:
    """A Doc without words passes."""
    assert len(universal_labels(Doc(Vocab()))) == 0


@pytest.mark.parametrize(
    ("labels", "expected"), [(["nsubj", "dobj", "pobj"], True), (["nsubj", "obj", "obl"], False)], ids=["own", "ud"]
)
def test_scheme_is_told_by_its_labels(labels: list[str], expected: bool) -> None:
    """The labels that only one scheme has tell them apart."""
    assert speaks_clearnlp(labels) is expected


def test_loader_converts_such_a_pipeline(tmp_path: Path) -> None:
    """A pipeline with ClearNLP's labels gets the conversion behind its parser."""
    other = spacy.blank("en")
    tagger: Any = other.add_pipe("tagger")
    parser: Any = other.add_pipe("parser")
    tagger.add_label("NN")
    parser.add_label("dobj")
    parser.add_label("pobj")
    other.initialize()
    other.to_disk(tmp_path / "other")
    steps = load_pipeline(str(tmp_path / "other")).pipe_names
    assert steps == ["single_sentence", "tagger", "parser", "universal_labels"]
