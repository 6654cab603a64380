"""Text from articles as Rich's text: never markup, safe for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

from bot.model.words import quotation
from handlers.text import clean, isolated


def shown(text: str | None, style: str = "") -> Text:
    """Return the text for a table or panel; an absent one as a dash. Brackets in it are not markup."""
    return Text(isolated(text), style=style) if text else Text("–", style="dim")


def quoted(text: str, style: str = "italic") -> Text:
    """Return a quote between quotation marks, without the bullet of the list that it stood in."""
    return Text(quotation(isolated(text)), style=style)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrapped:
    """Text in a column of a table, wrapped to its width; each line keeps its right-to-left words to itself.

    A terminal orders the words of each line alone: what was set apart over two lines would turn the other columns
    round.
    """

    text: str
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        for line in Text(clean(self.text)).wrap(console, options.max_width, overflow="fold"):
            yield Text(isolated(line.plain), style=self.style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Say how wide it may be: any word can be broken."""
        return Measurement(min(_NARROW, options.max_width), min(cell_len(clean(self.text)), options.max_width))


_NARROW = 12
