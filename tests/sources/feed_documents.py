"""Feeds as they come, and what is read in them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from bot.sources.feed_items import Feed, FeedItem, read_feed
from bot.sources.feed_text import read_feed_text
from tests.servers.feed import rss

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
URL = "https://ell.example/feeds/world.xml"


def read(
    document: str | bytes, *, charset: str | None = None, max_items: int = 100, stop: threading.Event | None = None
) -> Feed | None:
    """Read a document as a feed."""
    data = document.encode() if isinstance(document, str) else document
    text = read_feed_text(data, charset=charset).text
    return read_feed(text, url=URL, now=NOW, max_items=max_items, stop=stop or threading.Event())


def items(document: str | bytes, **options: str | int | None) -> tuple[FeedItem, ...]:
    """Return the items of what has to be a feed."""
    feed = read(document, **options)  # type: ignore[arg-type] # each test gives what `read` takes
    assert feed is not None
    return feed.items


def item(inside: str) -> FeedItem:
    """Return the only item of an RSS feed whose inside is given."""
    (only,) = items(rss(f"<item>{inside}</item>"))
    return only


RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Ell Gazette</title><link>https://ell.example/</link>
<item><title>Caf&eacute; shelled in Ellbruck</title><link>https://ell.example/a</link>
<description>Two were hurt.</description></item></channel></rss>"""


RSS_10 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://ell.example/"><title>Ell Gazette</title></channel>
<item rdf:about="https://ell.example/a"><title>Caf\u00e9 shelled in Ellbruck</title><link>https://ell.example/a</link>
<description>Two were hurt.</description><dc:date>2031-05-13T20:00:00+03:00</dc:date><dc:creator>A. Writer</dc:creator>
</item></rdf:RDF>"""


RSS_20 = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ell Gazette</title><ttl>30</ttl>
<item><title>Caf\u00e9 shelled in Ellbruck</title><link>https://ell.example/a</link><guid>https://ell.example/?p=1</guid>
<author>desk@ell.example (A. Writer)</author><description>Two were hurt.</description>
<pubDate>Tue, 13 May 2031 20:00:00 +0300</pubDate>
<content:encoded><![CDATA[<p>Two were hurt, the mayor said.</p>]]></content:encoded></item></channel></rss>"""


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ell Gazette</title>
<id>tag:ell.example,2031:feed</id><updated>2031-05-13T18:00:00Z</updated>
<entry><title type="html">Caf&amp;eacute; &lt;b&gt;shelled&lt;/b&gt; in Ellbruck</title>
<link rel="self" href="/a.atom"/><link rel="alternate" href="../a"/><id>tag:ell.example,2031:1</id>
<author><name>A. Writer</name></author><published>2031-05-13T20:00:00+03:00</published>
<updated>2031-05-13T21:00:00+03:00</updated><summary>Two were hurt.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two were hurt, the mayor said.</p></div></content>
</entry></feed>"""


ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Ell Gazette</title>
<entry><title>Caf\u00e9 shelled in Ellbruck</title><link rel="alternate" type="text/html" href="https://ell.example/a"/>
<id>tag:ell.example,2031:1</id><issued>2031-05-13T20:00:00+03:00</issued>
<content type="text/html" mode="escaped">&lt;p&gt;Two were hurt, the mayor said.&lt;/p&gt;</content></entry></feed>"""
