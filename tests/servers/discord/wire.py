"""Transport compression of the gateway (documentation, "Gateway", "Transport Compression")."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Compressor = Callable[[str], bytes]
"""Turn a payload into its part of one compressed stream, flushed so that it can be read at once."""


def compressor_for(name: str | None) -> Compressor | None:
    """Return the compression that the client asked for in its query, or None for plain text."""
    if name == "zlib-stream":
        return _zlib_stream()
    if name == "zstd-stream":
        return _zstd_stream()
    return None


def _zlib_stream() -> Compressor:
    stream = zlib.compressobj()

    def compress(text: str) -> bytes:
        return stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)

    return compress


def _zstd_stream() -> Compressor:
    # discord.py asks for it only where `zstandard` is installed, so it is here too then.
    module: Any = importlib.import_module("zstandard")
    stream = module.ZstdCompressor().compressobj()

    def compress(text: str) -> bytes:
        return bytes(stream.compress(text.encode()) + stream.flush(module.COMPRESSOBJ_FLUSH_BLOCK))

    return compress
