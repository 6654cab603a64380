"""Variants of training sentences for what news has and treebanks lack: curly quotes, headlines, capitals."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from bot.language.training.treebank import Sentence

_Value = TypeVar("_Value")

# Shares of the training sentences that are changed; the rest stays as it is.
CURLY_SHARE = 0.5
HEADLINE_SHARE = 0.05
CAPITALS_SHARE = 0.02
NO_STOP_SHARE = 0.05
ABBREVIATION_SHARE = 0.2

_ARTICLES = frozenset({"a", "an", "the"})
# Not "'s", which holds to the word before it.
_LEFT_OUT = frozenset({"am", "are", "be", "been", "being", "had", "has", "have", "is", "was", "were"})
_BINDING_TAGS = frozenset({"MD", "TO", "WDT", "WP"})
_NEGATIONS = (["not"], ["n't"], ["n’t"])
_AUXILIARIES = frozenset({"aux", "aux:pass"})
# Treebanks rarely split "U.S.-led", which war news has all the time.
_ABBREVIATIONS = ("U.S.", "U.S.", "U.N.", "US", "UN", "EU", "UK", "U.K.")
_LOWER_IN_TITLES = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"})
_APOSTROPHES = {"'": "’", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll", "'d": "’d", "'m": "’m"}


def vary(sentence: Sentence, random: Random) -> Sentence:
    """Return the sentence or, by chance, one of its variants; words, heads and labels stay aligned."""
    if random.random() < CURLY_SHARE:
        sentence = curl(sentence)
    if random.random() < ABBREVIATION_SHARE:
        sentence = abbreviate(sentence, random.choice(_ABBREVIATIONS))
    chance = random.random()
    if chance < HEADLINE_SHARE:
        return title_case(drop_articles(drop_stop(sentence))) if random.random() < 0.5 else title_case(sentence)
    if chance < HEADLINE_SHARE + CAPITALS_SHARE:
        return capitals(sentence)
    if chance < HEADLINE_SHARE + CAPITALS_SHARE + NO_STOP_SHARE:
        return drop_stop(sentence)
    return sentence


def curl(sentence: Sentence) -> Sentence:
    """Turn straight quotes and apostrophes into typographic ones; the tags tell opening from closing."""
    words = []
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        if word in {'"', "``", "''"}:
            words.append("“" if tag == "``" else "”")
        elif word == "'" and tag == "``":
            words.append("‘")
        else:
            words.append(_APOSTROPHES.get(word, word))
    return replace(sentence, words=tuple(words))


def abbreviate(sentence: Sentence, name: str) -> Sentence:
    """Put `name` in the place of a country or people before a hyphen and a participle ("Russian-backed")."""
    words, tags = list(sentence.words), list(sentence.tags)
    for index in range(len(words) - 2):
        named = words[index][0].isupper() and tags[index] in {"NNP", "JJ"}
        if named and words[index + 1] == "-" and tags[index + 2] in {"VBN", "VBD"}:
            words[index], tags[index] = name, "NNP"
    if words == list(sentence.words):
        return sentence
    changed = {index for index, word in enumerate(words) if word != sentence.words[index]}
    return replace(
        sentence,
        words=tuple(words),
        tags=tuple(tags),
        pos=_put(sentence.pos, changed, "PROPN"),
        morphology=_put(sentence.morphology, changed, "Number=Sing"),
        lemmas=_put(sentence.lemmas, changed, name),
    )


def _put(values: tuple[str, ...] | None, places: set[int], new: str) -> tuple[str, ...] | None:
    if values is None:
        return None
    return tuple(new if index in places else value for index, value in enumerate(values))


def drop_stop(sentence: Sentence) -> Sentence:
    """Leave out a final full stop."""
    if len(sentence.words) > 1 and sentence.words[-1] == "." and len(sentence.words) - 1 not in sentence.heads:
        return _keep(sentence, range(len(sentence.words) - 1))
    return sentence


def drop_articles(sentence: Sentence) -> Sentence:
    """Leave out the articles, as headlines do."""
    parents = set(sentence.heads)
    return _keep(
        sentence,
        [
            index
            for index, word in enumerate(sentence.words)
            if word.lower() not in _ARTICLES or sentence.labels[index] != "det" or index in parents
        ],
    )


def drop_auxiliaries(sentence: Sentence) -> Sentence:
    """Leave out the auxiliaries of passives, progressives and perfects, as headlines do ("Bridge destroyed").

    They stay where the verb has another auxiliary ("will be left"), "to", or a relative pronoun as its subject; and
    before a negation.
    """
    parents = set(sentence.heads)
    words = [word.lower() for word in sentence.words]
    bound = {
        sentence.heads[index]
        for index, (word, tag, label) in enumerate(zip(words, sentence.tags, sentence.labels, strict=True))
        if tag in _BINDING_TAGS or (label in _AUXILIARIES and word not in _LEFT_OUT)
    }

    def dropped(index: int) -> bool:
        return (
            sentence.labels[index] in _AUXILIARIES
            and words[index] in _LEFT_OUT
            and index not in parents
            and sentence.heads[index] not in bound
            and words[index + 1 : index + 2] not in _NEGATIONS
        )

    return _keep(sentence, [index for index in range(len(words)) if not dropped(index)])


def headline(sentence: Sentence) -> Sentence:
    """Make a title-case headline of a sentence, without articles, auxiliaries and final stop.

    The labels go along but are those of the full sentence; whoever wants a headline's must parse its text anew.
    """
    return title_case(drop_auxiliaries(drop_articles(drop_stop(sentence))))


def title_case(sentence: Sentence) -> Sentence:
    """Capitalise every word but the short function words."""
    words = tuple(
        word
        if (index and word in _LOWER_IN_TITLES) or not word[0].islower() or "’" in word or "'" in word
        else word[0].upper() + word[1:]
        for index, word in enumerate(sentence.words)
    )
    return replace(sentence, words=words)


def capitals(sentence: Sentence) -> Sentence:
    """Put the whole sentence into capitals."""
    return replace(sentence, words=tuple(word.upper() for word in sentence.words))


def _pick(values: tuple[_Value, ...], kept: Iterable[int]) -> tuple[_Value, ...]:
    return tuple(values[index] for index in kept)


def _keep(sentence: Sentence, kept: Sequence[int]) -> Sentence:
    """Return the sentence with only the words at `kept`; no word that is left out may be the head of another."""
    place = {old: new for new, old in enumerate(kept)}

    entities = sentence.entities
    if entities is not None:
        inside = [(e, [place[i] for i in range(e.start, e.end) if i in place]) for e in entities]
        entities = tuple(replace(e, start=spots[0], end=spots[-1] + 1) for e, spots in inside if spots)
    return replace(
        sentence,
        words=_pick(sentence.words, kept),
        spaces=_pick(sentence.spaces, kept),
        tags=_pick(sentence.tags, kept),
        heads=tuple(place[sentence.heads[index]] for index in kept),
        labels=_pick(sentence.labels, kept),
        pos=None if sentence.pos is None else _pick(sentence.pos, kept),
        morphology=None if sentence.morphology is None else _pick(sentence.morphology, kept),
        lemmas=None if sentence.lemmas is None else _pick(sentence.lemmas, kept),
        entities=entities,
    )
