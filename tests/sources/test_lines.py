from __future__ import annotations

import gzip
import io
from typing import IO, cast

from hypothesis import given
from hypothesis import strategies as st

from bot.model.errors import SourceError
from bot.sources.lines import Line, read_lines


def lines(data: bytes, *, max_bytes: int = 100) -> list[Line | SourceError]:
    """Return all lines of some bytes."""
    return list(read_lines(io.BytesIO(data), origin="a", max_bytes=max_bytes))


def test_lines_keep_their_numbers() -> None:
    """Blank lines are left out and counted; white space around a line is none of it."""
    assert lines(b"\n a \r\n\n\t\nb") == [Line(number=2, data=b"a"), Line(number=5, data=b"b")]


def test_line_over_the_limit_loses_no_other() -> None:
    """A line that is too long is an error with its number, and the next line is the next."""
    first, second, third = lines(b"a\n" + b"x" * 250 + b"\nb\n")
    assert first == Line(number=1, data=b"a")
    assert isinstance(second, SourceError)
    assert second.origin == "a:2"
    assert "100 bytes" in second.reason
    assert third == Line(number=3, data=b"b")


def test_line_at_the_limit_is_read() -> None:
    """The limit itself is allowed, with a line end or without."""
    assert lines(b"x" * 100 + b"\n" + b"y" * 100) == [Line(number=1, data=b"x" * 100), Line(number=2, data=b"y" * 100)]


def test_line_that_does_not_end_ends_the_reading() -> None:
    """Where the next line is too far away, what follows is not looked for."""
    (only,) = lines(b"x" * 1_000_000 + b"\nb\n", max_bytes=1000)
    assert isinstance(only, SourceError)


def test_first_line_may_have_been_taken_before() -> None:
    """A line that was looked at already is given first, with its number."""
    stream = io.BytesIO(b"b\n")
    found = list(read_lines(stream, origin="a", max_bytes=100, first=b"a\n", before=3))
    assert found == [Line(number=4, data=b"a"), Line(number=5, data=b"b")]


def test_broken_data_come_after_the_lines_before_them() -> None:
    """What could be unpacked is given before the error."""
    packed = gzip.compress(b"a\nb\n" + bytes(range(32, 127)) * 50)
    stream = cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(packed[:-9])))
    first, second, *_, last = list(read_lines(stream, origin="a", max_bytes=10_000))
    assert (first, second) == (Line(number=1, data=b"a"), Line(number=2, data=b"b"))
    assert isinstance(last, SourceError)


@given(st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line)))
def test_lines_are_what_splitting_gives(parts: list[bytes]) -> None:
    """Law: within the limit, lines are the text split at line ends, without blank ones."""
    data = b"\n".join(parts)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert [line.data for line in lines(data) if isinstance(line, Line)] == [p.strip() for p in parts if p.strip()]
