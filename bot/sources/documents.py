"""Files, folders and standard input -> RawArticle."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import IO, Final, cast

from bot.model.article import RawArticle
from bot.model.errors import SourceError, UnreadableError
from bot.sources.decoding import decode_page, decode_text, is_utf16, read_limited
from bot.sources.folders import article_files
from bot.sources.front_matter import read_text
from bot.sources.lines import read_lines
from bot.sources.records import parse_json, read_record

# The default of the setting intake.max_bytes: a long newspaper article has 50 kB.
MAX_BYTES: Final = 10_000_000
STANDARD_INPUT: Final = Path("-")


class Format(Enum):
    """How a file holds its articles; the values are the endings of such files' names."""

    TEXT = (".txt", ".md", ".markdown")
    PAGE = (".html", ".htm", ".xhtml")
    JSON = (".json",)
    JSON_LINES = (".jsonl", ".ndjson")


_FORMATS: Final = {ending: kind for kind in Format for ending in kind.value}


def read_path(
    path: Path, *, now: datetime, max_bytes: int = MAX_BYTES, stdin: IO[bytes] | None = None
) -> Iterator[RawArticle | SourceError]:
    """Yield the articles of a file, of a folder's files (sorted, with subfolders) or of standard input (`-`).

    What cannot be read is yielded as an error that names the file (with the line) and the reason; the rest goes on, and
    nothing is raised. `max_bytes` is the most that one article may have: a file, or one line of JSON Lines, whose files
    may be of any size. `now` becomes `received_at`.
    """
    try:
        if path == STANDARD_INPUT:
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield from _read_stream(stream, now=now, max_bytes=max_bytes)
        elif path.is_dir():
            yield from _read_folder(path, now=now, max_bytes=max_bytes)
        else:
            yield from _read_file(path, now=now, max_bytes=max_bytes)
    except SourceError as error:
        yield error
    except OSError as error:
        yield _closed(str(path), error)


def read_data(
    data: bytes, *, name: str, now: datetime, max_bytes: int = MAX_BYTES
) -> tuple[RawArticle | SourceError, ...]:
    """Return the articles of a file that is there as bytes; `name` says its format, and names it in errors."""
    path = Path(Path(name).name or "file")
    packed = path.suffix.casefold() == ".gz"
    inner = path.with_suffix("") if packed else path
    kind = _FORMATS.get(inner.suffix.casefold())
    try:
        if kind is None:
            raise UnreadableError(
                origin=path.name,
                reason=f"the ending {inner.suffix!r} says nothing about its format; known are {_endings()}",
            )
        if not data:
            raise UnreadableError(origin=path.name, reason="is empty")
        whole: IO[bytes] = io.BytesIO(data)
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=whole)) if packed else whole
        if kind is Format.JSON_LINES:
            return tuple(_read_json_lines(stream, origin=path.name, key=inner.stem, now=now, max_bytes=max_bytes))
        inside = read_limited(stream, origin=path.name, max_bytes=max_bytes)
        return tuple(_read_whole(inside, kind=kind, origin=path.name, key=inner.stem, now=now, max_bytes=max_bytes))
    except SourceError as error:
        return (error,)
    except OSError as error:
        return (_closed(path.name, error),)


def _closed(origin: str, error: OSError) -> UnreadableError:
    """Say in plain words why the system would not let us read."""
    if isinstance(error, FileNotFoundError):
        return UnreadableError(origin=origin, reason="there is no such file or folder")
    if isinstance(error, PermissionError):
        return UnreadableError(origin=origin, reason="may not be read: its permissions do not allow it")
    return UnreadableError(origin=origin, reason=f"cannot be read: {error.strerror or error}")


def _read_folder(folder: Path, *, now: datetime, max_bytes: int) -> Iterator[RawArticle | SourceError]:
    next(folder.iterdir(), None)  # a folder closed to us raises here; walking it would find nothing, without a word
    files = list(article_files(folder))
    if not files:
        raise UnreadableError(origin=str(folder), reason=f"the folder has no articles ({_endings()})")
    for file in files:
        yield from read_path(file, now=now, max_bytes=max_bytes)


def _read_file(path: Path, *, now: datetime, max_bytes: int) -> Iterator[RawArticle | SourceError]:
    origin = str(path)
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        # A pipe without a writer would be waited for forever, and a device never ends.
        raise UnreadableError(origin=origin, reason="is no regular file; to read a pipe, give - and redirect it")
    packed = path.suffix.casefold() == ".gz"
    inner = path.with_suffix("") if packed else path
    kind = _FORMATS.get(inner.suffix.casefold())
    if kind is None:
        raise UnreadableError(
            origin=origin, reason=f"the ending {inner.suffix!r} says nothing about its format; known are {_endings()}"
        )
    if status.st_size == 0:
        raise UnreadableError(origin=origin, reason="is empty")
    with path.open("rb") as file:
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
        if kind is Format.JSON_LINES:
            yield from _read_json_lines(stream, origin=origin, key=inner.stem, now=now, max_bytes=max_bytes)
            return
        data = read_limited(stream, origin=origin, max_bytes=max_bytes)
    yield from _read_whole(data, kind=kind, origin=origin, key=inner.stem, now=now, max_bytes=max_bytes)


def _read_stream(stream: IO[bytes], *, now: datetime, max_bytes: int) -> Iterator[RawArticle | SourceError]:
    """Read standard input: JSON Lines, JSON, HTML or text, whichever its beginning is."""
    origin, key = "standard input", "stdin"
    head = line = b""
    while not line.strip() and (line := stream.readline(max_bytes + 1 - len(head))):
        head += line
    if is_utf16(head):
        data = read_limited(stream, origin=origin, max_bytes=max_bytes, head=head)
        text = decode_text(data, origin=origin)
        yield from _read_stream(io.BytesIO(text.encode(errors="replace")), now=now, max_bytes=2 * max_bytes)
        return
    if _is_json_object(line):
        # Lines of any number: read one at a time.
        yield from _read_json_lines(
            stream, origin=origin, key=key, now=now, max_bytes=max_bytes, first=line, before=head.count(b"\n") - 1
        )
        return
    data = read_limited(stream, origin=origin, max_bytes=max_bytes, head=head)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        kind = Format.PAGE
    elif start.startswith((b'{"', b"[{")) or start.strip() in {b"{", b"["}:
        kind = Format.JSON
    else:
        kind = Format.TEXT
    yield from _read_whole(data, kind=kind, origin=origin, key=key, now=now, max_bytes=max_bytes)


def _is_json_object(line: bytes) -> bool:
    """Whether a line is one whole object, so that the lines after it are others."""
    line = line.removeprefix(codecs.BOM_UTF8).strip()
    try:
        return line.startswith(b"{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _read_whole(
    data: bytes, *, kind: Format, origin: str, key: str, now: datetime, max_bytes: int
) -> Iterator[RawArticle | SourceError]:
    if kind is Format.PAGE:
        yield RawArticle(origin=origin, key=key, body=decode_page(data, origin=origin), is_html=True, received_at=now)
        return
    text = decode_text(data, origin=origin)
    if kind is Format.JSON:
        yield from _read_json(text, origin=origin, key=key, now=now, max_bytes=max_bytes)
        return
    yield read_text(text, origin=origin, key=key, now=now)


def _read_json(
    text: str, *, origin: str, key: str, now: datetime, max_bytes: int
) -> Iterator[RawArticle | SourceError]:
    try:
        parsed = parse_json(text, origin=origin)
    except UnreadableError:
        lines = text.encode(errors="replace")
        if not any(map(_is_json_object, lines.splitlines())):
            raise
        # JSON Lines under another name, or with a first line that is broken: the whole ones are read all the same.
        yield from _read_json_lines(io.BytesIO(lines), origin=origin, key=key, now=now, max_bytes=max_bytes)
        return
    if not isinstance(parsed, list):
        yield read_record(parsed, origin=origin, key=key, now=now)
        return
    if not parsed:
        raise UnreadableError(origin=origin, reason="the JSON list is empty")
    for number, record in enumerate(parsed, start=1):
        try:
            yield read_record(record, origin=f"{origin} (item {number})", key=f"{key}-{number}", now=now)
        except SourceError as error:
            yield error


def _read_json_lines(
    stream: IO[bytes],
    *,
    origin: str,
    key: str,
    now: datetime,
    max_bytes: int,
    first: bytes = b"",
    before: int = 0,
) -> Iterator[RawArticle | SourceError]:
    """Read one object a line; `first` is a line that was taken from the stream already, with `before` lines before."""
    found = False
    for line in read_lines(stream, origin=origin, max_bytes=max_bytes, first=first, before=before):
        found = True
        if isinstance(line, SourceError):
            yield line
            continue
        where = f"{origin}:{line.number}"
        try:
            text = decode_text(line.data, origin=where)
            record = parse_json(text, origin=origin, line=line.number)
            yield read_record(record, origin=where, key=f"{key}-{line.number}", now=now)
        except SourceError as error:
            yield error
    if not found:
        raise UnreadableError(origin=origin, reason="holds no article: there is nothing but blank lines")


def _endings() -> str:
    return f"{', '.join(_FORMATS)}, each also with .gz"
