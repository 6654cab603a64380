import gzip
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.language.training.augmentation import headline
from bot.language.training.silver import (
    CorpusError,
    Text,
    is_latin,
    is_list,
    is_usable,
    read_texts,
    silver,
    split,
    to_sentence,
    word_splitter,
)
from bot.language.training.treebank import Sentence, read_sentences, write_sentences


def _corpus(path: Path, *items: object) -> Path:
    lines = "".join(json.dumps(item) + "\n" for item in items).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


def _sentences(text: str) -> list[str]:
    return [found.text for found in split(word_splitter(), [Text(name="a", text=text)], lambda text: text.split("|"))]


@pytest.mark.parametrize("name", ["items.jsonl", "items.jsonl.gz"])
def test_titles_and_texts_are_read(tmp_path: Path, name: str) -> None:
    """Every item gives its text, and its title where it has one, packed or not."""
    path = _corpus(
        tmp_path / name,
        {"id": "1", "title": "Mill burns", "text": "A mill burnt."},
        {"id": "2", "title": None, "text": "No one was hurt."},
    )
    assert list(read_texts([path])) == [
        Text(name="1", text="Mill burns"),
        Text(name="1", text="A mill burnt."),
        Text(name="2", text="No one was hurt."),
    ]


@pytest.mark.parametrize("item", [{"id": "1"}, ["a"], 3, None])
def test_a_line_that_is_no_item_is_named(tmp_path: Path, item: object) -> None:
    """An item without text, or something else, is an error with file and line."""
    path = _corpus(tmp_path / "items.jsonl", {"id": "0", "text": "A mill burnt."}, item)
    with pytest.raises(CorpusError, match=r"items\.jsonl:2: no item"):
        list(read_texts([path]))


def test_sentences_keep_their_order_and_names() -> None:
    """Texts are cut by the function that is given, and each sentence is named after its text and place."""
    texts = [
        Text(name="a", text="Rain fell all day.|Short.|Snow fell all night."),
        Text(name="b", text="A mill burnt down."),
    ]
    assert [found.name for found in split(word_splitter(), texts, lambda text: text.split("|"))] == [
        "a-0",
        "a-2",
        "b-0",
    ]


def test_a_sentence_is_taken_once() -> None:
    """What stands twice in a corpus is parsed once, whatever its line ends and capitals."""
    assert _sentences("The mill in Oakland burnt.|The mill in\nOAKLAND burnt.") == ["The mill in Oakland burnt."]


@pytest.mark.parametrize(
    ("words", "usable"),
    [
        ("The rebels left the mill .", True),
        ("U.S. - led forces left .", True),
        ("U.S.-led forces left .", False),
        ("Rebels left .", False),
        ("3 - 2 , 4 - 1 , 7 - 5 wins", False),
        (" ".join(["word"] * 80), True),
        (" ".join(["word"] * 81), False),
    ],
)
def test_only_sentences_of_words_are_kept(words: str, *, usable: bool) -> None:
    """Very short and long ones, tables and words that hang together are left out."""
    assert is_usable(words.split()) is usable


def test_parses_survive_the_file(tmp_path: Path, bundled: Language) -> None:
    """What is written is read back the same, with nothing but tags and a parse."""
    sentence = to_sentence(bundled("The rebels didn't leave Port Amber."), "a-0")
    path = tmp_path / "silver.conllu.gz"
    assert write_sentences(path, [sentence]) == 1
    (back,) = read_sentences(path)
    assert (back.words, back.tags, back.heads, back.labels) == (
        sentence.words,
        sentence.tags,
        sentence.heads,
        sentence.labels,
    )
    assert back.text == "The rebels didn't leave Port Amber."
    assert (back.pos, back.morphology, back.lemmas, back.entities) == (None, None, None, None)


def test_headlines_drop_articles_auxiliaries_and_stop(bundled: Language) -> None:
    """A passive sentence becomes a headline."""
    sentence = to_sentence(bundled("The bridge was destroyed by the rebels."), "a-0")
    assert headline(sentence).text == "Bridge Destroyed by Rebels"


def test_headlines_keep_a_copula(bundled: Language) -> None:
    """A "is" that is no auxiliary stays."""
    assert headline(to_sentence(bundled("The town is quiet."), "a-0")).text == "Town Is Quiet"


def test_long_lists_are_taken_more_often(bundled: Language) -> None:
    """A sentence with three conjuncts is written as often as asked, another once."""
    texts = [
        Text(name="a", text="The rebels left Amber, Oakland, Reed and Dale."),
        Text(name="b", text="The rebels left Amber."),
    ]
    found = list(silver(bundled, texts, headlines=0, lists=3, random=Random(0)))  # noqa: S311 (no secret)
    assert [sentence.document for sentence in found] == ["a", "a", "a", "b"]
    assert [is_list(sentence) for sentence in found] == [True, True, True, False]


def test_headlines_are_parsed_anew(bundled: Language) -> None:
    """With a share of one every sentence also comes as a headline."""
    texts = [Text(name="a", text="The bridge was destroyed by the rebels.")]
    found = list(silver(bundled, texts, headlines=1, lists=1, random=Random(0)))  # noqa: S311 (no secret)
    assert [sentence.document for sentence in found] == ["a", "a-headline"]
    assert found[1].text == "Bridge Destroyed by Rebels"
    assert found[1].labels.count("ROOT") == 1


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Troops left Šibenik and Čačak.", True),
        ("Войска покинули порт.", False),
        ("The ship «Перемога» left the port.", False),
        ("Żółć łódź śćieżką.", False),
    ],
)
def test_only_english_letters_are_kept(text: str, *, latin: bool) -> None:
    """Accents in a name are English still; another script, even in one name, or accents all over are not."""
    assert is_latin(text) is latin


_FORMS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
# An underscore alone is CoNLL-U's empty column.
_VALUES = _FORMS.filter(lambda text: text != "_")


@st.composite
def _silver_sentences(draw: st.DrawFn) -> Sentence:
    size = draw(st.integers(2, 8))
    root = draw(st.integers(0, size - 1))
    others = [draw(st.sampled_from([other for other in range(size) if other != index])) for index in range(size)]
    labels = draw(st.lists(_VALUES, min_size=size, max_size=size))
    return Sentence(
        document="",
        words=tuple(draw(st.lists(_FORMS, min_size=size, max_size=size))),
        spaces=tuple(draw(st.lists(st.booleans(), min_size=size, max_size=size))),
        tags=tuple(draw(st.lists(_VALUES, min_size=size, max_size=size))),
        heads=tuple(index if index == root else others[index] for index in range(size)),
        labels=tuple("ROOT" if index == root else labels[index] for index in range(size)),
    )


@given(sentences=st.lists(_silver_sentences(), max_size=4))
def test_any_sentences_survive_the_file(sentences: list[Sentence], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the words, tags and heads are, what is written is read back the same and in order."""
    path = tmp_path_factory.mktemp("silver") / "made.conllu.gz"
    assert write_sentences(path, sentences) == len(sentences)
    assert list(read_sentences(path)) == sentences
