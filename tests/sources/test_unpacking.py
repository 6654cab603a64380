"""Packed bodies, in pieces of any size."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from bot.sources.unpacking import DamagedError, accepted, unpacker
from tests.feeds.packed import PACKED_BR, PACKED_ZSTD, Packed

TEXT = random.Random(5).randbytes(50_000) + b"a" * 300_000  # noqa: S311 - something that packs badly, and well
ENCODINGS = ["gzip", "x-gzip", "deflate"]


def unpack(encoding: str, data: bytes, *, piece: int) -> tuple[bytes, bool]:
    """Return what comes out, and whether it is complete."""
    found = unpacker(encoding)
    assert found is not None
    out = b"".join(part for at in range(0, len(data), piece) for part in found.unpack(data[at : at + piece]))
    return out, found.complete


@pytest.mark.parametrize("piece", [1, 2, 3, 1_000, 10**6])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        pytest.param("gzip", gzip.compress(TEXT), id="gzip"),
        pytest.param("X-GZIP ", gzip.compress(TEXT), id="x-gzip"),
        pytest.param("gzip", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), id="two-members"),
        pytest.param("gzip", gzip.compress(TEXT) + b"\x1f\x00\x8b rubbish", id="rubbish-behind"),
        pytest.param("gzip", gzip.compress(TEXT) + b"\x1f", id="half-a-mark-behind"),
        pytest.param("deflate", zlib.compress(TEXT), id="deflate"),
        pytest.param("deflate", zlib.compress(TEXT) + b"rubbish" * 9, id="deflate-with-rubbish-behind"),
        pytest.param("deflate", zlib.compress(TEXT, wbits=-15), id="deflate-without-its-head"),
    ],
)
def test_a_body_is_unpacked_however_it_comes(encoding: str, packed: bytes, piece: int) -> None:
    """Whole, and it is known that it is."""
    assert unpack(encoding, packed, piece=piece) == (TEXT, True)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_pieces_are_small(encoding: str) -> None:
    """However much comes out of a few bytes: whoever takes no more of them holds no more."""
    bomb = gzip.compress(b" " * 50_000_000, 9)
    found = unpacker(encoding)
    assert found is not None
    assert len(bomb) < 100_000
    pieces = found.unpack(bomb)
    assert all(len(next(pieces)) <= 1 << 16 for _ in range(10))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_is_not_packed_so_is_damaged(encoding: str) -> None:
    """And what is cut short is not complete."""
    with pytest.raises(DamagedError):
        unpack(encoding, b"<rss>no such thing</rss>", piece=100)
    assert unpack(encoding, gzip.compress(TEXT)[:-3], piece=100)[1] is False


@pytest.mark.parametrize("encoding", ["", "identity", " Identity"])
def test_what_is_not_packed_needs_nothing(encoding: str) -> None:
    """It is taken as it is."""
    assert unpacker(encoding) is None


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip", "aes128gcm"])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    """Its name is said."""
    with pytest.raises(LookupError, match=encoding):
        unpacker(encoding)


@pytest.mark.parametrize("piece", [1, 7, 10**6])
@pytest.mark.parametrize(("encoding", "packed"), [("br", PACKED_BR), ("zstd", PACKED_ZSTD)], ids=["br", "zstd"])
def test_newer_encodings_are_asked_for_where_they_can_be_unpacked(encoding: str, piece: int, packed: Packed) -> None:
    """Elsewhere they are refused as what was not asked for."""
    if encoding not in accepted().split(", "):
        with pytest.raises(LookupError, match=encoding):
            unpacker(encoding)
        return
    out, complete = unpack(encoding, packed.feed, piece=piece)
    assert out.startswith(b"<?xml")
    assert complete
    found = unpacker(encoding)
    assert found is not None
    pieces = found.unpack(packed.bomb)
    assert all(len(next(pieces)) <= 1 << 20 for _ in range(10))
    with pytest.raises(DamagedError):
        unpack(encoding, b"<rss>no such thing</rss>", piece=piece)


def test_zstandard_in_two_frames_is_one_body() -> None:
    """As RFC 8878 has it."""
    if "zstd" not in accepted():
        pytest.skip("its library is not installed")
    once, _ = unpack("zstd", PACKED_ZSTD.feed, piece=50)
    assert unpack("zstd", PACKED_ZSTD.feed * 2, piece=50) == (once * 2, True)
