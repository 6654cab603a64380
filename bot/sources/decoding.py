"""Bytes -> text: sizes, compression and encodings, and what to tell a person when one of them is wrong."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from typing import IO, Final

from bot.model.errors import UnreadableError

# What a file that is no text most often is, by its first bytes.
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed with gzip (such a file's name has to end in .gz)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Encodings that a page may declare; the rest of Python's codecs (idna, unicode_escape, …) are no page's encoding.
_PAGE_ENCODINGS: Final = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-?ascii|(windows|cp)-?\d{3,4}|iso-?8859-?\d{1,2}|latin-?1|koi8-?[rut]|"
    r"mac-?(cyrillic|roman)|gb(k|2312|18030)|big5(hkscs)?|euc-?(jp|kr)|shift[-_]?jis|iso-?2022-?jp",
    re.IGNORECASE,
)
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CHUNK: Final = 1 << 16


def show_size(count: int) -> str:
    """Return a number of bytes as people write it ("10 MB"), decimal."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count} bytes"


def too_large(origin: str, *, max_bytes: int, what: str = "is") -> UnreadableError:
    """Return the error for an input over the limit; it names the limit and the setting that raises it."""
    return UnreadableError(
        origin=origin,
        reason=f"{what} larger than {show_size(max_bytes)}, the most that one article may have; split it, or raise "
        f"intake.max_bytes (CLAIMWATCH_INTAKE__MAX_BYTES), now {max_bytes}",
    )


def broken_gzip(origin: str, error: Exception) -> UnreadableError:
    """Return the error for compressed data that is damaged or cut short."""
    what = "is cut short" if isinstance(error, EOFError) else "is damaged"
    return UnreadableError(origin=origin, reason=f"the compressed data {what} ({error}); compress it again with gzip")


def read_limited(stream: IO[bytes], *, origin: str, max_bytes: int, head: bytes = b"") -> bytes:
    """Return all of a stream, behind the `head` that was taken from it already: `max_bytes` in all at most.

    Raises UnreadableError when there is more, or when the stream's gzip is broken. Never holds more than the limit,
    however far compressed data would unfold.
    """
    parts = [head]
    left = max_bytes + 1 - len(head)
    try:
        while left > 0 and (part := stream.read(min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise broken_gzip(origin, error) from error
    if left <= 0:
        raise too_large(origin, max_bytes=max_bytes)
    return b"".join(parts)


def is_utf16(data: bytes) -> bool:
    """Whether the data begin with UTF-16's byte order mark."""
    return data.startswith(_UTF16_MARKS)


def decode_text(data: bytes, *, origin: str) -> str:
    """Return text that is UTF-8 (with or without its mark), or UTF-16 with its mark; line ends stay as they are.

    Raises UnreadableError for nothing, for what is no text, and for other encodings, with the offset of the first byte
    that does not fit.
    """
    if not data:
        raise UnreadableError(origin=origin, reason="is empty")
    for mark, kind in _SIGNATURES:
        if data.startswith(mark):
            raise UnreadableError(origin=origin, reason=f"is no text but {kind}; give the article's text or its HTML")
    if is_utf16(data):
        return _decode(data, "utf-16", origin=origin)
    if b"\x00" in data:
        raise UnreadableError(
            origin=origin,
            reason=f"is binary, not text (a zero byte at offset {data.index(0)}); give the article's text as UTF-8",
        )
    return _decode(data, "utf-8-sig", origin=origin)


def decode_page(data: bytes, *, origin: str, declared: str | None = None) -> str:
    """Return a page's HTML: a byte order mark decides, then `declared` (a header's charset), then its own `<meta>`.

    As in browsers, a byte that does not fit a declared encoding becomes U+FFFD; a page that declares nothing is UTF-8.
    """
    if data.startswith(codecs.BOM_UTF8) or is_utf16(data):
        return decode_text(data, origin=origin)
    if declared is None and (found := _META_CHARSET.search(data[:4096])):
        declared = found.group(1).decode("ascii")
    if not data or declared is None or not _PAGE_ENCODINGS.fullmatch(declared):
        return decode_text(data, origin=origin)
    # What says latin-1 or ASCII means Windows' superset of it (WHATWG Encoding, section 4.2).
    name = "cp1252" if re.fullmatch(r"(?i)iso-?8859-?1|latin-?1|us-?ascii", declared) else declared
    # A <meta> could be read without UTF-16's pairs of bytes, so what it says of UTF-16 is not so (likewise WHATWG).
    name = "utf-8" if re.match(r"(?i)utf-?16", name) else re.sub(r"(?i)^windows-?", "cp", name)
    try:
        return data.decode(name, errors="replace")
    except LookupError:
        return decode_text(data, origin=origin)


def _decode(data: bytes, encoding: str, *, origin: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind its mark.
        mark = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" and data.startswith(codecs.BOM_UTF8) else 0
        at = error.start + mark
        line = data.count(b"\n", 0, at) + 1
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise UnreadableError(
            origin=origin,
            reason=f"is not {name}: byte 0x{data[at]:02X} at offset {at} (line {line}) does not fit; save it as UTF-8",
        ) from error
