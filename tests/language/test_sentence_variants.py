from pathlib import Path
from random import Random

import pytest

from bot.language.training.augmentation import (
    abbreviate,
    capitals,
    curl,
    drop_articles,
    drop_auxiliaries,
    drop_stop,
    headline,
    title_case,
    vary,
)
from bot.language.training.entities import Entity
from bot.language.training.treebank import Sentence, read_sentences


@pytest.fixture
def sentences(gold_path: Path) -> list[Sentence]:
    """Read the fully annotated sentences."""
    return list(read_sentences(gold_path, entities=True))


def test_quotes_and_apostrophes_become_typographic(sentences: list[Sentence]) -> None:
    """Opening and closing quotes are told apart, and contractions get the curly apostrophe."""
    assert [curl(s).text for s in sentences] == [
        "The rebels didn’t leave Port Amber.",
        "“Anna Reed of Oakland held a mill”, said he",
    ]


def test_final_stop_is_dropped(sentences: list[Sentence]) -> None:
    """A headline has no full stop; a sentence without one stays as it is."""
    assert drop_stop(sentences[0]).text == "The rebels didn't leave Port Amber"
    assert drop_stop(sentences[1]) == sentences[1]


def test_heads_and_entities_follow_when_articles_go(sentences: list[Sentence]) -> None:
    """Leaving words out moves every index behind them."""
    short = drop_articles(sentences[0])
    assert short.text == "rebels didn't leave Port Amber."
    assert short.heads == (3, 3, 3, 3, 5, 3, 3)
    assert short.entities == (Entity(start=4, end=6, label="PLACE"),)


def test_title_case_spares_function_words(sentences: list[Sentence]) -> None:
    """Content words are capitalised, short function words and contractions are not."""
    assert title_case(sentences[1]).text == '"Anna Reed of Oakland Held a Mill", Said He'


def test_capitals(sentences: list[Sentence]) -> None:
    """The whole sentence is put into capitals, its lemmas are not."""
    loud = capitals(sentences[0])
    assert loud.text == "THE REBELS DIDN'T LEAVE PORT AMBER."
    assert loud.lemmas == sentences[0].lemmas


def test_people_before_a_participle_is_abbreviated(silver_path: Path) -> None:
    """An abbreviation with stops takes the place of a people in "-held" compounds."""
    (sentence,) = read_sentences(silver_path)
    changed = abbreviate(sentence, "U.S.")
    assert changed.text == "U.S.-held Amber fell."
    assert changed.tags[0] == "NNP"
    assert changed.pos is None


def test_variants_are_repeatable(sentences: list[Sentence]) -> None:
    """The same seed gives the same variants."""
    rounds = [[vary(s, Random(seed)).text for s in sentences for seed in range(40)] for _ in range(2)]  # noqa: S311
    assert rounds[0] == rounds[1]
    assert len(set(rounds[0])) > len(sentences)


def _made(*rows: tuple[str, str, int, str]) -> Sentence:
    """Make a sentence of words, tags, heads (from 1, 0 for the root) and labels; the last word is a full stop."""
    return Sentence(
        document="",
        words=tuple(row[0] for row in rows),
        spaces=(*[True] * (len(rows) - 2), False, False),
        tags=tuple(row[1] for row in rows),
        heads=tuple(index if row[2] == 0 else row[2] - 1 for index, row in enumerate(rows)),
        labels=tuple(row[3] for row in rows),
    )


_STOP = (".", ".", 1, "punct")


def test_headline_of_a_passive() -> None:
    """A headline has no article, no auxiliary before the verb and no full stop."""
    sentence = _made(
        ("The", "DT", 2, "det"),
        ("mill", "NN", 5, "nsubj:pass"),
        ("has", "VBZ", 5, "aux"),
        ("been", "VBN", 5, "aux:pass"),
        ("seized", "VBN", 0, "ROOT"),
        (".", ".", 5, "punct"),
    )
    made = headline(sentence)
    assert made.text == "Mill Seized"
    assert made.heads == (1, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        _made(
            ("Mills", "NNS", 4, "nsubj:pass"),
            ("will", "MD", 4, "aux"),
            ("been", "VBN", 4, "aux:pass"),
            ("seized", "VBN", 0, "ROOT"),
            _STOP,
        ),
        _made(
            ("Mills", "NNS", 4, "nsubj"),
            ("have", "VBP", 4, "aux"),
            ("n't", "RB", 4, "advmod"),
            ("opened", "VBN", 0, "ROOT"),
            _STOP,
        ),
        _made(
            ("Mills", "NNS", 0, "ROOT"),
            ("that", "WDT", 4, "nsubj:pass"),
            ("were", "VBD", 4, "aux:pass"),
            ("seized", "VBN", 1, "acl:relcl"),
            _STOP,
        ),
        _made(("Mills", "NNS", 3, "nsubj"), ("are", "VBP", 3, "cop"), ("old", "JJ", 0, "ROOT"), _STOP),
    ],
    ids=["modal", "negation", "relative clause", "copula"],
)
def test_auxiliary_that_a_headline_keeps(sentence: Sentence) -> None:
    """With a modal, a negation, a relative pronoun or as a copula the auxiliary stays."""
    assert drop_auxiliaries(sentence) == sentence


def test_articles_that_are_no_determiners_stay() -> None:
    """A headline keeps an "A" that is a name."""
    sentence = _made(("Hall", "NNP", 3, "nsubj"), ("A", "NNP", 1, "flat"), ("burns", "VBZ", 0, "ROOT"), _STOP)
    assert headline(sentence).text == "Hall A Burns"
