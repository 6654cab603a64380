"""Feeds that misbehave, and what must become of each: a test runs every case through the poller into a store."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.sources.unpacking import accepted
from tests.feeds.packed import PACKED_BR, PACKED_ZSTD
from tests.servers.feed import rss
from tests.servers.misbehaving import Act, answer

TEXT: Final = "Norland said that its troops had captured the town of Ellbruck. " * 20
SENT: Final[list[int]] = []
"""What the server sent of bodies without end, in bytes."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A feed's `answers`, one a poll, and what each poll must read: titles, in their order.

    After the last poll the feed's record has a `reason` that matches, or none. `moved` is the path that it has moved
    to, and `pause` what it is left alone for. `others` are answers at other paths, `scheme` another than the server's;
    `never` are paths that must not have been asked for. Polls are `within` so many seconds. With a `certificate` (of
    `tests.servers.certificates`) the server speaks TLS.
    """

    name: str
    answers: tuple[bytes | Act, ...]
    reads: tuple[tuple[str, ...], ...]
    reason: str | None = None
    moved: str | None = None
    pause: timedelta | None = None
    others: tuple[tuple[str, bytes], ...] = ()
    never: tuple[str, ...] = ()
    scheme: str | None = None
    within: float = 20.0
    certificate: str | None = None


def entry(
    number: int = 1,
    *,
    title: str | None = None,
    guid: str | None = "",
    link: str | None = "",
    date: str | None = "Wed, 14 May 2031 08:00:00 GMT",
    text: str = TEXT,
) -> str:
    """Return an RSS item with its whole text; `None` leaves a part out."""
    guid = f"ell-{number}" if guid == "" else guid
    link = f"https://ell.example/{number}" if link == "" else link
    return (
        f"<item><title>{title or f'Report {number}'}</title>"
        + (f"<link>{link}</link>" if link else "")
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + f"<content:encoded><![CDATA[<p>{text} {number}</p>]]></content:encoded></item>"
    )


ONE: Final = rss(entry())
_HEAD: Final = '<?xml version="1.0"?>'


def _body(text: str) -> str:
    """Return the feed of one item, with its XML declaration replaced by the text."""
    return text + ONE.partition("?>")[2]


def works(name: str, body: bytes | str, *titles: str, **more: Any) -> Case:
    """Return a case that is read, as "Report 1" unless other titles are given."""
    head = {
        key: more.pop(key) for key in list(more) if key in {"kind", "Content_Encoding", "Transfer_Encoding", "ETag"}
    }
    return Case(name=name, answers=(answer(body, **head),), reads=(titles or ("Report 1",),), **more)


def fails(name: str, act: bytes | Act, reason: str, **more: Any) -> Case:
    """Return a case that is not read, for a reason."""
    return Case(name=name, answers=(act,), reads=((),), reason=reason, **more)


def polls(name: str, *steps: tuple[str, tuple[str, ...]], **more: Any) -> Case:
    """Return a case of several polls: what the feed is, and what is read of it."""
    return Case(name=name, answers=tuple(answer(body) for body, _ in steps), reads=tuple(r for _, r in steps), **more)


def cases() -> tuple[Case, ...]:
    """Return every case."""
    found = (*_formats(), *_encodings(), *_broken(), *_hostile(), *_statuses(), *_redirects(), *_connections())
    return (*found, *_others(), *_dates(), *_identities())


def _formats() -> Iterator[Case]:
    old = f"<item><title>Report 1</title><link>https://ell.example/1</link><description>{TEXT}</description></item>"
    yield works("rss-0.91", f'{_HEAD}<rss version="0.91"><channel><title>Ell</title>{_long(old)}</channel></rss>')
    yield works("rss-0.92", f'{_HEAD}<rss version="0.92"><channel><title>Ell</title>{_long(old)}</channel></rss>')
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    spaces = {"1.0": "http://purl.org/rss/1.0/", "0.90": "http://my.netscape.com/rdf/simple/0.9/"}
    for version, space in spaces.items():
        body = f"{_HEAD}<rdf:RDF {rdf} xmlns='{space}'><channel><title>Ell</title></channel>{entry()}</rdf:RDF>"
        yield works(f"rss-{version}", body, kind="application/rdf+xml")
    yield works("rss-2.0", ONE)
    inner = (
        f'<title>Report 1</title><id>a</id><link href="https://ell.example/1"/><content type="html">{TEXT}</content>'
    )
    yield works(
        "atom-1.0",
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Ell</title><entry>{inner}</entry></feed>',
        kind="application/atom+xml",
    )
    mode = inner.replace('type="html"', 'type="text/html" mode="escaped"')
    yield works("atom-0.3", f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>{mode}</entry></feed>')
    item = {"id": "1", "url": "https://ell.example/1", "title": "Report 1", "content_text": TEXT}
    for version in ("1", "1.1"):
        feed = {"version": f"https://jsonfeed.org/version/{version}", "title": "Ell", "items": [item]}
        yield works(f"json-feed-{version}", json.dumps(feed), kind="application/feed+json")
    yield works("json-feed-as-text", "\ufeff" + json.dumps(feed), kind="text/plain")


def _long(item: str) -> str:
    """Return an old item so that its text is taken for the whole: those formats have only descriptions."""
    return item.replace("<link>https://ell.example/1</link>", "")


def _encodings() -> Iterator[Case]:
    title = "Звіт 1"
    russian = rss(entry(title=title)).partition("?>")[2]
    for name in ("utf-16", "windows-1251", "koi8-u", "iso-8859-5"):
        written = title.replace("і", "i") if name == "iso-8859-5" else title
        text = f'<?xml version="1.0" encoding="{name}"?>' + russian.replace(title, written)
        yield works(f"encoded-{name}", text.encode(name), written)
    yield works("utf-16-unmarked", f'<?xml version="1.0" encoding="utf-16"?>{russian}'.encode("utf-16-be"), title)
    yield works("utf-8-marked", f"\ufeff{_HEAD}{russian}", title)
    yield works(
        "named-in-the-header-only", russian.encode("cp1251"), title, kind="application/rss+xml; charset=windows-1251"
    )
    said = '<?xml version="1.0" encoding="windows-1251"?>'
    yield works("header-is-wrong", (said + russian).encode("cp1251"), title, kind="text/xml; charset=utf-8")
    yield works("declaration-is-wrong", (said.replace("1251", "9999") + russian).encode(), title)
    yield works("latin-called-utf-8", _body(_HEAD).replace("Report 1", "Réport 1").encode("cp1252"), "Réport 1")
    yield works("charset-is-no-charset", ONE, kind="application/rss+xml; charset=unicode_escape")
    yield works("gzip", gzip.compress(ONE.encode()), Content_Encoding="gzip")
    gzipped = gzip.compress(ONE[:300].encode()) + gzip.compress(ONE[300:].encode())
    yield works("gzip-in-two-members", gzipped, Content_Encoding="gzip")
    yield works("gzip-with-rubbish-behind", gzipped + b"<!-- cached -->", Content_Encoding="gzip")
    yield works("deflate", zlib.compress(ONE.encode()), Content_Encoding="deflate")
    yield works("deflate-without-its-head", zlib.compress(ONE.encode(), wbits=-15), Content_Encoding="deflate")
    yield works("deflate-that-is-gzip", gzip.compress(ONE.encode()), Content_Encoding="deflate")
    yield Case(name="chunked", answers=(_chunked,), reads=(("Report 1",),))


async def _chunked(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n")
    for start in range(0, len(ONE), 97):
        piece = ONE[start : start + 97].encode()
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")


def _broken() -> Iterator[Case]:
    yield works("bare-ampersand", rss(entry(title="Report & 1")), "Report & 1")
    yield works("unclosed-tag", ONE.replace("<item>", "<item><author>"))
    hidden = ONE.replace("<description>News</description>", "<description>News")
    yield fails("unclosed-tag-around-all", answer(hidden), "its items are hidden")
    yield works("cut-behind-an-item", rss(entry(1), entry(2)).partition("<item><title>Report 2")[0])
    yield works(
        "cut-within-an-item", rss(entry(1), entry(2)).partition("<content:encoded><![CDATA[<p>" + TEXT + " 2")[0]
    )
    yield works("control-characters", ONE.replace("Report 1", "Report\x08 1"))
    yield works("unknown-prefix", ONE.replace("<item>", "<item><nobody:knows>x</nobody:knows>"))
    yield works("entities-of-html", ONE.replace("Report 1", "Report&nbsp;1&eacute;"), "Report 1é")
    yield works("blank-lines-before", "\n\n  " + ONE)
    yield works("a-warning-before", "Warning: foo() in /a.php on line 7\n<br />\n".replace("<br />", "") + ONE)
    yield works("rubbish-behind", ONE + "<!-- cached --><p>Sorry</p>\x00")
    yield works("halves-of-pairs", ONE.replace("Report 1", "Report &#xD83D; 1"), "Report \ufffd 1")
    yield works("crossed-tags", ONE.replace("<description>News</description>", "<b><i>News</b></i>"))
    yield works("zero-bytes", ONE.replace("Report 1", "Rep\x00ort 1"))


def _hostile() -> Iterator[Case]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'{_HEAD}<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    yield works("billion-laughs", _body(laughs).replace("Report 1", "Report 1 &l9;"), "Report 1 &l9;")
    blow = f'{_HEAD}<!DOCTYPE rss [<!ENTITY a "{"a" * 400}">]>'
    yield works("quadratic-blow-up", _body(blow).replace(TEXT, TEXT + "&a;" * 100_000))
    secret = f'{_HEAD}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield works("entity-of-a-file", _body(secret).replace("Report 1", "Report 1 &x;"), "Report 1 &x;")
    outside = '<!DOCTYPE rss SYSTEM "{site}/a.dtd" [<!ENTITY % b SYSTEM "{site}/b.dtd"> %b;]>'
    yield works("document-type-elsewhere", _body(_HEAD + outside), never=("/a.dtd", "/b.dtd"))
    yield works("style-sheet-elsewhere", _body(_HEAD + '<?xml-stylesheet href="{site}/a.xsl"?>'), never=("/a.xsl",))
    yield works("deep-nesting", ONE.replace("<item>", "<a>" * 3_000 + "</a>" * 3_000 + "<item>"))
    many = rss(*(entry(n, date=None, text="w " * 130) for n in range(1, 1_501)))
    yield works("too-many-items", many, *(f"Report {n}" for n in range(500, 0, -1)), within=60.0)
    yield works("a-title-without-end", ONE.replace("Report 1", "R" * 1_000_000), "R" * 1_000)
    too_large = "is larger than"
    bomb = gzip.compress(b" " * 200_000_000, 1)  # 200 MB in 900 kB
    yield fails("gzip-bomb", answer(bomb, Content_Encoding="gzip"), too_large)
    yield fails("200-mb-announced", answer(ONE, Content_Length="200000000"), too_large)
    yield fails("200-mb-unannounced", _endless, too_large)
    yield fails("header-without-end", answer(ONE, X_Long="x" * 1_000_000), "cannot be fetched|connection broke off")


async def _endless(writer: asyncio.StreamWriter) -> None:
    """Send 200 MB, as long as somebody takes it."""
    SENT.clear()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n<rss>")
    for _ in range(200):
        writer.write(b" " * 1_000_000)
        await writer.drain()
        SENT.append(1_000_000)


def _statuses() -> Iterator[Case]:
    yield Case(
        name="304-to-its-validator",
        answers=(answer(ONE, ETag='"a"'), answer(status=304, ETag='"a"')),
        reads=(("Report 1",), ()),
    )
    yield fails("304-unasked", answer(status=304), "HTTP 304")
    yield fails("429-in-seconds", answer(status=429, Retry_After="7200"), "too many requests", pause=timedelta(hours=2))
    until = answer(status=429, Retry_After="Wed, 14 May 2031 12:00:00 GMT")
    yield fails("429-until", until, "too many requests", pause=timedelta(hours=3))
    yield fails("429-in-a-year", answer(status=429, Retry_After="31536000"), "too many", pause=timedelta(days=1))
    yield fails("429-without-a-word", answer(status=429, Retry_After="soon"), "too many", pause=timedelta(minutes=10))
    for status, reason in (
        (204, "HTTP 204"),
        (401, "wants a login"),
        (402, "has to be paid for"),
        (403, "does not let programs"),
        (404, "there is no such feed"),
        (410, "is gone"),
        (451, "withheld for legal reasons"),
        (500, "trouble of its own"),
        (503, "trouble of its own"),
        (599, "HTTP 599"),
    ):
        yield fails(f"status-{status}", answer("" if status == 204 else ONE, status=status), reason)
    yield works("fresh-for-a-year", ONE, pause=timedelta(minutes=10))
    yield Case(
        name="max-age",
        answers=(answer(ONE, Cache_Control="public, max-age=1800"),),
        reads=(("Report 1",),),
        pause=timedelta(minutes=30),
    )


def _redirects() -> Iterator[Case]:
    there = (("/there", answer(ONE)),)
    for status in (301, 308):
        to = answer(status=status, Location="/there")
        yield Case(name=f"moved-{status}", answers=(to,), others=there, reads=(("Report 1",), ()), moved="/there")
    for status in (302, 303, 307):
        to = answer(status=status, Location="/there")
        yield Case(name=f"elsewhere-{status}", answers=(to,), others=there, reads=(("Report 1",),))
    yield from _chains()
    yield fails("redirect-loop", answer(status=301, Location="{site}/feed"), "redirected more than 5 times")
    chain = tuple((f"/{n}", answer(status=301, Location=f"/{n + 1}")) for n in range(1, 9))
    yield fails("redirects-without-end", answer(status=301, Location="/1"), "redirected more than", others=chain)
    yield fails("redirect-to-nowhere", answer(status=301), "without saying where")
    for name, target, reason in (
        ("a-file", "file:///etc/passwd", "only http"),
        ("a-private-network", "http://10.0.0.1/feed", "is a private address"),
        ("a-cloud-s-secrets", "http://169.254.169.254/latest/meta-data/", "is a link-local address"),
        ("another-spelling", "http://0xa000001/feed", "is a private address"),
        ("inside-version-6", "http://[::ffff:10.0.0.1]/feed", "is a private address"),
        ("a-password", "http://a:b@127.0.0.1/feed", "holds a user name or a password"),
        ("no-address", "http://[::1/feed", "is no address"),
    ):
        yield fails(f"redirect-to-{name}", answer(status=302, Location=target), reason)


def _chains() -> Iterator[Case]:
    """Yield redirects that lead to others: what holds for good is only what is said so from the first on."""
    for first, second, moved in ((301, 301, "/there"), (301, 308, "/there"), (301, 302, "/half"), (302, 301, None)):
        others = (("/half", answer(status=second, Location="/there")), ("/there", answer(ONE)))
        reads: tuple[tuple[str, ...], ...] = (("Report 1",), ())
        to = answer(status=first, Location="/half")
        yield Case(name=f"chain-{first}-{second}", answers=(to,), others=others, reads=reads, moved=moved)


def _connections() -> Iterator[Case]:
    async def nothing(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)
        writer.close()

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        for byte in ONE.encode():
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    yield fails("no-answer", nothing, "did not answer in full", within=0.5)
    yield fails("slow-drip", drip, "did not answer in full", within=0.5)
    yield fails("closed-at-once", b"", "connection broke off")
    yield fails("cut-short", answer(ONE, Content_Length=str(len(ONE.encode()) + 5)), "connection broke off")
    yield fails("no-http", b"220 ell.example ESMTP\r\n", "cannot be fetched")
    endless = gzip.compress(ONE.encode()) + b"<!-- cached -->" * 800_000
    yield fails("rubbish-without-end-behind-gzip", answer(endless, Content_Encoding="gzip"), "is larger than")
    yield fails("gzip-that-is-none", answer(ONE, Content_Encoding="gzip"), "compressed body is damaged")
    part = gzip.compress(ONE.encode())[:-9]
    yield fails("gzip-cut-short", answer(part, Content_Encoding="gzip"), "compressed body is cut short")
    yield fails("packed-otherwise", answer(ONE, Content_Encoding="compress"), "packed with 'compress'")
    yield from _packed_newly()
    yield fails("tls-that-is-none", answer(ONE), "speaks no TLS at this port.* is its address http://", scheme="https")
    yield works("tls", ONE, certificate="good")
    for name, reason in (
        ("its-own", "is signed by itself"),
        ("expired", "certificate has expired"),
        ("not-yet", "is not valid yet"),
        ("other-host", "is for another name"),
        ("unknown", "knows nobody who vouches"),
    ):
        yield fails(f"tls-certificate-{name}", answer(ONE), reason, certificate=name)
    yield fails("no-tls-where-there-is-tls", answer(ONE), "connection broke off", certificate="good", scheme="http")


def _packed_newly() -> Iterator[Case]:
    """Yield bodies in Brotli and Zstandard, which are refused with a reason where their libraries are not installed.

    They were packed once, by the libraries' own programs, so that a server can send them everywhere.
    """
    for encoding, packed in (("br", PACKED_BR), ("zstd", PACKED_ZSTD)):
        if encoding not in accepted():
            yield fails(encoding, answer(packed.feed, Content_Encoding=encoding), f"packed with '{encoding}'")
            continue
        yield works(encoding, packed.feed, "Packed", Content_Encoding=encoding)
        yield fails(f"{encoding}-bomb", answer(packed.bomb, Content_Encoding=encoding), "is larger than")
        yield fails(f"{encoding}-that-is-none", answer(ONE, Content_Encoding=encoding), "compressed body is damaged")
        cut = answer(packed.feed[:-9], Content_Encoding=encoding)
        yield fails(f"{encoding}-cut-short", cut, "compressed body is cut short")


def _others() -> Iterator[Case]:
    page = '<!doctype html><html><head><link rel=alternate type="application/rss+xml" href="/feed2"></head>News</html>'
    yield fails("a-page", answer(page, kind="text/html"), r"this is a page, not a feed; its feed is at .*/feed2")
    yield fails("a-page-called-a-feed", answer(page), "this is a page, not a feed")
    yield fails("a-login-page", answer("<html><form>Log in</form></html>", kind="text/html"), "this is a page")
    yield fails("json", answer('{"error": "x"}', kind="application/json"), "no JSON Feed")
    yield fails("a-picture", answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, kind="image/png"), "this is no feed")
    yield fails("a-pdf", answer(b"%PDF-1.7\n\xe2\xe3", kind="application/pdf"), "this is no feed")
    yield fails("a-text", answer("No news.", kind="text/plain"), "this is no feed")
    yield fails("another-xml", answer("<svg xmlns='http://www.w3.org/2000/svg'/>"), "this is no feed")
    yield fails("nothing", answer(""), "is empty")
    yield fails("spaces", answer(" \n"), "is empty")
    for kind in ("text/html", "text/plain", "application/octet-stream", "image/png", None):
        yield works(f"called-{kind}", ONE, kind=kind)


def _dates() -> Iterator[Case]:
    for name, date in (
        ("none", None),
        ("far-future", "Wed, 14 May 2099 08:00:00 GMT"),
        ("zero", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("before-print", "Mon, 01 Jan 0001 00:00:00 GMT"),
        ("no-date", "yesterday"),
        ("thirteenth-month", "2031-13-45T99:99:99Z"),
        ("wrong-weekday", "Mon, 14 May 2031 08:00:00 GMT"),
        ("no-zone", "2031-05-14T08:00:00"),
        ("very-long", "1" * 5_000),
    ):
        yield works(f"date-{name}", rss(entry(date=date)))
    yield works("date-long-ago", rss(entry(1), entry(2, date="Thu, 01 May 2014 08:00:00 GMT")))


def _identities() -> Iterator[Case]:
    first = (ONE, ("Report 1",))
    yield polls("same-again", first, (ONE, ()))
    yield polls("another-guid", first, (rss(entry(guid="other")), ()))
    yield polls("guids-anew-each-time", first, *((rss(entry(guid=f"{n}")), ()) for n in range(3)))
    yield polls("another-address", first, (rss(entry(link="https://ell.example/x")), ()))
    yield polls("another-date", first, (rss(entry(date="Wed, 14 May 2031 08:59:00 GMT")), ()))
    yield polls("edited", first, (rss(entry(title="Report 1, corrected", text=TEXT.upper())), ()))
    yield polls("gone-and-back", first, (rss(), ()), (ONE, ()))
    yield polls("new-below-old", first, (rss(entry(1), entry(2, date="Wed, 14 May 2031 07:00:00 GMT")), ("Report 2",)))
    yield polls("empty-at-first", (rss(), ()), first)
    yield polls("the-same-twice", (rss(entry(), entry()), ("Report 1",)))
    yield polls("one-address-two-guids", (rss(entry(), entry(guid="other")), ("Report 1",)))
    yield polls(
        "one-guid-for-all",
        (rss(entry(2, guid="x"), entry(1, guid="x")), ("Report 1", "Report 2")),
        (rss(entry(3, guid="x"), entry(2, guid="x")), ("Report 3",)),
    )
    bare = rss(entry(guid=None, link=None))
    yield polls("neither-guid-nor-address", (bare, ("Report 1",)), (bare, ()))
    yield polls("endless-guid", (rss(entry(guid="g" * 100_000)), ("Report 1",)), (rss(entry(guid="g" * 100_000)), ()))
    yield Case(
        name="back-after-a-failure",
        answers=(answer(ONE), answer(status=500), answer(rss(entry(1), entry(2)))),
        reads=(("Report 1",), (), ("Report 2",)),
    )
