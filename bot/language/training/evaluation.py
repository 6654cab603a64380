"""Scores of a pipeline on gold sentences, from raw text: tokenised by the pipeline, sentence ends given.

Words are matched by their characters, as in the CoNLL 2018 shared task (https://aclanthology.org/K18-2001/): a word
counts when the pipeline found the same characters as one word. F is the harmonic mean of precision and recall.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from bot.language.pipeline import parse_sentences
from bot.language.training.treebank import Sentence, to_doc

_PUNCTUATION = "punct"


@dataclass(kw_only=True, slots=True)
class _Count:
    correct: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def scores(self) -> dict[str, float]:
        precision = self.correct / self.predicted if self.predicted else 0.0
        recall = self.correct / self.gold if self.gold else 0.0
        both = precision + recall
        return {
            "p": round(100 * precision, 2),
            "r": round(100 * recall, 2),
            "f": round(200 * precision * recall / both, 2) if both else 0.0,
        }


@dataclass(kw_only=True, slots=True)
class _Tally:
    counts: dict[str, _Count] = field(default_factory=dict)
    labels: dict[str, _Count] = field(default_factory=dict)
    entities: dict[str, _Count] = field(default_factory=dict)

    def add(self, name: str, gold: set[Any], predicted: set[Any]) -> None:
        _add(self.counts.setdefault(name, _Count()), gold, predicted)


def evaluate(nlp: Language, sentences: Iterable[Sentence]) -> dict[str, Any]:
    """Return scores in percent, rounded to two places.

    `words`, `uas`, `las` (punctuation left out), `uas_with_punctuation`, `las_with_punctuation`, `tag`, `pos`, `morph`,
    `lemma` are F; `labels` has precision, recall and F of every dependency label, where a word counts when head
    and label are right; `entities` the same for every entity label and `all`. Columns that the gold lacks are left out.
    """
    gold = list(sentences)
    tally = _Tally()
    for sentence, doc in zip(gold, parse_sentences(nlp, (s.text for s in gold)), strict=True):
        _compare(tally, to_doc(nlp.vocab, sentence), doc, sentence)
    result: dict[str, Any] = {name: count.scores["f"] for name, count in tally.counts.items()}
    result["labels"] = {label: count.scores for label, count in sorted(tally.labels.items()) if count.gold}
    if tally.entities:
        result["entities"] = {label: count.scores for label, count in sorted(tally.entities.items())}
    result["sentences"] = len(gold)
    return result


def _compare(tally: _Tally, gold: Doc, doc: Doc, sentence: Sentence) -> None:
    spans = [(token.idx, token.idx + len(token)) for token in gold]
    found = [(token.idx, token.idx + len(token)) for token in doc]
    tally.add("words", set(spans), set(found))
    gold_arcs, arcs = _arcs(gold), _arcs(doc)
    gold_words = [arc for arc in gold_arcs if arc[2] != _PUNCTUATION]
    # Which words are punctuation is the gold's business: a comma with a wrong label is still a comma.
    commas = {arc[0] for arc in gold_arcs if arc[2] == _PUNCTUATION}
    words = [arc for arc in arcs if arc[0] not in commas]
    tally.add("uas", {arc[:2] for arc in gold_words}, {arc[:2] for arc in words})
    tally.add("las", set(gold_words), set(words))
    tally.add("uas_with_punctuation", {arc[:2] for arc in gold_arcs}, {arc[:2] for arc in arcs})
    tally.add("las_with_punctuation", set(gold_arcs), set(arcs))
    _per_label(tally.labels, gold_arcs, arcs)
    tally.add("tag", {(s, t.tag_) for s, t in zip(spans, gold, strict=True)}, _values(found, doc, "tag_"))
    if sentence.pos is not None:
        tally.add("pos", _values(spans, gold, "pos_"), _values(found, doc, "pos_"))
        tally.add("morph", _values(spans, gold, "morph"), _values(found, doc, "morph"))
    if sentence.lemmas is not None:
        # A word that stands for a part of another ("goeswith") has no lemma.
        unset = {span for span, token in zip(spans, gold, strict=True) if not token.lemma_}
        lemmas = {pair for pair in _values(found, doc, "lemma_") if pair[0] not in unset}
        tally.add("lemma", {pair for pair in _values(spans, gold, "lemma_") if pair[0] not in unset}, lemmas)
    if sentence.entities is not None:
        gold_entities = [(e.start_char, e.end_char, e.label_) for e in gold.ents]
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        _per_label(tally.entities, gold_entities, entities)
        _add(tally.entities.setdefault("all", _Count()), set(gold_entities), set(entities))


def _values(spans: Sequence[tuple[int, int]], doc: Doc, attribute: str) -> set[tuple[tuple[int, int], str]]:
    return {(span, str(getattr(token, attribute))) for span, token in zip(spans, doc, strict=True)}


def _arcs(doc: Doc) -> list[tuple[tuple[int, int], tuple[int, int], str]]:
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    return [(spans[token.i], spans[token.head.i], token.dep_) for token in doc]


def _per_label(counts: dict[str, _Count], gold: Sequence[Any], predicted: Sequence[Any]) -> None:
    totals = Counter(item[-1] for item in gold), Counter(item[-1] for item in predicted)
    for label in totals[0].keys() | totals[1].keys():
        count = counts.setdefault(label, _Count())
        count.gold += totals[0][label]
        count.predicted += totals[1][label]
    for item in set(gold) & set(predicted):
        counts[item[-1]].correct += 1


def _add(count: _Count, gold: set[Any], predicted: set[Any]) -> None:
    count.correct += len(gold & predicted)
    count.gold += len(gold)
    count.predicted += len(predicted)
