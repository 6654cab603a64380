"""Treebanks in CoNLL-U, plain or gzipped, read into sentences and from there into spaCy Docs, and written.

Format: https://universaldependencies.org/format.html, with the entity spans of GUM's last column
(https://gucorpling.org/gum/tagset.html).
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.language.training.entities import Entity, named_entities

_COLUMNS = 10
_SEPARATORS = frozenset("\t\n\r")
# spaCy's parser calls the root by this name whatever the data says.
ROOT = "ROOT"


class TreebankError(ValueError):
    """A treebank that cannot be read; `path` and `line` (counted from 1) say where."""

    def __init__(self, message: str, *, path: str, line: int) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence. A column that the treebank leaves empty throughout is None: missing, not empty.

    `heads` are indices from 0, the root's head is the root itself. `spaces` says whether a space follows the word.
    """

    document: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    pos: tuple[str, ...] | None = None
    morphology: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    entities: tuple[Entity, ...] | None = None

    @property
    def text(self) -> str:
        """The words with the spaces between them, as the source had it."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in pairs).rstrip(" ")

    @property
    def genre(self) -> str:
        """GUM's genre ("news"), or the empty string."""
        parts = self.document.split("_")
        return parts[1] if parts[0] == "GUM" and len(parts) > 1 else ""


def read_sentences(path: Path, *, entities: bool = False) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, in order; `.gz` is unpacked.

    `entities` says that the last column marks every entity, so that a sentence without marks has none; otherwise
    entities are missing. Raises TreebankError on a line that is no CoNLL-U, OSError when the file cannot be read.
    """
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        document = ""
        rows: list[list[str]] = []
        for number, raw in enumerate(lines, start=1):
            line = raw.rstrip("\n")
            if line.startswith("#"):
                if line.startswith("# newdoc id ="):
                    document = line.partition("=")[2].strip()
            elif line:
                row = line.split("\t")
                if len(row) != _COLUMNS:
                    raise TreebankError(f"{len(row)} columns, not {_COLUMNS}", path=str(path), line=number)
                rows.append(row)
            elif rows:
                yield _sentence(rows, document=document, entities=entities, path=path, line=number - len(rows))
                rows = []
        if rows:
            yield _sentence(rows, document=document, entities=entities, path=path, line=number - len(rows) + 1)


def from_doc(doc: Doc, *, document: str) -> Sentence:
    """Return the words, tags and parse of a Doc as a sentence; its other annotations are left out."""
    return Sentence(
        document=document,
        words=tuple(token.text for token in doc),
        spaces=tuple(bool(token.whitespace_) for token in doc),
        tags=tuple(token.tag_ for token in doc),
        heads=tuple(token.head.i for token in doc),
        labels=tuple(token.dep_ for token in doc),
    )


def to_conllu(sentence: Sentence, *, name: str) -> str:
    """Return the sentence's lines in CoNLL-U, from its name to the empty line that ends it; entities are left out.

    Raises ValueError when a column holds a tab or a line end, or is empty or blank where it must not be.
    """
    lines = [f"# sent_id = {name}", f"# text = {sentence.text}"]
    for index, word in enumerate(sentence.words):
        head = sentence.heads[index]
        root = head == index
        columns = (
            str(index + 1),
            word,
            (sentence.lemmas[index] if sentence.lemmas else "") or "_",
            (sentence.pos[index] if sentence.pos else "") or "_",
            sentence.tags[index] or "_",
            (sentence.morphology[index] if sentence.morphology else "") or "_",
            "0" if root else str(head + 1),
            "root" if root else sentence.labels[index],
            "_",
            "_" if sentence.spaces[index] else "SpaceAfter=No",
        )
        if any(not column.strip() or not _SEPARATORS.isdisjoint(column) for column in columns):
            raise ValueError(f"word {index + 1} of {name} cannot be written: {columns}")
        lines.append("\t".join(columns))
    return "\n".join(lines) + "\n\n"


def write_sentences(path: Path, sentences: Iterable[Sentence], *, prefix: str) -> int:
    """Write sentences named `prefix`-1, -2, … to a CoNLL-U file, packed when it ends in `.gz`; return how many.

    The same sentences give the same bytes. An older file is replaced when all is written.
    """
    partial = path.with_name(path.name + ".new")
    count = 0
    with partial.open("wb") as raw:
        # No file name and no time in the head, so that bytes repeat.
        packed = (
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) if path.suffix == ".gz" else nullcontext(raw)
        )
        with packed as output:
            document = ""
            for count, sentence in enumerate(sentences, start=1):
                if sentence.document != document:
                    document = sentence.document
                    output.write(f"# newdoc id = {document}\n".encode())
                output.write(to_conllu(sentence, name=f"{prefix}-{count}").encode())
    partial.replace(path)
    return count


def to_doc(vocab: Vocab, sentence: Sentence) -> Doc:
    """Return a gold Doc of one sentence; missing columns are spaCy's missing values."""
    tags: list[str] | None = None
    if sentence.entities is not None:
        tags = ["O"] * len(sentence.words)
        for entity in sentence.entities:
            tags[entity.start] = f"B-{entity.label}"
            tags[entity.start + 1 : entity.end] = [f"I-{entity.label}"] * (entity.end - entity.start - 1)
    return Doc(
        vocab,
        words=list(sentence.words),
        spaces=list(sentence.spaces),
        tags=list(sentence.tags),
        heads=list(sentence.heads),
        deps=list(sentence.labels),
        pos=_optional(sentence.pos),
        morphs=_optional(sentence.morphology),
        lemmas=_optional(sentence.lemmas),
        ents=tags,
    )


def _optional(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _sentence(rows: Sequence[Sequence[str]], *, document: str, entities: bool, path: Path, line: int) -> Sentence:
    try:
        words = [row for row in rows if row[0].isdecimal()]
        heads = tuple(int(row[6]) - 1 for row in words)
        if [int(row[0]) for row in words] != list(range(1, len(words) + 1)) or any(h >= len(words) for h in heads):
            raise ValueError("ids or heads out of order")
    except ValueError as error:
        raise TreebankError(str(error), path=str(path), line=line) from error
    pos = _column(words, 3)
    forms = tuple(row[1] for row in words)
    parents = tuple(index if head < 0 else head for index, head in enumerate(heads))
    spans: tuple[Entity, ...] | None = None
    if entities:
        spans = named_entities(
            [_misc(row[9]).get("Entity", "") for row in words],
            words=forms,
            tags=tuple(row[4] for row in words),
            heads=parents,
            labels=tuple(row[7] for row in words),
        )
    return Sentence(
        document=document,
        words=forms,
        spaces=_spaces(rows),
        tags=tuple("" if row[4] == "_" else row[4] for row in words),
        heads=parents,
        labels=tuple(ROOT if head < 0 else row[7] for head, row in zip(heads, words, strict=True)),
        pos=pos,
        morphology=None if pos is None else tuple("" if row[5] == "_" else row[5] for row in words),
        lemmas=_column(words, 2),
        entities=spans,
    )


def _column(words: Iterable[Sequence[str]], index: int) -> tuple[str, ...] | None:
    values = tuple("" if row[index] == "_" else row[index] for row in words)
    return values if any(values) else None


def _spaces(rows: Iterable[Sequence[str]]) -> tuple[bool, ...]:
    """Say for each word whether a space follows; inside a range ("1-2 didn't") none does, its own row says the end."""
    spaces: list[bool] = []
    last_of_range = 0
    space_after_range = True
    for row in rows:
        space = _misc(row[9]).get("SpaceAfter") != "No"
        if "-" in row[0]:
            last_of_range = int(row[0].partition("-")[2])
            space_after_range = space
        elif "." not in row[0]:
            index = int(row[0])
            spaces.append(space_after_range if index == last_of_range else space and index > last_of_range)
    return tuple(spaces)


def _misc(column: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in column.split("|"))
    return {key: value for key, _, value in pairs}
