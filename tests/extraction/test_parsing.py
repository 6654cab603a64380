"""Sentences that are parsed when they are asked for, and steps that run when they are needed."""

from __future__ import annotations

from collections.abc import Iterable

import spacy
from spacy.tokens import Doc

from bot.extraction.inflection import inflections
from bot.extraction.parsing import ParsedSentences, SentenceParser
from bot.extraction.syntax import entity_type, lemma
from bot.language.pipeline import load_pipeline


def test_a_sentence_is_parsed_when_it_is_asked_for() -> None:
    """What is parsed costs nothing; the first look at what is not parses all that waits, once."""
    nlp, asked = spacy.blank("en"), list[list[str]]()

    def parse(texts: Iterable[str]) -> list[Doc]:
        asked.append(list(texts))
        return [nlp.make_doc(text) for text in asked[-1]]

    docs = ParsedSentences({2: nlp.make_doc("Two.")}, {0: "Zero.", 1: "One."}, parse)

    assert docs[2].text == "Two."
    assert (sorted(docs), len(docs), docs.get(3), asked) == ([0, 1, 2], 3, None, [])
    assert (docs[1].text, docs[0].text, asked) == ("One.", "Zero.", [["Zero.", "One."]])


def test_late_steps_give_what_the_whole_pipeline_gives() -> None:
    """Lemmas and entities that are asked for later are those of a pass through the whole pipeline."""
    texts = ["The mayor, Olena Moroz, left Lviv on Friday.", "Troops were seen near three bridges."]
    nlp = load_pipeline()
    whole = [[(token.lemma_.lower(), token.ent_type_) for token in doc] for doc in nlp.pipe(texts)]
    parser = SentenceParser(nlp, inflections(verbs=(), nouns=()))

    alone = [[(lemma(token), entity_type(token)) for token in doc] for doc in parser.parse(texts)]
    together = list(parser.parse(texts))
    parser.lemmatize(together)

    assert alone == whole
    assert [[(lemma(token), entity_type(token)) for token in doc] for doc in together] == whole


def test_words_of_the_rules_get_the_lemmas_of_the_rules() -> None:
    """The lexicon's forms are sure, whatever the pipeline makes of them, alone or many at once."""
    parser = SentenceParser(load_pipeline(), inflections(verbs=("overrun",), nouns=()))
    one, other = parser.parse(["The rebels overran the base."] * 2)
    parser.lemmatize([other])

    assert [lemma(doc[2]) for doc in (one, other)] == ["overrun", "overrun"]
