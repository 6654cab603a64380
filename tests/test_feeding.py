"""Lists of feeds, from their address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.parts import ListedFeed
from bot.feeding import fetch_list
from bot.model.errors import FetchError, UnreadableError
from bot.sources.opml import Outline, write_opml
from config.load import load_settings
from tests.servers.feed import FeedServer, Reply

NOW = datetime(2031, 6, 4, 12, 0, tzinfo=UTC)
HERE = load_settings(None, {"CLAIMWATCH_SOURCES__ALLOW_NETWORKS": "127.0.0.0/8"})


async def test_a_list_is_fetched() -> None:
    """Addresses and titles, as the list has them."""
    outlines = [Outline(url="https://ell.example/rss", title="The Ell Courier"), Outline(url="https://hill.example/a")]
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body=write_opml(outlines, title="Mine"), kind="text/x-opml"))
        found = await fetch_list(url, settings=HERE, clock=lambda: NOW)
    assert found == (
        ListedFeed(url="https://ell.example/rss", title="The Ell Courier"),
        ListedFeed(url="https://hill.example/a"),
    )


async def test_what_is_no_list_is_said() -> None:
    """A page at that address is none."""
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body="<html><body>Sign in</body></html>", kind="text/html"))
        with pytest.raises(UnreadableError, match="is no OPML file"):
            await fetch_list(url, settings=HERE, clock=lambda: NOW)


async def test_private_addresses_are_refused() -> None:
    """Whoever may write in the operators' channel sees nothing of the program's own network."""
    settings = load_settings(None, {})
    async with FeedServer() as site:
        url = site.tell("/feeds.opml", Reply(body="<opml/>"))
        with pytest.raises(FetchError, match="is not fetched"):
            await fetch_list(url, settings=settings, clock=lambda: NOW)
