import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.language.training.silver import (
    LONGEST,
    Candidate,
    CorpusError,
    annotate,
    candidates,
    headlines,
    is_english,
    is_sound,
    read_articles,
    sample,
)
from bot.language.training.treebank import Sentence, read_sentences

_TEXTS = [
    "The rebels have seized the old mill.",
    "The army was pushed back by heavy rain.",
    "A convoy reached the port on Monday.",
]


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _found(*texts: str) -> list[Candidate]:
    return [Candidate(document="x", text=text) for text in texts]


@pytest.fixture
def sound(gold_path: Path) -> Sentence:
    """Read a sentence that may stay."""
    return next(iter(read_sentences(gold_path)))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_articles_are_read(tmp_path: Path, name: str) -> None:
    """Texts come in order with their names; an article without one is called by its line."""
    data = (json.dumps({"id": "a 1", "text": "One."}) + "\n\n" + json.dumps({"text": "Two."}) + "\n").encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert list(read_articles(path)) == [Candidate(document="a 1", text="One."), Candidate(document="3", text="Two.")]


@pytest.mark.parametrize("line", ["no json", "[]", "{}", '{"text": null}'])
def test_broken_article_is_named(tmp_path: Path, line: str) -> None:
    """A line that is no article is an error with its place."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n' + line, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl:2: "):
        list(read_articles(path))


def test_candidates_keep_their_order_and_come_once() -> None:
    """Sentences stand in the articles' order; a second one, even with other capitals and spaces, is left out."""
    articles = [
        Candidate(document="1", text="Rebels  left.\nThe port fell."),
        Candidate(document="2", text="REBELS LEFT.\n1914 – 1918\nRain fell."),
    ]
    assert list(candidates(articles, _lines)) == [
        Candidate(document="1", text="Rebels left."),
        Candidate(document="1", text="The port fell."),
        Candidate(document="2", text="Rain fell."),
    ]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Troops left Šibenik and Čačak.", True),
        ("Войска покинули порт.", False),
        ("The ship «Перемога» left the port.", False),
        ("Żółć łódź śćieżką.", False),
        ("1914 – 1918", False),
        ("", False),
    ],
)
def test_english_letters(text: str, english: bool) -> None:
    """Accents in a name are English still; another script, accents all over, or no letter are not."""
    assert is_english(text) is english


def test_sound_sentence_stays(sound: Sentence) -> None:
    """A full parse of eight words is kept."""
    assert is_sound(sound)


def _of_length(words: int) -> Sentence:
    return Sentence(
        document="",
        words=("mill",) * words,
        spaces=(True,) * words,
        tags=("NN",) * words,
        heads=(0,) * words,
        labels=("ROOT", *("dep",) * (words - 1)),
    )


@pytest.mark.parametrize(("words", "kept"), [(3, False), (4, True), (LONGEST, True), (LONGEST + 1, False)])
def test_length(words: int, kept: bool) -> None:
    """Four to eighty words are kept."""
    assert is_sound(_of_length(words)) is kept


def test_unsound_sentences_go(sound: Sentence) -> None:
    """Two roots, a blank word, a word without a tag or a label: none may be learnt from."""
    size = len(sound.words)
    assert not is_sound(replace(sound, heads=(0, *sound.heads[1:])))
    assert not is_sound(replace(sound, words=(" ", *sound.words[1:])))
    assert not is_sound(replace(sound, tags=("",) * size))
    assert not is_sound(replace(sound, labels=("", *sound.labels[1:])))


@given(size=st.integers(0, 40), limit=st.integers(0, 50) | st.none(), seed=st.integers(0, 5))
def test_sample_keeps_the_order(size: int, limit: int | None, seed: int) -> None:
    """The draw has the size asked for, is in the old order, and repeats with the seed."""
    found = _found(*(f"{number:02}" for number in range(size)))
    drawn = sample(found, limit, seed=seed)
    assert len(drawn) == (size if limit is None else min(size, limit))
    assert [item.text for item in drawn] == sorted({item.text for item in drawn})
    assert drawn == sample(found, limit, seed=seed)


def test_annotated_sentences_come_in_order(bundled: Language) -> None:
    """Every sentence is parsed, in order; a short one is left out."""
    made = list(annotate(bundled, _found(_TEXTS[0], "Rain fell.", *_TEXTS[1:])))
    assert [sentence.text for sentence in made] == _TEXTS
    assert all(is_sound(sentence) for sentence in made)


def test_headlines(bundled: Language) -> None:
    """Headlines have title case and no articles, auxiliaries and stops; a question gives none."""
    made = list(annotate(bundled, _found(*_TEXTS[:2], "Has the army left the port?")))
    assert [item.text for item in headlines(made, 1.0, seed=0)] == [
        "Rebels Seized Old Mill",
        "Army Pushed Back by Heavy Rain",
    ]


def test_share_of_headlines(bundled: Language) -> None:
    """No share gives none, half gives some, and the same seed the same."""
    made = list(annotate(bundled, _found(*_TEXTS))) * 20
    assert headlines(made, 0.0, seed=0) == []
    some = headlines(made, 0.5, seed=0)
    assert 0 < len(some) < len(made)
    assert some == headlines(made, 0.5, seed=0)
