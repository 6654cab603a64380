"""A feed's bytes: their encoding, and entities that are not to unfold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feed_text import MAX_UNFOLDED, decode, read_feed_text
from tests.servers.feed import rss, rss_item
from tests.sources.feed_documents import items


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        pytest.param(b'<?xml version="1.0" encoding="windows-1251"?>{}', None, id="declared"),
        pytest.param(b"\n  {}", "windows-1251", id="header"),
        pytest.param(b'<?xml version="1.0" encoding="windows-1251"?>{}', "utf-8", id="header wrong"),
        pytest.param(b'<?xml version="1.0" encoding="utf-8"?>{}', "windows-1251", id="declaration wrong"),
    ],
)
def test_single_byte_encodings_are_read(data: bytes, charset: str | None) -> None:
    """Header and declaration are believed as far as the bytes fit them."""
    body = rss(rss_item(title="Обстрел Харькова")).partition("?>\n")[2].encode("cp1251")
    (found,) = items(data.replace(b"{}", body), charset=charset)
    assert found.title == "Обстрел Харькова"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read(encoding: str) -> None:
    """UTF-16 and UTF-32 are known by their first bytes, with a byte order mark or without."""
    document = rss(rss_item(title="Kråkö")).replace("UTF-8", encoding.removesuffix("-sig"))
    assert items(document.encode(encoding))[0].title == "Kråkö"


def test_broken_utf_8_stays_utf_8() -> None:
    """One wrong byte spoils one letter, and not all the others."""
    data = rss(rss_item(title="Kråkö und Ångström X")).encode().replace(b"X", b"\xff")
    assert items(data)[0].title == "Kråkö und Ångström \ufffd"


def test_latin_without_a_word_is_latin() -> None:
    """Bytes that are hardly UTF-8 are Windows' Latin."""
    assert items(rss(rss_item(title="Kråkö")).encode("cp1252"))[0].title == "Kråkö"


@pytest.mark.parametrize("name", ["idna", "unicode_escape", "rot13", "zlib_codec", "nonsense", ""])
def test_codecs_that_are_no_encoding_are_not_used(name: str) -> None:
    """What Python can decode besides is not asked for by a header."""
    assert decode("<rss>Kråkö \\u0041</rss>".encode(), charset=name) == "<rss>Kråkö \\u0041</rss>"


def laughs(entities: str, *, before: str = "") -> str:
    """Return a feed with these declarations and a title that uses them."""
    return (
        f'<?xml version="1.0"?>{before}<!DOCTYPE rss [{entities}]>'
        '<rss version="2.0"><channel><item><title>&x;</title><guid>1</guid></item></channel></rss>'
    )


@pytest.mark.parametrize("before", ["", "<!-- <a -->"], ids=["plain", "behind a comment"])
@pytest.mark.parametrize("gap", ["", "\n"], ids=["one line", "lines"])
def test_billion_laughs_are_not_laughed(before: str, gap: str) -> None:
    """Entities made of entities do not unfold, wherever the document type stands."""
    levels = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    document = laughs(gap.join(['<!ENTITY l0 "ha">', *levels, '<!ENTITY x "&l9;">']), before=before)
    assert items(document)[0].title == "&x;"


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x PUBLIC "a" "http://127.0.0.1:9/">',
        '<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;<!ENTITY x "%p;">',
        '<!ENTITY x "<item><title>more</title></item>">',
        f'<!ENTITY x "{"ha" * 5000}">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_are_more_than_text_do_not_unfold(entity: str, encoding: str) -> None:
    """Files, addresses, markup and long texts stay what they are: a name, in any encoding."""
    assert items(laughs(entity).encode(encoding))[0].title == "&x;"


def test_entities_that_are_text_are_read() -> None:
    """A feed may name a piece of text."""
    assert items(laughs('<!-- don\'t --><!ENTITY x "Ell &#8212; Norland">'))[0].title == "Ell — Norland"


def test_many_uses_of_an_entity_come_to_an_end() -> None:
    """One text used a million times (a quadratic blow-up) is not a million texts."""
    document = laughs(f'<!ENTITY x "{"h" * 400}">').replace("&x;", "&x;" * 100_000)
    title = read_feed_text(document.encode(), charset=None).text
    assert len(title) < 100_000 * 3 + MAX_UNFOLDED + 1000


def test_external_document_type_is_not_read() -> None:
    """A document type in a file is passed over, and what it would have said with it."""
    document = '<!DOCTYPE rss SYSTEM "file:///etc/hostname">' + rss(rss_item(title="A")).partition("?>")[2]
    assert items(document)[0].title == "A"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    """Any bytes have some text."""
    assert isinstance(read_feed_text(data, charset="utf-8").text, str)
