"""A stream of bytes, line by line, in bounded memory."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from bot.model.errors import SourceError
from bot.sources.decoding import broken_gzip, decode_text, is_utf16, read_limited, too_large

# How far to look for the end of a line that is too long, in limits: data that unfold without end are left there.
_PATIENCE: Final = 10
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line with something on it; `number` counts from 1 and counts blank lines too."""

    number: int
    data: bytes


def read_lines(
    stream: IO[bytes], *, origin: str, max_bytes: int, first: bytes = b"", before: int = 0
) -> Iterator[Line | SourceError]:
    """Yield the lines that are not blank, without the white space around them.

    A line over `max_bytes` is yielded as an error and passed over; broken compressed data, and a line that does not
    end, are the last error. `first` was taken from the stream already, and `before` lines before it.
    """
    number = before
    try:
        while raw := first or stream.readline(max_bytes + 1):
            first = b""
            number += 1
            if number == 1 and is_utf16(raw):
                # Bytes are no characters here, so that such a file is read as one, within the limit.
                data = read_limited(stream, origin=origin, max_bytes=max_bytes, head=raw)
                text = decode_text(data, origin=origin)
                stream, number = io.BytesIO(text.encode(errors="replace")), 0
                continue
            if len(raw) > max_bytes and not raw.endswith(b"\n"):
                yield too_large(f"{origin}:{number}", max_bytes=max_bytes, what="the line is")
                if not _skip_line(stream, at_most=_PATIENCE * max_bytes):
                    return
            elif raw.strip():
                yield Line(number=number, data=raw.strip())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield broken_gzip(origin, error)
    except SourceError as error:
        yield error


def _skip_line(stream: IO[bytes], *, at_most: int) -> bool:
    """Read on to the next line; False when there is none within `at_most` bytes."""
    while at_most > 0 and (part := stream.readline(_CHUNK)):
        if part.endswith(b"\n"):
            return True
        at_most -= len(part)
    return False
