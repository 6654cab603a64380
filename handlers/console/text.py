"""Text from articles as Rich's text: never markup, safe for a terminal."""

from __future__ import annotations

from rich.text import Text

from bot.model.words import quotation
from handlers.text import isolated


def shown(text: str | None, style: str = "") -> Text:
    """Return the text for a table or panel; an absent one as a dash. Brackets in it are not markup."""
    return Text(isolated(text), style=style) if text else Text("–", style="dim")


def quoted(text: str, style: str = "italic") -> Text:
    """Return a quote between quotation marks, without the bullet of the list that it stood in."""
    return Text(quotation(isolated(text)), style=style)
