from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model.feed import FeedRecord
from bot.sources.opml import Outline, feeds_file, read_opml, write_opml

ELL, SEA = "https://ell.example/rss?a=1&b=2", "https://sea.example/feed.json"


def test_folders_are_opened_and_feeds_come_once() -> None:
    """With their titles; what has no feed is none."""
    text = f"""<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
      <outline text="War"><outline type="rss" text="The Ell Courier" title="" xmlUrl="{ELL.replace("&", "&amp;")}"/>
      <outline text="Deeper"><outline text=" Sea\n News " XMLURL="{SEA}"/></outline></outline>
      <outline text="Again" xmlUrl="{SEA}"/><outline text="A page" htmlUrl="https://ell.example/"/></body></opml>"""
    assert read_opml(text.encode()) == (
        Outline(url=ELL, title="The Ell Courier"),
        Outline(url=SEA, title="Sea News"),
    )


def test_what_is_written_can_be_read() -> None:
    """Whatever stands in titles."""
    outlines = (Outline(url=ELL, title='A "title" <of> & \u202e'), Outline(url=SEA))
    assert read_opml(write_opml(outlines, title="Feeds").encode()) == outlines


def test_a_bomb_unfolds_to_nothing() -> None:
    """No document type is obeyed."""
    bomb = '<!DOCTYPE opml [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><opml><outline text="&c;" xmlUrl="x"/></opml>'
    with pytest.raises(ValueError, match="is broken"):
        read_opml(bomb.encode())


@pytest.mark.parametrize("text", ["", "<rss/>", "{}", "<opml><body>"])
def test_other_files_are_refused(text: str) -> None:
    """With a reason."""
    with pytest.raises(ValueError, match=r"is no OPML file|is broken"):
        read_opml(text.encode())


def test_feeds_are_listed_where_they_are_asked_now() -> None:
    """A feed that has moved for good is listed at its new address, as UTF-8 with its head and a line's end."""
    due = datetime(2031, 5, 14, tzinfo=UTC)
    feeds = [FeedRecord(url="https://éll.example/a", title="Éll", due_at=due, moved_to="https://éll.example/b")]
    data = feeds_file(feeds)
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<opml')
    assert data.endswith(b"</opml>\n")
    assert read_opml(data) == (Outline(url="https://éll.example/b", title="Éll"),)
