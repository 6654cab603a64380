"""Terminals: where output goes, and how wide a thing that is no terminal counts as."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console

PLAIN_WIDTH = 120
"""Columns of output that goes to a pipe or a file; long enough for a table, short enough for a mail."""


def make_console(stream: TextIO) -> Console:
    """Return a console on the stream: coloured only on a terminal, and never when NO_COLOR is set.

    Nothing in what is printed is taken for markup, highlighted by pattern or turned into emoji.
    """
    return _Screen(
        file=stream,
        width=None if stream.isatty() else PLAIN_WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )


class _Screen(Console):
    """A console that says when nobody reads it any more, and leaves it to the caller what to do then."""

    def on_broken_pipe(self) -> None:
        """Raise the error on; Rich would end the program."""
        raise BrokenPipeError
