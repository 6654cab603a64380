"""Silver sentences: text that the teacher tags and parses, for the small pipeline to learn from.

Texts and the teacher's sentences come in, sentences go out; how a text is split into sentences is an argument.
"""

import gzip
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from spacy.language import Language

from bot.language.pipeline import parse_sentences
from bot.language.training.augmentation import headline
from bot.language.training.treebank import Sentence, from_doc

SHORTEST, LONGEST = 4, 80
"""Words of a sentence, punctuation too: less is no sentence, more is a list or a table."""

# Of the letters; names may bring accents ("Šibenik").
_PLAIN_SHARE = 0.85


class CorpusError(ValueError):
    """Articles that cannot be read; `path` and `line` (counted from 1) say where."""

    def __init__(self, message: str, *, path: str, line: int) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A sentence's text to parse, and the article that it is from."""

    document: str
    text: str


def read_articles(path: Path) -> Iterator[Candidate]:
    """Yield the texts of JSON Lines with `text` and perhaps `id`, in order; `.gz` is unpacked.

    Raises CorpusError on a line that is no such object, OSError when the file cannot be read.
    """
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(f"no JSON: {error}", path=str(path), line=number) from error
            if not isinstance(item, dict) or not isinstance(item.get("text"), str):
                raise CorpusError('no object with a "text"', path=str(path), line=number)
            # A name stands on one line.
            yield Candidate(document=" ".join(str(item.get("id", number)).split()), text=item["text"])


def candidates(articles: Iterable[Candidate], split: Callable[[str], Iterable[str]]) -> Iterator[Candidate]:
    """Yield the English sentences of the articles in order, each text once, with single spaces."""
    seen: set[str] = set()
    for article in articles:
        for sentence in split(article.text):
            text = " ".join(sentence.split())
            if text.casefold() not in seen and is_english(text):
                seen.add(text.casefold())
                yield Candidate(document=article.document, text=text)


def is_english(text: str) -> bool:
    """Whether all letters are Latin and nearly all without accents; a text without letters is not."""
    letters = [character for character in text if character.isalpha()]
    return (
        bool(letters)
        and all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)
        and sum(letter.isascii() for letter in letters) >= _PLAIN_SHARE * len(letters)
    )


def sample(found: Sequence[Candidate], limit: int | None, *, seed: int) -> list[Candidate]:
    """Return at most `limit` of the candidates, drawn by chance and in their old order."""
    if limit is None or limit >= len(found):
        return list(found)
    # No secret hangs on it.
    kept = Random(seed).sample(range(len(found)), limit)  # noqa: S311
    return [found[index] for index in sorted(kept)]


def annotate(nlp: Language, found: Iterable[Candidate]) -> Iterator[Sentence]:
    """Yield the teacher's tags and parse of every candidate that passes `is_sound`, in order."""
    kept = list(found)
    for candidate, doc in zip(kept, parse_sentences(nlp, (item.text for item in kept)), strict=True):
        sentence = from_doc(doc, document=candidate.document)
        if is_sound(sentence):
            yield sentence


def is_sound(sentence: Sentence) -> bool:
    """Whether the sentence is of a fit length, has one root, and every word is a word with a tag and a label."""
    roots = sum(head == index for index, head in enumerate(sentence.heads))
    return (
        SHORTEST <= len(sentence.words) <= LONGEST
        and roots == 1
        and all(word.strip() for word in sentence.words)
        and all(sentence.tags)
        and all(sentence.labels)
    )


def headlines(sentences: Iterable[Sentence], share: float, *, seed: int) -> list[Candidate]:
    """Return a share of the sentences, drawn by chance, as headlines to parse.

    Questions keep their form in headlines; they are left out, and so are sentences that would stay as they were.
    """
    random = Random(seed)  # noqa: S311 (no secret)
    chosen = [sentence for sentence in sentences if random.random() < share]
    made = ((sentence, headline(sentence)) for sentence in chosen if sentence.words[-1] != "?")
    return [
        Candidate(document=sentence.document, text=variant.text)
        for sentence, variant in made
        if variant.text != sentence.text
    ]
