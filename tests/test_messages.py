"""The page of messages shows what is sent."""

from __future__ import annotations

from tests.messages import cards, page
from tests.pages import ROOT


async def test_the_page_shows_every_message_as_it_is_sent() -> None:
    """`python -m tests.messages > docs/messages.md` writes it anew."""
    assert (ROOT / "docs" / "messages.md").read_text(encoding="utf-8") == page(await cards())
