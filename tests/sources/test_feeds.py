from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from yarl import URL

from bot.model.errors import FetchError, UnreadableError
from bot.sources.feeds import FeedAnswer, FeedState, _read, find_feed, poll
from bot.sources.transfer import Answer
from bot.sources.unpacking import accepted
from tests.servers.feed import HERE, FeedServer, Reply, rss, rss_item

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
LATER = "Wed, 14 May 2031 09:10:00 GMT"
PAGE = (
    '<!doctype html><html><head><title>Ell</title><link rel="stylesheet" href="/x.css">'
    "<LINK REL='alternate' TYPE='application/rss+xml' href=/feeds/world.xml?a=1&amp;b=2></head><body>News</body></html>"
)


@pytest.fixture
async def site() -> AsyncIterator[FeedServer]:
    """Start a site on this machine."""
    async with FeedServer() as server:
        yield server


async def ask(
    url: str, *, etag: str | None = None, last_modified: str | None = None, max_items: int = 100, within: float = 10
) -> FeedAnswer:
    """Poll a feed on this machine, 300 kB at most."""
    state = FeedState(url=url, etag=etag, last_modified=last_modified)
    return await poll(state, now=NOW, allow_networks=HERE, timeout=within, max_bytes=300_000, max_items=max_items)


async def test_feed_is_read(site: FeedServer) -> None:
    """A feed comes with its items, its title and what the next request needs."""
    url = site.tell("/feed.xml", Reply(body=rss(rss_item(2), rss_item(1)), etag='W/"a"', last_modified="Tue, 13 May"))
    found = await ask(url)
    assert [item.id for item in found.items] == ["ell-1", "ell-2"]
    assert (found.title, found.etag, found.last_modified) == ("The Ell Courier", 'W/"a"', "Tue, 13 May")
    assert (found.not_modified, found.moved_to, found.retry_after, found.fresh_for) == (False, None, None, None)


async def test_feed_is_all_that_is_fetched(site: FeedServer) -> None:
    """Links, pictures, style sheets and document types are not followed."""
    more = f'<enclosure url="{site.url("/a.mp3")}"/><media:content url="{site.url("/a.jpg")}"/>'
    body = rss(rss_item(1, more=more, html=f'<img src="{site.url("/b.jpg")}">')).partition("?>\n")[2]
    head = f'<?xml-stylesheet href="{site.url("/a.xsl")}"?><!DOCTYPE rss SYSTEM "{site.url("/a.dtd")}">'
    found = await ask(site.tell("/feed.xml", Reply(body=head + body)))
    assert len(found.items) == 1
    assert [asked.path for asked in site.asked] == ["/feed.xml"]


async def test_first_request_is_unconditional(site: FeedServer) -> None:
    """Without a state everything is asked for, and feeds are what is wanted."""
    await ask(site.tell("/feed.xml", Reply(body=rss())))
    (asked,) = site.asked
    assert not {"if-none-match", "if-modified-since"} & asked.headers.keys()
    assert asked.headers["accept"].startswith("application/rss+xml")
    assert asked.headers["accept-encoding"] == accepted()
    assert accepted().startswith("gzip, deflate")


@pytest.mark.parametrize("validator", ["etag", "last_modified"])
async def test_unchanged_feed_is_not_sent_again(site: FeedServer, validator: str) -> None:
    """What the server named the last time is sent back; its answer says that nothing changed."""
    reply = Reply(body=rss(rss_item()), etag='"a"') if validator == "etag" else Reply(body=rss(), last_modified=LATER)
    url = site.tell("/feed.xml", reply)
    first = await ask(url)
    again = await ask(url, etag=first.etag, last_modified=first.last_modified)
    assert (again.not_modified, again.items, again.title) == (True, (), None)
    assert (again.etag, again.last_modified) == (first.etag, first.last_modified)


async def test_unchanged_feed_keeps_its_validators(site: FeedServer) -> None:
    """A 304 need not name them again; what it names counts."""
    url = site.tell("/feed.xml", Reply(status=304, kind=None, headers={"ETag": '"b"'}))
    found = await ask(url, etag='"a"', last_modified=LATER)
    assert (found.not_modified, found.etag, found.last_modified) == (True, '"b"', LATER)


async def test_changed_feed_drops_old_validators(site: FeedServer) -> None:
    """Validators are of one state of the feed; a new state without any has none."""
    found = await ask(site.tell("/feed.xml", Reply(body=rss(rss_item()))), etag='"a"', last_modified=LATER)
    assert (found.etag, found.last_modified, len(found.items)) == (None, None, 1)


async def test_unchanged_without_having_asked_is_an_error(site: FeedServer) -> None:
    """A server cannot say that nothing changed to somebody who has nothing."""
    with pytest.raises(FetchError, match="HTTP 304"):
        await ask(site.tell("/feed.xml", Reply(status=304, kind=None)))


async def test_validators_that_cannot_be_sent_are_none(site: FeedServer) -> None:
    """A name that could not be sent back would make every further request fail."""
    url = site.tell("/feed.xml", Reply(body=rss(), headers={"ETag": '"Kråkö"', "Last-Modified": "x" * 2000}))
    found = await ask(url, etag='"a\r\nX-Other: b"', last_modified="Kråkö")
    assert (found.etag, found.last_modified) == (None, None)
    assert not {"if-none-match", "if-modified-since", "x-other"} & site.asked[0].headers.keys()


async def test_packed_feed_is_unpacked(site: FeedServer) -> None:
    """Compression on the way is undone."""
    assert len((await ask(site.tell("/feed.xml", Reply(body=rss(rss_item()), packed=True)))).items) == 1


@pytest.mark.parametrize(
    "kind",
    ["application/rss+xml", "text/xml; charset=utf-8", "text/html", "text/plain", "application/octet-stream", None],
)
async def test_kind_does_not_matter(site: FeedServer, kind: str | None) -> None:
    """A feed is known by what it is, and not by what the server calls it."""
    assert len((await ask(site.tell("/feed", Reply(body=rss(rss_item(title="Kråkö")), kind=kind)))).items) == 1


async def test_charset_of_the_header_counts(site: FeedServer) -> None:
    """A feed that says nothing of its encoding has that of the header."""
    body = rss(rss_item(title="Харьков")).partition("?>\n")[2].encode("cp1251")
    found = await ask(site.tell("/feed", Reply(body=body, kind="text/xml; charset=windows-1251")))
    assert found.items[0].title == "Харьков"


async def test_newest_items_are_kept(site: FeedServer) -> None:
    """The number of items has a limit."""
    url = site.tell("/feed.xml", Reply(body=rss(*map(rss_item, range(9, 0, -1)))))
    assert [item.id for item in (await ask(url, max_items=2)).items] == ["ell-8", "ell-9"]


async def test_relative_links_lead_from_where_the_feed_is(site: FeedServer) -> None:
    """Links are resolved against the address that answered, behind the redirects."""
    site.tell("/old.xml", Reply(status=302, headers={"Location": "/new/feed.xml"}))
    site.tell("/new/feed.xml", Reply(body=rss("<item><link>a</link></item>")))
    assert (await ask(site.url("/old.xml"))).items[0].url == site.url("/new/a")


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        pytest.param((301,), "/1", id="for good"),
        pytest.param((308, 301), "/2", id="for good twice"),
        pytest.param((301, 302), "/1", id="for good, and for now from there"),
        pytest.param((302,), None, id="for now"),
        pytest.param((307, 301), None, id="for now, and for good from there"),
    ],
)
async def test_feed_that_moved_says_where(site: FeedServer, statuses: tuple[int, ...], moved: str | None) -> None:
    """The new address is the one that permanent redirects lead to, before the first other one."""
    for number, status in enumerate(statuses):
        site.tell(f"/{number}", Reply(status=status, headers={"Location": f"/{number + 1}"}))
    site.tell(f"/{len(statuses)}", Reply(body=rss()))
    assert (await ask(site.url("/0"))).moved_to == (site.url(moved) if moved else None)


@pytest.mark.parametrize(
    ("status", "retry", "wait"),
    [
        (429, "120", timedelta(minutes=2)),
        (503, LATER, timedelta(minutes=10)),
        (503, "Wed, 14 May 2031 08:00:00 GMT", timedelta(0)),
        (429, "99999999999", timedelta(days=7)),
        (429, "soon", None),
        (429, "-5", None),
        (500, None, None),
    ],
)
async def test_trouble_says_how_long_to_wait(
    site: FeedServer, status: int, retry: str | None, wait: timedelta | None
) -> None:
    """An error carries its status, and for how long the server wants to be left alone."""
    headers = {"Retry-After": retry} if retry is not None else {}
    with pytest.raises(FetchError, match=f"HTTP {status}") as raised:
        await ask(site.tell("/feed.xml", Reply(status=status, headers=headers)))
    assert (raised.value.status, raised.value.retry_after, raised.value.gone) == (status, wait, False)


@pytest.mark.parametrize(("status", "gone"), [(404, True), (410, True), (403, False), (401, False)])
async def test_feed_that_is_gone_says_so(site: FeedServer, status: int, gone: bool) -> None:
    """What is no longer there is told from what is not shown."""
    with pytest.raises(FetchError, match="feed") as raised:
        await ask(site.tell("/feed.xml", Reply(status=status)))
    assert raised.value.gone is gone


async def test_private_addresses_are_not_asked() -> None:
    """Feeds are fetched as pages are: not from this machine, unless it is opened."""
    with pytest.raises(FetchError, match="this machine") as raised:
        await poll(FeedState(url="http://127.0.0.1:1/feed.xml"), now=NOW, timeout=5)
    assert (raised.value.status, raised.value.gone) == (None, False)


async def test_feed_over_the_limit_is_refused(site: FeedServer) -> None:
    """A feed is not read further than it may be large."""
    with pytest.raises(FetchError, match="larger than 300 kB"):
        await ask(site.tell("/feed.xml", Reply(body="a" * 400_000)))


async def test_packed_bomb_is_refused(site: FeedServer) -> None:
    """The limit is for what is unpacked."""
    with pytest.raises(FetchError, match="larger than 300 kB"):
        await ask(site.tell("/feed.xml", Reply(body="a" * 30_000_000, packed=True)))


async def test_page_names_its_feed(site: FeedServer) -> None:
    """Whoever gives a page's address in a feed's place is told where the feed is."""
    with pytest.raises(UnreadableError, match="this is a page, not a feed; its feed is at") as raised:
        await ask(site.tell("/world/", Reply(body=PAGE, kind="text/html")))
    assert raised.value.reason.endswith(site.url("/feeds/world.xml?a=1&b=2"))


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        pytest.param("<html><body>News</body></html>", "text/html", "is a page, not a feed$", id="page"),
        pytest.param("<!doctype html><p>News", "application/xml", "no feed", id="page without a root"),
        pytest.param("<div>News</div>", "text/html", "is a page", id="piece of a page"),
        pytest.param(json.dumps({"items": []}), "application/feed+json", "is JSON", id="JSON"),
        pytest.param("<opml><body/></opml>", "text/xml", "no feed .<opml>.", id="OPML"),
        pytest.param("Norland took Ellbruck.", "text/plain", "no feed .text/plain.", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", "no feed .image/png.", id="picture"),
        pytest.param("", "application/rss+xml", "is empty", id="nothing"),
    ],
)
async def test_what_is_no_feed_is_said(site: FeedServer, body: str | bytes, kind: str, reason: str) -> None:
    """The reason says what came in the feed's place."""
    with pytest.raises(UnreadableError, match=reason):
        await ask(site.tell("/feed.xml", Reply(body=body, kind=kind)))


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ('<link rel="alternate" type="application/atom+xml" href="a.xml">', "https://ell.example/world/a.xml"),
        ('<link href="//feeds.example/a" type="application/rss+xml" rel="feed alternate"/>', "https://feeds.example/a"),
        ('<link rel="alternate" hreflang="de" href="/de/">', None),
        ('<link rel="stylesheet" type="application/rss+xml" href="/a">', None),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', None),
        ('<link rel="alternate" type="application/rss+xml" href="http://[broken/">', None),
        ('<a rel="alternate" type="application/rss+xml" href="/a">', None),
    ],
)
def test_feed_of_a_page_is_found(link: str, feed: str | None) -> None:
    """Only a link of the right kind, to an http(s) address, names a feed."""
    assert find_feed(f"<html><head>{link}</head></html>", url="https://ell.example/world/") == feed


@pytest.mark.parametrize(
    ("headers", "ttl", "fresh"),
    [
        pytest.param({"Cache-Control": "public, max-age=600"}, None, timedelta(minutes=10), id="max-age"),
        pytest.param({"Cache-Control": "max-age=600", "Age": "120"}, None, timedelta(minutes=8), id="age"),
        pytest.param({"Cache-Control": "max-age=60", "Age": "120"}, None, timedelta(0), id="too old"),
        pytest.param({"Cache-Control": "no-cache, max-age=600"}, None, None, id="no-cache"),
        pytest.param({"Cache-Control": "max-age=soon"}, None, None, id="no number"),
        pytest.param({"Cache-Control": 'MAX-AGE="600"'}, None, timedelta(minutes=10), id="quoted"),
        pytest.param({"Cache-Control": f"max-age={10**12}"}, None, timedelta(days=7), id="too long"),
        pytest.param({"Expires": LATER}, None, timedelta(minutes=10), id="expires"),
        pytest.param({"Expires": LATER, "Cache-Control": "max-age=60"}, None, timedelta(minutes=1), id="both"),
        pytest.param({"Expires": "0"}, None, None, id="expired"),
        pytest.param({}, "60", timedelta(hours=1), id="ttl"),
        pytest.param({"Cache-Control": "max-age=600"}, "60", timedelta(hours=1), id="the longer"),
        pytest.param({}, "often", None, id="no ttl"),
        pytest.param({}, "999999999", timedelta(days=7), id="ttl too long"),
        pytest.param({}, "0", timedelta(0), id="ttl of nothing"),
    ],
)
async def test_feed_says_how_long_it_stays(
    site: FeedServer, headers: dict[str, str], ttl: str | None, fresh: timedelta | None
) -> None:
    """Headers and the feed itself say when it is worth asking again."""
    body = rss(head=f"<ttl>{ttl}</ttl>" if ttl is not None else "")
    assert (await ask(site.tell("/feed.xml", Reply(body=body, headers=headers)))).fresh_for == fresh


async def test_unchanged_feed_says_how_long_it_stays(site: FeedServer) -> None:
    """A 304 has headers too."""
    headers = {"Cache-Control": "max-age=300", "Retry-After": "60"}
    found = await ask(site.tell("/feed.xml", Reply(status=304, kind=None, headers=headers)), etag='"a"')
    assert (found.fresh_for, found.retry_after) == (timedelta(minutes=5), timedelta(minutes=1))


async def test_feed_that_takes_too_long_to_read_is_given_up() -> None:
    """A document made to keep the reader busy is left at the limit, and its thread ends."""
    # 60,000 name spaces, and elements each of which feedparser looks up among all of them.
    spaces = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(60_000))
    body = f"<rss version='2.0' {spaces}><channel>{'<n59999:a/>' * 200_000}</channel></rss>".encode()
    answer = Answer(
        status=200, body=body, headers={}, address=URL("https://ell.example/"), moved_to=None, kind=None, charset=None
    )
    with pytest.raises(UnreadableError, match=r"cannot be read within 0\.2 seconds"):
        await _read(answer, origin="https://ell.example/", now=NOW, timeout=0.2, max_items=10)
    await asyncio.get_running_loop().shutdown_default_executor()
