"""Bodies that come packed -> their bytes, a piece at a time, so that no bomb unfolds beyond what is asked for.

Brotli and Zstandard are asked for where their libraries are installed; without them servers send gzip, as ever.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, Protocol

# RFC 9659: what is sent over HTTP has a window of 8 MB (2**23) at most; more would be memory for nothing.
_WINDOW: Final = 23
# Pieces in which a body comes out.
_PIECE: Final = 1 << 16
_GZIP_MARK: Final = b"\x1f\x8b"
# Zstandard's own frames (RFC 8878 section 3.1.1), as far as more of them may follow the first.
_ZSTD_MARK: Final = b"\x28\xb5\x2f\xfd"


class DamagedError(Exception):
    """A packed body that cannot be unpacked; the text says why."""


class Unpacker(Protocol):
    """Unpacks one body."""

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield what comes out of the next bytes, in small pieces: whoever has enough takes no more of them.

        Raises DamagedError.
        """
        ...

    @property
    def complete(self) -> bool:
        """Whether the body's end has come."""
        ...


def accepted() -> str:
    """Return what can be unpacked here, as `Accept-Encoding` says it."""
    return ", ".join(["gzip", "deflate", *(["br"] if _brotli() else []), *(["zstd"] if _zstd() else [])])


def unpacker(encoding: str) -> Unpacker | None:
    """Return what unpacks a `Content-Encoding`; None for a body that is not packed.

    Raises LookupError for what was not asked for.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return _Members(lambda: _Zlib(zlib.MAX_WBITS | 16), mark=_GZIP_MARK)
        case "deflate":
            return _Deflated()
        case "br" if (brotli := _brotli()) is not None:
            return _Brotli(brotli)
        case "zstd" if (zstd := _zstd()) is not None:
            return _Members(lambda: _Zstandard(zstd), mark=_ZSTD_MARK)
        case other:
            raise LookupError(other)


class _Member(Protocol):
    """One packed stream; `rest` is what came behind its end."""

    @property
    def ended(self) -> bool: ...

    @property
    def rest(self) -> bytes: ...

    def unpack(self, data: bytes) -> Iterator[bytes]: ...


class _Zlib:
    """gzip and zlib; `bits` says which, as `zlib.decompressobj` has it."""

    def __init__(self, bits: int) -> None:
        self._stream = zlib.decompressobj(bits)

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data

    def unpack(self, data: bytes) -> Iterator[bytes]:
        try:
            # At the end `unconsumed_tail` keeps what it had before, and does not say whether there is more to do.
            while not self._stream.eof:
                part = self._stream.decompress(data, _PIECE)
                yield part
                data = self._stream.unconsumed_tail
                if not data and len(part) < _PIECE:
                    return
        except zlib.error as error:
            raise DamagedError(str(error)) from error


class _Zstandard:
    def __init__(self, zstd: Any) -> None:  # noqa: ANN401 - a module
        self._wrong = zstd.ZstdError
        self._stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW})

    @property
    def ended(self) -> bool:
        return bool(self._stream.eof)

    @property
    def rest(self) -> bytes:
        return bytes(self._stream.unused_data)

    def unpack(self, data: bytes) -> Iterator[bytes]:
        try:
            while not self._stream.eof and (data or not self._stream.needs_input):
                yield self._stream.decompress(data, _PIECE)
                data = b""
        except self._wrong as error:
            raise DamagedError(str(error)) from error


class _Members:
    """Streams one behind the other, which are one body (RFC 1952 section 2.2, RFC 8878 section 3.1).

    What follows the last and is none is left out, as browsers do.
    """

    def __init__(self, make: Callable[[], _Member], *, mark: bytes) -> None:
        self._make = make
        self._mark = mark
        self._member = make()
        self._begun = b""

    @property
    def complete(self) -> bool:
        return self._member.ended

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._member.ended:
                self._begun += data
                if len(self._begun) < len(self._mark) and self._mark.startswith(self._begun):
                    return
                if not self._begun.startswith(self._mark):
                    # Rubbish; kept short, so that whatever follows is rubbish as well.
                    self._begun = self._begun[: len(self._mark)]
                    return
                data, self._begun, self._member = self._begun, b"", self._make()
            yield from self._member.unpack(data)
            data = self._member.rest if self._member.ended else b""


class _Deflated:
    """`deflate` is zlib's form (RFC 9110 section 8.4.1.2); some servers send it without its head, or gzip."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: _Zlib | None = None

    @property
    def complete(self) -> bool:
        return self._stream is not None and self._stream.ended

    def unpack(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            # RFC 1950 section 2.2: the method is 8, and both bytes together a multiple of 31.
            headed = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
            known = headed or data.startswith(_GZIP_MARK)
            self._stream = _Zlib(zlib.MAX_WBITS | 32 if known else -zlib.MAX_WBITS)
        yield from self._stream.unpack(data)


class _Brotli:
    def __init__(self, brotli: Any) -> None:  # noqa: ANN401 - a module without types
        self._wrong = brotli.error
        self._stream = brotli.Decompressor()

    @property
    def complete(self) -> bool:
        return bool(self._stream.is_finished())

    def unpack(self, data: bytes) -> Iterator[bytes]:
        try:
            while not self._stream.is_finished() and (data or not self._stream.can_accept_more_data()):
                yield self._stream.process(data, output_buffer_limit=_PIECE)
                data = b""
        except self._wrong as error:
            raise DamagedError(str(error) or "no Brotli") from error


@cache
def _brotli() -> Any:  # noqa: ANN401 - a module without types, or None
    return _first_of("brotli")


@cache
def _zstd() -> Any:  # noqa: ANN401 - a module, or None
    # Python has it from 3.14 on; the other is the same for those before.
    return _first_of("compression.zstd", "backports.zstd")


def _first_of(*names: str) -> Any:  # noqa: ANN401 - a module, or None
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            continue
    return None
