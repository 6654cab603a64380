"""What is a feed, and how far one is read that is broken or hostile."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feed_parser import StoppedError
from tests.servers.feed import rss, rss_item
from tests.sources.feed_documents import item, items, read


@pytest.mark.parametrize(
    "document",
    [
        "<html><head><title>News</title></head><body><p>Fighting goes on.</p></body></html>",
        "<opml version='2.0'><body><outline text='a'/></body></opml>",
        "Norland took Ellbruck.",
        '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        "",
    ],
)
def test_what_is_no_feed_is_none(document: str) -> None:
    """Pages and other documents are no feeds."""
    assert read(document) is None


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(rss(rss_item(1), rss_item(2))[:-40], id="cut short"),
        pytest.param(f"\n\nWarning: no such file\n{rss(rss_item(1))}", id="warning of the server"),
        pytest.param(rss(rss_item(1)).replace("<desc", "<x:desc").replace("</desc", "</x:desc"), id="unknown prefix"),
        pytest.param(rss(rss_item(1, more="<b>bold")), id="tag not closed"),
        pytest.param("<!-- <rss> -->" + rss(rss_item(1)).partition("?>")[2], id="comment"),
        pytest.param(rss(rss_item(1)).replace("?>", ">", 1), id="declaration not closed"),
        pytest.param(rss(rss_item(1, more="<category>Ell & Norland</category>")), id="bare ampersand"),
    ],
)
def test_broken_feeds_are_read_as_far_as_they_go(document: str) -> None:
    """Feeds that are not quite XML have their items all the same, but none that is cut off in its middle."""
    assert [found.id for found in items(document)] == ["ell-1"]


def test_endless_author_is_left_as_it_is() -> None:
    """A hostile author, which a pattern for addresses takes hours over, is a text like any other."""
    found = item(f"<title>A</title><author>{'a' * 1_000_000}</author>")
    assert found.author is not None
    assert found.title == "A"


def test_categories_without_end_cost_nothing() -> None:
    """Categories are not compared with one another."""
    document = rss(rss_item(1, more="".join(f"<category>c{n}</category>" for n in range(50_000))))
    assert [found.id for found in items(document)] == ["ell-1"]


def test_reading_stops_when_asked() -> None:
    """Work that nobody waits for any more ends."""
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        read(rss(rss_item(1)), stop=stop)


PIECES = st.sampled_from(
    [
        *(
            "<rss version='2.0'>",
            "<channel>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<link>",
            "</link>",
            "<guid>",
        ),
        *("<entry>", "<content type='xhtml'>", "<content type='html'>", "<description>", "</description>", "<a", "<"),
        *("&", "&#55357;", "&#0;", "&x;", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE", "[", ">", "\x00"),
        *("<pubDate>", "</pubDate>", "<category>", "</category>", "<source>", "<author>", "<image>", "<media:title>"),
        *(
            "<end",
            "</",
            "\ud7ff",
            "<itunes:image/>",
            "<georss:point>1",
            "<psc:chapter>",
            "<enclosure/>",
            "<media:rating>",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_no_document_breaks_the_reader(document: str) -> None:
    """Whatever comes, there is a feed, or none, or one reason why it cannot be read."""
    try:
        feed = read("<rss>" + document)
    except ValueError:
        return
    assert feed is None or len({found.id for found in feed.items}) == len(feed.items)
