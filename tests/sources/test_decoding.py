from __future__ import annotations

import gzip
import io
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import UnreadableError
from bot.sources.decoding import decode_page, decode_text, read_limited, show_size


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (10_000_000, "10 MB"),
        (1_234_567, "1.23 MB"),
        (2 * 10**9, "2 GB"),
    ],
)
def test_sizes_are_shown_as_people_write_them(count: int, shown: str) -> None:
    """Sizes are decimal, with three figures."""
    assert show_size(count) == shown


@given(
    st.text(min_size=1).filter(
        lambda text: "\x00" not in text and not text.startswith(("\ufeff", "%PDF", "PK", "GIF8"))
    )
)
def test_utf_8_is_read_back(text: str) -> None:
    """Law: what is written as UTF-8, with or without a mark, is read as it was."""
    assert decode_text(text.encode(), origin="a") == text
    assert decode_text(text.encode("utf-8-sig"), origin="a") == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Law: bytes are decoded, or refused with an error that names their origin."""
    for decode in (decode_text, decode_page):
        try:
            decode(data, origin="a.txt")
        except UnreadableError as error:
            assert error.origin == "a.txt"  # noqa: PT017 - a law about what is raised, if anything is


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        pytest.param("å".encode("cp1252"), "windows-1252", "å", id="declared"),
        pytest.param("å".encode("cp1252"), "ISO-8859-1", "å", id="latin-1"),
        pytest.param("“å”".encode("cp1252"), "latin1", "“å”", id="latin-1 is Windows' superset"),
        pytest.param("ж".encode("koi8-r"), "KOI8-R", "ж", id="Cyrillic"),
        pytest.param("ж".encode("cp1251"), "cp1251", "ж", id="Windows Cyrillic"),
        pytest.param("å".encode(), "utf-16", "å", id="a declared UTF-16 without its mark is UTF-8"),
        pytest.param("å".encode("utf-16"), "utf-8", "å", id="a mark wins"),
        pytest.param("å".encode("utf-8-sig"), "cp1251", "å", id="UTF-8's mark wins"),
        pytest.param(b"a\xe5b", "utf-8", "a\ufffdb", id="a byte that does not fit"),
        pytest.param(b"<meta charset=windows-1251>\xe6", None, "<meta charset=windows-1251>ж", id="meta"),
        pytest.param("å".encode(), "rot13", "å", id="a codec that is no encoding"),
        pytest.param("å".encode(), "windows-9999", "å", id="an encoding that does not exist"),
    ],
)
def test_pages_are_decoded_as_browsers_do(data: bytes, declared: str | None, text: str) -> None:
    """A mark decides, then what is declared, then what the page says; UTF-8 else."""
    assert decode_page(data, origin="a", declared=declared) == text


def test_limit_counts_the_head() -> None:
    """What was taken from the stream before counts, and the limit itself is allowed."""
    assert read_limited(io.BytesIO(b"cd"), origin="a", max_bytes=4, head=b"ab") == b"abcd"
    with pytest.raises(UnreadableError, match="larger than 3 bytes"):
        read_limited(io.BytesIO(b"cd"), origin="a", max_bytes=3, head=b"ab")
    with pytest.raises(UnreadableError, match="larger than 1 bytes"):
        read_limited(io.BytesIO(b""), origin="a", max_bytes=1, head=b"ab")


class _Counting(io.BytesIO):
    """Counts the bytes that are taken."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read and count."""
        part = super().read(size)
        self.taken += len(part)
        return part


def test_no_more_is_unpacked_than_the_limit() -> None:
    """Of data that unfold without end, no more is unfolded than needed to know that they are too much."""
    packed = _Counting(gzip.compress(b"0" * 100_000_000))
    with gzip.GzipFile(fileobj=packed) as stream, pytest.raises(UnreadableError):
        read_limited(cast("IO[bytes]", stream), origin="a", max_bytes=1_000_000)
    assert packed.taken < len(packed.getvalue())
