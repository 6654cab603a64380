from pathlib import Path
from random import Random

import pytest

from bot.language.training.augmentation import abbreviate, capitals, curl, drop_articles, drop_stop, title_case, vary
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
