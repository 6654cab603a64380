"""Treebanks in CoNLL-U, plain or gzipped, read into sentences and from there into spaCy Docs.

Format: https://universaldependencies.org/format.html, with the entity spans of GUM's last column
(https://gucorpling.org/gum/tagset.html).
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.language.training.entities import Entity, named_entities

_COLUMNS = 10
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


def write_sentences(path: Path, sentences: Iterable[Sentence]) -> int:
    """Write sentences as gzipped CoNLL-U and return how many; the file appears when it is whole.

    Only what silver has is written: words, spaces, tags, heads and labels. A file with the same sentences has
    the same bytes.
    """
    partial = path.with_name(path.name + ".new")
    count = 0
    with partial.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        for sentence in sentences:
            packed.write(_conllu(sentence).encode())
            count += 1
    partial.replace(path)
    return count


def _conllu(sentence: Sentence) -> str:
    lines = [f"# sent_id = {sentence.document}", f"# text = {sentence.text}"]
    columns = zip(sentence.words, sentence.spaces, sentence.tags, sentence.heads, sentence.labels, strict=True)
    for index, (word, space, tag, head, label) in enumerate(columns):
        place, name = (0, "root") if head == index else (head + 1, label)
        end = "_" if space else "SpaceAfter=No"
        lines.append(f"{index + 1}\t{word}\t_\t_\t{tag}\t_\t{place}\t{name}\t_\t{end}")
    return "\n".join(lines) + "\n\n"


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
