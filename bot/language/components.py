"""Pipeline steps of our own: one sentence a Doc, and lemmas that do not depend on a headline's capitals."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.pipeline.edit_tree_lemmatizer import EditTreeLemmatizer
from spacy.pipeline.lemmatizer import lemmatizer_score
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, SequenceCategoricalCrossentropy

from bot.language.word_forms import base_form

SINGLE_SENTENCE = "single_sentence"
CASE_LEMMATIZER = "case_lemmatizer"

# Tags whose words are lower case unless the sentence's place or a headline capitalises them. Proper nouns, "I" and
# adjectives of nations keep their capitals in the lemma, so they are looked up as they stand.
_LOWER_CASE_TAGS = frozenset(
    {"CC", "CD", "DT", "EX", "IN", "LS", "MD", "NN", "NNS", "PDT", "POS", "PRP$", "RB", "RBR", "RBS", "RP", "TO"}
    | {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB"}
)
_PROPER_NOUNS = frozenset({"NNP", "NNPS"})
_BASE_TAGS = frozenset({"VB", "VBP"})
# Past tenses that are base forms too; elsewhere a past tense tagged as a base form is the tagger's slip.
_ALSO_BASE_FORMS = frozenset(
    {"bore", "bound", "fell", "felt", "found", "ground", "lay", "left", "saw", "spat", "wound"}
)
# "TV" and "GDP" are common nouns by tag; longer words in capitals are a headline's.
_LONGEST_ACRONYM = 4


@Language.component(SINGLE_SENTENCE)
def single_sentence(doc: Doc) -> Doc:
    """Return the Doc with every token but the first marked as no sentence start, which the parser then obeys."""
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def lookup_form(text: str, tag: str, *, shouted: bool = False) -> str:
    """Return the form that the edit tree is applied to: capitals that say nothing about the word are taken away.

    `shouted` says that the whole sentence stands in capitals; then only proper nouns keep theirs.
    """
    if shouted and tag not in _PROPER_NOUNS:
        return text.lower()
    if tag not in _LOWER_CASE_TAGS or (text.isupper() and len(text) <= _LONGEST_ACRONYM and tag.startswith("NN")):
        return text
    return text.lower()


class CaseLemmatizer(EditTreeLemmatizer):
    """spaCy's edit tree lemmatizer over forms without the capitals of headlines and sentence starts.

    spaCy learns its trees from the token's text, so "Captured" and "CAPTURED" need trees of their own, seldom seen in
    training. Here the tagger (which must stand before this step) decides whether capitals belong to the word.
    """

    def __init__(
        self, vocab: Vocab, model: Model[list[Doc], Any], name: str, *, min_tree_freq: int, top_k: int
    ) -> None:
        super().__init__(
            vocab, model, name, backoff="orth", min_tree_freq=min_tree_freq, top_k=top_k, scorer=lemmatizer_score
        )
        # Only for training: looking a pair up must not add its tree, and with it the corpus's words, to the component.
        self._labels_of_pairs: dict[tuple[str, str], int] = {}

    def get_loss(self, examples: Iterable[Example], scores: Any) -> tuple[float, Any]:  # noqa: ANN401 - spaCy gives it no type
        """Return the loss and its gradient; tokens without a gold lemma or with an unknown tree count as missing."""
        truths: list[list[int]] = []
        for example in examples:
            lemmas = example.get_aligned("LEMMA", as_string=True)
            tags = example.get_aligned("TAG", as_string=True)
            labels: list[int] = []
            for token, lemma, tag in zip(example.predicted, lemmas, tags, strict=True):
                if not lemma or not tag:
                    labels.append(-1)
                    continue
                labels.append(self._labels_of_pairs.get((lookup_form(token.text, tag), lemma), -1))
            truths.append(labels)
        loss_function = SequenceCategoricalCrossentropy(normalize=False, missing_value=-1)
        gradient, loss = loss_function(scores, truths)
        return float(loss), gradient

    def _labels_from_data(self, get_examples: Callable[[], Iterable[Example]]) -> None:
        pairs: Counter[tuple[str, str]] = Counter()
        for example in get_examples():
            for token in example.reference:
                if token.lemma and token.tag:
                    pairs[lookup_form(token.text, token.tag_), token.lemma_] += 1
        # Counted apart, so that the trees that are too rare never reach the component's own string store.
        aside = EditTreeLemmatizer(Vocab(), self.model)
        frequencies: Counter[int] = Counter()
        for (form, lemma), count in pairs.items():
            frequencies[aside.trees.add(form, lemma)] += count
        for form, lemma in pairs:
            if frequencies[aside.trees.add(form, lemma)] >= self.min_tree_freq:
                self._labels_of_pairs[form, lemma] = self._pair2label(form, lemma, add_label=True)  # type: ignore[no-untyped-call] # spaCy's own

    # spaCy's predict() calls one of these two by the size of top_k.
    def _scores2guesses_top_k_equals_1(self, docs: Iterable[Doc], scores: Any) -> list[list[int]]:  # noqa: ANN401 - spaCy gives it no type
        return self._scores2guesses_top_k_greater_1(docs, scores)

    def _scores2guesses_top_k_greater_1(self, docs: Iterable[Doc], scores: Any) -> list[list[int]]:  # noqa: ANN401 - spaCy gives it no type
        return [
            [self._best_tree(form, row) for form, row in zip(_forms(doc), self.numpy_ops.asarray(rows), strict=True)]
            for doc, rows in zip(docs, scores, strict=True)
        ]

    def _best_tree(self, form: str, row: Any) -> int:  # noqa: ANN401 - spaCy gives it no type
        """Return the most probable tree that can be applied to the form, or -1."""
        for _ in range(min(self.top_k, len(self.labels))):
            candidate = int(row.argmax())
            tree: int = self.cfg["labels"][candidate]
            if self.trees.apply(tree, form) is not None:
                return tree
            row[candidate] = -math.inf
        return -1

    def set_annotations(self, docs: Iterable[Doc], batch_tree_ids: Iterable[Iterable[int]]) -> None:
        """Write each token's lemma: a known word's base form, else what the tree makes, else the form itself."""
        for doc, trees in zip(docs, batch_tree_ids, strict=True):
            for token, form, tree in zip(doc, _forms(doc), trees, strict=True):
                token.lemma_ = _known(form, token.tag_) or (form if tree == -1 else self.trees.apply(tree, form))


def _known(form: str, tag: str) -> str | None:
    """Look the form up among the words whose base form is known."""
    if tag in _BASE_TAGS and form not in _ALSO_BASE_FORMS and not form.endswith("ed"):
        tag = "VBD"
    return base_form(form, tag)


def _forms(doc: Doc) -> list[str]:
    shouted = doc.text.isupper() and len(doc) > 1
    return [lookup_form(token.text, token.tag_, shouted=shouted) for token in doc]


@Language.factory(
    CASE_LEMMATIZER,
    assigns=["token.lemma"],
    requires=["token.tag"],
    default_config={"min_tree_freq": 3, "top_k": 3},
    default_score_weights={"lemma_acc": 1.0},
)
def make_case_lemmatizer(
    nlp: Language, name: str, model: Model[list[Doc], Any], min_tree_freq: int, top_k: int
) -> CaseLemmatizer:
    """Build the component from a pipeline's configuration, as spaCy asks."""
    return CaseLemmatizer(nlp.vocab, model, name, min_tree_freq=min_tree_freq, top_k=top_k)
