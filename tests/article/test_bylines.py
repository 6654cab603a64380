from __future__ import annotations

import pytest

from bot.article.bylines import byline_of


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Ada Writer"], "Ada Writer"),
        (["By Ada Writer"], "Ada Writer"),
        (["Written by  Ada\nWriter"], "Ada Writer"),
        (["Ada Writer", "Bo Penn"], "Ada Writer, Bo Penn"),
        (["Ada Writer", "ada  writer"], "Ada Writer"),
        (["desk@courier.example (Ada Writer)"], "Ada Writer"),
        (["Ada Writer <ada@courier.example>"], "Ada Writer"),
        (["Ada Writer https://courier.example/ada"], "Ada Writer"),
        (["Byron Penn"], "Byron Penn"),
        (["Ada Writer (in Ellbruck)"], "Ada Writer (in Ellbruck)"),
    ],
)
def test_names_stand_on_one_line(names: list[str], line: str) -> None:
    """Names are shown as they are written, without addresses and without "by", each once."""
    assert byline_of(names, "The Ell Courier") == line


@pytest.mark.parametrize(
    "names",
    [
        [],
        [""],
        ["desk@courier.example"],
        ["https://courier.example/authors/ada"],
        ["admin"],
        ["Unknown"],
        ["Ell Courier"],
        ["THE ELL COURIER"],
        ["—"],
        [f"Writer {chr(65 + number)}" for number in range(12)],
        ["and so on " * 40],
    ],
)
def test_what_names_nobody_is_no_byline(names: list[str]) -> None:
    """An address, a system's user, the outlet itself, a masthead and a text are no names of who wrote it."""
    assert byline_of(names, "The Ell Courier") is None


def test_very_long_names_are_no_work() -> None:
    """What is made to be long is cut before anything looks for addresses in it."""
    assert byline_of(["a." * 500_000], None) is None
