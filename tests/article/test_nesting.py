"""Pages whose boxes stand too deep in one another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html  # type: ignore[import-untyped] # lxml has no types

from bot.article.nesting import DEEPEST, flatten
from bot.article.page import read_page

TEXT = "Norland's army said on Wednesday that it had taken the town of Ellbruck, which Sudmark denied in the evening."
SECOND = "The road to Saltmere stayed closed on Thursday, the mayor told reporters, and nobody could say for how long."

TAGS = st.sampled_from(
    (
        *("div", "p", "span", "td", "tr", "table", "tbody", "th", "li", "ul", "dl", "dt", "dd", "a", "b", "i", "font"),
        *("h1", "h2", "section", "option", "select", "form", "center", "x-y", "wbr", "source", "br", "hr", "img"),
        *("svg", "path", "noscript", "blockquote"),
    )
)
WORDS = st.sampled_from(["one", " ", "two three", "&amp;", "4 < 5", "é", "\n", "]]>", "-->", "'", '"'])
ODD = st.sampled_from(
    [
        "<!-- a <div> -->",
        "<!--> ",
        "<!-- a --!>",
        "<![CDATA[ <div> ]]>",
        "<?php > ?>",
        "</ x>",
        "</>",
        "<script>if (a<b) '<div>'</script>",
        "<STYLE>a > b {}</STYLE >",
        "<title><div></title>",
        "<textarea>words <div></textarea>",
        "<div class='a>b' id=\"c'd\" e=f/>",
        '<p title="">',
        "<h2 id=a>",
        "<DIV>",
        "<span/>",
        "<div/ >",
        "<a ='b'>",
    ]
)
PIECES = st.one_of(TAGS.map("<{}>".format), TAGS.map("<{}>".format), TAGS.map("</{}>".format), WORDS, ODD)
PAGES = st.lists(PIECES, max_size=60).map(lambda pieces: f"<main>{''.join(pieces)}")


def parsed(page: str) -> html.HtmlElement:
    """Return the tree of a page whose boxes may be deep."""
    return html.document_fromstring(page, parser=html.HTMLParser(huge_tree=True, encoding="utf-8"))


def words_of(page: str) -> str:
    """Return what the parser reads as text, without white space."""
    texts = etree.XPath("//text()")(parsed(page))
    return "".join("".join(texts).split())


def depth_of(page: str) -> int:
    """Return how many elements of the page stand in one another in the parser's tree, html and body left out."""
    return max(sum(1 for _ in element.iterancestors()) for element in parsed(page).iter()) - 1


def article(before: str, after: str = "") -> str:
    """Return a page with two paragraphs in the boxes."""
    return f"<html lang='en'><body><article>{before}<p>{TEXT}</p><p>{SECOND}</p>{after}</article></body></html>"


def read(page: str) -> str | None:
    """Return the text that is found in a page."""
    found = read_page(page, url=None, latest=datetime(2031, 5, 15, tzinfo=UTC))
    return None if found is None else found.text


@given(PAGES)
def test_no_word_is_lost_or_moved(page: str) -> None:
    """Whatever is open or closed, the parser reads the same words in the same order."""
    assert words_of(flatten(page, deepest=5)) == words_of(page)


@given(PAGES)
def test_the_parser_finds_no_more_boxes_in_one_another(page: str) -> None:
    """At most a void element, a script or a comment stands deeper."""
    assert depth_of(flatten(page, deepest=5)) <= 5 + 1


@given(PAGES)
def test_what_is_flat_stays_as_it_is(page: str) -> None:
    """Done twice is done once."""
    flat = flatten(page, deepest=5)
    assert flatten(flat, deepest=5) is flat


@given(PAGES)
def test_a_page_that_the_parser_reads_is_not_touched(page: str) -> None:
    """Sixty tags are nowhere near the limit: the same object."""
    assert flatten(page) is page


@pytest.mark.parametrize("tag", ["div", "span", "td", "section", "font", "x-box", "blockquote"])
def test_deep_boxes_keep_their_paragraphs(tag: str) -> None:
    """What stands in 1,000 boxes is found as if it stood in one, paragraph by paragraph."""
    assert read(article(f"<{tag}>" * 1_000, f"</{tag}>" * 1_000)) == f"{TEXT}\n{SECOND}"


def test_a_page_at_the_limit_is_unchanged_and_one_above_is_not() -> None:
    """The limit is the last that is allowed."""
    at, above = ("<div>" * boxes + "word" + "</div>" * boxes for boxes in (DEEPEST, DEEPEST + 1))
    assert flatten(at) is at
    assert flatten(above) == "<div>" * DEEPEST + "word" + "</div>" * DEEPEST


def test_what_follows_the_deep_boxes_is_as_it_was() -> None:
    """Boxes that are closed again count no longer."""
    deep = "<div>" * 300 + "word" + "</div>" * 300
    assert flatten(f"{deep}<div class='a'><p id=b>after").endswith("</div><div class='a'><p id=b>after")


def test_boxes_that_are_never_closed_keep_the_paragraphs_apart() -> None:
    """A box and a paragraph a sentence, each left open: no sentence runs into the next."""
    sentences = [f"Report {number}: {TEXT}" for number in range(1_000)]
    assert read(article("".join(f"<div><p>{said}" for said in sentences))) == "\n".join([*sentences, TEXT, SECOND])


def test_words_within_a_deep_sentence_stay_in_it() -> None:
    """Emphasis, links and the like end no paragraph."""
    assert flatten("<div><div><p>He <b>took <a href=x>it</a></b>.</p>", deepest=2) == "<div><p>He took it."


def test_headings_in_deep_boxes_stay_headings() -> None:
    """With their attributes, as paragraphs do."""
    page = "<div><div><h2 id=a>Head</h2><p class=b>Text</p>more</div></div>"
    assert flatten(page, deepest=2) == "<div><h2 id=a>Head</h2><p class=b>Text</p><div>more</div></div>"


def test_list_items_and_cells_that_others_close_are_not_deep() -> None:
    """HTML lets their end tags out: a thousand of them stand beside one another."""
    for page in ("<ul>" + "<li>word" * 1_000, "<table>" + "<tr><td>word<td>word" * 1_000, "<p>word" * 1_000):
        assert flatten(page) is page


def test_void_elements_open_nothing() -> None:
    """A thousand of them are no box."""
    for name in ("br", "img", "hr", "input", "meta"):
        page = f"<p>word<{name}>" * 1_000
        assert flatten(page) is page


@pytest.mark.parametrize(
    "page",
    [
        "<!--" + "<div>" * 1_000 + "-->",
        "<script>" + "'<div>';" * 1_000 + "</script>",
        "<style>" + "/*<div>*/" * 1_000,
        "<textarea>" + "<div>" * 1_000 + "</textarea>",
        "<a title='" + "<div>" * 1_000 + "'>",
    ],
)
def test_what_only_looks_like_tags_is_not_touched(page: str) -> None:
    """Comments, scripts, styles and attributes hold no boxes."""
    assert flatten(page) is page


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<dd>", "<div class='a'>", "<section><a>"])
def test_a_hundred_thousand_boxes_that_are_never_closed(tag: str) -> None:
    """The article's text is found beyond them."""
    assert read(article(tag * 100_000)) == f"{TEXT}\n{SECOND}"


@pytest.mark.parametrize(
    "piece",
    [
        "<div ",
        '<div a="',
        "<div a=",
        "<a b",
        "</div ",
        "<!--",
        "<![CDATA[",
        "<script>",
        "<",
        "</",
        "<!",
        "<?",
        "<div></b>",
    ],
)
def test_what_never_ends_costs_no_more_than_its_length(piece: str) -> None:
    """A million characters of it are read once: read again from each of them, this test would never end."""
    page = piece * (1_000_000 // len(piece))
    assert "word" in flatten(f"<p>word</p>{page}")


def test_deep_blocks_stand_beside_one_another() -> None:
    """Each has its own words, be it a box, a cell, or what a box says after another in it."""
    flat = flatten("<div><div>one<div>two</div>three<table><tr><td>four<td>five</table>", deepest=2)
    assert [element.text for element in parsed(flat).xpath("//div/div")] == ["one", "two", "three", "four", "five"]
