import gzip
from pathlib import Path

import pytest
import spacy

from bot.language.training.treebank import TreebankError, read_sentences, to_doc


def test_text_is_rebuilt_from_words_and_spaces(gold_path: Path) -> None:
    """Contractions, missing spaces and the sentence's end come out as in the source."""
    texts = [sentence.text for sentence in read_sentences(gold_path)]
    assert texts == ["The rebels didn't leave Port Amber.", '"Anna Reed of Oakland held a mill", said he']


def test_words_leave_ranges_and_empty_nodes_out(gold_path: Path) -> None:
    """Only the rows with a whole number are words."""
    first, second = read_sentences(gold_path)
    assert first.words[2:4] == ("did", "n't")
    assert "there" not in second.words


def test_root_is_its_own_head(gold_path: Path) -> None:
    """Heads count from zero, and the root has spaCy's label."""
    first, _ = read_sentences(gold_path)
    assert first.heads == (1, 4, 4, 4, 4, 6, 4, 4)
    assert first.labels[4] == "ROOT"


def test_document_gives_the_genre(gold_path: Path) -> None:
    """GUM's document names carry the genre."""
    assert [sentence.genre for sentence in read_sentences(gold_path)] == ["news", "interview"]


def test_empty_columns_are_missing(silver_path: Path) -> None:
    """A treebank with tags and parses only has no part of speech, morphology, lemma or entity."""
    (sentence,) = read_sentences(silver_path)
    assert (sentence.pos, sentence.morphology, sentence.lemmas, sentence.entities) == (None, None, None, None)


def test_missing_columns_stay_missing_in_the_doc(silver_path: Path) -> None:
    """A Doc of a sentence with tags and parse only has no annotation that was not there."""
    (sentence,) = read_sentences(silver_path)
    doc = to_doc(spacy.blank("en").vocab, sentence)
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")
    assert not any(doc.has_annotation(name) for name in ("POS", "MORPH", "LEMMA", "ENT_IOB"))


def test_entities_reach_the_doc(gold_path: Path) -> None:
    """Names become spaCy entities, cut down to the name."""
    vocab = spacy.blank("en").vocab
    docs = [to_doc(vocab, sentence) for sentence in read_sentences(gold_path, entities=True)]
    assert [(e.text, e.label_) for doc in docs for e in doc.ents] == [
        ("Port Amber", "PLACE"),
        ("Anna Reed", "PERSON"),
        ("Oakland", "PLACE"),
    ]


def test_gzip_reads_like_plain_text(gold_path: Path, tmp_path: Path) -> None:
    """A packed treebank gives the same sentences."""
    packed = tmp_path / "packed.conllu.gz"
    packed.write_bytes(gzip.compress(gold_path.read_bytes()))
    assert list(read_sentences(packed)) == list(read_sentences(gold_path))


def test_last_sentence_needs_no_blank_line(gold_path: Path, tmp_path: Path) -> None:
    """A file that ends without a blank line loses nothing."""
    short = tmp_path / "short.conllu"
    short.write_text(gold_path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    assert list(read_sentences(short)) == list(read_sentences(gold_path))


@pytest.mark.parametrize(
    ("text", "line"),
    [("# a\n1\tword\n\n", 2), ("1\ta\t_\t_\tNN\t_\t7\tdep\t_\t_\n\n", 1), ("1\ta\t_\t_\tNN\t_\tx\tdep\t_\t_\n\n", 1)],
    ids=["columns", "head-outside", "head-no-number"],
)
def test_broken_line_is_named(tmp_path: Path, text: str, line: int) -> None:
    """What is no CoNLL-U is reported with file and line."""
    path = tmp_path / "broken.conllu"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TreebankError) as caught:
        list(read_sentences(path))
    assert (caught.value.path, caught.value.line) == (str(path), line)
