"""Silver parses: the sentences of a corpus, tagged and parsed by the teacher.

`python -m bot.language.training.silver` reads items as `claimwatch ingest` takes them (JSON, one a line).
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import spacy
from rich.console import Console
from rich.progress import track
from spacy.language import Language
from spacy.tokens import Doc

from bot.language.pipeline import PipelineError, load_pipeline, parse_sentences
from bot.language.training.augmentation import headline
from bot.language.training.recipe import split_as_treebanks
from bot.language.training.treebank import ROOT, Sentence, write_sentences

SHORTEST = 4
"""Words that a sentence must have; shorter ones are mostly labels and cut-off ends."""
LONGEST = 80
_LETTERS = 0.6
"""Share of the words that must be made of letters: the rest is tables, scores and addresses."""
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


def sentence_splitter() -> Language:
    """Return a pipeline that splits words as the treebanks do and ends a sentence at a word that is a stop.

    The stops of "U.S." and "Lt." are no words of their own, so they end none.
    """
    nlp = spacy.blank("en")
    split_as_treebanks(nlp)
    nlp.add_pipe("sentencizer")
    return nlp


def split(splitter: Language, texts: Iterable[Text]) -> Iterator[Text]:
    """Yield the sentences of texts that are worth parsing, each once over the whole corpus."""
    seen: set[str] = set()
    for doc, text in splitter.pipe(((text.text, text) for text in texts), as_tuples=True):
        for number, span in enumerate(doc.sents):
            line = " ".join(span.text.split())
            if line not in seen and is_usable([token.text for token in span]):
                seen.add(line)
                yield Text(name=f"{text.name}-{number}", text=line)


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


def main(arguments: list[str] | None = None) -> int:
    """Write the silver parses of corpora; returns the exit code (2 when something cannot be read)."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.training.silver", description=main.__doc__)
    parser.add_argument("corpus", type=Path, nargs="+", help="items, one JSON object a line; .gz is unpacked")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the trained teacher")
    parser.add_argument("--output", type=Path, required=True, help="the .conllu.gz file to write")
    parser.add_argument(
        "--headlines", type=float, default=0.1, help="share also read as headlines (default: %(default)s)"
    )
    parser.add_argument("--lists", type=int, default=2, help="times that long lists are taken (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of every random choice (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        teacher = load_pipeline(str(options.teacher))
        texts = list(split(sentence_splitter(), read_texts(options.corpus)))
    except (OSError, CorpusError, PipelineError) as error:
        sys.stderr.write(f"cannot write silver parses: {error}\n")
        return 2
    random = Random(options.seed)  # noqa: S311 (no secret)
    sentences = silver(teacher, texts, headlines=options.headlines, lists=options.lists, random=random)
    shown = track(sentences, "Parsing", total=len(texts), console=Console(stderr=True))
    count = write_sentences(options.output, shown)
    sys.stderr.write(f"{count} parses of {len(texts)} sentences\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
