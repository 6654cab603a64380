"""Silver parses: the sentences of a corpus, tagged and parsed by the teacher.

`python -m bot.silvering` runs it over items as `claimwatch ingest` takes them (JSON, one a line).
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.language.pipeline import parse_sentences
from bot.language.training.augmentation import headline
from bot.language.training.recipe import split_as_treebanks
from bot.language.training.treebank import ROOT, Sentence

SHORTEST = 4
"""Words that a sentence must have; shorter ones are mostly labels and cut-off ends."""
LONGEST = 80
_LETTERS = 0.6
"""Share of the words that must be made of letters: the rest is tables, scores and addresses."""
_WITHOUT_ACCENTS = 0.85
_MANY_CONJUNCTS = 3
# "U.S.-led" left as one word teaches the parser to read it as a name.
_GLUED = re.compile(r"[.)\]%][-‐‑–][A-Za-z]")
_CHUNK = 64


class CorpusError(ValueError):
    """A corpus that cannot be read; the message says the file and the line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A sentence to parse, with a name that says where it is from."""

    name: str
    text: str


def read_texts(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield title and text of every item of JSONL files, in order; `.gz` is unpacked.

    Raises CorpusError on a line that is no item, OSError when a file cannot be read.
    """
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    item = json.loads(line)
                    name, parts = str(item["id"]), (item.get("title"), item["text"])
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise CorpusError(f"{path}:{number}: no item with id and text ({error!r})") from error
                yield from (Text(name=name, text=part) for part in parts if isinstance(part, str) and part.strip())


def word_splitter() -> Language:
    """Return a pipeline that splits words as the treebanks do, and does nothing else."""
    nlp = spacy.blank("en")
    split_as_treebanks(nlp)
    return nlp


def split(splitter: Language, texts: Iterable[Text], sentences: Callable[[str], Iterable[str]]) -> Iterator[Text]:
    """Yield the sentences of texts that are worth parsing, each once over the whole corpus.

    `sentences` cuts a text into sentences, `splitter` a sentence into words.
    """
    seen: set[str] = set()
    for text in texts:
        for number, sentence in enumerate(sentences(text.text)):
            line = " ".join(sentence.split())
            if line.casefold() in seen or not is_latin(line):
                continue
            seen.add(line.casefold())
            if is_usable([token.text for token in splitter.make_doc(line)]):
                yield Text(name=f"{text.name}-{number}", text=line)


def is_latin(text: str) -> bool:
    """Say whether all letters are Latin, and nearly all of them without accents, as in English with foreign names."""
    letters = [character for character in text if character.isalpha()]
    latin = all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)
    return latin and sum(letter.isascii() for letter in letters) >= _WITHOUT_ACCENTS * len(letters)


def is_usable(words: Sequence[str]) -> bool:
    """Say whether a sentence is neither very short nor very long, and made of words."""
    kept = [word for word in words if not word.isspace()]
    spelt = sum(word[0].isalpha() for word in kept)
    return SHORTEST <= len(kept) <= LONGEST and spelt >= _LETTERS * len(kept) and not any(map(_GLUED.search, kept))


def to_sentence(doc: Doc, name: str) -> Sentence:
    """Return the teacher's parse of one sentence: words, tags, heads and labels only."""
    return Sentence(
        document=name,
        words=tuple(token.text for token in doc),
        spaces=tuple(bool(token.whitespace_) for token in doc),
        tags=tuple(token.tag_ for token in doc),
        heads=tuple(token.head.i for token in doc),
        labels=tuple(ROOT if token.head.i == token.i else token.dep_ for token in doc),
    )


def is_list(sentence: Sentence) -> bool:
    """Say whether a sentence joins many parts, where parsers err most."""
    return sentence.labels.count("conj") >= _MANY_CONJUNCTS


def silver(
    teacher: Language, texts: Sequence[Text], *, headlines: float, lists: int, random: Random
) -> Iterator[Sentence]:
    """Yield the teacher's parses: of every sentence, those with long lists `lists` times, and of some as headlines.

    `headlines` is the share of sentences that are also cut down to a headline, whose text the teacher parses anew.
    """
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        parsed = list(_parse(teacher, chunk))
        for sentence in parsed:
            yield from [sentence] * (lists if is_list(sentence) else 1)
        chosen = [sentence for sentence in parsed if random.random() < headlines]
        yield from _parse(teacher, [Text(name=f"{s.document}-headline", text=headline(s).text) for s in chosen])


def _parse(teacher: Language, texts: Sequence[Text]) -> Iterator[Sentence]:
    docs = parse_sentences(teacher, (text.text for text in texts))
    for text, doc in zip(texts, docs, strict=True):
        sentence = to_sentence(doc, text.name)
        # Only whole trees are taken; a space that became a word has no place in a treebank.
        if sentence.labels.count(ROOT) == 1 and not any(word.isspace() for word in sentence.words):
            yield replace(sentence, spaces=(*sentence.spaces[:-1], True))
