"""The table of feeds on terminals of any width, in any script, and in a pipe."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.model.feed import FeedRecord
from handlers.console.screen import make_console
from handlers.console.sources import sources_table

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
NAMES = {
    "plain": "The Ell Courier",
    "none": None,
    "accents": "Le Courrier de l’Éll",
    "combined-accents": "Le Courrier de l’E\u0301ll, re\u0301gions et e\u0301tranger, tous les jours",
    "wide": "日本経済新聞 戦況速報 " * 4,
    "right-to-left": "חדשות הבוקר של העיר והסביבה " * 3,
    "mixed": "أخبار War اليوم from the region",
    "one-word": "Courier" * 20,
}


def feed(title: str | None = "The Ell Courier", **changes: Any) -> FeedRecord:
    """Return a feed that works."""
    return FeedRecord(
        **{
            "url": "https://ell.example/rss",
            "title": title,
            "due_at": NOW,
            "read_at": NOW,
            "changed_at": NOW,
            **changes,
        }
    )


def printed(*feeds: FeedRecord, width: int = 80) -> list[str]:
    """Return the lines of the table on a terminal that is so wide."""
    out = io.StringIO()
    Console(file=out, width=width, markup=False, emoji=False, highlight=False).print(
        sources_table(feeds, {one.url: NOW for one in feeds})
    )
    return out.getvalue().splitlines()


def columns(lines: Sequence[str], *words: str) -> set[int]:
    """Return the columns of the terminal in which these words begin."""
    return {cell_len(line[: line.index(word)]) for line in lines for word in words if word in line}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("title", NAMES.values(), ids=NAMES.keys())
def test_columns_stand_under_one_another(title: str | None, width: int) -> None:
    """Whatever signs a name has; no line is wider than the terminal."""
    lines = printed(feed(), feed(title), feed(None, url="https://two.example/" + "a" * 90), width=width)
    assert max(map(cell_len, lines)) <= width
    assert len(columns(lines, "✓ works", "State")) == 1
    assert len(columns(lines, "read", "new", "article", "next", "When (UTC)")) == 1


@pytest.mark.parametrize("title", [NAMES["right-to-left"], NAMES["mixed"]])
def test_right_to_left_words_stay_on_their_line(title: str) -> None:
    """What is set apart begins and ends on one line, so that the other columns stay where they are."""
    lines = [line for line in printed(feed(title)) if "\u2068" in line]
    assert lines
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_a_feed_says_all_of_it_at_80_columns() -> None:
    """Its name, address, where it moved to, how it stands, why, and its times, none of it cut."""
    lines = printed(feed(failures=3, reason="does not answer", moved_to="https://new.example/rss"))
    text = "\n".join(lines)
    for said in ("The Ell Courier", "https://ell.example/rss", "→ https://new.example/rss", "✗ fails"):
        assert said in text
    assert "why: does not answer" in text
    assert text.count("4 Jun 2031, 12:00") == 4


@pytest.mark.parametrize(
    ("changes", "said", "not_said"),
    [({"read_at": None, "changed_at": None}, "read    never", "new"), ({"paused": True}, "‖ paused", "next")],
    ids=["new", "paused"],
)
def test_what_is_not_known_takes_no_line(changes: dict[str, Any], said: str, not_said: str) -> None:
    """A feed that was never read, and one that is not asked."""
    lines = printed(feed(**changes))
    assert any(said in line for line in lines)
    assert not any(not_said in line.split("│")[-1].replace("is new", "") for line in lines)


def test_a_pipe_gets_no_colours() -> None:
    """A terminal does; escape sequences of a feed's own reach neither."""
    table = sources_table([feed("\x1b[31mRed\x1b[0m Courier")], {})
    out = io.StringIO()
    make_console(out).print(table)
    assert "\x1b" not in out.getvalue()
    assert "Red Courier" in out.getvalue()
    terminal = io.StringIO()
    Console(file=terminal, width=80, force_terminal=True, color_system="standard").print(table)
    assert "\x1b[1m" in terminal.getvalue()
    assert "\x1b[31m" not in terminal.getvalue()


@given(st.text(max_size=80), st.integers(60, 130))
def test_any_name_fits(title: str, width: int) -> None:
    """On any terminal that has room for the times."""
    lines = printed(feed(title), width=width)
    assert max(map(cell_len, lines)) <= width
    assert len(columns(lines, "✓ works", "State")) == 1
