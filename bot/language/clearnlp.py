"""Turns the labels of spaCy's own English pipelines into Universal Dependencies, which the extraction rules read.

Those pipelines (`en_core_web_*`) speak the ClearNLP scheme
(https://github.com/clir/clearnlp-guidelines/blob/master/md/specifications/dependency_labels.md), in which a
preposition or "be" heads its phrase. The conversion follows de Marneffe and others, "Universal Dependencies" (2021),
as far as rules over words and labels go; names keep their last word as head ("compound", not "flat").
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

UNIVERSAL_LABELS = "universal_labels"

_ROOT = "ROOT"
_RENAMED = {
    "acomp": "xcomp",
    "agent": "advmod",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_OBLIQUE = ("obl", "nmod")
_PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "'m", "’m"})


def speaks_clearnlp(labels: Iterable[str]) -> bool:
    """Say whether a parser's labels are ClearNLP's."""
    return {"dobj", "pobj"} <= set(labels)


@Language.component(UNIVERSAL_LABELS)
def universal_labels(doc: Doc) -> Doc:
    """Return the Doc with heads and labels rewritten in place."""
    tree = _Tree(doc)
    # From the leaves up, so that in "from behind the hill" the inner phrase is ready when the outer one needs it.
    for index in sorted(range(len(doc)), key=tree.depth, reverse=True):
        tree.turn_preposition(index)
    for index in range(len(doc)):
        tree.turn_copula(index)
    labels = [_RENAMED.get(label, label) for label in tree.labels]
    offsets = [head - index for index, head in enumerate(tree.heads)]
    ids = [doc.vocab.strings.add(label) for label in labels]
    if len(doc):
        columns: Any = np.array([np.array(offsets, dtype="int64").astype("uint64"), ids], dtype="uint64").T
        doc.from_array(["HEAD", "DEP"], columns)
    return doc


class _Tree:
    """Heads and labels of one Doc while they change."""

    def __init__(self, doc: Doc) -> None:
        self._pos = [token.pos_ for token in doc]
        self._words = [token.text.lower() for token in doc]
        self.heads = [token.head.i for token in doc]
        self.labels = [token.dep_ for token in doc]

    def depth(self, index: int) -> int:
        """Count the steps up to the root."""
        steps = 0
        while self.heads[index] != index:
            index = self.heads[index]
            steps += 1
        return steps

    def turn_preposition(self, index: int) -> None:
        """Let the object of a preposition take its place, with the preposition as its case (or a clause's mark)."""
        label = self.labels[index]
        if label not in _PREPOSITIONS and not (label == "conj" and self._pos[index] == "ADP"):
            return
        phrase = self._first(index, ("pobj", "pcomp", *_OBLIQUE))
        if phrase is None:
            return
        clause = self.labels[phrase] == "pcomp" and self._pos[phrase] in {"VERB", "AUX"}
        over_predicate = self._pos[self.heads[index]] in _PREDICATES
        if label == "conj":
            new = "conj"
        elif clause:
            new = "advcl" if over_predicate else "acl"
        elif label == "agent":
            new = "obl:agent"
        else:
            new = "obl" if over_predicate else "nmod"
        self._swap(index, phrase, label=new, old="mark" if clause else "case")

    def turn_copula(self, index: int) -> None:
        """Let what somebody or something is take the place of "be"."""
        if self._words[index] not in _BE or self.labels[index] in {"aux", "auxpass", "cop"}:
            return
        if self._first(index, ("expl",)) is not None:
            # "There is a bridge": the bridge is the subject, and "is" stays the head.
            subject = self._first(index, ("attr",))
            if subject is not None:
                self.labels[subject] = "nsubj"
            return
        predicate = self._first(index, ("attr", "acomp"))
        if predicate is None and self._first(index, ("nsubj", "csubj")) is not None:
            predicate = next((i for i in self._children(index) if i > index and self.labels[i] == "obl"), None)
        if predicate is not None:
            self._swap(index, predicate, label=self.labels[index], old="cop")

    def _children(self, index: int) -> list[int]:
        return [i for i, head in enumerate(self.heads) if head == index and i != index]

    def _first(self, index: int, labels: Iterable[str]) -> int | None:
        return next((i for i in self._children(index) if self.labels[i] in labels), None)

    def _swap(self, index: int, child: int, *, label: str, old: str) -> None:
        """Put the child in its head's place; the head and its other children become the child's."""
        above = self.heads[index]
        for other in self._children(index):
            self.heads[other] = child
        self.heads[child] = child if above == index else above
        self.labels[child] = _ROOT if above == index else label
        self.heads[index] = child
        self.labels[index] = old
