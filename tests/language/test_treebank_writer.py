import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.language.pipeline import parse_sentences
from bot.language.training.treebank import Sentence, from_doc, read_sentences, to_conllu, write_sentences

_FORMS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
# An underscore alone is CoNLL-U's empty column.
_VALUES = _FORMS.filter(lambda text: text != "_")
_PREFIX = "made"


@st.composite
def _sentences(draw: st.DrawFn) -> Sentence:
    size = draw(st.integers(1, 8))

    def column(values: st.SearchStrategy[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(values, min_size=size, max_size=size)))

    root = draw(st.integers(0, size - 1))
    heads = tuple(
        index if index == root else draw(st.sampled_from([other for other in range(size) if other != index]))
        for index in range(size)
    )
    labels = column(_VALUES)
    full = draw(st.booleans())
    return Sentence(
        document=draw(st.sampled_from(["", "one", "GUM_news_two"])),
        words=column(_FORMS),
        spaces=tuple(draw(st.lists(st.booleans(), min_size=size, max_size=size))),
        tags=column(_VALUES | st.just("")),
        heads=heads,
        labels=tuple("ROOT" if index == root else label for index, label in enumerate(labels)),
        pos=column(_VALUES) if full else None,
        morphology=column(_VALUES | st.just("")) if full else None,
        lemmas=column(_VALUES) if full else None,
    )


@given(sentences=st.lists(_sentences(), max_size=4), packed=st.booleans())
def test_written_sentences_are_read_back(
    sentences: list[Sentence], packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is written is read back as it was, in order, plain and packed."""
    path = tmp_path_factory.mktemp("treebank") / ("made.conllu.gz" if packed else "made.conllu")
    assert write_sentences(path, sentences, prefix=_PREFIX) == len(sentences)
    assert list(read_sentences(path)) == sentences


def test_gold_is_read_back(gold_path: Path, tmp_path: Path) -> None:
    """Annotated sentences come back whole, but for the ranges of contractions and the entities."""
    gold = list(read_sentences(gold_path))
    path = tmp_path / "again.conllu"
    write_sentences(path, gold, prefix=_PREFIX)
    assert list(read_sentences(path)) == gold


def test_same_sentences_give_the_same_bytes(gold_path: Path, tmp_path: Path) -> None:
    """Packed files carry no time and no name, and an older file is replaced."""
    gold = list(read_sentences(gold_path))
    first, second = tmp_path / "a.conllu.gz", tmp_path / "b.conllu.gz"
    second.write_text("old", encoding="utf-8")
    for path in (first, second):
        write_sentences(path, gold, prefix=_PREFIX)
    assert first.read_bytes() == second.read_bytes()
    assert gzip.decompress(first.read_bytes()).startswith(b"# newdoc id = GUM_news_bridge\n# sent_id = made-1\n")


@pytest.mark.parametrize("word", ["two\twords", "two\nlines", " ", ""])
def test_word_that_conllu_cannot_hold(gold_path: Path, word: str) -> None:
    """A tab or line end would break the columns, so nothing is written."""
    sentence = next(iter(read_sentences(gold_path)))
    with pytest.raises(ValueError, match="word 1 of x cannot be written"):
        to_conllu(replace(sentence, words=(word, *sentence.words[1:])), name="x")


def test_parsed_doc_becomes_a_sentence(bundled: Language) -> None:
    """Words, spaces, tags and tree are the Doc's, and the text is the same."""
    (doc,) = parse_sentences(bundled, ["Rebels haven't left the mill."])
    sentence = from_doc(doc, document="x")
    assert sentence.text == doc.text
    assert sentence.words[1:3] == ("have", "n't")
    assert [sentence.labels[i] for i, head in enumerate(sentence.heads) if head == i] == ["ROOT"]
    assert sentence.pos is None
