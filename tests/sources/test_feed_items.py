"""The items of a feed: what each says of itself, and in which order they come."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.feed_items import FeedItem, digest
from tests.servers.feed import rss, rss_item
from tests.sources.feed_documents import ATOM, ATOM_03, RSS_091, RSS_10, RSS_20, item, items, read


@pytest.mark.parametrize(
    ("document", "identity", "published", "content", "author"),
    [
        pytest.param(RSS_091, "https://ell.example/a", None, None, None, id="RSS 0.91"),
        pytest.param(RSS_10, "https://ell.example/a", "2031-05-13T20:00:00+03:00", None, "A. Writer", id="RSS 1.0"),
        pytest.param(
            RSS_20,
            "https://ell.example/?p=1",
            "2031-05-13T20:00:00+03:00",
            "<p>Two were hurt, the mayor said.</p>",
            "desk@ell.example (A. Writer)",
            id="RSS 2.0",
        ),
        pytest.param(
            ATOM,
            "tag:ell.example,2031:1",
            "2031-05-13T20:00:00+03:00",
            "<p>Two were hurt, the mayor said.</p>",
            "A. Writer",
            id="Atom 1.0",
        ),
        pytest.param(
            ATOM_03,
            "tag:ell.example,2031:1",
            "2031-05-13T20:00:00+03:00",
            "<p>Two were hurt, the mayor said.</p>",
            None,
            id="Atom 0.3",
        ),
    ],
)
def test_formats_are_read_alike(
    document: str, identity: str, published: str | None, content: str | None, author: str | None
) -> None:
    """Every format gives the same item, as far as it can say it."""
    feed = read(document)
    assert feed is not None
    assert feed.title == "Ell Gazette"
    (found,) = feed.items
    assert replace(found, updated=None) == FeedItem(
        id=identity,
        url="https://ell.example/a",
        title="Caf\u00e9 shelled in Ellbruck",
        published=published,
        content=content,
        summary=None if document is ATOM_03 else "Two were hurt.",
        is_html=content is not None,
        author=author,
    )


def test_channel_says_how_long_it_lasts() -> None:
    """A channel's `ttl` is handed on as it is written."""
    feed = read(RSS_20)
    assert feed is not None
    assert feed.ttl == "30"


def test_feed_without_items_is_a_feed() -> None:
    """A feed may have nothing to say."""
    assert items(rss()) == ()


@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param("Ell &amp; Norland", "Ell & Norland", id="once"),
        pytest.param("Ell &amp;amp; Norland", "Ell & Norland", id="twice"),
        pytest.param("<![CDATA[Ell &amp; Norland]]>", "Ell & Norland", id="CDATA"),
        pytest.param("Ell &#8217;s &#x2014; fall", "Ell ’s — fall", id="numbers"),
        pytest.param("&nbsp;Ell&nbsp;&ndash;&nbsp;Norland", "Ell – Norland", id="names of HTML"),
        pytest.param("&lt;b&gt;Ell&lt;/b&gt; falls", "Ell falls", id="tags"),
        pytest.param("\n  Ell\n  falls  ", "Ell falls", id="lines"),
        pytest.param("Ell & Norland", "Ell & Norland", id="bare ampersand"),
        pytest.param("5 &lt; 7, says the army", "5 < 7, says the army", id="less than is no tag"),
        pytest.param("&lt;script&gt; is no name", "<script> is no name", id="text in angles stays"),
        pytest.param("Ell\x0b \x00falls", "Ell falls", id="control characters"),
        pytest.param("Ell &#55357;&#56832; falls &#0;&#99999999999;", "Ell \ufffd\ufffd falls \ufffd\ufffd", id="none"),
        pytest.param("&foo; falls", "&foo; falls", id="unknown entity"),
    ],
)
def test_titles_are_plain_text(written: str, title: str) -> None:
    """A title is text on one line, whatever was done to it on its way into the feed."""
    assert item(f"<title>{written}</title><link>https://ell.example/1</link>").title == title


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Tue, 13 May 2031 20:00:00 +0300", "2031-05-13T20:00:00+03:00"),
        ("Tue, 13 May 2031 20:00:00 GMT", "2031-05-13T20:00:00+00:00"),
        ("Tue, 13 May 2031 20:00:00 EST", "2031-05-13T20:00:00-05:00"),
        ("Tue, 13 May 2031 20:00 CEST", "2031-05-13T20:00:00+02:00"),
        ("Tue, 13 May 2031 20:00:00 MSK", "2031-05-13T20:00:00+03:00"),
        ("Tues, 13 May 2031 20:00:00 Z", "2031-05-13T20:00:00+00:00"),
        ("13 May 2031 20:00:00", "2031-05-13T20:00:00+00:00"),
        ("13 May 31 20:00:00 +0000", "2031-05-13T20:00:00+00:00"),
        ("2031-05-13T20:00:00.5+03:00", "2031-05-13T20:00:00.500000+03:00"),
        ("2031-05-13", "2031-05-13T00:00:00+00:00"),
        ("2031-05-15T08:00:00Z", "2031-05-15T08:00:00+00:00"),
        ("2031-05-15T10:00:00Z", None),
        ("2099-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("last Tuesday", None),
        ("", None),
    ],
)
def test_dates_keep_their_zone(written: str, published: str | None) -> None:
    """A date is ISO 8601 with its own zone; one that cannot be right is none."""
    found = item(f"<title>A</title><pubDate>{written}</pubDate>").published
    assert found == published


def test_wrong_date_gives_way_to_the_next() -> None:
    """Where the date of publication lies in the future, the date of the last change is taken."""
    entry = "<id>1</id><published>2131-05-13T20:00:00Z</published><updated>2031-05-13T21:00:00Z</updated>"
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'
    assert items(document)[0].published == "2031-05-13T21:00:00+00:00"


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        pytest.param("<link>/news/1</link>", "https://ell.example/news/1", id="relative"),
        pytest.param("<link>\n https://ell.example/1?a=1&amp;b=2 </link>", "https://ell.example/1?a=1&b=2", id="query"),
        pytest.param("<guid>https://ell.example/1</guid>", "https://ell.example/1", id="guid"),
        pytest.param('<guid isPermaLink="false">https://ell.example/1</guid>', None, id="guid that is no link"),
        pytest.param("<guid>12345</guid>", None, id="guid that is no address"),
        pytest.param("<link>javascript:alert(1)</link>", None, id="script"),
        pytest.param("<link>file:///etc/hosts</link>", None, id="file"),
        pytest.param("<link>https://[ell/1</link>", None, id="broken"),
        pytest.param('<enclosure url="https://ell.example/1.mp3"/>', None, id="enclosure"),
        pytest.param(
            '<link>https://feeds.example/~r/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">'
            "https://ell.example/1</f:origLink>",
            "https://ell.example/1",
            id="FeedBurner",
        ),
    ],
)
def test_address_is_where_the_article_stands(inside: str, url: str | None) -> None:
    """Links are resolved against the feed's address; only http(s) addresses are some."""
    assert item(f"<title>A</title>{inside}").url == url


def test_base_of_the_document_counts() -> None:
    """Links are resolved against `xml:base` where there is one."""
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/">'
        '<entry><id>1</id><link href="a"/></entry></feed>'
    )
    assert items(document)[0].url == "https://other.example/x/a"


def test_identity_is_the_guid_then_the_address_then_the_text() -> None:
    """An item is known by what stays the same."""
    assert item("<guid>ell-1</guid><link>https://ell.example/1</link>").id == "ell-1"
    assert item("<title>A</title><link>https://ell.example/1</link>").id == "https://ell.example/1"
    first, second = (item(f"<title>A</title><description>{text}</description>") for text in ("Words.", "Other words."))
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", first.id)
    assert first.id != second.id
    assert first.id == item("<title>A</title><description>Words.</description>").id


def test_endless_guid_is_hashed() -> None:
    """An id has a length that can be stored."""
    assert len(item(f"<guid>{'x' * 5000}</guid>").id) < 100


def test_item_told_twice_is_one() -> None:
    """Of two items of one guid and address the later counts."""
    early, late = "Tue, 13 May 2031 20:00:00 GMT", "Tue, 13 May 2031 21:00:00 GMT"
    for order in ((early, late), (late, early)):
        both = [rss_item(date=date, title=f"Said {date}") for date in order]
        assert [found.title for found in items(rss(*both))] == [f"Said {late}"]


def test_guid_of_many_articles_is_none() -> None:
    """Where all items have one guid, none is lost: their addresses tell them apart."""
    guid = '<guid isPermaLink="false">ell.example</guid>'
    document = rss(*[f"<item>{guid}<link>https://ell.example/{n}</link></item>" for n in (1, 2, 3)])
    assert {found.id for found in items(document)} == {f"https://ell.example/{n}" for n in (1, 2, 3)}


def test_items_come_oldest_first() -> None:
    """Items are in the order of their dates, whatever order the feed has."""
    dates = {n: f"Tue, 13 May 2031 0{n}:00:00 GMT" for n in (1, 2, 3)}
    for order in ((3, 2, 1), (1, 2, 3), (2, 3, 1)):
        document = rss(*[rss_item(n, date=dates[n]) for n in order])
        assert [found.id for found in items(document)] == ["ell-1", "ell-2", "ell-3"]


def test_items_without_dates_come_from_the_bottom_up() -> None:
    """A feed begins with what is new."""
    assert [found.id for found in items(rss(*map(rss_item, (3, 2, 1))))] == ["ell-1", "ell-2", "ell-3"]


def test_item_without_a_date_stays_beside_its_neighbour() -> None:
    """One missing date does not make an item the oldest of all."""
    document = rss(
        rss_item(3, date="Tue, 13 May 2031 03:00:00 GMT"),
        rss_item(2),
        rss_item(1, date="Tue, 13 May 2031 01:00:00 GMT"),
    )
    assert [found.id for found in items(document)] == ["ell-1", "ell-2", "ell-3"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_newest_of_many_are_kept(newest_first: bool) -> None:
    """Of thousands of items the newest are read, wherever they stand."""
    first = datetime(2031, 1, 1, tzinfo=UTC)
    numbers = range(3000, 0, -1) if newest_first else range(1, 3001)
    document = rss(*[rss_item(n, date=(first + timedelta(minutes=n)).isoformat()) for n in numbers])
    assert [found.id for found in items(document, max_items=3)] == ["ell-2998", "ell-2999", "ell-3000"]


def test_content_is_not_told_again_as_summary() -> None:
    """An item that has nothing but its content has no summary."""
    found = item("<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>")
    assert (found.content, found.summary, found.is_html) == ("<p>All of it.</p>", None, True)


def test_summary_alone_is_no_content() -> None:
    """A description is a summary, with its HTML."""
    found = item("<description>&lt;p&gt;In short.&lt;/p&gt;</description>")
    assert (found.content, found.summary, found.is_html) == (None, "<p>In short.</p>", True)


def test_caption_of_a_picture_is_no_content() -> None:
    """What a picture shows is not what the article says."""
    found = item("<description>In short.</description><media:description>A tank.</media:description>")
    assert (found.content, found.summary) == (None, "In short.")


@pytest.mark.parametrize(
    "content",
    [
        '<content type="video/mp4" src="https://ell.example/1.mp4"/>',
        '<content type="image/png">iVBORw0KGgo=</content>',
        '<content type="html"> </content>',
    ],
)
def test_other_content_is_none(content: str) -> None:
    """A picture, a film or nothing is no text."""
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{content}</entry></feed>'
    assert items(document)[0].content is None


@pytest.mark.parametrize(
    ("content", "text", "is_html"),
    [
        ('<content type="text">5 &lt;b&gt; 7</content>', "5 <b> 7", False),
        ('<content type="html">5 &amp;lt; 7</content>', "5 < 7", False),
        ('<content type="html">&lt;p&gt;5 &amp;lt; 7&lt;/p&gt;</content>', "<p>5 &lt; 7</p>", True),
    ],
)
def test_text_is_not_taken_for_html(content: str, text: str, is_html: bool) -> None:
    """Only what has tags and says that it is HTML is HTML; without tags it is the text that it shows."""
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{content}</entry></feed>'
    (found,) = items(document)
    assert (found.content, found.is_html) == (text, is_html)


def test_article_of_another_publisher_says_so() -> None:
    """An aggregator names the source of each item."""
    assert item('<title>A</title><source url="https://n.example/f">Norland Post</source>').publisher == "Norland Post"


def test_an_item_that_was_changed_says_something_else() -> None:
    """Its digest is another one when its text is, or when it says that it was changed; not for another address."""
    item = FeedItem(
        id="1",
        url="https://ell.example/1",
        title="Ell",
        published=None,
        content="They left.",
        summary=None,
        is_html=False,
    )
    assert digest(item) == digest(replace(item, url="https://ell.example/2"))
    assert digest(item) != digest(replace(item, content="They stayed."))
    assert digest(item) != digest(replace(item, updated="2031-05-14T09:00:00Z"))


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        pytest.param(ATOM, "2031-05-13", id="atom"),
        pytest.param(RSS_20, None, id="rss"),
    ],
)
def test_when_it_was_changed_is_read_where_it_stands(document: str, wanted: str | None) -> None:
    """Only as a sign that it was; the date of publication is another."""
    feed = read(document)
    assert feed is not None
    found = feed.items[0].updated
    assert (found or "").startswith(wanted or "")
    assert (found is None) is (wanted is None)
