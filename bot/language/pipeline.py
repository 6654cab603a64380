"""Loads the English pipeline and runs it, one sentence a Doc."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.language.arithmetic import fast_arithmetic, single_thread
from bot.language.clearnlp import UNIVERSAL_LABELS, speaks_clearnlp
from bot.language.components import SINGLE_SENTENCE

BUNDLED = Path(__file__).parent / "model"

# What the extraction rules read; a pipeline of another make may call its lemmatizer as it likes.
_NEEDED = ("tagger", "parser")
_UNUSED = ("senter", "sentencizer", "textcat", "textcat_multilabel", "entity_linker")
_BATCH = 64
# Line ends, exotic spaces, hyphens and apostrophes that the pipeline never saw in training; one character for one, so
# that offsets hold.
_PLAIN = str.maketrans(
    dict.fromkeys("\t\n\v\f\r\x85\xa0\u2002\u2003\u2004\u2005\u2007\u2009\u200a\u2028\u2029\u202f\u3000", " ")
    | dict.fromkeys("\u2010\u2011", "-")
    | {"\u02bc": "\u2019"}
)
# The bundled pipeline learnt "U.S.-led" partly as one word, from sentences whose words were split otherwise; seen as
# "US" it comes out right, and nothing else changes.
_SEEN_AS = {"U.S.": "US"}


class PipelineError(RuntimeError):
    """A language pipeline that cannot be used: `name` says which, `missing` what it lacks (empty: it is not there)."""

    def __init__(self, message: str, *, name: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.missing = missing


def load_pipeline(name: str | None = None) -> Language:
    """Return the bundled pipeline, or the installed spaCy package or folder that `name` says.

    Steps that nothing here reads are left out, and the first step keeps the parser from splitting a Doc into
    sentences (`nlp.select_pipes(disable="single_sentence")` takes it off). A pipeline with the labels of spaCy's own
    English pipelines gets a last step that turns them into Universal Dependencies. NumPy's matrix products are kept
    to one thread in this process, unless the environment sets their number. Raises PipelineError when there is
    no such pipeline or it has no tagger or parser.
    """
    single_thread()
    shown = str(BUNDLED) if name is None else name
    try:
        with fast_arithmetic():
            nlp = spacy.load(BUNDLED if name is None else name, exclude=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise PipelineError(f"the language pipeline {shown!r} cannot be loaded: {error}", name=shown) from error
    missing = tuple(step for step in _NEEDED if not nlp.has_pipe(step))
    if missing:
        raise PipelineError(
            f"the language pipeline {shown!r} has no {' and no '.join(missing)}", name=shown, missing=missing
        )
    if name is None:
        _alias(nlp)
    if not nlp.has_pipe(SINGLE_SENTENCE):
        nlp.add_pipe(SINGLE_SENTENCE, first=True)
    if speaks_clearnlp(nlp.pipe_labels["parser"]) and not nlp.has_pipe(UNIVERSAL_LABELS):
        nlp.add_pipe(UNIVERSAL_LABELS, last=True)
    return nlp


def _alias(nlp: Language) -> None:
    """Give words the features of others; their text stays."""
    for word, other in _SEEN_AS.items():
        lexeme, model = nlp.vocab[word], nlp.vocab[other]
        for feature in ("norm_", "prefix_", "suffix_", "shape_"):
            setattr(lexeme, feature, getattr(model, feature))


def parse_sentences(nlp: Language, sentences: Iterable[str]) -> Iterator[Doc]:
    """Yield one Doc for each sentence, in order; the sentences are parsed in batches, each on its own.

    Line ends, tabs, hard spaces and non-breaking hyphens stand as plain ones in the Doc's text; its offsets (code
    points) are those of the sentence as given. An empty sentence gives an empty Doc.
    """
    yield from nlp.pipe((sentence.translate(_PLAIN) for sentence in sentences), batch_size=_BATCH)
