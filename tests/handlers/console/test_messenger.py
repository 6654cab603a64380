"""The console as a destination."""

from __future__ import annotations

import io

import pytest

from bot.model.outcome import Done, Temporary
from handlers.console.messenger import ConsoleMessenger
from handlers.console.screen import PLAIN_WIDTH, make_console
from tests.builders import make_item


async def test_an_alert_is_printed() -> None:
    """The alert's title is on the terminal when `send` says that it is done."""
    stream = io.StringIO()
    assert await ConsoleMessenger(make_console(stream)).send(make_item(title="A title")) == Done()
    assert "CLAIMS" in stream.getvalue() or "ARTICLE" in stream.getvalue()


class _Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


async def test_a_closed_terminal_is_a_temporary_failure() -> None:
    """Printing into a closed pipe is reported, not raised."""
    assert isinstance(await ConsoleMessenger(make_console(_Gone())).send(make_item()), Temporary)


def test_a_pipe_has_no_colour_and_a_fixed_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no terminal gets neither colour nor this terminal's width."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    stream = io.StringIO()
    console = make_console(stream)
    console.print("text", style="bold red")
    assert "\x1b" not in stream.getvalue()
    assert console.width == PLAIN_WIDTH


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_color_is_obeyed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes the colours away, whatever the terminal can do."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = _Terminal()
    make_console(stream).print("text", style="red")
    assert "31m" not in stream.getvalue()
