"""Parses sentences, and leaves for later what few of them need: lemmas, names of persons, the sentences around.

A late step of the pipeline writes nothing that the parser reads, so that it gives the same whenever it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from bot.extraction.inflection import Inflections
from bot.extraction.repairs import repair
from bot.extraction.syntax import ENTITIES, LEMMAS

_BATCH = 256
# The factories whose steps can wait, and what they write. A pipeline of another make has steps that read on.
_LATE = {"case_lemmatizer": LEMMAS, "ner": ENTITIES}
_READING_ON = ("universal_labels",)


class SentenceParser:
    """The language pipeline as extraction uses it: one sentence a Doc, with the lexicon's own lemmas."""

    def __init__(self, nlp: Language, inflections: Inflections) -> None:
        """Take the pipeline, and the forms of the words that the rules look up."""
        self._nlp = nlp
        self._inflections = inflections
        self._late: dict[str, str] = {}
        if not any(nlp.has_pipe(name) for name in _READING_ON):
            for name in nlp.pipe_names:
                written = _LATE.get(nlp.get_pipe_meta(name).factory)
                if written is not None:
                    self._late[written] = name

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Yield a Doc for each sentence, in order; `bot.extraction.syntax` gives what it has not got yet."""
        for doc in self._nlp.pipe(texts, batch_size=_BATCH, disable=list(self._late.values())):
            repair(doc)
            doc.user_data[LEMMAS] = self._lemmatize
            if ENTITIES in self._late:
                doc.user_data[ENTITIES] = self._recognize
            yield doc

    def lemmatize(self, docs: Sequence[Doc]) -> None:
        """Give many Docs their lemmas at once, which is faster than one by one."""
        if LEMMAS in self._late and docs:
            step = self._nlp.get_pipe(self._late[LEMMAS])
            for _doc in step.pipe(docs, batch_size=_BATCH):  # type: ignore[attr-defined] # every trained step has it
                pass
        for doc in docs:
            if doc.user_data.pop(LEMMAS, None) is not None:
                self._correct(doc)

    def _lemmatize(self, doc: Doc) -> None:
        if LEMMAS in self._late:
            self._nlp.get_pipe(self._late[LEMMAS])(doc)
        self._correct(doc)

    def _recognize(self, doc: Doc) -> None:
        self._nlp.get_pipe(self._late[ENTITIES])(doc)

    def _correct(self, doc: Doc) -> None:
        """Give the lexicon's words their lemmas; the statistical lemmatizer errs on rare verbs."""
        for token in doc:
            verbal = token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")
            known = self._inflections.lemma(token.lower_, verbal=verbal)
            if known is not None:
                token.lemma_ = known


class ParsedSentences(MutableMapping[int, Doc]):
    """Sentences of an article by number: those that are parsed, and those that are the first time one is asked for."""

    def __init__(
        self, parsed: Mapping[int, Doc], waiting: Mapping[int, str], parse: Callable[[Iterable[str]], Iterable[Doc]]
    ) -> None:
        """Take what is parsed, the text of what is not, and how to parse it."""
        self._parsed = dict(parsed)
        self._waiting = dict(waiting)
        self._parse = parse

    def __getitem__(self, number: int) -> Doc:
        """Return a sentence, parsed."""
        if number in self._waiting:
            numbers = list(self._waiting)
            texts = [self._waiting[one] for one in numbers]
            self._parsed.update(zip(numbers, self._parse(texts), strict=True))
            self._waiting.clear()
        return self._parsed[number]

    def __setitem__(self, number: int, doc: Doc) -> None:
        """Give a sentence its Doc."""
        self._waiting.pop(number, None)
        self._parsed[number] = doc

    def __delitem__(self, number: int) -> None:
        """Forget a sentence."""
        if self._waiting.pop(number, None) is None:
            del self._parsed[number]

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers of all, parsed or not."""
        return iter(sorted({*self._parsed, *self._waiting}))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._parsed) + len(self._waiting)
